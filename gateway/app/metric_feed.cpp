// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/metric_feed.h"

#include "gateway/app/parts.h"
#include "gateway/proxy/live_groups.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <set>

namespace gatehouse::app {

namespace {

using observe::Metric;
using observe::SampleSink;

void feedDataPlane(Gateway::Parts& parts)
{
    const auto feed = [&parts](Metric metric, std::uint64_t proxy::DataPlaneCounts::*count) {
        parts.telemetry.setCollector(metric, [&parts, count](const SampleSink& sink) {
            sink({}, double(parts.dataPlane->counts().*count));
        });
    };
    feed(Metric::ConnectionsActive, &proxy::DataPlaneCounts::connections);
    feed(Metric::ConnectionsAccepted, &proxy::DataPlaneCounts::accepted);
    feed(Metric::ConnectionsRefused, &proxy::DataPlaneCounts::refused);
    feed(Metric::ConnectionsShed, &proxy::DataPlaneCounts::shed);
    feed(Metric::ProxyHeaderFaults, &proxy::DataPlaneCounts::notProxied);
    feed(Metric::ExchangesActive, &proxy::DataPlaneCounts::active);
    parts.telemetry.setCollector(Metric::TcpRejected, [&parts](const SampleSink& sink) {
        const proxy::DataPlaneCounts counts = parts.dataPlane->counts();
        const auto tell = [&sink](std::string reason, std::uint64_t count) {
            sink({&reason, 1}, double(count));
        };
        tell("connection_limit", counts.refused);
        tell("no_descriptor", counts.shed);
        tell("proxy_header", counts.notProxied);
    });
}

void feedCache(Gateway::Parts& parts)
{
    using Counts = filters::AnswerStore::Counts;
    const auto feed = [&parts](Metric metric, std::uint64_t Counts::*count) {
        parts.telemetry.setCollector(metric, [&parts, count](const SampleSink& sink) {
            sink({}, double(parts.answers->counts().*count));
        });
    };
    feed(Metric::CacheAnswers, &Counts::answers);
    feed(Metric::CacheBytes, &Counts::bytes);
    feed(Metric::CacheStored, &Counts::stored);
    feed(Metric::CacheEvicted, &Counts::evicted);
    feed(Metric::CachePurged, &Counts::purged);
    feed(Metric::CacheRefreshes, &Counts::refreshes);
    feed(Metric::CacheRefreshFailures, &Counts::failedRefreshes);
}

void feedTls(Gateway::Parts& parts)
{
    const net::TlsCounters& counters = parts.certificates.server().counters();
    const auto feed = [&parts](Metric metric, const std::atomic<std::uint64_t>& count) {
        parts.telemetry.setCollector(metric, [&count](const SampleSink& sink) {
            sink({}, double(count.load(std::memory_order_relaxed)));
        });
    };
    feed(Metric::TlsHandshakes, counters.handshakes);
    feed(Metric::TlsFailures, counters.failures);
    feed(Metric::TlsResumed, counters.resumed);
    parts.telemetry.setCollector(Metric::CertificateExpiry, [&parts](const SampleSink& sink) {
        for (const net::CertificateStatus& status : parts.certificates.server().certificates()) {
            const std::string label = QFileInfo(QString::fromStdString(status.file)).fileName().toStdString();
            sink({&label, 1}, double(status.notAfter));
        }
    });
    parts.telemetry.setCollector(Metric::CertificatesSoon, [&parts](const SampleSink& sink) {
        const qint64 now = parts.clock.wallMs();
        const qint64 soon = now + net::certificateSoonDays * qint64(24 * 3600 * 1000);
        int count = 0;
        parts.control.documents().of<Consumer>().forEach([&](const Consumer& consumer) {
            const TimeMs ends = consumer.certificateNotAfter;
            count += ends.isSet() && ends.ms > now && ends.ms <= soon ? 1 : 0;
        });
        sink({}, count);
    });
}

void feedHttp2(Gateway::Parts& parts)
{
    parts.telemetry.setCollector(Metric::Http2Ended, [&parts](const SampleSink& sink) {
        const proxy::DataPlaneCounts counts = parts.dataPlane->counts();
        for (std::size_t i = 1; i < counts.http2Faults.size(); ++i) {
            const std::string label(http::wordOf(static_cast<http::Http2Fault>(i)));
            sink({&label, 1}, double(counts.http2Faults[i]));
        }
    });
    parts.telemetry.setCollector(Metric::Http2Malformed, [&parts](const SampleSink& sink) {
        sink({}, double(parts.dataPlane->counts().http2Malformed));
    });
}

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

void feedUpstreams(Gateway::Parts& parts)
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

void feedChanges(Gateway::Parts& parts)
{
    parts.telemetry.setCollector(Metric::Applies, [&parts](const SampleSink& sink) {
        const control::ApplyCounts& counts = parts.control.counts();
        const auto tell = [&sink](std::string result, quint64 count) { sink({&result, 1}, double(count)); };
        tell("applied", counts.applied);
        tell("refused", counts.refused);
        tell("failed", counts.failed);
    });
    parts.telemetry.setCollector(Metric::RouteReloads, [&parts](const SampleSink& sink) {
        static constexpr std::array<const char*, 3> Triggers{"start", "change", "settings"};
        const auto& reloads = parts.control.counts().reloads;
        for (std::size_t i = 0; i < reloads.size(); ++i) {
            sink(std::array<std::string, 2>{Triggers[i], "success"}, double(reloads[i].good));
            sink(std::array<std::string, 2>{Triggers[i], "failure"}, double(reloads[i].failed));
        }
    });
    parts.telemetry.setCollector(Metric::RoutesLoaded, [&parts](const SampleSink& sink) {
        sink({}, double(parts.hub.current()->routes.size()));
    });
}

void feedControl(Gateway::Parts& parts)
{
    parts.telemetry.setCollector(
        Metric::Revision, [&parts](const SampleSink& sink) { sink({}, double(parts.control.revision())); });
    parts.telemetry.setCollector(Metric::Documents, [&parts](const SampleSink& sink) {
        for (const Kind kind : allKinds()) {
            const std::string label = toString(kind).toStdString();
            sink({&label, 1}, double(parts.control.documents().table(kind).size()));
        }
    });
    parts.telemetry.setCollector(Metric::JournalBytes, [&parts](const SampleSink& sink) {
        sink({}, double(parts.store.health().journalBytes));
    });
}

void feedProcess(Gateway::Parts& parts)
{
    parts.telemetry.setCollector(Metric::MemoryShort,
                                 [&parts](const SampleSink& sink) { sink({}, parts.memoryShort ? 1 : 0); });
    parts.telemetry.setCollector(Metric::LastReload,
                                 [&parts](const SampleSink& sink) { sink({}, parts.reloadGood ? 1 : 0); });
}

void feedHealth(Gateway::Parts& parts)
{
    parts.telemetry.setCollector(Metric::LogLinesDropped, [&parts](const SampleSink& sink) {
        sink({}, double(parts.log->writer().droppedLines()));
    });
    parts.telemetry.setCollector(Metric::CheckState, [&parts](const SampleSink& sink) {
        for (const observe::HealthCheck& check : parts.health.checks()) {
            const std::string label = check.name.toStdString();
            sink({&label, 1}, check.state == observe::HealthState::Ok ? 1 : 0);
        }
    });
}

} // namespace

void feedMetrics(Gateway::Parts& parts)
{
    feedDataPlane(parts);
    feedCache(parts);
    feedTls(parts);
    feedHttp2(parts);
    feedUpstreams(parts);
    feedBalancing(parts);
    feedPools(parts);
    feedControl(parts);
    feedChanges(parts);
    feedProcess(parts);
    feedHealth(parts);
}

} // namespace gatehouse::app
