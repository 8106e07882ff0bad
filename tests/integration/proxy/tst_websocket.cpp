// SPDX-License-Identifier: GPL-3.0-or-later
// WebSocket through the data plane, both ends raw.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/websocket_peer.h"

#include <QTest>

#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

const std::string SlowDown = R"({"type":"error","message":"Slow down! Too many messages."})";

/// An upstream that accepts every handshake and then does what `then` says.
struct SocketUpstream {
    using Then = std::function<void(WebSocketPeer&)>;
    explicit SocketUpstream(Then then, std::string lines = {})
        : upstream([this, then = std::move(then), lines = std::move(lines)](RawSocket& socket, int) {
            const Message request = upstream.record(socket);
            if (!request.complete)
                return;
            WebSocketPeer peer = WebSocketPeer::accept(socket, request, lines);
            then(peer);
        })
    {
    }
    std::uint16_t port() const { return upstream.port(); }
    ScriptedUpstream upstream;
};

SocketUpstream::Then echoing()
{
    return [](WebSocketPeer& peer) { peer.echo(); };
}

proxy::ApiRuntime& addSocketApi(TestGateway& gateway, std::uint16_t port)
{
    proxy::ApiRuntime& api = gateway.addApi("/ws", {port});
    api.allowUpgrade = true;
    return api;
}

/// Waits for the exchange's record, which comes after the last byte.
Finished recordOf(TestGateway& gateway)
{
    return gateway.sink().waitFor(1) ? gateway.sink().all().front() : Finished{};
}

} // namespace

class TestWebSocket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesPassBothWays();
    void handshakeIsFiltered();
    void refusedHandshakes_data();
    void refusedHandshakes();
    void upstreamAnswersAreChecked_data();
    void upstreamAnswersAreChecked();
    void upstreamMayRefuse();
    void deniedByApiAndSetting();
    void bytesBehindTheHandshake();
    void clientCloses();
    void upstreamCloses();
    void clientLeaves();
    void upstreamLeaves();
    void clientFaults_data();
    void clientFaults();
    void upstreamFaults();
    void everySplitOfAConversation();
    void messageLimit();
    void noticesWaitForGaps();
    void abuseEndsTheConnection();
    void byteRateSlowsReading();
    void silentClientIsGone();
    void pongKeepsAClient();
    void silentUpstreamIsGone();
    void idleTimeout();
    void drainClosesAll();
    void drainCutsWhoDoesNotAnswer();
    void disabledApiClosesLiveSockets();
    void limitsOfTheApi();
    void poolDoesNotBoundSockets();
};

void TestWebSocket::messagesPassBothWays()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    const Message head = client.open("/ws/chat?room=1");
    QCOMPARE(head.status, 101);
    QCOMPARE(head.header("sec-websocket-accept"), std::string(WebSocketPeer::Accept));
    QCOMPARE(head.header("upgrade"), std::string("websocket"));
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::WebSocketsActive), std::int64_t(1));
    QVERIFY(client.text("hello"));
    const Frame back = client.read();
    QCOMPARE(back.payload, std::string("hello"));
    QVERIFY(!back.masked);
    QVERIFY(client.send(0x89, "are you there"));
    const Frame pong = client.read();
    QCOMPARE(pong.first, 0x8AU);
    QCOMPARE(pong.payload, std::string("are you there"));
    QVERIFY(client.close(1000, "bye"));
    const Frame closed = client.read();
    QCOMPARE(closed.closeCode(), 1000);
    QCOMPARE(closed.closeReason(), std::string("bye"));
    QVERIFY(client.socket().waitForClose());
    const Finished record = recordOf(gateway);
    QCOMPARE(record.status, 101);
    QCOMPARE(record.closeCode, 1000);
    QCOMPARE(record.reason, std::string());
    QCOMPARE(record.messagesIn, 1U);
    QCOMPARE(record.messagesOut, 1U);
    QVERIFY(record.bytesIn > 11 && record.bytesOut > 7);
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::WebSocketsActive), std::int64_t(0));
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::WebSocketReceived), std::int64_t(1));
    QCOMPARE(gateway.sink().metrics()->closeCount(0),
             std::uint64_t(0)); // the sink of the test counts no records
}

