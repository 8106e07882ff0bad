// SPDX-License-Identifier: GPL-3.0-or-later
// What ends client connections that did nothing wrong otherwise: time-outs, lingering after a refusal,
// limits, drain.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestConnectionLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void slowUploadsHearTheirRefusal();
    void lingeringEnds_data();
    void lingeringEnds();
    void headTimeout();
    void headTimeoutIsTotal();
    void bodyTimeout();
    void idleTimeout();
    void connectionLimits();
    void idleOnesGoFirst();
    void administrationIsNotCounted();
    void noDescriptorTowardsTheUpstream();
    void drainLetsExchangesFinish();
    void drainCutsAtTheDeadline();

private:
    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<TestGateway> m_gateway;
};

/// Never answers "/hang".
static void answerAll(ScriptedUpstream& upstream, RawSocket& socket)
{
    for (;;) {
        const Message request = upstream.record(socket);
        if (!request.complete)
            return;
        if (request.firstLine.starts_with("GET /hang")) {
            socket.waitForClose();
            return;
        }
        socket.send(answer("here"));
    }
}

void TestConnectionLimits::init()
{
    m_upstream = std::make_unique<ScriptedUpstream>(
        [this](RawSocket& socket, int) { answerAll(*m_upstream, socket); });
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->addApi("/a", {m_upstream->port()});
    m_gateway->settings().client.lingerMs = 300;
}

void TestConnectionLimits::cleanup()
{
    m_gateway.reset();
    QVERIFY(m_upstream->waitForQuiet()); // its scripts use the pointer
    m_upstream.reset();
}

void TestConnectionLimits::slowUploadsHearTheirRefusal()
{
    constexpr std::int64_t lingerMs = 1'000;
    m_gateway->settings().client.lingerMs = lingerMs;
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    QElapsedTimer uploading;
    uploading.start();
    while (!uploading.hasExpired(3 * lingerMs)) {
        QVERIFY2(client.send(std::string(1000, 'x')), qPrintable(QString::number(uploading.elapsed())));
        std::this_thread::sleep_for(std::chrono::milliseconds(50)); // as slow a line as it takes
    }
    const Message got = client.readAnswer();
    QCOMPARE(got.status, 404);
    QCOMPARE(got.header("connection"), std::string("close"));
    QVERIFY(client.waitForClose());
}

void TestConnectionLimits::lingeringEnds_data()
{
    QTest::addColumn<int>("totalMs");
    QTest::addColumn<int>("graceMs");
    QTest::addColumn<int>("pauseMs");
    QTest::newRow("in all") << 1'500 << 60'000 << 1;
    QTest::newRow("below the minimum rate") << 60'000 << 1'500 << 20;
    QTest::newRow("in silence") << 60'000 << 60'000 << PatienceMs;
}

void TestConnectionLimits::lingeringEnds()
{
    QFETCH(int, totalMs);
    QFETCH(int, graceMs);
    QFETCH(int, pauseMs);
    proxy::ClientSettings& settings = m_gateway->settings().client;
    settings.lingerMs = 1'000;
    settings.lingerTotalMs = totalMs;
    settings.rateGraceMs = graceMs;
    settings.minBytesPerSecond = 1'000'000;
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nx");
    QCOMPARE(client.readAnswer().status, 404);
    const auto over = [this] { return m_gateway->plane().counts().connections == 0; };
    QDeadlineTimer patience(PatienceMs);
    while (!QTest::qWaitFor(over, pauseMs) && !patience.hasExpired())
        client.send("x");
    QVERIFY(over());
}

void TestConnectionLimits::headTimeout()
{
    m_gateway->settings().client.headerTimeoutMs = 100;
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("GET /a/x HT");
    QCOMPARE(client.readAnswer().status, 408);
    QVERIFY(client.waitForClose());
    QVERIFY(m_gateway->sink().waitFor(1));
    QCOMPARE(m_gateway->sink().all().front().reason, std::string("header_timeout"));
    RawSocket silent = m_gateway->connect();
    QVERIFY(silent.waitForClose()); // nothing said: nothing to answer
}

void TestConnectionLimits::headTimeoutIsTotal()
{
    m_gateway->settings().client.headerTimeoutMs = 150;
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("GET /a/x HTTP/1.1\r\nHost: a\r\n");
    std::string got;
    while (got.empty() && client.send("X-A: 1\r\n")) // a drip that never ends must not buy time
        got = client.readSome(10);
    QVERIFY(got.starts_with("HTTP/1.1 408"));
}

