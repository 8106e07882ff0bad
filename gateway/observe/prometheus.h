// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/metrics.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::observe {

/// Takes the samples of a metric of feed Scrape. `labels` in the order of the row.
class SampleSink {
public:
    virtual void operator()(std::span<const std::string> labels, double value) const = 0;
    /// Of a row of type Histogram, with the bounds ApiEdges. `counts` are not cumulative; one more than
    /// bounds.
    virtual void histogram(std::span<const std::string> labels, std::span<const std::uint64_t> counts,
                           double sum) const = 0;

protected:
    ~SampleSink() = default;
};
using Collector = std::function<void(const SampleSink&)>;

/// What a scrape needs beside the counters. Collectors are called on the thread that asks for the text.
struct ScrapeInput {
    std::span<const WorkerMetrics* const> workers;
    std::vector<ApiLabels> apis; ///< ApiSlots::all()
    const std::map<Metric, Collector>* collectors = nullptr;
    std::string version;
    std::int64_t startWallMs = 0;
    /// Slots below this have series of their own; the rest is summed up under "other".
    std::uint32_t apiLimit = 2000;
    bool aliases = false; ///< families of isAlias() too
};

/// The whole of /metrics in the text format, version 0.0.4. Families in the order of the table, every one
/// with HELP and TYPE; families without labels always have a sample; counters of all workers are summed.
std::string prometheusText(const ScrapeInput& input);

inline constexpr std::string_view PrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

} // namespace gatehouse::observe
