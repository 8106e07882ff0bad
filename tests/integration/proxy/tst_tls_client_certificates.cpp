// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates that clients show.
#include "gateway/proxy/exchange.h"
#include "tests/integration/harness/tls_gateway.h"

#include <QTest>

#include <openssl/ssl.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using net::ClientCertificates;

/// Answers with what the exchange knows of the client's certificate.
class WhoIsIt final : public proxy::Filter {
public:
    std::string_view name() const override { return "who"; }
    proxy::Phase phase() const override { return proxy::Phase::Authenticate; }
    std::uint8_t order() const override { return 1; }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override
    {
        const std::string text = std::string(exchange.clientCertificateSubject()) + '|' +
                                 std::string(exchange.clientCertificateHash());
        exchange.respond(200, "text/plain", text);
        return proxy::Verdict::Respond;
    }
};

class TestTlsClientCertificates : public QObject, protected TlsGateway {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void clientCertificates();
    void certificateIsKnownToTheExchange();
    void revokedAndForeignClientsAreRefused();
    void revokedAuthorityBelowIsRefused();
    void listsThatShutClientsOutAreRefused();
};

void TestTlsClientCertificates::clientCertificates()
{
    m_options.clientCa = write("clients.pem", m_authority->pem());
    const TestPair alice = m_authority->issue({"alice", {}});
    TlsPeerOptions known = trusting();
    known.own = alice;

    serve(ClientCertificates::Required);
    TlsPeer withCertificate(known);
    QVERIFY(handshake(withCertificate).good);
    QVERIFY(handshake(withCertificate).resumed); // and the resumed one is alice still
    TlsPeer without(trusting());
    QVERIFY(!handshake(without).good);
    TlsPeerOptions older = trusting();
    older.mostVersion = TLS1_2_VERSION;
    TlsPeer olderWithout(older);
    QVERIFY(!handshake(olderWithout).good);

    m_gateway.reset();
    serve(ClientCertificates::Optional);
    QVERIFY(!handshake(withCertificate).resumed); // other rules, other sessions
    TlsPeer allowedWithout(trusting());
    QVERIFY(handshake(allowedWithout).good);
}

void TestTlsClientCertificates::certificateIsKnownToTheExchange()
{
    m_options.clientCa = write("clients.pem", m_authority->pem());
    load();
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->addApi("/who", {m_upstream->port()}).chain =
        m_gateway->addChain(std::make_shared<proxy::FilterChain>(
            std::vector<std::shared_ptr<const proxy::Filter>>{std::make_shared<WhoIsIt>()}));
    m_gateway->start(proxy::RoleTraffic, [this](net::Fd fd) {
        return m_tls->accept(std::move(fd), ClientCertificates::Optional);
    });
    TlsPeerOptions options = trusting();
    options.own = m_authority->issue({"alice", {}});
    TlsPeer alice(options);
    for (const bool resumed : {false, true}) {
        RawSocket socket = m_gateway->connect();
        QCOMPARE(alice.start(socket).resumed, resumed);
        socket.send(get("/who/x"));
        QCOMPARE(socket.readAnswer().body, "CN=alice|" + fingerprintOf(options.own));
    }
    TlsPeer nobody(trusting());
    RawSocket socket = m_gateway->connect();
    QVERIFY(nobody.start(socket).good);
    socket.send(get("/who/x"));
    QCOMPARE(socket.readAnswer().body, std::string("|"));
}

void TestTlsClientCertificates::revokedAndForeignClientsAreRefused()
{
    m_options.clientCa = write("clients.pem", m_authority->pem());
    TlsPeerOptions bad = trusting();
    bad.own = m_authority->issue({"mallory", {}, -1, 60, 666});
    serve(ClientCertificates::Optional);
    TlsPeer revoked(bad);
    QVERIFY(handshake(revoked).good);
    m_options.clientCrl = write("clients.crl", m_authority->revoke({666}));
    load();
    QVERIFY(!handshake(revoked).good); // even with the session from before
    TestAuthority foreign("Somebody else");
    bad.own = foreign.issue({"mallory", {}});
    TlsPeer stranger(bad);
    QVERIFY(!handshake(stranger).good);
    bad.own = m_authority->issue({"late", {}, -20, -1});
    TlsPeer expired(bad);
    QVERIFY(!handshake(expired).good);
    bad.own = m_authority->issue({"bob", {}});
    TlsPeer good(bad);
    QVERIFY(handshake(good).good);
}

/// The list of an authority above the issuer counts, and its lack does not.
void TestTlsClientCertificates::revokedAuthorityBelowIsRefused()
{
    constexpr long serial = 4711;
    TestAuthority below("Below", *m_authority, serial);
    m_options.clientCa = write("clients.pem", m_authority->pem() + below.pem());
    m_options.clientCrl = write("clients.crl", below.revoke({}));
    TlsPeerOptions options = trusting();
    options.own = below.issue({"mallory", {}});
    serve(ClientCertificates::Required);
    TlsPeer client(options);
    QVERIFY(handshake(client).good);
    write("clients.crl", m_authority->revoke({serial + 1}) + below.revoke({}));
    load();
    QVERIFY(handshake(client).good);
    write("clients.crl", m_authority->revoke({serial}) + below.revoke({}));
    load();
    QVERIFY(!handshake(client).good);
}

void TestTlsClientCertificates::listsThatShutClientsOutAreRefused()
{
    const TestAuthority foreign("Somebody else");
    const std::string good = m_authority->revoke({666});
    const std::string expired = m_authority->revoke({666}, -2);
    m_options.clientCa = write("clients.pem", m_authority->pem());
    m_options.clientCrl = write("clients.crl", good);
    m_options.refuseExpired = true; // as reloads do
    TlsPeerOptions options = trusting();
    options.own = m_authority->issue({"alice", {}});
    serve(ClientCertificates::Required);
    TlsPeer alice(options);
    for (const std::string& list : {expired, foreign.revoke({1})}) {
        write("clients.crl", list);
        load(false);
        QVERIFY(handshake(alice).good);
        QVERIFY(m_tls->revocationFaults().empty());
    }
    write("clients.crl", expired + good);
    load();
    m_tls = std::make_unique<net::TlsServer>(); // at the start it is a warning
    write("clients.crl", expired);
    for (const bool start : {true, false}) { // and then no reason to refuse other files
        m_options.refuseExpired = !start;
        const auto problems = m_tls->load(m_options);
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(!problems[0].fatal && problems[0].message.find("has expired on") != std::string::npos);
        QVERIFY(m_tls->loaded());
        QCOMPARE(m_tls->revocationFaults().size(), std::size_t(1));
    }
}

QTEST_GUILESS_MAIN(TestTlsClientCertificates)
#include "tst_tls_client_certificates.moc"
