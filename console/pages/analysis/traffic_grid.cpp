// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/analysis/traffic_grid.h"

#include "console/models/json_row.h"
#include "console/pages/analysis/traffic_series.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

QString bandText(const char* english)
{
    return QCoreApplication::translate("TrafficGrid", english);
}

/// "0.5", "20", "2": milliseconds below a second.
QString edgeText(double ms)
{
    return ms < 1'000
               ? bandText(QT_TRANSLATE_NOOP("TrafficGrid", "%1 ms")).arg(QLocale().toString(ms, 'g', 3))
               : bandText(QT_TRANSLATE_NOOP("TrafficGrid", "%1 s"))
                     .arg(QLocale().toString(ms / 1'000, 'g', 3));
}

QStringList bandNames(const QJsonArray& ends)
{
    QStringList names;
    for (const QJsonValue& end : ends)
        names.append(bandText(QT_TRANSLATE_NOOP("TrafficGrid", "to %1")).arg(edgeText(end.toDouble())));
    if (!ends.isEmpty())
        names.append(
            bandText(QT_TRANSLATE_NOOP("TrafficGrid", "over %1")).arg(edgeText(ends.last().toDouble())));
    return names;
}

/// Columns of the buckets of the range; of what was before the first one nothing is known.
HeatGrid gridOf(const QJsonObject& answer, const QString& key, const QStringList& rows, qint64 now,
                int rangeSeconds)
{
    HeatGrid grid;
    const int bucket = bucketSeconds(answer);
    const qint64 columns = qMax<qint64>(1, rangeSeconds / bucket);
    const auto together = static_cast<int>((columns + mostGridColumns - 1) / mostGridColumns);
    grid.width = bucket * together;
    grid.rows = rows;
    const qint64 last = now - now % grid.width;
    QHash<qint64, QJsonArray> counts;
    qint64 first = std::numeric_limits<qint64>::max();
    const QJsonArray series = answer.value(u"series"_s).toArray();
    for (const QJsonValue& one : series) {
        counts.insert(one[u"timestamp"_s].toInteger(), one[key].toArray());
        first = qMin(first, one[u"timestamp"_s].toInteger());
    }
    if (counts.isEmpty())
        return {};
    grid.counts.resize(rows.size());
    const qint64 shown = (columns + together - 1) / together;
    for (qint64 start = last - (shown - 1) * grid.width; start <= last; start += grid.width) {
        grid.starts.append(start);
        for (qsizetype row = 0; row < rows.size(); ++row) {
            double sum = start + grid.width <= first ? notKnown : 0;
            for (qint64 at = start; at < start + grid.width; at += bucket)
                sum += counts.value(at).at(row).toDouble();
            grid.counts[row].append(sum);
        }
    }
    return grid;
}

void dropRow(HeatGrid& grid, qsizetype row)
{
    grid.rows.removeAt(row);
    grid.counts.removeAt(row);
}

} // namespace

HeatGrid latencyGrid(const QJsonObject& answer, qint64 now, int rangeSeconds)
{
    HeatGrid grid =
        gridOf(answer, u"bands"_s, bandNames(answer.value(u"band_ends_ms"_s).toArray()), now, rangeSeconds);
    if (grid.isEmpty() || grid.total() <= 0)
        return {};
    while (grid.sum(0) <= 0)
        dropRow(grid, 0);
    while (grid.sum(grid.rows.size() - 1) <= 0)
        dropRow(grid, grid.rows.size() - 1);
    std::reverse(grid.rows.begin(), grid.rows.end());
    std::reverse(grid.counts.begin(), grid.counts.end());
    return grid;
}

HeatGrid apiGrid(const QJsonObject& answer, qint64 now, int rangeSeconds)
{
    QStringList names;
    const QJsonArray apis = answer.value(u"apis"_s).toArray();
    for (const QJsonValue& api : apis)
        names.append(countedApi(api.toString()));
    const HeatGrid grid = gridOf(answer, u"counts"_s, names, now, rangeSeconds);
    return grid.isEmpty() || grid.total() <= 0 ? HeatGrid() : grid;
}

} // namespace gatehouse::console
