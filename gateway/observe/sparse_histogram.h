// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/histogram.h"

#include <utility>
#include <vector>

namespace gatehouse::observe {

/// A histogram that keeps only the buckets that were hit; for many small histograms (per minute, per
/// operation).
class SparseHistogram {
public:
    using Entry = std::pair<std::uint16_t, std::uint32_t>; ///< bucket of LatencyScale, count

    void record(std::int64_t ns) { addBucket(static_cast<std::uint16_t>(LatencyScale::bucketOf(ns)), 1); }
    void addBucket(std::uint16_t bucket, std::uint32_t times);
    void merge(const SparseHistogram& other);
    void clear() { m_entries.clear(); }

    bool isEmpty() const { return m_entries.empty(); }
    /// Not sorted; what was hit often is rather in front.
    const std::vector<Entry>& entries() const { return m_entries; }
    Histogram expanded() const;

private:
    std::vector<Entry> m_entries;
};

/// The usual percentiles in milliseconds.
struct Percentiles {
    double p50 = 0;
    double p75 = 0;
    double p90 = 0;
    double p95 = 0;
    double p99 = 0;
    double least = 0;
    double most = 0;

    static Percentiles of(const Histogram& histogram);
};

} // namespace gatehouse::observe
