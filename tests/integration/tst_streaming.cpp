// SPDX-License-Identifier: GPL-3.0-or-later
// Large bodies in both directions with slow readers through the real program, whose memory is watched.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tls_peer.h"
#include "tests/integration/harness/websocket_peer.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <atomic>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

static constexpr std::uint64_t Total = std::uint64_t(1) << 30;
static constexpr std::size_t FrameBytes = 64 * 1024;
static constexpr int Frames = 1024; // 64 MiB
static constexpr std::uint64_t TlsTotal = std::uint64_t(1) << 28;
/// A sanitizer holds back what has been freed.
static std::int64_t allowedGrowth()
{
    return (std::int64_t(16) + qEnvironmentVariableIntValue("GATEHOUSE_TEST_MEMORY_SLACK")) * 1024 * 1024;
}

/// Sends `total` bytes; tells by `blocked` that the peer takes nothing for a while.
static bool sendMuch(RawSocket& socket, std::uint64_t total, std::atomic<std::uint64_t>& sent,
                     std::atomic<bool>& blocked)
{
    const std::string block(256 * 1024, 'd');
    while (sent < total) {
        pollfd entry{socket.fd(), POLLOUT, 0};
        if (::poll(&entry, 1, 300) == 0) {
            blocked = true;
            if (::poll(&entry, 1, PatienceMs * 3) == 0)
                return false;
        }
        const std::size_t piece = std::min<std::uint64_t>(block.size(), total - sent);
        const ssize_t taken = ::send(socket.fd(), block.data(), piece, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken <= 0)
            return false;
        sent += static_cast<std::uint64_t>(taken);
    }
    return true;
}

/// The kernel takes nothing more of what this end sends.
static bool isFull(const RawSocket& socket)
{
    pollfd entry{socket.fd(), POLLOUT, 0};
    return ::poll(&entry, 1, 0) == 0;
}

static std::uint64_t receiveAll(RawSocket& socket, std::uint64_t want)
{
    std::uint64_t got = socket.buffered().size();
    while (socket.layer() && got < want) {
        const std::size_t piece = socket.readSome().size();
        if (piece == 0)
            return got;
        got += piece;
    }
    static thread_local char block[256 * 1024];
    while (got < want) {
        pollfd entry{socket.fd(), POLLIN, 0};
        if (::poll(&entry, 1, PatienceMs) == 0)
            break;
        const ssize_t taken = ::recv(socket.fd(), block, sizeof block, 0);
        if (taken <= 0)
            break;
        got += static_cast<std::uint64_t>(taken);
    }
    return got;
}

/// Sends the same frame many times; tells by `blocked` that the peer takes nothing for a while.
static bool sendFrames(RawSocket& socket, const std::string& frame, int count, std::atomic<bool>& blocked)
{
    for (int i = 0; i < count; ++i) {
        for (std::size_t at = 0; at < frame.size();) {
            pollfd entry{socket.fd(), POLLOUT, 0};
            if (::poll(&entry, 1, 300) == 0) {
                blocked = true;
                if (::poll(&entry, 1, PatienceMs * 3) == 0)
                    return false;
            }
            const ssize_t taken =
                ::send(socket.fd(), frame.data() + at, frame.size() - at, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (taken <= 0)
                return false;
            at += static_cast<std::size_t>(taken);
        }
    }
    return true;
}

static int countFrames(WebSocketPeer& peer, int want)
{
    int count = 0;
    while (count < want) {
        const Frame frame = peer.read();
        if (!frame.valid || frame.payload.size() != FrameBytes)
            break;
        ++count;
    }
    return count;
}

class TestStreaming : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void download();
    void upload();
    void webSocketToSlowReader();
    void webSocketToSlowUpstream();
    void downloadByTls();
    void uploadByTls();

private:
    void openWebSocket(WebSocketPeer& client);
    void startGateway(std::uint16_t upstreamPort, bool tls = false);
    QString written(const QString& name, const std::string& text) const;
    TlsOutcome connectByTls(RawSocket& client, const std::string& path = "/a/warm", int status = 200);
    std::int64_t memory() const;

    std::unique_ptr<GatewayProcess> m_gateway;
    net::SocketAddress m_address;
    TestAuthority m_authority;
};

QString TestStreaming::written(const QString& name, const std::string& text) const
{
    QFile file(m_gateway->directory() + u'/' + name);
    return file.open(QIODevice::WriteOnly) && file.write(text.data(), qint64(text.size())) > 0
               ? file.fileName()
               : QString();
}

TlsOutcome TestStreaming::connectByTls(RawSocket& client, const std::string& path, int status)
{
    TlsPeerOptions options;
    options.authorities = m_authority.pem();
    options.serverName = "localhost";
    TlsPeer peer(options);
    client = RawSocket::connectTo(m_address);
    TlsOutcome outcome = peer.start(client);
    client.send(get(path));
    outcome.good = outcome.good && client.readAnswer().status == status; // tickets have arrived: peer may go
    return outcome;
}

