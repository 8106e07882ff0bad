// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that are slow but move: a socket is writable again only when half of what the kernel holds back has
// left (net::fewUnsentBytes), which may take a slow line longer than a time-out. Whoever still takes bytes is
// served, at his pace.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <array>
#include <chrono>
#include <thread>

#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t large = 8 * 1024 * 1024; // more than the kernel keeps
constexpr int patienceMs = 500;
constexpr auto slowFor = 2'500ms;

struct Line {
    int receiveBuffer = 0;   ///< 0: the kernel's own choice
    std::size_t perStep = 0; ///< bytes each 20 ms
};
/// 25 KB/s, which lets half of 32 KiB leave in 0.6 s. The window opens each 0.2 s.
constexpr Line slow{4096, 512};
/// 400 KB/s.
constexpr Line faster{0, 8192};
static_assert(net::fewUnsentBytes / 2 / slow.perStep * 20 > patienceMs);

struct Taken {
    std::size_t bytes = 0;
    bool cutOff = false; ///< while it was slow
};

/// Takes a little now and then, as a slow line does, and then all that comes until `bytes` are there.
Taken takeSlowly(RawSocket& socket, std::size_t bytes, const Line& line)
{
    const auto fastFrom = std::chrono::steady_clock::now() + slowFor;
    std::array<char, 64 * 1024> buffer;
    Taken taken;
    while (taken.bytes < bytes) {
        const bool atFirst = std::chrono::steady_clock::now() < fastFrom;
        if (atFirst)
            std::this_thread::sleep_for(20ms); // what the line needs for the bytes
        const ssize_t more = ::recv(socket.fd(), buffer.data(), atFirst ? line.perStep : buffer.size(), 0);
        if (more <= 0) {
            taken.cutOff = atFirst;
            break;
        }
        taken.bytes += std::size_t(more);
    }
    return taken;
}

void patient(TestGateway& gateway)
{
    gateway.settings().client.writeTimeoutMs = patienceMs;
    gateway.settings().client.minBytesPerSecond = 0;
}

} // namespace

class TestSlowLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersArrive_data() { versions(); }
    void answersArrive();
    void uploadsArrive_data() { versions(); }
    void uploadsArrive();
    void whatTheKernelKeepsEarnsNothing_data() { versions(); }
    void whatTheKernelKeepsEarnsNothing();

private:
    static void versions();
    /// Asks for a large answer on a slow line.
    static RawSocket ask(const TestGateway& gateway, bool http2, const Line& line);

    ScriptedUpstream m_upstream{ScriptedUpstream::always(answer(std::string(large, 'x')))};
};

void TestSlowLines::versions()
{
    QTest::addColumn<bool>("http2");
    QTest::newRow("HTTP/1.1") << false;
    QTest::newRow("HTTP/2") << true;
}

RawSocket TestSlowLines::ask(const TestGateway& gateway, bool http2, const Line& line)
{
    RawSocket client = gateway.connect(line.receiveBuffer);
    client.send(http2 ? http2WideGet("/a/x") : get("/a/x"));
    return client;
}

void TestSlowLines::answersArrive()
{
    QFETCH(const bool, http2);
    TestGateway gateway;
    gateway.addApi("/a", {m_upstream.port()});
    patient(gateway);
    gateway.start();
    RawSocket client = ask(gateway, http2, slow);
    QVERIFY(takeSlowly(client, large, slow).bytes >= large);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string());
}

void TestSlowLines::uploadsArrive()
{
    QFETCH(const bool, http2);
    std::size_t got = 0;
    ScriptedUpstream upstream(
        [&got, http2](RawSocket& socket, int) {
            if (http2)
                socket.send(http2Wide());
            got = takeSlowly(socket, large, slow).bytes;
            socket.send(http2
                            ? http2Frame(Headers, EndHeaders | EndStream, 1, http2Block({{":status", "200"}}))
                            : answer("all"));
            socket.waitForClose();
        },
        slow.receiveBuffer);
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/a", {upstream.port()});
    api.timeouts = {5'000, 60'000, patienceMs, 60'000};
    api.upstreamHttp2 = http2;
    patient(gateway);
    gateway.start();
    QCOMPARE(gateway.ask(post("/a/x", std::string(large, 'u'))).status, 200);
    QVERIFY(got >= large);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string());
}

/// The least rate is that of the line, not of how fast the kernel has taken the beginning.
void TestSlowLines::whatTheKernelKeepsEarnsNothing()
{
    QFETCH(const bool, http2);
    TestGateway gateway;
    gateway.addApi("/a", {m_upstream.port()});
    patient(gateway);
    gateway.settings().client.writeTimeoutMs = 60'000;
    gateway.settings().client.rateGraceMs = 500;
    gateway.settings().client.minBytesPerSecond = 800'000; // twice as fast as the line
    gateway.start();
    RawSocket client = ask(gateway, http2, faster);
    QVERIFY(takeSlowly(client, large, faster).cutOff);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("slow_reader"));
}

QTEST_GUILESS_MAIN(TestSlowLines)
#include "tst_slow_lines.moc"
