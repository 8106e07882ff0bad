// SPDX-License-Identifier: GPL-3.0-or-later
// How WebSockets end: by the peers, by faults, by a drain.
#include "tests/integration/harness/websocket_gateway.h"

#include <QTest>

#include <atomic>
#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestWebSocketClose : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { bothVersions(); }
    void clientCloses();
    void upstreamCloses();
    void clientLeaves();
    void upstreamLeaves();
    void clientFaults_data();
    void clientFaults();
    void upstreamFaults();
    void drainClosesAll();
    void drainCutsWhoDoesNotAnswer();
};

void TestWebSocketClose::clientCloses()
{
    QFETCH_GLOBAL(bool, http2);
    std::promise<Frame> told;
    SocketUpstream server([&told](WebSocketPeer& peer) {
        const Frame frame = peer.read();
        told.set_value(frame);
        peer.send(0x88, frame.payload);
    });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    client.close(4711, "enough");
    const Frame frame = told.get_future().get();
    QCOMPARE(frame.closeCode(), 4711);
    QCOMPARE(frame.closeReason(), std::string("enough"));
    QVERIFY(frame.masked);
    QCOMPARE(client.read().closeCode(), 4711);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(setup.record().closeCode, 4711);
}

void TestWebSocketClose::upstreamCloses()
{
    QFETCH_GLOBAL(bool, http2);
    std::promise<Frame> echoed;
    SocketUpstream server([&echoed](WebSocketPeer& peer) {
        peer.close(1001, "restart");
        echoed.set_value(peer.read());
    });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1001);
    QCOMPARE(frame.closeReason(), std::string("restart"));
    client.close(1001);
    QCOMPARE(echoed.get_future().get().closeCode(), 1001);
    QVERIFY(client.socket().waitForClose());
    const Finished record = setup.record();
    QCOMPARE(record.closeCode, 1001);
    QCOMPARE(record.reason, std::string());
}

void TestWebSocketClose::clientLeaves()
{
    QFETCH_GLOBAL(bool, http2);
    std::promise<Frame> told;
    SocketUpstream server([&told](WebSocketPeer& peer) { told.set_value(peer.read()); });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    client.socket().reset();
    const Frame frame = told.get_future().get();
    QCOMPARE(frame.closeCode(), 1001);
    const Finished record = setup.record();
    QCOMPARE(record.closeCode, 1006);
    QCOMPARE(record.reason, std::string("client_gone"));
    QCOMPARE(setup.count(observe::Metric::WebSocketsActive), std::int64_t(0));
}

void TestWebSocketClose::upstreamLeaves()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server([](WebSocketPeer& peer) {
        if (peer.read().payload == "in a frame")
            peer.raw("\x81\x05he");
        peer.socket().reset();
    });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer between = setup.open(http2);
    QVERIFY(between.socket().valid());
    between.text("between frames");
    QCOMPARE(between.read().closeCode(), 1011);
    between.close(1011);
    QVERIFY(between.socket().waitForClose());
    QVERIFY(setup.gateway.sink().waitFor(1));
    WebSocketPeer inside = setup.open(http2);
    QVERIFY(inside.socket().valid());
    inside.text("in a frame");
    QVERIFY(!inside.read().valid); // the frame never ends; there is no room for a close frame
    QVERIFY(setup.gateway.sink().waitFor(2));
    QCOMPARE(setup.gateway.sink().all()[0].reason, std::string("upstream_closed_early"));
}

void TestWebSocketClose::clientFaults_data()
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

void TestWebSocketClose::clientFaults()
{
    QFETCH_GLOBAL(bool, http2);
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.limits().maxMessageBytes = 1000;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    client.raw(bytes.toStdString());
    Frame frame = client.read();
    while (frame.valid && (frame.first & 0x0F) != 8)
        frame = client.read(); // what was passed on before the fault comes back
    QCOMPARE(frame.closeCode(), code);
    QVERIFY(client.socket().waitForClose());
    const Finished record = setup.record();
    QCOMPARE(record.closeCode, code);
    QCOMPARE(record.reason, std::string("frame_violation"));
    QVERIFY(server.upstream.waitForQuiet());
}

void TestWebSocketClose::upstreamFaults()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server([](WebSocketPeer& peer) {
        peer.text("fine");
        peer.raw("\x83\x01x");
        peer.read();
    });
    SocketGateway setup(server.port());
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    QCOMPARE(client.read().payload, std::string("fine"));
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1011);
    client.close(1011);
    QVERIFY(client.socket().waitForClose());
    QCOMPARE(setup.record().reason, std::string("upstream_bad_body"));
}

void TestWebSocketClose::drainClosesAll()
{
    QFETCH_GLOBAL(bool, http2);
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
    SocketGateway setup(server.port(), 2);
    setup.gateway.start();
    std::vector<WebSocketPeer> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(setup.open(http2));
        QVERIFY(clients.back().socket().valid());
    }
    std::promise<bool> clean;
    setup.gateway.plane().drain(60'000, [&clean](bool value) { clean.set_value(value); });
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

void TestWebSocketClose::drainCutsWhoDoesNotAnswer()
{
    QFETCH_GLOBAL(bool, http2);
    SocketUpstream server(SocketUpstream::echoing());
    SocketGateway setup(server.port());
    setup.limits().closeTimeoutMs = 500;
    setup.gateway.start();
    WebSocketPeer client = setup.open(http2);
    QVERIFY(client.socket().valid());
    std::promise<bool> clean;
    setup.gateway.plane().drain(60'000, [&clean](bool value) { clean.set_value(value); });
    QCOMPARE(client.read().closeCode(), 1001);
    QVERIFY(client.socket().waitForClose());
    QVERIFY(clean.get_future().get()); // well before the limit of the drain
    QCOMPARE(setup.record().closeCode, 1001);
}

QTEST_GUILESS_MAIN(TestWebSocketClose)
#include "tst_websocket_close.moc"