void TestWebSocket::handshakeIsFiltered()
{
    SocketUpstream server(echoing(), "Sec-WebSocket-Protocol: chat\r\nX-Other: y\r\n");
    TestGateway gateway;
    proxy::ApiRuntime& api = addSocketApi(gateway, server.port());
    api.forwardAllRequestHeaders = api.forwardAllAnswerHeaders = false; // the handshake passes all the same
    gateway.start();
    WebSocketPeer client(gateway.connect());
    const Message head =
        client.open("/ws/x", "Sec-WebSocket-Extensions: permessage-deflate\r\nOrigin: "
                             "http://page.test\r\nCookie: a=b\r\nSec-WebSocket-Protocol: log, "
                             "chat\r\n");
    QCOMPARE(head.status, 101);
    QCOMPARE(head.header("sec-websocket-protocol"), std::string("chat"));
    QVERIFY(!head.has("x-other"));
    const Message asked = server.upstream.requests().front();
    QVERIFY(!asked.has("sec-websocket-extensions"));
    QVERIFY(!asked.has("cookie"));
    QCOMPARE(asked.header("origin"), std::string("http://page.test"));
    QCOMPARE(asked.header("sec-websocket-protocol"), std::string("log, chat"));
    QCOMPARE(asked.header("sec-websocket-version"), std::string("13"));
    QCOMPARE(asked.header("upgrade"), std::string("websocket"));
    QCOMPARE(asked.header("connection"), std::string("Upgrade"));
    QVERIFY(client.send(0xC1, "compressed")); // nobody has agreed to that
    QCOMPARE(client.read().closeCode(), 1002);
}

void TestWebSocket::refusedHandshakes_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    const QByteArray good = QByteArray::fromStdString(WebSocketPeer::lines());
    QTest::newRow("version") << "GET /ws/x HTTP/1.1\r\nHost: a\r\n" + QByteArray(good).replace("13", "12")
                             << 426;
    QTest::newRow("no Connection") << "GET /ws/x HTTP/1.1\r\nHost: a\r\n" +
                                          QByteArray(good).replace("Connection: Upgrade\r\n", "")
                                   << 426;
    QTest::newRow("no key") << "GET /ws/x HTTP/1.1\r\nHost: a\r\n" +
                                   QByteArray(good).replace("Sec-WebSocket-Key", "X-Key")
                            << 400;
    QTest::newRow("POST") << "POST /ws/x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + good << 400;
}

void TestWebSocket::refusedHandshakes()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    ScriptedUpstream server(ScriptedUpstream::always(answer("no socket")));
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    const Message reply = gateway.ask(head.toStdString() + "\r\n");
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("sec-websocket-version"), std::string(status == 426 ? "13" : ""));
    QCOMPARE(reply.header("upgrade"), std::string(status == 426 ? "websocket" : ""));
    QCOMPARE(server.connections(), 0);
    // Upgrade to something else is ignored, as RFC 9110 section 7.8 allows: it must not reach the upstream.
    QCOMPARE(gateway.ask(get("/ws/x", "Connection: Upgrade\r\nUpgrade: h2c\r\n")).status, 200);
}

void TestWebSocket::upstreamAnswersAreChecked_data()
{
    QTest::addColumn<QByteArray>("lines");
    const QByteArray accept = "Sec-WebSocket-Accept: " + QByteArray(WebSocketPeer::Accept.data()) + "\r\n";
    QTest::newRow("no accept") << QByteArray("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    QTest::newRow("wrong accept") << "Connection: Upgrade\r\nUpgrade: websocket\r\n" +
                                         QByteArray(accept).replace("s3p", "s4p");
    QTest::newRow("other protocol") << "Connection: Upgrade\r\nUpgrade: h2c\r\n" + accept;
    QTest::newRow("extension") << "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: "
                                  "permessage-deflate\r\n" +
                                      accept;
    QTest::newRow("subprotocol")
        << "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: x\r\n" + accept;
}

void TestWebSocket::upstreamAnswersAreChecked()
{
    QFETCH(QByteArray, lines);
    ScriptedUpstream server(
        ScriptedUpstream::always("HTTP/1.1 101 Switching Protocols\r\n" + lines.toStdString() + "\r\n"));
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 502);
    QCOMPARE(recordOf(gateway).reason, std::string("upstream_bad_head"));
}

void TestWebSocket::upstreamMayRefuse()
{
    ScriptedUpstream server(ScriptedUpstream::always(answer("members only", {}, "403 Forbidden")));
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    const Message reply = client.open("/ws/x");
    QCOMPARE(reply.status, 403);
    QCOMPARE(reply.body, std::string("members only"));
    client.socket().send(get("/ws/y")); // an ordinary connection still
    QCOMPARE(client.socket().readAnswer().status, 403);
}

