// SPDX-License-Identifier: GPL-3.0-or-later
// The PROXY protocol on both sides of the gateway, with raw sockets.
#include "gateway/net/proxy_protocol.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <array>
#include <atomic>

using namespace gatehouse;
using namespace gatehouse::harness;

static std::string header(net::ProxyVersion version, const std::string& source = "192.0.2.7:4711")
{
    std::array<char, net::proxyHeaderMax> out{};
    const net::ProxyAddresses addresses{*net::SocketAddress::parse(source),
                                        *net::SocketAddress::parse("10.0.0.1:443")};
    return {out.data(), net::writeProxyHeader(version, addresses, out.data())};
}

/// Takes the header off, then answers every request with the source it named.
static void answerSource(RawSocket& socket)
{
    std::string bytes;
    net::ProxyHeader found;
    while (found.status == net::ProxyHeader::Status::Incomplete) {
        char byte = 0;
        if (::recv(socket.fd(), &byte, 1, 0) != 1)
            return;
        bytes += byte;
        found = net::parseProxyHeader(bytes);
    }
    if (found.status != net::ProxyHeader::Status::Complete)
        return;
    for (std::size_t left = found.size - bytes.size(); left > 0; --left) {
        char byte = 0;
        if (::recv(socket.fd(), &byte, 1, 0) != 1)
            return;
    }
    while (socket.readRequest().complete && socket.send(answer(found.addresses.source.text()))) {
    }
}

class TestProxyHeader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void clientIsTheOneNamed_data();
    void clientIsTheOneNamed();
    void inPieces();
    void withTlvs();
    void localSpeaksForItself();
    void requiredMeansRequired();
    void optionalTakesBoth();
    void strangersAreNotBelieved();
    void silenceIsCut();
    void halfAHeader();
    void drainWaitsForTheHeader_data();
    void drainWaitsForTheHeader();
    void drainDoesNotWaitForEver();
    void drainCutsAtTheDeadline();
    void limitsCountTheClient();
    void upstreamIsTold_data();
    void upstreamIsTold();
    void connectionsAreNotShared();
    void checksFollowAChange();
    void fromInToOut();

private:
    void start(proxy::ProxyMode mode, const char* peers = nullptr)
    {
        gateway->listener().proxyMode = mode;
        if (peers) {
            auto set = std::make_shared<net::CidrSet>();
            set->add(peers);
            set->compile();
            gateway->listener().proxyPeers = std::move(set);
        }
        gateway->addApi("/a", {upstream->port()});
        gateway->start();
    }
    /// A connection without a byte, accepted before the drain that has begun now. `ended`: 1 when all ended
    /// by themselves, 2 when some were cut.
    RawSocket acceptedBeforeDrain(int deadlineMs)
    {
        RawSocket client = gateway->connect();
        [&] { QTRY_COMPARE(gateway->plane().counts().accepted, std::uint64_t(1)); }();
        ended = 0;
        gateway->plane().drain(deadlineMs, [this](bool clean) { ended = clean ? 1 : 2; });
        [&] { QTRY_VERIFY(!gateway->connect().valid()); }();
        return client;
    }
    std::unique_ptr<ScriptedUpstream> upstream;
    std::atomic<int> ended{0};
    std::unique_ptr<TestGateway> gateway;
};

void TestProxyHeader::init()
{
    gateway = std::make_unique<TestGateway>();
    upstream = std::make_unique<ScriptedUpstream>(ScriptedUpstream::always(answer("ok")));
}

void TestProxyHeader::clientIsTheOneNamed_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("v1") << 1;
    QTest::newRow("v2") << 2;
}

void TestProxyHeader::clientIsTheOneNamed()
{
    QFETCH(int, version);
    start(proxy::ProxyMode::Required);
    RawSocket client = gateway->connect();
    client.send(header(version == 1 ? net::ProxyVersion::V1 : net::ProxyVersion::V2) + get("/a/x"));
    QCOMPARE(client.readAnswer().status, 200);
    client.send(get("/a/y")); // once per connection
    QCOMPARE(client.readAnswer().status, 200);
    QVERIFY(gateway->sink().waitFor(2));
    for (const Finished& finished : gateway->sink().all())
        QCOMPARE(finished.client, std::string("192.0.2.7"));
}

void TestProxyHeader::inPieces()
{
    start(proxy::ProxyMode::Required);
    for (const net::ProxyVersion version : {net::ProxyVersion::V1, net::ProxyVersion::V2}) {
        RawSocket client = gateway->connect();
        for (const char byte : header(version))
            client.send({&byte, 1});
        client.send(get("/a/x"));
        QCOMPARE(client.readAnswer().status, 200);
    }
}

