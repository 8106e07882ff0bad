// SPDX-License-Identifier: GPL-3.0-or-later
// Targets that answers take out: the circuit breaker and passive health.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <atomic>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestUpstreamHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void breakerOpensAndCloses();
    void breakerSurvivesPublication();
    void passiveHealthTakesOut();
    void cutAnswersTakeOut();
    void cutAnswersOpenTheCircuit();
};

void TestUpstreamHealth::breakerOpensAndCloses()
{
    std::atomic<bool> healthy{false};
    std::atomic<int> count{0};
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            ++count;
            socket.send(healthy ? answer("ok") : answer("no", {}, "500 Oops"));
        }
    });
    TestGateway gateway;
    gateway.settings().upstream.breaker = {true, 3, 150'000'000};
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    for (int i = 0; i < 3; ++i) {
        client.send(get("/a/x"));
        QCOMPARE(client.readAnswer().status, 500);
    }
    client.send(get("/a/x"));
    const Message open = client.readAnswer();
    QCOMPARE(open.status, 503);
    QVERIFY(open.body.find("GTW999") != std::string::npos);
    QCOMPARE(count.load(), 3); // it did not reach the upstream
    healthy = true;
    QTRY_VERIFY([&] {
        client.send(get("/a/x"));
        return client.readAnswer().status == 200;
    }());
    client.send(get("/a/x"));
    QCOMPARE(client.readAnswer().status, 200);
}

void TestUpstreamHealth::breakerSurvivesPublication()
{
    ScriptedUpstream upstream(ScriptedUpstream::after([](RawSocket& socket) { socket.reset(); }));
    TestGateway gateway;
    gateway.settings().upstream.breaker = {true, 2, 60'000'000'000};
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    gateway.publish();
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
}

void TestUpstreamHealth::passiveHealthTakesOut()
{
    ScriptedUpstream bad(ScriptedUpstream::after([](RawSocket& socket) { socket.reset(); }));
    ScriptedUpstream good(ScriptedUpstream::always(answer("good")));
    TestGateway gateway;
    gateway.settings().upstream.breaker.enabled = false;
    proxy::ApiRuntime& api = gateway.addApi("/a", {bad.port(), good.port()});
    auto group = std::make_shared<proxy::UpstreamGroup>(*api.upstream);
    group->ejection.failures = 1;
    group->ejection.baseNs = 60'000'000'000;
    api.upstream = group;
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
    for (int i = 0; i < 6; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("good"));
    QCOMPARE(bad.connections(), 1);
}

static ScriptedUpstream::Script cutting()
{
    return ScriptedUpstream::after(
        [](RawSocket& socket) { socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"); });
}

/// A good head does not make up for a body that breaks off.
void TestUpstreamHealth::cutAnswersTakeOut()
{
    ScriptedUpstream bad(cutting());
    ScriptedUpstream good(ScriptedUpstream::always(answer("good")));
    TestGateway gateway;
    gateway.settings().upstream.breaker.enabled = false;
    TestGateway::edit(gateway.addApi("/a", {bad.port(), good.port()}), [](proxy::UpstreamGroup& group) {
        group.ejection.failures = 2;
        group.ejection.baseNs = 60'000'000'000;
    });
    gateway.start();
    for (int i = 0; i < 4; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).complete, i % 2 == 1);
    for (int i = 0; i < 6; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("good"));
}

void TestUpstreamHealth::cutAnswersOpenTheCircuit()
{
    ScriptedUpstream upstream(cutting());
    TestGateway gateway;
    gateway.settings().upstream.breaker = {true, 2, 60'000'000'000};
    gateway.addApi("/a", {upstream.port()});
    gateway.start();
    for (int i = 0; i < 2; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    QCOMPARE(gateway.ask(get("/a/x")).status, 503);
}

QTEST_GUILESS_MAIN(TestUpstreamHealth)
#include "tst_upstream_health.moc"
