// SPDX-License-Identifier: GPL-3.0-or-later
// TLS towards upstreams: who is believed, what refusals are called, sessions, ends of answers.
#include "gateway/net/tls_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tls_peer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <future>

#include <openssl/ssl.h>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestUpstreamTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answersComeThrough();
    void sessionsAreResumed_data();
    void sessionsAreResumed();
    void refusalsHaveReasons_data();
    void refusalsHaveReasons();
    void unverifiedOnlyWhenSaid();
    void clientCertificateIsShown_data();
    void clientCertificateIsShown();
    void missingFilesAreNamed();
    void clearTextUpstreamIsNoTls();
    void silentUpstreamIsGivenUp();
    void cutAnswerIsAFault();
    void largeBodies();
    void keptConnectionSurvivesItsTickets();
    void keptConnectionsEndWithTheirAuthority();
    void lateTicketOfAnotherAuthorityIsDropped();

private:
    std::string write(const char* name, const std::string& content);
    void serve(const TlsPeerOptions& upstream, const std::string& name = "localhost");
    Message ask(const std::string& path = "/a/x") const { return m_gateway->ask(get(path)); }
    std::string reason();

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TestAuthority> m_authority;
    net::TlsClientOptions m_client;
    std::shared_ptr<net::TlsClient> m_tls;
    std::unique_ptr<TlsPeer> m_peer;
    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<TestGateway> m_gateway;
    std::mutex m_mutex;
    std::vector<TlsOutcome> m_handshakes;
    std::function<bool(RawSocket&, const Message&)> m_answer;
    std::size_t m_seen = 0;
};

std::string TestUpstreamTls::write(const char* name, const std::string& content)
{
    QFile file(m_directory->filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
        qFatal("cannot write %s", name);
    return file.fileName().toStdString();
}

void TestUpstreamTls::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_authority = std::make_unique<TestAuthority>();
    m_client = {};
    m_client.caFile = write("ca.pem", m_authority->pem());
    m_handshakes.clear();
    m_seen = 0;
    m_answer = [](RawSocket& socket, const Message& request) {
        return socket.send(answer(request.firstLine + '|' + request.body));
    };
}

void TestUpstreamTls::cleanup()
{
    m_gateway.reset();
    if (m_upstream)
        QVERIFY(m_upstream->waitForQuiet()); // its scripts use this pointer
    m_upstream.reset();
}

void TestUpstreamTls::serve(const TlsPeerOptions& upstream, const std::string& name)
{
    m_peer = std::make_unique<TlsPeer>(upstream, true);
    m_upstream = std::make_unique<ScriptedUpstream>([this](RawSocket& socket, int) {
        const TlsOutcome outcome = m_peer->start(socket);
        {
            const std::scoped_lock lock(m_mutex);
            m_handshakes.push_back(outcome);
        }
        for (Message request; outcome.good && (request = m_upstream->record(socket)).complete;) {
            if (!m_answer(socket, request))
                return;
        }
    });
    m_gateway = std::make_unique<TestGateway>();
    proxy::ApiRuntime& api = m_gateway->addApi("/a", {m_upstream->port()});
    m_tls = std::make_shared<net::TlsClient>(m_client);
    auto group = std::make_shared<proxy::UpstreamGroup>(*api.upstream);
    group->targets[0].scheme = "https";
    group->targets[0].tls = m_tls;
    group->targets[0].tlsName = name;
    api.upstream = group;
    m_gateway->start();
}

std::string TestUpstreamTls::reason()
{
    if (!m_gateway->sink().waitFor(++m_seen))
        return "nothing";
    return m_gateway->sink().all().back().reason;
}

void TestUpstreamTls::answersComeThrough()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    options.protocols = "\x08http/1.1";
    serve(options);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(ask("/a/" + std::to_string(i)).body, "GET /" + std::to_string(i) + " HTTP/1.1|");
    QCOMPARE(m_upstream->connections(), 1); // pooled as clear text is
    QCOMPARE(m_handshakes.front().protocol, std::string("http/1.1"));
    QCOMPARE(m_handshakes.front().version, std::string("TLSv1.3"));
}

void TestUpstreamTls::sessionsAreResumed_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("TLS 1.2") << int(TLS1_2_VERSION);
    QTest::newRow("TLS 1.3") << int(TLS1_3_VERSION);
}

void TestUpstreamTls::sessionsAreResumed()
{
    QFETCH(int, version);
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    options.mostVersion = version;
    m_answer = [](RawSocket& socket, const Message&) {
        socket.send(answer("once", "Connection: close\r\n"));
        return false;
    };
    serve(options);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(ask().body, std::string("once"));
    QVERIFY(m_upstream->waitForQuiet());
    const std::scoped_lock lock(m_mutex);
    QCOMPARE(m_handshakes.size(), std::size_t(4));
    for (std::size_t i = 0; i < m_handshakes.size(); ++i)
        QCOMPARE(m_handshakes[i].resumed, i > 0);
}

