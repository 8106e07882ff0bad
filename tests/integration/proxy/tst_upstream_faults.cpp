// SPDX-License-Identifier: GPL-3.0-or-later
// Upstreams that fail in every way: status, reason, who is told, and that nothing is left behind.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <future>

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
    void staleConnectionIsReplaced();
    void staleConnectionIsNotReplacedForPost();
    void statusIsRetried();
    void retriesEnd();
    void resetIsRetriedForPost();
    void streamsAreNotRetried();
    void retriedStreamsAreWhole_data();
    void retriedStreamsAreWhole();
    void retriesWaitForNoAnswer();
    void retriesStayWithTheServer();
    void roundRobinIsExact();
    void breakerOpensAndCloses();
    void breakerSurvivesPublication();
    void passiveHealthTakesOut();
    void cutAnswersTakeOut();
    void cutAnswersOpenTheCircuit();
};

/// Reads the request, then does one thing.
static ScriptedUpstream::Script after(std::function<void(RawSocket&)> then)
{
    return [then = std::move(then)](RawSocket& socket, int) {
        if (socket.readRequest().complete)
            then(socket);
    };
}

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
    ScriptedUpstream upstream(after([kind](RawSocket& socket) {
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
        const ScriptedUpstream gone(after([](RawSocket&) {}));
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
    ScriptedUpstream upstream(after(std::move(then)));
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
    ScriptedUpstream upstream(after([](RawSocket& socket) {
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
    ScriptedUpstream upstream(after([](RawSocket& socket) {
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
    ScriptedUpstream upstream(after([](RawSocket& socket) {
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

/// The first answer is good; then the connection ends as soon as the next request comes.
static ScriptedUpstream::Script growsStale(ScriptedUpstream*& upstream)
{
    return [&upstream](RawSocket& socket, int number) {
        upstream->record(socket);
        socket.send(answer("one"));
        upstream->record(socket);
        if (number > 0)
            socket.send(answer("two"));
    };
}

void TestUpstreamFaults::staleConnectionIsReplaced()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream(growsStale(self));
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/a/1"));
    QCOMPARE(client.readAnswer().status, 200);
    client.send(get("/a/2"));
    QCOMPARE(client.readAnswer().status, 200); // the upstream dropped it on the old connection
    QCOMPARE(upstream.connections(), 2);
    QVERIFY(gateway.sink().waitFor(2));
    QCOMPARE(gateway.sink().all().back().retries, 0);
}

void TestUpstreamFaults::staleConnectionIsNotReplacedForPost()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream(growsStale(self));
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(post("/a/1", "x"));
    QCOMPARE(client.readAnswer().status, 200);
    client.send(post("/a/2", "x"));
    QCOMPARE(client.readAnswer().status, 502); // the upstream has seen it: twice would be worse than an error
    QCOMPARE(upstream.connections(), 1);
}

// --- retries

void TestUpstreamFaults::statusIsRetried()
{
    std::atomic<int> count{0};
    ScriptedUpstream upstream([&count](RawSocket& socket, int) {
        while (socket.readRequest().complete)
            socket.send(++count < 3 ? answer("no", {}, "503 Busy") : answer("yes"));
    });
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).retries = 2;
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(post("/a/x", "body"));
    const Message got = client.readAnswer();
    QCOMPARE(got.status, 200);
    QCOMPARE(got.body, std::string("yes"));
    QCOMPARE(count.load(), 3);
    QCOMPARE(upstream.connections(), 1); // small bodies of failed attempts are read, the connection is kept
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().retries, 2);
}

void TestUpstreamFaults::retriesEnd()
{
    std::atomic<int> count{0};
    ScriptedUpstream upstream([&count](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            ++count;
            socket.send(answer("still no", {}, "502 Bad"));
        }
    });
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).retries = 3;
    gateway.start();
    const Message got = gateway.ask(get("/a/x"));
    QCOMPARE(got.status, 502);
    QCOMPARE(got.body, std::string("still no")); // the last answer stands
    QCOMPARE(count.load(), 4);
}

void TestUpstreamFaults::resetIsRetriedForPost()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int number) {
        self->record(socket);
        if (number < 2)
            return socket.reset();
        socket.send(answer("third"));
    });
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).retries = 2;
    gateway.start();
    QCOMPARE(gateway.ask(post("/a/x", "payload")).body, std::string("third"));
    QCOMPARE(upstream.requests().size(), std::size_t(3));
    for (const Message& seen : upstream.requests())
        QCOMPARE(seen.body, std::string("payload"));
}

void TestUpstreamFaults::streamsAreNotRetried()
{
    ScriptedUpstream upstream([](RawSocket& socket, int) {
        socket.readSome();
        socket.reset();
    });
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).retries = 3;
    gateway.start();
    RawSocket client = gateway.connect();
    client.send("POST /a/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    QCOMPARE(client.readAnswer().status, 502);
    QCOMPARE(upstream.connections(), 1);
}

void TestUpstreamFaults::retriedStreamsAreWhole_data()
{
    QTest::addColumn<bool>("reset"); ///< instead of a status
    QTest::addColumn<QByteArray>("client");
    for (const char* const client : {"length", "chunked", "http2"}) {
        QTest::addRow("status, %s", client) << false << QByteArray(client);
        QTest::addRow("reset, %s", client) << true << QByteArray(client);
    }
}

/// What the client sends between two attempts belongs to the second.
void TestUpstreamFaults::retriedStreamsAreWhole()
{
    QFETCH(const bool, reset);
    QFETCH(const QByteArray, client);
    ScriptedUpstream* self = nullptr;
    std::atomic<bool> refused{false};
    ScriptedUpstream upstream([&](RawSocket& socket, int number) {
        if (number > 0) {
            self->record(socket);
            return void(socket.send(answer("whole")));
        }
        socket.readSome(); // the head: nothing of the body has been sent
        if (reset) {
            socket.reset();
        } else {
            socket.send(answer("busy", {}, "503 Busy"));
            socket.waitForClose();
        }
        refused = true;
    });
    self = &upstream;
    TestGateway gateway;
    gateway.settings().upstream.retryBaseDelayNs = gateway.settings().upstream.retryMaxDelayNs =
        1'000'000'000;
    gateway.addApi("/a", {upstream.port()}).retries = 1;
    gateway.start();
    const auto failed = [&] { // the delay is random, and may be over already
        return refused && (gateway.states().pools().open == 0 || upstream.connections() == 2);
    };
    const std::string first(40'000, '1'), second(40'000, '2');
    if (client == "http2") {
        Http2Client peer(gateway.connect());
        peer.request(1, http2Request("POST", "/a/x"), false);
        QTRY_VERIFY(failed());
        peer.data(1, "begin");
        peer.data(1, "end", true);
        QCOMPARE(peer.answer(1).body, std::string("whole"));
        QCOMPARE(upstream.requests().front().body, std::string("beginend"));
        return;
    }
    const bool chunked = client == "chunked";
    RawSocket peer = gateway.connect();
    peer.send("POST /a/x HTTP/1.1\r\nHost: a\r\n" +
              std::string(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 80000") + "\r\n\r\n");
    QTRY_VERIFY(failed());
    for (const std::string& piece : {first, second})
        peer.send(chunked ? "9c40\r\n" + piece + "\r\n" : piece);
    peer.send(chunked ? "0\r\n\r\n" : "");
    QCOMPARE(peer.readAnswer().body, std::string("whole"));
    QVERIFY(upstream.requests().front().body == first + second);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().retries, 1);
}

/// The rest of an answer that is dropped is worth no time.
void TestUpstreamFaults::retriesWaitForNoAnswer()
{
    ScriptedUpstream upstream([](RawSocket& socket, int number) {
        socket.readRequest();
        if (number > 1)
            return void(socket.send(answer("good")));
        socket.send("HTTP/1.1 503 Busy\r\nContent-Length: " + std::string(number == 0 ? "50" : "5000000") +
                    "\r\n\r\nx");
        socket.waitForClose(30'000);
    });
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).retries = 2;
    gateway.start();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(gateway.ask(get("/a/x")).body, std::string("good"));
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

void TestUpstreamFaults::retriesStayWithTheServer()
{
    std::atomic<int> bad{0};
    ScriptedUpstream first([&bad](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            ++bad;
            socket.send(answer("no", {}, "500 Oops"));
        }
    });
    ScriptedUpstream second(ScriptedUpstream::always(answer("fine")));
    TestGateway gateway;
    gateway.addApi("/a", {first.port(), second.port()}).retries = 1;
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 500);
    QCOMPARE(bad.load(), 2);
    QCOMPARE(gateway.ask(get("/a/x")).body, std::string("fine"));
}

void TestUpstreamFaults::roundRobinIsExact()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    ScriptedUpstream c(ScriptedUpstream::always(answer("c")));
    TestGateway gateway(2);
    gateway.addApi("/a", {a.port(), b.port(), c.port()});
    gateway.start();
    std::string order;
    for (int i = 0; i < 9; ++i) {
        order += gateway.ask(get("/a/x")).body; // a connection each, so over both workers
        if (i == 4)
            gateway.publish(); // an apply must not start anew
    }
    QCOMPARE(order, std::string("abcabcabc"));
}

// --- breaker and health

void TestUpstreamFaults::breakerOpensAndCloses()
{
    std::atomic<bool> healthy{false};
    std::atomic<int> count{0};
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            ++count;
            socket.send(healthy ? answer("ok") : answer("no", {}, "500 Oops"));
        }
    });
    TestGateway gateway;
    gateway.settings().upstream.breaker = {true, 3, 150'000'000};
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    for (int i = 0; i < 3; ++i) {
        client.send(get("/a/x"));
        QCOMPARE(client.readAnswer().status, 500);
    }
    client.send(get("/a/x"));
    const Message open = client.readAnswer();
    QCOMPARE(open.status, 503);
    QVERIFY(open.body.find("GTW999") != std::string::npos);
    QCOMPARE(count.load(), 3); // it did not reach the upstream
    healthy = true;
    QTRY_VERIFY([&] {
        client.send(get("/a/x"));
        return client.readAnswer().status == 200;
    }());
    client.send(get("/a/x"));
    QCOMPARE(client.readAnswer().status, 200);
}

