// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QPointF>

namespace gatehouse::console {

/// The answer of GET /platform/analytics/timeseries as lines of charts. x is seconds before `now`, 0 or less;
/// NaN where nothing is known.
struct TrafficSeries {
    QList<QPointF> perSecond, failedPerSecond; ///< requests
    QList<QPointF> p50Ms, p95Ms, p99Ms;
    qint64 now = 0;   ///< the second at x = 0
    qint64 first = 0; ///< where the first bucket begins
    bool isEmpty() const { return perSecond.isEmpty(); }
};

/// Seconds of a bucket of such an answer.
int bucketSeconds(const QJsonObject& answer);

/// A bucket that the gateway does not tell had no request: nothing per second and no latency. Before its
/// first bucket nothing is known. The bucket that is not over yet is left out.
TrafficSeries trafficSeries(const QJsonObject& answer, qint64 now, int rangeSeconds);

} // namespace gatehouse::console
