// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/api_client.h"
#include "console/client/event_stream.h"
#include "console/models/curl.h"
#include "console/models/traffic_feed.h"
#include "tests/console/client/fake_gateway.h"

#include <QJsonArray>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

TrafficPoint point(qint64 second, double requests, double p50 = 0, double p99 = 0, double failed = 0)
{
    TrafficPoint point;
    point.second = second;
    point.requests = requests;
    point.classes[5] = failed;
    point.classes[2] = requests - failed;
    if (requests > 0) {
        point.p50Ms = p50;
        point.p95Ms = p99;
        point.p99Ms = p99;
    }
    return point;
}

QJsonObject wire(qint64 second, double requests)
{
    return {{u"t"_s, second},   {u"requests"_s, requests}, {u"s2xx"_s, requests},
            {u"p50_ms"_s, 1.5}, {u"p95_ms"_s, 2.5},        {u"p99_ms"_s, 3.5},
            {u"s5xx"_s, 0},     {u"aborted"_s, 0},         {u"active_connections"_s, 7}};
}

} // namespace

class Traffic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAPoint()
    {
        const TrafficPoint busy = TrafficPoint::fromJson(wire(100, 4));
        QCOMPARE(busy.second, 100);
        QCOMPARE(busy.classes[2], 4.0);
        QCOMPARE(busy.p99Ms, std::optional(3.5));
        QCOMPARE(busy.connections, 7.0);
        // A second without requests has no latency: zero would be an invented number.
        QVERIFY(!TrafficPoint::fromJson(wire(101, 0)).p50Ms);
    }

    void keepsFifteenMinutesInOrderOnce()
    {
        TrafficHistory history;
        QVERIFY(history.add(point(1'000, 1)));
        QVERIFY(history.add(point(1'002, 3)));
        QVERIFY(history.add(point(1'001, 2)));
        QVERIFY(!history.add(point(1'001, 9)));
        QCOMPARE(history.points().at(1).requests, 2.0);
        QVERIFY(history.add(point(1'000 + TrafficHistory::keptSeconds, 4)));
        QCOMPARE(history.points().first().second, 1'001); // exactly the kept seconds
        QVERIFY(!history.add(point(1'000, 1)));
        QVERIFY(!history.add(point(0, 1)));
    }

    void missingSecondsAreGaps()
    {
        TrafficHistory history;
        history.add(point(100, 10));
        history.add(point(103, 0));
        const auto steps = history.buckets(4, 1, 103);
        QCOMPARE(steps.size(), 4);
        QVERIFY(steps.at(0).has_value());
        QVERIFY(!steps.at(1).has_value());
        QVERIFY(!steps.at(2).has_value());
        QCOMPARE(steps.at(3)->requests, 0.0); // counted, and nothing came
    }

    void bucketsBeginAtRoundSecondsSoThatPointsStay()
    {
        TrafficHistory history;
        for (qint64 second = 90; second < 112; ++second)
            history.add(point(second, 1));
        const auto at110 = history.buckets(20, 10, 110);
        const auto at111 = history.buckets(20, 10, 111);
        QCOMPARE(at110.first()->second, 100);
        QCOMPARE(at111.first()->second, 100);
        QCOMPARE(at110.first()->requests, 10.0);
        QCOMPARE(at110.first(), at111.first());
        QCOMPARE(at111.last()->seconds, 2); // rates divide by what was seen, not by the step
    }

    void putsLatenciesTogetherHonestly()
    {
        TrafficHistory history;
        history.add(point(100, 1, 10, 50));
        history.add(point(101, 3, 2, 20, 1));
        history.add(point(102, 0));
        const auto sum = history.sum(60, 102);
        QCOMPARE(sum->requests, 4.0);
        QCOMPARE(*sum->p50Ms, 4.0); // (1*10 + 3*2) / 4
        QCOMPARE(*sum->p99Ms, 50.0);
        QCOMPARE(sum->failures(), 1.0);
        QCOMPARE(sum->seconds, 3);
        QVERIFY(!history.sum(60, 99));
    }

    void feedPollsOneAtATimeAndStops()
    {
        int running = 0;
        int most = 0;
        FakeGateway gateway([&](const auto&) {
            most = qMax(most, ++running);
            FakeGateway::Reply reply;
            reply.body = FakeGateway::json({{u"now"_s, 101}, {u"points"_s, QJsonArray{wire(100, 2)}}});
            --running;
            return reply;
        });
        ApiClient client;
        ConnectionProfile profile;
        profile.url = gateway.url();
        client.setProfile(profile);
        EventStream events(client);
        TrafficFeed feed(client, events);
        QSignalSpy changed(&feed, &TrafficFeed::changed);
        feed.start();
        QVERIFY(changed.wait());
        QCOMPARE(feed.history().newest(), 100);
        QVERIFY(feed.lastAnswer().isValid());
        QCOMPARE(gateway.count("/platform/monitor/live?after=0"), 1);
        QVERIFY(changed.wait()); // no stream: it asks again, for what is newer
        QCOMPARE(gateway.count("/platform/monitor/live?after=100"), 1);
        QCOMPARE(most, 1);
        feed.stop();
        QVERIFY(!feed.isRunning());
        feed.clear();
        QVERIFY(feed.history().isEmpty());
    }

    void feedTakesTicksAndFillsHoles()
    {
        FakeGateway gateway([](const auto& request) {
            FakeGateway::Reply reply;
            const QUrlQuery query(QUrl(QString::fromLatin1(request.path)));
            const qint64 after = qMax<qint64>(99, query.queryItemValue(u"after"_s).toLongLong());
            reply.body =
                FakeGateway::json({{u"points"_s, QJsonArray{wire(after + 1, 1), wire(after + 2, 1)}}});
            return reply;
        });
        ApiClient client;
        ConnectionProfile profile;
        profile.url = gateway.url();
        client.setProfile(profile);
        EventStream events(client);
        TrafficFeed feed(client, events);
        QSignalSpy changed(&feed, &TrafficFeed::changed);
        Q_EMIT events.event(u"tick"_s, wire(100, 1));
        QVERIFY(feed.history().isEmpty()); // not started: nobody looks
        feed.start();
        QVERIFY(changed.wait());
        QCOMPARE(feed.history().newest(), 101);
        const qsizetype asked = gateway.seen.size();
        Q_EMIT events.event(u"tick"_s, wire(102, 5));
        QCOMPARE(feed.history().newest(), 102);
        QCOMPARE(gateway.seen.size(), asked); // the next second needs no question
        Q_EMIT events.event(u"tick"_s, wire(104, 5));
        QTRY_COMPARE(feed.history().newest(), 104);
        QCOMPARE(feed.history().points().size(), 5); // 103 was asked for
    }

    void curlIsQuotedForTheShell()
    {
        TrafficCall call;
        call.method = "POST";
        call.url = QUrl(u"http://127.0.0.1:3001/api/rest/a/v1/x?q=1&r=2"_s);
        call.headers = {{"X-Name", "it's; $(rm) `x`"}};
        call.body = "{\"a\": \"b'c\"}";
        // The shell itself says how it reads the line.
        QProcess shell;
        QString line = curlCommand(call);
        QVERIFY(line.startsWith(u"curl "_s));
        shell.start(u"/bin/sh"_s, {u"-c"_s, u"printf '%s\\n' "_s + line.mid(5)});
        QVERIFY(shell.waitForFinished());
        const QStringList words =
            QString::fromUtf8(shell.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(words, (QStringList{u"--include"_s, u"--request"_s, u"POST"_s, u"--header"_s,
                                     u"X-Name: it's; $(rm) `x`"_s, u"--data-binary"_s, u"{\"a\": \"b'c\"}"_s,
                                     call.url.toString()}));
    }

    void publicUrls()
    {
        const QUrl base(u"http://gw:3001/"_s);
        QCOMPARE(publicUrl(base, u"REST"_s, u"a"_s, u"v1"_s, u"/x"_s).toString(),
                 u"http://gw:3001/api/rest/a/v1/x"_s);
        QCOMPARE(publicUrl(base, {}, u"a"_s, u"v1"_s).path(), u"/api/rest/a/v1"_s);
        QCOMPARE(publicUrl(base, u"GRAPHQL"_s, u"a"_s, u"v1"_s).path(), u"/api/graphql/a"_s);
        QCOMPARE(publicUrl(base, u"SOAP"_s, u"a"_s, u"v2"_s).path(), u"/api/soap/a/v2"_s);
    }
};

QTEST_GUILESS_MAIN(Traffic)
#include "tst_traffic.moc"