/// With an API at /a, and more patience than a slow reader needs.
void TestStreaming::startGateway(std::uint16_t upstreamPort, bool tls)
{
    m_gateway = std::make_unique<GatewayProcess>();
    for (const QString& name : {u"BODY_TIMEOUT"_s, u"HTTP_READ_TIMEOUT"_s, u"HTTP_WRITE_TIMEOUT"_s})
        m_gateway->set(name, u"60"_s);
    m_gateway->set(u"DISABLE_BODY_SIZE_LIMIT"_s, u"true"_s);
    m_gateway->set(u"WEBSOCKET_MESSAGE_LIMIT"_s, u"0"_s);
    m_gateway->set(u"THREADS"_s, u"1"_s);
    if (tls) {
        const TestPair pair = m_authority.issue({"localhost", {"localhost"}});
        m_gateway->set(u"TLS_CERTIFICATE"_s, written(u"tls.crt"_s, pair.certificate));
        m_gateway->set(u"TLS_PRIVATE_KEY"_s, written(u"tls.key"_s, pair.key));
    }
    HttpClient admin;
    QCOMPARE(startFree(*m_gateway, admin), QString());
    QCOMPARE(publish(admin, u"a"_s, {serverAt(upstreamPort)}, {},
                     {{u"api_public"_s, true},
                      {u"api_match"_s, u"any"_s},
                      {u"api_websocket"_s, true},
                      {u"api_prefixes"_s, QJsonArray{u"/a"_s}}}),
             QString());
    m_address = {net::IpAddress::v4(0x7f000001), m_gateway->publicPort()};
}

std::int64_t TestStreaming::memory() const
{
    QFile file(u"/proc/%1/statm"_s.arg(m_gateway->processId()));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

void TestStreaming::download()
{
    std::atomic<std::uint64_t> sent{0};
    std::atomic<bool> blocked{false};
    ScriptedUpstream upstream([&](RawSocket& socket, int number) {
        socket.readRequest();
        if (number == 0) {
            socket.send(answer("warm", "Connection: close\r\n"));
            return;
        }
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(Total) + "\r\n\r\n");
        sendMuch(socket, Total, sent, blocked);
    });
    startGateway(upstream.port());
    RawSocket client = RawSocket::connectTo(m_address);
    client.send(get("/a/warm"));
    QCOMPARE(client.readAnswer().body, std::string("warm"));
    const std::int64_t before = memory();
    client.send(get("/a/big"));
    QTRY_VERIFY_WITH_TIMEOUT(blocked.load(),
                             20'000); // the reader does not read: the upstream must stand still
    QVERIFY(sent < 64'000'000);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    const std::string start = client.readSome();
    const std::size_t head = start.find("\r\n\r\n") + 4;
    QCOMPARE(receiveAll(client, Total - (start.size() - head)) + start.size() - head, Total);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    m_gateway->kill();
}

void TestStreaming::upload()
{
    std::atomic<bool> mayRead{false};
    std::atomic<std::uint64_t> received{0};
    ScriptedUpstream upstream([&](RawSocket& socket, int number) {
        if (number == 0) {
            socket.readRequest();
            socket.send(answer("warm", "Connection: close\r\n"));
            return;
        }
        while (!mayRead)
            std::this_thread::yield();
        const std::string start = socket.readSome();
        const std::size_t head = start.find("\r\n\r\n") + 4;
        received = receiveAll(socket, Total - (start.size() - head)) + start.size() - head;
        socket.send(answer("thanks"));
        socket.waitForClose();
    });
    startGateway(upstream.port());
    RawSocket client = RawSocket::connectTo(m_address);
    client.send(get("/a/warm"));
    QCOMPARE(client.readAnswer().body, std::string("warm"));
    const std::int64_t before = memory();
    std::atomic<std::uint64_t> sent{0};
    std::atomic<bool> blocked{false};
    std::thread sender([&] {
        client.send("POST /a/big HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(Total) +
                    "\r\n\r\n");
        sendMuch(client, Total, sent, blocked);
    });
    const auto join = qScopeGuard([&] {
        mayRead = true;
        sender.join();
    });
    QTRY_VERIFY_WITH_TIMEOUT(blocked.load(), 20'000);
    QVERIFY(sent < 64'000'000);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    mayRead = true;
    QCOMPARE(client.readAnswer().body, std::string("thanks"));
    QCOMPARE(received.load(), Total);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    m_gateway->kill();
}

void TestStreaming::openWebSocket(WebSocketPeer& client)
{
    client = WebSocketPeer(RawSocket::connectTo(m_address));
    QCOMPARE(client.open("/a/warm").status, 101);
    client.text("warm");
    QCOMPARE(client.read().payload, std::string("warm"));
}

void TestStreaming::webSocketToSlowReader()
{
    std::atomic<bool> blocked{false};
    std::atomic<bool> all{false};
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        WebSocketPeer peer = WebSocketPeer::accept(socket, socket.readRequest());
        peer.text(peer.read().payload);
        peer.read(); // go
        all = sendFrames(socket, peer.bytes(0x81, std::string(FrameBytes, 't')), Frames, blocked);
        peer.echo();
    });
    startGateway(upstream.port());
    WebSocketPeer client;
    openWebSocket(client);
    const std::int64_t before = memory();
    client.text("go");
    QTRY_VERIFY_WITH_TIMEOUT(blocked.load(), 20'000); // the reader does not read: the upstream stands still
    QVERIFY(!all);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    QCOMPARE(countFrames(client, Frames), Frames);
    client.close(1000);
    QCOMPARE(client.read().closeCode(), 1000);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    m_gateway->kill();
}

void TestStreaming::webSocketToSlowUpstream()
{
    std::atomic<bool> mayRead{false};
    std::atomic<int> received{0};
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        WebSocketPeer peer = WebSocketPeer::accept(socket, socket.readRequest());
        peer.text(peer.read().payload);
        while (!mayRead)
            std::this_thread::yield();
        received = countFrames(peer, Frames);
        peer.echo();
    });
    startGateway(upstream.port());
    WebSocketPeer client;
    openWebSocket(client);
    const std::int64_t before = memory();
    std::atomic<bool> blocked{false};
    std::atomic<bool> all{false};
    const std::string frame = client.bytes(0x81, std::string(FrameBytes, 't'));
    std::thread sender([&] { all = sendFrames(client.socket(), frame, Frames, blocked); });
    {
        const auto join = qScopeGuard([&] {
            mayRead = true;
            sender.join();
        });
        QTRY_VERIFY_WITH_TIMEOUT(blocked.load(), 20'000);
        QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    }
    QVERIFY(all);
    client.close(1000);
    QCOMPARE(client.read().closeCode(), 1000);
    QCOMPARE(received.load(), Frames);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    m_gateway->kill();
}

