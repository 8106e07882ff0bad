// SPDX-License-Identifier: GPL-3.0-or-later
// Names of upstreams: TTL, changed addresses, several addresses, addresses that do not answer.
#include "gateway/net/dns_lookup.h"
#include "tests/integration/harness/dns_stub.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <atomic>
#include <map>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

/// Answers every stream of HTTP/2 with the same text.
ScriptedUpstream::Script alwaysOverHttp2(const std::string& text)
{
    return [text](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        for (std::uint32_t next = 1; peer.until([&] { return peer.now(next).ended; }); next += 2) {
            peer.request(next, {{":status", "200"}}, false);
            peer.data(next, text, true);
        }
    };
}

/// The same port on several loopback addresses, each answering its own address.
class Hosts {
public:
    explicit Hosts(const std::vector<std::string>& addresses, bool http2 = false)
    {
        for (const std::string& text : addresses) {
            const net::IpAddress ip = *net::IpAddress::parse(text);
            m_servers.push_back(std::make_unique<ScriptedUpstream>(
                http2 ? alwaysOverHttp2(text) : ScriptedUpstream::always(answer(text)),
                net::SocketAddress{ip, m_port}));
            m_port = m_servers.back()->port();
        }
    }
    std::uint16_t port() const { return m_port; }
    ScriptedUpstream& at(std::size_t i) { return *m_servers[i]; }

private:
    std::uint16_t m_port = 0;
    std::vector<std::unique_ptr<ScriptedUpstream>> m_servers;
};

net::Resolver::Lookup lookupAt(const DnsStub& stub, std::int64_t minTtlMs = 50)
{
    net::DnsOptions options;
    options.servers = {stub.address()};
    options.minTtlMs = minTtlMs;
    options.hostsFile = "/nonexistent";
    return net::dnsLookup(options);
}

void useName(proxy::ApiRuntime& api, const std::string& name, std::uint16_t port)
{
    TestGateway::edit(api, [&](proxy::UpstreamGroup& group) {
        group.targets[0].host = name;
        group.targets[0].port = port;
    });
}

} // namespace

class TestNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ttlIsTheAnswers();
    void unknownNames();
    void addressesTakeTurns();
    void changedAddressWithoutAPause_data();
    void changedAddressWithoutAPause();
    void failuresKeepTheAddress();
    void deadAddressesArePassedOver();
};

void TestNames::ttlIsTheAnswers()
{
    DnsStub stub;
    stub.set("two.test", {"127.0.0.2", "127.0.0.3"}, 60);
    stub.set("six.test", {"127.0.0.2", "::1"}, 7);
    const net::Resolver::Lookup lookup = lookupAt(stub);
    const net::Resolved two = lookup("two.test");
    QCOMPARE(two.addresses.size(), std::size_t(2));
    QVERIFY(two.ttlMs >= 60'000 && two.ttlMs <= 60'001);
    const net::Resolved six = lookup("six.test");
    QCOMPARE(six.addresses.size(), std::size_t(2));
    QVERIFY(six.ttlMs >= 7'000 && six.ttlMs <= 7'001);
    stub.set("two.test", {"127.0.0.2"}, 0);
    QCOMPARE(lookup("two.test").ttlMs, std::int64_t(50)); // never below the setting
}

void TestNames::unknownNames()
{
    DnsStub stub;
    const net::Resolved found = lookupAt(stub)("nobody.test");
    QVERIFY(!found.ok());
    QVERIFY(found.error.find("nobody.test") != std::string::npos);
}

void TestNames::addressesTakeTurns()
{
    Hosts hosts({"127.0.0.2", "127.0.0.3"});
    DnsStub stub;
    stub.set("pair.test", {"127.0.0.2", "127.0.0.3"}, 60);
    net::Resolver resolver({}, lookupAt(stub));
    TestGateway gateway;
    gateway.services().resolver = &resolver;
    proxy::ApiRuntime& api = gateway.addApi("/a", {1});
    useName(api, "pair.test", hosts.port());
    TestGateway::edit(api, [](proxy::UpstreamGroup& group) { group.targets[0].maxIdle = 0; });
    gateway.start();
    std::map<std::string, int> seen;
    for (int i = 0; i < 10; ++i)
        ++seen[gateway.ask(get("/a/x")).body];
    QCOMPARE(seen["127.0.0.2"], 5);
    QCOMPARE(seen["127.0.0.3"], 5);
}

void TestNames::changedAddressWithoutAPause_data()
{
    QTest::addColumn<bool>("http2");
    QTest::newRow("HTTP/1.1") << false;
    QTest::newRow("HTTP/2") << true; // whose connections traffic keeps from ever being idle
}

void TestNames::changedAddressWithoutAPause()
{
    QFETCH(const bool, http2);
    Hosts hosts({"127.0.0.2", "127.0.0.3"}, http2);
    DnsStub stub;
    stub.set("moving.test", {"127.0.0.2"}, 0);
    net::Resolver resolver({}, lookupAt(stub));
    TestGateway gateway(2);
    gateway.services().resolver = &resolver;
    proxy::ApiRuntime& api = gateway.addApi("/a", {1});
    api.upstreamHttp2 = http2;
    useName(api, "moving.test", hosts.port());
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).body, std::string("127.0.0.2"));
    std::atomic<bool> stop{false};
    std::atomic<int> bad{0};
    std::atomic<int> fresh{0};
    std::thread client([&] {
        RawSocket socket = gateway.connect();
        while (!stop) {
            socket.send(get("/a/x"));
            const Message got = socket.readAnswer();
            bad += got.status == 200 ? 0 : 1;
            fresh += got.body == "127.0.0.3" ? 1 : 0;
        }
    });
    stub.set("moving.test", {"127.0.0.3"}, 0);
    QTRY_VERIFY(fresh > 10);
    stop = true;
    client.join();
    QCOMPARE(bad.load(), 0);
    QVERIFY(hosts.at(0).waitForQuiet()); // its kept connections are closed
}

void TestNames::failuresKeepTheAddress()
{
    Hosts hosts({"127.0.0.2"});
    DnsStub stub;
    stub.set("flaky.test", {"127.0.0.2"}, 0);
    net::Resolver::Options options;
    options.negativeTtlMs = 20;
    net::Resolver resolver(options, lookupAt(stub, 20));
    TestGateway gateway;
    gateway.services().resolver = &resolver;
    useName(gateway.addApi("/a", {1}), "flaky.test", hosts.port());
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    stub.remove("flaky.test");
    const int asked = stub.questions();
    QVERIFY(stub.waitForQuestions(asked + 6)); // some refreshes have failed
    QCOMPARE(gateway.ask(get("/a/x")).status, 200);
}

void TestNames::deadAddressesArePassedOver()
{
    Hosts hosts({"127.0.0.3"});
    DnsStub stub;
    stub.set("half.test", {"127.0.0.2", "127.0.0.3"}, 60); // nobody listens on the first one
    net::Resolver resolver({}, lookupAt(stub));
    TestGateway gateway;
    gateway.services().resolver = &resolver;
    proxy::ApiRuntime& api = gateway.addApi("/a", {1});
    useName(api, "half.test", hosts.port());
    TestGateway::edit(api, [](proxy::UpstreamGroup& group) { group.targets[0].maxIdle = 0; });
    gateway.start();
    for (int i = 0; i < 6; ++i)
        QCOMPARE(gateway.ask(get("/a/x")).body, std::string("127.0.0.3"));
}

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
