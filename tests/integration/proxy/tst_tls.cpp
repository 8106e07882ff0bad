// SPDX-License-Identifier: GPL-3.0-or-later
// TLS of clients through the data path: handshakes good and bad, resumption, client certificates, ends of
// streams.
#include "gateway/net/tls_server.h"
#include "gateway/proxy/exchange.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tls_peer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <random>
#include <thread>

#include <openssl/ssl.h>
#include <sys/socket.h>

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

class TestTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
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
    void clientCertificates();
    void certificateIsKnownToTheExchange();
    void revokedAndForeignClientsAreRefused();
    void largeBodiesBothWays();
    void requestTogetherWithTheHandshake();
    void halfARecordIsNoInput();
    void halfClosedClientGetsItsAnswer();
    void brokenAnswerIsNotAnOrderlyEnd();
    void slowHandshakeIsCutOff();
    void garbageInsteadOfAHandshake();
    void brokenHandshakesOfARealOne();
    void clearTextIsToldSo();
    void clearTextIsRedirected();
    void renegotiationIsRefused();

private:
    std::string write(const char* name, const std::string& content);
    net::CertificateFiles store(const char* name, const TestPair& pair);
    void serve(ClientCertificates wanted = ClientCertificates::Off, int workers = 1);
    TlsOutcome handshake(TlsPeer& peer, RawSocket* keep = nullptr);
    TlsPeerOptions trusting(const std::string& name = "localhost") const;
    void load(bool good = true);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TestAuthority> m_authority;
    net::TlsServerOptions m_options;
    std::unique_ptr<net::TlsServer> m_tls;
    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<TestGateway> m_gateway;
};

static const char* const Http11 = "\x08http/1.1";

std::string TestTls::write(const char* name, const std::string& content)
{
    QFile file(m_directory->filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
        qFatal("cannot write %s", name);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName().toStdString();
}

net::CertificateFiles TestTls::store(const char* name, const TestPair& pair)
{
    const std::string base = name;
    return {write((base + ".crt").c_str(), pair.certificate), write((base + ".key").c_str(), pair.key)};
}

void TestTls::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_authority = std::make_unique<TestAuthority>();
    m_options = {};
    m_options.certificates = {store("default", m_authority->issue({"default", {"localhost"}}))};
    m_tls = std::make_unique<net::TlsServer>();
    m_upstream = std::make_unique<ScriptedUpstream>([this](RawSocket& socket, int) {
        for (;;) {
            const Message request = m_upstream->record(socket);
            if (!request.complete || !socket.send(answer(request.firstLine + '|' + request.body)))
                return;
        }
    });
}

void TestTls::cleanup()
{
    m_gateway.reset();
    m_upstream.reset();
    m_tls.reset();
}

void TestTls::load(bool good)
{
    bool fatal = false;
    for (const net::TlsProblem& problem : m_tls->load(m_options)) {
        fatal = fatal || problem.fatal;
        if (good)
            qWarning("%s %s", problem.file.c_str(), problem.message.c_str());
    }
    QCOMPARE(!fatal, good);
}

void TestTls::serve(ClientCertificates wanted, int workers)
{
    load();
    m_gateway = std::make_unique<TestGateway>(workers);
    m_gateway->addApi("/a", {m_upstream->port()});
    m_gateway->settings().client.lingerMs = 300;
    m_gateway->start(proxy::RoleTraffic,
                     [this, wanted](net::Fd fd) { return m_tls->accept(std::move(fd), wanted); });
}

TlsPeerOptions TestTls::trusting(const std::string& name) const
{
    TlsPeerOptions options;
    options.authorities = m_authority->pem();
    options.serverName = name;
    return options;
}

/// A handshake, one request and its answer; the answer carries what the server had to say after the
/// handshake.
TlsOutcome TestTls::handshake(TlsPeer& peer, RawSocket* keep)
{
    RawSocket socket = m_gateway->connect();
    TlsOutcome outcome = peer.start(socket);
    if (!outcome.good)
        return outcome;
    socket.send(get("/a/x"));
    const Message got = socket.readAnswer();
    if (got.status != 200) // TLS 1.3: what the server thinks of the client comes after the client's handshake
        return {false, "no answer", {}, {}, {}, {}, {}};
    if (keep)
        *keep = std::move(socket);
    return outcome;
}

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

void TestTls::clientCertificates()
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

