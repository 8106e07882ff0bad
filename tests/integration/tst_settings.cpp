// SPDX-License-Identifier: GPL-3.0-or-later
// What settings say is what happens.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/test_origin.h"
#include "tests/integration/harness/websocket_peer.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

QString publishPublic(HttpClient& admin, const QString& name, quint16 port, const QJsonObject& fields = {})
{
    QJsonObject all = fields;
    all.insert(u"api_public"_s, true);
    return publish(admin, name, {serverAt(port)}, {u"GET /x"_s}, all);
}

} // namespace

class TestSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checkFindsWhatTheStartWould_data();
    void checkFindsWhatTheStartWould();
    void printedFaultsAreNamed();
    void healthCheckFindsFreePorts();
    void warningsReachTheLog();
    void storedTrustIsGuarded();
    void platformCompression();
    void scrapersMayBeForwarded();
    void apisBeyondTheLimitShareSeries();
    void demoFillsANewStore();
    void upstreamConnectionsAreNotKept_data();
    void upstreamConnectionsAreNotKept();
    void handshakeLimitIsHot();
    void timingIsToldUntilSwitchedOff();
};

void TestSettings::checkFindsWhatTheStartWould_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("host") << u"HOST"_s << u"gateway.example"_s;
    QTest::newRow("admin host") << u"ADMIN_HOST"_s << u"127.0.0.256"_s;
    QTest::newRow("same port") << u"ADMIN_PORT"_s << u"3001"_s;
    QTest::newRow("key file") << u"JWT_KEYS"_s
                              << uR"([{"kid":"a","algorithm":"RS256","public_key_path":"/none.pem"}])"_s;
}

void TestSettings::checkFindsWhatTheStartWould()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    GatewayProcess gateway;
    gateway.set(u"PORT"_s, u"3001"_s);
    gateway.set(u"MAX_URI_BYTES"_s, u"many"_s);
    if (name == u"JWT_KEYS"_s)
        gateway.set(u"JWT_SECRET_KEY"_s, {});
    gateway.set(name, value);
    const ProgramRun run = gateway.run({u"--check-config"_s});
    QCOMPARE(run.status, 2);
    QVERIFY2(run.out.contains(u"error: "_s + name), qPrintable(run.out));
    QVERIFY(run.out.contains(u"error: MAX_URI_BYTES"_s)); // beside the others, not after them
}

void TestSettings::printedFaultsAreNamed()
{
    GatewayProcess gateway;
    gateway.set(u"PORT"_s, u"many"_s);
    const ProgramRun run = gateway.run({u"--print-config"_s});
    QCOMPARE(run.status, 2);
    QVERIFY(run.out.contains(u"PORT=3001"_s));
    QVERIFY2(run.err.contains(u"error: PORT"_s), qPrintable(run.err));
}

/// With port 0 only the gateway itself knows; it says so in its data directory, and to consoles.
void TestSettings::healthCheckFindsFreePorts()
{
    GatewayProcess gateway;
    QCOMPARE(gateway.run({u"--health-check"_s}).status, 1);
    QVERIFY(gateway.start());
    const ProgramRun run = gateway.run({u"--health-check"_s});
    QCOMPARE(run.out.trimmed(), u"ready"_s);
    QCOMPARE(run.status, 0);
    const QJsonObject told = HttpClient(gateway.adminPort()).get("/platform/version").json();
    QCOMPARE(told[u"admin_port"_s].toInt(), int(gateway.adminPort()));
    QCOMPARE(told[u"traffic"_s].toObject(),
             (QJsonObject{{u"scheme"_s, u"http"_s}, {u"port"_s, gateway.publicPort()}}));
}

void TestSettings::warningsReachTheLog()
{
    GatewayProcess gateway;
    gateway.set(u"GATEHOUSE_DATA_DIRECTORY"_s, u"/nowhere"_s);
    gateway.set(u"ADMIN_HOST"_s, u"0.0.0.0"_s);
    QVERIFY(gateway.start());
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "GATEHOUSE_DATA_DIRECTORY: is not a setting"));
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "ADMIN_HOST: the admin listener can be reached"));
}

void TestSettings::storedTrustIsGuarded()
{
    GatewayProcess gateway;
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(
        admin.call("PUT", "/platform/security/settings", object(R"({"trust_x_forwarded_for":true})")).status,
        200);
    QCOMPARE(gateway.stop(), 0);
    QVERIFY(gateway.start());
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "TRUSTED_PROXIES: the stored setting trust_x_forwarded_for"));
    QCOMPARE(gateway.stop(), 0);

    gateway.set(u"ENV"_s, u"production"_s);
    gateway.set(u"HTTPS_ONLY"_s, u"true"_s);
    gateway.launch();
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 1);
    QVERIFY2(gateway.output().contains("TRUSTED_PROXIES"), gateway.output().constData());
    gateway.set(u"TRUSTED_PROXIES"_s, u"10.0.0.0/8"_s);
    QVERIFY(gateway.start());
}

