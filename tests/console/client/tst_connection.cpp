// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/client/connection_test.h"
#include "console/client/envelope.h"
#include "console/client/event_stream.h"
#include "console/client/session.h"
#include "tests/console/client/fake_gateway.h"

#include <QDateTime>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

namespace {

constexpr ConnectionMachine::Timing fast{20, 200, 30, 300};

QByteArray token(qint64 lifeSeconds)
{
    const QJsonObject claims{{u"sub"_s, u"ada"_s},
                             {u"role"_s, u"admin"_s},
                             {u"exp"_s, QDateTime::currentSecsSinceEpoch() + lifeSeconds}};
    return "h." + FakeGateway::json(claims).toBase64(QByteArray::Base64UrlEncoding) + ".s";
}

ConnectionProfile profileFor(const FakeGateway& gateway)
{
    ConnectionProfile profile;
    profile.id = u"test"_s;
    profile.name = u"Test"_s;
    profile.url = gateway.url();
    profile.user = u"ada"_s;
    return profile;
}

FakeGateway::Reply normal(const FakeGateway::Request& request)
{
    FakeGateway::Reply reply;
    if (request.path == "/platform/authorization") {
        const bool right = request.body.contains("\"right\"");
        reply.status = right ? 200 : 400;
        reply.body =
            right ? FakeGateway::json({{u"access_token"_s, QString::fromLatin1(token(1'800))}})
                  : QByteArray(R"({"error_code":"AUTH002","error_message":"Invalid email or password"})");
        reply.headers.append("Set-Cookie: csrf_token=abc; Path=/");
    } else if (request.path == "/platform/version") {
        reply.body = R"({"product":"gatehouse","version":"1.2.3"})";
    }
    return reply;
}

} // namespace

class TestConnection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void loginGivesTokenAndCsrfToEveryCall()
    {
        FakeGateway gateway(normal);
        ApiClient client;
        client.setProfile(profileFor(gateway));
        Session session(client);
        bool done = false;
        session.login(u"ada"_s, Secret("right"), this,
                      [&done](const Result<void>& answer) { done = answer.ok(); });
        QTRY_VERIFY(done);
        QVERIFY(session.isLoggedIn());
        QCOMPARE(session.user(), u"ada"_s);
        QCOMPARE(session.role(), u"admin"_s);
        bool answered = false;
        client.get(u"/platform/api/all"_s, this,
                   [&answered](const Result<QJsonObject>& a) { answered = a.ok(); });
        QTRY_VERIFY(answered);
        const FakeGateway::Request last = gateway.seen.last();
        QVERIFY(last.headers.value("authorization").startsWith("Bearer h."));
        QCOMPARE(last.headers.value("x-csrf-token"), QByteArray("abc"));
        QCOMPARE(last.headers.value("cookie"), QByteArray("csrf_token=abc"));
    }

    void wrongPasswordIsNoLostSession()
    {
        FakeGateway gateway(normal);
        ApiClient client;
        client.setProfile(profileFor(gateway));
        Session session(client);
        QSignalSpy needs(&session, &Session::needsLogin);
        QString code;
        session.login(u"ada"_s, Secret("wrong"), this, [&code](const Result<void>& answer) {
            code = answer ? QString() : answer.error().code;
        });
        QTRY_COMPARE(code, u"AUTH002"_s);
        QCOMPARE(needs.size(), 0);
    }

    void refusedTokenAsksForLoginOnce()
    {
        FakeGateway gateway([](const FakeGateway::Request&) {
            FakeGateway::Reply reply;
            reply.status = 401;
            reply.body = R"({"detail":"Unauthorized"})";
            return reply;
        });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        Session session(client);
        session.takeToken(token(1'800));
        QSignalSpy needs(&session, &Session::needsLogin);
        int answers = 0;
        for (int i = 0; i < 3; ++i)
            client.get(u"/platform/x"_s, this, [&answers](const Result<QJsonObject>&) { ++answers; });
        QTRY_COMPARE(answers, 3);
        QCOMPARE(needs.size(), 1);
        QVERIFY(!client.hasToken());
    }

    void tokenIsRenewedBeforeItEnds()
    {
        FakeGateway gateway([](const FakeGateway::Request&) {
            FakeGateway::Reply reply;
            reply.body = FakeGateway::json({{u"refresh_token"_s, QString::fromLatin1(token(900))}});
            return reply;
        });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        Session session(client);
        session.takeToken(token(1));
        QTRY_COMPARE(gateway.count("/platform/authorization/refresh"), 1);
        QTRY_VERIFY(session.expires() > QDateTime::currentDateTimeUtc().addSecs(600));
        QVERIFY(session.isLoggedIn());
    }

    void pollIsNeverTwiceUnderWay()
    {
        FakeGateway gateway([](const FakeGateway::Request&) {
            FakeGateway::Reply reply;
            reply.delayMs = 60;
            return reply;
        });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        int answers = 0;
        const ApiRequest request = ApiClient::requestFor(CallId::ApiListAll);
        const auto count = [&answers](const Result<QJsonObject>&) { ++answers; };
        QVERIFY(client.poll(u"apis"_s, request, this, count));
        QVERIFY(!client.poll(u"apis"_s, request, this, count));
        QVERIFY(client.poll(u"users"_s, request, this, count));
        QTRY_COMPARE(answers, 2);
        QVERIFY(client.poll(u"apis"_s, request, this, count));
        QTRY_COMPARE(answers, 3);
    }

    void pollOfAPageThatWentAwayFreesItsKey()
    {
        FakeGateway gateway(normal);
        ApiClient client;
        client.setProfile(profileFor(gateway));
        auto page = std::make_unique<QObject>();
        bool wrong = false;
        const ApiRequest request = ApiClient::requestFor(CallId::ApiListAll);
        QVERIFY(client.poll(u"apis"_s, request, page.get(),
                            [&wrong](const Result<QJsonObject>&) { wrong = true; }));
        page.reset();
        bool sent = false; // the macro looks more than once
        QTRY_VERIFY(sent ||
                    (sent = client.poll(u"apis"_s, request, this, [](const Result<QJsonObject>&) {})));
        QVERIFY(!wrong);
    }

    void lateAnswerOfAnOldConnectionIsDropped()
    {
        FakeGateway slow([](const FakeGateway::Request&) {
            FakeGateway::Reply reply;
            reply.delayMs = 50;
            return reply;
        });
        ApiClient client;
        client.setProfile(profileFor(slow));
        bool late = false;
        client.get(u"/platform/x"_s, this, [&late](const Result<QJsonObject>&) { late = true; });
        QTRY_COMPARE(slow.seen.size(), 1);
        int answers = 0;
        // The other one is slower still, so the late answer has its chance.
        FakeGateway other([](const FakeGateway::Request&) {
            FakeGateway::Reply reply;
            reply.delayMs = 120;
            return reply;
        });
        client.setProfile(profileFor(other));
        client.get(u"/platform/x"_s, this, [&answers](const Result<QJsonObject>&) { ++answers; });
        QTRY_COMPARE(answers, 1);
        QVERIFY(!late);
    }

    void refusedPortIsANetworkFailure()
    {
        FakeGateway gateway(normal);
        gateway.stop();
        ApiClient client;
        client.setProfile(profileFor(gateway));
        QSignalSpy failed(&client, &ApiClient::networkFailed);
        Error error;
        client.get(u"/platform/x"_s, this,
                   [&error](const Result<QJsonObject>& answer) { error = answer.error(); });
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failureOf(error), Failure::Network);
        QVERIFY(error.retryable);
        QVERIFY(error.message.contains(gateway.url().authority()));
    }

    void slowAnswerTimesOut()
    {
        FakeGateway gateway([](const FakeGateway::Request&) {
            FakeGateway::Reply reply;
            reply.delayMs = 5'000;
            return reply;
        });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        ApiRequest request;
        request.path = u"/platform/x"_s;
        request.timeoutMs = 60;
        Error error;
        client.send(request, this, [&error](const Result<QJsonObject>& answer) { error = answer.error(); });
        QTRY_COMPARE(failureOf(error), Failure::Timeout);
    }

    void machineFollowsTheGateway()
    {
        FakeGateway gateway(normal);
        ApiClient client;
        client.setProfile(profileFor(gateway));
        ConnectionMachine machine(client, fast);
        QSignalSpy countdown(&machine, &ConnectionMachine::countdown);
        machine.connectToGateway();
        QCOMPARE(machine.state(), ConnectionState::Connecting);
        QTRY_COMPARE(machine.state(), ConnectionState::Connected);
        QVERIFY(machine.lastAnswer().isValid());
        gateway.stop();
        QTRY_COMPARE(machine.state(), ConnectionState::Reconnecting);
        QVERIFY(!machine.reason().isEmpty());
        QVERIFY(countdown.size() > 0);
        QVERIFY(gateway.listen());
        QTRY_COMPARE(machine.state(), ConnectionState::Connected); // without a click
        QVERIFY(machine.reason().isEmpty());
    }

    void offlineStaysUntilRetry()
    {
        FakeGateway gateway([](const FakeGateway::Request& request) {
            FakeGateway::Reply reply;
            reply.delayMs = request.path == "/platform/slow" ? 4 * fast.heartbeatMs : 0;
            return reply;
        });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        ConnectionMachine machine(client, fast);
        machine.connectToGateway();
        QTRY_COMPARE(machine.state(), ConnectionState::Connected);
        machine.goOffline(u"on purpose"_s);
        const int before = gateway.count("/platform/monitor");
        bool answered = false;
        client.get(u"/platform/slow"_s, this, [&answered](const Result<QJsonObject>&) { answered = true; });
        QTRY_VERIFY(answered); // several heartbeats later
        QVERIFY(gateway.count("/platform/monitor") <= before + 1);
        QCOMPARE(machine.state(), ConnectionState::Offline);
        machine.retryNow();
        QTRY_COMPARE(machine.state(), ConnectionState::Connected);
    }

    void disconnectedMachineIgnoresFailures()
    {
        FakeGateway gateway(normal);
        gateway.stop();
        ApiClient client;
        client.setProfile(profileFor(gateway));
        ConnectionMachine machine(client, fast);
        QSignalSpy failed(&client, &ApiClient::networkFailed);
        client.get(u"/platform/x"_s, this, [](const Result<QJsonObject>&) {});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(machine.state(), ConnectionState::Disconnected);
    }

    /// A gateway that streams; its revision is 5 at first, `revision` later.
    static FakeGateway::Reply streaming(const FakeGateway::Request& request, qint64 revision)
    {
        FakeGateway::Reply reply;
        if (request.path.startsWith("/platform/events")) {
            reply.contentType = "text/event-stream";
            reply.body = "id: 1\nevent: hello\ndata: {\"revision\":" + QByteArray::number(revision) + "}\n\n";
            reply.keepOpen = true;
        } else if (request.path.startsWith("/platform/changes")) {
            const QJsonObject item{{u"kind"_s, u"api"_s}, {u"id"_s, u"a"_s}, {u"revision"_s, revision}};
            const QUrlQuery query(QUrl(QString::fromLatin1(request.path)).query());
            const bool isNews = query.queryItemValue(u"since"_s).toLongLong() < revision;
            reply.body = FakeGateway::json({{u"revision"_s, revision},
                                            {u"complete"_s, revision < 100},
                                            {u"items"_s, isNews ? QJsonArray{item} : QJsonArray()}});
        }
        return reply;
    }

    void streamTellsChangesAndMissesNoneInAGap()
    {
        qint64 revision = 5;
        FakeGateway gateway([&revision](const FakeGateway::Request& r) { return streaming(r, revision); });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        EventStream stream(client);
        QSignalSpy changed(&stream, &EventStream::changed);
        QSignalSpy resync(&stream, &EventStream::resyncNeeded);
        stream.start();
        QTRY_COMPARE(stream.revision(), 5);
        QCOMPARE(stream.mode(), EventStream::Mode::Live);
        QCOMPARE(changed.size(), 0); // what was there before is no news
        revision = 6;
        gateway.push("event: revision\ndata: {\"revision\":6,\"changes\":1}\n\n");
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toJsonObject().value(u"kind"_s).toString(), u"api"_s);
        gateway.stop();
        QTRY_COMPARE(stream.mode(), EventStream::Mode::Starting);
        revision = 100; // changed while we were away, and too much to tell
        QVERIFY(gateway.listen());
        QTRY_COMPARE(stream.revision(), 100);
        QCOMPARE(stream.mode(), EventStream::Mode::Live);
        QVERIFY(gateway.count("/platform/changes?since=6") >= 1);
        QCOMPARE(resync.size(), 1);
        stream.stop();
        QCOMPARE(stream.mode(), EventStream::Mode::Off);
    }

    void reconnectSendsTheLastEventId()
    {
        FakeGateway gateway([](const FakeGateway::Request& r) { return streaming(r, 5); });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        EventStream stream(client);
        stream.start();
        QTRY_COMPARE(stream.mode(), EventStream::Mode::Live);
        gateway.stop();
        QVERIFY(gateway.listen());
        QTRY_COMPARE(gateway.count("/platform/events"), 2);
        QCOMPARE(gateway.seen.last().headers.value("last-event-id"), QByteArray("1"));
    }

    void withoutStreamChangesArePolled()
    {
        qint64 revision = 8;
        FakeGateway gateway([&revision](const FakeGateway::Request& request) {
            FakeGateway::Reply reply = streaming(request, revision);
            if (request.path.startsWith("/platform/events")) {
                reply = {};
                reply.status = 501;
            }
            return reply;
        });
        ApiClient client;
        client.setProfile(profileFor(gateway));
        EventStream stream(client);
        stream.setPollInterval(20);
        QSignalSpy changed(&stream, &EventStream::changed);
        stream.start();
        QTRY_COMPARE(stream.mode(), EventStream::Mode::Polling);
        QTRY_COMPARE(stream.revision(), 8);
        QCOMPARE(changed.size(), 0);
        revision = 9;
        QTRY_VERIFY(changed.size() > 0);
        QCOMPARE(stream.revision(), 9);
    }

    void connectionTestNamesTheStepThatFails()
    {
        FakeGateway gateway(normal);
        ConnectionTest test;
        QHash<int, ConnectionTest::Outcome> steps;
        connect(&test, &ConnectionTest::stepChanged, this,
                [&steps](ConnectionTest::Step step, ConnectionTest::Outcome outcome, const QString&) {
                    steps[static_cast<int>(step)] = outcome;
                });
        QSignalSpy finished(&test, &ConnectionTest::finished);
        test.start(profileFor(gateway), Secret("wrong"));
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().toBool(), false);
        const auto outcome = [&steps](ConnectionTest::Step step) {
            return steps.value(static_cast<int>(step));
        };
        QCOMPARE(outcome(ConnectionTest::Step::Port), ConnectionTest::Outcome::Passed);
        QCOMPARE(outcome(ConnectionTest::Step::Gateway), ConnectionTest::Outcome::Passed);
        QCOMPARE(outcome(ConnectionTest::Step::Login), ConnectionTest::Outcome::Failed);
        QCOMPARE(outcome(ConnectionTest::Step::Certificate), ConnectionTest::Outcome::NotNeeded);
        test.start(profileFor(gateway), Secret("right"));
        QTRY_COMPARE(finished.size(), 2);
        QCOMPARE(finished.last().first().toBool(), true);
        gateway.stop();
        test.start(profileFor(gateway), Secret("right"));
        QTRY_COMPARE(finished.size(), 3);
        QCOMPARE(outcome(ConnectionTest::Step::Port), ConnectionTest::Outcome::Failed);
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
