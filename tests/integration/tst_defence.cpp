// SPDX-License-Identifier: GPL-3.0-or-later
// More is asked for than there is: requests per address, memory, file descriptors.
#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QFile>
#include <QTest>

#include <chrono>
#include <csignal>
#include <semaphore>

#include <poll.h>
#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestDefence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void requestsPerAddress();
    void shortMemory();
    void descriptorsRunOut();
    void clientsLeaveDescriptorsForUpstreams();
    void connectionsRunOut_data();
    void connectionsRunOut();
    void fieldsRunOut();
    void slowReadersAreCheap();

private:
    void start();
    HttpReply ask(const QByteArray& target = "/api/rest/open/v1/x")
    {
        return HttpClient(m_gateway->publicPort()).get(target);
    }
    double metric(const QByteArray& name);
    /// Changes a setting of the running gateway.
    void reload(const QByteArray& lines);

    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<GatewayProcess> m_gateway;
    HttpClient m_admin;
};

void TestDefence::init()
{
    m_gateway = std::make_unique<GatewayProcess>();
    m_upstream = std::make_unique<ScriptedUpstream>(ScriptedUpstream::always(answer("hello")));
}

void TestDefence::start()
{
    QVERIFY(m_gateway->start());
    m_admin = HttpClient(m_gateway->adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(publish(m_admin, u"open"_s, {serverAt(m_upstream->port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    QCOMPARE(ask().status, 200);
}

double TestDefence::metric(const QByteArray& name)
{
    for (const QByteArray& line : m_admin.get("/metrics").body.split('\n')) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toDouble();
    }
    return -1;
}

void TestDefence::reload(const QByteArray& lines)
{
    QFile file(m_gateway->directory() + u"/.env"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(lines);
    file.close();
    m_gateway->signal(SIGHUP);
}

void TestDefence::requestsPerAddress()
{
    start();
    reload("MAX_REQUESTS_PER_ADDRESS=1\nMAX_REQUEST_BURST_PER_ADDRESS=3\n");
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "MAX_REQUESTS_PER_ADDRESS"));
    HttpReply refused;
    for (int i = 0; i < 20 && refused.status != 429; ++i)
        refused = ask();
    QCOMPARE(refused.status, 429);
    const int wait = refused.header("retry-after").toInt();
    QVERIFY(wait == 1 || wait == 2);
    QVERIFY(refused.line().contains(u"Too many requests from this address"_s));
    const auto isHeldUp = [this](const char* target) {
        int status = 0;
        for (int i = 0; i < 20 && status != 429; ++i)
            status = ask(target).status;
        return status == 429;
    };
    for (const char* target : {"/api/status", "/api/caches", "/platform/user/me", "/nowhere",
                               "/api/rest/open/v1/%zz", "/a/../b", "/a b"})
        QVERIFY2(isHeldUp(target), target);
    for (const char* target : {"/health", "/health/live", "/ready", "/api/health"}) // probes are free
        QVERIFY2(ask(target).status == 200, target);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(m_admin.call("GET", "/platform/user/me").status, 200); // and so is the admin listener
    reload("MAX_REQUESTS_PER_ADDRESS=0\nMAX_HEADERS=99\n");
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "MAX_HEADERS"));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(ask().status, 200);
}

void TestDefence::shortMemory()
{
    start();
    QCOMPARE(metric("gatehouse_memory_short"), 0.0);
    reload("MEMORY_LIMIT_BYTES=1\n");
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "memory is short"));
    const HttpReply refused = ask();
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.header("retry-after"), QByteArray("1"));
    QCOMPARE(metric("gatehouse_memory_short"), 1.0);
    QCOMPARE(ask("/health").status, 200);
    QCOMPARE(m_admin.call("POST", "/platform/group", object(R"({"group_name":"still"})")).status, 201);
    reload("MEMORY_LIMIT_BYTES=0\n");
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "memory is no longer short"));
    QCOMPARE(ask().status, 200);
}