void TestWebSocket::deniedByApiAndSetting()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.addApi("/plain", {server.port()});
    gateway.start();
    WebSocketPeer denied(gateway.connect());
    QCOMPARE(denied.open("/plain/x").status, 403);
    gateway.settings().webSocket.enabled = false;
    gateway.applySettings();
    WebSocketPeer off(gateway.connect());
    QCOMPARE(off.open("/ws/x").status, 403);
    QCOMPARE(server.upstream.connections(), 0);
    QVERIFY(gateway.sink().waitFor(2));
    for (const Finished& record : gateway.sink().all())
        QCOMPARE(record.reason, std::string("websocket_denied"));
}

void TestWebSocket::bytesBehindTheHandshake()
{
    SocketUpstream server([](WebSocketPeer& peer) {
        peer.text("early");
        peer.echo();
    });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    client.socket().send(get("/ws/x", WebSocketPeer::lines()) + client.bytes(0x81, "at once"));
    QCOMPARE(client.socket().readAnswer().status, 101);
    QCOMPARE(client.read().payload, std::string("early"));
    QCOMPARE(client.read().payload, std::string("at once"));
}

void TestWebSocket::clientCloses()
{
    std::promise<Frame> told;
    SocketUpstream server([&told](WebSocketPeer& peer) {
        const Frame frame = peer.read();
        told.set_value(frame);
        peer.send(0x88, frame.payload);
    });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    client.close(4711, "enough");
    const Frame frame = told.get_future().get();
    QCOMPARE(frame.closeCode(), 4711);
    QCOMPARE(frame.closeReason(), std::string("enough"));
    QVERIFY(frame.masked);
    QCOMPARE(client.read().closeCode(), 4711);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(recordOf(gateway).closeCode, 4711);
}

void TestWebSocket::upstreamCloses()
{
    std::promise<Frame> echoed;
    SocketUpstream server([&echoed](WebSocketPeer& peer) {
        peer.close(1001, "restart");
        echoed.set_value(peer.read());
    });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1001);
    QCOMPARE(frame.closeReason(), std::string("restart"));
    client.close(1001);
    QCOMPARE(echoed.get_future().get().closeCode(), 1001);
    QVERIFY(client.socket().waitForClose());
    const Finished record = recordOf(gateway);
    QCOMPARE(record.closeCode, 1001);
    QCOMPARE(record.reason, std::string());
}

void TestWebSocket::clientLeaves()
{
    std::promise<Frame> told;
    SocketUpstream server([&told](WebSocketPeer& peer) { told.set_value(peer.read()); });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    client.socket().reset();
    const Frame frame = told.get_future().get();
    QCOMPARE(frame.closeCode(), 1001);
    const Finished record = recordOf(gateway);
    QCOMPARE(record.closeCode, 1006);
    QCOMPARE(record.reason, std::string("client_gone"));
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::WebSocketsActive), std::int64_t(0));
}

void TestWebSocket::upstreamLeaves()
{
    SocketUpstream server([](WebSocketPeer& peer) {
        if (peer.read().payload == "in a frame")
            peer.raw("\x81\x05he");
        peer.socket().reset();
    });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer between(gateway.connect());
    QCOMPARE(between.open("/ws/x").status, 101);
    between.text("between frames");
    QCOMPARE(between.read().closeCode(), 1011);
    between.close(1011);
    QVERIFY(between.socket().waitForClose());
    QVERIFY(gateway.sink().waitFor(1));
    WebSocketPeer inside(gateway.connect());
    QCOMPARE(inside.open("/ws/x").status, 101);
    inside.text("in a frame");
    QVERIFY(!inside.read().valid); // the frame never ends; there is no room for a close frame
    QVERIFY(gateway.sink().waitFor(2));
    QCOMPARE(gateway.sink().all()[0].reason, std::string("upstream_closed_early"));
}

void TestWebSocket::clientFaults_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const WebSocketPeer client;
    const auto row = [](const char* name, const std::string& bytes, int code) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
    };
    row("not UTF-8", client.bytes(0x81, "ab\xFF"), 1007);
    row("unmasked", "\x81\x01x", 1002);
    row("reserved opcode", client.bytes(0x83, ""), 1002);
    row("close code", client.bytes(0x88, std::string("\x03\xED", 2)), 1002);
    row("too big", client.bytes(0x82, std::string(2000, 'x')), 1009);
    row("too big in fragments",
        client.bytes(0x02, std::string(600, 'x')) + client.bytes(0x80, std::string(600, 'x')), 1009);
}

