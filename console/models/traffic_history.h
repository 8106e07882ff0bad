// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>

#include <array>
#include <optional>

namespace gatehouse::console {

/// What the gateway counted in one second, or in `seconds` of them put together.
struct TrafficPoint {
    qint64 second = 0; ///< since 1970, UTC; the first one
    int seconds = 1;
    double requests = 0;
    std::array<double, 6> classes{}; ///< by first digit of the status; 0 = no answer
    double limited = 0;
    /// Only where there were requests. Of several seconds: p50 is the mean weighted by requests, p95 and p99
    /// are those of the slowest second, because percentiles cannot be added.
    std::optional<double> p50Ms, p95Ms, p99Ms;
    double connections = 0;

    static TrafficPoint fromJson(const QJsonObject& object);
    /// Answers that are the gateway's or the upstream's fault, and calls without an answer.
    double failures() const { return classes[5] + classes[0]; }
    bool operator==(const TrafficPoint&) const = default;
};

/// The last 15 minutes of traffic as far as the console has seen them. Seconds that are missing stay missing.
class TrafficHistory {
public:
    static constexpr int keptSeconds = 900;

    /// Takes a second once; false when it was known or is older than what is kept.
    bool add(const TrafficPoint& point);
    void clear() { m_points.clear(); }
    bool isEmpty() const { return m_points.isEmpty(); }
    const QList<TrafficPoint>& points() const { return m_points; } ///< oldest first
    qint64 newest() const { return m_points.isEmpty() ? 0 : m_points.last().second; }
    /// The `range` seconds up to and including `last`, in steps of `step` that begin at multiples of it. A
    /// step without a single second is nullopt.
    QList<std::optional<TrafficPoint>> buckets(int range, int step, qint64 last) const;
    /// All of the last `seconds` as one point; nullopt when there is none.
    std::optional<TrafficPoint> sum(int seconds, qint64 last) const;

private:
    QList<TrafficPoint> m_points;
};

} // namespace gatehouse::console
