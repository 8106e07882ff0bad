// SPDX-License-Identifier: GPL-3.0-or-later
// What WebSocket has of its own on HTTP/2 (RFC 8441). What both versions have in common is in
// tst_websocket.cpp, tst_websocket_close.cpp and tst_websocket_limits.cpp.
#include "tests/integration/harness/http2_tunnel.h"
#include "tests/integration/harness/websocket_gateway.h"

#include <QTest>

#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

constexpr std::uint16_t EnableConnectProtocol = 8;
constexpr int ProtocolError = 1, Cancel = 8;

using Request = Fields;

/// An extended CONNECT with the field `name` changed, or left out when `value` is empty.
Request changed(const std::string& name, const std::string& value)
{
    Request request = Http2Tunnel::request("/ws/x");
    std::erase_if(request, [&](const auto& field) { return field.first == name; });
    if (!value.empty())
        request.insert(name.front() == ':' ? request.begin() : request.end(), {name, value});
    return request;
}

/// Answers handshakes as a cache or a mock would.
class AnswersAll final : public proxy::Filter {
public:
    std::string_view name() const override { return "all"; }
    proxy::Phase phase() const override { return proxy::Phase::Authenticate; }
    std::uint8_t order() const override { return 1; }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override
    {
        exchange.respond(200, "text/plain", "no socket");
        return proxy::Verdict::Respond;
    }
};

Request with(const std::string& name, const std::string& value)
{
    return Http2Tunnel::request("/ws/x", {{name, value}});
}

} // namespace

Q_DECLARE_METATYPE(Request)

class TestWebSocketHttp2 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offeredWhenSwitchedOn();
    void refusals_data();
    void refusals();
    void goodAnswersDoNotOpenIt_data();
    void goodAnswersDoNotOpenIt();
    void keyIsTheGateways();
    void manyOnOneConnection();
    void bytesBeforeTheAnswer();
    void endOfStreamIsAnEnd();
    void closeTogetherWithTheEnd();
    void endBeforeTheAnswer();
    void drainEndsTheConnection();
};

void TestWebSocketHttp2::offeredWhenSwitchedOn()
{
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.start();
    Http2Client on(setup.gateway.connect());
    QCOMPARE(on.ask(http2Request("GET", "/none")).status, 404);
    QCOMPARE(on.settings.at(EnableConnectProtocol), 1U);
    setup.limits().enabled = false;
    setup.gateway.applySettings();
    Http2Client off(setup.gateway.connect());
    off.request(1, Http2Tunnel::request("/ws/x"), false);
    QCOMPARE(off.answer(1).reset, ProtocolError);
    QCOMPARE(off.settings.count(EnableConnectProtocol), std::size_t(0));
    QCOMPARE(off.ask(http2Request("GET", "/none")).status, 404);
}

void TestWebSocketHttp2::refusals_data()
{
    QTest::addColumn<Request>("request");
    QTest::addColumn<bool>("ended");
    QTest::addColumn<int>("status"); // 0: a reset
    const auto row = [](const char* name, const Request& request, int status, bool ended = false) {
        QTest::newRow(name) << request << ended << status;
    };
    row("other protocol", changed(":protocol", "connect-udp"), 501);
    row("no protocol", {{":method", "CONNECT"}, {":authority", "api.test"}}, 405);
    row("ended", Http2Tunnel::request("/ws/x"), 400, true);
    row("other version", changed("sec-websocket-version", "12"), 426);
    row("no version", changed("sec-websocket-version", {}), 426);
    row("length", with("content-length", "5"), 400);
    row("expectation", with("expect", "miracles"), 417);
    row("no such path", changed(":path", "/none"), 404);
    row("GET", changed(":method", "GET"), 0);
    row("no path", changed(":path", {}), 0);
    row("no scheme", changed(":scheme", {}), 0);
    row("no authority", changed(":authority", {}), 0);
    row("upgrade", with("upgrade", "websocket"), 0);
    row("late protocol",
        {{":method", "CONNECT"},
         {":scheme", "http"},
         {":authority", "a"},
         {":path", "/ws/x"},
         {"x", "y"},
         {":protocol", "websocket"}},
        0);
}

void TestWebSocketHttp2::refusals()
{
    QFETCH(Request, request);
    QFETCH(bool, ended);
    QFETCH(int, status);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.request(1, request, ended);
    const Http2Answer& got = client.answer(1);
    QCOMPARE(got.status, status);
    QCOMPARE(got.field("sec-websocket-version"), std::string(status == 426 ? "13" : ""));
    if (status == 0)
        QCOMPARE(got.reset, ProtocolError);
    else
        QVERIFY(!got.body.empty());
    QCOMPARE(client.ask(http2Request("GET", "/none")).status, 404); // others of the connection go on
    QCOMPARE(server.upstream.connections(), 0);
}

void TestWebSocketHttp2::goodAnswersDoNotOpenIt_data()
{
    QTest::addColumn<bool>("local");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("of the upstream") << false << 502 << QByteArray("upstream_bad_head");
    QTest::newRow("of a filter") << true << 400 << QByteArray("bad_handshake");
}

/// A 200 that is no handshake must not reach the client: it would take the body for frames.
void TestWebSocketHttp2::goodAnswersDoNotOpenIt()
{
    QFETCH(bool, local);
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    ScriptedUpstream server(ScriptedUpstream::always(answer("no socket")));
    SocketGateway setup(server.port());
    if (local)
        setup.api.chain = setup.gateway.addChain(std::make_shared<proxy::FilterChain>(
            std::vector<std::shared_ptr<const proxy::Filter>>{std::make_shared<AnswersAll>()}));
    setup.gateway.start();
    WebSocketPeer client = setup.connect(true);
    const Message got = client.open("/ws/x");
    QCOMPARE(got.status, status);
    QVERIFY(got.body.find("no socket") == std::string::npos);
    QCOMPARE(QByteArray::fromStdString(setup.record().reason), reason);
}