void TestUpstreamTls::refusalsHaveReasons_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("reason");
    QTest::newRow("expired") << "expired"
                             << "tls_certificate_expired";
    QTest::newRow("not yet valid") << "early"
                                   << "tls_certificate_expired";
    QTest::newRow("wrong name") << "name"
                                << "tls_name_mismatch";
    QTest::newRow("unknown authority") << "authority"
                                       << "tls_unknown_authority";
    QTest::newRow("nothing in common") << "cipher"
                                       << "tls_failed";
}

void TestUpstreamTls::refusalsHaveReasons()
{
    QFETCH(QString, kind);
    QFETCH(QString, reason);
    TestAuthority stranger("Somebody else");
    TestSubject subject{"upstream", {"localhost"}};
    TlsPeerOptions options;
    if (kind == QLatin1String("expired"))
        subject.untilDays = -1, subject.fromDays = -3;
    if (kind == QLatin1String("early"))
        subject.fromDays = 2;
    if (kind == QLatin1String("name"))
        subject.names = {"elsewhere.test"};
    options.own = kind == QLatin1String("authority") ? stranger.issue(subject) : m_authority->issue(subject);
    if (kind == QLatin1String("cipher")) {
        options.mostVersion = TLS1_2_VERSION;
        options.ciphers = "NULL-SHA256:@SECLEVEL=0";
    }
    serve(options);
    const Message got = ask();
    QCOMPARE(got.status, 502);
    QCOMPARE(QString::fromStdString(this->reason()), reason);
    QCOMPARE(m_upstream->requests().size(), std::size_t(0));
}

void TestUpstreamTls::unverifiedOnlyWhenSaid()
{
    TestAuthority stranger("Somebody else");
    TlsPeerOptions options;
    options.own = stranger.issue({"upstream", {"elsewhere.test"}, -9, -3});
    m_client = {};
    serve(options);
    QCOMPARE(ask().status, 502);
    cleanup();
    m_client.verify = false;
    serve(options);
    QCOMPARE(ask().status, 200);
}

void TestUpstreamTls::clientCertificateIsShown_data()
{
    sessionsAreResumed_data();
}

/// With TLS 1.3 the upstream tells that it wants one only after our handshake.
void TestUpstreamTls::clientCertificateIsShown()
{
    QFETCH(int, version);
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    options.authorities = m_authority->pem();
    options.mostVersion = version;
    serve(options);
    QCOMPARE(ask().status, 502);
    QCOMPARE(reason(), std::string("tls_failed"));
    QCOMPARE(m_gateway->ask(post("/a/x", "y")).status, 502);
    QCOMPARE(reason(), std::string("tls_failed"));
    QCOMPARE(m_upstream->connections(), 2); // no more than was asked for
    m_seen = 0;
    cleanup();
    const TestPair pair = m_authority->issue({"the gateway", {}});
    m_client.chainFile = write("client.crt", pair.certificate);
    m_client.keyFile = write("client.key", pair.key);
    serve(options);
    QCOMPARE(ask().status, 200);
    const std::scoped_lock lock(m_mutex);
    QCOMPARE(m_handshakes.back().peerName, std::string("the gateway"));
}

void TestUpstreamTls::missingFilesAreNamed()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    m_client.caFile = "/nowhere/ca.pem";
    serve(options);
    QCOMPARE(ask().status, 502);
    QCOMPARE(reason(), std::string("tls_failed"));
    net::TlsClient client(m_client);
    QCOMPARE(client.problem(), std::string("/nowhere/ca.pem cannot be read: no such file or directory"));
    m_client.chainFile = "/nowhere/client.crt";
    m_client.keyFile = "/nowhere/client.key";
    QCOMPARE(net::TlsClient::check(m_client).size(), std::size_t(3)); // all faults at once
}

void TestUpstreamTls::clearTextUpstreamIsNoTls()
{
    m_peer.reset();
    m_upstream = std::make_unique<ScriptedUpstream>(ScriptedUpstream::always(answer("clear")));
    m_gateway = std::make_unique<TestGateway>();
    proxy::ApiRuntime& api = m_gateway->addApi("/a", {m_upstream->port()});
    auto group = std::make_shared<proxy::UpstreamGroup>(*api.upstream);
    group->targets[0].scheme = "https";
    api.upstream = group; // and nobody gave it the means
    m_gateway->start();
    QCOMPARE(ask().status, 502);
    QCOMPARE(reason(), std::string("tls_failed"));
    QCOMPARE(m_upstream->requests().size(), std::size_t(0));
    group = std::make_shared<proxy::UpstreamGroup>(*group);
    group->targets[0].tls = std::make_shared<net::TlsClient>(m_client);
    group->targets[0].tlsName = "localhost";
    api.upstream = group;
    m_gateway->publish();
    QCOMPARE(ask().status, 502);
}

