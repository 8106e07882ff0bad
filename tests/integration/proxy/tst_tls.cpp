// SPDX-License-Identifier: GPL-3.0-or-later
// TLS of clients through the data path: versions, names, resumption, new certificates.
#include "tests/integration/harness/tls_gateway.h"

#include <QTest>

#include <openssl/ssl.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using net::ClientCertificates;

class TestTls : public QObject, protected TlsGateway {
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void speaksBothVersionsAndNothingOlder();
    void weakCiphersAreRefused();
    void certificateFollowsTheServerName();
    void protocolIsNegotiated();
    void resumesOnEveryWorker_data();
    void resumesOnEveryWorker();
    void ticketsSurviveNewCertificates();
    void openConnectionsKeepTheirCertificate();
    void badFilesKeepTheOldCertificate();
    void ocspResponseIsStapled();
};

static const char* const Http11 = "\x08http/1.1";

void TestTls::speaksBothVersionsAndNothingOlder()
{
    serve();
    TlsPeer newest(trusting());
    QCOMPARE(handshake(newest).version, std::string("TLSv1.3"));
    TlsPeerOptions options = trusting();
    options.mostVersion = TLS1_2_VERSION;
    TlsPeer older(options);
    QCOMPARE(handshake(older).version, std::string("TLSv1.2"));
    options.mostVersion = TLS1_1_VERSION;
    options.ciphers = "ALL:@SECLEVEL=0";
    TlsPeer tooOld(options);
    const TlsOutcome refused = handshake(tooOld);
    QVERIFY(!refused.good);
    QVERIFY2(refused.error.find("protocol version") != std::string::npos, refused.error.c_str());
    m_options.onlyTls13 = true;
    load();
    options.mostVersion = TLS1_2_VERSION;
    TlsPeer notNew(options);
    QVERIFY(!handshake(notNew).good);
}

void TestTls::weakCiphersAreRefused()
{
    serve();
    for (const char* const cipher :
         {"AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES128-SHA"}) {
        TlsPeerOptions options = trusting();
        options.mostVersion = TLS1_2_VERSION;
        options.ciphers = std::string(cipher) + ":@SECLEVEL=0";
        TlsPeer weak(options);
        QVERIFY2(!handshake(weak).good, cipher);
    }
}

void TestTls::certificateFollowsTheServerName()
{
    m_options.certificates.push_back(store("exact", m_authority->issue({"exact", {"api.example.com"}})));
    m_options.certificates.push_back(
        store("wild", m_authority->issue({"wild", {"*.example.com", "example.com"}})));
    serve();
    const std::pair<const char*, const char*> wanted[] = {
        {"api.example.com", "exact"}, {"API.Example.COM", "exact"},   {"other.example.com", "wild"},
        {"example.com", "wild"},      {"a.b.example.com", "default"}, {"nobody.test", "default"},
    };
    for (const auto& [name, certificate] : wanted) {
        TlsPeerOptions options; // unchecked: the wrong certificate is what some of them are given
        options.serverName = name;
        TlsPeer peer(options);
        QCOMPARE(handshake(peer).peerName, std::string(certificate));
    }
    TlsPeer nameless(TlsPeerOptions{});
    QCOMPARE(handshake(nameless).peerName, std::string("default"));
    TlsPeer checked(trusting("other.example.com"));
    QVERIFY(handshake(checked).good);
    QCOMPARE(m_tls->certificates().size(), std::size_t(3));
}

void TestTls::protocolIsNegotiated()
{
    serve();
    TlsPeerOptions options = trusting();
    options.protocols = std::string("\x02h2") + Http11;
    TlsPeer both(options);
    QCOMPARE(handshake(both).protocol, std::string("http/1.1"));
    options.protocols = "\x03"
                        "ftp";
    TlsPeer stranger(options);
    const TlsOutcome refused = handshake(stranger);
    QVERIFY(!refused.good);
    QVERIFY2(refused.error.find("no application protocol") != std::string::npos, refused.error.c_str());
    m_options.protocols = {"h2", "http/1.1"};
    load();
    options.protocols = std::string(Http11) + "\x02h2"; // our order counts
    TlsPeer offering(options);
    RawSocket socket = m_gateway->connect();
    QCOMPARE(offering.start(socket).protocol, std::string("h2"));
}

