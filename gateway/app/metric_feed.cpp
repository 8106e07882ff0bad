// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/metric_feed.h"

#include "gateway/app/parts.h"
#include "gateway/app/upstream_feed.h"

#include <array>

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
        for (const OwnCertificate& certificate : parts.certificates.own()) {
            const std::string label = certificate.name.toStdString();
            sink({&label, 1}, double(certificate.status.notAfter));
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
    feedControl(parts);
    feedChanges(parts);
    feedProcess(parts);
    feedHealth(parts);
}

} // namespace gatehouse::app
