// SPDX-License-Identifier: GPL-3.0-or-later
// What gateways of this kind got wrong, one test each, through the real listener.
#include "tests/integration/harness/test_authority.h"
#include "tests/integration/week_one/world.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestDefects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void d01_balancingKeepsItsTurn();
    void d01_weightsAreKept();
    void d02_prefixesEndAtSegments();
    void d03_retriesGoElsewhere();
    void d04_webSocketsNeedARealCredential();
    void d05_revokedKeysEndAtOnce();
    void d06_bodiesOfDeleteArrive();
    void d07_escapesStayAsTheyAre();
    void d08_quotasHoldUnderParallelCalls();
    void d09_addressLimitsAre429();
    void d10_keysStayHere();
    void d11_policiesBiteWhenTheCallReturns();
    void d12_unknownTypesAreNamed();
    void d13_limitHeadersOnEveryAnswer();
    void d14_aKillLosesNothing();
    void d15_headOverHttp2();
    void d16_logLinesNameConsumerAndTenant();

private:
    HttpReply get(const QByteArray& path, const QByteArray& lines = {})
    {
        return m_world.caller.get(path, m_key.line() + lines);
    }
    void drop(const QString& policy)
    {
        QCOMPARE(m_world.admin.call("DELETE", "/v1/admin/policies/" + policy.toLatin1()).status, 204);
    }
    /// A platform API for everybody with these servers.
    QString open(const QString& name, const QStringList& servers, const QJsonObject& more = {})
    {
        QJsonObject fields{{u"api_public"_s, true}};
        for (auto at = more.begin(); at != more.end(); ++at)
            fields.insert(at.key(), at.value());
        return publish(m_world.admin, name, servers, {u"GET /x"_s}, fields);
    }

    World m_world;
    World::Key m_key;
    QString m_consumer, m_api;
};

void TestDefects::initTestCase()
{
    QVERIFY(m_world.start());
    QVERIFY(freeAdminLimits(m_world.admin));
    m_api = m_world.contract(u"pay"_s);
    m_consumer = m_world.consumer(u"acme"_s);
    m_key = m_world.subscribe(m_consumer, m_api);
    QVERIFY(!m_key.key.isEmpty());
}

void TestDefects::d01_balancingKeepsItsTurn()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a"))), b(ScriptedUpstream::always(answer("b")));
    QCOMPARE(open(u"even"_s, {serverAt(a.port()), serverAt(b.port())}), QString());
    int fromA = 0;
    for (int i = 0; i < 100; ++i) {
        const HttpReply reply = m_world.caller.get("/api/rest/even/v1/x");
        QCOMPARE(reply.status, 200);
        fromA += reply.body == "a" ? 1 : 0;
    }
    QCOMPARE(fromA, 50);
}

void TestDefects::d01_weightsAreKept()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a"))), b(ScriptedUpstream::always(answer("b")));
    const QString heavy = serverAt(a.port());
    const QJsonObject options{{heavy, QJsonObject{{u"weight"_s, 3}}}};
    QCOMPARE(open(u"uneven"_s, {heavy, serverAt(b.port())}, {{u"api_server_options"_s, options}}), QString());
    int fromA = 0;
    for (int i = 0; i < 100; ++i)
        fromA += m_world.caller.get("/api/rest/uneven/v1/x").body == "a" ? 1 : 0;
    QCOMPARE(fromA, 75);
}

void TestDefects::d02_prefixesEndAtSegments()
{
    QCOMPARE(get("/pay/v1/x").status, 200);
    for (const char* path : {"/payments/v1/x", "/pay/v10/x", "/pay/v1x", "/pa/v1/x"})
        QCOMPARE(get(path).status, 404);
}

void TestDefects::d03_retriesGoElsewhere()
{
    ScriptedUpstream dead(ScriptedUpstream::always({})), alive(ScriptedUpstream::always(answer("alive")));
    const QString gone = serverAt(dead.port());
    dead.stopListening();
    QCOMPARE(open(u"retried"_s, {gone, serverAt(alive.port())}, {{u"api_allowed_retry_count"_s, 1}}),
             QString());
    for (int i = 0; i < 4; ++i) { // whoever has the first turn
        const HttpReply reply = m_world.caller.get("/api/rest/retried/v1/x");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, QByteArray("alive"));
    }
}

