// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked again, where, how often and with what; and whose turn it is.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestUpstreamRetries : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
};

/// The first answer is good; then the connection ends as soon as the next request comes. Others answer both.
static void growStale(RawSocket& socket, int number)
{
    socket.readRequest();
    socket.send(answer("one"));
    socket.readRequest();
    if (number > 0)
        socket.send(answer("two"));
}

void TestUpstreamRetries::staleConnectionIsReplaced()
{
    ScriptedUpstream upstream(growStale);
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

void TestUpstreamRetries::staleConnectionIsNotReplacedForPost()
{
    ScriptedUpstream upstream(growStale);
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

void TestUpstreamRetries::statusIsRetried()
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

void TestUpstreamRetries::retriesEnd()
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

void TestUpstreamRetries::resetIsRetriedForPost()
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

void TestUpstreamRetries::streamsAreNotRetried()
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

void TestUpstreamRetries::retriedStreamsAreWhole_data()
{
    QTest::addColumn<bool>("reset"); ///< instead of a status
    QTest::addColumn<QByteArray>("client");
    for (const char* const client : {"length", "chunked", "http2"}) {
        QTest::addRow("status, %s", client) << false << QByteArray(client);
        QTest::addRow("reset, %s", client) << true << QByteArray(client);
    }
}

/// What the client sends between two attempts belongs to the second.
void TestUpstreamRetries::retriedStreamsAreWhole()
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
void TestUpstreamRetries::retriesWaitForNoAnswer()
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

void TestUpstreamRetries::retriesStayWithTheServer()
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

void TestUpstreamRetries::roundRobinIsExact()
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

QTEST_GUILESS_MAIN(TestUpstreamRetries)
#include "tst_upstream_retries.moc"
