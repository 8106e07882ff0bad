// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/upstream_credential.h"

#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

UpstreamCredentialFilter::UpstreamCredentialFilter(UpstreamCredentialConfig config)
    : TableFilter(FilterId::UpstreamCredential)
    , m_config(std::move(config))
{
}

proxy::Verdict UpstreamCredentialFilter::request(proxy::Exchange& exchange) const
{
    std::string_view value = m_config.value;
    if (m_config.creditGroup != 0 && exchange.identity()) {
        const proxy::CreditAccount* const account = exchange.identity()->creditsOf(m_config.creditGroup);
        if (account && !account->ownKey.empty())
            value = account->ownKey; // of the snapshot, as the exchange's views must be
    }
    exchange.upstreamEdits().set(m_config.header, value);
    return proxy::Verdict::Continue;
}

} // namespace gatehouse::filters
