// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP/2 towards https upstreams: who offers what, what happens when the server chooses otherwise.
#include "gateway/net/tls_client.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tls_peer.h"
#include "tests/integration/harness/websocket_peer.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <future>

#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

constexpr const char* Both = "\x02h2\x08http/1.1";
constexpr const char* Older = "\x08http/1.1";

/// Answers requests on a connection of HTTP/2 until it ends.
void serveHttp2(RawSocket socket)
{
    Http2Client peer(std::move(socket), Http2Side::Server);
    for (std::uint32_t stream = 1; peer.answer(stream).ended; stream += 2) {
        const std::string text = "HTTP/2 " + peer.now(stream).field(":path");
        peer.request(stream, {{":status", "200"}}, false);
        peer.data(stream, text, true);
    }
}

/// A server that chooses among `protocols` by ALPN (empty: it does not know ALPN) and serves what it chose.
struct Setup {
    /// `wanting`: authorities of the certificate that the server wants to see.
    explicit Setup(const std::string& protocols, const std::string& wanting = {});
    void trust(const std::string& pem) const;
    Message ask(const std::string& path = "/a/x") const { return gateway.ask(get(path)); }
    std::vector<std::string> chosen() const;

    mutable std::mutex mutex;
    std::vector<std::string> choices; ///< outlive the threads of the upstream, as all that stands before it
    TestAuthority authority;
    QTemporaryDir directory;
    std::shared_ptr<net::TlsClient> tls;
    std::unique_ptr<TlsPeer> peer;
    std::shared_future<void> hold; ///< handshakes wait for it when it is set
    bool proxied = false;          ///< a PROXY header of version 1 comes first
    ScriptedUpstream upstream;
    TestGateway gateway;
    proxy::ApiRuntime& api;

private:
    void serve(RawSocket& socket);
};

Setup::Setup(const std::string& protocols, const std::string& wanting)
    : upstream([this](RawSocket& socket, int) { serve(socket); })
    , api(gateway.addApi("/a", {upstream.port()}))
{
    trust(authority.pem());
    TlsPeerOptions options;
    options.own = authority.issue({"upstream", {"localhost"}});
    options.protocols = protocols;
    options.authorities = wanting;
    peer = std::make_unique<TlsPeer>(options, true);
    net::TlsClientOptions client;
    client.caFile = directory.filePath(QStringLiteral("ca.pem")).toStdString();
    tls = std::make_shared<net::TlsClient>(client);
    TestGateway::edit(api, [&](proxy::UpstreamGroup& group) {
        group.targets[0].scheme = "https";
        group.targets[0].tls = tls;
        group.targets[0].tlsName = "localhost";
    });
}

void Setup::trust(const std::string& pem) const
{
    QFile file(directory.filePath(QStringLiteral("ca.pem")));
    if (!file.open(QIODevice::WriteOnly) || file.write(pem.data(), qint64(pem.size())) < 0)
        qFatal("cannot write the authority");
}

void Setup::serve(RawSocket& socket)
{
    if (hold.valid())
        hold.wait();
    for (char byte = 0; proxied && byte != '\n';) {
        if (::recv(socket.fd(), &byte, 1, MSG_WAITALL) != 1)
            return;
    }
    const TlsOutcome outcome = peer->start(socket);
    {
        const std::scoped_lock lock(mutex);
        choices.push_back(outcome.good ? outcome.protocol : "failed");
    }
    if (outcome.protocol == "h2")
        return serveHttp2(std::move(socket));
    for (Message request; outcome.good && (request = upstream.record(socket)).complete;) {
        if (request.header("upgrade") == "websocket")
            return WebSocketPeer::accept(socket, request).echo();
        socket.send(answer(request.firstLine));
    }
}

std::vector<std::string> Setup::chosen() const
{
    const std::scoped_lock lock(mutex);
    return choices;
}

using Chosen = std::vector<std::string>;

void expectFallBack()
{
    QTest::ignoreMessage(QtInfoMsg,
                         QRegularExpression(QStringLiteral(
                             "127\\.0\\.0\\.1:\\d+ does not offer HTTP/2: .* by ALPN; HTTP/1\\.1 is used")));
}

} // namespace

class TestHttp2UpstreamTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chosenWhereOffered_data();
    void chosenWhereOffered();
    void requiredButNotOffered_data();
    void requiredButNotOffered();
    void fallsBack_data();
    void fallsBack();
    void allWhoWaitedFallBack();
    void olderIsNotOfferedMore();
    void webSocketsStayWithTheOlder();
    void clientAddressesStayWithTheOlder();
    void connectionEndsWithItsAuthority();
    void wantedClientCertificate_data();
    void wantedClientCertificate();
};

void TestHttp2UpstreamTls::chosenWhereOffered_data()
{
    QTest::addColumn<bool>("required");
    QTest::newRow("http2") << true;
    QTest::newRow("auto") << false;
}

void TestHttp2UpstreamTls::chosenWhereOffered()
{
    QFETCH(bool, required);
    Setup setup(Both);
    (required ? setup.api.upstreamHttp2 : setup.api.upstreamMayHttp2) = true;
    setup.gateway.start();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(setup.ask("/a/" + std::to_string(i)).body, "HTTP/2 /" + std::to_string(i));
    QCOMPARE(setup.chosen(), Chosen{"h2"}); // one connection
}

void TestHttp2UpstreamTls::requiredButNotOffered_data()
{
    QTest::addColumn<QString>("protocols");
    QTest::newRow("HTTP/1.1") << Older;
    QTest::newRow("no ALPN") << "";
}