void TestUpstreamTls::silentUpstreamIsGivenUp()
{
    ScriptedUpstream silent([](RawSocket& socket, int) { socket.waitForClose(); });
    m_gateway = std::make_unique<TestGateway>();
    proxy::ApiRuntime& api = m_gateway->addApi("/a", {silent.port()});
    api.timeouts.connectMs = 100;
    auto group = std::make_shared<proxy::UpstreamGroup>(*api.upstream);
    group->targets[0].scheme = "https";
    group->targets[0].tls = std::make_shared<net::TlsClient>(m_client);
    group->targets[0].tlsName = "localhost";
    api.upstream = group;
    m_gateway->start();
    QCOMPARE(ask().status, 504);
    QCOMPARE(reason(), std::string("connect_timeout"));
    QVERIFY(silent.waitForQuiet());
}

/// An answer that ends with the connection is whole only when the end was said (RFC 8446 section 6.1).
void TestUpstreamTls::cutAnswerIsAFault()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    std::atomic<bool> orderly{true};
    m_answer = [&orderly](RawSocket& socket, const Message&) {
        socket.send("HTTP/1.1 200 OK\r\n\r\nto the end");
        if (orderly)
            socket.shutdownWrite();
        return false;
    };
    serve(options);
    const Message whole = ask();
    QVERIFY(whole.complete);
    QCOMPARE(whole.body, std::string("to the end"));
    QCOMPARE(reason(), std::string());
    orderly = false;
    QVERIFY(!ask().complete);
    QCOMPARE(reason(), std::string("upstream_closed_early"));
}

void TestUpstreamTls::largeBodies()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    serve(options);
    for (const std::size_t size : {std::size_t(16384), std::size_t(5'000'000)}) {
        const std::string body(size, 'b');
        RawSocket client = m_gateway->connect();
        std::thread sender([&] { client.send(post("/a/n", body)); });
        const Message got = client.readAnswer();
        sender.join();
        QCOMPARE(got.status, 200);
        QVERIFY(got.body == "POST /n HTTP/1.1|" + body);
    }
}

/// Tickets of TLS 1.3 arrive on a connection that waits for nothing; it is none the worse for it.
void TestUpstreamTls::keptConnectionSurvivesItsTickets()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    m_answer = [](RawSocket& socket, const Message&) {
        return socket.send(answer("x")) && TlsPeer::sendTicket(socket);
    };
    serve(options);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_gateway->ask(post("/a/x", "y")).status, 200);
    QCOMPARE(m_upstream->connections(), 1);
}

/// A reading that changes nothing does not matter; one that changes whom we trust does, in the middle of an
/// answer too.
void TestUpstreamTls::keptConnectionsEndWithTheirAuthority()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    const std::string own = m_authority->pem();
    const std::string others = TestAuthority("Somebody else").pem();
    std::promise<void> goOn;
    m_answer = [held = goOn.get_future().share()](RawSocket& socket, const Message& request) {
        if (request.firstLine.starts_with("GET /held"))
            held.wait();
        return socket.send(answer("x"));
    };
    serve(options);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(ask().status, 200);
        QCOMPARE(m_tls->reload(), std::string());
    }
    QCOMPARE(m_upstream->connections(), 1);
    RawSocket busy = m_gateway->connect();
    busy.send(get("/a/held"));
    QVERIFY(m_upstream->waitForRequests(3));
    QCOMPARE(m_gateway->ask(get("/a/y")).status, 200); // a second one, which waits in the pool

    write("ca.pem", others);
    QCOMPARE(m_tls->reload(), std::string());
    QCOMPARE(ask().status, 502);
    goOn.set_value();
    QCOMPARE(busy.readAnswer().status, 200);
    QVERIFY(m_upstream->waitForQuiet());
    QCOMPARE(ask().status, 502);
    QCOMPARE(m_upstream->requests().size(), std::size_t(4));
    write("ca.pem", own);
    QCOMPARE(m_tls->reload(), std::string());
    QCOMPARE(ask().status, 200);
}

void TestUpstreamTls::lateTicketOfAnotherAuthorityIsDropped()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost"}});
    std::promise<void> goOn;
    m_answer = [held = goOn.get_future().share()](RawSocket& socket, const Message&) {
        held.wait();
        if (TlsPeer::sendTicket(socket))
            socket.send(answer("late", "Connection: close\r\n"));
        return false;
    };
    serve(options);
    RawSocket first = m_gateway->connect();
    first.send(get("/a/x"));
    QVERIFY(m_upstream->waitForRequests(1));
    write("ca.pem", TestAuthority("Somebody else").pem());
    QCOMPARE(m_tls->reload(), std::string());
    QCOMPARE(ask().status, 502);
    goOn.set_value();
    QCOMPARE(first.readAnswer().body, std::string("late"));
    QCOMPARE(ask().status, 502); // nothing is resumed that these authorities have not verified
}

QTEST_GUILESS_MAIN(TestUpstreamTls)
#include "tst_upstream_tls.moc"
