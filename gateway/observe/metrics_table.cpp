// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/metrics_table.h"

namespace gatehouse::observe {

namespace {

constexpr MetricRow kRows[] = {
#define METRIC(id, name, type, labels, unit, feed, help)                                                     \
    {Metric::id, name, MetricType::type, labels, unit, MetricFeed::feed, help},
#include "gateway/observe/metrics_table.def"
#undef METRIC
};

} // namespace

std::span<const MetricRow> metricsTable()
{
    return kRows;
}

const MetricRow& row(Metric metric)
{
    return kRows[static_cast<std::size_t>(metric)];
}

std::string_view toString(MetricType type)
{
    switch (type) {
    case MetricType::Counter:
        return "counter";
    case MetricType::Gauge:
        return "gauge";
    case MetricType::Histogram:
        return "histogram";
    }
    return "untyped";
}

std::uint8_t methodIndex(std::string_view method)
{
    for (std::size_t i = 1; i < MethodNames.size(); ++i) {
        if (MethodNames[i] == method)
            return static_cast<std::uint8_t>(i);
    }
    return 0;
}

std::size_t closeClass(std::uint16_t code)
{
    if (code >= 1000 && code <= 1015)
        return code - 1000U;
    return code < 4000 ? CloseClasses - 2 : CloseClasses - 1;
}

std::string closeLabel(std::size_t closeClass)
{
    if (closeClass + 2 < CloseClasses)
        return std::to_string(1000 + closeClass);
    return closeClass + 2 == CloseClasses ? "3xxx" : "4xxx";
}

std::string_view toString(ApiKind kind)
{
    switch (kind) {
    case ApiKind::Rest:
        return "rest";
    case ApiKind::Soap:
        return "soap";
    case ApiKind::GraphQl:
        return "graphql";
    case ApiKind::Grpc:
        return "grpc";
    case ApiKind::WebSocket:
        return "websocket";
    case ApiKind::Other:
        break;
    }
    return "other";
}

} // namespace gatehouse::observe
