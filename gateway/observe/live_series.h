// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/tally.h"

#include <QJsonArray>

#include <array>
#include <cstdint>
#include <deque>

namespace gatehouse::observe {

/// One second of traffic, for charts.
struct LivePoint {
    std::int64_t second = 0; ///< since 1970
    std::uint64_t requests = 0;
    std::array<std::uint64_t, 6> classes{}; ///< by first digit of the status; 0 = no answer
    std::uint64_t limited = 0;
    double p50Ms = 0;
    double p95Ms = 0;
    double p99Ms = 0;
    std::uint64_t bytesIn = 0;
    std::uint64_t bytesOut = 0;
    std::int64_t activeConnections = 0;

    /// {t, requests, s1xx..s5xx, aborted, limited, p50_ms, p95_ms, p99_ms, bytes_in, bytes_out,
    /// active_connections}
    QJsonObject toJson() const;
};

/// The last 15 minutes, one point per second without gaps. Belongs to the control thread.
class LiveSeries {
public:
    static constexpr std::size_t MaxPoints = 900;

    /// Adds a second: what was drained since the last call. Missing seconds become empty points.
    void addSecond(std::int64_t second, const Tally& tally, std::int64_t activeConnections);
    /// Points newer than `afterSecond`, oldest first; pass 0 for all.
    std::vector<LivePoint> since(std::int64_t afterSecond) const;
    QJsonArray toJson(std::int64_t afterSecond) const;

private:
    std::deque<LivePoint> m_points;
};

} // namespace gatehouse::observe
