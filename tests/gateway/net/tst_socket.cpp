// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/listener.h"
#include "gateway/net/poller.h"
#include "gateway/net/socket.h"
#include "gateway/net/transport.h"

#include <QFile>
#include <QtTest>

#include <algorithm>
#include <array>
#include <linux/sockios.h>
#include <string>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace gatehouse::net;
using namespace Qt::Literals::StringLiterals;

namespace {

SocketAddress loopback(std::uint16_t port = 0)
{
    return {IpAddress::v4(0x7f000001), port};
}

struct Waiter final : IoHandler {
    std::uint32_t seen = 0;
    void onIo(std::uint32_t events) override { seen |= events; }
};

// Waits on the poller until `fd` has one of `events`.
void awaitEvents(int fd, std::uint32_t events)
{
    Poller poller;
    Waiter waiter;
    QCOMPARE(poller.add(fd, events, &waiter), 0);
    while (waiter.seen == 0)
        poller.turn(-1);
}

struct Connection {
    Fd listener, client, server;
    SocketAddress peer;
};

Connection connectPair()
{
    Connection c;
    c.listener = std::move(listenTcp(loopback())).value();
    ConnectStart start = connectTcp(localAddress(c.listener.get()));
    c.client = std::move(start.fd);
    awaitEvents(c.listener.get(), EPOLLIN);
    Accepted accepted = acceptTcp(c.listener.get());
    c.server = std::move(accepted.fd);
    c.peer = accepted.peer;
    return c;
}

bool noDelay(int fd)
{
    int value = 0;
    socklen_t length = sizeof value;
    return ::getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &length) == 0 && value != 0;
}

} // namespace

