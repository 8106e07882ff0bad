// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/observe/time_series.h"

#include <QJsonObject>
#include <QString>

#include <array>
#include <limits>
#include <optional>

namespace gatehouse::observe {

/// Seconds of "1h", "24h", "7d" or "30d"; nullopt for anything else.
std::optional<qint64> rangeSeconds(const QString& word);

/// What happened in the past: minute buckets for 30 days (monitor) and full detail at four widths
/// (analytics). Times are seconds since 1970, UTC. Belongs to the control thread.
///
/// Shapes of the objects: metrics-logs.md 2 to 4 and platform-routes.md 17 to 19.
class MonitorStore {
public:
    static constexpr int Unlimited = std::numeric_limits<int>::max(); ///< for `limit`

    MonitorStore();

    void add(qint64 nowSec, const Tally& tally);

    /// GET /platform/monitor/metrics. `group`: "minute" or "day"; newest first when `descending`.
    QJsonObject monitorMetrics(qint64 nowSec, qint64 rangeSec, const QString& group, bool descending) const;
    /// GET /platform/monitor/report, from the minute buckets.
    QString csvReport(qint64 fromSec, qint64 toSec, const QString& fromText, const QString& toText) const;

    /// For the dashboard: requests per calendar month of the last 90 days by name ("Jan"); the busiest users.
    QJsonObject monthlyUsage() const;
    QList<QPair<QString, quint64>> topUsers(qint64 fromSec, qint64 toSec, int limit) const;
    quint64 totalRequests() const;

    QJsonObject analyticsOverview(qint64 fromSec, qint64 toSec) const;
    /// `granularity`: auto, minute, 5minute, hour, day; `metric`: "" or request_count, error_rate, latency,
    /// bandwidth; or latency_bands: requests per band of latency (`band_ends_ms`, the last one open), or
    /// top_apis: requests of the busiest (`apis`), in each bucket.
    QJsonObject analyticsSeries(qint64 fromSec, qint64 toSec, const QString& granularity,
                                const QString& metric) const;
    /// `tenant`: only its APIs; empty: of all.
    QJsonObject analyticsTopApis(qint64 fromSec, qint64 toSec, int limit, const QString& tenant = {}) const;
    QJsonObject analyticsTopUsers(qint64 fromSec, qint64 toSec, int limit) const;
    /// `sortBy`: count, avg_ms, error_rate.
    QJsonObject analyticsTopEndpoints(qint64 fromSec, qint64 toSec, const QString& sortBy, int limit,
                                      const QString& tenant = {}) const;
    /// nullopt when there is nothing about this API or user in the range. `name`: as Tally has it.
    std::optional<QJsonObject> analyticsApi(const QString& name, const QString& version, qint64 fromSec,
                                            qint64 toSec) const;
    std::optional<QJsonObject> analyticsUser(const QString& user, qint64 fromSec, qint64 toSec) const;

    /// Writes metrics.json and enhanced_metrics.json into the directory, each atomically.
    Result<void> save(const QString& directory) const;
    /// Reads them back; missing files are fine, damaged ones are an error and change nothing.
    Result<void> restore(const QString& directory, qint64 nowSec);

private:
    const TimeSeries& seriesFor(qint64 fromSec, qint64 toSec) const;
    QJsonArray endpointRows(const Tally& tally, const std::string& prefix, const QString& sortBy,
                            int limit) const;

    TimeSeries m_minutes;             ///< 30 days, summary
    std::array<TimeSeries, 4> m_fine; ///< minute, 5 minutes, hour, day; full detail
};

} // namespace gatehouse::observe
