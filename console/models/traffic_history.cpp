// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic_history.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

std::optional<double> larger(std::optional<double> a, std::optional<double> b)
{
    if (!a || !b)
        return a ? a : b;
    return std::max(*a, *b);
}

void addTo(TrafficPoint& sum, const TrafficPoint& point)
{
    if (point.p50Ms) {
        const double weight = sum.requests + point.requests;
        sum.p50Ms = weight > 0
                        ? (sum.p50Ms.value_or(0) * sum.requests + *point.p50Ms * point.requests) / weight
                        : *point.p50Ms;
    }
    sum.p95Ms = larger(sum.p95Ms, point.p95Ms);
    sum.p99Ms = larger(sum.p99Ms, point.p99Ms);
    sum.requests += point.requests;
    for (size_t i = 0; i < sum.classes.size(); ++i)
        sum.classes[i] += point.classes[i];
    sum.limited += point.limited;
    sum.connections = point.connections; // a level, not a count: the newest holds
    ++sum.seconds;
}

TrafficPoint emptyAt(qint64 second)
{
    TrafficPoint point;
    point.second = second;
    point.seconds = 0;
    return point;
}

} // namespace

TrafficPoint TrafficPoint::fromJson(const QJsonObject& object)
{
    TrafficPoint point;
    point.second = object.value(u"t"_s).toInteger();
    point.requests = object.value(u"requests"_s).toDouble();
    point.classes[0] = object.value(u"aborted"_s).toDouble();
    for (size_t i = 1; i < point.classes.size(); ++i)
        point.classes[i] = object.value(u"s%1xx"_s.arg(i)).toDouble();
    point.limited = object.value(u"limited"_s).toDouble();
    if (point.requests > 0) {
        point.p50Ms = object.value(u"p50_ms"_s).toDouble();
        point.p95Ms = object.value(u"p95_ms"_s).toDouble();
        point.p99Ms = object.value(u"p99_ms"_s).toDouble();
    }
    point.connections = object.value(u"active_connections"_s).toDouble();
    return point;
}

bool TrafficHistory::add(const TrafficPoint& point)
{
    if (point.second <= 0 || (!isEmpty() && point.second <= newest() - keptSeconds))
        return false;
    const auto at =
        std::lower_bound(m_points.begin(), m_points.end(), point,
                         [](const TrafficPoint& a, const TrafficPoint& b) { return a.second < b.second; });
    if (at != m_points.end() && at->second == point.second)
        return false;
    m_points.insert(at, point);
    const qint64 oldest = newest() - keptSeconds;
    while (m_points.first().second <= oldest)
        m_points.removeFirst();
    return true;
}

QList<std::optional<TrafficPoint>> TrafficHistory::buckets(int range, int step, qint64 last) const
{
    const qint64 lastStart = last - last % step;
    const qint64 firstStart = lastStart - static_cast<qint64>(range / step - 1) * step;
    QList<std::optional<TrafficPoint>> steps(range / step);
    for (const TrafficPoint& point : m_points) {
        if (point.second < firstStart || point.second > last)
            continue;
        auto& bucket = steps[(point.second - firstStart) / step];
        if (!bucket)
            bucket = emptyAt(point.second - point.second % step);
        addTo(*bucket, point);
    }
    return steps;
}

std::optional<TrafficPoint> TrafficHistory::sum(int seconds, qint64 last) const
{
    std::optional<TrafficPoint> all;
    for (const TrafficPoint& point : m_points) {
        if (point.second <= last - seconds || point.second > last)
            continue;
        if (!all)
            all = emptyAt(point.second);
        addTo(*all, point);
    }
    return all;
}

} // namespace gatehouse::console
