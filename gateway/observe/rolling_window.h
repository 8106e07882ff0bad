// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/tally.h"

#include <deque>

namespace gatehouse::observe {

/// What alerts look at in traffic.
struct TrafficCounts {
    std::uint64_t requests = 0;
    std::uint64_t serverErrors = 0; ///< status 500 and above
    std::uint64_t limited = 0;      ///< status 429
    std::uint64_t refused = 0;      ///< status 401 and 403
    SparseHistogram latency;        ///< left empty where nobody asks for it

    void add(const TrafficCounts& other);
    static TrafficCounts of(const Tally& tally, bool latencies);
    static TrafficCounts of(const EndpointCell& cell, bool latencies);
};

/// The sum over the last seconds, in at most 60 steps, so that a window of a day costs no more than one of a
/// minute and is exact to a sixtieth of itself. One thread.
class RollingWindow {
public:
    explicit RollingWindow(std::int64_t seconds);

    void add(std::int64_t second, const TrafficCounts& counts);
    /// Without latencies.
    TrafficCounts sum(std::int64_t nowSecond) const { return sum(nowSecond, m_seconds); }
    /// Of the last seconds only, exact to a sixtieth of the whole window.
    TrafficCounts sum(std::int64_t nowSecond, std::int64_t seconds) const;
    Histogram latencies(std::int64_t nowSecond) const;
    bool isEmpty(std::int64_t nowSecond) const;
    std::int64_t seconds() const { return m_seconds; }

private:
    struct Step {
        std::int64_t startSecond;
        TrafficCounts counts;
    };
    bool holds(const Step& step, std::int64_t nowSecond) const
    {
        return step.startSecond > nowSecond - m_seconds;
    }

    std::int64_t m_seconds;
    std::int64_t m_width;
    std::deque<Step> m_steps; ///< oldest first, only those with traffic
};

} // namespace gatehouse::observe
