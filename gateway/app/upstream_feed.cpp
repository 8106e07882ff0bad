// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/upstream_feed.h"

#include "gateway/app/parts.h"
#include "gateway/proxy/live_groups.h"

#include <array>
#include <set>

namespace gatehouse::app {

namespace {

using observe::Metric;
using observe::SampleSink;

/// Without repetition: an address may be listed twice.
std::set<std::uint64_t> keysOf(const proxy::UpstreamGroup& group, std::uint64_t proxy::UpstreamTarget::*key)
{
    std::set<std::uint64_t> keys;
    for (const proxy::UpstreamTarget& target : group.targets)
        keys.insert(target.*key);
    return keys;
}

using TargetValue = double (*)(const proxy::UpstreamTarget&, const proxy::TargetState&, std::int64_t nowNs);
using GroupValue = double (*)(const proxy::GroupState&);

void feedTargets(Gateway::Parts& parts, Metric metric, TargetValue value)
{
    parts.telemetry.setCollector(metric, [&parts, value](const SampleSink& sink) {
        const std::int64_t now = parts.clock.monotonicNs();
        for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
            std::array<std::string, 2> labels{live.group->label, {}};
            std::set<std::uint64_t> told; // an address may be listed twice
            for (const proxy::UpstreamTarget& target : live.group->targets) {
                if (!told.insert(target.stateKey).second)
                    continue;
                labels[1] = target.url;
                sink(labels, value(target, parts.upstreamStates.target(target.stateKey), now));
            }
        }
    });
}

void feedGroups(Gateway::Parts& parts, Metric metric, GroupValue value)
{
    parts.telemetry.setCollector(metric, [&parts, value](const SampleSink& sink) {
        for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current()))
            sink({&live.group->label, 1}, value(parts.upstreamStates.group(key)));
    });
}

void feedTargets(Gateway::Parts& parts)
{
    using proxy::TargetState;
    using proxy::UpstreamTarget;
    feedTargets(parts, Metric::UpstreamHealthy,
                [](const UpstreamTarget& target, const TargetState& state, std::int64_t now) {
                    return !target.draining && state.usable(now) ? 1.0 : 0.0;
                });
    feedTargets(parts, Metric::UpstreamTargetActive,
                [](const UpstreamTarget&, const TargetState& s, std::int64_t) { return double(s.active()); });
    feedTargets(
        parts, Metric::UpstreamTargetRequests,
        [](const UpstreamTarget&, const TargetState& s, std::int64_t) { return double(s.requests()); });
    feedTargets(
        parts, Metric::UpstreamTargetFailures,
        [](const UpstreamTarget&, const TargetState& s, std::int64_t) { return double(s.failedRequests()); });
    feedTargets(
        parts, Metric::UpstreamEjections,
        [](const UpstreamTarget&, const TargetState& s, std::int64_t) { return double(s.ejections()); });
    feedGroups(parts, Metric::UpstreamRetries, [](const proxy::GroupState& state) {
        return double(state.retries.load(std::memory_order_relaxed));
    });
    feedGroups(parts, Metric::UpstreamBudget, [](const proxy::GroupState& state) {
        return double(state.budgetRefusals.load(std::memory_order_relaxed));
    });
    parts.telemetry.setCollector(Metric::BreakerState, [&parts](const SampleSink& sink) {
        for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
            int worst = 0;
            for (const std::uint64_t breaker : live.breakers) {
                const auto state = parts.upstreamStates.breaker(breaker).state(parts.clock.monotonicNs());
                if (state == proxy::Breaker::State::Open)
                    worst = 1; // as STOA counts them
                else if (state == proxy::Breaker::State::HalfOpen && worst == 0)
                    worst = 2;
            }
            sink({&live.group->label, 1}, worst);
        }
    });
}

std::uint64_t selectionsOf(Gateway::Parts& parts, const proxy::UpstreamGroup& group,
                           proxy::BalancingKind kind)
{
    std::uint64_t total = 0;
    for (const std::uint64_t key : keysOf(group, &proxy::UpstreamTarget::stateKey))
        total += parts.upstreamStates.target(key).selections(kind);
    return total;
}

