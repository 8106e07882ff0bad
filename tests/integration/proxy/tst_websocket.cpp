// SPDX-License-Identifier: GPL-3.0-or-later
// WebSocket through the data plane, both ends raw: what passes.
#include "tests/integration/harness/http2_tunnel.h"
#include "tests/integration/harness/websocket_gateway.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestWebSocket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { bothVersions(); }
    void messagesPassBothWays();
    void handshakeIsFiltered();
    void upstreamMayRefuse();
    void deniedByApiAndSetting();
    void everySplitOfAConversation();
    void disabledApiClosesLiveSockets();
    void poolDoesNotBoundSockets();
};

void TestWebSocket::messagesPassBothWays()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.connect(http2);
    const Message head = client.open("/ws/chat?room=1");
    QCOMPARE(head.status, client.accepted());
    QCOMPARE(head.header("sec-websocket-accept"), std::string(http2 ? "" : WebSocketPeer::Accept));
    QCOMPARE(head.header("upgrade"), std::string(http2 ? "" : "websocket"));
    QVERIFY(!head.has("content-length") && !head.has("transfer-encoding"));
    QCOMPARE(setup.count(observe::Metric::WebSocketsActive), std::int64_t(1));
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
    const Finished record = setup.record();
    QCOMPARE(record.status, 101); // the same event, whatever carried it
    QCOMPARE(record.version, std::string(http2 ? "2" : "1.1"));
    QCOMPARE(record.method, std::string("GET"));
    QCOMPARE(record.closeCode, 1000);
    QCOMPARE(record.reason, std::string());
    QCOMPARE(record.messagesIn, 1U);
    QCOMPARE(record.messagesOut, 1U);
    QVERIFY(record.bytesIn > 11 && record.bytesOut > 7);
    QCOMPARE(setup.count(observe::Metric::WebSocketsActive), std::int64_t(0));
    QCOMPARE(setup.count(observe::Metric::WebSocketReceived), std::int64_t(1));
    QCOMPARE(setup.gateway.sink().metrics()->closeCount(0),
             std::uint64_t(0)); // the sink of the test counts no records
}

void TestWebSocket::handshakeIsFiltered()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing(), "Sec-WebSocket-Protocol: chat\r\nX-Other: y\r\n");
    SocketGateway setup(server.port());
    proxy::ApiRuntime& api = setup.api;
    api.forwardAllRequestHeaders = api.forwardAllAnswerHeaders = false; // the handshake passes all the same
    setup.gateway.start();
    WebSocketPeer client = setup.connect(http2);
    const Message head =
        client.open("/ws/x", "Sec-WebSocket-Extensions: permessage-deflate\r\nOrigin: "
                             "http://page.test\r\nCookie: a=b\r\nSec-WebSocket-Protocol: log, "
                             "chat\r\n");
    QCOMPARE(head.status, client.accepted());
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

void TestWebSocket::upstreamMayRefuse()
{
    QFETCH_GLOBAL(bool, http2);
    ScriptedUpstream server(ScriptedUpstream::always(answer("members only", {}, "403 Forbidden")));
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.connect(http2);
    const Message reply = client.open("/ws/x");
    QCOMPARE(reply.status, 403);
    QCOMPARE(reply.body, std::string("members only"));
    // It is an ordinary connection still.
    if (http2) {
        QCOMPARE(client.tunnel()->client().ask(http2Request("GET", "/ws/y")).status, 403);
    } else {
        client.socket().send(get("/ws/y"));
        QCOMPARE(client.socket().readAnswer().status, 403);
    }
}

void TestWebSocket::deniedByApiAndSetting()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.addApi("/plain", {server.port()});
    setup.gateway.start();
    WebSocketPeer denied = setup.connect(http2);
    QCOMPARE(denied.open("/plain/x").status, 403);
    setup.limits().enabled = false;
    setup.gateway.applySettings();
    if (http2) { // on a connection that was told of WebSocket before it was switched off
        denied.tunnel()->client().request(3, Http2Tunnel::request("/ws/x"), false);
        QCOMPARE(denied.tunnel()->client().answer(3).status, 403);
    } else {
        QCOMPARE(setup.connect(false).open("/ws/x").status, 403);
    }
    QCOMPARE(server.upstream.connections(), 0);
    QVERIFY(setup.gateway.sink().waitFor(2));
    for (const Finished& record : setup.gateway.sink().all())
        QCOMPARE(record.reason, std::string("websocket_denied"));
}

void TestWebSocket::everySplitOfAConversation()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.api.streams.messageLimit = 0;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
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

void TestWebSocket::disabledApiClosesLiveSockets()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    proxy::ApiRuntime& api = setup.api;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    setup.gateway.publish(); // a change that does not concern it
    client.text("still here");
    QCOMPARE(client.read().payload, std::string("still here"));
    api.active = false;
    setup.gateway.publish();
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1008);
    QCOMPARE(frame.closeReason(), std::string("Access withdrawn"));
    client.close(1008);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(setup.record().reason, std::string("api_disabled"));
}

void TestWebSocket::poolDoesNotBoundSockets()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.gateway.settings().upstream.maxConnections = 1;
    setup.gateway.start();
    std::vector<WebSocketPeer> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(setup.open(http2));
        QVERIFY(clients.back().socket().valid());
    }
    for (WebSocketPeer& client : clients) {
        client.text("x");
        QCOMPARE(client.read().payload, std::string("x"));
    }
}

QTEST_GUILESS_MAIN(TestWebSocket)
#include "tst_websocket.moc"