void TestDefects::d04_webSocketsNeedARealCredential()
{
    const std::size_t before = m_world.backend.requests().size();
    HttpClient client(m_world.gateway.publicPort());
    const QByteArray upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    QCOMPARE(client.get("/pay/v1/x", upgrade + "Authorization: Bearer any-text\r\n").status, 401);
    QCOMPARE(client.get("/pay/v1/x", upgrade + "X-API-Key: any-text\r\n").status, 401);
    QCOMPARE(m_world.backend.requests().size(), before);
}

void TestDefects::d05_revokedKeysEndAtOnce()
{
    const QString other = m_world.contract(u"revoked"_s);
    const World::Key key = m_world.subscribe(m_consumer, other);
    QCOMPARE(m_world.caller.get("/revoked/v1/x", key.line()).status, 200);
    QCOMPARE(m_world.admin
                 .call("POST", "/v1/subscriptions/" + key.subscription.toLatin1() + "/revoke",
                       {{u"reason"_s, u"left"_s}})
                 .status,
             200);
    QCOMPARE(m_world.caller.get("/revoked/v1/x", key.line()).status, 403);
}

void TestDefects::d06_bodiesOfDeleteArrive()
{
    QCOMPARE(m_world.caller
                 .send("DELETE", "/pay/v1/items", R"({"ids":[1,2]})",
                       m_key.line() + "Content-Type: application/json\r\n")
                 .status,
             200);
    QCOMPARE(m_world.last().body, std::string(R"({"ids":[1,2]})"));
}

void TestDefects::d07_escapesStayAsTheyAre()
{
    QCOMPARE(get("/pay/v1/a%2Fb%20c/%C3%A9?q=%2F").status, 200);
    QVERIFY(QByteArray::fromStdString(m_world.last().firstLine).startsWith("GET /a%2Fb%20c/%C3%A9?q=%2F "));
}

