// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/analysis/traffic_grid.h"
#include "console/pages/analysis/traffic_series.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

class TrafficSeriesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingCountedIsNoLine()
    {
        QVERIFY(trafficSeries({{u"granularity"_s, u"minute"_s}, {u"series"_s, QJsonArray()}}, 7'000, 3'600)
                    .isEmpty());
    }

    void idleMinutesAreZeroAndWhatWasBeforeIsUnknown()
    {
        const auto bucket = [](qint64 start, int count, int errors, double p95) {
            return QJsonObject{{u"timestamp"_s, start},
                               {u"count"_s, count},
                               {u"error_count"_s, errors},
                               {u"percentiles"_s, QJsonObject{{u"p95"_s, p95}}}};
        };
        const QJsonObject answer{
            {u"granularity"_s, u"minute"_s},
            {u"series"_s,
             QJsonArray{bucket(6'000, 120, 6, 12.5), bucket(6'120, 60, 0, 8), bucket(6'180, 600, 0, 1)}}};
        const TrafficSeries series = trafficSeries(answer, 6'200, 300); // the minute of 6180 is not over
        QCOMPARE(series.now, 6'180);
        QCOMPARE(series.perSecond.size(), 5);
        QCOMPARE(series.perSecond.last(), QPointF(0, 1));
        QVERIFY(std::isnan(series.perSecond.at(0).y()) && std::isnan(series.perSecond.at(1).y()));
        QCOMPARE(series.perSecond.at(2), QPointF(-120, 2));
        QCOMPARE(series.failedPerSecond.at(2).y(), 0.1);
        QCOMPARE(series.perSecond.at(3).y(), 0.0); // idle
        QVERIFY(std::isnan(series.p95Ms.at(3).y()));
        QCOMPARE(series.p95Ms.at(2).y(), 12.5);
        QCOMPARE(series.p95Ms.size(), series.perSecond.size());
    }
    /// Every request in one cell, slow ones on top, empty bands left out, at most 96 columns.
    void latenciesBecomeAMap()
    {
        const QJsonObject answer{
            {u"granularity"_s, u"minute"_s},
            {u"band_ends_ms"_s, QJsonArray{1, 10, 2'000}},
            {u"series"_s,
             QJsonArray{QJsonObject{{u"timestamp"_s, 6'000}, {u"bands"_s, QJsonArray{0, 7, 0, 0}}},
                        QJsonObject{{u"timestamp"_s, 9'540}, {u"bands"_s, QJsonArray{0, 1, 2, 0}}}}}};
        const HeatGrid hour = latencyGrid(answer, 9'555, 3'600);
        QCOMPARE(hour.rows, QStringList({u"to 2 s"_s, u"to 10 ms"_s}));
        QCOMPARE(hour.width, 60);
        QCOMPARE(hour.starts.size(), 60);
        QCOMPARE(hour.starts.last(), qint64(9'540)); // the minute that is not over yet
        QCOMPARE(hour.counts.at(0).last(), 2.0);
        QCOMPARE(hour.total(), 10.0);
        QCOMPARE(hour.counts.at(1).at(1), 0.0);

        const HeatGrid day = latencyGrid(answer, 9'555, 86'400);
        QVERIFY(day.starts.size() <= mostGridColumns);
        QCOMPARE(day.total(), 10.0);
        QVERIFY(std::isnan(day.counts.first().first())); // before the gateway has begun to count
        QVERIFY(latencyGrid({{u"granularity"_s, u"hour"_s}}, 9'555, 86'400).isEmpty());
    }

    void busyApisBecomeAMap()
    {
        const QJsonObject answer{
            {u"granularity"_s, u"minute"_s},
            {u"apis"_s, QJsonArray{u"rest:orders"_s, u"soap:old"_s}},
            {u"series"_s, QJsonArray{QJsonObject{{u"timestamp"_s, 9'540}, {u"counts"_s, QJsonArray{5, 1}}}}}};
        const HeatGrid grid = apiGrid(answer, 9'555, 3'600);
        QCOMPARE(grid.rows, QStringList({u"orders"_s, u"soap:old"_s}));
        QCOMPARE(grid.sum(0), 5.0);
        QCOMPARE(grid.counts.at(1).last(), 1.0);
    }
};

QTEST_GUILESS_MAIN(TrafficSeriesTest)
#include "tst_traffic_series.moc"
