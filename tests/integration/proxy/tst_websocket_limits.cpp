// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of WebSockets: messages, bytes, silence.
#include "tests/integration/harness/http2_tunnel.h"
#include "tests/integration/harness/websocket_gateway.h"

#include <QTest>

#include <atomic>
#include <future>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;

static const std::string SlowDown = R"({"type":"error","message":"Slow down! Too many messages."})";

class TestWebSocketLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { bothVersions(); }
    void messageLimit();
    void noticesWaitForGaps();
    void abuseEndsTheConnection();
    void byteRateSlowsReading();
    void deafFlooderIsGone();
    void silentClientIsGone();
    void pongKeepsAClient();
    void pongsForThePeersPass();
    void gatewaysInARow();
    void silentUpstreamIsGone();
    void idleTimeout();
    void longMessagesAreNotIdle_data();
    void longMessagesAreNotIdle();
    void slowReadersAreNotIdle();
    void slowedDownIsNotIdle();
    void limitsOfTheApi();
};

void TestWebSocketLimits::messageLimit()
{
    QFETCH_GLOBAL(bool, http2);
    std::string heard;
    SocketUpstream server([&heard](WebSocketPeer& peer) { peer.echo(&heard); });
    SocketGateway setup(server.port());
    setup.limits().messageLimit = 3;
    setup.limits().messageWindowMs = 600'000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    client.text("1");
    client.send(0x01, "2a"); // fragments are one message
    client.send(0x89, "");   // control frames are none
    client.send(0x80, "2b");
    client.send(0x82, "3");
    client.text("4");
    client.send(0x01, "5a");
    client.send(0x89, "still here"); // passes between the fragments of a dropped message
    client.send(0x80, "5b");
    int notices = 0;
    std::string echoed;
    bool pinged = false;
    while (notices < 2 || !pinged || echoed != "12a2b3") {
        const Frame frame = client.read();
        QVERIFY(frame.valid);
        if (frame.payload == SlowDown)
            ++notices;
        else if (frame.first == 0x8A)
            pinged = pinged || frame.payload == "still here";
        else
            echoed += frame.payload;
    }
    client.close(1000);
    QCOMPARE(client.read().closeCode(), 1000); // the connection had stayed
    QVERIFY(server.upstream.waitForQuiet());
    QCOMPARE(heard, std::string("1|2a2b|3|"));
    QCOMPARE(setup.record().messagesIn, 3U);
    QCOMPARE(setup.count(observe::Metric::WebSocketDropped), std::int64_t(2));
}

void TestWebSocketLimits::noticesWaitForGaps()
{
    QFETCH_GLOBAL(bool, http2);
    std::promise<void> goOn;
    SocketUpstream server([future = goOn.get_future().share()](WebSocketPeer& peer) {
        peer.read();
        peer.send(0x01, "begin");
        future.wait();
        peer.send(0x80, "end");
        peer.echo();
    });
    SocketGateway setup(server.port());
    setup.limits().messageLimit = 1;
    setup.limits().messageWindowMs = 600'000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    client.text("one");
    QCOMPARE(client.read().payload, std::string("begin"));
    client.text("two");
    client.send(0x89, "?"); // answered only after `two` has been judged
    goOn.set_value();
    QCOMPARE(client.read().payload, std::string("end"));
    Frame frame = client.read();
    if (frame.first == 0x8A)
        frame = client.read();
    QCOMPARE(frame.payload, SlowDown);
    QCOMPARE(frame.first, 0x81U);
}

void TestWebSocketLimits::abuseEndsTheConnection()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.limits().messageLimit = 1;
    setup.limits().messageWindowMs = 50;
    setup.limits().abuseWindows = 3;
    setup.limits().closeTimeoutMs = 200; // the client will not answer
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    // One message more than allowed per window, without end: three windows in a row will be over the limit.
    std::atomic<bool> ended = false;
    std::thread sender([&] {
        while (!ended && client.socket().send(client.bytes(0x81, "again")))
            ::usleep(2000);
    });
    Frame frame = client.read();
    while (frame.valid && (frame.first & 0x0F) != 8)
        frame = client.read();
    ended = true;
    sender.join();
    QCOMPARE(frame.closeCode(), 1008);
    QCOMPARE(setup.record().reason, std::string("rate_limited"));
}