void TestHttp2UpstreamTls::requiredButNotOffered()
{
    QFETCH(QString, protocols);
    Setup setup(protocols.toStdString());
    setup.api.upstreamHttp2 = true;
    setup.gateway.start();
    QCOMPARE(setup.ask().status, 502);
    QVERIFY(setup.gateway.sink().waitFor(1));
    QCOMPARE(setup.gateway.sink().all().front().reason, std::string("upstream_no_http2"));
    QVERIFY(setup.upstream.requests().empty());
}

void TestHttp2UpstreamTls::fallsBack_data()
{
    requiredButNotOffered_data();
}

void TestHttp2UpstreamTls::fallsBack()
{
    QFETCH(QString, protocols);
    Setup setup(protocols.toStdString());
    setup.api.upstreamMayHttp2 = true;
    setup.gateway.start();
    expectFallBack();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(setup.ask("/a/" + std::to_string(i)).body, "GET /" + std::to_string(i) + " HTTP/1.1");
    QCOMPARE(setup.ask("/a/post").status, 200);
    QCOMPARE(setup.upstream.connections(), 1); // that on which the server was asked
}

void TestHttp2UpstreamTls::allWhoWaitedFallBack()
{
    std::promise<void> goOn;
    Setup setup(Older);
    setup.hold = goOn.get_future().share();
    setup.api.upstreamMayHttp2 = true;
    setup.gateway.start();
    expectFallBack();
    std::vector<RawSocket> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(setup.gateway.connect());
        clients.back().send(post("/a/" + std::to_string(i), "body"));
    }
    QVERIFY(setup.upstream.waitForConnections(1));
    goOn.set_value();
    for (int i = 0; i < 5; ++i)
        QCOMPARE(clients[std::size_t(i)].readAnswer().body, "POST /" + std::to_string(i) + " HTTP/1.1");
    QCOMPARE(setup.upstream.requests().size(), std::size_t(5));
}

/// While it is known that the server does not speak HTTP/2, further connections do not ask for it, and an API
/// that insists still fails.
void TestHttp2UpstreamTls::olderIsNotOfferedMore()
{
    Setup setup(Older);
    setup.api.upstreamMayHttp2 = true;
    setup.gateway.settings().upstream.maxIdle = 0;
    setup.gateway.start();
    expectFallBack(); // once
    QTest::failOnWarning(QRegularExpression(QStringLiteral("does not offer")));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(setup.ask().status, 200);
    QCOMPARE(setup.chosen(), (Chosen{"http/1.1", "http/1.1", "http/1.1"}));
    setup.api.upstreamHttp2 = true;
    setup.gateway.publish();
    QCOMPARE(setup.ask().status, 502);
}

void TestHttp2UpstreamTls::webSocketsStayWithTheOlder()
{
    Setup setup(Both);
    setup.api.upstreamMayHttp2 = setup.api.allowUpgrade = true;
    setup.gateway.start();
    QCOMPARE(setup.ask().body, std::string("HTTP/2 /x"));
    WebSocketPeer client(setup.gateway.connect());
    QCOMPARE(client.open("/a/socket").status, 101);
    client.text("hello");
    QCOMPARE(client.read().payload, std::string("hello"));
    QCOMPARE(setup.chosen(), (Chosen{"h2", "http/1.1"}));
}

/// A PROXY header tells of one client per connection.
void TestHttp2UpstreamTls::clientAddressesStayWithTheOlder()
{
    Setup setup(Both);
    setup.api.upstreamMayHttp2 = true;
    TestGateway::edit(setup.api, [](proxy::UpstreamGroup& group) {
        group.targets[0].proxyProtocol = net::ProxyVersion::V1;
    });
    setup.gateway.start();
    setup.proxied = true;
    for (int i = 0; i < 2; ++i)
        QCOMPARE(setup.ask().body, std::string("GET /x HTTP/1.1"));
    QCOMPARE(setup.chosen(), (Chosen{"http/1.1", "http/1.1"}));
}

void TestHttp2UpstreamTls::connectionEndsWithItsAuthority()
{
    Setup setup(Both);
    setup.api.upstreamHttp2 = true;
    setup.gateway.start();
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(setup.ask().status, 200);
        QCOMPARE(setup.tls->reload(), std::string()); // which changes nothing
    }
    QCOMPARE(setup.upstream.connections(), 1);
    setup.trust(TestAuthority("Somebody else").pem());
    QCOMPARE(setup.tls->reload(), std::string());
    QCOMPARE(setup.ask().status, 502);
    QVERIFY(setup.upstream.waitForQuiet());
}

void TestHttp2UpstreamTls::wantedClientCertificate_data()
{
    chosenWhereOffered_data();
}

/// The server tells that it wants one only after our handshake (TLS 1.3).
void TestHttp2UpstreamTls::wantedClientCertificate()
{
    QFETCH(bool, required);
    const TestAuthority wanted("Somebody else");
    Setup setup(Both, wanted.pem());
    (required ? setup.api.upstreamHttp2 : setup.api.upstreamMayHttp2) = true;
    setup.gateway.start();
    QCOMPARE(setup.ask().status, 502);
    QCOMPARE(setup.gateway.ask(post("/a/x", "y")).status, 502);
    QVERIFY(setup.gateway.sink().waitFor(2));
    for (const auto& seen : setup.gateway.sink().all())
        QCOMPARE(seen.reason, std::string("tls_failed"));
    QCOMPARE(setup.upstream.connections(), 2);
}

QTEST_GUILESS_MAIN(TestHttp2UpstreamTls)
#include "tst_http2_upstream_tls.moc"
