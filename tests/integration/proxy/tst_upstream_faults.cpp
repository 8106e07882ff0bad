// SPDX-License-Identifier: GPL-3.0-or-later
// Upstreams that fail in every way: status, reason, who is told, and that nothing is left behind.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestUpstreamFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fault_data();
    void fault();
    void refused();
    void unknownName();
    void connectTimeout();
    void noServers();
    void resetInTheBody();
    void shortBody();
    void garbageInChunks();
    void dripKeepsGoing();
    void dripInTheHeadIsCut();
    void halfClosingUpstreamIsFine();
    void earlyAnswerToALargeUpload();
};

void TestUpstreamFaults::fault_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("reset before the answer")
        << 0 << 502 << QByteArray("upstream_reset") << QByteArray("GTW502");
    QTest::newRow("closed before the answer")
        << 1 << 502 << QByteArray("upstream_closed_early") << QByteArray("GTW502");
    QTest::newRow("reset in the head") << 2 << 502 << QByteArray("upstream_reset") << QByteArray("GTW502");
    QTest::newRow("hangs") << 3 << 504 << QByteArray("upstream_read_timeout") << QByteArray("GTW010");
    QTest::newRow("garbage") << 4 << 502 << QByteArray("upstream_bad_head") << QByteArray("GTW502");
}

void TestUpstreamFaults::fault()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, reason);
    QFETCH(QByteArray, code);
    ScriptedUpstream upstream(ScriptedUpstream::after([kind](RawSocket& socket) {
        switch (kind) {
        case 0:
            return socket.reset();
        case 1:
            return;
        case 2:
            socket.send("HTTP/1.1 200 OK\r\nX-A");
            return socket.reset();
        case 3:
            socket.waitForClose();
            return;
        default:
            socket.send("\x01garbage\r\n\r\n");
            socket.waitForClose();
        }
    }));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).timeouts.readMs = 150;
    gateway.start();
    RawSocket client = gateway.connect();
    for (int i = 0; i < 2; ++i) { // the client's connection survives
        client.send(get("/a/x"));
        const Message got = client.readAnswer();
        QTEST(got.status, "status");
        QVERIFY(got.body.find("\"error_code\":\"" + code.toStdString() + '"') != std::string::npos);
        QVERIFY(!got.has("connection"));
    }
    QVERIFY(gateway.sink().waitFor(2));
    QCOMPARE(gateway.sink().all().front().reason, reason.toStdString());
    QCOMPARE(gateway.sink().all().front().upstream, "127.0.0.1:" + std::to_string(upstream.port()));
    QTRY_COMPARE(gateway.states().pools().open, std::int64_t(0));
}

void TestUpstreamFaults::refused()
{
    std::uint16_t port = 0;
    {
        const ScriptedUpstream gone(ScriptedUpstream::after([](RawSocket&) {}));
        port = gone.port();
    }
    TestGateway gateway;
    gateway.addApi("/a", {port});
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("connect_refused"));
}

static void setHost(proxy::ApiRuntime& api, const std::string& host, std::uint16_t port)
{
    auto group = std::make_shared<proxy::UpstreamGroup>(*api.upstream);
    group->targets.front().host = host;
    group->targets.front().port = port;
    api.upstream = group;
}

void TestUpstreamFaults::unknownName()
{
    net::Resolver resolver({}, [](const std::string& host) {
        return net::Resolved{{}, "cannot resolve " + host};
    });
    TestGateway gateway;
    gateway.services().resolver = &resolver;
    setHost(gateway.addApi("/a", {80}), "nobody.invalid", 80);
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("dns_failed"));
}

void TestUpstreamFaults::connectTimeout()
{
    // A listener whose backlog is full answers no SYN.
    net::Fd listener = net::listenTcp({net::IpAddress::v4(0x7f000001), 0}, {0, false, true}).value();
    const net::SocketAddress address = net::localAddress(listener.get());
    std::vector<net::ConnectStart> fillers;
    for (int i = 0; i < 4; ++i)
        fillers.push_back(net::connectTcp(address));
    TestGateway gateway;
    gateway.addApi("/a", {address.port}).timeouts.connectMs = 150;
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 504);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("connect_timeout"));
}

