// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/health.h"
#include "gateway/observe/telemetry.h"
#include "tests/gateway/observe/sample_record.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <random>
#include <string>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::observe;

namespace {

constexpr qint64 kNow = 1'767'323'040; // 2026-01-02T03:04:00Z, a full minute

Tally tallyOf(int good, int bad, const char* user = "ann")
{
    Tally tally;
    RequestRecord r = sampleRecord();
    r.principal = user;
    for (int i = 0; i < good + bad; ++i) {
        r.status = i < good ? 200 : 503;
        r.totalNs = (i + 1) * 1'000'000;
        tally.add(r);
    }
    return tally;
}

} // namespace

class StoresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tenantsOfOneNameAreCountedApart()
    {
        Tally tally;
        RecentEndpoints recent; // shared, as on a worker
        RequestRecord r = sampleRecord();
        r.api = "orders";
        r.apiVersion = "v1";
        for (const char* tenant : {"default", "north", "default", "north", "north"}) {
            r.tenant = tenant;
            tally.add(r, recent);
        }
        QCOMPARE(tally.apis.size(), std::size_t(2));
        QCOMPARE(tally.apis.at("rest:orders").count, std::uint64_t(2));
        QCOMPARE(tally.apis.at("rest:north:orders").count, std::uint64_t(3));
        MonitorStore store;
        store.add(kNow, tally);
        const auto of = [&store](const QString& tenant) {
            return store.analyticsTopApis(kNow - 3600, kNow, 10, tenant).value(u"top_apis"_s).toArray();
        };
        QCOMPARE(of({}).size(), qsizetype(2));
        QCOMPARE(of(u"north"_s),
                 (QJsonArray{QJsonObject{{u"api"_s, u"rest:north:orders"_s}, {u"count"_s, 3}}}));
        QCOMPARE(of(u"default"_s), (QJsonArray{QJsonObject{{u"api"_s, u"rest:orders"_s}, {u"count"_s, 2}}}));
        QVERIFY(of(u"nor"_s).isEmpty());
        const auto endpoints = store.analyticsTopEndpoints(kNow - 3600, kNow, u"count"_s, 10, u"north"_s)
                                   .value(u"top_endpoints"_s);
        QCOMPARE(endpoints.toArray().size(), qsizetype(1));
        QVERIFY(endpoints[0][u"endpoint_uri"_s].toString().startsWith(u"/north:orders/v1"_s));
    }
    void recentEndpointsCountInTheRightPlace()
    {
        // Names that run into each other when joined, all of one slot, so that they fight for the same place.
        const std::vector<std::string> names{"a", "ab", "a/v1", "b"};
        const std::vector<std::string> versions{"v1", "v1/x", ""};
        const std::vector<std::string> operations{"/x", "/y", "", "/x/{id}"};
        std::mt19937 random(11);
        Tally plain, remembered;
        RecentEndpoints recent;
        const auto pick = [&](const std::vector<std::string>& list) -> const std::string& {
            return list[random() % list.size()];
        };
        for (int i = 0; i < 5000; ++i) {
            RequestRecord r = sampleRecord();
            r.api = pick(names);
            r.apiVersion = pick(versions);
            r.operation = pick(operations);
            r.method = random() % 3 ? "GET" : "POST";
            r.kind = random() % 4 ? ApiKind::Rest : ApiKind::Soap;
            r.status = random() % 5 ? 200 : 500;
            plain.add(r);
            remembered.add(r, recent);
        }
        QCOMPARE(remembered.apis.size(), plain.apis.size());
        QCOMPARE(remembered.endpoints.size(), plain.endpoints.size());
        for (const auto& [name, cell] : plain.apis) {
            QCOMPARE(remembered.apis.at(name).count, cell.count);
            QCOMPARE(remembered.apis.at(name).errors, cell.errors);
        }
        for (const auto& [name, cell] : plain.endpoints) {
            QCOMPARE(remembered.endpoints.at(name).count, cell.count);
            QCOMPARE(remembered.endpoints.at(name).errors, cell.errors);
            QCOMPARE(remembered.endpoints.at(name).sumNs, cell.sumNs);
        }
    }

    void monitorCountsEveryRequestOnce()
    {
        MonitorStore store;
        store.add(kNow - 3600 * 2, tallyOf(1, 0, "old"));
        store.add(kNow - 60, tallyOf(8, 2));
        store.add(kNow, tallyOf(10, 0, "bob"));
        const QJsonObject m = store.monitorMetrics(kNow + 30, 3600, u"minute"_s, true);
        QCOMPARE(m.value(u"total_requests"_s).toInt(), 20);
        QCOMPARE(m.value(u"unique_users"_s).toInt(), 2);
        QCOMPARE(m.value(u"status_counts"_s).toObject().value(u"503"_s).toInt(), 2);
        QCOMPARE(m.value(u"total_bytes_in"_s).toInt(), 2000);
        QCOMPARE(m.value(u"avg_response_ms"_s).toDouble(), 5.5);
        QCOMPARE(m.value(u"top_apis"_s).toArray(), QJsonArray{QJsonValue(QJsonArray{u"rest:orders"_s, 20})});
        const QJsonArray series = m.value(u"series"_s).toArray();
        QCOMPARE(series.size(), 2);
        QCOMPARE(series.at(0).toObject().value(u"timestamp"_s).toInteger(), kNow);
        QCOMPARE(series.at(1).toObject().value(u"error_rate"_s).toDouble(), 0.2);
        QVERIFY(std::abs(series.at(1).toObject().value(u"p95_ms"_s).toDouble() - 9) < 0.45);
        QCOMPARE(store.monitorMetrics(kNow, 86400, u"day"_s, false).value(u"series"_s).toArray().size(), 1);
        QCOMPARE(store.monitorMetrics(kNow, 86400, u"day"_s, false).value(u"total_requests"_s).toInt(), 21);
    }

    void namesOfMonitorAndAnalyticsKeys()
    {
        MonitorStore store;
        store.add(kNow, tallyOf(3, 1));
        QCOMPARE(
            store.monitorMetrics(kNow, 3600, u"minute"_s, false).keys(),
            QStringList({u"avg_response_ms"_s, u"series"_s, u"status_counts"_s, u"top_apis"_s, u"top_users"_s,
                         u"total_bytes_in"_s, u"total_bytes_out"_s, u"total_requests"_s, u"total_retries"_s,
                         u"total_test_requests"_s, u"total_upstream_timeouts"_s, u"unique_users"_s}));
        const QJsonObject overview = store.analyticsOverview(kNow - 3600, kNow);
        QCOMPARE(overview.value(u"summary"_s).toObject().value(u"error_rate"_s).toDouble(), 0.25);
        QCOMPARE(overview.value(u"percentiles"_s).toObject().keys(),
                 QStringList({u"max"_s, u"min"_s, u"p50"_s, u"p75"_s, u"p90"_s, u"p95"_s, u"p99"_s}));
        QCOMPARE(overview.value(u"top_users"_s).toArray().at(0).toObject().value(u"user"_s).toString(),
                 u"ann"_s);
        const QJsonObject latency = store.analyticsSeries(kNow - 3600, kNow, u"5minute"_s, u"latency"_s);
        QCOMPARE(latency.value(u"granularity"_s).toString(), u"5minute"_s);
        QCOMPARE(latency.value(u"series"_s).toArray().at(0).toObject().keys(),
                 QStringList({u"avg_ms"_s, u"percentiles"_s, u"timestamp"_s}));
        const QJsonObject endpoints = store.analyticsTopEndpoints(kNow - 3600, kNow, u"count"_s, 10);
        QCOMPARE(endpoints.value(u"top_endpoints"_s)
                     .toArray()
                     .at(0)
                     .toObject()
                     .value(u"endpoint_uri"_s)
                     .toString(),
                 u"/orders/v1/items/{id}"_s);
        QVERIFY(store.analyticsApi(u"orders"_s, u"v1"_s, kNow - 60, kNow).has_value());
        QVERIFY(!store.analyticsApi(u"orders"_s, u"v"_s, kNow - 60, kNow).has_value());
        QCOMPARE(store.analyticsUser(u"ann"_s, kNow - 60, kNow)
                     ->value(u"summary"_s)
                     .toObject()
                     .value(u"count"_s)
                     .toInt(),
                 4);
        QVERIFY(!store.analyticsUser(u"nobody"_s, kNow - 60, kNow).has_value());
    }

    /// Every request is in one cell of each map, in the row that its latency and its API say.
    void heatMapsHoldEveryRequest()
    {
        MonitorStore store;
        store.add(kNow - 600, tallyOf(3, 1));
        store.add(kNow, tallyOf(20, 0));
        const QJsonObject bands = store.analyticsSeries(kNow - 3600, kNow, u"5minute"_s, u"latency_bands"_s);
        const QJsonArray ends = bands.value(u"band_ends_ms"_s).toArray();
        const QJsonArray columns = bands.value(u"series"_s).toArray();
        QCOMPARE(columns.size(), 2);
        QList<double> sums;
        for (const QJsonValue& column : columns) {
            const QJsonArray counts = column[u"bands"_s].toArray();
            QCOMPARE(counts.size(), ends.size() + 1); // the last one is open
            double sum = 0;
            for (const QJsonValue& count : counts)
                sum += count.toDouble();
            sums.append(sum);
        }
        QCOMPARE(sums, QList<double>({4, 20}));
        const QJsonObject latency = store.analyticsSeries(kNow - 3600, kNow, u"5minute"_s, u"latency"_s);
        const double most = latency[u"series"_s][1][u"percentiles"_s][u"max"_s].toDouble();
        const QJsonArray last = columns[1][u"bands"_s].toArray();
        qsizetype highest = last.size() - 1;
        while (last[highest].toDouble() == 0)
            --highest;
        QVERIFY(most <= ends[highest].toDouble() && (highest == 0 || most > ends[highest - 1].toDouble()));

        const QJsonObject apis = store.analyticsSeries(kNow - 3600, kNow, u"5minute"_s, u"top_apis"_s);
        QCOMPARE(apis.value(u"apis"_s).toArray(), QJsonArray{u"rest:orders"_s});
        QCOMPARE(apis[u"series"_s][0][u"counts"_s].toArray(), QJsonArray{4});
        QCOMPARE(apis[u"series"_s][1][u"counts"_s].toArray(), QJsonArray{20});
    }

    void longRangesStillHaveData()
    {
        MonitorStore store;
        for (int day = 40; day >= 0; --day)
            store.add(kNow - day * 86400, tallyOf(1, 0));
        QCOMPARE(store.analyticsOverview(kNow - 86400 * 60, kNow)
                     .value(u"summary"_s)
                     .toObject()
                     .value(u"total_requests"_s)
                     .toInt(),
                 41);
        QCOMPARE(
            store.analyticsSeries(kNow - 86400 * 60, kNow, u"auto"_s, {}).value(u"granularity"_s).toString(),
            u"day"_s);
        QCOMPARE(store.totalRequests(),
                 quint64(31)); // minute buckets go when they are wholly older than 30 days
    }

    void testTrafficIsCountedApart()
    {
        MonitorStore store;
        Tally tally;
        RequestRecord r = sampleRecord();
        r.isTest = true;
        tally.add(r);
        store.add(kNow, tally);
        const QJsonObject m = store.monitorMetrics(kNow, 3600, u"minute"_s, false);
        QCOMPARE(m.value(u"total_requests"_s).toInt(), 0);
        QCOMPARE(m.value(u"total_test_requests"_s).toInt(), 1);
        QCOMPARE(m.value(u"unique_users"_s).toInt(), 0);
    }

    void storesSurviveARestart()
    {
        QTemporaryDir dir;
        MonitorStore store;
        store.add(kNow - 600, tallyOf(8, 2));
        store.add(kNow, tallyOf(1, 1, "q\"u\n\u00e4"));
        QVERIFY(store.save(dir.path()).ok());
        MonitorStore again;
        QVERIFY(again.restore(dir.path(), kNow).ok());
        QCOMPARE(again.monitorMetrics(kNow, 86400, u"minute"_s, false),
                 store.monitorMetrics(kNow, 86400, u"minute"_s, false));
        QCOMPARE(again.analyticsOverview(kNow - 3600, kNow), store.analyticsOverview(kNow - 3600, kNow));
        QCOMPARE(again.analyticsTopEndpoints(kNow - 3600, kNow, u"avg_ms"_s, 5),
                 store.analyticsTopEndpoints(kNow - 3600, kNow, u"avg_ms"_s, 5));
        again.add(kNow + 60, tallyOf(1, 0));
        QCOMPARE(again.totalRequests(), quint64(13));
    }

    void damagedFilesAreRefusedAndChangeNothing()
    {
        QTemporaryDir dir;
        MonitorStore store;
        QVERIFY(store.restore(dir.path(), kNow).ok()); // nothing there is fine
        store.add(kNow, tallyOf(1, 0));
        QFile file(dir.filePath(u"metrics.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"buckets\":[");
        file.close();
        const Result<void> result = store.restore(dir.path(), kNow);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().type, ErrorType::Corrupt);
        QVERIFY(result.error().message.contains(file.fileName()));
        QCOMPARE(store.totalRequests(), quint64(1));
    }

    void hostileBucketsAreLeftOut()
    {
        TimeSeries series(60, 3600, TimeSeries::Detail::Full);
        series.restore(QJsonArray{QJsonObject{{u"start"_s, 61}},
                                  QJsonObject{{u"start"_s, double(kNow + 6000)}}, 5,
                                  QJsonObject{{u"start"_s, double(kNow - 7200)}},
                                  QJsonObject{{u"start"_s, double(kNow)},
                                              {u"count"_s, -5},
                                              {u"latency"_s, QJsonArray{99999, 1, -1, 2, 3}}},
                                  QJsonObject{{u"start"_s, double(kNow)}}},
                       kNow);
        QCOMPARE(series.buckets().size(), std::size_t(1));
        QCOMPARE(series.buckets().front().tally.count, std::uint64_t(0));
        QVERIFY(series.buckets().front().tally.latency.isEmpty());
    }

    void clockSetBackKeepsTheOrder()
    {
        TimeSeries series(60, 3600, TimeSeries::Detail::Summary);
        series.add(kNow, tallyOf(1, 0));
        series.add(kNow - 600, tallyOf(1, 0));
        QCOMPARE(series.buckets().size(), std::size_t(1));
        QCOMPARE(series.buckets().front().tally.count, std::uint64_t(2));
    }

    void talliesAreBounded()
    {
        Tally tally;
        RequestRecord r = sampleRecord();
        for (int i = 0; i < 10'000; ++i) {
            const std::string name = "n" + std::to_string(i);
            r.principal = r.api = r.operation = name;
            tally.add(r);
        }
        QVERIFY(tally.users.size() <= Tally::MaxUsers + 1);
        QVERIFY(tally.apis.size() <= Tally::MaxApis + 1);
        QVERIFY(tally.endpoints.size() <= Tally::MaxEndpoints + 1);
        std::uint64_t sum = 0;
        for (const auto& [name, n] : tally.users)
            sum += n;
        QCOMPARE(sum, std::uint64_t(10'000));
        QCOMPARE(tally.users.at("(other)"), std::uint64_t(10'000 - Tally::MaxUsers));
    }

    void csvReport()
    {
        MonitorStore store;
        Tally tally = tallyOf(98, 2);
        RequestRecord r = sampleRecord();
        r.api = "=evil,\"x\"";
        r.principal = "";
        tally.add(r);
        store.add(kNow, tally);
        const QString csv = store.csvReport(kNow - 60, kNow + 60, u"2026-01-02"_s, u"2026-01-03"_s);
        for (const QString& line :
             {u"Report,From,2026-01-02,To,2026-01-03"_s, u"total_requests,101"_s, u"total_errors,2"_s,
              u"success_rate,98.02%"_s, u"503,2"_s, u"rest:orders,100,2,98,98.00%"_s,
              u"\"rest:=evil,\"\"x\"\"\",1,0,1,100.00%"_s, u"ann,100"_s, u"2026-01-02,10100,202000,212100"_s})
            QVERIFY2(csv.split(u'\n').contains(line), qPrintable(line + u"\n"_s + csv));
    }

    void liveSeriesHasNoGaps()
    {
        LiveSeries live;
        live.addSecond(kNow, tallyOf(8, 2), 5);
        live.addSecond(kNow + 4, tallyOf(1, 0), 6);
        live.addSecond(kNow + 4, tallyOf(1, 0), 6); // a second tick within the second
        QCOMPARE(live.since(0).size(), std::size_t(6));
        QCOMPARE(live.since(kNow).size(), std::size_t(5));
        QCOMPARE(live.since(kNow).front().requests, std::uint64_t(0));
        const LivePoint first = live.since(0).front();
        QCOMPARE(first.requests, std::uint64_t(10));
        QCOMPARE(first.classes[5], std::uint64_t(2));
        QCOMPARE(first.activeConnections, 5);
        QVERIFY(std::abs(first.p50Ms - 5) < 0.25);
        for (int i = 0; i < 2000; ++i)
            live.addSecond(kNow + 10 + i, {}, 0);
        QCOMPARE(live.since(0).size(), LiveSeries::MaxPoints);
        live.addSecond(kNow + 1'000'000, {}, 0);
        QCOMPARE(live.since(0).size(), std::size_t(1));
    }

    void telemetryJoinsWorkers()
    {
        LogWriter writer({});
        ManualClock clock;
        clock.setWallMs(kNow * 1000);
        Telemetry telemetry(writer, clock, "9.9");
        Recorder& a = telemetry.addWorker({});
        Recorder& b = telemetry.addWorker({});
        RequestRecord r = sampleRecord();
        r.apiSlot = telemetry.apiSlots().slotFor({"default", "orders", "v1", ApiKind::Rest});
        a.finished(r);
        b.finished(r);
        a.flush(true);
        b.flush(true);
        telemetry.tick(3);
        clock.advanceMs(1000);
        telemetry.tick(3);
        QCOMPARE(telemetry.monitor().totalRequests(), quint64(2));
        const std::vector<LivePoint> points = telemetry.live().since(0);
        QCOMPARE(points.size(), std::size_t(2));
        QCOMPARE(points[0].requests, std::uint64_t(2));
        QCOMPARE(points[1].requests, std::uint64_t(0));
        QCOMPARE(points[1].activeConnections, 3);
        const std::string text = telemetry.scrape();
        QVERIFY(
            text.find(
                "stoa_requests_total{tenant=\"default\",api=\"orders\",method=\"GET\",status=\"200\"} 2\n") !=
            std::string::npos);
        QVERIFY(text.find("gatehouse_log_lines_dropped_total 0\n") != std::string::npos);
    }

    void healthAddsUp()
    {
        HealthRegistry health;
        QVERIFY(health.isReady());
        QCOMPARE(health.status(), u"ok"_s);
        health.add(u"store"_s, HealthNeed::Required);
        health.add(u"redis"_s, HealthNeed::Optional);
        QVERIFY(!health.isReady());
        health.report(u"store"_s, HealthState::Ok);
        health.report(u"redis"_s, HealthState::Down, u"connection refused by 10.0.0.9"_s);
        health.report(u"unknown"_s, HealthState::Down);
        QVERIFY(health.isReady());
        QCOMPARE(health.status(), u"degraded"_s);
        QVERIFY(!QJsonDocument(health.toJson(false)).toJson().contains("10.0.0.9"));
        QVERIFY(QJsonDocument(health.toJson(true)).toJson().contains("10.0.0.9"));
        health.report(u"redis"_s, HealthState::Ok);
        QCOMPARE(health.status(), u"ok"_s);
        health.report(u"store"_s, HealthState::Degraded);
        QVERIFY(health.isReady());
        health.setDraining(true);
        QVERIFY(!health.isReady());
        QCOMPARE(health.status(), u"draining"_s);
    }
};

QTEST_GUILESS_MAIN(StoresTest)
#include "tst_stores.moc"