void TestWebSocketLimits::byteRateSlowsReading()
{
    QFETCH_GLOBAL(bool, http2);
    std::promise<std::size_t> got;
    SocketUpstream server([&got](WebSocketPeer& peer) {
        std::size_t bytes = 0;
        while (bytes < 600'000) {
            const Frame frame = peer.read();
            if (!frame.valid)
                break;
            bytes += frame.payload.size();
        }
        got.set_value(bytes);
    });
    SocketGateway setup(server.port());
    setup.api.streams.bytesPerSecond = 200'000;
    setup.limits().messageLimit = 0;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 60; ++i)
        client.send(0x82, std::string(10'000, 'x'));
    QCOMPARE(got.get_future().get(), std::size_t(600'000)); // nothing is lost
    QVERIFY2(timer.elapsed() >= 1000, qPrintable(QString::number(timer.elapsed())));
}

/// Whoever sends without end and takes nothing stops the upstream; he must not hold both ends for ever.
void TestWebSocketLimits::deafFlooderIsGone()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.limits().messageLimit = 0;
    setup.gateway.settings().client.writeTimeoutMs = 300;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    if (http2)
        client.tunnel()->client().openWindows = false;
    while (client.send(0x82, std::string(100'000, 'x'))) {
    }
    QCOMPARE(setup.record().reason, std::string("slow_reader"));
    QVERIFY(server.upstream.waitForQuiet());
}

void TestWebSocketLimits::silentClientIsGone()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server([](WebSocketPeer& peer) { peer.echo(); });
    SocketGateway setup(server.port());
    setup.limits().pingIntervalMs = 100;
    setup.limits().pongTimeoutMs = 1000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    const Frame ping = client.read();
    QCOMPARE(ping.first, 0x89U);
    QVERIFY(client.socket().waitForClose()); // for want of an answer
    const Finished record = setup.record();
    QCOMPARE(record.closeCode, 1006);
    QCOMPARE(record.reason, std::string("client_gone"));
    QCOMPARE(setup.count(observe::Metric::WebSocketsActive), std::int64_t(0));
}

void TestWebSocketLimits::pongKeepsAClient()
{
    QFETCH_GLOBAL(bool, http2);
    std::string heard;
    std::atomic<int> pongs = 0;
    SocketUpstream server([&](WebSocketPeer& peer) {
        for (Frame frame = peer.read(PatienceMs * 6); frame.valid; frame = peer.read(PatienceMs * 6)) {
            pongs += frame.first == 0x8A ? 1 : 0;
            if (frame.first == 0x89)
                peer.send(0x8A, frame.payload);
            if (frame.first == 0x88 || frame.first == 0x81)
                peer.send(frame.first, frame.payload);
        }
    });
    SocketGateway setup(server.port());
    setup.limits().pingIntervalMs = 100;
    setup.limits().pongTimeoutMs = 1000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    for (int i = 0; i < 4; ++i) { // longer than the patience of one ping
        const Frame ping = client.read();
        QCOMPARE(ping.first, 0x89U);
        client.send(0x8A, ping.payload);
    }
    client.text("alive");
    Frame frame = client.read();
    while (frame.first == 0x89)
        frame = client.read();
    QCOMPARE(frame.payload, std::string("alive"));
    QCOMPARE(pongs.load(), 0); // answers to the gateway stay with the gateway
}

/// Whose ping a pong answers does not show in words that anybody may use.
void TestWebSocketLimits::pongsForThePeersPass()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server([](WebSocketPeer& peer) {
        for (Frame frame = peer.read(); frame.valid; frame = peer.read()) {
            if (frame.first == 0x89)
                peer.send(0x8A, frame.payload);
            else if (frame.first == 0x82)
                peer.send(0x89, frame.payload); // asks with the words of the gateway
            else if (frame.first == 0x8A)
                peer.text("answered");
        }
    });
    SocketGateway setup(server.port());
    setup.limits().pingIntervalMs = 100;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    Frame frame = client.read();
    QCOMPARE(frame.first, 0x89U);
    client.send(0x8A, frame.payload);
    client.send(0x82, frame.payload);
    frame = client.read();
    for (int asked = 0; frame.first == 0x89 && asked < 4; ++asked) {
        client.send(0x8A, frame.payload);
        frame = client.read();
    }
    QCOMPARE(frame.payload, std::string("answered"));
}

void TestWebSocketLimits::gatewaysInARow()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server([](WebSocketPeer& peer) {
        for (Frame frame = peer.read(); frame.valid; frame = peer.read())
            peer.send(frame.first == 0x89 ? 0x8A : frame.first, frame.payload);
    });
    SocketGateway inner(server.port());
    inner.limits().pingIntervalMs = 100;
    inner.limits().pongTimeoutMs = 1000;
    inner.gateway.start();
    SocketGateway outer(inner.gateway.address().port);
    outer.limits() = inner.limits();
    outer.gateway.start();
    WebSocketPeer client = outer.connect(http2);
    QCOMPARE(client.open("/ws/ws/x").status, client.accepted());
    for (int i = 0; i < 8; ++i) { // of both gateways; longer than the patience of one ping
        const Frame ping = client.read();
        QCOMPARE(ping.first, 0x89U);
        client.send(0x8A, ping.payload);
    }
    client.text("alive");
    Frame frame = client.read();
    for (; frame.first == 0x89; frame = client.read())
        client.send(0x8A, frame.payload);
    QCOMPARE(frame.payload, std::string("alive"));
}

void TestWebSocketLimits::silentUpstreamIsGone()
{
    QFETCH_GLOBAL(bool, http2);
    std::promise<void> end;
    SocketUpstream server([future = end.get_future().share()](WebSocketPeer&) { future.wait(); });
    SocketGateway setup(server.port());
    setup.limits().pingIntervalMs = 100;
    setup.limits().pongTimeoutMs = 1000;
    setup.limits().closeTimeoutMs = 200; // nor will it answer a close frame
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    Frame frame = client.read();
    while (frame.first == 0x89) {
        client.send(0x8A, frame.payload);
        frame = client.read();
    }
    QCOMPARE(frame.closeCode(), 1011);
    client.close(1011);
    QVERIFY(setup.gateway.sink().waitFor(1));
    QCOMPARE(setup.gateway.sink().all().front().reason, std::string("upstream_read_timeout"));
    end.set_value();
}

void TestWebSocketLimits::idleTimeout()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.api.streams.idleTimeoutMs = 1;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1001);
    QCOMPARE(frame.closeReason(), std::string("Idle timeout"));
    client.close(1001);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(setup.record().reason, std::string("stream_idle"));
}

