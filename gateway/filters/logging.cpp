// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/logging.h"

#include "gateway/shared_state/counter_key.h"

namespace gatehouse::filters {

LoggingFilter::LoggingFilter(LoggingConfig config)
    : TableFilter(FilterId::Logging)
    , m_config(std::move(config))
{
}

bool LoggingFilter::leavesOut(const proxy::Exchange& exchange) const
{
    constexpr std::uint64_t million = 1'000'000;
    if (!m_config.logRequest)
        return true;
    if (m_config.linesPerMillion >= million)
        return false;
    // The time is in it because a client may choose its request id.
    const std::uint64_t dice = shared_state::combine(shared_state::stableHash(exchange.requestId()),
                                                     static_cast<std::uint64_t>(exchange.nowNs()));
    return dice % million >= m_config.linesPerMillion;
}

void LoggingFilter::finish(proxy::Exchange& exchange) const
{
    const bool out = leavesOut(exchange);
    if (m_config.enforcement.dryRun) {
        if (out || !m_config.logAnswer)
            noteDryRun(exchange, rowOf(FilterId::Logging).name, m_config.enforcement.policy);
        return;
    }
    if (out)
        exchange.setLogAccess(false);
    if (!m_config.logAnswer)
        exchange.setLogAnswer(false);
}

} // namespace gatehouse::filters
