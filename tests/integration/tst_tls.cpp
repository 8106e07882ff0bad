// SPDX-License-Identifier: GPL-3.0-or-later
// The real program with certificates: settings check, clients of several makes, swaps under load, redirects.
#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tls_peer.h"
#include "tests/integration/harness/tool_server.h"
#include "tests/integration/harness/websocket_gateway.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestTlsProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void checkConfigTellsAllFaultsAtOnce();
    void clientsOfSeveralMakes();
    void swapsUnderLoad();
    void badPairKeepsTheOldOne();
    void adminListenerAndRedirect();
    void transportSecurityOnlyByHttps();
    void expiryIsTold();
    void everyOwnCertificateIsTold();
    void certificatesInUseAreListed();
    void refusedFilesAreListed();
    void upstreamByDocument();
    void scannerFindsNothingOld();
    void healthCheckSpeaksTls();
    void webSocketByAlpn();
    void gatewaysShareSessions();
    void sessionsOutliveAnUpgrade();
    void responseIsStapled();

private:
    QString write(const QString& name, const std::string& content) const;
    void store(const std::string& commonName, int untilDays = 60);
    bool serve();
    QByteArray run(const QString& program, const QStringList& arguments) const;
    RawSocket connectTo(quint16 port) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<TestAuthority> m_authority;
    std::unique_ptr<GatewayProcess> m_gateway;
};

QString TestTlsProgram::write(const QString& name, const std::string& content) const
{
    QFile file(m_directory->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
        qFatal("cannot write %s", qPrintable(name));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName();
}

void TestTlsProgram::store(const std::string& commonName, int untilDays)
{
    const TestPair pair = m_authority->issue({commonName, {"localhost", "IP:127.0.0.1"}, -30, untilDays});
    m_gateway->set(u"TLS_CERTIFICATE"_s, write(u"tls.crt"_s, pair.certificate));
    m_gateway->set(u"TLS_PRIVATE_KEY"_s, write(u"tls.key"_s, pair.key));
}

void TestTlsProgram::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_authority = std::make_unique<TestAuthority>();
    m_gateway = std::make_unique<GatewayProcess>();
    write(u"ca.pem"_s, m_authority->pem());
    store("first");
}

void TestTlsProgram::cleanup()
{
    if (m_gateway->isRunning())
        QCOMPARE(m_gateway->stop(), 0);
    m_gateway.reset();
}

bool TestTlsProgram::serve()
{
    return m_gateway->start();
}

QByteArray TestTlsProgram::run(const QString& program, const QStringList& arguments) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(ProgramPatienceMs))
        qWarning().noquote() << program << process.errorString();
    return process.readAll();
}

RawSocket TestTlsProgram::connectTo(quint16 port) const
{
    return RawSocket::connectTo({net::IpAddress::v4(0x7f000001), port});
}

void TestTlsProgram::checkConfigTellsAllFaultsAtOnce()
{
    write(u"tls.key"_s, m_authority->issue({}).key); // of another certificate
    m_gateway->set(u"TLS_CLIENT_CERTIFICATES"_s, u"required"_s);
    m_gateway->set(u"TLS_CLIENT_CA"_s, m_directory->filePath(u"missing.pem"_s));
    m_gateway->set(u"TLS_TICKET_KEYS"_s, write(u"tickets"_s, "short"));
    m_gateway->set(u"TLS_CIPHERS"_s, u"NO-SUCH-CIPHER"_s);
    const TestPair old = m_authority->issue({"old", {"old.test"}, -30, -2});
    QDir(m_directory->path()).mkdir(u"more"_s);
    m_gateway->set(u"TLS_CERTIFICATE_DIR"_s, m_directory->filePath(u"more"_s));
    write(u"more/old.crt"_s, old.certificate);
    write(u"more/old.key"_s, old.key);
    write(u"more/alone.crt"_s, old.certificate);
    const ProgramRun checked = m_gateway->run({u"--check-config"_s});
    QCOMPARE(checked.status, 2);
    const QString text = checked.out + checked.err;
    for (const QString& wanted :
         {u"tls.key does not belong to the certificate"_s, u"missing.pem cannot be read"_s,
          u"80 bytes each"_s, u"TLS_CIPHERS"_s, u"old.crt has expired"_s, u"alone.key cannot be read"_s})
        QVERIFY2(text.contains(wanted), qPrintable(wanted + u'\n' + text));
    m_gateway->set(u"TLS_CERTIFICATE"_s, {});
    const ProgramRun half = m_gateway->run({u"--check-config"_s});
    QVERIFY2(half.out.contains(u"TLS_CERTIFICATE"_s) && half.out.contains(u"belong together"_s),
             qPrintable(half.out));
}

