// SPDX-License-Identifier: GPL-3.0-or-later
// The opening handshake of WebSocket on HTTP/1.1.
#include "tests/integration/harness/websocket_gateway.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestWebSocketHandshake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusedHandshakes_data();
    void refusedHandshakes();
    void upstreamAnswersAreChecked_data();
    void upstreamAnswersAreChecked();
    void bytesBehindTheHandshake();
};

void TestWebSocketHandshake::refusedHandshakes_data()
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

void TestWebSocketHandshake::refusedHandshakes()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    ScriptedUpstream server(ScriptedUpstream::always(answer("no socket")));
    SocketGateway setup(server.port());
    setup.gateway.start();
    const Message reply = setup.gateway.ask(head.toStdString() + "\r\n");
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("sec-websocket-version"), std::string(status == 426 ? "13" : ""));
    QCOMPARE(reply.header("upgrade"), std::string(status == 426 ? "websocket" : ""));
    QCOMPARE(server.connections(), 0);
    // Upgrade to something else is ignored, as RFC 9110 section 7.8 allows: it must not reach the upstream.
    QCOMPARE(setup.gateway.ask(get("/ws/x", "Connection: Upgrade\r\nUpgrade: h2c\r\n")).status, 200);
}

void TestWebSocketHandshake::upstreamAnswersAreChecked_data()
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

void TestWebSocketHandshake::upstreamAnswersAreChecked()
{
    QFETCH(QByteArray, lines);
    ScriptedUpstream server(
        ScriptedUpstream::always("HTTP/1.1 101 Switching Protocols\r\n" + lines.toStdString() + "\r\n"));
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.connect(false);
    QCOMPARE(client.open("/ws/x").status, 502);
    QCOMPARE(setup.record().reason, std::string("upstream_bad_head"));
}

void TestWebSocketHandshake::bytesBehindTheHandshake()
{
    SocketUpstream server([](WebSocketPeer& peer) {
        peer.text("early");
        peer.echo();
    });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.connect(false);
    client.socket().send(get("/ws/x", WebSocketPeer::lines()) + client.bytes(0x81, "at once"));
    QCOMPARE(client.socket().readAnswer().status, 101);
    QCOMPARE(client.read().payload, std::string("early"));
    QCOMPARE(client.read().payload, std::string("at once"));
}

QTEST_GUILESS_MAIN(TestWebSocketHandshake)
#include "tst_websocket_handshake.moc"