void TestStreaming::downloadByTls()
{
    std::atomic<std::uint64_t> sent{0};
    std::atomic<bool> blocked{false};
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        socket.readRequest();
        socket.send(answer("warm"));
        socket.readRequest();
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(TlsTotal) + "\r\n\r\n");
        sendMuch(socket, TlsTotal, sent, blocked);
    });
    startGateway(upstream.port(), true);
    RawSocket client;
    QVERIFY(connectByTls(client).good);
    const std::int64_t before = memory();
    client.send(get("/a/big"));
    QTRY_VERIFY_WITH_TIMEOUT(blocked.load(), 20'000);
    QVERIFY(sent < 64'000'000);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    std::string start = client.readSome();
    while (start.find("\r\n\r\n") == std::string::npos)
        start += client.readSome();
    const std::size_t body = start.size() - start.find("\r\n\r\n") - 4;
    QCOMPARE(receiveAll(client, TlsTotal - body) + body, TlsTotal);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    m_gateway->kill();
}

void TestStreaming::uploadByTls()
{
    std::atomic<bool> mayRead{false};
    std::atomic<std::uint64_t> received{0};
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        socket.readRequest();
        socket.send(answer("warm"));
        while (!mayRead)
            std::this_thread::yield();
        std::string start = socket.readSome();
        while (start.find("\r\n\r\n") == std::string::npos)
            start += socket.readSome();
        const std::size_t body = start.size() - start.find("\r\n\r\n") - 4;
        received = receiveAll(socket, TlsTotal - body) + body;
        socket.send(answer("thanks"));
        socket.waitForClose();
    });
    startGateway(upstream.port(), true);
    RawSocket client;
    QVERIFY(connectByTls(client).good);
    const std::int64_t before = memory();
    std::atomic<std::uint64_t> sent{0};
    std::thread sender([&] {
        const std::string block(64 * 1024, 'u');
        client.send("POST /a/big HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(TlsTotal) +
                    "\r\n\r\n");
        while (sent < TlsTotal && client.send(block))
            sent += block.size();
    });
    const auto join = qScopeGuard([&] {
        mayRead = true;
        if (sender.joinable())
            sender.join();
    });
    // Nobody reads at the other end, so it must come to stand: the socket is full, and stays so while the
    // gateway's only worker serves somebody else, which it does after whatever it wants to read.
    RawSocket other;
    QVERIFY(connectByTls(other, "/none", 404).good);
    const auto stands = [&] {
        const std::uint64_t before = sent;
        return before > 0 && isFull(client) && other.send(get("/none")) && other.readAnswer().status == 404 &&
               isFull(client) && sent == before;
    };
    bool stood = false; // the macro asks once more after a yes
    QTRY_VERIFY_WITH_TIMEOUT(stood = stood || stands(), 30'000);
    QVERIFY(sent < 64'000'000);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    mayRead = true;
    sender.join(); // one thread at a time at one end of TLS
    QCOMPARE(client.readAnswer().body, std::string("thanks"));
    QCOMPARE(received.load(), TlsTotal);
    QVERIFY2(memory() - before < allowedGrowth(), qPrintable(QString::number(memory() - before)));
    m_gateway->kill();
}

QTEST_GUILESS_MAIN(TestStreaming)
#include "tst_streaming.moc"
