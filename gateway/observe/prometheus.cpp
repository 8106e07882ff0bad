// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/prometheus.h"

#include "gateway/observe/api_families.h"
#include "gateway/observe/process_stats.h"

namespace gatehouse::observe {

namespace {

class CollectorSink final : public SampleSink {
public:
    explicit CollectorSink(PrometheusWriter& writer)
        : m_writer(writer)
    {
    }
    void operator()(std::span<const std::string> labels, double value) const override
    {
        m_writer.sample({}, labels, value);
    }
    void histogram(std::span<const std::string> labels, std::span<const std::uint64_t> counts,
                   double sum) const override
    {
        m_writer.histogram(labels, ApiEdges, counts, sum);
    }

private:
    PrometheusWriter& m_writer;
};

class Scrape {
public:
    explicit Scrape(const ScrapeInput& input)
        : m_input(input)
        , m_writer(m_out)
        , m_apis(input)
    {
    }

    std::string text()
    {
        // A comment, so that the three names are among the first lines however many series there are.
        m_out += "# Request families: stoa_requests_total, stoa_request_duration_seconds, "
                 "stoa_rate_limit_exceeded_total\n";
        for (const MetricRow& row : metricsTable()) {
            if (isAlias(row.id) && !m_input.aliases)
                continue;
            m_writer.family(row);
            writeFamily(row);
        }
        return std::move(m_out);
    }

private:
    template <typename CountOf>
    auto total(CountOf countOf) const
    {
        decltype(countOf(std::declval<const WorkerMetrics&>())) all = 0;
        for (const WorkerMetrics* worker : m_input.workers)
            all += countOf(*worker);
        return all;
    }

    double sumPlain(Metric metric) const
    {
        const auto count =
            static_cast<double>(total([metric](const auto& worker) { return worker.plain(metric); }));
        return row(metric).unit == "seconds" ? count * 1e-9 : count; // durations are counted in nanoseconds
    }

    void writeFamily(const MetricRow& row)
    {
        switch (row.feed) {
        case MetricFeed::Request:
            writeRequestFamily(row);
            break;
        case MetricFeed::Worker:
            m_writer.sample({}, {}, sumPlain(row.id));
            break;
        case MetricFeed::Scrape:
            writeCollected(row);
            break;
        case MetricFeed::Process:
            writeProcess(row.id);
            break;
        }
    }

    void writeRequestFamily(const MetricRow& row)
    {
        if (m_apis.write(row.id, m_writer))
            return;
        switch (row.id) {
        case Metric::DoormanDuration:
            writeDuration();
            break;
        case Metric::DoormanRequests:
            writeStatusCounts();
            break;
        case Metric::HttpVersions:
            writeVersions();
            break;
        case Metric::Errors:
            writeErrors();
            break;
        case Metric::WebSocketCloses:
            writeCloses();
            break;
        case Metric::WsActive:
            m_writer.sample({}, {}, sumPlain(Metric::WebSocketsActive));
            break;
        default:
            m_writer.sample({}, {}, sumPlain(row.id));
        }
    }

    void writeCloses()
    {
        for (std::size_t close = 0; close < CloseClasses; ++close) {
            const std::uint64_t count =
                total([close](const auto& worker) { return worker.closeCount(close); });
            if (count > 0 || close == 0)
                m_writer.sample({}, std::vector<std::string>{closeLabel(close)}, static_cast<double>(count));
        }
    }

    void writeDuration()
    {
        std::array<std::uint64_t, DoormanEdges.size() + 1> counts{};
        double sum = 0;
        for (const WorkerMetrics* worker : m_input.workers) {
            for (std::size_t i = 0; i < counts.size(); ++i)
                counts[i] += worker->duration().bucket(i);
            sum += static_cast<double>(worker->duration().sumNs()) * 1e-9;
        }
        m_writer.histogram({}, DoormanEdges, counts, sum);
    }

    void writeStatusCounts()
    {
        for (std::uint16_t status = 1; status < WorkerMetrics::StatusLimit; ++status) {
            const std::uint64_t count =
                total([status](const auto& worker) { return worker.statusCount(status); });
            if (count > 0)
                m_writer.sample({}, std::array{std::to_string(status)}, static_cast<double>(count));
        }
    }

    void writeVersions()
    {
        for (std::size_t version = 0; version < VersionNames.size(); ++version) {
            const std::uint64_t count =
                total([version](const auto& worker) { return worker.versionCount(version); });
            m_writer.sample({}, std::array{std::string(VersionNames[version])}, static_cast<double>(count));
        }
    }

    void writeErrors()
    {
        std::map<std::string, std::uint64_t> reasons;
        for (const WorkerMetrics* worker : m_input.workers) {
            for (std::uint32_t id = 0; id < worker->reasons().size(); ++id)
                reasons[worker->reasons().name(id)] += worker->reasonCount(id);
        }
        for (const auto& [reason, count] : reasons) {
            if (count > 0)
                m_writer.sample({}, std::array{reason}, static_cast<double>(count));
        }
    }

    void writeCollected(const MetricRow& row)
    {
        if (!m_input.collectors)
            return;
        const auto collector = m_input.collectors->find(row.id);
        if (collector == m_input.collectors->end())
            return;
        collector->second(CollectorSink(m_writer));
    }

    void writeProcess(Metric id)
    {
        if (id == Metric::BuildInfo)
            return m_writer.sample({}, std::array{m_input.version}, 1);
        if (id == Metric::StartTime)
            return m_writer.sample({}, {}, static_cast<double>(m_input.startWallMs) / 1000);
        if (const std::optional<double> value = m_process.value(id))
            m_writer.sample({}, {}, *value);
    }

    const ScrapeInput& m_input;
    std::string m_out;
    PrometheusWriter m_writer;
    ApiFamilies m_apis;
    ProcessStats m_process = ProcessStats::read();
};

} // namespace

std::string prometheusText(const ScrapeInput& input)
{
    return Scrape(input).text();
}

} // namespace gatehouse::observe
