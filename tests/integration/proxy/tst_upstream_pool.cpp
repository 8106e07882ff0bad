// SPDX-License-Identifier: GPL-3.0-or-later
// Which connections to an upstream are used again, how many there may be, and how many stay.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <algorithm>
#include <barrier>
#include <vector>

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
};

namespace {

constexpr int AtOnce = 6;

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

    std::size_t connections() { return gateway.plane().counts().upstreamConnections; }

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
    QTRY_COMPARE(setup.connections(), std::size_t(2));
}

void TestUpstreamPool::noneStaysIdle()
{
    Together setup(0, 3'600'000);
    QCOMPARE(setup.ask(), AtOnce);
    QTRY_COMPARE(setup.connections(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestUpstreamPool)
#include "tst_upstream_pool.moc"
