// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/tally.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cstdint>
#include <deque>

namespace gatehouse::observe {

/// What happened in one span of time.
struct Bucket {
    std::int64_t startSec = 0; ///< since 1970, a multiple of the width
    double p95Ms = 0;          ///< of a closed bucket whose histogram has been dropped
    Tally tally;

    double averageMs() const
    {
        return tally.count ? static_cast<double>(tally.sumNs) * 1e-6 / static_cast<double>(tally.count) : 0;
    }
    double errorRate() const
    {
        return tally.count ? static_cast<double>(tally.errors) / static_cast<double>(tally.count) : 0;
    }
    double percentile95Ms() const;

    QJsonObject toJson() const;
    static Bucket fromJson(const QJsonObject& object);
};

/// Buckets of one width, oldest first, only those with traffic; older ones than `keepSec` go. One thread.
class TimeSeries {
public:
    enum class Detail : std::uint8_t {
        Full,   ///< operations and histograms stay
        Summary ///< no operations; a closed bucket keeps its 95th percentile only
    };
    TimeSeries(std::int64_t widthSec, std::int64_t keepSec, Detail detail);

    void add(std::int64_t nowSec, const Tally& tally);
    const std::deque<Bucket>& buckets() const { return m_buckets; }
    std::int64_t widthSec() const { return m_widthSec; }
    /// All buckets that overlap [from, to], as one.
    Tally sum(std::int64_t fromSec, std::int64_t toSec) const;

    QJsonArray toJson() const;
    /// Adds the buckets of a file; broken or too old ones are left out.
    void restore(const QJsonArray& array, std::int64_t nowSec);

private:
    void close(Bucket& bucket) const;
    void expire(std::int64_t nowSec);

    std::int64_t m_widthSec;
    std::int64_t m_keepSec;
    Detail m_detail;
    std::deque<Bucket> m_buckets;
};

} // namespace gatehouse::observe