void TestDefence::descriptorsRunOut()
{
    m_gateway->setShellCommands(u"ulimit -n 200"_s);
    m_gateway->set(u"RESERVED_DESCRIPTORS"_s, u"40"_s);
    start();
    const net::SocketAddress address{*net::IpAddress::parse("127.0.0.1"), m_gateway->publicPort()};
    std::vector<RawSocket> crowd;
    int turnedAway = 0;
    for (int i = 0; i < 400; ++i) {
        RawSocket client = RawSocket::connectTo(address);
        QVERIFY(client.valid());
        client.send("GET /api/rest/open/v1/x HTTP/1.1\r\nHost: a\r\n"); // and never the end of it
        crowd.push_back(std::move(client));
    }
    // Those that are in hear nothing yet; those that are not hear it at once.
    std::vector<pollfd> silent;
    for (const RawSocket& client : crowd)
        silent.push_back({client.fd(), POLLIN, 0});
    while (turnedAway < 200 && ::poll(silent.data(), silent.size(), PatienceMs) > 0) {
        for (std::size_t i = 0; i < silent.size(); ++i) {
            if (silent[i].revents == 0)
                continue;
            turnedAway += crowd[i].readSome().starts_with("HTTP/1.1 503") ? 1 : 0;
            silent[i].fd = -1; // not asked again
        }
    }
    QVERIFY2(turnedAway >= 200, qPrintable(QString::number(turnedAway)));
    QVERIFY(metric("gatehouse_connections_shed_total") >= turnedAway);
    // Somebody can still sign in and look.
    HttpClient admin(m_gateway->adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(admin.call("POST", "/platform/group", object(R"({"group_name":"rescue"})")).status, 201);
    crowd.clear();
    bool served = false;
    QTRY_VERIFY_WITH_TIMEOUT(served = served || ask().status == 200, PatienceMs);
    QCOMPARE(m_gateway->stop(), 0);
}

void TestDefence::clientsLeaveDescriptorsForUpstreams()
{
    m_gateway->setShellCommands(u"ulimit -n 120"_s);
    m_gateway->set(u"RESERVED_DESCRIPTORS"_s, u"20"_s);
    m_upstream = std::make_unique<ScriptedUpstream>(ScriptedUpstream::always(answer("hello")));
    start();
    const net::SocketAddress address{*net::IpAddress::parse("127.0.0.1"), m_gateway->publicPort()};
    std::vector<RawSocket> crowd;
    for (int i = 0; i < 130; ++i) {
        crowd.push_back(RawSocket::connectTo(address));
        QVERIFY(crowd.back().valid());
        crowd.back().send("GET /api/rest/open/v1/x HTTP/1.1\r\nHost: a\r\n");
    }
    QTRY_VERIFY(metric("gatehouse_connections_shed_total") > 0);
    for (RawSocket& client : crowd)
        client.send("\r\n");
    std::vector<RawSocket> served;
    for (RawSocket& client : crowd) {
        const Message got = client.readAnswer();
        if (got.status == 200) {
            served.push_back(std::move(client));
        } else if (got.complete) {
            QCOMPARE(got.status, 503);
            QCOMPARE(got.header("retry-after"), std::string("1"));
            QCOMPARE(got.header("connection"), std::string("close"));
        }
    }
    QVERIFY2(served.size() >= 5, qPrintable(QString::number(served.size())));
    for (RawSocket& client : served) { // some have made room for others while they were idle
        client.send(get("/api/rest/open/v1/x"));
        const Message got = client.readAnswer();
        QVERIFY2(!got.complete || got.status == 200, got.firstLine.c_str());
    }
    crowd.clear();
    served.clear();
    QTRY_COMPARE(ask().status, 200);
    QCOMPARE(m_gateway->stop(), 0);
}

void TestDefence::connectionsRunOut_data()
{
    QTest::addColumn<QString>("setting");
    QTest::newRow("of all") << u"MAX_CONNECTIONS"_s;
    QTest::newRow("of one address") << u"MAX_CONNECTIONS_PER_ADDRESS"_s;
}

void TestDefence::connectionsRunOut()
{
    QFETCH(QString, setting);
    m_gateway->set(setting, u"20"_s);
    start();
    const net::SocketAddress address{*net::IpAddress::parse("127.0.0.1"), m_gateway->publicPort()};
    std::vector<RawSocket> crowd;
    const auto isFull = [&] { // places of earlier calls may become free until late
        for (int i = 0; i < 20; ++i) {
            crowd.push_back(RawSocket::connectTo(address));
            crowd.back().send("GET /api/rest/open/v1/x HTTP/1.1\r\n"); // not idle
        }
        return ask("/health").status == 429;
    };
    QTRY_VERIFY(isFull());
    for (int i = 0; i < 30; ++i)
        QCOMPARE(HttpClient(m_gateway->adminPort()).get("/ready").status, 200);
    QCOMPARE(m_gateway->run({u"--health-check"_s}).status, 0);
    QVERIFY(HttpClient(m_gateway->adminPort()).login(u"admin"_s, GatewayProcess::password()));
    crowd.clear();
    QTRY_COMPARE(ask().status, 200);
}

void TestDefence::fieldsRunOut()
{
    m_gateway->set(u"MAX_HEADERS"_s, u"129"_s); // more than can be kept
    QVERIFY(m_gateway->run({u"--check-config"_s}).status != 0);
    m_gateway->set(u"MAX_HEADERS"_s, u"128"_s);
    QCOMPARE(m_gateway->run({u"--check-config"_s}).status, 0);
    start();
    const auto askWith = [this](int fields) {
        RawSocket client =
            RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), m_gateway->publicPort()});
        std::string lines;
        for (int i = 1; i < fields; ++i) // beside Host
            lines += "X-" + std::to_string(i) + ": a\r\n";
        client.send(get("/api/rest/open/v1/x", lines));
        return client.readAnswer().status;
    };
    QCOMPARE(askWith(128), 200);
    QCOMPARE(askWith(129), 431);
}

