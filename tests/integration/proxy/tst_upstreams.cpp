// SPDX-License-Identifier: GPL-3.0-or-later
// Many targets through the real listener: shares, sticky sessions, other targets, checks, drain, names,
// budgets.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <atomic>
#include <map>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;
using proxy::UpstreamEvent;
using proxy::UpstreamGroup;

namespace {

/// Collects what is told about targets.
class Events {
public:
    void listen(TestGateway& gateway)
    {
        gateway.services().onUpstreamEvent = [this](const UpstreamEvent& event) {
            const std::scoped_lock lock(m_mutex);
            m_events.push_back(event);
        };
    }
    bool has(UpstreamEvent::Kind kind, const std::string& reason = {}) const
    {
        const std::scoped_lock lock(m_mutex);
        return std::any_of(m_events.begin(), m_events.end(), [&](const UpstreamEvent& event) {
            return event.kind == kind && event.reason.find(reason) != std::string::npos;
        });
    }

private:
    mutable std::mutex m_mutex;
    std::vector<UpstreamEvent> m_events;
};

std::uint16_t deadPort()
{
    ScriptedUpstream gone(ScriptedUpstream::always({}));
    return gone.port();
}

/// Answers every request with 503 and counts them.
struct Refusing {
    std::atomic<int> calls{0};
    ScriptedUpstream server{[this](RawSocket& socket, int) {
        while (socket.readRequest().complete && socket.send(answer("no", {}, "503 No")))
            ++calls;
    }};
};

/// A server that answers its name, and can be told to fail its health check.
class Server {
public:
    explicit Server(const std::string& name)
        : m_name(name)
        , m_upstream([this](RawSocket& socket, int) { serve(socket); })
    {
    }
    std::uint16_t port() const { return m_upstream.port(); }
    std::atomic<bool> healthy{true};
    std::atomic<int> calls{0};
    std::atomic<int> checks{0};

private:
    void serve(RawSocket& socket)
    {
        for (;;) {
            const Message request = socket.readRequest();
            if (!request.complete)
                return;
            const bool check = request.firstLine.find(" /health ") != std::string::npos;
            ++(check ? checks : calls);
            const bool bad = check && !healthy;
            if (!socket.send(answer(m_name, {}, bad ? "503 Sick" : "200 OK")))
                return;
        }
    }

    std::string m_name;
    ScriptedUpstream m_upstream;
};

void checkOften(UpstreamGroup& group)
{
    group.check.enabled = true;
    group.check.path = "/health";
    group.check.intervalMs = 50;
    group.check.unhealthyAfter = 1;
}

} // namespace

class TestUpstreams : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharesOverBothWorkers();
    void weightsOverBothWorkers();
    void leastConnectionsAvoidTheBusy();
    void hashByHeader();
    void stickyCookie();
    void stickyHeader();
    void refusedGoesElsewhere();
    void statusGoesElsewhereWithRules();
    void retryRulesSayWhat();
    void budgetEndsRetries();
    void ejectionTellsAndEnds();
    void checkTakesOutAndBack();
    void hangingTargetsAreAskedAsOften();
    void nobodyIsHealthy();
    void checkNobodyAsksAnyMore();
    void drainUnderLoad();
    void connectionsPerTarget();
};

void TestUpstreams::sharesOverBothWorkers()
{
    Server a("a"), b("b");
    TestGateway gateway(2);
    gateway.addApi("/a", {a.port(), b.port()});
    gateway.start();
    for (int i = 0; i < 100; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    QCOMPARE(a.calls.load(), 50);
    QCOMPARE(b.calls.load(), 50);
}

void TestUpstreams::weightsOverBothWorkers()
{
    Server a("a"), b("b");
    TestGateway gateway(2);
    TestGateway::edit(gateway.addApi("/a", {a.port(), b.port()}),
                      [](UpstreamGroup& group) { group.targets[0].weight = 3; });
    gateway.start();
    for (int i = 0; i < 100; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    QCOMPARE(a.calls.load(), 75);
    QCOMPARE(b.calls.load(), 25);
}

void TestUpstreams::leastConnectionsAvoidTheBusy()
{
    std::atomic<int> held{0};
    ScriptedUpstream busy([&held](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            ++held;
            socket.waitForClose(); // never answers
        }
    });
    Server idle("idle");
    TestGateway gateway(2);
    proxy::ApiRuntime& api = gateway.addApi("/a", {busy.port(), idle.port()});
    TestGateway::edit(api,
                      [](UpstreamGroup& group) { group.balancing = proxy::BalancingKind::LeastConnections; });
    gateway.start();
    RawSocket waiting = gateway.connect();
    waiting.send(get("/a/x"));
    QTRY_COMPARE(held.load(), 1);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("idle"));
        // The client has its answer a moment before the exchange is over.
        QTRY_COMPARE(gateway.states().target(api.upstream->targets[1].stateKey).active(), std::int64_t(0));
    }
}

