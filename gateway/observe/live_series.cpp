// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/live_series.h"

#include <QJsonObject>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

QJsonObject LivePoint::toJson() const
{
    const auto n = [](std::uint64_t value) { return static_cast<double>(value); };
    return {{u"t"_s, static_cast<double>(second)},
            {u"requests"_s, n(requests)},
            {u"aborted"_s, n(classes[0])},
            {u"s1xx"_s, n(classes[1])},
            {u"s2xx"_s, n(classes[2])},
            {u"s3xx"_s, n(classes[3])},
            {u"s4xx"_s, n(classes[4])},
            {u"s5xx"_s, n(classes[5])},
            {u"limited"_s, n(limited)},
            {u"p50_ms"_s, p50Ms},
            {u"p95_ms"_s, p95Ms},
            {u"p99_ms"_s, p99Ms},
            {u"bytes_in"_s, n(bytesIn)},
            {u"bytes_out"_s, n(bytesOut)},
            {u"active_connections"_s, static_cast<double>(activeConnections)}};
}

void LiveSeries::addSecond(std::int64_t second, const Tally& tally, std::int64_t activeConnections)
{
    if (!m_points.empty() && second <= m_points.back().second)
        second = m_points.back().second + 1; // the clock was set back, or two ticks fell into one second
    const auto longest = static_cast<std::int64_t>(MaxPoints);
    if (!m_points.empty() && second - m_points.back().second > longest)
        m_points.clear();
    while (!m_points.empty() && m_points.back().second + 1 < second) {
        LivePoint gap;
        gap.second = m_points.back().second + 1;
        gap.activeConnections = activeConnections;
        m_points.push_back(gap);
    }
    const Percentiles p = Percentiles::of(tally.latency.expanded());
    m_points.push_back({second, tally.count, tally.classes, tally.limited, p.p50, p.p95, p.p99, tally.bytesIn,
                        tally.bytesOut, activeConnections});
    while (m_points.size() > MaxPoints)
        m_points.pop_front();
}

std::vector<LivePoint> LiveSeries::since(std::int64_t afterSecond) const
{
    const auto first =
        std::upper_bound(m_points.begin(), m_points.end(), afterSecond,
                         [](std::int64_t second, const LivePoint& p) { return second < p.second; });
    return {first, m_points.end()};
}

QJsonArray LiveSeries::toJson(std::int64_t afterSecond) const
{
    QJsonArray out;
    for (const LivePoint& point : since(afterSecond))
        out.append(point.toJson());
    return out;
}

} // namespace gatehouse::observe
