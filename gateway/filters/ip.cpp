// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/ip.h"

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

// The page that unlocks somebody who has locked himself out.
constexpr std::string_view settingsPath = "/platform/security/settings";

} // namespace

GlobalIpFilter::GlobalIpFilter(GlobalIpConfig config)
    : EnforcingFilter(FilterId::GlobalIp, config.enforcement)
    , m_config(std::move(config))
{
}

Verdict GlobalIpFilter::request(proxy::Exchange& exchange) const
{
    if (m_config.trust.trustForwarded)
        applyTrust(exchange, m_config.trust);
    if (!enabled() || exchange.head().path == settingsPath)
        return Verdict::Continue;
    if (m_config.localhostBypass && isDirectLocalCall(exchange, m_config.inDocker))
        return Verdict::Continue;
    if (!m_config.whitelist.empty() && !m_config.whitelist.contains(exchange.client())) {
        return refuse(exchange, {Reason::IpDenied, 403, "SEC010", "IP not allowed", exchange.clientText(),
                                 ErrorShape::RawIp});
    }
    if (m_config.blacklist.contains(exchange.client())) {
        return refuse(exchange, {Reason::IpDenied, 403, "SEC011", "IP blocked", exchange.clientText(),
                                 ErrorShape::RawIp});
    }
    return Verdict::Continue;
}

ApiIpFilter::ApiIpFilter(ApiIpConfig config)
    : EnforcingFilter(FilterId::ApiIp, config.enforcement)
    , m_config(std::move(config))
{
}

Verdict ApiIpFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    if (m_config.trust)
        applyTrust(exchange, *m_config.trust);
    if (m_config.localhostBypass && isDirectLocalCall(exchange, m_config.inDocker))
        return Verdict::Continue;
    if (m_config.blacklist.contains(exchange.client()))
        return refuse(exchange, {Reason::IpDenied, 403, "API011", "IP restricted", exchange.clientText()});
    if (m_config.whitelistMode && !m_config.whitelist.contains(exchange.client()))
        return refuse(exchange, {Reason::IpDenied, 403, "API010", "IP restricted", exchange.clientText()});
    return Verdict::Continue;
}

} // namespace gatehouse::filters
