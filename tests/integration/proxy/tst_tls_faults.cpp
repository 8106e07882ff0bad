// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that do not speak TLS as they should.
#include "tests/integration/harness/tls_gateway.h"

#include <QTest>

#include <array>
#include <random>
#include <thread>

#include <fcntl.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using net::ClientCertificates;

class TestTlsFaults : public QObject, protected TlsGateway {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void slowHandshakeIsCutOff();
    void garbageInsteadOfAHandshake();
    void brokenHandshakesOfARealOne();
    void clearTextIsToldSo();
    void clearTextIsRedirected();
    void renegotiationIsRefused();
    void keysMayChangeBetweenRequests();
    void keysThatChangeWithoutEndAreRefused();
    void readingThatWaitsForRoomAsksForRoom();
};

void TestTlsFaults::slowHandshakeIsCutOff()
{
    load();
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->settings().client.handshakeTimeoutMs = 100;
    m_gateway->start(proxy::RoleTraffic,
                     [this](net::Fd fd) { return m_tls->accept(std::move(fd), ClientCertificates::Off); });
    RawSocket silent = m_gateway->connect();
    QVERIFY(silent.waitForClose());
    RawSocket slow = m_gateway->connect();
    QVERIFY(slow.send("\x16\x03\x01")); // the beginning of a hello, and no more
    QVERIFY(slow.waitForClose());
    QTRY_COMPARE(m_tls->counters().failures.load(), std::uint64_t(1)); // who says nothing has not failed
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
}

void TestTlsFaults::garbageInsteadOfAHandshake()
{
    serve();
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
        std::string garbage(1 + random() % 600, '\0');
        std::generate(garbage.begin(), garbage.end(), [&random] { return char(random()); });
        if (i % 3 == 0)
            garbage.replace(0, 5, std::string("\x16\x03\x01\x02\x00", 5));
        RawSocket socket = m_gateway->connect();
        socket.send(garbage);
        socket.shutdownWrite();
        QVERIFY(socket.waitForClose());
    }
    TlsPeer peer(trusting());
    QVERIFY(handshake(peer).good);
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
    QCOMPARE(m_tls->counters().handshakes.load(), std::uint64_t(1));
}

/// A hello of a real client with single bytes changed, and cut at every length.
void TestTlsFaults::brokenHandshakesOfARealOne()
{
    serve();
    std::string hello;
    {
        ScriptedUpstream ear([&hello](RawSocket& socket, int) { hello = socket.readSome(); });
        RawSocket socket = RawSocket::connectTo(ear.address());
        TlsPeer peer(trusting());
        QVERIFY(!peer.start(socket).good);
        QVERIFY(ear.waitForQuiet());
    }
    QVERIFY(hello.size() > 100);
    std::mt19937 random(3);
    for (std::size_t at = 0; at < hello.size(); at += 3) {
        std::string broken = hello;
        broken[at] = char(broken[at] ^ char(1 + random() % 255));
        RawSocket changed = m_gateway->connect();
        changed.send(broken);
        changed.shutdownWrite();
        QVERIFY(changed.waitForClose());
        RawSocket cut = m_gateway->connect();
        cut.send(hello.substr(0, at));
        cut.shutdownWrite();
        QVERIFY(cut.waitForClose());
    }
    TlsPeer peer(trusting());
    QVERIFY(handshake(peer).good);
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
}

void TestTlsFaults::clearTextIsToldSo()
{
    serve();
    const Message got = m_gateway->ask(get("/a/x"));
    QCOMPARE(got.status, 400);
    QVERIFY2(got.body.find("HTTPS") != std::string::npos, got.body.c_str());
    QVERIFY(m_gateway->sink().waitFor(1));
    QCOMPARE(m_gateway->sink().all().front().reason, std::string("https_required"));
    QCOMPARE(m_upstream->requests().size(), std::size_t(0));
}

void TestTlsFaults::clearTextIsRedirected()
{
    serve();
    m_gateway->settings().answers.redirectClearText = true;
    m_gateway->settings().answers.httpsPort = 8443;
    m_gateway->applySettings();
    const Message got = m_gateway->ask(get("/a/x%20y?q=1&r=2"));
    QCOMPARE(got.status, 308);
    QCOMPARE(got.header("location"), std::string("https://api.test:8443/a/x%20y?q=1&r=2"));
    m_gateway->settings().answers.httpsPort = 443;
    m_gateway->applySettings();
    QCOMPARE(m_gateway->ask("GET / HTTP/1.1\r\nHost: api.test:80\r\n\r\n").header("location"),
             std::string("https://api.test/"));
    QCOMPARE(m_gateway->ask("GET / HTTP/1.0\r\n\r\n").status, 400); // nowhere to send it
}

void TestTlsFaults::renegotiationIsRefused()
{
    serve();
    TlsPeerOptions options = trusting();
    options.mostVersion = TLS1_2_VERSION;
    TlsPeer peer(options);
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    QVERIFY(!TlsPeer::renegotiate(open));
}

void TestTlsFaults::keysMayChangeBetweenRequests()
{
    serve();
    TlsPeer peer(trusting());
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    for (int i = 0; i < 300; ++i) {
        for (int update = 0; update < 8; ++update)
            QVERIFY(TlsPeer::updateKeys(open, update == 7));
        QVERIFY(open.send(get("/a/x")));
        QCOMPARE(open.readAnswer().status, 200);
    }
}

/// Each costs the worker a derivation of keys, and nothing ever comes of it.
void TestTlsFaults::keysThatChangeWithoutEndAreRefused()
{
    serve();
    TlsPeer peer(trusting());
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    for (int i = 0; i < 4'000 && TlsPeer::updateKeys(open, false); ++i) {
    }
    QVERIFY(open.waitForClose());
    TlsPeer other(trusting());
    QVERIFY(handshake(other).good);
}

/// The answer to a KeyUpdate does not fit, and input waits behind it: to ask for input would spin.
void TestTlsFaults::readingThatWaitsForRoomAsksForRoom()
{
    load();
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const std::unique_ptr<net::Transport> server = m_tls->accept(net::Fd(ends[0]), ClientCertificates::Off);
    RawSocket client{net::Fd(ends[1])};
    TlsPeer peer(trusting());
    std::thread greeting([&] { peer.start(client); });
    QCOMPARE(server->handshake().status, net::IoStatus::Ok); // the socket blocks until here
    greeting.join();
    const int small = 0; // as small as the kernel allows
    QCOMPARE(::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
    QCOMPARE(::fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);

    std::array<char, 64> text{};
    net::IoResult result;
    for (int i = 0; i < 200 && result.status != net::IoStatus::WantWrite; ++i) {
        QVERIFY(TlsPeer::updateKeys(client, true));
        result = server->read(text.data(), text.size());
    }
    QCOMPARE(result.status, net::IoStatus::WantWrite);
    QVERIFY(client.send("hello"));
    QCOMPARE(server->interest(true, false), std::uint32_t(EPOLLOUT));
    QCOMPARE(server->interest(false, false), 0U);

    std::array<char, 65536> drained{};
    QVERIFY(::recv(ends[1], drained.data(), drained.size(), 0) > 0);
    result = server->read(text.data(), text.size());
    QCOMPARE(result.status, net::IoStatus::Ok);
    QCOMPARE(std::string(text.data(), result.bytes), std::string("hello"));
    QCOMPARE(server->interest(true, false), std::uint32_t(EPOLLIN));
}

QTEST_GUILESS_MAIN(TestTlsFaults)
#include "tst_tls_faults.moc"
