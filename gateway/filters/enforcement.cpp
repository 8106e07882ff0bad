// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/enforcement.h"

#include "gateway/proxy/trace.h"

namespace gatehouse::filters {

void noteDryRun(proxy::Exchange& exchange, std::string_view what, std::string_view policy)
{
    if (!exchange.dryRun().empty())
        return;
    exchange.noteDryRun(what);
    exchange.setPolicy(policy);
}

proxy::Verdict EnforcingFilter::refuse(proxy::Exchange& exchange, const Refusal& refusal) const
{
    const std::string_view policy =
        m_enforcement.policy.empty() ? name() : std::string_view(m_enforcement.policy);
    if (m_enforcement.dryRun) {
        if (proxy::Trace* const trace = exchange.trace())
            trace->wouldRefuse(refusal.reason);
        std::uint64_t& noted = slot(exchange, Slot::DryRunReason);
        if (noted == 0)
            noted = static_cast<std::uint64_t>(refusal.reason);
        noteDryRun(exchange, proxy::nameOf(refusal.reason), policy);
        return proxy::Verdict::Continue;
    }
    slot(exchange, Slot::ErrorShape) = static_cast<std::uint64_t>(refusal.shape);
    exchange.setPolicy(policy);
    exchange.failAs(refusal.reason, refusal.status, refusal.code, refusal.text, refusal.detail);
    return proxy::Verdict::Respond;
}

} // namespace gatehouse::filters
