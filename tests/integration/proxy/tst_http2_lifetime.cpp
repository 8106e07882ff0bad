// SPDX-License-Identifier: GPL-3.0-or-later
// How long connections of HTTP/2 live: streams that stay open end with a drain, silent upstreams are asked.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <chrono>
#include <future>

#include <poll.h>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

/// Sends one event and half of another one; the rest of it when the test says so. Never ends by itself.
struct EventSource {
    EventSource()
        : upstream([this](RawSocket& socket, int) {
            socket.readRequest();
            socket.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\ndata: t");
            m_goOn.get_future().wait();
            socket.send("wo\n\n");
            socket.waitForClose();
        })
    {
    }
    void goOn() { m_goOn.set_value(); }
    ScriptedUpstream upstream;

private:
    std::promise<void> m_goOn;
};

/// An upstream that answers the first request of a connection of HTTP/2 when it has been asked by PING.
struct SilentUpstream {
    explicit SilentUpstream(bool answersPings, int pings)
        : upstream([=](RawSocket& socket, int) {
            Http2Client peer(std::move(socket), Http2Side::Server);
            peer.answerPings = answersPings;
            if (!peer.answer(1).ended || !peer.until([&] { return peer.pinged >= pings; }) || !answersPings) {
                peer.until([] { return false; });
                return;
            }
            peer.request(1, {{":status", "200"}}, false);
            peer.data(1, "at last", true);
            peer.until([] { return false; });
        })
    {
    }
    ScriptedUpstream upstream;
};

} // namespace

class TestHttp2Lifetime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drainEndsEventStreams_data();
    void drainEndsEventStreams();
    void silentUpstreamThatAnswersPings();
    void silentUpstreamThatDoesNot();
    void pingsKeepTheirDistance();
    void answersLetPingsComeSooner();
    void upstreamThatTakesNothing();
    void idleClientThatTakesNothing();
};

void TestHttp2Lifetime::drainEndsEventStreams_data()
{
    QTest::addColumn<int>("mostRequests");
    QTest::newRow("connection") << 0;
    QTest::newRow("connection that takes no more requests") << 1;
}

/// Between two events, so that the client connects again elsewhere and asks for what follows the last one.
void TestHttp2Lifetime::drainEndsEventStreams()
{
    QFETCH(int, mostRequests);
    EventSource source;
    TestGateway gateway;
    gateway.addApi("/api", {source.upstream.port()});
    gateway.settings().client.maxRequestsPerConnection = std::uint32_t(mostRequests);
    gateway.settings().webSocket.closeTimeoutMs = 60'000; // the patience for the end of an event
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("GET", "/api/events"));
    QVERIFY(client.until([&] { return client.now(1).body.ends_with("data: t"); }));
    if (mostRequests > 0)
        QVERIFY(client.until([&] { return !client.goaways.empty(); }));
    Http2Client other(gateway.connect());
    QVERIFY(other.until([&] { return !other.settings.empty(); }));
    std::promise<bool> clean;
    gateway.plane().drain(60'000, [&clean](bool value) { clean.set_value(value); });
    QVERIFY(other.until([&] { return !other.goaways.empty(); })); // all connections have heard of it
    QVERIFY(!client.now(1).over());
    source.goOn();
    QCOMPARE(client.answer(1).body, std::string("data: one\n\ndata: two\n\n"));
    QVERIFY(client.now(1).ended && client.now(1).reset <= 0);
    QCOMPARE(client.goawayCode(), 0);
    QVERIFY(clean.get_future().get());
}

void TestHttp2Lifetime::silentUpstreamThatAnswersPings()
{
    SilentUpstream silent(true, 3);
    TestGateway gateway;
    gateway.addApi("/api", {silent.upstream.port()}).upstreamHttp2 = true;
    gateway.settings().upstream.pingAfterMs = 20;
    gateway.settings().upstream.pingWaitMs = 60'000;
    gateway.settings().upstream.pingAgainMs = 20;
    gateway.start();
    QCOMPARE(gateway.ask(get("/api/x")).body, std::string("at last"));
}

void TestHttp2Lifetime::silentUpstreamThatDoesNot()
{
    SilentUpstream silent(false, 1);
    TestGateway gateway;
    gateway.addApi("/api", {silent.upstream.port()}).upstreamHttp2 = true;
    gateway.settings().upstream.pingAfterMs = 20;
    gateway.settings().upstream.pingWaitMs = 20;
    gateway.start();
    QCOMPARE(gateway.ask(get("/api/x")).status, 504);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("upstream_read_timeout"));
    QVERIFY(silent.upstream.waitForQuiet()); // the connection is not used any more
}

