// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/upstream_states.h"

namespace gatehouse::proxy {

void UpstreamStates::forEachBreaker(const std::function<void(std::uint64_t, const Breaker&)>& visit) const
{
    const std::scoped_lock lock(m_mutex);
    for (const auto& [key, breaker] : m_breakers)
        visit(key, *breaker);
}

void UpstreamStates::forEachTarget(const std::function<void(std::uint64_t, const TargetHealth&)>& visit) const
{
    const std::scoped_lock lock(m_mutex);
    for (const auto& [key, target] : m_targets)
        visit(key, *target);
}

} // namespace gatehouse::proxy