void TestDefects::d08_quotasHoldUnderParallelCalls()
{
    constexpr int callers = 100, quota = 10;
    QVERIFY(m_world
                .make("/v1/plans/default",
                      {{u"slug"_s, u"ten"_s}, {u"name"_s, u"Ten"_s}, {u"daily_request_limit"_s, quota}})
                .contains(u"id"_s));
    const QString consumer = m_world.consumer(u"parallel"_s, {{u"plan_id"_s, u"ten"_s}});
    const World::Key key = m_world.subscribe(consumer, m_api);
    std::atomic<int> passed = 0, refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i)
        threads.emplace_back([&] {
            HttpClient client(m_world.gateway.publicPort());
            const int status = client.get("/pay/v1/x", key.line()).status;
            passed += status == 200 ? 1 : 0;
            refused += status == 429 ? 1 : 0;
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(passed.load(), quota);
    QCOMPARE(refused.load(), callers - quota);
}

void TestDefects::d09_addressLimitsAre429()
{
    const QString id = m_world.policy(u"rate_limit"_s,
                                      {{u"requests_per_minute"_s, 1}, {u"burst"_s, 1}, {u"per"_s, u"ip"_s}});
    QCOMPARE(get("/pay/v1/x").status, 200);
    const HttpReply refused = get("/pay/v1/x");
    QCOMPARE(refused.status, 429);
    QVERIFY(refused.header("retry-after").toInt() > 0);
    drop(id);
}

void TestDefects::d10_keysStayHere()
{
    QCOMPARE(get("/pay/v1/x").status, 200);
    QVERIFY(!m_world.last().has("x-api-key"));
    QVERIFY(m_world.last().raw.find(m_key.key.toStdString()) == std::string::npos);
}

/// Each type on its own: see tst_policies.
void TestDefects::d11_policiesBiteWhenTheCallReturns()
{
    for (int i = 0; i < 10; ++i) {
        const QString id = m_world.policy(
            u"ip_filter"_s, {{u"mode"_s, u"deny"_s}, {u"ip_list"_s, QJsonArray{u"127.0.0.1"_s}}});
        QCOMPARE(get("/pay/v1/x").status, 403);
        drop(id);
        QCOMPARE(get("/pay/v1/x").status, 200);
    }
}

void TestDefects::d12_unknownTypesAreNamed()
{
    const HttpReply reply = m_world.admin.call("POST", "/v1/admin/policies",
                                               {{u"name"_s, u"x"_s}, {u"policy_type"_s, u"magic"_s}});
    QCOMPARE(reply.status, 422);
    for (const char* type :
         {"cors", "rate_limit", "jwt_validation", "ip_filter", "logging", "caching", "transform"})
        QVERIFY2(reply.body.contains(type), reply.body.constData());
}

void TestDefects::d13_limitHeadersOnEveryAnswer()
{
    const QString id = m_world.policy(u"rate_limit"_s, {{u"requests_per_minute"_s, 1}, {u"burst"_s, 1}});
    for (const int status : {200, 429}) {
        const HttpReply reply = get("/pay/v1/x");
        QCOMPARE(reply.status, status);
        for (const char* name : {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"})
            QVERIFY2(!reply.header(name).isEmpty(), name);
    }
    drop(id);
}

void TestDefects::d14_aKillLosesNothing()
{
    const QString limit = m_world.policy(u"rate_limit"_s, {{u"daily_limit"_s, 4}}, {{u"name"_s, u"four"_s}});
    for (int i = 0; i < 3; ++i)
        QCOMPARE(get("/pay/v1/x").status, 200);
    const auto used = [&] {
        return m_world.admin.call("GET", "/v1/subscriptions/" + m_key.subscription.toLatin1() + "/quota")
            .json()
            .value(u"quotas"_s)[0][u"used"_s]
            .toInt(-1);
    };
    QCOMPARE(used(), 3);
    QVERIFY(m_world.counterIsWritten(3));
    m_world.gateway.kill();
    QVERIFY(m_world.gateway.start() && m_world.connect());
    QCOMPARE(used(), 3);
    QCOMPARE(get("/pay/v1/x").status, 200); // route, policy and key
    QCOMPARE(get("/pay/v1/x").status, 429);
    drop(limit);
}

void TestDefects::d15_headOverHttp2()
{
    TestAuthority authority;
    const TestPair pair = authority.issue({"localhost", {"localhost", "IP:127.0.0.1"}});
    QTemporaryDir files;
    const auto write = [&files](const QString& name, const std::string& text) {
        QFile file(files.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text.c_str()) > 0 ? file.fileName() : QString();
    };
    GatewayProcess gateway;
    gateway.set(u"TLS_CERTIFICATE"_s, write(u"tls.crt"_s, pair.certificate));
    gateway.set(u"TLS_PRIVATE_KEY"_s, write(u"tls.key"_s, pair.key));
    const QString trusted = write(u"ca.pem"_s, authority.pem());
    QVERIFY(gateway.start());
    QProcess curl;
    curl.start(u"curl"_s, {u"-sI"_s, u"--cacert"_s, trusted,
                           u"https://localhost:%1/health"_s.arg(gateway.publicPort())});
    QVERIFY(curl.waitForFinished(PatienceMs * 3));
    const QByteArray head = curl.readAllStandardOutput();
    QVERIFY2(head.startsWith("HTTP/2 200"), head.constData());
}

void TestDefects::d16_logLinesNameConsumerAndTenant()
{
    const QJsonObject line = m_world.gateway.accessLine(get("/pay/v1/x").header("x-request-id"));
    QCOMPARE(line.value(u"consumer"_s).toString(), u"acme"_s);
    QCOMPARE(line.value(u"tenant"_s).toString(), u"default"_s);
    QCOMPARE(line.value(u"subscription"_s).toString(), m_key.subscription);
    QVERIFY(QString::fromLatin1(m_key.key).startsWith(line.value(u"key_prefix"_s).toString()));
}

QTEST_GUILESS_MAIN(TestDefects)
#include "tst_defects.moc"
