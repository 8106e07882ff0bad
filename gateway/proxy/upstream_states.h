// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/balancer.h"
#include "gateway/proxy/breaker.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace gatehouse::proxy {

/// What is known about upstreams beyond any one snapshot: positions, health, breakers; keyed by the stable
/// keys of groups, targets and APIs, so that an apply changes none of it. Thread-safe. An entry, once made,
/// lives as long as this object, so workers keep plain pointers.
class UpstreamStates {
public:
    RoundRobin& position(std::uint64_t groupKey) { return entry(m_positions, groupKey); }
    TargetHealth& health(std::uint64_t targetKey) { return entry(m_targets, targetKey); }
    Breaker& breaker(std::uint64_t breakerKey) { return entry(m_breakers, breakerKey); }

    /// For the admin API. `visit` must not call back into this object.
    void forEachBreaker(const std::function<void(std::uint64_t, const Breaker&)>& visit) const;
    void forEachTarget(const std::function<void(std::uint64_t, const TargetHealth&)>& visit) const;

private:
    template <typename State>
    using Table = std::unordered_map<std::uint64_t, std::unique_ptr<State>>;

    template <typename State>
    State& entry(Table<State>& table, std::uint64_t key)
    {
        const std::scoped_lock lock(m_mutex);
        std::unique_ptr<State>& state = table[key];
        if (!state)
            state = std::make_unique<State>();
        return *state;
    }

    mutable std::mutex m_mutex;
    Table<RoundRobin> m_positions;
    Table<TargetHealth> m_targets;
    Table<Breaker> m_breakers;
};

/// A worker's view: each key is looked up under the lock once, then without.
class UpstreamStateCache {
public:
    explicit UpstreamStateCache(UpstreamStates& states)
        : m_states(states)
    {
    }
    RoundRobin& position(std::uint64_t key)
    {
        RoundRobin*& cached = m_positions[key];
        return cached ? *cached : *(cached = &m_states.position(key));
    }
    TargetHealth& health(std::uint64_t key)
    {
        TargetHealth*& cached = m_targets[key];
        return cached ? *cached : *(cached = &m_states.health(key));
    }
    Breaker& breaker(std::uint64_t key)
    {
        Breaker*& cached = m_breakers[key];
        return cached ? *cached : *(cached = &m_states.breaker(key));
    }

private:
    UpstreamStates& m_states;
    std::unordered_map<std::uint64_t, RoundRobin*> m_positions;
    std::unordered_map<std::uint64_t, TargetHealth*> m_targets;
    std::unordered_map<std::uint64_t, Breaker*> m_breakers;
};

} // namespace gatehouse::proxy