/// An upstream that says how long each message was.
static void tellSizes(WebSocketPeer& peer)
{
    std::size_t size = 0;
    for (Frame frame = peer.read(); frame.valid; frame = peer.read()) {
        size += frame.payload.size();
        if (frame.first == 0x88)
            peer.send(0x88, frame.payload);
        else if ((frame.first & 0x80) != 0)
            peer.text(std::to_string(std::exchange(size, 0)));
    }
}

/// Ready when a socket that was opened now has been idle for too long.
static std::future<Frame> idleSocket(const SocketGateway& setup, bool http2)
{
    return std::async(std::launch::async, [&setup, http2] {
        WebSocketPeer client = setup.open(http2);
        Frame frame = client.read();
        while (frame.valid && frame.first != 0x88)
            frame = client.read();
        return frame;
    });
}

static bool isOver(const std::future<Frame>& idle, int waitMs)
{
    return idle.wait_for(std::chrono::milliseconds(waitMs)) == std::future_status::ready;
}

void TestWebSocketLimits::longMessagesAreNotIdle_data()
{
    QTest::addColumn<bool>("fragments");
    QTest::newRow("one frame") << false;
    QTest::newRow("fragments") << true;
}

void TestWebSocketLimits::longMessagesAreNotIdle()
{
    QFETCH_GLOBAL(bool, http2);
    QFETCH(bool, fragments);
    SocketUpstream server(tellSizes);
    SocketGateway setup(server.port());
    setup.limits().idleTimeoutMs = 1000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    constexpr std::size_t most = 60'000;
    const std::string bytes = client.bytes(0x82, std::string(most, 'x'));
    std::size_t sent = 2;
    client.raw(fragments ? client.bytes(0x02, "xx") : bytes.substr(0, sent));
    std::future<Frame> idle = idleSocket(setup, http2);
    for (; !isOver(idle, 2) && sent + 2 < most; sent += 2)
        client.raw(fragments ? client.bytes(0x00, "xx") : bytes.substr(sent, 2));
    QCOMPARE(idle.get().closeCode(), 1001);
    client.raw(fragments ? client.bytes(0x80, "") : bytes.substr(sent));
    QCOMPARE(client.read().payload, std::to_string(fragments ? sent : most));
}

void TestWebSocketLimits::slowReadersAreNotIdle()
{
    QFETCH_GLOBAL(bool, http2);
    constexpr std::size_t size = 8'000'000; // more than the kernel takes
    // Made before anybody waits: with ThreadSanitizer that may take longer than the idle time.
    std::string frame("\x82\x7F\0\0\0\0\0\x7A\x12\0", 10);
    frame.resize(frame.size() + size, 'x');
    SocketUpstream server([&frame](WebSocketPeer& peer) {
        peer.raw(frame);
        peer.echo();
    });
    SocketGateway setup(server.port());
    setup.limits().idleTimeoutMs = 1000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    std::future<Frame> idle = idleSocket(setup, http2);
    QCOMPARE(idle.get().closeCode(), 1001);
    QCOMPARE(client.read().payload.size(), size);
    client.text("still here");
    QCOMPARE(client.read().payload, std::string("still here"));
}

void TestWebSocketLimits::slowedDownIsNotIdle()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(tellSizes);
    SocketGateway setup(server.port());
    setup.api.streams.bytesPerSecond = 20'000;
    setup.limits().idleTimeoutMs = 1000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    client.send(0x82, std::string(90'000, 'x'));
    QCOMPARE(client.read().payload, std::string("90000"));
}

void TestWebSocketLimits::limitsOfTheApi()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.api.streams.maxMessageBytes = 4;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    client.text("1234");
    QCOMPARE(client.read().payload, std::string("1234"));
    client.text("12345");
    QCOMPARE(client.read().closeCode(), 1009);
}

QTEST_GUILESS_MAIN(TestWebSocketLimits)
#include "tst_websocket_limits.moc"
