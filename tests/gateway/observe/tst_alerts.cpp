// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/clock.h"
#include "gateway/observe/alert_engine.h"
#include "gateway/observe/alert_traffic.h"
#include "tests/gateway/observe/sample_record.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::observe;

namespace {

constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;

AlertSpec errorRate()
{
    AlertSpec spec;
    spec.ruleId = u"r1"_s;
    spec.rule = u"High error rate"_s;
    spec.signal = u"error_rate"_s;
    spec.severity = u"warning"_s;
    spec.unit = u"%"_s;
    spec.threshold = 5;
    spec.forMs = 5 * minute;
    spec.recoverMs = minute;
    spec.slackPercent = 10;
    return spec;
}

Tally tallyOf(int good, int status, int bad, const char* api = "orders")
{
    Tally tally;
    RequestRecord r = sampleRecord();
    r.api = api;
    for (int i = 0; i < good + bad; ++i) {
        r.status = i < good ? std::uint16_t(200) : std::uint16_t(status);
        r.totalNs = i < good ? 10'000'000 : 900'000'000;
        tally.add(r);
    }
    return tally;
}

/// An engine with one rule, a clock, and everything it told.
struct Desk {
    AlertSpec spec = errorRate();
    ManualClock clock;
    AlertEngine engine;
    QStringList told;

    void read(double value, AlertReading::Judgement judgement = AlertReading::Judgement::Normal,
              const QString& subject = {})
    {
        take(engine.judge(spec, {{subject, value, judgement}}, clock.wallMs()));
    }
    void take(const std::vector<AlertEvent>& events)
    {
        for (const AlertEvent& event : events)
            told.append(toString(event.what));
    }
    /// The same reading every second.
    void readFor(qint64 ms, double value, AlertReading::Judgement judgement = AlertReading::Judgement::Normal)
    {
        for (qint64 passed = 0; passed < ms; passed += second) {
            clock.advanceMs(second);
            read(value, judgement);
        }
    }
    QString state() const { return toString(engine.current().at(0)->state); }
};

} // namespace

class AlertsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firesAfterItsTimeAndTellsOnceEach()
    {
        Desk desk;
        desk.read(50);
        QCOMPARE(desk.state(), u"pending"_s);
        desk.readFor(5 * minute - second, 50);
        QCOMPARE(desk.state(), u"pending"_s);
        QVERIFY(desk.told.isEmpty());
        desk.readFor(second, 50);
        QCOMPARE(desk.state(), u"firing"_s);
        desk.readFor(60 * minute, 60);
        QCOMPARE(desk.told, QStringList{u"fired"_s});
        QCOMPARE(desk.engine.current().at(0)->worst, 60.0);
        desk.readFor(minute, 0);
        QCOMPARE(desk.told, QStringList{u"fired"_s});
        desk.readFor(second, 0);
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"resolved"_s}));
        desk.readFor(60 * minute, 0);
        QCOMPARE(desk.told.size(), 2);
        QVERIFY(desk.engine.current().empty());
        QCOMPARE(desk.engine.history().size(), std::size_t(1));
        QVERIFY(desk.engine.history().front().state == AlertState::Resolved);
    }

    void shortPeaksFireNothing()
    {
        Desk desk;
        for (int i = 0; i < 20; ++i) {
            desk.readFor(4 * minute, 50);
            desk.readFor(second, 0);
        }
        QVERIFY(desk.told.isEmpty());
        QVERIFY(desk.engine.history().empty());
    }

    void aValueAroundTheThresholdDoesNotFlap()
    {
        Desk desk;
        desk.readFor(6 * minute, 6);
        for (int i = 0; i < 50; ++i) { // below 5 but not below 4.5; then good, but never for a minute
            desk.readFor(2 * minute, 4.8);
            desk.readFor(30 * second, 1);
        }
        QCOMPARE(desk.told, QStringList{u"fired"_s});
        desk.readFor(2 * minute, 4.4);
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"resolved"_s}));
    }

    void belowIsTheMirrorOfAbove()
    {
        Desk desk;
        desk.spec.below = true;
        desk.spec.threshold = 14;
        desk.spec.forMs = 0;
        desk.read(14);
        QVERIFY(desk.told.isEmpty());
        desk.read(13.9);
        QCOMPARE(desk.told, QStringList{u"fired"_s});
        desk.readFor(2 * minute, 15); // not yet back by a tenth
        desk.readFor(2 * minute, 15.5);
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"resolved"_s}));
    }

    void tooFewRequestsAreGoodAndUnknownMovesNothing()
    {
        Desk desk;
        desk.readFor(10 * minute, 100, AlertReading::Judgement::Good);
        QVERIFY(desk.engine.current().empty());
        desk.readFor(6 * minute, 100);
        desk.readFor(60 * minute, 0, AlertReading::Judgement::Unknown);
        QCOMPARE(desk.state(), u"firing"_s);
        desk.readFor(2 * minute, 100, AlertReading::Judgement::Good);
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"resolved"_s}));
    }

    void remindersStopWithTheAcknowledgement()
    {
        Desk desk;
        desk.spec.repeatMs = 60 * minute;
        desk.readFor(5 * minute + second, 50);
        desk.readFor(121 * minute, 50);
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"reminder"_s, u"reminder"_s}));
        const QString id = desk.engine.current().at(0)->id;
        QVERIFY(!desk.engine.acknowledge(u"nothing"_s, u"ann"_s, {}, desk.clock.wallMs()));
        QVERIFY(desk.engine.acknowledge(id, u"ann"_s, u"on it"_s, desk.clock.wallMs()));
        QCOMPARE(desk.engine.find(id)->comment, u"on it"_s);
        desk.readFor(300 * minute, 50);
        desk.readFor(2 * minute, 0);
        QCOMPARE(desk.told.size(), 4);
        QCOMPARE(desk.told.last(), u"resolved"_s);
        QCOMPARE(desk.engine.find(id)->acknowledgedBy, u"ann"_s);
        desk.readFor(6 * minute, 50); // armed again
        QVERIFY(!desk.engine.current().at(0)->isAcknowledged());
        QCOMPARE(desk.told.last(), u"fired"_s);
    }

    void silencedOnesAreToldWhenTheSilenceEnds()
    {
        Desk desk;
        QString silence = u"s1"_s;
        desk.engine.setSilences([&](const Alert&) { return silence; });
        desk.readFor(10 * minute, 50);
        QVERIFY(desk.told.isEmpty());
        QCOMPARE(desk.engine.current().at(0)->silencedBy, u"s1"_s);
        silence.clear();
        desk.readFor(second, 50);
        QCOMPARE(desk.told, QStringList{u"fired"_s});
        QVERIFY(desk.engine.current().at(0)->silencedBy.isEmpty());
        silence = u"s2"_s; // whoever was told that it fires is told that it ended
        desk.readFor(2 * minute, 0);
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"resolved"_s}));
    }

    void whollySilencedOnesTellNothing()
    {
        Desk desk;
        desk.engine.setSilences([](const Alert&) { return u"s1"_s; });
        desk.readFor(10 * minute, 50);
        desk.readFor(10 * minute, 0);
        QVERIFY(desk.told.isEmpty());
        QCOMPARE(desk.engine.history().size(), std::size_t(1));
    }

    void subjectsAreApartAndEndWhenTheyGo()
    {
        Desk desk;
        desk.spec.forMs = 0;
        desk.spec.recoverMs = 0;
        const qint64 now = desk.clock.wallMs();
        desk.take(desk.engine.judge(desk.spec, {{u"a"_s, 9, {}}, {u"b"_s, 9, {}}, {u"c"_s, 1, {}}}, now));
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"fired"_s}));
        desk.take(desk.engine.judge(desk.spec, {{u"b"_s, 9, {}}}, now + second));
        QCOMPARE(desk.told, (QStringList{u"fired"_s, u"fired"_s, u"resolved"_s}));
        QCOMPARE(desk.engine.history().front().subject, u"a"_s);
        desk.take(desk.engine.keepOnly({u"other"_s}, now + 2 * second));
        QCOMPARE(desk.told.size(), 4);
        QVERIFY(!desk.engine.history().front().ending.isEmpty());
    }

    void survivesARestart()
    {
        Desk desk;
        desk.readFor(6 * minute, 50);
        desk.engine.acknowledge(desk.engine.current().at(0)->id, u"ann"_s, u"mine"_s, desk.clock.wallMs());
        desk.readFor(2 * minute, 0);
        desk.readFor(6 * minute, 70);
        const QJsonObject saved = desk.engine.save();

        Desk next;
        next.clock.setWallMs(desk.clock.wallMs());
        next.engine.restore(saved);
        QCOMPARE(next.engine.save(), saved);
        next.readFor(minute, 70);
        QVERIFY(next.told.isEmpty()); // it was told before
        next.readFor(2 * minute, 0);
        QCOMPARE(next.told, QStringList{u"resolved"_s});
        QCOMPARE(next.engine.history().size(), std::size_t(2));
        QCOMPARE(next.engine.history().back().comment, u"mine"_s);
    }

    void theHistoryIsBounded()
    {
        Desk desk;
        desk.spec.forMs = 0;
        desk.spec.recoverMs = 0;
        for (int i = 0; i < 1200; ++i) {
            desk.read(9);
            desk.read(0);
        }
        QCOMPARE(desk.engine.history().size(), AlertEngine::MaxHistory);
    }

    void windowsForget()
    {
        for (const std::int64_t seconds : {1, 5, 60, 300, 86'400}) {
            RollingWindow window(seconds);
            const std::int64_t start = 1'700'000'000;
            for (std::int64_t at = start; at < start + seconds;
                 at += std::max<std::int64_t>(1, seconds / 100))
                window.add(at, {1, 1, 0, 0, {}});
            const std::int64_t step = (seconds + 59) / 60;
            const std::int64_t added = std::min<std::int64_t>(seconds, 100);
            QVERIFY(std::int64_t(window.sum(start + seconds - 1).requests) >=
                    std::max<std::int64_t>(1, added - 2));
            QCOMPARE(window.sum(start + 2 * seconds + step).requests, std::uint64_t(0));
            QVERIFY(window.isEmpty(start + 2 * seconds + step));
        }
    }

    void trafficIsCountedByApi()
    {
        AlertTraffic traffic;
        const std::int64_t now = 1'700'000'000;
        traffic.setWatches({{u"all"_s, 60, 0, true, false, true, {}},
                            {u"one"_s, 60, 0, false, false, false, {"orders/v1"}},
                            {u"each"_s, 60, 0, false, true, true, {}}},
                           now);
        Tally both = tallyOf(90, 503, 10);
        both.merge(tallyOf(50, 429, 50, "billing"));
        traffic.add(now + 1, both);
        traffic.add(now + 2, Tally());

        const auto all = traffic.subjects(u"all"_s, now + 2);
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all[0].counts.requests, std::uint64_t(200));
        QCOMPARE(all[0].counts.serverErrors, std::uint64_t(10));
        QCOMPARE(all[0].counts.limited, std::uint64_t(50));
        QVERIFY(!all[0].whole);
        QVERIFY(all[0].latency.percentileNs(0.5) < 11e6 && all[0].latency.percentileNs(0.95) > 8e8);
        const auto one = traffic.subjects(u"one"_s, now + 2);
        QCOMPARE(one[0].counts.requests, std::uint64_t(100));
        QCOMPARE(one[0].counts.serverErrors, std::uint64_t(10));
        QCOMPARE(one[0].counts.limited, std::uint64_t(0));
        const auto each = traffic.subjects(u"each"_s, now + 2);
        QCOMPARE(each.size(), std::size_t(2));
        QCOMPARE(each[0].name, u"billing/v1"_s);
        QCOMPARE(each[0].counts.limited, std::uint64_t(50));

        QVERIFY(traffic.subjects(u"all"_s, now + 60)[0].whole);
        traffic.add(now + 70, Tally());
        QCOMPARE(traffic.subjects(u"one"_s, now + 70)[0].counts.requests, std::uint64_t(0));
        QVERIFY(traffic.subjects(u"each"_s, now + 70).empty());
    }

    void aWatchThatStaysKeepsItsWindow()
    {
        AlertTraffic traffic;
        const std::int64_t now = 1'700'000'000;
        traffic.setWatches({{u"a"_s, 60, 0, false, false, true, {}}}, now);
        traffic.add(now, tallyOf(5, 500, 5));
        traffic.setWatches({{u"b"_s, 60, 0, false, false, true, {}}, {u"a"_s, 60, 0, false, false, true, {}}},
                           now + 1);
        QCOMPARE(traffic.subjects(u"a"_s, now + 1)[0].counts.requests, std::uint64_t(10));
        QCOMPARE(traffic.subjects(u"b"_s, now + 1)[0].counts.requests, std::uint64_t(0));
        traffic.setWatches({{u"a"_s, 30, 0, false, false, true, {}}}, now + 2);
        QCOMPARE(traffic.subjects(u"a"_s, now + 2)[0].counts.requests, std::uint64_t(0));
    }
};

QTEST_GUILESS_MAIN(AlertsTest)
#include "tst_alerts.moc"
