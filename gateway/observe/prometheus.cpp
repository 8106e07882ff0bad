// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/prometheus.h"

#include "gateway/observe/process_stats.h"

#include <charconv>
#include <cmath>

namespace gatehouse::observe {

namespace {

void appendNumber(std::string& out, double value)
{
    if (std::isnan(value) || std::isinf(value)) {
        out += std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        return;
    }
    std::array<char, 32> buffer{};
    const bool whole = std::floor(value) == value && std::abs(value) < 1e15;
    const auto end =
        whole ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(value))
              : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    out.append(buffer.data(), end.ptr);
}

/// Label values: backslash, quote and newline are escaped; other control bytes and invalid UTF-8 become '?'.
void appendLabelValue(std::string& out, std::string_view value)
{
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\\' || c == '"')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else
            out += byte < 0x20 || byte >= 0x7f ? '?' : c;
    }
}

class Writer {
public:
    explicit Writer(std::string& out)
        : m_out(out)
    {
    }

    void family(const MetricRow& row)
    {
        m_row = &row;
        m_samples = 0;
        m_out.append("# HELP ").append(row.name).append(" ").append(row.help).append("\n");
        m_out.append("# TYPE ").append(row.name).append(" ").append(toString(row.type)).append("\n");
    }

    void sample(std::string_view suffix, std::span<const std::string> labels, double value,
                std::string_view le = {})
    {
        ++m_samples;
        m_out.append(m_row->name).append(suffix);
        bool open = false;
        std::string_view names = m_row->labels;
        for (const std::string& label : labels) {
            const std::size_t comma = names.find(',');
            (m_out += open ? ',' : '{').append(names.substr(0, comma)).append("=\"");
            appendLabelValue(m_out, label);
            m_out += '"';
            names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
            open = true;
        }
        if (!le.empty()) {
            (m_out += open ? ',' : '{').append("le=\"").append(le).append("\"");
            open = true;
        }
        if (open)
            m_out += '}';
        m_out += ' ';
        appendNumber(m_out, value);
        m_out += '\n';
    }

    /// `counts` are not cumulative; one more than `edges`.
    void histogram(std::span<const std::string> labels, std::span<const double> edges,
                   std::span<const std::uint64_t> counts, double sum)
    {
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < edges.size(); ++i) {
            seen += counts[i];
            std::string le;
            appendNumber(le, edges[i]);
            sample("_bucket", labels, static_cast<double>(seen), le);
        }
        seen += counts[edges.size()];
        sample("_bucket", labels, static_cast<double>(seen), "+Inf");
        sample("_sum", labels, sum);
        sample("_count", labels, static_cast<double>(seen));
    }

    std::size_t samples() const { return m_samples; }

private:
    std::string& m_out;
    const MetricRow* m_row = nullptr;
    std::size_t m_samples = 0;
};

struct Durations {
    std::array<std::uint64_t, ApiEdges.size() + 1> counts{};
    double sum = 0;

    void merge(const Durations& other)
    {
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] += other.counts[i];
        sum += other.sum;
    }
};

struct MergedApi {
    std::map<std::uint32_t, std::uint64_t> status; ///< by ApiBlock::statusKey
    std::map<std::string, std::uint64_t> limited;
    std::map<std::uint8_t, Durations> duration;
    std::array<std::uint64_t, CertificateWords.size()> certificates{};
    std::array<std::uint64_t, 3> messages{};
};

using Series = std::map<std::vector<std::string>, double>;

class CollectorSink final : public SampleSink {
public:
    explicit CollectorSink(Writer& writer)
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
    Writer& m_writer;
};