/// Servers of gRPC end connections on which PINGs come too often.
void TestHttp2Lifetime::pingsKeepTheirDistance()
{
    constexpr auto Distance = std::chrono::milliseconds(300);
    SilentUpstream silent(true, 3);
    TestGateway gateway;
    gateway.addApi("/api", {silent.upstream.port()}).upstreamHttp2 = true;
    gateway.settings().upstream.pingAfterMs = 20;
    gateway.settings().upstream.pingAgainMs = Distance.count();
    gateway.start();
    const auto began = std::chrono::steady_clock::now();
    QCOMPARE(gateway.ask(get("/api/x")).body, std::string("at last"));
    QVERIFY(std::chrono::steady_clock::now() - began >= 2 * Distance);
}

/// They count from the last piece of an answer.
void TestHttp2Lifetime::answersLetPingsComeSooner()
{
    ScriptedUpstream upstream([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended && peer.pinged == 1; });
        peer.request(1, {{":status", "200"}}, false);
        peer.until([&] { return peer.pinged == 2; });
        peer.data(1, "one ");
        peer.until([&] { return peer.pinged == 3; });
        peer.data(1, "two", true);
        peer.until([] { return false; });
    });
    TestGateway gateway;
    gateway.addApi("/api", {upstream.port()}).upstreamHttp2 = true;
    gateway.settings().upstream.pingAfterMs = 20;
    gateway.settings().upstream.pingAgainMs = 600'000;
    gateway.start();
    QCOMPARE(gateway.ask(get("/api/x")).body, std::string("one two"));
}

/// Its connection ends though what it was sent last can never leave.
void TestHttp2Lifetime::upstreamThatTakesNothing()
{
    ScriptedUpstream upstream([](RawSocket& socket, int) {
        socket.send(http2Wide());
        pollfd ended{socket.fd(), 0, 0}; // by the test's end: nothing is read
        ::poll(&ended, 1, -1);
    });
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/api", {upstream.port()});
    api.upstreamHttp2 = true;
    api.timeouts.writeMs = 100;
    gateway.settings().upstream.idleExpiryMs = 100;
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(post("/api/x", std::string(16 << 20, 'x')));
    QTRY_COMPARE(gateway.states().pools().opened, std::uint64_t(1));
    QTRY_COMPARE(gateway.states().pools().open, std::int64_t(0));
}

/// Its answers are complete and wait for it: it is told once, after them, that it has been idle.
void TestHttp2Lifetime::idleClientThatTakesNothing()
{
    constexpr std::size_t Piece = 16'000;
    ScriptedUpstream upstream(ScriptedUpstream::always(answer(std::string(Piece, 'x'))));
    TestGateway gateway;
    gateway.addApi("/api", {upstream.port()});
    gateway.settings().client.idleTimeoutMs = 100;
    gateway.start();
    Http2Client client(gateway.connect());
    client.socket().setReceiveBuffer(65'536);
    client.send(http2Frame(Window, 0, 0, bigEndian(0x7fff0000)));
    std::size_t asked = 0;
    do {
        client.request(std::uint32_t(2 * asked + 1), http2Request("GET", "/api/x"));
    } while (gateway.sink().waitFor(++asked, 400) && asked < 2'000); // until the line is full
    client.send(http2Frame(Reset, 0, std::uint32_t(2 * asked - 1), bigEndian(8)));
    QVERIFY(gateway.sink().waitFor(asked));
    for (int i = 0; i < 3; ++i) { // each as long as it takes to be idle
        RawSocket other = gateway.connect();
        other.send(get("/api/x"));
        QCOMPARE(other.readAnswer().status, 200);
        QVERIFY(other.waitForClose());
    }
    client.openWindows = false;
    QCOMPARE(client.goawayCode(), 0);
    QCOMPARE(client.goaways.size(), std::size_t(1));
    QVERIFY(client.closed);
    QCOMPARE(client.seen(std::uint32_t(2 * asked - 3)).body.size(), Piece);
}

QTEST_GUILESS_MAIN(TestHttp2Lifetime)
#include "tst_http2_lifetime.moc"