void TestUpstreamFaults::breakerSurvivesPublication()
{
    ScriptedUpstream upstream(after([](RawSocket& socket) { socket.reset(); }));
    TestGateway gateway;
    gateway.settings().upstream.breaker = {true, 2, 60'000'000'000};
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    gateway.publish();
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
}

void TestUpstreamFaults::passiveHealthTakesOut()
{
    ScriptedUpstream bad(after([](RawSocket& socket) { socket.reset(); }));
    ScriptedUpstream good(ScriptedUpstream::always(answer("good")));
    TestGateway gateway;
    gateway.settings().upstream.breaker.enabled = false;
    proxy::ApiRuntime& api = gateway.addApi("/a", {bad.port(), good.port()});
    auto group = std::make_shared<proxy::UpstreamGroup>(*api.upstream);
    group->ejection.failures = 1;
    group->ejection.baseNs = 60'000'000'000;
    api.upstream = group;
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    for (int i = 0; i < 6; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("good"));
    QCOMPARE(bad.connections(), 1);
}

static ScriptedUpstream::Script cutting()
{
    return after(
        [](RawSocket& socket) { socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"); });
}

/// A good head does not make up for a body that breaks off.
void TestUpstreamFaults::cutAnswersTakeOut()
{
    ScriptedUpstream bad(cutting());
    ScriptedUpstream good(ScriptedUpstream::always(answer("good")));
    TestGateway gateway;
    gateway.settings().upstream.breaker.enabled = false;
    TestGateway::edit(gateway.addApi("/a", {bad.port(), good.port()}), [](proxy::UpstreamGroup& group) {
        group.ejection.failures = 2;
        group.ejection.baseNs = 60'000'000'000;
    });
    gateway.start();
    for (int i = 0; i < 4; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).complete, i % 2 == 1);
    for (int i = 0; i < 6; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("good"));
}

void TestUpstreamFaults::cutAnswersOpenTheCircuit()
{
    ScriptedUpstream upstream(cutting());
    TestGateway gateway;
    gateway.settings().upstream.breaker = {true, 2, 60'000'000'000};
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    for (int i = 0; i < 2; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
}

QTEST_GUILESS_MAIN(TestUpstreamFaults)
#include "tst_upstream_faults.moc"
