// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/balancer.h"
#include "gateway/proxy/breaker.h"
#include "gateway/proxy/retry_budget.h"
#include "gateway/proxy/target_state.h"
#include "gateway/proxy/upstream_counts.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::proxy {

/// What a group of targets shares beyond any one snapshot.
struct GroupState {
    explicit GroupState(std::size_t workers = 1)
        : latency(workers)
    {
    }

    UpstreamLatency latency;
    RoundRobin position;
    RetryBudget budget;
    std::atomic<std::uint64_t> retries{0};
    std::atomic<std::uint64_t> budgetRefusals{0}; ///< retries not made because the budget was used up
    std::atomic_flag ejecting;                    ///< one worker at a time decides who goes
};

/// A target changed its state; told from any thread, to whom setListener() named.
struct UpstreamEvent {
    enum class Kind : std::uint8_t { Ejected, Back, Down, Up, Drained, Undrained };
    Kind kind = Kind::Ejected;
    std::uint64_t groupKey = 0;
    std::uint64_t stateKey = 0;
    std::string group;  ///< label
    std::string target; ///< URL
    std::string reason;
};

/// What is known about upstreams beyond any one snapshot: positions, health, breakers; keyed by the stable
/// keys of groups, targets and APIs, so that an apply changes none of it. Thread-safe. An entry, once made,
/// lives as long as this object, so workers keep plain pointers.
class UpstreamStates {
public:
    using Listener = std::function<void(const UpstreamEvent&)>;

    /// Before the first target is looked up: how many count.
    void setWorkers(std::size_t workers) { m_workers = workers == 0 ? 1 : workers; }
    /// Before the workers start.
    void setListener(Listener listener) { m_listener = std::move(listener); }
    void report(const UpstreamEvent& event) const
    {
        if (m_listener)
            m_listener(event);
    }

    GroupState& group(std::uint64_t groupKey);
    TargetState& target(std::uint64_t stateKey);
    Breaker& breaker(std::uint64_t breakerKey);
    /// Of the place with this UpstreamTarget::key.
    PerWorker<PoolCounts>& pool(std::uint64_t placeKey);
    /// Of all places.
    PoolSums pools() const;
    /// Null when nobody has asked for it yet.
    const TargetState* findTarget(std::uint64_t stateKey) const;
    const GroupState* findGroup(std::uint64_t groupKey) const;

    /// For the admin API. `visit` must not call back into this object.
    void forEachBreaker(const std::function<void(std::uint64_t, const Breaker&)>& visit) const;

private:
    template <typename State>
    using Table = std::unordered_map<std::uint64_t, std::unique_ptr<State>>;

    mutable std::mutex m_mutex;
    Table<GroupState> m_groups;
    Table<TargetState> m_targets;
    Table<Breaker> m_breakers;
    Table<PerWorker<PoolCounts>> m_pools;
    std::size_t m_workers = 1;
    Listener m_listener;
};

/// A worker's view of one group: the states of its targets, in their order.
struct GroupView {
    std::uint64_t shape = 0;
    GroupState* state = nullptr;
    std::vector<TargetState*> targets;
};

/// A worker's view: each key is looked up under the lock once, then without.
class UpstreamStateCache {
public:
    explicit UpstreamStateCache(UpstreamStates& states)
        : m_states(states)
    {
    }
    /// Valid until the next call.
    const GroupView& group(const UpstreamGroup& group)
    {
        GroupView& cached = m_groups[group.key];
        return cached.state && cached.shape == group.shape ? cached : renew(cached, group);
    }
    Breaker& breaker(std::uint64_t key)
    {
        Breaker*& cached = m_breakers[key];
        return cached ? *cached : *(cached = &m_states.breaker(key));
    }
    UpstreamStates& shared() { return m_states; }

private:
    const GroupView& renew(GroupView& view, const UpstreamGroup& group);

    UpstreamStates& m_states;
    std::unordered_map<std::uint64_t, GroupView> m_groups;
    std::unordered_map<std::uint64_t, Breaker*> m_breakers;
};

} // namespace gatehouse::proxy