void TestSettings::platformCompression()
{
    GatewayProcess gateway;
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    QCOMPARE(publishPublic(admin, u"packed"_s, 9), QString());
    const QByteArray accept = "Accept-Encoding: gzip\r\n";
    const HttpReply plain = admin.get("/platform/openapi.json");
    const HttpReply packed = admin.get("/platform/openapi.json", accept);
    QCOMPARE(plain.header("content-encoding"), QByteArray());
    QCOMPARE(packed.header("content-encoding"), QByteArray("gzip"));
    QCOMPARE(gunzipped(packed.body), plain.body);
    QVERIFY(packed.body.size() < plain.body.size() / 4);
    QCOMPARE(packed.all("vary"), QByteArrayList{"Origin"});
    QCOMPARE(admin.get("/api/health", accept).header("content-encoding"), QByteArray());
    // The tag of a document is its revision and goes back in If-Match.
    const QByteArray document = "/platform/api/packed/v1";
    const HttpReply read = admin.get(document, admin.bearer() + accept);
    QCOMPARE(read.header("content-encoding"), QByteArray("gzip"));
    QCOMPARE(read.header("etag"), admin.call("GET", document).header("etag"));
    QVERIFY(!read.header("etag").isEmpty() && !read.header("etag").startsWith("W/"));

    gateway.stop();
    gateway.set(u"COMPRESSION_MINIMUM_SIZE"_s, u"1M"_s);
    QVERIFY(gateway.start());
    QCOMPARE(HttpClient(gateway.adminPort()).get("/platform/openapi.json", accept).body, plain.body);
    gateway.stop();
    gateway.set(u"COMPRESSION_MINIMUM_SIZE"_s, {});
    gateway.set(u"COMPRESSION_ENABLED"_s, u"false"_s);
    QVERIFY(gateway.start());
    QCOMPARE(HttpClient(gateway.adminPort()).get("/platform/openapi.json", accept).body, plain.body);
}

void TestSettings::scrapersMayBeForwarded()
{
    GatewayProcess gateway;
    gateway.set(u"PROMETHEUS_ALLOWLIST"_s, u"192.0.2.0/24"_s);
    QVERIFY(gateway.start());
    const QByteArray forwarded = "X-Forwarded-For: 192.0.2.7, 10.0.0.1\r\n";
    QCOMPARE(HttpClient(gateway.publicPort()).get("/metrics", forwarded).status, 403);
    gateway.stop();
    gateway.set(u"PROMETHEUS_TRUST_XFF"_s, u"true"_s);
    QVERIFY(gateway.start());
    HttpClient client(gateway.publicPort());
    QCOMPARE(client.get("/metrics", forwarded).status, 200);
    QCOMPARE(client.get("/metrics", "X-Forwarded-For: 198.51.100.1\r\n").status, 403);
    QCOMPARE(client.get("/metrics", "X-Forwarded-For: nonsense\r\n").status, 403);
    QCOMPARE(client.get("/metrics").status, 403);
}

void TestSettings::apisBeyondTheLimitShareSeries()
{
    GatewayProcess gateway;
    gateway.set(u"METRICS_MAX_APIS"_s, u"1"_s);
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    HttpClient client(gateway.publicPort());
    for (const QString& name : {u"first"_s, u"second"_s, u"third"_s}) {
        QCOMPARE(publishPublic(admin, name, upstream.port()), QString());
        QCOMPARE(client.get("/api/rest/" + name.toLatin1() + "/v1/x").status, 200);
    }
    QTRY_VERIFY(admin.get("/metrics").body.contains("api=\"other\""));
    const QByteArray text = admin.get("/metrics").body;
    QVERIFY(text.contains("api=\"first\""));
    QVERIFY(!text.contains("api=\"second\"") && !text.contains("api=\"third\""));
}