void TestTls::certificateIsKnownToTheExchange()
{
    m_options.clientCa = write("clients.pem", m_authority->pem());
    load();
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->addApi("/who", {m_upstream->port()}).chain = std::make_shared<proxy::FilterChain>(
        std::vector<std::shared_ptr<const proxy::Filter>>{std::make_shared<WhoIsIt>()});
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

void TestTls::revokedAndForeignClientsAreRefused()
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

void TestTls::largeBodiesBothWays()
{
    serve();
    TlsPeer peer(trusting());
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    std::mt19937 random(7);
    for (const std::size_t size : {1, 16383, 16384, 16385, 40000, 3'000'000}) {
        std::string body(size, '\0');
        std::generate(body.begin(), body.end(), [&random] { return char(random()); });
        std::thread sender([&] { open.send(post("/a/n", body)); });
        const Message got = open.readAnswer();
        sender.join();
        QCOMPARE(got.status, 200);
        QVERIFY(got.body == "POST /n HTTP/1.1|" + body);
    }
}

void TestTls::requestTogetherWithTheHandshake()
{
    serve();
    TlsPeer peer(trusting());
    for (int i = 0; i < 5; ++i) { // from the second time on, the request is in the client's last flight
        RawSocket open;
        QVERIFY(handshake(peer, &open).good);
        std::string many;
        for (int n = 0; n < 40; ++n)
            many += get("/a/" + std::to_string(n));
        QVERIFY(open.send(many)); // many requests in few records: most wait decrypted
        for (int n = 0; n < 40; ++n)
            QCOMPARE(open.readAnswer().body, "GET /" + std::to_string(n) + " HTTP/1.1|");
    }
}

/// Between a client and a transport: passes everything on, and holds back what it is told to.
class Relay {
public:
    Relay()
    {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
            qFatal("no socket pair");
        client = RawSocket(net::Fd(pair[0]));
        m_inner = net::Fd(pair[1]);
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) != 0)
            qFatal("no socket pair");
        server = net::Fd(pair[0]);
        m_outer = net::Fd(pair[1]);
    }
    /// What has come from one side goes to the other, without its last bytes.
    void pass(std::size_t holdBack = 0)
    {
        char block[65536];
        ssize_t got = 0;
        while ((got = ::recv(m_inner.get(), block, sizeof block, MSG_DONTWAIT)) > 0)
            m_held.append(block, std::size_t(got));
        const std::size_t now = m_held.size() - std::min(holdBack, m_held.size());
        (void)!::send(m_outer.get(), m_held.data(), now, MSG_NOSIGNAL);
        m_held.erase(0, now);
        while ((got = ::recv(m_outer.get(), block, sizeof block, MSG_DONTWAIT)) > 0)
            (void)!::send(m_inner.get(), block, std::size_t(got), MSG_NOSIGNAL);
    }

    RawSocket client;
    net::Fd server;

private:
    net::Fd m_inner;
    net::Fd m_outer;
    std::string m_held;
};

/// A piece of a record is not input: who takes it for that asks again and again until the rest is there.
void TestTls::halfARecordIsNoInput()
{
    load();
    Relay relay;
    const auto transport = m_tls->accept(std::move(relay.server), ClientCertificates::Off);
    TlsPeer peer(trusting());
    std::atomic<bool> done{false};
    std::thread client([&] {
        peer.start(relay.client);
        done = true;
    });
    for (bool ready = false; !done || !ready; relay.pass())
        ready = ready || transport->handshake().status == net::IoStatus::Ok;
    client.join();
    relay.pass();
    char block[65536];
    QVERIFY(relay.client.send("hello"));
    relay.pass(3);
    QCOMPARE(transport->read(block, sizeof block).status, net::IoStatus::WantRead);
    QVERIFY(!transport->hasBufferedInput());
    QVERIFY(relay.client.send("again"));
    relay.pass(3);
    const net::IoResult first = transport->read(block, sizeof block);
    QCOMPARE(std::string(block, first.bytes), std::string("hello"));
    QVERIFY(!transport->hasBufferedInput());
    relay.client.shutdownWrite(); // the second record, and with it the end
    relay.pass();
    const net::IoResult second = transport->read(block, sizeof block);
    QCOMPARE(std::string(block, second.bytes), std::string("again"));
    QVERIFY(transport->hasBufferedInput()); // nobody else knows of the end
    QCOMPARE(transport->read(block, sizeof block).status, net::IoStatus::Closed);
}

void TestTls::halfClosedClientGetsItsAnswer()
{
    serve();
    TlsPeer peer(trusting());
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    QVERIFY(open.send(get("/a/last", "Connection: close\r\n")));
    const Message got = open.readAnswer();
    QCOMPARE(got.status, 200);
    QVERIFY(open.waitForClose());
    QVERIFY(open.layer()->endedOrderly()); // close_notify came
    RawSocket leaving;
    QVERIFY(handshake(peer, &leaving).good);
    leaving.shutdownWrite(); // close_notify of an idle client
    QVERIFY(leaving.waitForClose());
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
}

