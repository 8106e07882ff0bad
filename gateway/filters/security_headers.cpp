// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/security_headers.h"

#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

std::vector<SecurityHeader> SecurityHeadersConfig::defaults()
{
    using enum SecurityHeader::Mode;
    return {
        {"X-Content-Type-Options", "nosniff", Set},
        {"X-Frame-Options", "DENY", SetIfAbsent},
        {"Referrer-Policy", "strict-origin-when-cross-origin", SetIfAbsent},
        {"Permissions-Policy", "geolocation=(), microphone=(), camera=()", SetIfAbsent},
        {"Content-Security-Policy",
         "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; img-src 'self' "
         "data:; "
         "script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'",
         SetIfAbsent},
        {"X-XSS-Protection", "0", SetIfAbsent},
        {"X-Powered-By", {}, Remove},
    };
}

SecurityHeadersFilter::SecurityHeadersFilter(SecurityHeadersConfig config)
    : TableFilter(FilterId::SecurityHeaders)
    , m_config(std::move(config))
{
}

void SecurityHeadersFilter::answer(proxy::Exchange& exchange) const
{
    proxy::HeaderEdits& edits = exchange.answerEdits();
    for (const SecurityHeader& header : m_config.headers) {
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
    if (!m_config.hsts.empty() && exchange.scheme() == "https")
        edits.set("Strict-Transport-Security", m_config.hsts);
    if (m_config.requestId)
        edits.set("request_id", exchange.requestId());
}

} // namespace gatehouse::filters