void TestSettings::demoFillsANewStore()
{
    GatewayProcess gateway;
    gateway.set(u"DEMO_SEED"_s, u"true"_s);
    gateway.set(u"DEMO_USERS"_s, u"7"_s);
    gateway.set(u"DEMO_APIS"_s, u"3"_s);
    gateway.set(u"DEMO_ENDPOINTS"_s, u"2"_s);
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    const auto apis = [&] { return admin.call("GET", "/platform/api/all").json().value(u"total"_s).toInt(); };
    const auto users = [&] {
        return admin.call("GET", "/platform/user/all?page_size=100")
            .json()
            .value(u"users"_s)
            .toArray()
            .size();
    };
    QCOMPARE(apis(), 3);
    QCOMPARE(users(), qsizetype(9)); // with the administrator and the service client
    const QJsonObject api =
        admin.call("GET", "/platform/api/all").json().value(u"apis"_s).toArray().first().toObject();
    const QByteArray name = api.value(u"api_name"_s).toString().toLatin1();
    QCOMPARE(
        admin
            .call("DELETE", "/platform/api/" + name + '/' + api.value(u"api_version"_s).toString().toLatin1())
            .status,
        200);
    gateway.stop();
    QVERIFY(gateway.start()); // a store that is no longer new is left alone
    admin = HttpClient(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(apis(), 2);
}

void TestSettings::upstreamConnectionsAreNotKept_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("connections");
    QTest::newRow("kept") << u"ENABLE_HTTPX_CLIENT_CACHE"_s << u"true"_s << 1;
    QTest::newRow("cache off") << u"ENABLE_HTTPX_CLIENT_CACHE"_s << u"false"_s << 3;
    QTest::newRow("live tests") << u"DOORMAN_RUN_LIVE"_s << u"true"_s << 3;
}

void TestSettings::upstreamConnectionsAreNotKept()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    GatewayProcess gateway;
    gateway.set(name, value);
    gateway.set(u"THREADS"_s, u"1"_s);
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    QCOMPARE(publishPublic(admin, u"plain"_s, upstream.port()), QString());
    HttpClient client(gateway.publicPort());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.get("/api/rest/plain/v1/x").status, 200);
    QTEST(upstream.connections(), "connections");
}

void TestSettings::handshakeLimitIsHot()
{
    ScriptedUpstream upstream(
        [](RawSocket& socket, int) { WebSocketPeer::accept(socket, socket.readRequest()).echo(); });
    GatewayProcess gateway;
    const auto limit = [&](const QByteArray& count) {
        write(gateway.directory() + u"/.env"_s, "WEBSOCKET_CONNECT_LIMIT=" + count + "\n");
    };
    limit("1");
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    QCOMPARE(publishPublic(admin, u"talk"_s, upstream.port(), {{u"api_websocket"_s, true}}), QString());
    const auto open = [&] {
        WebSocketPeer client(RawSocket::connectTo({net::IpAddress::v4(0x7f000001), gateway.publicPort()}));
        return client.open("/api/rest/talk/v1/x").status;
    };
    QCOMPARE(open(), 101);
    QCOMPARE(open(), 429);
    limit("1000");
    gateway.signal(SIGHUP);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "changed: WEBSOCKET_CONNECT_LIMIT"));
    QCOMPARE(open(), 101);
}

/// W3C Server Timing, for callers of contracts; the other surface has fields of its own.
void TestSettings::timingIsToldUntilSwitchedOff()
{
    TestOrigin origin;
    origin.say("Server-Timing: db;dur=5\r\n");
    GatewayProcess gateway;
    write(gateway.directory() + u"/.env"_s, "SERVER_TIMING=true\n");
    HttpClient admin;
    QCOMPARE(startFree(gateway, admin), QString());
    const auto contract = [&](const QString& name, const QString& auth) {
        return admin
            .call("POST", "/v1/contracts",
                  {{u"apiName"_s, name},
                   {u"endpoint"_s, QJsonObject{{u"url"_s, origin.server()}}},
                   {u"auth"_s, QJsonObject{{u"type"_s, auth}}}})
            .status;
    };
    QCOMPARE(contract(u"open"_s, u"none"_s), 201);
    QCOMPARE(contract(u"closed"_s, u"api_key"_s), 201);
    HttpClient caller(gateway.publicPort());
    const auto timing = [&](const QByteArray& path) {
        return QString::fromLatin1(caller.get(path).all("server-timing").join('|'));
    };
    const QRegularExpression split(u"^db;dur=5\\|gateway;dur=\\d+\\.\\d{3}, upstream;dur=\\d+\\.\\d{3}$"_s);
    const QString forwarded = timing("/open/v1/x");
    QVERIFY2(split.match(forwarded).hasMatch(), qPrintable(forwarded));
    const QString refused = timing("/closed/v1/x");
    QVERIFY2(QRegularExpression(u"^gateway;dur=\\d+\\.\\d{3}$"_s).match(refused).hasMatch(),
             qPrintable(refused));
    QCOMPARE(publish(admin, u"other"_s, {origin.server()}, {u"GET /x"_s}, {{u"api_public"_s, true}}),
             QString());
    const HttpReply other = caller.get("/api/rest/other/v1/x");
    QVERIFY(!other.header("server-timing").contains("gateway"));
    QVERIFY(!other.header("x-gateway-time").isEmpty());

    write(gateway.directory() + u"/.env"_s, "SERVER_TIMING=false\n");
    gateway.signal(SIGHUP);
    QVERIFY(gateway.logHolds(u"doorman.log"_s, "changed: SERVER_TIMING"));
    QCOMPARE(timing("/open/v1/x"), u"db;dur=5"_s);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
