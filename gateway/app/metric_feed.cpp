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
    feed(Metric::UpstreamActive, &proxy::DataPlaneCounts::upstreamConnections);
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
                worst = std::max(worst, state == proxy::Breaker::State::Open       ? 2
                                        : state == proxy::Breaker::State::HalfOpen ? 1
                                                                                   : 0);
            }
            sink({&live.group->label, 1}, worst);
        }
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
    feedControl(parts);
    feedProcess(parts);
    feedHealth(parts);
}

} // namespace gatehouse::app
