// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/target_state.h"

#include <algorithm>

namespace gatehouse::proxy {

bool TargetState::failed(const EjectionRules& rules) noexcept
{
    const std::uint32_t count = m_failures.fetch_add(1, std::memory_order_relaxed) + 1;
    return rules.failures != 0 && count >= rules.failures;
}

void TargetState::eject(const EjectionRules& rules, std::int64_t nowNs) noexcept
{
    const std::int64_t until = m_outUntilNs.load(std::memory_order_relaxed);
    const std::int64_t last = m_lastOutNs.load(std::memory_order_relaxed);
    const bool afresh = last == 0 || nowNs - until > rules.maxNs;
    const std::int64_t time = afresh ? rules.baseNs : std::min(last * 2, rules.maxNs);
    m_lastOutNs.store(time, std::memory_order_relaxed);
    m_backNs.store(nowNs + time, std::memory_order_relaxed);
    m_failures.store(0, std::memory_order_relaxed);
    m_ejections.fetch_add(1, std::memory_order_relaxed);
    m_outUntilNs.store(nowNs + time, std::memory_order_relaxed);
}

void TargetState::reset(std::int64_t nowNs) noexcept
{
    if (ejected(nowNs))
        setBack(nowNs);
    m_failures.store(0, std::memory_order_relaxed);
    m_lastOutNs.store(0, std::memory_order_relaxed);
    m_outUntilNs.store(0, std::memory_order_relaxed);
}

std::uint32_t TargetState::share(std::int64_t slowStartNs, std::int64_t nowNs) const noexcept
{
    constexpr std::int64_t Whole = 1000;
    constexpr std::int64_t Least = 100;
    const std::int64_t back = m_backNs.load(std::memory_order_relaxed);
    if (back == 0 || slowStartNs <= 0 || nowNs - back >= slowStartNs)
        return Whole;
    return static_cast<std::uint32_t>(std::max(Least, (nowNs - back) * Whole / slowStartNs));
}

std::int64_t TargetState::active() const noexcept
{
    return m_counts.sum(&TargetCounts::active);
}

std::uint64_t TargetState::requests() const noexcept
{
    std::uint64_t total = 0;
    for (std::size_t kind = 0; kind < balancingKinds; ++kind)
        total += selections(static_cast<BalancingKind>(kind));
    return total;
}

std::uint64_t TargetState::selections(BalancingKind kind) const noexcept
{
    std::uint64_t total = 0;
    m_counts.forEach([&](const TargetCounts& counts) {
        total += counts.selections[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed);
    });
    return total;
}

std::uint64_t TargetState::failedRequests() const noexcept
{
    return m_counts.sum(&TargetCounts::failures);
}

} // namespace gatehouse::proxy