void TestWebSocket::clientFaults()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.maxMessageBytes = 1000;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    client.raw(bytes.toStdString());
    Frame frame = client.read();
    while (frame.valid && (frame.first & 0x0F) != 8)
        frame = client.read(); // what was passed on before the fault comes back
    QCOMPARE(frame.closeCode(), code);
    QVERIFY(client.socket().waitForClose());
    const Finished record = recordOf(gateway);
    QCOMPARE(record.closeCode, code);
    QCOMPARE(record.reason, std::string("frame_violation"));
    QVERIFY(server.upstream.waitForQuiet());
}

void TestWebSocket::upstreamFaults()
{
    SocketUpstream server([](WebSocketPeer& peer) {
        peer.text("fine");
        peer.raw("\x83\x01x");
        peer.read();
    });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    QCOMPARE(client.read().payload, std::string("fine"));
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1011);
    client.close(1011);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(recordOf(gateway).reason, std::string("upstream_bad_body"));
}

void TestWebSocket::everySplitOfAConversation()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port()).streams.messageLimit = 0;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    const std::string bytes = client.bytes(0x01, "gr\xC3") + client.bytes(0x89, "p") +
                              client.bytes(0x80, "\xBC") + client.bytes(0x82, std::string(300, 'b'));
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        client.raw(std::string_view(bytes).substr(0, cut));
        client.raw(std::string_view(bytes).substr(cut));
        QCOMPARE(client.read().payload, std::string("gr\xC3"));
        QCOMPARE(client.read().first, 0x8AU);
        QCOMPARE(client.read().payload, std::string("\xBC"));
        QCOMPARE(client.read().payload.size(), std::size_t(300));
    }
    client.close(1000);
    QCOMPARE(client.read().closeCode(), 1000);
}

void TestWebSocket::messageLimit()
{
    std::string heard;
    SocketUpstream server([&heard](WebSocketPeer& peer) { peer.echo(&heard); });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.messageLimit = 3;
    gateway.settings().webSocket.messageWindowMs = 600'000;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
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
    QCOMPARE(recordOf(gateway).messagesIn, 3U);
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::WebSocketDropped), std::int64_t(2));
}

// A message of the gateway's own must not land inside one of the upstream.
void TestWebSocket::noticesWaitForGaps()
{
    std::promise<void> goOn;
    SocketUpstream server([future = goOn.get_future().share()](WebSocketPeer& peer) {
        peer.read();
        peer.send(0x01, "begin");
        future.wait();
        peer.send(0x80, "end");
        peer.echo();
    });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.messageLimit = 1;
    gateway.settings().webSocket.messageWindowMs = 600'000;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
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

void TestWebSocket::abuseEndsTheConnection()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.messageLimit = 1;
    gateway.settings().webSocket.messageWindowMs = 50;
    gateway.settings().webSocket.abuseWindows = 3;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    // One message more than allowed per window, without end: three windows in a row will be over the limit.
    std::thread sender([&client] {
        while (client.socket().send(client.bytes(0x81, "again")))
            ::usleep(2000);
    });
    Frame frame = client.read();
    while (frame.valid && (frame.first & 0x0F) != 8)
        frame = client.read();
    sender.join();
    QCOMPARE(frame.closeCode(), 1008);
    QCOMPARE(recordOf(gateway).reason, std::string("rate_limited"));
}

void TestWebSocket::byteRateSlowsReading()
{
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
    TestGateway gateway;
    addSocketApi(gateway, server.port()).streams.bytesPerSecond = 200'000;
    gateway.settings().webSocket.messageLimit = 0;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 60; ++i)
        client.send(0x82, std::string(10'000, 'x'));
    QCOMPARE(got.get_future().get(), std::size_t(600'000)); // nothing is lost
    QVERIFY2(timer.elapsed() >= 1000, qPrintable(QString::number(timer.elapsed())));
}

void TestWebSocket::silentClientIsGone()
{
    SocketUpstream server([](WebSocketPeer& peer) { peer.echo(); });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.pingIntervalMs = 100;
    gateway.settings().webSocket.pongTimeoutMs = 1000;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    const Frame ping = client.read();
    QCOMPARE(ping.first, 0x89U);
    QVERIFY(client.socket().waitForClose()); // for want of an answer
    const Finished record = recordOf(gateway);
    QCOMPARE(record.closeCode, 1006);
    QCOMPARE(record.reason, std::string("client_gone"));
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::WebSocketsActive), std::int64_t(0));
}

void TestWebSocket::pongKeepsAClient()
{
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
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.pingIntervalMs = 100;
    gateway.settings().webSocket.pongTimeoutMs = 1000;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
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

void TestWebSocket::silentUpstreamIsGone()
{
    std::promise<void> end;
    SocketUpstream server([future = end.get_future().share()](WebSocketPeer&) { future.wait(); });
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.pingIntervalMs = 100;
    gateway.settings().webSocket.pongTimeoutMs = 1000;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    Frame frame = client.read();
    while (frame.first == 0x89) {
        client.send(0x8A, frame.payload);
        frame = client.read();
    }
    QCOMPARE(frame.closeCode(), 1011);
    client.close(1011);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("upstream_read_timeout"));
    end.set_value();
}

void TestWebSocket::idleTimeout()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port()).streams.idleTimeoutMs = 1;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1001);
    QCOMPARE(frame.closeReason(), std::string("Idle timeout"));
    client.close(1001);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(recordOf(gateway).reason, std::string("stream_idle"));
}