void TestTls::brokenAnswerIsNotAnOrderlyEnd()
{
    ScriptedUpstream broken([](RawSocket& socket, int) {
        socket.readRequest();
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    load();
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->addApi("/b", {broken.port()});
    m_gateway->start(proxy::RoleTraffic,
                     [this](net::Fd fd) { return m_tls->accept(std::move(fd), ClientCertificates::Off); });
    TlsPeer peer(trusting());
    RawSocket socket = m_gateway->connect();
    QVERIFY(peer.start(socket).good);
    socket.send(get("/b/x"));
    QVERIFY(!socket.readAnswer().complete);
    QVERIFY(!socket.layer()->endedOrderly());
}

void TestTls::slowHandshakeIsCutOff()
{
    load();
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->settings().client.handshakeTimeoutMs = 100;
    m_gateway->start(proxy::RoleTraffic,
                     [this](net::Fd fd) { return m_tls->accept(std::move(fd), ClientCertificates::Off); });
    RawSocket silent = m_gateway->connect();
    QVERIFY(silent.waitForClose());
    RawSocket slow = m_gateway->connect();
    QVERIFY(slow.send("\x16\x03\x01")); // the beginning of a hello, and no more
    QVERIFY(slow.waitForClose());
    QTRY_COMPARE(m_tls->counters().failures.load(), std::uint64_t(1)); // who says nothing has not failed
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
}

void TestTls::garbageInsteadOfAHandshake()
{
    serve();
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
        std::string garbage(1 + random() % 600, '\0');
        std::generate(garbage.begin(), garbage.end(), [&random] { return char(random()); });
        if (i % 3 == 0)
            garbage.replace(0, 5, std::string("\x16\x03\x01\x02\x00", 5));
        RawSocket socket = m_gateway->connect();
        socket.send(garbage);
        socket.shutdownWrite();
        QVERIFY(socket.waitForClose());
    }
    TlsPeer peer(trusting());
    QVERIFY(handshake(peer).good);
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
    QCOMPARE(m_tls->counters().handshakes.load(), std::uint64_t(1));
}

/// A hello of a real client with single bytes changed, and cut at every length.
void TestTls::brokenHandshakesOfARealOne()
{
    serve();
    std::string hello;
    {
        ScriptedUpstream ear([&hello](RawSocket& socket, int) { hello = socket.readSome(); });
        RawSocket socket = RawSocket::connectTo(ear.address());
        TlsPeer peer(trusting());
        QVERIFY(!peer.start(socket).good);
        QVERIFY(ear.waitForQuiet());
    }
    QVERIFY(hello.size() > 100);
    std::mt19937 random(3);
    for (std::size_t at = 0; at < hello.size(); at += 3) {
        std::string broken = hello;
        broken[at] = char(broken[at] ^ char(1 + random() % 255));
        RawSocket changed = m_gateway->connect();
        changed.send(broken);
        changed.shutdownWrite();
        QVERIFY(changed.waitForClose());
        RawSocket cut = m_gateway->connect();
        cut.send(hello.substr(0, at));
        cut.shutdownWrite();
        QVERIFY(cut.waitForClose());
    }
    TlsPeer peer(trusting());
    QVERIFY(handshake(peer).good);
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
}

void TestTls::clearTextIsToldSo()
{
    serve();
    const Message got = m_gateway->ask(get("/a/x"));
    QCOMPARE(got.status, 400);
    QVERIFY2(got.body.find("HTTPS") != std::string::npos, got.body.c_str());
    QVERIFY(m_gateway->sink().waitFor(1));
    QCOMPARE(m_gateway->sink().all().front().reason, std::string("https_required"));
    QCOMPARE(m_upstream->requests().size(), std::size_t(0));
}

void TestTls::clearTextIsRedirected()
{
    serve();
    m_gateway->settings().answers.redirectClearText = true;
    m_gateway->settings().answers.httpsPort = 8443;
    m_gateway->applySettings();
    const Message got = m_gateway->ask(get("/a/x%20y?q=1&r=2"));
    QCOMPARE(got.status, 308);
    QCOMPARE(got.header("location"), std::string("https://api.test:8443/a/x%20y?q=1&r=2"));
    m_gateway->settings().answers.httpsPort = 443;
    m_gateway->applySettings();
    QCOMPARE(m_gateway->ask("GET / HTTP/1.1\r\nHost: api.test:80\r\n\r\n").header("location"),
             std::string("https://api.test/"));
    QCOMPARE(m_gateway->ask("GET / HTTP/1.0\r\n\r\n").status, 400); // nowhere to send it
}

void TestTls::renegotiationIsRefused()
{
    serve();
    TlsPeerOptions options = trusting();
    options.mostVersion = TLS1_2_VERSION;
    TlsPeer peer(options);
    RawSocket open;
    QVERIFY(handshake(peer, &open).good);
    QVERIFY(!TlsPeer::renegotiate(open));
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
