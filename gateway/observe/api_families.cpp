// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/api_families.h"

#include "gateway/observe/prometheus.h"

namespace gatehouse::observe {

namespace {

std::string routeLabel(const ApiLabels& api)
{
    std::string label(toString(api.kind));
    (label += ':') += api.api;
    if (!api.version.empty())
        (label += '/') += api.version;
    return label;
}

std::uint32_t statusOf(std::uint32_t key)
{
    return (key - 1) % 1000;
}

std::string statusLabel(std::uint32_t key)
{
    const std::string text = std::to_string(statusOf(key));
    return std::string(3 - text.size(), '0') + text;
}

std::string methodLabel(std::uint32_t key)
{
    return std::string(MethodNames[(key - 1) / 1000]);
}

ApiKind kindOf(Metric family)
{
    switch (family) {
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

} // namespace

void ApiFamilies::Durations::add(const Durations& other)
{
    for (std::size_t i = 0; i < counts.size(); ++i)
        counts[i] += other.counts[i];
    sum += other.sum;
}

void ApiFamilies::Merged::add(const ApiBlock& block, const WorkerMetrics& worker)
{
    for (const ApiBlock::Cell& cell : block.status) {
        if (const std::uint32_t key = cell.key.load(std::memory_order_acquire); key > 0)
            status[key] += cell.count.get();
    }
    const std::uint32_t names = worker.policies().size();
    for (const ApiBlock::Cell& cell : block.limited) {
        const std::uint32_t key = cell.key.load(std::memory_order_acquire);
        if (key > 0 && key <= names)
            limited[worker.policies().name(key - 1)] += cell.count.get();
    }
    for (std::size_t method = 0; method < MethodNames.size(); ++method)
        add(block.duration[method], static_cast<std::uint8_t>(method));
    for (std::size_t i = 0; i < certificates.size(); ++i)
        certificates[i] += block.certificates[i].get();
    for (std::size_t i = 0; i < messages.size(); ++i)
        messages[i] += block.messages[i].get();
}

void ApiFamilies::Merged::add(const EdgeHistogram<ApiEdges.size()>& durations, std::uint8_t method)
{
    Durations added;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < added.counts.size(); ++i)
        total += added.counts[i] = durations.bucket(i);
    if (total == 0)
        return;
    added.sum = static_cast<double>(durations.sumNs()) * 1e-9;
    duration[method].add(added);
}

ApiFamilies::ApiFamilies(const ScrapeInput& input)
    : m_labels(input.apis)
{
    for (std::uint32_t slot = 0; slot < m_labels.size(); ++slot) {
        for (const WorkerMetrics* worker : input.workers) {
            if (const ApiBlock* block = worker->api(slot))
                m_apis[slot < input.apiLimit ? slot : ApiSlots::Other].add(*block, *worker);
        }
    }
}

bool ApiFamilies::write(Metric family, PrometheusWriter& writer) const
{
    switch (family) {
    case Metric::StoaRequests:
    case Metric::ProxyRequests:
    case Metric::HttpRequests:
    case Metric::StoaHttpRequests:
        put(counts(family), writer);
        return true;
    case Metric::StoaDuration:
    case Metric::HttpDuration:
    case Metric::StoaHttpDuration:
        putDurations(family, writer);
        return true;
    case Metric::StoaRateLimited:
    case Metric::StoaLimitHits:
        put(limited(family), writer);
        return true;
    case Metric::WsMessages:
        put(messages(), writer);
        return true;
    case Metric::WsLimited:
        put(dropped(), writer);
        return true;
    case Metric::SoapRequests:
    case Metric::GrpcRequests:
    case Metric::GraphQlRequests:
        put(requestsOf(kindOf(family)), writer);
        return true;
    case Metric::SoapResponses:
    case Metric::GrpcResponses:
    case Metric::GraphQlResponses:
        put(answersOf(kindOf(family)), writer);
        return true;
    case Metric::MtlsChecks:
        put(certificates(), writer);
        return true;
    default:
        return false;
    }
}

void ApiFamilies::put(const Series& series, PrometheusWriter& writer)
{
    for (const auto& [labels, value] : series)
        writer.sample({}, labels, value);
}

/// Slots that share their labels (versions of one API) are one series.
ApiFamilies::Series ApiFamilies::counts(Metric family) const
{
    Series series;
    for (const auto& [slot, api] : m_apis) {
        const ApiLabels& labels = m_labels[slot];
        for (const auto& [key, count] : api.status) {
            if (family == Metric::StoaRequests || family == Metric::ProxyRequests)
                series[{labels.tenant, labels.api, methodLabel(key), statusLabel(key)}] +=
                    static_cast<double>(count);
            else
                series[{methodLabel(key), routeLabel(labels), statusLabel(key)}] +=
                    static_cast<double>(count);
        }
    }
    if (series.empty() && family == Metric::StoaRequests)
        series[{"default", "none", "GET", "200"}] = 0;
    return series;
}

void ApiFamilies::putDurations(Metric family, PrometheusWriter& writer) const
{
    std::map<Labels, Durations> series;
    for (const auto& [slot, api] : m_apis) {
        const ApiLabels& labels = m_labels[slot];
        for (const auto& [method, durations] : api.duration) {
            const std::string name(MethodNames[method]);
            if (family == Metric::StoaDuration)
                series[{labels.tenant, labels.api, name}].add(durations);
            else
                series[{name, routeLabel(labels)}].add(durations);
        }
    }
    if (series.empty() && family == Metric::StoaDuration)
        series[{"default", "none", "GET"}] = {};
    for (const auto& [labels, durations] : series)
        writer.histogram(labels, ApiEdges, durations.counts, durations.sum);
}

ApiFamilies::Series ApiFamilies::limited(Metric family) const
{
    Series series;
    for (const auto& [slot, api] : m_apis) {
        const ApiLabels& labels = m_labels[slot];
        for (const auto& [policy, count] : api.limited) {
            if (family == Metric::StoaLimitHits)
                series[{labels.tenant}] += static_cast<double>(count);
            else
                series[{labels.tenant, labels.api, policy}] += static_cast<double>(count);
        }
    }
    if (series.empty() && family == Metric::StoaRateLimited)
        series[{"default", "none", "none"}] = 0;
    return series;
}

ApiFamilies::Series ApiFamilies::messages() const
{
    Series series;
    for (const auto& [slot, api] : m_apis) {
        const std::string route = routeLabel(m_labels[slot]);
        const auto add = [&, &counted = api.messages](const char* direction, SocketMessage message) {
            if (const auto count = counted[static_cast<std::size_t>(message)]; count > 0)
                series[{direction, route}] += static_cast<double>(count);
        };
        add("from_client", SocketMessage::FromClient);
        add("from_upstream", SocketMessage::FromUpstream);
    }
    return series;
}

ApiFamilies::Series ApiFamilies::dropped() const
{
    Series series;
    for (const auto& [slot, api] : m_apis) {
        const auto count = api.messages[static_cast<std::size_t>(SocketMessage::Dropped)];
        if (count > 0) // the limit is for clients alone
            series[{routeLabel(m_labels[slot]), "client"}] += static_cast<double>(count);
    }
    return series;
}

ApiFamilies::Series ApiFamilies::requestsOf(ApiKind kind) const
{
    Series series;
    for (const auto& [slot, api] : m_apis) {
        const ApiLabels& labels = m_labels[slot];
        if (labels.kind != kind)
            continue;
        for (const auto& [key, count] : api.status)
            series[{routeLabel(labels)}] += static_cast<double>(count);
    }
    return series;
}

ApiFamilies::Series ApiFamilies::answersOf(ApiKind kind) const
{
    Series series;
    for (const auto& [slot, api] : m_apis) {
        const ApiLabels& labels = m_labels[slot];
        if (labels.kind != kind)
            continue;
        for (const auto& [key, count] : api.status) {
            const std::uint32_t status = statusOf(key); // 0: the client left before an answer
            if (status != 0)
                series[{routeLabel(labels), status < 400 ? "true" : "false"}] += static_cast<double>(count);
        }
    }
    return series;
}

ApiFamilies::Series ApiFamilies::certificates() const
{
    Series series;
    for (const auto& [slot, api] : m_apis) {
        for (std::size_t i = 1; i < api.certificates.size(); ++i) {
            if (api.certificates[i] > 0)
                series[{std::string(CertificateWords[i]), m_labels[slot].tenant}] +=
                    static_cast<double>(api.certificates[i]);
        }
    }
    return series;
}

} // namespace gatehouse::observe