void TestUpstreamFaults::noServers()
{
    TestGateway gateway;
    gateway.addApi("/a", {});
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 404);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("no_upstream"));
}

/// What comes of an answer that the upstream breaks off: by then its head has been passed on.
struct BrokenOff {
    Message got;
    bool closed; ///< the client's connection
    std::string reason;
};
static BrokenOff brokenOff(std::function<void(RawSocket&)> then)
{
    ScriptedUpstream upstream(ScriptedUpstream::after(std::move(then)));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/a/x"));
    const Message got = client.readAnswer();
    const bool closed = client.waitForClose();
    return {got, closed, gateway.sink().waitFor(1) ? gateway.sink().all().front().reason : "no record"};
}

void TestUpstreamFaults::resetInTheBody()
{
    const BrokenOff end = brokenOff([](RawSocket& socket) {
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbeginning");
        socket.reset();
    });
    QVERIFY(!end.got.complete); // the client must notice
    QVERIFY(end.closed);
    QVERIFY(end.reason.starts_with("upstream_"));
}

void TestUpstreamFaults::shortBody()
{
    const BrokenOff end = brokenOff(
        [](RawSocket& socket) { socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"); });
    QCOMPARE(end.got.body, std::string("short"));
    QVERIFY(!end.got.complete);
    QVERIFY(end.closed);
    QCOMPARE(end.reason, std::string("upstream_closed_early"));
}

void TestUpstreamFaults::garbageInChunks()
{
    const BrokenOff end = brokenOff([](RawSocket& socket) {
        socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n");
        socket.waitForClose();
    });
    QVERIFY(!end.got.complete);
    QVERIFY(end.closed);
    QCOMPARE(end.reason, std::string("upstream_bad_body"));
}

void TestUpstreamFaults::dripKeepsGoing()
{
    ScriptedUpstream upstream(ScriptedUpstream::after([](RawSocket& socket) {
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        for (const char* byte : {"h", "e", "l", "l", "o"}) {
            socket.readSome(60); // a wait: nothing comes
            socket.send(byte);
        }
    }));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).timeouts.readMs = 200; // each byte is progress
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).body, std::string("hello"));
}

void TestUpstreamFaults::dripInTheHeadIsCut()
{
    ScriptedUpstream upstream(ScriptedUpstream::after([](RawSocket& socket) {
        socket.send("HTTP/1.1 200 OK\r\n");
        while (socket.send("X-A: 1\r\n") && socket.readSome(20).empty() && !socket.waitForClose(1)) {
        }
    }));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).timeouts.readMs = 200; // of the whole head
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 504);
}

void TestUpstreamFaults::halfClosingUpstreamIsFine()
{
    ScriptedUpstream upstream(ScriptedUpstream::after([](RawSocket& socket) {
        socket.send(answer("done"));
        socket.shutdownWrite();
        socket.waitForClose();
    }));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    for (int i = 0; i < 5; ++i) {
        client.send(get("/a/x"));
        QCOMPARE(client.readAnswer().body, std::string("done"));
        QTRY_COMPARE(gateway.states().pools().open, std::int64_t(0));
    }
}

void TestUpstreamFaults::earlyAnswerToALargeUpload()
{
    ScriptedUpstream upstream([](RawSocket& socket, int) {
        socket.readSome();
        socket.send(answer("too much", "Connection: close\r\n", "413 Payload Too Large"));
        socket.shutdownWrite();
        socket.waitForClose();
    });
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.settings().client.lingerMs = 300;
    gateway.start();
    RawSocket client = gateway.connect();
    client.send("POST /a/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n" +
                std::string(50'000, 'x'));
    const Message got = client.readAnswer();
    QCOMPARE(got.status, 413);
    QCOMPARE(got.body, std::string("too much"));
    QCOMPARE(got.header("connection"), std::string("close"));
}

QTEST_GUILESS_MAIN(TestUpstreamFaults)
#include "tst_upstream_faults.moc"
