// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that take as long as they can: normal traffic goes on beside 2,000 of them, and they are cut off in
// time.
#include "tests/integration/harness/load.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <algorithm>
#include <future>
#include <vector>

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

constexpr std::size_t attackers = 2'000;

/// A crowd of connections that one thread drives.
class Crowd {
public:
    Crowd(const TestGateway& gateway, std::string_view opening)
    {
        for (std::size_t i = 0; i < attackers; ++i) {
            m_sockets.push_back(gateway.connect());
            if (!m_sockets.back().valid() || !m_sockets.back().send(opening))
                qFatal("client %zu could not start", i);
        }
    }

    /// Every client says a little more; false when the gateway has cut some of them.
    bool say(std::string_view more)
    {
        bool all = true;
        for (RawSocket& socket : m_sockets)
            all = ::send(socket.fd(), more.data(), more.size(), MSG_NOSIGNAL | MSG_DONTWAIT) > 0 && all;
        return all;
    }

    /// Whether the gateway ends every connection before the time is over, without reading more than it must.
    bool waitForTheEnd(int patienceMs = 60'000)
    {
        std::vector<pollfd> open;
        for (const RawSocket& socket : m_sockets)
            open.push_back({socket.fd(), POLLRDHUP, 0});
        while (!open.empty()) {
            if (::poll(open.data(), open.size(), patienceMs) <= 0)
                return false;
            std::erase_if(open, [](const pollfd& entry) { return entry.revents != 0; });
        }
        return true;
    }

    std::vector<RawSocket>& sockets() { return m_sockets; }

private:
    std::vector<RawSocket> m_sockets;
};

bool enoughDescriptors()
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    return files.rlim_cur >= 3 * attackers; // both ends, and upstreams
}

} // namespace

class TestSlowClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!enoughDescriptors())
            QSKIP("needs 6,000 file descriptors");
    }
    void init();
    void cleanup();
    void slowHeads();
    void slowBodies();
    void slowReaders();
    void pausesAreTheUpstreams();

private:
    void trafficGoesOn();
    int ended(const std::string& reason) const;

    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<TestGateway> m_gateway;
};

void TestSlowClients::init()
{
    m_upstream = std::make_unique<ScriptedUpstream>([this](RawSocket& socket, int) {
        static const std::string large = answer(std::string(4 * 1024 * 1024, 'x'));
        for (;;) {
            const Message request = m_upstream->record(socket);
            if (!request.complete)
                return;
            socket.send(request.firstLine.starts_with("GET /large") ? large : answer("small"));
        }
    });
    m_gateway = std::make_unique<TestGateway>(2);
    m_gateway->addApi("/a", {m_upstream->port()}).timeouts = {60'000, 60'000, 60'000, 60'000};
    m_gateway->settings().upstream.breaker.enabled =
        false; // the machine may be slow, the upstream is not at fault
    m_gateway->settings().client.lingerMs = 50;
}

void TestSlowClients::cleanup()
{
    m_gateway.reset();
    QVERIFY(m_upstream->waitForQuiet()); // its scripts use this pointer
    m_upstream.reset();
}

void TestSlowClients::trafficGoesOn()
{
    ConstantLoad load(m_gateway->address().port, "/a/x");
    load.waitForAnswers(300);
    const QStringList failures = load.stop();
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
}

int TestSlowClients::ended(const std::string& reason) const
{
    const std::vector<Finished> all = m_gateway->sink().all();
    return int(
        std::count_if(all.begin(), all.end(), [&](const Finished& one) { return one.reason == reason; }));
}

void TestSlowClients::slowHeads()
{
    m_gateway->settings().client.headerTimeoutMs = 5'000;
    m_gateway->start();
    Crowd crowd(*m_gateway, "GET /a/x HTTP/1.1\r\nHost: a\r\nX-Drip: ");
    crowd.say("a"); // a drip buys no time
    trafficGoesOn();
    crowd.say("a");
    QVERIFY(crowd.waitForTheEnd());
    QCOMPARE(crowd.sockets().front().readAnswer().status, 408);
    QTRY_COMPARE_WITH_TIMEOUT(ended("header_timeout"), int(attackers), PatienceMs);
}

void TestSlowClients::slowBodies()
{
    m_gateway->settings().client.bodyTimeoutMs = 60'000; // progress alone is not enough
    m_gateway->settings().client.rateGraceMs = 3'000;
    m_gateway->settings().client.minBytesPerSecond = 1'000'000;
    m_gateway->start();
    Crowd crowd(*m_gateway, "POST /a/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\nabc");
    crowd.say("d");
    trafficGoesOn();
    crowd.say("e");
    QVERIFY(crowd.waitForTheEnd());
    QCOMPARE(crowd.sockets().front().readAnswer().status, 408);
    QTRY_COMPARE_WITH_TIMEOUT(ended("body_timeout"), int(attackers), PatienceMs);
}

void TestSlowClients::slowReaders()
{
    m_gateway->settings().client.writeTimeoutMs = 60'000;
    m_gateway->settings().client.rateGraceMs = 3'000;
    m_gateway->settings().client.minBytesPerSecond = 10'000'000;
    m_gateway->start();
    // Fewer, because each of them makes an upstream send four megabytes.
    constexpr int readers = 50;
    std::vector<RawSocket> sockets;
    for (int i = 0; i < readers; ++i) {
        sockets.push_back(m_gateway->connect());
        sockets.back().setReceiveBuffer(4096);
        QVERIFY(sockets.back().send(get("/a/large")));
    }
    trafficGoesOn();
    QTRY_COMPARE_WITH_TIMEOUT(ended("slow_reader"), readers, 60'000);
    // Reset: what they have not taken is gone, and they hear of it although they do not read.
    for (const RawSocket& socket : sockets) {
        pollfd entry{socket.fd(), 0, 0};
        QCOMPARE(::poll(&entry, 1, PatienceMs), 1);
        QVERIFY(entry.revents & POLLERR);
    }
}

/// The rate of a reader is what it takes of what there is. Nothing is asked of it while the upstream pauses.
void TestSlowClients::pausesAreTheUpstreams()
{
    const std::string first(1000, 'a'), rest(8 * 1024 * 1024, 'b');
    std::promise<void> goOn;
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        if (!socket.readRequest().complete)
            return;
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(first.size() + rest.size()) +
                    "\r\n\r\n" + first);
        goOn.get_future().wait();
        socket.send(rest);
    });
    m_gateway->addApi("/b", {upstream.port()}).timeouts = {60'000, 60'000, 60'000, 60'000};
    m_gateway->settings().client.rateGraceMs = 2'000;
    m_gateway->settings().client.minBytesPerSecond = 100'000'000; // what the kernel takes earns milliseconds
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.setReceiveBuffer(32 * 1024); // so that something waits in the gateway
    client.send(get("/b/x"));
    std::string got = client.readSome();
    while (!got.empty() && got.find(first) == std::string::npos)
        got += client.readSome();
    const std::string nothing = client.readSome(3'000); // longer than the grace
    goOn.set_value();
    QCOMPARE(nothing, std::string());
    std::size_t bytes = 0;
    for (std::string more = client.readSome(); !more.empty(); more = client.readSome()) {
        bytes += more.size();
        if (bytes == rest.size())
            break;
    }
    QCOMPARE(bytes, rest.size());
}

QTEST_GUILESS_MAIN(TestSlowClients)
#include "tst_slow_clients.moc"