/// What the kernel does not take of their answers stays with the upstream, not with the gateway.
void TestDefence::slowReadersAreCheap()
{
    constexpr int Readers = 60;
    constexpr double Most = 12.0 * 1024 * 1024;
    std::counting_semaphore<> stuck(0);
    m_upstream = std::make_unique<ScriptedUpstream>([&stuck](RawSocket& socket, int number) {
        static const std::string large = answer(std::string(64 * 1024 * 1024, 'x')); // more than the kernel's
        if (!socket.readRequest().complete)
            return;
        if (number == 0) {
            socket.send(answer("hello"));
            return;
        }
        std::string_view rest = large;
        pollfd room{socket.fd(), POLLOUT, 0};
        while (!rest.empty() && ::poll(&room, 1, 1000) == 1) { // until nothing moves
            const ssize_t sent = ::send(socket.fd(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            rest.remove_prefix(std::size_t(std::max<ssize_t>(sent, 0)));
        }
        stuck.release();
        socket.send(rest);
    });
    start();
    const double before = metric("process_resident_memory_bytes");
    std::vector<RawSocket> readers;
    for (int i = 0; i < Readers; ++i) {
        readers.push_back(
            RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), m_gateway->publicPort()}));
        readers.back().setReceiveBuffer(4096);
        QVERIFY(readers.back().send(get("/api/rest/open/v1/x")));
    }
    for (int i = 0; i < Readers; ++i)
        QVERIFY(stuck.try_acquire_for(std::chrono::milliseconds(ProgramPatienceMs)));
    const double slack = qEnvironmentVariableIntValue("GATEHOUSE_TEST_MEMORY_SLACK") * 1024.0 * 1024;
    const double grown = metric("process_resident_memory_bytes") - before;
    QVERIFY2(grown < Most + slack, qPrintable(QString::number(grown)));
    readers.clear();
    m_gateway->kill(); // the upstream may go
}

QTEST_GUILESS_MAIN(TestDefence)
#include "tst_defence.moc"