void TestUpstreams::hashByHeader()
{
    Server a("a"), b("b"), c("c");
    TestGateway gateway(2);
    TestGateway::edit(gateway.addApi("/a", {a.port(), b.port(), c.port()}), [](UpstreamGroup& group) {
        group.balancing = proxy::BalancingKind::Hash;
        group.hash = {proxy::HashSource::Header, "X-Session"};
    });
    gateway.start();
    std::map<std::string, int> used;
    for (int key = 0; key < 30; ++key) {
        const std::string line = "X-Session: s" + std::to_string(key) + "\r\n";
        const std::string first = gateway.ask(get("/a/x", line)).body;
        QCOMPARE(gateway.ask(get("/a/x", line)).body, first);
        ++used[first];
    }
    QCOMPARE(used.size(), std::size_t(3));
}

void TestUpstreams::stickyCookie()
{
    Server a("a"), b("b");
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/a", {a.port(), b.port()});
    TestGateway::edit(api, [](UpstreamGroup& group) {
        group.sticky = {proxy::StickyKind::Cookie, "sid", "; Path=/; HttpOnly", true};
    });
    gateway.start();
    const Message first = gateway.ask(get("/a/x"));
    QCOMPARE(first.body, std::string("a"));
    QCOMPARE(first.header("set-cookie"), std::string("sid=t0; Path=/; HttpOnly"));
    for (int i = 0; i < 4; ++i) {
        const Message again = gateway.ask(get("/a/x", "Cookie: other=1; sid=t0\r\n"));
        QCOMPARE(again.body, std::string("a"));
        QVERIFY(!again.has("set-cookie"));
    }
    // An unknown value is worth nothing and gets a good one.
    QVERIFY(gateway.ask(get("/a/x", "Cookie: sid=t9\r\n")).has("set-cookie"));
    // The session moves when its target is drained.
    TestGateway::edit(api, [](UpstreamGroup& group) { group.targets[0].draining = true; });
    gateway.publish();
    const Message moved = gateway.ask(get("/a/x", "Cookie: sid=t0\r\n"));
    QCOMPARE(moved.body, std::string("b"));
    QCOMPARE(moved.header("set-cookie"), std::string("sid=t1; Path=/; HttpOnly"));
}

void TestUpstreams::stickyHeader()
{
    Server a("a"), b("b");
    TestGateway gateway;
    TestGateway::edit(gateway.addApi("/a", {a.port(), b.port()}), [](UpstreamGroup& group) {
        group.sticky = {proxy::StickyKind::Header, "X-User", {}, false};
    });
    gateway.start();
    const std::string first = gateway.ask(get("/a/x", "X-User: u1\r\n")).body;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(gateway.ask(get("/a/x", "X-User: u1\r\n")).body, first);
    const std::string one = gateway.ask(get("/a/x")).body; // nobody in particular: in turn
    QVERIFY(gateway.ask(get("/a/x")).body != one);
}

void TestUpstreams::refusedGoesElsewhere()
{
    Server good("good");
    TestGateway gateway;
    gateway.addApi("/a", {deadPort(), good.port()});
    gateway.start();
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(gateway.ask(get("/a/x")).status, 200);
        QCOMPARE(gateway.ask(post("/a/x", "once")).status, 200); // nothing had been sent
    }
    QVERIFY(gateway.sink().waitFor(8));
    int elsewhere = 0;
    for (const Finished& finished : gateway.sink().all()) {
        QVERIFY(finished.reason.empty());
        elsewhere += finished.retries;
    }
    QVERIFY(elsewhere >= 4); // until the breaker of the API had enough of it or the turn was the other's
}

void TestUpstreams::statusGoesElsewhereWithRules()
{
    ScriptedUpstream bad(ScriptedUpstream::always(answer("no", {}, "503 No")));
    Server good("good");
    TestGateway gateway;
    gateway.settings().upstream.breaker.enabled = false;
    proxy::ApiRuntime& api = gateway.addApi("/a", {bad.port(), good.port()});
    api.retries = 1;
    api.retry.given = api.retry.elsewhere = true;
    gateway.start();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("good"));
}

