// SPDX-License-Identifier: GPL-3.0-or-later
// Which connections to an upstream are used again, how many there may be, and how many stay.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <future>
#include <vector>

#include <poll.h>
#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestUpstreamPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void connectionsAreShared();
    void poolTimeout();
    void surplusIsUsedAgain();
    void surplusCloses();
    void noneStaysIdle();
    void slowReadersTakeNoPlace_data();
    void slowReadersTakeNoPlace();
    void slowUploadsTakeNoPlace_data() { slowReadersTakeNoPlace_data(); }
    void slowUploadsTakeNoPlace();
};

namespace {

constexpr int AtOnce = 6;
constexpr std::size_t LargeBytes = 64 * 1024 * 1024; // more than all buffers of the kernel

/// An upstream that answers as soon as `AtOnce` requests are with it, so that each has a connection of its
/// own.
struct Together {
    std::barrier<> all{AtOnce};
    ScriptedUpstream upstream{[this](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            all.arrive_and_wait();
            if (!socket.send(answer("x")))
                return;
        }
    }};
    TestGateway gateway;

    explicit Together(std::uint32_t maxIdle, std::int64_t surplusMs)
    {
        gateway.settings().upstream.maxIdle = maxIdle;
        gateway.settings().upstream.surplusMs = surplusMs;
        gateway.addApi("/a", {upstream.port()});
        gateway.start();
    }

    std::int64_t connections() { return gateway.states().pools().open; }

    /// How many of `AtOnce` requests at a time were answered.
    int ask()
    {
        std::vector<RawSocket> clients;
        for (int i = 0; i < AtOnce; ++i) {
            clients.push_back(gateway.connect());
            clients.back().send(get("/a/x"));
        }
        return int(std::count_if(clients.begin(), clients.end(),
                                 [](RawSocket& client) { return client.readAnswer().status == 200; }));
    }
};

/// With room for one connection to the upstream: by a promise to that target, or by the usual maximum.
void startWithOnePlace(TestGateway& gateway, quint16 port, bool promised)
{
    gateway.settings().upstream.maxConnections = 1;
    proxy::ApiRuntime& api = gateway.addApi("/a", {port});
    api.timeouts.poolMs = 100;
    TestGateway::edit(
        api, [promised](proxy::UpstreamGroup& group) { group.targets[0].maxConnections = promised ? 1 : 0; });
    gateway.start();
}

} // namespace

void TestUpstreamPool::connectionsAreShared()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    QCOMPARE(upstream.connections(), 1);
}

void TestUpstreamPool::poolTimeout()
{
    ScriptedUpstream upstream([](RawSocket& socket, int) {
        if (socket.readRequest().complete)
            socket.waitForClose();
    });
    TestGateway gateway;
    gateway.settings().upstream.maxConnections = 1;
    gateway.addApi("/a", {upstream.port()}).timeouts.poolMs = 100;
    gateway.start();
    RawSocket first = gateway.connect();
    first.send(get("/a/1"));
    QVERIFY(upstream.waitForConnections(1));
    QCOMPARE(gateway.ask(get("/a/2")).status, 504);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("pool_timeout"));
    QCOMPARE(upstream.connections(), 1);
}

void TestUpstreamPool::surplusIsUsedAgain()
{
    Together setup(2, 3'600'000);
    for (int round = 0; round < 5; ++round)
        QCOMPARE(setup.ask(), AtOnce);
    QCOMPARE(setup.upstream.connections(), AtOnce);
}

void TestUpstreamPool::surplusCloses()
{
    Together setup(2, 1);
    QCOMPARE(setup.ask(), AtOnce);
    QTRY_COMPARE(setup.connections(), std::int64_t(2));
    const proxy::PoolSums sums = setup.gateway.states().pools();
    QCOMPARE(sums.open, std::int64_t(2));
    QCOMPARE(sums.idle, std::int64_t(2));
    QCOMPARE(sums.opened, std::uint64_t(AtOnce));
}

void TestUpstreamPool::noneStaysIdle()
{
    Together setup(0, 3'600'000);
    QCOMPARE(setup.ask(), AtOnce);
    QTRY_COMPARE(setup.connections(), std::int64_t(0));
}

void TestUpstreamPool::slowReadersTakeNoPlace_data()
{
    QTest::addColumn<bool>("promised"); ///< the target has a maximum of its own
    QTest::addColumn<int>("status");
    QTest::newRow("of the gateway") << false << 200;
    QTest::newRow("of the target") << true << 504;
}

/// One connection is all there may be, and its answer waits for somebody who does not read.
void TestUpstreamPool::slowReadersTakeNoPlace()
{
    QFETCH(bool, promised);
    QFETCH(int, status);
    std::promise<void> stuck;
    ScriptedUpstream upstream([&stuck](RawSocket& socket, int) {
        static const std::string large = answer(std::string(LargeBytes, 'x'));
        for (;;) {
            const Message request = socket.readRequest();
            if (!request.complete)
                return;
            if (request.firstLine.find("/large") == std::string::npos) {
                socket.send(answer("small"));
                continue;
            }
            std::string_view rest = large;
            pollfd room{socket.fd(), POLLOUT, 0};
            while (!rest.empty() && ::poll(&room, 1, 500) == 1) { // until nothing moves
                const ssize_t sent =
                    ::send(socket.fd(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
                rest.remove_prefix(std::size_t(std::max<ssize_t>(sent, 0)));
            }
            stuck.set_value();
            socket.send(rest);
        }
    });
    TestGateway gateway;
    startWithOnePlace(gateway, upstream.port(), promised);
    RawSocket slow = gateway.connect();
    slow.setReceiveBuffer(64 * 1024);
    slow.send(get("/a/large"));
    QCOMPARE(stuck.get_future().wait_for(std::chrono::milliseconds(PatienceMs)), std::future_status::ready);
    QCOMPARE(gateway.ask(get("/a/x")).status, status);
    QCOMPARE(upstream.connections(), promised ? 1 : 2);
    // It goes on as if nothing had been.
    if (!promised) {
        const Message got = slow.readAnswer();
        QCOMPARE(got.body.size(), LargeBytes);
    }
}

/// The upload has reached the upstream as far as there is one.
void TestUpstreamPool::slowUploadsTakeNoPlace()
{
    QFETCH(bool, promised);
    QFETCH(int, status);
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    TestGateway gateway;
    startWithOnePlace(gateway, upstream.port(), promised);
    RawSocket slow = gateway.connect();
    slow.send("POST /a/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
    QVERIFY(upstream.waitForConnections(1));
    QCOMPARE(gateway.ask(get("/a/x")).status, status);
    slow.send("0\r\n\r\n");
    QCOMPARE(slow.readAnswer().status, 200);
    QCOMPARE(upstream.connections(), promised ? 1 : 2);
}

QTEST_GUILESS_MAIN(TestUpstreamPool)
#include "tst_upstream_pool.moc"
