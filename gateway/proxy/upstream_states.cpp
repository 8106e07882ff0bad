// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/upstream_states.h"

namespace gatehouse::proxy {

namespace {

template <typename Table, typename... Arguments>
auto& entry(std::mutex& mutex, Table& table, std::uint64_t key, Arguments... arguments)
{
    const std::scoped_lock lock(mutex);
    auto& state = table[key];
    if (!state)
        state = std::make_unique<typename Table::mapped_type::element_type>(arguments...);
    return *state;
}

template <typename Table>
auto* find(std::mutex& mutex, const Table& table, std::uint64_t key)
{
    const std::scoped_lock lock(mutex);
    const auto at = table.find(key);
    return at == table.end() ? nullptr : at->second.get();
}

} // namespace

GroupState& UpstreamStates::group(std::uint64_t groupKey)
{
    return entry(m_mutex, m_groups, groupKey, m_workers);
}

TargetState& UpstreamStates::target(std::uint64_t stateKey)
{
    return entry(m_mutex, m_targets, stateKey, m_workers);
}

Breaker& UpstreamStates::breaker(std::uint64_t breakerKey)
{
    return entry(m_mutex, m_breakers, breakerKey);
}

PerWorker<PoolCounts>& UpstreamStates::pool(std::uint64_t placeKey)
{
    return entry(m_mutex, m_pools, placeKey, m_workers);
}

PoolSums UpstreamStates::pools() const
{
    const std::scoped_lock lock(m_mutex);
    PoolSums sums;
    for (const auto& [key, counts] : m_pools)
        sums.add(*counts);
    return sums;
}

const TargetState* UpstreamStates::findTarget(std::uint64_t stateKey) const
{
    return find(m_mutex, m_targets, stateKey);
}

const GroupState* UpstreamStates::findGroup(std::uint64_t groupKey) const
{
    return find(m_mutex, m_groups, groupKey);
}

void UpstreamStates::forEachBreaker(const std::function<void(std::uint64_t, const Breaker&)>& visit) const
{
    const std::scoped_lock lock(m_mutex);
    for (const auto& [key, breaker] : m_breakers)
        visit(key, *breaker);
}

const GroupView& UpstreamStateCache::renew(GroupView& view, const UpstreamGroup& group)
{
    view.state = &m_states.group(group.key);
    view.targets.clear();
    for (const UpstreamTarget& target : group.targets)
        view.targets.push_back(&m_states.target(target.stateKey));
    view.shape = group.shape;
    return view;
}

} // namespace gatehouse::proxy
