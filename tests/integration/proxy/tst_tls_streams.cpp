// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes over TLS: bodies, records in pieces, ends.
#include "tests/integration/harness/tls_gateway.h"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using net::ClientCertificates;

class TestTlsStreams : public QObject, protected TlsGateway {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void largeBodiesBothWays();
    void requestTogetherWithTheHandshake();
    void halfARecordIsNoInput();
    void halfClosedClientGetsItsAnswer();
    void brokenAnswerIsNotAnOrderlyEnd();
};

void TestTlsStreams::largeBodiesBothWays()
{
    serve();
    TlsPeer peer(trusting());
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    std::mt19937 random(7);
    for (const std::size_t size : {1, 16383, 16384, 16385, 40000, 3'000'000}) {
        std::string body(size, '\0');
        std::generate(body.begin(), body.end(), [&random] { return char(random()); });
        std::thread sender([&] { open.send(post("/a/n", body)); });
        const Message got = open.readAnswer();
        sender.join();
        QCOMPARE(got.status, 200);
        QVERIFY(got.body == "POST /n HTTP/1.1|" + body);
    }
}

void TestTlsStreams::requestTogetherWithTheHandshake()
{
    serve();
    TlsPeer peer(trusting());
    for (int i = 0; i < 5; ++i) { // from the second time on, the request is in the client's last flight
        RawSocket open;
        QVERIFY(handshake(peer, &open).good);
        std::string many;
        for (int n = 0; n < 40; ++n)
            many += get("/a/" + std::to_string(n));
        QVERIFY(open.send(many)); // many requests in few records: most wait decrypted
        for (int n = 0; n < 40; ++n)
            QCOMPARE(open.readAnswer().body, "GET /" + std::to_string(n) + " HTTP/1.1|");
    }
}

/// Between a client and a transport: passes everything on, and holds back what it is told to.
class Relay {
public:
    Relay()
    {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
            qFatal("no socket pair");
        client = RawSocket(net::Fd(pair[0]));
        m_inner = net::Fd(pair[1]);
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) != 0)
            qFatal("no socket pair");
        server = net::Fd(pair[0]);
        m_outer = net::Fd(pair[1]);
    }
    /// What has come from one side goes to the other, without its last bytes.
    void pass(std::size_t holdBack = 0)
    {
        char block[65536];
        ssize_t got = 0;
        while ((got = ::recv(m_inner.get(), block, sizeof block, MSG_DONTWAIT)) > 0)
            m_held.append(block, std::size_t(got));
        const std::size_t now = m_held.size() - std::min(holdBack, m_held.size());
        (void)!::send(m_outer.get(), m_held.data(), now, MSG_NOSIGNAL);
        m_held.erase(0, now);
        while ((got = ::recv(m_outer.get(), block, sizeof block, MSG_DONTWAIT)) > 0)
            (void)!::send(m_inner.get(), block, std::size_t(got), MSG_NOSIGNAL);
    }

    RawSocket client;
    net::Fd server;

private:
    net::Fd m_inner;
    net::Fd m_outer;
    std::string m_held;
};

/// A piece of a record is not input: who takes it for that asks again and again until the rest is there.
void TestTlsStreams::halfARecordIsNoInput()
{
    load();
    Relay relay;
    const auto transport = m_tls->accept(std::move(relay.server), ClientCertificates::Off);
    TlsPeer peer(trusting());
    std::atomic<bool> done{false};
    std::thread client([&] {
        peer.start(relay.client);
        done = true;
    });
    for (bool ready = false; !done || !ready; relay.pass())
        ready = ready || transport->handshake().status == net::IoStatus::Ok;
    client.join();
    relay.pass();
    char block[65536];
    QVERIFY(relay.client.send("hello"));
    relay.pass(3);
    QCOMPARE(transport->read(block, sizeof block).status, net::IoStatus::WantRead);
    QVERIFY(!transport->hasBufferedInput());
    QVERIFY(relay.client.send("again"));
    relay.pass(3);
    const net::IoResult first = transport->read(block, sizeof block);
    QCOMPARE(std::string(block, first.bytes), std::string("hello"));
    QVERIFY(!transport->hasBufferedInput());
    relay.client.shutdownWrite(); // the second record, and with it the end
    relay.pass();
    const net::IoResult second = transport->read(block, sizeof block);
    QCOMPARE(std::string(block, second.bytes), std::string("again"));
    QVERIFY(transport->hasBufferedInput()); // nobody else knows of the end
    QCOMPARE(transport->read(block, sizeof block).status, net::IoStatus::Closed);
}

void TestTlsStreams::halfClosedClientGetsItsAnswer()
{
    serve();
    TlsPeer peer(trusting());
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    QVERIFY(open.send(get("/a/last", "Connection: close\r\n")));
    const Message got = open.readAnswer();
    QCOMPARE(got.status, 200);
    QVERIFY(open.waitForClose());
    QVERIFY(open.layer()->endedOrderly()); // close_notify came
    RawSocket leaving;
    QVERIFY(handshake(peer, &leaving).good);
    leaving.shutdownWrite(); // close_notify of an idle client
    QVERIFY(leaving.waitForClose());
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
}

void TestTlsStreams::brokenAnswerIsNotAnOrderlyEnd()
{
    ScriptedUpstream broken([](RawSocket& socket, int) {
        socket.readRequest();
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    load();
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->addApi("/b", {broken.port()});
    m_gateway->start(proxy::RoleTraffic,
                     [this](net::Fd fd) { return m_tls->accept(std::move(fd), ClientCertificates::Off); });
    TlsPeer peer(trusting());
    RawSocket socket = m_gateway->connect();
    QVERIFY(peer.start(socket).good);
    socket.send(get("/b/x"));
    QVERIFY(!socket.readAnswer().complete);
    QVERIFY(!socket.layer()->endedOrderly());
}

QTEST_GUILESS_MAIN(TestTlsStreams)
#include "tst_tls_streams.moc"