void TestTlsProgram::clientsOfSeveralMakes()
{
    QVERIFY(serve());
    const QString ca = m_directory->filePath(u"ca.pem"_s);
    const QString url = u"https://localhost:%1/health"_s.arg(m_gateway->publicPort());
    for (const QString& version : {u"--tlsv1.2"_s, u"--tlsv1.3"_s}) {
        const QByteArray curl =
            run(u"curl"_s, {u"-sS"_s, u"--cacert"_s, ca, version, u"--tls-max"_s, version.mid(6),
                            u"--resolve"_s, u"localhost:%1:127.0.0.1"_s.arg(m_gateway->publicPort()), u"-w"_s,
                            u"%{http_version}"_s, url});
        QVERIFY2(curl.contains("\"status\":\"ok\"") && curl.endsWith("}2"), curl.constData());
    }
    const QByteArray openssl =
        run(u"openssl"_s, {u"s_client"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(m_gateway->publicPort()),
                           u"-CAfile"_s, ca, u"-servername"_s, u"localhost"_s, u"-verify_hostname"_s,
                           u"localhost"_s, u"-alpn"_s, u"http/1.1"_s, u"-brief"_s});
    QVERIFY2(openssl.contains("Verification: OK"), openssl.constData());
    const QString script =
        u"import ssl,urllib.request as u;c=ssl.create_default_context(cafile='%1');"
        "print(u.urlopen('https://127.0.0.1:%2/health',context=c,timeout=30).status)"_s.arg(ca)
            .arg(m_gateway->publicPort());
    QCOMPARE(run(u"python3"_s, {u"-c"_s, script}).trimmed(), QByteArray("200"));
}

/// One client that never stops asking, on kept and on new connections.
static void ask(quint16 port, const std::string& authorities, const std::atomic<bool>& stop,
                std::atomic<int>& good, std::atomic<int>& bad)
{
    TlsPeerOptions options;
    options.authorities = authorities;
    options.serverName = "localhost";
    TlsPeer peer(options);
    while (!stop) {
        RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), port});
        if (!peer.start(socket).good) {
            ++bad;
            continue;
        }
        for (int i = 0; i < 3; ++i)
            ++(socket.send(get("/health")) && socket.readAnswer().status == 200 ? good : bad);
    }
}

void TestTlsProgram::swapsUnderLoad()
{
    QVERIFY(serve());
    std::atomic<bool> stop{false};
    std::atomic<int> good{0};
    std::atomic<int> bad{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 2; ++i)
        clients.emplace_back([&] { ask(m_gateway->publicPort(), m_authority->pem(), stop, good, bad); });
    TlsPeer watcher(TlsPeerOptions{});
    int seen = 0;
    for (int swap = 0; swap < 100; ++swap) {
        const std::string name = "swap-" + std::to_string(swap);
        store(name);
        m_gateway->signal(SIGHUP);
        // The signal is handled when the new name is served; there is nothing else to wait for.
        for (int tries = 0; tries < 2000; ++tries) {
            RawSocket socket = connectTo(m_gateway->publicPort());
            if (watcher.start(socket).peerName == name) {
                ++seen;
                break;
            }
        }
        watcher.forgetSession(); // a resumed session shows the certificate of its first connection
    }
    stop = true;
    for (std::thread& client : clients)
        client.join();
    QCOMPARE(seen, 100);
    QCOMPARE(bad.load(), 0);
    QVERIFY(good.load() > 0);
}