void TestUpstreams::retryRulesSayWhat()
{
    Refusing bad;
    TestGateway gateway;
    gateway.settings().upstream.breaker.enabled = false;
    proxy::ApiRuntime& api = gateway.addApi("/a", {bad.server.port()});
    api.retries = 3;
    api.retry.given = true;
    api.retry.conditions = proxy::Retry502;
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
    QTRY_COMPARE(bad.calls.load(), 1); // 503 is not in the list
    api.retry.conditions = proxy::Retry503;
    api.retry.methods = 1U << unsigned(http::Method::Get);
    gateway.publish();
    QCOMPARE(gateway.ask(post("/a/x", "p")).status, 503);
    QTRY_COMPARE(bad.calls.load(), 2); // POST is not
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
    QTRY_COMPARE(bad.calls.load(), 6);
}

void TestUpstreams::budgetEndsRetries()
{
    Refusing bad;
    TestGateway gateway;
    gateway.settings().upstream.breaker.enabled = false;
    proxy::ApiRuntime& api = gateway.addApi("/a", {bad.server.port()});
    api.retries = 5;
    api.retry.given = true;
    api.retry.budgetPercent = 0;
    api.retry.budgetPerSecond = 1; // ten in the window
    gateway.start();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).status, 503);
    QTRY_COMPARE(bad.calls.load(), 20);
    const proxy::GroupState& state = gateway.states().group(api.upstream->key);
    QCOMPARE(state.retries.load(), std::uint64_t(10));
    QVERIFY(state.budgetRefusals.load() >= 8);
}

void TestUpstreams::ejectionTellsAndEnds()
{
    std::atomic<bool> broken{true};
    ScriptedUpstream bad([&broken](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            if (broken)
                return socket.reset();
            socket.send(answer("recovered"));
        }
    });
    Server good("good");
    Events events;
    TestGateway gateway;
    events.listen(gateway);
    gateway.settings().upstream.breaker.enabled = false;
    TestGateway::edit(gateway.addApi("/a", {bad.port(), good.port()}), [](UpstreamGroup& group) {
        group.ejection.failures = 2;
        group.ejection.baseNs = 200'000'000;
    });
    gateway.start();
    int failed = 0;
    for (int i = 0; i < 4; ++i)
        failed += gateway.ask(get("/a/x")).status == 502 ? 1 : 0;
    QCOMPARE(failed, 2);
    QTRY_VERIFY(events.has(UpstreamEvent::Kind::Ejected, "2 failures in a row"));
    broken = false;
    QTRY_VERIFY(events.has(UpstreamEvent::Kind::Back));
    QTRY_COMPARE(gateway.ask(get("/a/x")).body, std::string("recovered"));
}

void TestUpstreams::checkTakesOutAndBack()
{
    Server a("a"), b("b");
    Events events;
    TestGateway gateway(2);
    events.listen(gateway);
    TestGateway::edit(gateway.addApi("/a", {a.port(), b.port()}), [](UpstreamGroup& group) {
        group.check.enabled = true;
        group.check.path = "/health";
        group.check.intervalMs = 200;
        group.check.unhealthyAfter = 2;
        group.check.healthyAfter = 2;
    });
    gateway.start();
    a.healthy = false;
    QTRY_VERIFY(events.has(UpstreamEvent::Kind::Down, "answered with 503"));
    const int before = a.calls;
    for (int i = 0; i < 10; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("b"));
    QCOMPARE(a.calls.load(), before);
    a.healthy = true;
    const int checked = a.checks;
    QTRY_VERIFY(events.has(UpstreamEvent::Kind::Up, "2 checks in a row"));
    QVERIFY2(a.checks - checked <= 4, "the second good answer was not waited for a whole interval");
    std::map<std::string, int> seen;
    for (int i = 0; i < 10; ++i)
        ++seen[gateway.ask(get("/a/x")).body];
    QCOMPARE(seen["a"], 5);
    QCOMPARE(seen["b"], 5);
}

