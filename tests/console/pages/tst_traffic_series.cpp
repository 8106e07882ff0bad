// SPDX-License-Identifier: GPL-3.0-or-later
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
};

QTEST_GUILESS_MAIN(TrafficSeriesTest)
#include "tst_traffic_series.moc"