void TestTlsProgram::badPairKeepsTheOldOne()
{
    QVERIFY(serve());
    store("late", -1);
    m_gateway->signal(SIGHUP);
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "certificates stay as they were"));
    TlsPeer peer(TlsPeerOptions{});
    RawSocket socket = connectTo(m_gateway->publicPort());
    QCOMPARE(peer.start(socket).peerName, std::string("first"));
}

void TestTlsProgram::adminListenerAndRedirect()
{
    m_gateway->set(u"ADMIN_TLS"_s, u"mutual"_s);
    m_gateway->set(u"TLS_CLIENT_CA"_s, m_directory->filePath(u"ca.pem"_s));
    m_gateway->set(u"HTTP_REDIRECT_PORT"_s, u"0"_s);
    QVERIFY(serve());
    TlsPeerOptions options;
    options.authorities = m_authority->pem();
    options.serverName = "localhost";
    TlsPeer nobody(options);
    RawSocket refused = connectTo(m_gateway->adminPort());
    QVERIFY(!nobody.start(refused).good || !refused.send(get("/health")) || refused.readAnswer().status == 0);
    options.own = m_authority->issue({"operator", {}});
    TlsPeer known(options);
    RawSocket admin = connectTo(m_gateway->adminPort());
    QVERIFY(known.start(admin).good);
    QVERIFY(admin.send(get("/health")));
    QCOMPARE(admin.readAnswer().status, 200);
    QCOMPARE(HttpClient(m_gateway->publicPort()).get("/health").status, 400); // clear text on the TLS port

    QFile file(m_gateway->dataDir() + u"/run/ports.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const int port = QJsonDocument::fromJson(file.readAll()).object().value(u"redirect"_s).toInt();
    QVERIFY(port != 0);
    const HttpReply sent = HttpClient(quint16(port)).get("/health?x=1");
    QCOMPARE(sent.status, 308);
    const QByteArray place =
        "https://localhost:" + QByteArray::number(m_gateway->publicPort()) + "/health?x=1";
    QVERIFY2(sent.header("location").endsWith(place.mid(place.lastIndexOf(':'))),
             sent.header("location").constData());
}

void TestTlsProgram::transportSecurityOnlyByHttps()
{
    m_gateway->set(u"HTTPS_ONLY"_s, u"true"_s);
    QVERIFY(serve());
    TlsPeer peer(TlsPeerOptions{});
    RawSocket secure = connectTo(m_gateway->publicPort());
    QVERIFY(peer.start(secure).good);
    QVERIFY(secure.send(get("/health")));
    QCOMPARE(secure.readAnswer().header("strict-transport-security"),
             std::string("max-age=31536000; includeSubDomains"));
    QVERIFY(HttpClient(m_gateway->adminPort()).get("/health").header("strict-transport-security").isEmpty());
    QVERIFY(HttpClient(m_gateway->adminPort())
                .get("/health", "X-Forwarded-Proto: https\r\n") // of somebody nobody trusts
                .header("strict-transport-security")
                .isEmpty());
}

void TestTlsProgram::expiryIsTold()
{
    store("soon", 10);
    QVERIFY(serve());
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "expires in"));
    HttpClient admin(m_gateway->adminPort());
    const QByteArray metrics = admin.get("/metrics").body;
    const qsizetype at = metrics.indexOf("gatehouse_certificate_expiry_timestamp_seconds{name=\"tls.crt\"}");
    QVERIFY2(at >= 0, metrics.constData());
    QVERIFY(admin.get("/ready").status == 200);
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const QByteArray ready = admin.get("/ready", admin.bearer()).body;
    QVERIFY2(ready.contains("\"certificates\"") && ready.contains("degraded"), ready.constData());
}

