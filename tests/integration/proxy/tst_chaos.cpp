// SPDX-License-Identifier: GPL-3.0-or-later
// An upstream that misbehaves as a seeded generator says: every request ends, in time, with the right reason.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <array>
#include <random>
#include <set>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

/// What one request meets. It is named in the path, so that the upstream needs no state.
enum Mischief {
    Fine,
    ResetHead,
    ResetBody,
    Drip,
    Hang,
    HangBody,
    Garbage,
    GarbageChunk,
    HalfClose,
    Early,
    Count_
};

struct Expectation {
    int status;                    ///< 0: the answer is broken off
    std::set<std::string> reasons; ///< of the log; empty text: none
};

const Expectation& expected(Mischief fault)
{
    static const std::array<Expectation, Count_> table{{
        {200, {""}},
        {502, {"upstream_reset", "upstream_closed_early"}},
        {0, {"upstream_reset", "upstream_closed_early"}},
        {200, {""}},
        {504, {"upstream_read_timeout"}},
        {0, {"upstream_read_timeout"}},
        {502, {"upstream_bad_head"}},
        {0, {"upstream_bad_body"}},
        {200, {""}},
        {502, {"upstream_closed_early", "upstream_reset"}},
    }};
    return table[fault];
}

void misbehave(RawSocket& socket, Mischief fault)
{
    static const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    switch (fault) {
    case Fine:
        socket.send(answer("0123456789"));
        return;
    case ResetHead:
        return socket.reset();
    case ResetBody:
        socket.send(head + "0123");
        return socket.reset();
    case Drip:
        for (const char byte : answer("0123456789"))
            socket.send({&byte, 1});
        return;
    case Hang:
        socket.waitForClose();
        return;
    case HangBody:
        socket.send(head + "0123");
        socket.waitForClose();
        return;
    case Garbage:
        socket.send("\x02\x03 not http\r\n\r\n");
        socket.waitForClose();
        return;
    case GarbageChunk:
        socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\nzz\r\n");
        socket.waitForClose();
        return;
    case HalfClose:
        socket.send(answer("0123456789", "Connection: close\r\n"));
        socket.shutdownWrite();
        socket.waitForClose();
        return;
    default:
        socket.close();
    }
}

Mischief faultOf(const Message& request)
{
    const std::size_t at = request.firstLine.find("/fault/");
    return at == std::string::npos ? Fine
                                   : static_cast<Mischief>(std::stoi(request.firstLine.substr(at + 7)));
}

} // namespace

class TestChaos : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRequestEnds();
    void refusalsInBetween();
};

void TestChaos::everyRequestEnds()
{
    // GATEHOUSE_TEST_CHAOS=9000 makes it last about ten minutes; then QTEST_FUNCTION_TIMEOUT=1800000 as well.
    const int requests = qEnvironmentVariableIntValue("GATEHOUSE_TEST_CHAOS") > 0
                             ? qEnvironmentVariableIntValue("GATEHOUSE_TEST_CHAOS")
                             : 150;
    ScriptedUpstream upstream([](RawSocket& socket, int) {
        for (;;) {
            const Message request = socket.readRequest();
            if (!request.complete)
                return;
            const Mischief fault = faultOf(request);
            misbehave(socket, fault);
            if (fault != Fine && fault != Drip)
                return;
        }
    });
    TestGateway gateway(2);
    gateway.settings().upstream.breaker.enabled = false;
    gateway.addApi("/a", {upstream.port()});
    gateway.addApi("/hang", {upstream.port()}).timeouts.readMs =
        200; // not where an answer comes, however late
    gateway.start();
    std::mt19937 random(20240711);
    std::vector<Mischief> faults;
    for (int i = 0; i < requests; ++i) {
        faults.push_back(static_cast<Mischief>(random() % Count_));
        const std::string body = random() % 3 == 0 ? "payload" : "";
        const bool hangs = faults.back() == Hang || faults.back() == HangBody;
        const std::string path = (hangs ? "/hang/fault/" : "/a/fault/") + std::to_string(faults.back());
        RawSocket client = gateway.connect();
        client.send(body.empty() ? get(path) : post(path, body));
        const Message got = client.readAnswer();
        const Expectation& wanted = expected(faults.back());
        if (faults.back() == HangBody && got.complete) {
            QCOMPARE(got.status, 504); // on a slow machine the head came too late as well
        } else if (wanted.status == 0) {
            QVERIFY2(!got.complete, qPrintable(QString::number(faults.back())));
        } else {
            QVERIFY2(got.complete, qPrintable(QString::number(faults.back())));
            QCOMPARE(got.status, wanted.status);
        }
        QVERIFY(gateway.sink().waitFor(std::size_t(i) + 1));
        const Finished finished = gateway.sink().all().back();
        QVERIFY2(wanted.reasons.contains(finished.reason),
                 qPrintable(QString::fromStdString(std::to_string(faults.back()) + ' ' + finished.reason)));
    }
    QTRY_COMPARE(gateway.plane().counts().active, std::uint64_t(0));
    QCOMPARE(gateway.sink().all().size(), std::size_t(requests)); // each exactly once
    QCOMPARE(gateway.ask(get("/a/fault/0")).status, 200);
}

void TestChaos::refusalsInBetween()
{
    ScriptedUpstream good(ScriptedUpstream::always(answer("ok")));
    std::uint16_t dead = 0;
    {
        const ScriptedUpstream gone(ScriptedUpstream::always({}));
        dead = gone.port();
    }
    TestGateway gateway(2);
    gateway.settings().upstream.breaker.enabled = false;
    proxy::ApiRuntime& api = gateway.addApi("/a", {good.port()});
    gateway.start();
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
        const bool refuse = random() % 2 == 0;
        TestGateway::edit(
            api, [&](proxy::UpstreamGroup& group) { group.targets[0].port = refuse ? dead : good.port(); });
        gateway.publish();
        QCOMPARE(gateway.ask(get("/a/x")).status, refuse ? 502 : 200);
        QVERIFY(gateway.sink().waitFor(std::size_t(i) + 1));
        QCOMPARE(gateway.sink().all().back().reason, std::string(refuse ? "connect_refused" : ""));
    }
}

QTEST_GUILESS_MAIN(TestChaos)
#include "tst_chaos.moc"