void TestWebSocketHttp2::keyIsTheGateways()
{
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.start();
    for (int i = 0; i < 2; ++i) { // a key of the client means nothing
        WebSocketPeer client = setup.connect(true);
        QCOMPARE(client.open("/ws/x", "Sec-WebSocket-Key: short\r\nExpect: 100-continue\r\n").status, 200);
        QCOMPARE(client.tunnel()->client().now(1).informed, 0);
    }
    const std::vector<Message> asked = server.upstream.requests();
    QCOMPARE(asked.size(), std::size_t(2));
    QCOMPARE(asked[0].header("sec-websocket-key").size(), std::size_t(24));
    QVERIFY(asked[0].header("sec-websocket-key") != asked[1].header("sec-websocket-key"));
    QCOMPARE(asked[0].header("sec-websocket-version"), std::string("13"));
    QVERIFY(asked[0].firstLine.starts_with("GET ") && !asked[0].has("expect") &&
            !asked[0].has("transfer-encoding"));
}

void TestWebSocketHttp2::manyOnOneConnection()
{
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    const WebSocketPeer writer;
    for (std::uint32_t stream = 1; stream < 21; stream += 2) {
        client.request(stream, Http2Tunnel::request("/ws/x"), false);
        client.data(stream, writer.bytes(0x81, "number " + std::to_string(stream)));
    }
    QCOMPARE(client.ask(http2Request("GET", "/none")).status, 404);
    for (std::uint32_t stream = 1; stream < 21; stream += 2) {
        const std::string text = "number " + std::to_string(stream);
        QVERIFY(client.until([&] { return client.now(stream).body.size() == text.size() + 2; }));
        QCOMPARE(client.now(stream).status, 200);
        QCOMPARE(client.now(stream).body.substr(2), text);
    }
    client.data(1, writer.bytes(0x88, std::string("\x03\xE8", 2)), true);
    QVERIFY(client.until([&] { return client.now(1).over(); }));
    client.data(3, writer.bytes(0x81, "on"));
    QVERIFY(client.until([&] { return client.now(3).body.ends_with("on"); }));
}

void TestWebSocketHttp2::bytesBeforeTheAnswer()
{
    SocketUpstream server([](WebSocketPeer& peer) {
        peer.text("early");
        peer.echo();
    });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.connect(true);
    client.tunnel()->client().request(1, Http2Tunnel::request("/ws/x"), false);
    client.text("at once");
    QCOMPARE(client.read().payload, std::string("early"));
    QCOMPARE(client.read().payload, std::string("at once"));
}

/// As when a connection of HTTP/1.1 closes without a close frame.
void TestWebSocketHttp2::endOfStreamIsAnEnd()
{
    std::promise<Frame> told;
    SocketUpstream server([&told](WebSocketPeer& peer) { told.set_value(peer.read()); });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.open(true);
    QVERIFY(client.socket().valid());
    client.socket().shutdownWrite();
    QCOMPARE(told.get_future().get().closeCode(), 1001);
    QCOMPARE(setup.record().closeCode, 1006);
    QCOMPARE(setup.record().reason, std::string("client_gone"));
    QCOMPARE(client.tunnel()->client().answer(1).reset, Cancel);
}

void TestWebSocketHttp2::closeTogetherWithTheEnd()
{
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.open(true);
    QVERIFY(client.socket().valid());
    client.tunnel()->client().data(1, client.bytes(0x88, std::string("\x03\xE8", 2)), true);
    QCOMPARE(client.read().closeCode(), 1000);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(client.tunnel()->client().now(1).reset, -1); // both directions have ended
    QCOMPARE(setup.record().closeCode, 1000);
    QCOMPARE(setup.record().reason, std::string());
}

void TestWebSocketHttp2::endBeforeTheAnswer()
{
    std::promise<void> asked;
    std::promise<void> goOn;
    ScriptedUpstream* self = nullptr;
    std::promise<Frame> told;
    ScriptedUpstream upstream([&, future = goOn.get_future().share()](RawSocket& socket, int) {
        const Message request = self->record(socket);
        asked.set_value();
        future.wait();
        told.set_value(WebSocketPeer::accept(socket, request).read());
    });
    self = &upstream;
    SocketGateway setup(upstream.port());
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.request(1, Http2Tunnel::request("/ws/x"), false);
    asked.get_future().wait();
    client.data(1, {}, true);
    QCOMPARE(client.ask(http2Request("GET", "/none")).status, 404); // the end has been read
    goOn.set_value();
    QCOMPARE(told.get_future().get().closeCode(), 1001);
    QCOMPARE(client.answer(1).reset, Cancel);
}

void TestWebSocketHttp2::drainEndsTheConnection()
{
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.open(true);
    QVERIFY(client.socket().valid());
    std::promise<bool> clean;
    setup.gateway.plane().drain(60'000, [&clean](bool value) { clean.set_value(value); });
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1001);
    QCOMPARE(frame.closeReason(), std::string("Server shutting down"));
    client.send(0x88, frame.payload);
    QVERIFY(client.socket().waitForClose());
    QVERIFY(client.tunnel()->client().now(1).ended); // not cut off
    QCOMPARE(client.tunnel()->client().goawayCode(), 0);
    QVERIFY(clean.get_future().get());
}

QTEST_GUILESS_MAIN(TestWebSocketHttp2)
#include "tst_websocket_http2.moc"