void TestConnectionLimits::bodyTimeout()
{
    m_gateway->settings().client.bodyTimeoutMs = 100;
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("POST /a/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    QCOMPARE(client.readAnswer().status, 408);
    QVERIFY(client.waitForClose());
    QCOMPARE(m_upstream->requests().size(), std::size_t(0)); // small bodies wait here, not at the upstream
}

void TestConnectionLimits::idleTimeout()
{
    m_gateway->settings().client.idleTimeoutMs = 100;
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send(get("/a/x"));
    QCOMPARE(client.readAnswer().status, 200);
    QVERIFY(client.waitForClose());
}

void TestConnectionLimits::connectionLimits()
{
    m_gateway->settings().client.maxConnectionsPerAddress = 2;
    m_gateway->start();
    RawSocket first = m_gateway->connect();
    RawSocket second = m_gateway->connect();
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(2));
    RawSocket third = m_gateway->connect();
    QCOMPARE(third.readAnswer().status, 429);
    QVERIFY(third.waitForClose());
    first.close();
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(1));
    QCOMPARE(m_gateway->ask(get("/a/x")).status, 200);
    QCOMPARE(m_gateway->plane().counts().refused, std::uint64_t(1));
}

void TestConnectionLimits::idleOnesGoFirst()
{
    m_gateway->settings().client.maxConnections = 2;
    m_gateway->start();
    RawSocket busy = m_gateway->connect();
    QVERIFY(busy.send(get("/a/hang")));
    QVERIFY(m_upstream->waitForRequests(1));
    RawSocket idle = m_gateway->connect();
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(2));
    RawSocket next = m_gateway->connect();
    QVERIFY(next.send(get("/a/hang")));
    QVERIFY(m_upstream->waitForRequests(2));
    QVERIFY(idle.waitForClose());
    QCOMPARE(m_gateway->ask(get("/a/x")).status, 429); // nobody is idle
}

void TestConnectionLimits::administrationIsNotCounted()
{
    m_gateway->settings().client.maxConnections = 1;
    m_gateway->settings().client.maxConnectionsPerAddress = 1;
    m_gateway->start(proxy::RolePlatform);
    std::vector<RawSocket> many;
    for (int i = 0; i < 5; ++i) {
        many.push_back(m_gateway->connect());
        QVERIFY(many.back().send(get("/a/x")));
        QCOMPARE(many.back().readAnswer().status, 404);
    }
    QCOMPARE(m_gateway->plane().counts().connections, std::uint64_t(5));
    QCOMPARE(m_gateway->plane().counts().refused, std::uint64_t(0));
}

void TestConnectionLimits::noDescriptorTowardsTheUpstream()
{
    m_gateway->settings().client.descriptorCeiling = 1; // every one is too high
    m_gateway->settings().client.acceptCeiling = 1'000'000;
    m_gateway->start();
    RawSocket idle = m_gateway->connect();
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(1));
    RawSocket client = m_gateway->connect();
    QVERIFY(client.send(get("/a/x")));
    const Message refused = client.readAnswer();
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.header("retry-after"), std::string("1"));
    QCOMPARE(refused.header("connection"), std::string("close"));
    QVERIFY(client.waitForClose());
    QVERIFY(idle.waitForClose()); // to make room
    Http2Client modern(m_gateway->connect());
    const Http2Answer& told = modern.ask(http2Request("GET", "/a/x"));
    QCOMPARE(told.status, 503);
    QCOMPARE(told.field("retry-after"), std::string("1"));
}

void TestConnectionLimits::drainLetsExchangesFinish()
{
    std::atomic<bool> release{false};
    ScriptedUpstream slow([&](RawSocket& socket, int) {
        slow.record(socket);
        while (!release)
            std::this_thread::yield();
        socket.send(answer("late"));
    });
    m_gateway->addApi("/slow", {slow.port()});
    m_gateway->start();
    RawSocket idle = m_gateway->connect();
    idle.send(get("/a/x"));
    QCOMPARE(idle.readAnswer().status, 200);
    RawSocket busy = m_gateway->connect();
    busy.send(get("/slow/x"));
    QVERIFY(slow.waitForRequests(1));
    std::atomic<int> ended{0};
    m_gateway->plane().drain(20'000, [&ended](bool clean) { ended = clean ? 1 : 2; });
    QVERIFY(idle.waitForClose());
    QTRY_VERIFY(!m_gateway->connect().valid() || m_gateway->plane().counts().accepted == 2);
    QCOMPARE(ended.load(), 0);
    release = true;
    const Message got = busy.readAnswer();
    QCOMPARE(got.body, std::string("late"));
    QCOMPARE(got.header("connection"), std::string("close"));
    QTRY_COMPARE(ended.load(), 1);
}

void TestConnectionLimits::drainCutsAtTheDeadline()
{
    m_gateway->start();
    RawSocket busy = m_gateway->connect();
    busy.send(get("/a/hang"));
    QVERIFY(m_upstream->waitForRequests(1));
    std::atomic<int> ended{0};
    m_gateway->plane().drain(100, [&ended](bool clean) { ended = clean ? 1 : 2; });
    QVERIFY(busy.waitForClose());
    QTRY_COMPARE(ended.load(), 2);
}

QTEST_GUILESS_MAIN(TestConnectionLimits)
#include "tst_connection_limits.moc"