void feedBalancing(Gateway::Parts& parts)
{
    parts.telemetry.setCollector(Metric::Selections, [&parts](const SampleSink& sink) {
        static constexpr std::array<const char*, proxy::balancingKinds> Strategies{
            "round_robin", "least_connections", "random", "hash"};
        for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
            for (std::size_t kind = 0; kind < Strategies.size(); ++kind) {
                const bool own = live.group->balancing == proxy::BalancingKind(kind);
                const std::uint64_t count = selectionsOf(parts, *live.group, proxy::BalancingKind(kind));
                if (own || count > 0)
                    sink(std::array<std::string, 2>{Strategies[kind], live.group->label}, double(count));
            }
        }
    });
    parts.telemetry.setCollector(Metric::BalancedActive, [&parts](const SampleSink& sink) {
        for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
            std::int64_t active = 0;
            for (const std::uint64_t target : keysOf(*live.group, &proxy::UpstreamTarget::stateKey))
                active += parts.upstreamStates.target(target).active();
            sink({&live.group->label, 1}, double(active));
        }
    });
    parts.telemetry.setCollector(Metric::UpstreamLatency, [&parts](const SampleSink& sink) {
        for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
            const proxy::UpstreamLatency& latency = parts.upstreamStates.group(key).latency;
            for (std::size_t i = 0; i < proxy::UpstreamLatency::Classes.size(); ++i) {
                const proxy::UpstreamLatency::Sum sum = latency.sum(i);
                if (sum.total > 0)
                    sink.histogram(
                        std::array<std::string, 2>{live.group->label,
                                                   std::string(proxy::UpstreamLatency::Classes[i])},
                        sum.counts, sum.seconds);
            }
        }
    });
}

using PoolValue = double (*)(const proxy::PoolSums&);

/// Of the pools of all places in a group; groups with the same place have them in common.
void feedPools(Gateway::Parts& parts, Metric metric, PoolValue value)
{
    parts.telemetry.setCollector(metric, [&parts, value](const SampleSink& sink) {
        for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
            proxy::PoolSums sums;
            for (const std::uint64_t place : keysOf(*live.group, &proxy::UpstreamTarget::key))
                sums.add(parts.upstreamStates.pool(place));
            sink({&live.group->label, 1}, value(sums));
        }
    });
}

void feedPools(Gateway::Parts& parts)
{
    using proxy::PoolSums;
    feedPools(parts, Metric::PoolActive, [](const PoolSums& sums) { return double(sums.open - sums.idle); });
    feedPools(parts, Metric::PoolIdle, [](const PoolSums& sums) { return double(sums.idle); });
    feedPools(parts, Metric::PoolOpened, [](const PoolSums& sums) { return double(sums.opened); });
    feedPools(parts, Metric::PoolReuse, [](const PoolSums& sums) {
        const std::uint64_t all = sums.opened + sums.reused;
        return all == 0 ? 0.0 : double(sums.reused) / double(all);
    });
    const auto total = [&parts](Metric metric, PoolValue value) {
        parts.telemetry.setCollector(metric, [&parts, value](const SampleSink& sink) {
            sink({}, value(parts.upstreamStates.pools()));
        });
    };
    total(Metric::UpstreamActive, [](const PoolSums& sums) { return double(sums.open - sums.idle); });
    total(Metric::UpstreamIdle, [](const PoolSums& sums) { return double(sums.idle); });
    total(Metric::UpstreamConnects, [](const PoolSums& sums) { return double(sums.opened); });
    total(Metric::UpstreamReused, [](const PoolSums& sums) { return double(sums.reused); });
}

} // namespace

void feedUpstreams(Gateway::Parts& parts)
{
    feedTargets(parts);
    feedBalancing(parts);
    feedPools(parts);
}

} // namespace gatehouse::app