void TestTls::resumesOnEveryWorker_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<bool>("tickets");
    QTest::newRow("TLS 1.3 tickets") << int(TLS1_3_VERSION) << true;
    QTest::newRow("TLS 1.2 tickets") << int(TLS1_2_VERSION) << true;
    QTest::newRow("TLS 1.2 sessions kept by the server") << int(TLS1_2_VERSION) << false;
}

void TestTls::resumesOnEveryWorker()
{
    QFETCH(int, version);
    QFETCH(bool, tickets);
    constexpr int workers = 3;
    serve(ClientCertificates::Off, workers);
    TlsPeerOptions options = trusting();
    options.mostVersion = version;
    options.noTickets = !tickets;
    TlsPeer peer(options);
    QVERIFY(!handshake(peer).resumed);
    for (int i = 0; i < 12; ++i) { // the kernel spreads them; connection and worker are its choice
        QVERIFY(peer.hasSession());
        QVERIFY(handshake(peer).resumed);
    }
    QCOMPARE(m_tls->counters().handshakes.load(), std::uint64_t(13));
    QCOMPARE(m_tls->counters().resumed.load(), std::uint64_t(12));
    QCOMPARE(m_tls->counters().failures.load(), std::uint64_t(0));
}

void TestTls::ticketsSurviveNewCertificates()
{
    serve();
    TlsPeer peer(trusting());
    QVERIFY(handshake(peer).good);
    store("default", m_authority->issue({"renewed", {"localhost"}}));
    load();
    QVERIFY(handshake(peer).resumed);
    const std::string keys(80, 'k');
    m_options.ticketKeys = write("tickets", keys);
    load();
    QVERIFY(!handshake(peer).resumed); // sealed by a key that is gone
    QVERIFY(handshake(peer).resumed);
    write("tickets", std::string(80, 'n') + keys); // rotated: the old one still opens
    load();
    QVERIFY(handshake(peer).resumed);
    m_gateway.reset();
    m_tls = std::make_unique<net::TlsServer>(); // another gateway with the same file
    serve();
    QVERIFY(handshake(peer).resumed);
}

void TestTls::openConnectionsKeepTheirCertificate()
{
    serve();
    TlsPeer peer(trusting());
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    store("default", m_authority->issue({"renewed", {"localhost"}}));
    load();
    QVERIFY(open.send(get("/a/y")));
    QCOMPARE(open.readAnswer().status, 200);
    TlsPeer fresh(trusting());
    QCOMPARE(handshake(fresh).peerName, std::string("renewed"));
}

void TestTls::badFilesKeepTheOldCertificate()
{
    serve();
    const TestPair other = m_authority->issue({"other", {"localhost"}});
    write("default.crt", other.certificate); // the key of the first one
    load(false);
    write("default.crt", "nonsense");
    load(false);
    QFile::remove(m_directory->filePath(QStringLiteral("default.key")));
    load(false);
    m_options.refuseExpired = true;
    store("default", m_authority->issue({"old", {"localhost"}, -20, -1}));
    load(false);
    TlsPeer peer(trusting());
    QCOMPARE(handshake(peer).peerName, std::string("default"));
}

void TestTls::ocspResponseIsStapled()
{
    const TestPair pair = m_authority->issue({"stapled", {"localhost"}});
    store("default", pair);
    const std::string response = m_authority->ocspResponse(pair, -1, 24);
    write("default.crt.ocsp", response);
    serve();
    TlsPeerOptions options = trusting();
    options.wantOcsp = true;
    TlsPeer asking(options);
    QCOMPARE(handshake(asking).ocsp, response);
    TlsPeer silent(trusting());
    QVERIFY(handshake(silent).ocsp.empty());
    write("default.crt.ocsp", m_authority->ocspResponse(pair, -48, -24));
    load();
    TlsPeer late(options);
    QVERIFY(handshake(late).ocsp.empty());
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