/// Files of one name, and what is shown to upstreams: each has a series and an alert of its own.
void TestTlsProgram::everyOwnCertificateIsTold()
{
    QDir(m_directory->path()).mkdir(u"more"_s);
    const auto keep = [this](const QString& name, const std::string& commonName, int days) {
        const TestPair pair = m_authority->issue({commonName, {commonName + ".test"}, -30, days});
        write(name + u".key"_s, pair.key);
        return write(name + u".crt"_s, pair.certificate);
    };
    const QString same = keep(u"more/tls"_s, "same", 10);
    const QString shown = keep(u"shown"_s, "shown", 5);
    m_gateway->set(u"TLS_CERTIFICATE_DIR"_s, m_directory->filePath(u"more"_s));
    QVERIFY(serve());
    HttpClient admin(m_gateway->adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(freeAdminLimits(admin));
    const QJsonObject tls{{u"client_cert_file"_s, shown},
                          {u"client_key_file"_s, m_directory->filePath(u"shown.key"_s)}};
    for (const QString& authority : {u"ca.pem"_s, QString()}) { // two sets of options, one certificate
        QJsonObject options = tls;
        if (!authority.isEmpty())
            options.insert(u"ca_file"_s, m_directory->filePath(authority));
        QCOMPARE(publish(admin, authority.isEmpty() ? u"one"_s : u"two"_s, {u"https://127.0.0.1:9"_s},
                         {u"GET /x"_s}, {{u"api_upstream_tls"_s, options}}),
                 QString());
    }
    QStringList told;
    for (const QByteArray& line : admin.get("/metrics").body.split('\n')) {
        if (line.startsWith("gatehouse_certificate_expiry_timestamp_seconds{"))
            told.append(QString::fromUtf8(line).section(u'"', 1, 1));
    }
    QCOMPARE(told, QStringList({m_directory->filePath(u"tls.crt"_s), same, u"shown.crt"_s}));

    QCOMPARE(admin
                 .call("POST", "/v1/alert-rules",
                       {{u"name"_s, u"Ending"_s},
                        {u"signal"_s, u"certificate_expiry"_s},
                        {u"comparison"_s, u"below"_s},
                        {u"threshold"_s, 30},
                        {u"for_seconds"_s, 1},
                        {u"severity"_s, u"warning"_s}})
                 .status,
             201);
    const auto firing = [&admin] {
        QStringList subjects;
        for (const QJsonValue& alert : admin.call("GET", "/v1/alerts").json()[u"items"_s].toArray()) {
            if (alert[u"state"_s].toString() == u"firing"_s)
                subjects.append(alert[u"subject"_s].toString());
        }
        subjects.sort();
        return subjects;
    };
    QTRY_COMPARE_WITH_TIMEOUT(firing(), QStringList({same, u"shown.crt"_s}), ProgramPatienceMs);
}

/// Of the listeners, of clients and of upstreams; what the files hold besides stays in them.
void TestTlsProgram::certificatesInUseAreListed()
{
    QDir(m_directory->path()).mkdir(u"more"_s);
    const TestPair soon = m_authority->issue({"soon", {"soon.test", "*.soon.test"}, -30, 10});
    write(u"more/soon.crt"_s, soon.certificate);
    write(u"more/soon.key"_s, soon.key);
    m_gateway->set(u"TLS_CERTIFICATE_DIR"_s, m_directory->filePath(u"more"_s));
    m_gateway->set(u"TLS_CLIENT_CERTIFICATES"_s, u"optional"_s);
    m_gateway->set(u"TLS_CLIENT_CA"_s, m_directory->filePath(u"ca.pem"_s));
    const TestPair stapled = m_authority->issue({"first", {"localhost"}, -30, 60});
    write(u"tls.crt"_s, stapled.certificate);
    write(u"tls.key"_s, stapled.key);
    write(u"tls.crt.ocsp"_s, m_authority->ocspResponse(stapled, -1, 24));
    QVERIFY(serve());
    HttpClient admin(m_gateway->adminPort());
    QCOMPARE(admin.get("/platform/certificates").status, 401);
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(
        publish(admin, u"internal"_s, {u"https://127.0.0.1:9"_s}, {u"GET /x"_s},
                {{u"api_upstream_tls"_s, QJsonObject{{u"ca_file"_s, m_directory->filePath(u"ca.pem"_s)}}}}),
        QString());

    const HttpReply reply = admin.get("/platform/certificates", admin.bearer());
    QCOMPARE(reply.status, 200);
    const QJsonArray all = reply.json()[u"certificates"_s].toArray();
    QStringList seen;
    for (const QJsonValue& one : all) {
        seen.append(u"%1 %2 %3 %4 %5"_s.arg(one[u"use"_s].toString(), one[u"subject"_s].toString(),
                                            one[u"state"_s].toString(), one[u"ocsp"_s].toString(),
                                            one[u"default"_s].toBool() ? u"default"_s : u"by name"_s));
        QCOMPARE(one[u"issuer"_s].toString(), all.last()[u"subject"_s].toString());
        QCOMPARE(one[u"sha256"_s].toString().size(), 64);
        QVERIFY(!one[u"serial"_s].toString().isEmpty());
    }
    const QString authority = all.last()[u"subject"_s].toString();
    QCOMPARE(seen, QStringList({u"server CN=first ok stapled default"_s,
                                u"server CN=soon expires_soon none by name"_s,
                                u"client_authority %1 ok none by name"_s.arg(authority),
                                u"upstream_authority %1 ok none by name"_s.arg(authority)}));
    QCOMPARE(all[1][u"names"_s].toVariant().toStringList(), QStringList({u"soon.test"_s, u"*.soon.test"_s}));
    QCOMPARE(all[1][u"days_left"_s].toInt(), 9); // and some hours
    QCOMPARE(all[1][u"file"_s].toString(), m_directory->filePath(u"more/soon.crt"_s));
    QVERIFY2(!reply.body.contains(".key"), reply.body.constData());
    QVERIFY(reply.json()[u"faults"_s].toArray().isEmpty());
}

/// A reload that refuses files says so to whoever asked for it, and to all who look later.
void TestTlsProgram::refusedFilesAreListed()
{
    QVERIFY(serve());
    HttpClient admin(m_gateway->adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const auto reload = [&admin] {
        const HttpReply reply = admin.call("POST", "/platform/config/reload", QJsonObject());
        return reply.json()[u"data"_s][u"warnings"_s].toVariant().toStringList().join(u'\n');
    };
    const auto list = [&admin] { return admin.get("/platform/certificates", admin.bearer()).json(); };
    const QString before = list()[u"certificates"_s][0][u"sha256"_s].toString();
    store("late", -1);
    const QString told = reload();
    QVERIFY2(told.contains(u"tls.crt has expired"_s), qPrintable(told));
    QJsonObject now = list();
    const QStringList faults = now[u"faults"_s].toVariant().toStringList();
    QVERIFY(faults.size() == 1 && told.contains(faults.first()));
    QCOMPARE(now[u"certificates"_s][0][u"sha256"_s].toString(), before);
    store("second");
    QVERIFY(!reload().contains(u"tls.crt"_s));
    now = list();
    QVERIFY(now[u"faults"_s].toArray().isEmpty());
    QCOMPARE(now[u"certificates"_s][0][u"subject"_s].toString(), u"CN=second"_s);
}

void TestTlsProgram::upstreamByDocument()
{
    TlsPeerOptions options;
    options.own = m_authority->issue({"upstream", {"localhost", "IP:127.0.0.1"}});
    TlsPeer peer(options, true);
    ScriptedUpstream upstream([&peer](RawSocket& socket, int) {
        if (peer.start(socket).good)
            ScriptedUpstream::always(answer("by TLS"))(socket, 0);
    });
    QVERIFY(serve());
    HttpClient admin(m_gateway->adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const QStringList servers{u"https://127.0.0.1:%1"_s.arg(upstream.port())};
    QJsonObject fields{{u"api_public"_s, true}};
    QCOMPARE(publish(admin, u"strict"_s, servers, {u"GET /x"_s}, fields), QString());
    fields.insert(u"api_upstream_tls"_s, QJsonObject{{u"ca_file"_s, m_directory->filePath(u"ca.pem"_s)}});
    QCOMPARE(publish(admin, u"trusting"_s, servers, {u"GET /x"_s}, fields), QString());
    fields.insert(u"api_upstream_tls"_s, QJsonObject{{u"ca_file"_s, u"ca.pem"_s}});
    QVERIFY(publish(admin, u"relative"_s, servers, {}, fields).contains(u"api_upstream_tls.ca_file"_s));

    const auto ask = [this](const QByteArray& target) {
        TlsPeer client(TlsPeerOptions{});
        RawSocket socket = connectTo(m_gateway->publicPort());
        if (!client.start(socket).good || !socket.send(get(target.toStdString())))
            return Message();
        return socket.readAnswer();
    };
    QCOMPARE(ask("/api/rest/trusting/v1/x").body, std::string("by TLS"));
    QCOMPARE(ask("/api/rest/strict/v1/x").status, 502);
    QVERIFY(!m_gateway
                 ->accessLine([](const QJsonObject& line) {
                     return line.value(u"status"_s).toInt() == 502 &&
                            QJsonDocument(line).toJson().contains("tls_unknown_authority");
                 })
                 .isEmpty());
}

void TestTlsProgram::scannerFindsNothingOld()
{
    if (QStandardPaths::findExecutable(u"sslscan"_s).isEmpty())
        QSKIP("sslscan is not installed");
    QVERIFY(serve());
    const QByteArray report =
        run(u"sslscan"_s, {u"--no-colour"_s, u"127.0.0.1:%1"_s.arg(m_gateway->publicPort())});
    for (const char* const version : {"SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"})
        QVERIFY2(report.contains(QByteArray(version).leftJustified(10, ' ') + "disabled"),
                 report.constData());
    QVERIFY2(report.contains("TLSv1.2   enabled") && report.contains("TLSv1.3   enabled"),
             report.constData());
    QVERIFY2(report.contains("Session renegotiation not supported"), report.constData());
    QVERIFY2(!report.contains("CBC") && !report.contains("RC4") && !report.contains("NULL"),
             report.constData());
    QVERIFY2(!report.contains(": vulnerable") && !report.contains("  vulnerable to"), report.constData());
}

/// The sub-command for containers finds the admin listener however it speaks.
void TestTlsProgram::healthCheckSpeaksTls()
{
    for (const QString& mode : {u"on"_s, u"mutual"_s}) {
        m_gateway->set(u"ADMIN_TLS"_s, mode);
        m_gateway->set(u"TLS_CLIENT_CA"_s, m_directory->filePath(u"ca.pem"_s));
        m_gateway->set(u"PORT"_s, u"0"_s);
        m_gateway->set(u"ADMIN_PORT"_s, u"0"_s);
        QVERIFY(serve());
        m_gateway->set(u"PORT"_s, QString::number(m_gateway->publicPort()));
        m_gateway->set(u"ADMIN_PORT"_s, QString::number(m_gateway->adminPort()));
        const ProgramRun checked = m_gateway->run({u"--health-check"_s});
        QVERIFY2(checked.status == 0, qPrintable(mode + u": "_s + checked.out + checked.err));
        QCOMPARE(m_gateway->stop(), 0);
    }
}

void TestTlsProgram::webSocketByAlpn()
{
    SocketUpstream upstream(SocketUpstream::echoing());
    QVERIFY(serve());
    HttpClient admin(m_gateway->adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(publish(admin, u"open"_s, {serverAt(upstream.port())}, {u"GET /chat"_s},
                     object(R"({"api_public":true})")),
             QString());
    const QByteArray got =
        run(u"/usr/bin/python3"_s, {clientFile(u"talk_h2.py"_s), QString::number(m_gateway->publicPort()),
                                    u"/api/rest/open/v1/chat"_s, m_directory->filePath(u"ca.pem"_s)});
    QCOMPARE(got.trimmed(), QByteArray("all good"));
}

/// Two gateways behind a balancer that have one file of ticket keys.
void TestTlsProgram::gatewaysShareSessions()
{
    GatewayProcess other;
    for (const QString& name : {u"TLS_CERTIFICATE"_s, u"TLS_PRIVATE_KEY"_s})
        other.set(name, m_gateway->environment().value(name));
    const QString keys = write(u"tickets"_s, std::string(80, 'k'));
    TlsPeerOptions options;
    options.authorities = m_authority->pem();
    options.serverName = "localhost";
    TlsPeer client(options);
    const auto resumedAt = [&](const GatewayProcess& gateway) {
        RawSocket socket = connectTo(gateway.publicPort());
        const TlsOutcome outcome = client.start(socket);
        // With TLS 1.3 the ticket comes together with the answer.
        return outcome.good && socket.send(get("/health")) && socket.readAnswer().status == 200 &&
               outcome.resumed;
    };
    m_gateway->set(u"TLS_TICKET_KEYS"_s, keys);
    QVERIFY(serve());
    QVERIFY(other.start());
    QVERIFY(!resumedAt(*m_gateway));
    QVERIFY(resumedAt(*m_gateway));
    QVERIFY(!resumedAt(other)); // has keys of its own so far
    QCOMPARE(other.stop(), 0);
    other.set(u"TLS_TICKET_KEYS"_s, keys);
    QVERIFY(other.start());
    client.forgetSession();
    QVERIFY(!resumedAt(*m_gateway));
    QVERIFY(resumedAt(other));
    QVERIFY(resumedAt(*m_gateway));
    QCOMPARE(other.stop(), 0);
}

/// Without a key file: the process before hands over the keys of its own.
void TestTlsProgram::sessionsOutliveAnUpgrade()
{
    QVERIFY(serve());
    constexpr int tls12 = 0x0303; // on the wire and for OpenSSL
    for (const int version : {tls12, 0}) {
        TlsPeerOptions options;
        options.mostVersion = version;
        TlsPeer client(options);
        const auto resumed = [&] {
            RawSocket socket = connectTo(m_gateway->publicPort());
            const TlsOutcome outcome = client.start(socket);
            // The ticket of TLS 1.3 comes with the answer.
            return outcome.good && socket.send(get("/health")) && socket.readAnswer().status == 200 &&
                   outcome.resumed;
        };
        QVERIFY(!resumed());
        for (int upgrade = 0; upgrade < 2; ++upgrade) {
            m_gateway->signal(SIGUSR2);
            QVERIFY2(m_gateway->followUpgrade(), m_gateway->output().constData());
            QVERIFY(resumed());
        }
    }
    m_gateway->signal(SIGTERM); // no child of this program: it tells no exit status
    QVERIFY(m_gateway->waitForEnd());
    m_gateway = std::make_unique<GatewayProcess>();
}

void TestTlsProgram::responseIsStapled()
{
    const TestPair pair = m_authority->issue({"stapled", {"localhost", "IP:127.0.0.1"}});
    write(u"tls.crt"_s, pair.certificate);
    write(u"tls.key"_s, pair.key);
    QVERIFY(serve());
    TlsPeerOptions options;
    options.wantOcsp = true;
    const auto stapled = [&] {
        TlsPeer asking(options);
        RawSocket socket = connectTo(m_gateway->publicPort());
        return asking.start(socket).ocsp;
    };
    QCOMPARE(stapled(), std::string());
    const std::string response = m_authority->ocspResponse(pair, -1, 24);
    write(u"tls.crt.ocsp"_s, response);
    m_gateway->signal(SIGHUP);
    QTRY_COMPARE(stapled(), response);
    write(u"tls.crt.ocsp"_s, m_authority->ocspResponse(pair, -48, -24));
    m_gateway->signal(SIGHUP);
    QTRY_COMPARE(stapled(), std::string());
}

QTEST_GUILESS_MAIN(TestTlsProgram)
#include "tst_tls.moc"
