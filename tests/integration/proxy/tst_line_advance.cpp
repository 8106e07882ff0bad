// SPDX-License-Identifier: GPL-3.0-or-later
// What is taken in advance for the other side of a connection: little as long as it has shown nothing, for
// thousands may ask for large answers and take none; more when it has taken some fast.
#include "gateway/proxy/line_pace.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QScopeGuard>
#include <QTest>

#include <chrono>
#include <functional>
#include <future>
#include <linux/sockios.h>
#include <thread>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t large = 16 * 1024 * 1024, atOnce = 512 * 1024;
constexpr int rounds = 16;                                  // of atOnce, less than all
constexpr int smallBuffer = 4096, usualBuffer = 256 * 1024; // of the other side's kernel
constexpr int drop = 4096;

/// The gateway's end, which is a descriptor of this process.
int gatewaySide(const RawSocket& socket)
{
    const net::SocketAddress here = net::localAddress(socket.fd());
    for (int fd = 0; fd < 1024; ++fd)
        if (fd != socket.fd() && net::peerAddress(fd) == here)
            return fd;
    return -1;
}

int asked(int fd, unsigned long what)
{
    int bytes = 0;
    ::ioctl(fd, what, &bytes);
    return bytes;
}

/// Of what the gateway wrote, what the other side has no room for.
int unsent(int fd)
{
    return asked(fd, SIOCOUTQNSD);
}

/// The most of that.
int limit(int fd)
{
    int bytes = 0;
    socklen_t size = sizeof bytes;
    return ::getsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, &size) == 0 ? bytes : -1;
}

/// False when that takes longer than it does while the gateway wants more.
bool becomes(const std::function<bool()>& met, std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!met()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(100us);
    }
    return true;
}

bool take(RawSocket& socket, std::size_t bytes)
{
    for (std::size_t got = 0; got < bytes;) {
        const std::string more = socket.readSome();
        if (more.empty())
            return false;
        got += more.size();
    }
    return true;
}

/// Shows the gateway that the line is fast: takes much whenever its socket has just become full. Then takes
/// no more. Returns the gateway's end, -1 when something went wrong.
int showSpeed(RawSocket& socket)
{
    int writer = -1;
    const auto full = [&] { return unsent(writer) >= net::fewUnsentBytes; };
    if (!becomes([&] { return (writer = gatewaySide(socket)) >= 0; }, 10s) ||
        limit(writer) != net::fewUnsentBytes)
        return -1;
    for (int round = 0; round < rounds; ++round)
        if (!becomes(full, 10s) || !take(socket, atOnce))
            return -1;
    return writer;
}

} // namespace

class TestLineAdvance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void littleForWhoHasShownNothing();
    void moreForWhoTookSomeFast_data();
    void moreForWhoTookSomeFast();
    void moreForUpstreamsThatDid();
};

/// The upstream sends in drops, each when the last has been read, so that all it sends is taken in advance.
void TestLineAdvance::littleForWhoHasShownNothing()
{
    std::promise<std::size_t> taken;
    ScriptedUpstream upstream([&taken](RawSocket& socket, int) {
        socket.readRequest();
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(large) + "\r\n\r\n");
        const int reader = gatewaySide(socket);
        std::size_t bytes = 0;
        for (; bytes < large && becomes([reader] { return asked(reader, FIONREAD) == 0; }, 500ms);
             bytes += drop)
            socket.send(std::string(drop, 'x'));
        taken.set_value(bytes);
        socket.waitForClose();
    });
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect(smallBuffer);
    client.send(get("/a/x"));
    const std::size_t bytes = taken.get_future().get();
    constexpr std::size_t kernel = net::fewUnsentBytes, elsewhere = 2 * smallBuffer + 2 * drop;
    QVERIFY2(bytes <= kernel + proxy::LinePace::piece + elsewhere, qPrintable(QString::number(bytes)));
    client.close();
}

void TestLineAdvance::moreForWhoTookSomeFast_data()
{
    QTest::addColumn<bool>("http2");
    QTest::newRow("HTTP/1.1") << false;
    QTest::newRow("HTTP/2") << true;
}

void TestLineAdvance::moreForWhoTookSomeFast()
{
    QFETCH(const bool, http2);
    ScriptedUpstream upstream(ScriptedUpstream::always(answer(std::string(large, 'x'))));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect(usualBuffer);
    client.send(http2 ? http2WideGet("/a/x") : get("/a/x"));
    const int writer = showSpeed(client);
    QCOMPARE(limit(writer), net::mostUnsentBytes);
    client.close();
}

void TestLineAdvance::moreForUpstreamsThatDid()
{
    std::promise<int> writer;
    std::promise<void> over;
    ScriptedUpstream upstream(
        [&](RawSocket& socket, int) {
            writer.set_value(showSpeed(socket));
            over.get_future().wait();
        },
        usualBuffer);
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    const auto sender =
        std::async(std::launch::async, [&gateway] { gateway.ask(post("/a/x", std::string(large, 'u'))); });
    const auto end = qScopeGuard([&over] { over.set_value(); });
    const int fd = writer.get_future().get();
    QCOMPARE(limit(fd), net::mostUnsentBytes);
}

QTEST_GUILESS_MAIN(TestLineAdvance)
#include "tst_line_advance.moc"
