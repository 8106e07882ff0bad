// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/security_headers.h"

#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

SecurityHeadersFilter::SecurityHeadersFilter(SecurityHeadersConfig config)
    : TableFilter(FilterId::SecurityHeaders)
    , m_config(std::move(config))
{
}

void SecurityHeadersFilter::answer(proxy::Exchange& exchange) const
{
    proxy::HeaderEdits& edits = exchange.answerEdits();
    for (const SecurityHeader& header : m_config.headers) {
        if (header.onlyHttps && exchange.scheme() != "https")
            continue;
        switch (header.mode) {
        case SecurityHeader::Mode::Set:
            edits.set(header.name, header.value);
            break;
        case SecurityHeader::Mode::SetIfAbsent:
            edits.setDefault(header.name, header.value);
            break;
        case SecurityHeader::Mode::Remove:
            edits.remove(header.name);
            break;
        }
    }
}

} // namespace gatehouse::filters
