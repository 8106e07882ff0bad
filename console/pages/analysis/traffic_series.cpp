// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/analysis/traffic_series.h"

#include <QHash>
#include <QJsonArray>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

int bucketSeconds(const QJsonObject& answer)
{
    const QString granularity = answer.value(u"granularity"_s).toString();
    if (granularity == u"minute"_s)
        return 60;
    if (granularity == u"5minute"_s)
        return 300;
    return granularity == u"hour"_s ? 3'600 : 86'400;
}

TrafficSeries trafficSeries(const QJsonObject& answer, qint64 now, int rangeSeconds)
{
    TrafficSeries series;
    const int width = bucketSeconds(answer);
    QHash<qint64, QJsonObject> buckets;
    qint64 first = std::numeric_limits<qint64>::max();
    const QJsonArray rows = answer.value(u"series"_s).toArray();
    for (const QJsonValue& value : rows) {
        const qint64 start = value[u"timestamp"_s].toInteger();
        buckets.insert(start, value.toObject());
        first = qMin(first, start);
    }
    if (buckets.isEmpty())
        return series;
    series.first = first;
    series.now = now - now % width; // where the last bucket that is over ends
    for (qint64 start = series.now - rangeSeconds / width * width; start < series.now; start += width) {
        const QJsonObject bucket = buckets.value(start);
        const QJsonObject latency = bucket.value(u"percentiles"_s).toObject();
        const double count = bucket.value(u"count"_s).toDouble();
        const double x = static_cast<double>(start + width - series.now);
        const auto add = [x](QList<QPointF>& line, bool known, double value) {
            line.append({x, known ? value : unknown});
        };
        add(series.perSecond, start >= first, count / width);
        add(series.failedPerSecond, start >= first, bucket.value(u"error_count"_s).toDouble() / width);
        add(series.p50Ms, count > 0, latency.value(u"p50"_s).toDouble());
        add(series.p95Ms, count > 0, latency.value(u"p95"_s).toDouble());
        add(series.p99Ms, count > 0, latency.value(u"p99"_s).toDouble());
    }
    return series;
}

} // namespace gatehouse::console