class Scrape {
public:
    explicit Scrape(const ScrapeInput& input)
        : m_input(input)
        , m_writer(m_out)
    {
        mergeApis();
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
    void mergeApis()
    {
        for (std::uint32_t slot = 0; slot < m_input.apis.size(); ++slot) {
            for (const WorkerMetrics* worker : m_input.workers) {
                if (const ApiBlock* block = worker->api(slot))
                    merge(*block, *worker, m_apis[slot < m_input.apiLimit ? slot : ApiSlots::Other]);
            }
        }
    }

    static void merge(const ApiBlock& block, const WorkerMetrics& worker, MergedApi& into)
    {
        for (const ApiBlock::Cell& cell : block.status) {
            if (const std::uint32_t key = cell.key.load(std::memory_order_acquire); key > 0)
                into.status[key] += cell.count.get();
        }
        const std::uint32_t names = worker.policies().size();
        for (const ApiBlock::Cell& cell : block.limited) {
            const std::uint32_t key = cell.key.load(std::memory_order_acquire);
            if (key > 0 && key <= names)
                into.limited[worker.policies().name(key - 1)] += cell.count.get();
        }
        for (std::size_t method = 0; method < MethodNames.size(); ++method)
            mergeDuration(block.duration[method], static_cast<std::uint8_t>(method), into);
        for (std::size_t i = 0; i < into.certificates.size(); ++i)
            into.certificates[i] += block.certificates[i].get();
        for (std::size_t i = 0; i < into.messages.size(); ++i)
            into.messages[i] += block.messages[i].get();
    }

    static void mergeDuration(const EdgeHistogram<ApiEdges.size()>& from, std::uint8_t method,
                              MergedApi& into)
    {
        std::uint64_t total = 0;
        for (std::size_t i = 0; i <= ApiEdges.size(); ++i)
            total += from.bucket(i);
        if (total == 0)
            return;
        Durations& to = into.duration[method];
        for (std::size_t i = 0; i <= ApiEdges.size(); ++i)
            to.counts[i] += from.bucket(i);
        to.sum += static_cast<double>(from.sumNs()) * 1e-9;
    }

    double sumPlain(Metric metric) const
    {
        std::int64_t sum = 0;
        for (const WorkerMetrics* worker : m_input.workers)
            sum += worker->plain(metric);
        // Durations are counted in nanoseconds.
        return row(metric).unit == "seconds" ? static_cast<double>(sum) * 1e-9 : static_cast<double>(sum);
    }

    static std::string routeLabel(const ApiLabels& api)
    {
        std::string label(toString(api.kind));
        (label += ':') += api.api;
        if (!api.version.empty())
            (label += '/') += api.version;
        return label;
    }

    static std::uint32_t statusOf(std::uint32_t key) { return (key - 1) % 1000; }

    static std::string statusLabel(std::uint32_t key)
    {
        const std::string text = std::to_string(statusOf(key));
        return std::string(3 - text.size(), '0') + text;
    }

    static std::string methodLabel(std::uint32_t key) { return std::string(MethodNames[(key - 1) / 1000]); }

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
        switch (row.id) {
        case Metric::StoaRequests:
        case Metric::ProxyRequests:
        case Metric::HttpRequests:
        case Metric::StoaHttpRequests:
            writeApiCounts(row.id);
            break;
        case Metric::StoaDuration:
        case Metric::HttpDuration:
        case Metric::StoaHttpDuration:
            writeApiDurations(row.id);
            break;
        case Metric::StoaRateLimited:
        case Metric::StoaLimitHits:
            writeLimited(row.id);
            break;
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
        case Metric::WsMessages:
            writeMessages();
            break;
        case Metric::WsLimited:
            writeDropped();
            break;
        case Metric::SoapRequests:
        case Metric::GrpcRequests:
        case Metric::GraphQlRequests:
            writeRequestsOf(kindOf(row.id));
            break;
        case Metric::SoapResponses:
        case Metric::GrpcResponses:
        case Metric::GraphQlResponses:
            writeAnswersOf(kindOf(row.id));
            break;
        case Metric::MtlsChecks:
            writeCertificates();
            break;
        default:
            m_writer.sample({}, {}, sumPlain(row.id));
        }
    }

    /// Slots that share their labels (versions of one API) are one series.
    void writeApiCounts(Metric id)
    {
        Series series;
        for (const auto& [slot, api] : m_apis) {
            const ApiLabels& labels = m_input.apis[slot];
            for (const auto& [key, count] : api.status) {
                if (id == Metric::StoaRequests || id == Metric::ProxyRequests)
                    series[{labels.tenant, labels.api, methodLabel(key), statusLabel(key)}] +=
                        static_cast<double>(count);
                else
                    series[{methodLabel(key), routeLabel(labels), statusLabel(key)}] +=
                        static_cast<double>(count);
            }
        }
        if (series.empty() && id == Metric::StoaRequests)
            series[{"default", "none", "GET", "200"}] = 0;
        write(series);
    }

    void write(const Series& series)
    {
        for (const auto& [labels, value] : series)
            m_writer.sample({}, labels, value);
    }

    void writeApiDurations(Metric id)
    {
        std::map<std::vector<std::string>, Durations> series;
        for (const auto& [slot, api] : m_apis) {
            const ApiLabels& labels = m_input.apis[slot];
            for (const auto& [method, durations] : api.duration) {
                const std::string name(MethodNames[method]);
                if (id == Metric::StoaDuration)
                    series[{labels.tenant, labels.api, name}].merge(durations);
                else
                    series[{name, routeLabel(labels)}].merge(durations);
            }
        }
        if (series.empty() && id == Metric::StoaDuration)
            series[{"default", "none", "GET"}] = {};
        for (const auto& [labels, durations] : series)
            m_writer.histogram(labels, ApiEdges, durations.counts, durations.sum);
    }

    void writeCloses()
    {
        for (std::size_t close = 0; close < CloseClasses; ++close) {
            std::uint64_t count = 0;
            for (const WorkerMetrics* worker : m_input.workers)
                count += worker->closeCount(close);
            if (count > 0 || close == 0)
                m_writer.sample({}, std::vector<std::string>{closeLabel(close)}, static_cast<double>(count));
        }
    }

