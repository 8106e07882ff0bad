// SPDX-License-Identifier: GPL-3.0-or-later
// How long connections of HTTP/2 live: streams that stay open end with a drain, silent upstreams are asked.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <future>

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

QTEST_GUILESS_MAIN(TestHttp2Lifetime)
#include "tst_http2_lifetime.moc"