void TestWebSocket::drainClosesAll()
{
    std::atomic<int> told = 0;
    SocketUpstream server([&told](WebSocketPeer& peer) {
        for (Frame frame = peer.read(); frame.valid; frame = peer.read()) {
            if ((frame.first & 0x0F) == 8) {
                told += frame.closeCode() == 1001 && frame.closeReason() == "Server shutting down" ? 1 : 0;
                peer.send(0x88, frame.payload);
                return;
            }
        }
    });
    TestGateway gateway(2);
    addSocketApi(gateway, server.port());
    gateway.start();
    std::vector<WebSocketPeer> clients;
    for (int i = 0; i < 20; ++i) {
        clients.emplace_back(gateway.connect());
        QCOMPARE(clients.back().open("/ws/x").status, 101);
    }
    std::promise<bool> clean;
    gateway.plane().drain(60'000, [&clean](bool value) { clean.set_value(value); });
    for (WebSocketPeer& client : clients) {
        const Frame frame = client.read();
        QCOMPARE(frame.closeCode(), 1001);
        QCOMPARE(frame.closeReason(), std::string("Server shutting down"));
        client.send(0x88, frame.payload);
        QVERIFY(client.socket().waitForClose());
        client.socket().close();
    }
    QVERIFY(clean.get_future().get());
    QVERIFY(server.upstream.waitForQuiet());
    QCOMPARE(told.load(), 20);
}

void TestWebSocket::drainCutsWhoDoesNotAnswer()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().webSocket.closeTimeoutMs = 500;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    std::promise<bool> clean;
    gateway.plane().drain(60'000, [&clean](bool value) { clean.set_value(value); });
    QCOMPARE(client.read().closeCode(), 1001);
    QVERIFY(client.socket().waitForClose());
    QVERIFY(clean.get_future().get()); // well before the limit of the drain
    QCOMPARE(recordOf(gateway).closeCode, 1001);
}

void TestWebSocket::disabledApiClosesLiveSockets()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    proxy::ApiRuntime& api = addSocketApi(gateway, server.port());
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    gateway.publish(); // a change that does not concern it
    client.text("still here");
    QCOMPARE(client.read().payload, std::string("still here"));
    api.active = false;
    gateway.publish();
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1008);
    QCOMPARE(frame.closeReason(), std::string("Access withdrawn"));
    client.close(1008);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(recordOf(gateway).reason, std::string("api_disabled"));
}

void TestWebSocket::limitsOfTheApi()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port()).streams.maxMessageBytes = 4;
    gateway.start();
    WebSocketPeer client(gateway.connect());
    QCOMPARE(client.open("/ws/x").status, 101);
    client.text("1234");
    QCOMPARE(client.read().payload, std::string("1234"));
    client.text("12345");
    QCOMPARE(client.read().closeCode(), 1009);
}

void TestWebSocket::poolDoesNotBoundSockets()
{
    SocketUpstream server(echoing());
    TestGateway gateway;
    addSocketApi(gateway, server.port());
    gateway.settings().upstream.maxConnections = 1;
    gateway.start();
    std::vector<WebSocketPeer> clients;
    for (int i = 0; i < 5; ++i) {
        clients.emplace_back(gateway.connect());
        QCOMPARE(clients.back().open("/ws/x").status, 101);
    }
    for (WebSocketPeer& client : clients) {
        client.text("x");
        QCOMPARE(client.read().payload, std::string("x"));
    }
}

QTEST_GUILESS_MAIN(TestWebSocket)
#include "tst_websocket.moc"
