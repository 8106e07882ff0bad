// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/request_record.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::observe {

enum class MetricType : std::uint8_t { Counter, Gauge, Histogram };
/// Who fills a metric; see metrics_table.def.
enum class MetricFeed : std::uint8_t { Request, Worker, Scrape, Process };

/// One name per row of metrics_table.def.
enum class Metric : std::uint8_t {
#define METRIC(id, ...) id,
#include "gateway/observe/metrics_table.def"
#undef METRIC
};

/// One row of the metrics table. All text is static.
struct MetricRow {
    Metric id;
    std::string_view name;
    MetricType type;
    std::string_view labels; ///< names separated by commas
    std::string_view unit;   ///< "", "seconds" or "bytes"
    MetricFeed feed;
    std::string_view help;
};

std::span<const MetricRow> metricsTable();
const MetricRow& row(Metric metric);
std::string_view toString(MetricType type);

constexpr std::size_t MetricCount = 0
#define METRIC(...) +1
#include "gateway/observe/metrics_table.def"
#undef METRIC
    ;

/// Upper bounds of the buckets in seconds, without +Inf.
inline constexpr std::array<double, 11> DoormanEdges{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
inline constexpr std::array<double, 12> ApiEdges{0.001, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                 0.25,  0.5,   1,    2.5,   5,    10};

/// Methods that have a label of their own; anything else a client sends counts as "OTHER".
inline constexpr std::array<std::string_view, 10> MethodNames{
    "OTHER", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"};
std::uint8_t methodIndex(std::string_view method);

/// Close codes of WebSockets have a label each from 1000 to 1015; 3000 to 3999 and 4000 to 4999, which
/// libraries and applications give meaning to, share one.
inline constexpr std::size_t CloseClasses = 18;
std::size_t closeClass(std::uint16_t code);
std::string closeLabel(std::size_t closeClass);

/// Versions of HTTP as the label says them, by versionIndex().
inline constexpr std::array<std::string_view, 3> VersionNames{"HTTP/1.0", "HTTP/1.1", "HTTP/2"};
/// Of RequestRecord::httpVersion.
constexpr std::uint8_t versionIndex(std::string_view version)
{
    return version == "2" ? 2 : version == "1.0" ? 0 : 1;
}

/// By CertificateCheck.
inline constexpr std::array<std::string_view, 5> CertificateWords{"", "valid", "missing", "unknown",
                                                                  "refused"};

/// A message of a WebSocket, and what became of it.
enum class SocketMessage : std::uint8_t { FromClient, FromUpstream, Dropped };

/// Names of another product for what has a name here; told on request (METRICS_STOA_NAMES).
constexpr bool isAlias(Metric metric)
{
    return metric == Metric::StoaHttpRequests || metric == Metric::StoaHttpDuration ||
           metric == Metric::ProxyRequests || metric == Metric::StoaLimitHits;
}

/// "rest", "soap", "graphql", "grpc", "websocket", "other".
std::string_view toString(ApiKind kind);

} // namespace gatehouse::observe