    void writeLimited(Metric id)
    {
        Series series;
        for (const auto& [slot, api] : m_apis) {
            const ApiLabels& labels = m_input.apis[slot];
            for (const auto& [policy, count] : api.limited) {
                if (id == Metric::StoaLimitHits)
                    series[{labels.tenant}] += static_cast<double>(count);
                else
                    series[{labels.tenant, labels.api, policy}] += static_cast<double>(count);
            }
        }
        if (series.empty() && id == Metric::StoaRateLimited)
            series[{"default", "none", "none"}] = 0;
        write(series);
    }

    void writeMessages()
    {
        Series series;
        for (const auto& [slot, api] : m_apis) {
            const std::string route = routeLabel(m_input.apis[slot]);
            const auto add = [&, &messages = api.messages](const char* direction, SocketMessage message) {
                if (const auto count = messages[static_cast<std::size_t>(message)]; count > 0)
                    series[{direction, route}] += static_cast<double>(count);
            };
            add("from_client", SocketMessage::FromClient);
            add("from_upstream", SocketMessage::FromUpstream);
        }
        write(series);
    }

    void writeDropped()
    {
        Series series;
        for (const auto& [slot, api] : m_apis) {
            const auto count = api.messages[static_cast<std::size_t>(SocketMessage::Dropped)];
            if (count > 0) // the limit is for clients alone
                series[{routeLabel(m_input.apis[slot]), "client"}] += static_cast<double>(count);
        }
        write(series);
    }

    static ApiKind kindOf(Metric id)
    {
        switch (id) {
        case Metric::SoapRequests:
        case Metric::SoapResponses:
            return ApiKind::Soap;
        case Metric::GrpcRequests:
        case Metric::GrpcResponses:
            return ApiKind::Grpc;
        default:
            return ApiKind::GraphQl;
        }
    }

    void writeRequestsOf(ApiKind kind)
    {
        Series series;
        for (const auto& [slot, api] : m_apis) {
            const ApiLabels& labels = m_input.apis[slot];
            if (labels.kind != kind)
                continue;
            for (const auto& [key, count] : api.status)
                series[{routeLabel(labels)}] += static_cast<double>(count);
        }
        write(series);
    }

    void writeAnswersOf(ApiKind kind)
    {
        Series series;
        for (const auto& [slot, api] : m_apis) {
            const ApiLabels& labels = m_input.apis[slot];
            if (labels.kind != kind)
                continue;
            for (const auto& [key, count] : api.status) {
                const std::uint32_t status = statusOf(key); // 0: the client left before an answer
                if (status != 0)
                    series[{routeLabel(labels), status < 400 ? "true" : "false"}] +=
                        static_cast<double>(count);
            }
        }
        write(series);
    }

    void writeCertificates()
    {
        Series series;
        for (const auto& [slot, api] : m_apis) {
            for (std::size_t i = 1; i < api.certificates.size(); ++i) {
                if (api.certificates[i] > 0)
                    series[{std::string(CertificateWords[i]), m_input.apis[slot].tenant}] +=
                        static_cast<double>(api.certificates[i]);
            }
        }
        write(series);
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
            std::uint64_t count = 0;
            for (const WorkerMetrics* worker : m_input.workers)
                count += worker->statusCount(status);
            if (count > 0)
                m_writer.sample({}, std::array{std::to_string(status)}, static_cast<double>(count));
        }
    }

    void writeVersions()
    {
        for (std::size_t version = 0; version < VersionNames.size(); ++version) {
            std::uint64_t count = 0;
            for (const WorkerMetrics* worker : m_input.workers)
                count += worker->versionCount(version);
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
    Writer m_writer;
    std::map<std::uint32_t, MergedApi> m_apis;
    ProcessStats m_process = ProcessStats::read();
};

/// Looks at every byte, so that the time tells nothing about where two tokens differ.
bool equalTokens(std::string_view wanted, std::string_view given)
{
    if (wanted.size() != given.size())
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        difference |= static_cast<unsigned char>(wanted[i] ^ given[i]);
    return difference == 0;
}

} // namespace

std::string prometheusText(const ScrapeInput& input)
{
    return Scrape(input).text();
}

ScrapeDecision decideScrape(const ScrapeAccess& access)
{
    if (!access.enabled)
        return {503, "prometheus_disabled 1\n"};
    if (access.isPublic)
        return {};
    const bool tokenGood =
        access.configuredToken.empty() || equalTokens(access.configuredToken, access.presentedToken);
    const bool addressGood =
        access.allowlistConfigured ? access.addressOnAllowlist : access.addressIsLoopback;
    return tokenGood && addressGood ? ScrapeDecision{} : ScrapeDecision{403, "prometheus_forbidden 1\n"};
}

} // namespace gatehouse::observe