void TestProxyHeader::withTlvs()
{
    start(proxy::ProxyMode::Required);
    std::string bytes = header(net::ProxyVersion::V2);
    const std::string tlvs(20'000, '\x04'); // longer than what is looked at
    const std::size_t length = bytes.size() - 16 + tlvs.size();
    bytes[14] = static_cast<char>(length >> 8);
    bytes[15] = static_cast<char>(length);
    RawSocket client = gateway->connect();
    client.send(bytes + tlvs.substr(0, 5'000));
    client.send(tlvs.substr(5'000) + get("/a/x"));
    QCOMPARE(client.readAnswer().status, 200);
    QVERIFY(gateway->sink().waitFor(1));
    QCOMPARE(gateway->sink().all().front().client, std::string("192.0.2.7"));
}

void TestProxyHeader::localSpeaksForItself()
{
    start(proxy::ProxyMode::Required);
    std::array<char, net::proxyHeaderMax> out{};
    for (const net::ProxyVersion version : {net::ProxyVersion::V1, net::ProxyVersion::V2}) {
        RawSocket client = gateway->connect();
        const std::size_t size = net::writeProxyHeader(version, {}, out.data());
        client.send(std::string(out.data(), size) + get("/a/x"));
        QCOMPARE(client.readAnswer().status, 200);
    }
    QVERIFY(gateway->sink().waitFor(2));
    QCOMPARE(gateway->sink().all().back().client, std::string("127.0.0.1"));
}

void TestProxyHeader::requiredMeansRequired()
{
    start(proxy::ProxyMode::Required);
    for (const std::string& bytes :
         {get("/a/x"), std::string("PROXY TCP4 1.2.3.4 nonsense 1 2\r\n") + get("/a/x"),
          std::string("PROXY ") + std::string(300, 'x'), std::string("\x16\x03\x01\x00", 4)}) {
        RawSocket client = gateway->connect();
        client.send(bytes);
        QVERIFY(client.readToEnd().empty());
    }
    QTRY_COMPARE(gateway->plane().counts().notProxied, std::uint64_t(4));
    QCOMPARE(upstream->connections(), 0);
}

void TestProxyHeader::optionalTakesBoth()
{
    start(proxy::ProxyMode::Optional, "127.0.0.0/8");
    QCOMPARE(gateway->ask(get("/a/x")).status, 200);
    RawSocket slow = gateway->connect();
    slow.send("P"); // could be either
    slow.send("OST /a/x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    QCOMPARE(slow.readAnswer().status, 200);
    QCOMPARE(gateway->ask(header(net::ProxyVersion::V1) + get("/a/x")).status, 200);
    QVERIFY(gateway->sink().waitFor(3));
    QCOMPARE(gateway->sink().all().back().client, std::string("192.0.2.7"));
    QCOMPARE(gateway->sink().all().front().client, std::string("127.0.0.1"));
}

void TestProxyHeader::strangersAreNotBelieved()
{
    start(proxy::ProxyMode::Optional, "10.0.0.0/8");
    QCOMPARE(gateway->ask(header(net::ProxyVersion::V1) + get("/a/x")).status, 400); // no HTTP
    QCOMPARE(gateway->ask(get("/a/x")).status, 200);
    init();
    start(proxy::ProxyMode::Required, "10.0.0.0/8");
    RawSocket client = gateway->connect();
    client.send(header(net::ProxyVersion::V1) + get("/a/x"));
    QVERIFY(client.readToEnd().empty());
}

void TestProxyHeader::silenceIsCut()
{
    gateway->settings().client.handshakeTimeoutMs = 100;
    start(proxy::ProxyMode::Required);
    RawSocket silent = gateway->connect();
    QVERIFY(silent.waitForClose());
    RawSocket half = gateway->connect();
    half.send("PROXY TCP4 ");
    QVERIFY(half.waitForClose());
}

void TestProxyHeader::halfAHeader()
{
    start(proxy::ProxyMode::Required);
    for (const std::string& part :
         {std::string(), std::string("PROXY TCP4 "), header(net::ProxyVersion::V2).substr(0, 20)}) {
        RawSocket client = gateway->connect();
        client.send(part);
        client.shutdownWrite();
        QVERIFY(client.waitForClose());
    }
    QTRY_COMPARE(gateway->plane().counts().notProxied, std::uint64_t(3));
}

void TestProxyHeader::drainWaitsForTheHeader_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("optional") << int(proxy::ProxyMode::Optional);
    QTest::newRow("required") << int(proxy::ProxyMode::Required);
}

void TestProxyHeader::drainWaitsForTheHeader()
{
    QFETCH(int, mode);
    gateway->settings().client.drainGraceMs = PatienceMs;
    start(proxy::ProxyMode(mode));
    RawSocket client = acceptedBeforeDrain(2 * PatienceMs);
    QCOMPARE(ended.load(), 0);
    client.send(header(net::ProxyVersion::V1) + get("/a/x"));
    const Message got = client.readAnswer();
    QCOMPARE(got.status, 200);
    QCOMPARE(got.header("connection"), std::string("close"));
    QTRY_COMPARE(ended.load(), 1);
}

void TestProxyHeader::drainDoesNotWaitForEver()
{
    gateway->settings().client.drainGraceMs = 100;
    start(proxy::ProxyMode::Required);
    RawSocket silent = acceptedBeforeDrain(2 * PatienceMs);
    QVERIFY(silent.waitForClose());
    QTRY_COMPARE(ended.load(), 1);
}

void TestProxyHeader::drainCutsAtTheDeadline()
{
    gateway->settings().client.drainGraceMs = PatienceMs;
    start(proxy::ProxyMode::Required);
    RawSocket silent = acceptedBeforeDrain(100);
    QVERIFY(silent.waitForClose());
    QTRY_COMPARE(ended.load(), 2);
}

void TestProxyHeader::limitsCountTheClient()
{
    gateway->settings().client.maxConnectionsPerAddress = 1;
    start(proxy::ProxyMode::Required);
    RawSocket one = gateway->connect();
    one.send(header(net::ProxyVersion::V2, "192.0.2.1:1") + get("/a/x"));
    QCOMPARE(one.readAnswer().status, 200);
    RawSocket other = gateway->connect();
    other.send(header(net::ProxyVersion::V2, "192.0.2.2:1") + get("/a/x"));
    QCOMPARE(other.readAnswer().status, 200);
    RawSocket again = gateway->connect();
    again.send(header(net::ProxyVersion::V2, "192.0.2.1:2") + get("/a/x"));
    QCOMPARE(again.readAnswer().status, 429);
}

void TestProxyHeader::upstreamIsTold_data()
{
    clientIsTheOneNamed_data();
}

void TestProxyHeader::upstreamIsTold()
{
    QFETCH(int, version);
    upstream = std::make_unique<ScriptedUpstream>([](RawSocket& socket, int) { answerSource(socket); });
    TestGateway::edit(gateway->addApi("/a", {upstream->port()}), [version](proxy::UpstreamGroup& group) {
        group.targets[0].proxyProtocol = version == 1 ? net::ProxyVersion::V1 : net::ProxyVersion::V2;
    });
    gateway->start();
    RawSocket client = gateway->connect();
    const std::string own = net::localAddress(client.fd()).text();
    for (int i = 0; i < 3; ++i) {
        client.send(get("/a/x"));
        QCOMPARE(client.readAnswer().body, own);
    }
    QCOMPARE(upstream->connections(), 1); // the client's own requests share its connection
}

void TestProxyHeader::connectionsAreNotShared()
{
    upstream = std::make_unique<ScriptedUpstream>([](RawSocket& socket, int) { answerSource(socket); });
    TestGateway::edit(gateway->addApi("/a", {upstream->port()}), [](proxy::UpstreamGroup& group) {
        group.targets[0].proxyProtocol = net::ProxyVersion::V2;
        group.targets[0].maxConnections = 2;
    });
    gateway->start();
    std::vector<RawSocket> clients;
    for (int i = 0; i < 3; ++i)
        clients.push_back(gateway->connect());
    for (int round = 0; round < 3; ++round) {
        for (RawSocket& client : clients) { // more clients than connections: idle ones make room
            client.send(get("/a/x"));
            QCOMPARE(client.readAnswer().body, net::localAddress(client.fd()).text());
        }
    }
}

void TestProxyHeader::checksFollowAChange()
{
    upstream = std::make_unique<ScriptedUpstream>([](RawSocket& socket, int) { answerSource(socket); });
    proxy::ApiRuntime& api = gateway->addApi("/a", {upstream->port()});
    TestGateway::edit(api, [](proxy::UpstreamGroup& group) {
        group.check.enabled = true;
        group.check.intervalMs = 50;
        group.check.healthyAfter = group.check.unhealthyAfter = 1;
    });
    gateway->start();
    QTRY_COMPARE(gateway->ask(get("/a/x")).status, 503); // down: it wants a header
    TestGateway::edit(
        api, [](proxy::UpstreamGroup& group) { group.targets[0].proxyProtocol = net::ProxyVersion::V2; });
    gateway->publish();
    QTRY_COMPARE(gateway->ask(get("/a/x")).status, 200);
}

void TestProxyHeader::fromInToOut()
{
    upstream = std::make_unique<ScriptedUpstream>([](RawSocket& socket, int) { answerSource(socket); });
    gateway->listener().proxyMode = proxy::ProxyMode::Required;
    TestGateway::edit(gateway->addApi("/a", {upstream->port()}), [](proxy::UpstreamGroup& group) {
        group.targets[0].proxyProtocol = net::ProxyVersion::V1;
    });
    gateway->start();
    QCOMPARE(gateway->ask(header(net::ProxyVersion::V2, "[2001:db8::9]:77") + get("/a/x")).body,
             std::string("[2001:db8::9]:77"));
}

QTEST_GUILESS_MAIN(TestProxyHeader)
#include "tst_proxy_header.moc"