/// The interval is from question to question, whatever became of them.
void TestUpstreams::hangingTargetsAreAskedAsOften()
{
    ScriptedUpstream hanging([](RawSocket& socket, int) {
        socket.readRequest();
        socket.waitForClose();
    });
    ScriptedUpstream prompt(ScriptedUpstream::always(answer("well")));
    TestGateway gateway;
    TestGateway::edit(gateway.addApi("/a", {hanging.port(), prompt.port()}), [](UpstreamGroup& group) {
        checkOften(group);
        group.check.intervalMs = 400;
        group.check.timeoutMs = 380;
    });
    gateway.start();
    QVERIFY(prompt.waitForConnections(13));
    const int asked = hanging.connections();
    QVERIFY2(asked >= 10, qPrintable(QString::number(asked))); // 7 were the time-outs added
}

void TestUpstreams::nobodyIsHealthy()
{
    Server a("a");
    Events events;
    TestGateway gateway;
    events.listen(gateway);
    proxy::ApiRuntime& api = gateway.addApi("/a", {a.port()});
    TestGateway::edit(api, [](UpstreamGroup& group) {
        checkOften(group);
        group.check.healthyAfter = 1;
    });
    a.healthy = false;
    gateway.start();
    QTRY_VERIFY(events.has(UpstreamEvent::Kind::Down));
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().back().reason, std::string("no_healthy_upstream"));
    TestGateway::edit(api, [](UpstreamGroup& group) { group.panic = true; });
    gateway.publish();
    QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    TestGateway::edit(api, [](UpstreamGroup& group) { group.panic = false; });
    gateway.publish();
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
    a.healthy = true;
    QTRY_VERIFY(events.has(UpstreamEvent::Kind::Up));
    QCOMPARE(gateway.ask(get("/a/x")).status, 200);
}

void TestUpstreams::checkNobodyAsksAnyMore()
{
    Server a("a");
    Events events;
    TestGateway gateway;
    events.listen(gateway);
    proxy::ApiRuntime& api = gateway.addApi("/a", {a.port()});
    TestGateway::edit(api, [](UpstreamGroup& group) { checkOften(group); });
    a.healthy = false;
    gateway.start();
    QTRY_VERIFY(events.has(UpstreamEvent::Kind::Down));
    TestGateway::edit(api, [](UpstreamGroup& group) { group.check.enabled = false; });
    gateway.publish();
    QTRY_COMPARE(gateway.ask(get("/a/x")).status, 200); // it must not stay down for ever
}

void TestUpstreams::drainUnderLoad()
{
    Server a("a"), b("b");
    TestGateway gateway(2);
    proxy::ApiRuntime& api = gateway.addApi("/a", {a.port(), b.port()});
    gateway.start();
    std::atomic<int> good{0}, bad{0};
    std::atomic<bool> stop{false};
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([&] {
            RawSocket client = gateway.connect();
            while (!stop) {
                client.send(get("/a/x"));
                ++(client.readAnswer().status == 200 ? good : bad);
            }
        });
    }
    int atDrain = 0;
    for (int round = 0; round < 5; ++round) {
        TestGateway::edit(api, [](UpstreamGroup& group) { group.targets[0].draining = true; });
        gateway.publish();
        QTRY_COMPARE(gateway.states().target(api.upstream->targets[0].stateKey).active(), std::int64_t(0));
        atDrain = a.calls;
        const int seen = good;
        QTRY_VERIFY(good > seen + 40);
        QCOMPARE(a.calls.load(), atDrain);
        TestGateway::edit(api, [](UpstreamGroup& group) { group.targets[0].draining = false; });
        gateway.publish();
        QTRY_VERIFY(a.calls > atDrain + 5);
    }
    stop = true;
    for (std::thread& client : clients)
        client.join();
    QCOMPARE(bad.load(), 0);
}

void TestUpstreams::connectionsPerTarget()
{
    std::atomic<bool> release{false};
    ScriptedUpstream slow([&release](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            release.wait(false);
            socket.send(answer("ok"));
        }
    });
    TestGateway gateway;
    TestGateway::edit(gateway.addApi("/a", {slow.port()}),
                      [](UpstreamGroup& group) { group.targets[0].maxConnections = 2; });
    gateway.start();
    std::vector<RawSocket> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(gateway.connect());
        clients.back().send(get("/a/x"));
    }
    QVERIFY(slow.waitForConnections(2));
    QTRY_COMPARE(gateway.plane().counts().active, std::uint64_t(5));
    QCOMPARE(slow.connections(), 2);
    release = true;
    release.notify_all();
    for (RawSocket& client : clients)
        QCOMPARE(client.readAnswer().status, 200);
    QCOMPARE(slow.connections(), 2);
}

QTEST_GUILESS_MAIN(TestUpstreams)
#include "tst_upstreams.moc"