class TestSocket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listensConnectsAndAccepts()
    {
        Connection c = connectPair();
        QVERIFY(c.client && c.server);
        QVERIFY(localAddress(c.listener.get()).port != 0);
        QVERIFY(localAddress(c.client.get()) == c.peer);
        QVERIFY(peerAddress(c.client.get()) == localAddress(c.listener.get()));
        QVERIFY(noDelay(c.client.get()) && noDelay(c.server.get()));
        QCOMPARE(acceptTcp(c.listener.get()).error, EAGAIN);
        awaitEvents(c.client.get(), EPOLLOUT);
        QCOMPARE(pendingError(c.client.get()), 0);
    }

    void bytesOnTheirWayAreKnown()
    {
        const Connection c = connectPair();
        awaitEvents(c.client.get(), EPOLLOUT);
        QCOMPARE(unacknowledgedBytes(c.client.get()), std::size_t(0));
        std::array<char, 64 * 1024> bytes{};
        ssize_t left = 0;
        for (ssize_t sent = 0; sent >= 0; left += std::max<ssize_t>(sent, 0))
            sent = ::send(c.client.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        QVERIFY(unacknowledgedBytes(c.client.get()) > 0);
        while (left > 0) {
            awaitEvents(c.server.get(), EPOLLIN);
            left -= ::recv(c.server.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        }
        QTRY_COMPARE(unacknowledgedBytes(c.client.get()), std::size_t(0));
    }

    void listensOnIpv6()
    {
        const auto listener = listenTcp({*IpAddress::parse("::1"), 0});
        if (!listener) {
            // A machine without IPv6 must at least say so in words.
            QVERIFY(listener.error().message.contains(QStringLiteral("[::1]:0")));
            return;
        }
        const SocketAddress address = localAddress(listener->get());
        QVERIFY(address.ip == *IpAddress::parse("::1") && address.port != 0);
        QVERIFY(connectTcp(address).fd);
    }

    void workersShareAPort()
    {
        const auto first = listenTcp(loopback());
        QVERIFY(first.ok());
        const SocketAddress address = localAddress(first->get());
        QVERIFY(listenTcp(address).ok());
        ListenOptions alone;
        alone.reusePort = false;
        const auto refused = listenTcp(address, alone);
        QVERIFY(!refused);
        QCOMPARE(refused.error().message, QStringLiteral("cannot listen on %1: address already in use")
                                              .arg(QString::fromStdString(address.text())));
    }

    void refusedConnectionIsNamed()
    {
        SocketAddress address;
        {
            const auto listener = listenTcp(loopback());
            address = localAddress(listener->get());
        }
        ConnectStart start = connectTcp(address);
        int error = start.error;
        if (error == 0) {
            awaitEvents(start.fd.get(), EPOLLOUT);
            error = pendingError(start.fd.get());
        }
        QCOMPARE(error, ECONNREFUSED);
        QCOMPARE(describePeerError(error, address), "connection refused by " + address.text());
    }

    void errorTexts()
    {
        const SocketAddress peer = *SocketAddress::parse("10.0.0.7:8080");
        QCOMPARE(describePeerError(ECONNRESET, peer), std::string("connection reset by 10.0.0.7:8080"));
        QCOMPARE(describePeerError(EPIPE, peer), std::string("connection reset by 10.0.0.7:8080"));
        QCOMPARE(describePeerError(EHOSTUNREACH, peer), std::string("no route to 10.0.0.7:8080"));
        QCOMPARE(describePeerError(EMFILE, peer), std::string("too many open files (10.0.0.7:8080)"));
        const std::string low = describeListenError(EACCES, *SocketAddress::parse("0.0.0.0:80"));
        QVERIFY(low.starts_with("cannot listen on 0.0.0.0:80: permission denied"));
        QVERIFY(low.find("CAP_NET_BIND_SERVICE") != std::string::npos);
    }

    void transportMovesBytesAndReportsTheEnd()
    {
        Connection c = connectPair();
        PlainTransport client(std::move(c.client));
        PlainTransport server(std::move(c.server));
        QCOMPARE(client.handshake().status, IoStatus::Ok);
        std::array<char, 64> memory{};
        QCOMPARE(server.read(memory.data(), memory.size()).status, IoStatus::WantRead);

        std::string head = "head|", body = "body";
        const std::array<iovec, 2> vectors{{{head.data(), head.size()}, {body.data(), body.size()}}};
        const IoResult written = client.writev(vectors.data(), 2);
        QCOMPARE(written.status, IoStatus::Ok);
        QCOMPARE(written.bytes, std::size_t(9));
        awaitEvents(server.fd(), EPOLLIN);
        const IoResult got = server.read(memory.data(), memory.size());
        QCOMPARE(std::string(memory.data(), got.bytes), std::string("head|body"));

        client.shutdownWrite();
        awaitEvents(server.fd(), EPOLLIN);
        QCOMPARE(server.read(memory.data(), memory.size()).status, IoStatus::Closed);
        const std::array<iovec, 1> answer{{{body.data(), body.size()}}};
        QCOMPARE(server.writev(answer.data(), 1).bytes, std::size_t(4)); // the other direction is still open
    }

    void blockedWriteAsksForEpollout()
    {
        Connection c = connectPair();
        PlainTransport client(std::move(c.client));
        std::string block(64 * 1024, 'x');
        const std::array<iovec, 1> vectors{{{block.data(), block.size()}}};
        IoResult result;
        do {
            result = client.writev(vectors.data(), 1);
        } while (result.status == IoStatus::Ok);
        QCOMPARE(result.status, IoStatus::WantWrite);
    }

    void resetIsAFailureWithAddress()
    {
        Connection c = connectPair();
        PlainTransport client(std::move(c.client));
        const SocketAddress server = peerAddress(client.fd());
        const linger abort{1, 0};
        ::setsockopt(c.server.get(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
        c.server.reset();
        awaitEvents(client.fd(), EPOLLIN);
        char byte = 0;
        const IoResult result = client.read(&byte, 1);
        QCOMPARE(result.status, IoStatus::Failed);
        QCOMPARE(client.describeFailure(result, server), "connection reset by " + server.text());
    }

    // The kernel would keep 2.5 MB on loopback, and 4 MB for a reader that was fast before it stalled.
    void kernelKeepsLittleForAReaderThatStalls()
    {
        constexpr int oneWrite = 65536;
        Poller poller;
        TimerWheel wheel(poller.nowMs());
        Fd server;
        Listener listener(poller, wheel, std::move(listenTcp(loopback())).value(),
                          [&](Fd fd, const SocketAddress&) { server = std::move(fd); });
        const Fd client = std::move(connectTcp(listener.address()).fd);
        listener.start();
        while (!server)
            poller.turn(-1);
        const std::string bytes(oneWrite, 'x');
        for (const int sender : {server.get(), client.get()}) {
            while (::send(sender, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0) {
            }
            QCOMPARE(errno, EAGAIN);
            int unsent = 0;
            QCOMPARE(::ioctl(sender, SIOCOUTQNSD, &unsent), 0);
            QVERIFY2(unsent > 0 && unsent <= fewUnsentBytes + oneWrite, qPrintable(QString::number(unsent)));
        }
    }

    void listenerAcceptsABoundedNumberPerTurn()
    {
        Poller poller;
        TimerWheel wheel(poller.nowMs());
        std::vector<Fd> accepted;
        Listener listener(
            poller, wheel, std::move(listenTcp(loopback())).value(),
            [&](Fd fd, const SocketAddress& peer) {
                QVERIFY(peer.ip.isLoopback());
                accepted.push_back(std::move(fd));
            },
            2);
        std::vector<Fd> clients;
        for (int i = 0; i < 5; ++i)
            clients.push_back(std::move(connectTcp(listener.address()).fd));
        for (const Fd& client : clients)
            awaitEvents(client.get(), EPOLLOUT);
        listener.start();
        for (std::size_t expected : {2, 4, 5}) {
            poller.turn(-1);
            QCOMPARE(accepted.size(), expected);
        }
        listener.stop();
        clients.push_back(std::move(connectTcp(listener.address()).fd));
        awaitEvents(clients.back().get(), EPOLLOUT); // the backlog takes it
        poller.turn(0);
        QCOMPARE(accepted.size(), std::size_t(5));
        listener.start();
        poller.turn(-1);
        QCOMPARE(accepted.size(), std::size_t(6));
    }

    void listenerMayBeClosedFromItsCallback()
    {
        Poller poller;
        TimerWheel wheel(poller.nowMs());
        int calls = 0;
        std::unique_ptr<Listener> listener;
        listener = std::make_unique<Listener>(poller, wheel, std::move(listenTcp(loopback())).value(),
                                              [&](Fd, const SocketAddress&) {
                                                  ++calls;
                                                  listener->close();
                                              });
        const SocketAddress address = listener->address();
        const Fd a = std::move(connectTcp(address).fd);
        const Fd b = std::move(connectTcp(address).fd);
        listener->start();
        poller.turn(-1);
        QCOMPARE(calls, 1);
        QCOMPARE(poller.watchedCount(), std::size_t(0));
    }

    // Out of descriptors: the spare one serves to turn everybody away, again and again.
    void listenerTurnsAwayWithItsSpareDescriptor()
    {
        Poller poller;
        TimerWheel wheel(0);
        int turnedAway = 0;
        Listener listener(poller, wheel, std::move(listenTcp(loopback())).value(),
                          [&](Fd, const SocketAddress&) { QFAIL("there was no descriptor for this"); });
        listener.setLastResort([&](Fd) { ++turnedAway; });
        std::vector<Fd> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::move(connectTcp(listener.address()).fd));
            awaitEvents(clients.back().get(), EPOLLOUT);
        }
        listener.start();
        rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const int free = ::dup(0); // the lowest free number
        ::close(free);
        const rlimit none{rlim_t(free), before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
        while (turnedAway < 3 && listener.pauses() == 0)
            poller.turn(-1);
        ::setrlimit(RLIMIT_NOFILE, &before);
        QCOMPARE(turnedAway, 3);
        QCOMPARE(listener.pauses(), std::uint64_t(0));
        for (const Fd& client : clients)
            awaitEvents(client.get(), EPOLLIN | EPOLLRDHUP);
    }

    // Later it would grow under traffic, and hold that up.
    void tableOfDescriptorsGrowsAtOnce()
    {
        reserveDescriptors();
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        QFile status(u"/proc/self/status"_s);
        QVERIFY(status.open(QIODevice::ReadOnly));
        const QByteArray text = status.readAll();
        const qsizetype at = text.indexOf("FDSize:");
        const qsizetype size = text.mid(at + 7, text.indexOf('\n', at) - at - 7).trimmed().toLongLong();
        QVERIFY2(rlim_t(size) >= std::min<rlim_t>(files.rlim_cur, 65536), qPrintable(QString::number(size)));
    }

    // Out of descriptors: the listener rests instead of spinning, and goes on when there are some again.
    void listenerSurvivesDescriptorExhaustion()
    {
        Poller poller;
        TimerWheel wheel(0);
        std::vector<Fd> accepted;
        Listener listener(poller, wheel, std::move(listenTcp(loopback())).value(),
                          [&](Fd fd, const SocketAddress&) { accepted.push_back(std::move(fd)); });
        const Fd client = std::move(connectTcp(listener.address()).fd);
        awaitEvents(client.get(), EPOLLOUT);
        listener.start();

        rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const int free = ::dup(0); // the lowest free number
        ::close(free);
        const rlimit none{rlim_t(free), before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
        poller.turn(-1);
        ::setrlimit(RLIMIT_NOFILE, &before);
        QCOMPARE(listener.pauses(), std::uint64_t(1));
        QVERIFY(accepted.empty());
        QCOMPARE(poller.watchedCount(), std::size_t(0)); // readable all the time, and yet no spinning

        wheel.advance(poller.nowMs() + 1000);
        poller.turn(-1);
        QCOMPARE(accepted.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestSocket)
#include "tst_socket.moc"
