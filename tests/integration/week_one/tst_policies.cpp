// SPDX-License-Identifier: GPL-3.0-or-later
// Every type of policy bites in traffic, through the real listener (week-one runbook 6.3): settings, faults,
// scope, bindings, priority, switching off, dry run.
#include "tests/integration/week_one/world.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestPolicies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void faultsAreToldAtOnce_data();
    void faultsAreToldAtOnce();
    void rateLimits();
    void quotasOfPolicies();
    void scopeSharesCounters_data();
    void scopeSharesCounters();
    void aConsumerIsOneWhateverItsPlans_data();
    void aConsumerIsOneWhateverItsPlans();
    void corsAnswers();
    void addressesAreFiltered();
    void loggingLeavesOut();
    void transformsApply();
    void dryRunsOnlyTell_data();
    void dryRunsOnlyTell();
    void bindingsNarrow();
    void priorityDecides();
    void tenantsStayApart();
    void theChainNamesThePolicy();

private:
    HttpReply get(const QByteArray& path, const QByteArray& lines = {})
    {
        return m_world.caller.get(path, m_key.line() + lines);
    }
    /// Takes the policy away before the next test.
    void drop(const QString& id)
    {
        QCOMPARE(m_world.admin.call("DELETE", "/v1/admin/policies/" + id.toLatin1()).status, 204);
    }
    QStringList faultsOf(const QJsonObject& body)
    {
        const HttpReply reply = m_world.admin.call("POST", "/v1/admin/policies", body);
        QStringList fields{QString::number(reply.status)};
        for (const QJsonValue fault : reply.json().value(u"detail"_s).toArray()) {
            QStringList place;
            for (const QJsonValue part : fault[u"loc"_s].toArray())
                place.append(part.isDouble() ? QString::number(part.toInt()) : part.toString());
            fields.append(place.mid(1).join(u'.'));
        }
        fields.removeDuplicates(); // a field may break several rules
        return fields;
    }
    QJsonObject lineOf(const HttpReply& reply)
    {
        return m_world.gateway.accessLine(reply.header("x-request-id"));
    }

    World m_world;
    World::Key m_key;
    QString m_api, m_other;
};

void TestPolicies::initTestCase()
{
    QVERIFY(m_world.start());
    m_api = m_world.contract(u"one"_s);
    m_other = m_world.contract(u"two"_s);
    const QString consumer = m_world.consumer(u"acme"_s);
    m_key = m_world.subscribe(consumer, m_api);
    QVERIFY(!m_api.isEmpty() && !m_other.isEmpty() && !m_key.key.isEmpty());
    QCOMPARE(get("/one/v1/x").status, 200);
}

void TestPolicies::faultsAreToldAtOnce_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QStringList>("fields");
    const auto row = [](const char* name, const QString& type, const char* config,
                        const QStringList& fields) {
        QTest::newRow(name) << type << QByteArray(config) << (QStringList{u"422"_s} + fields);
    };
    row("rate", u"rate_limit"_s, R"({"requests_per_minute":0,"burst":-1,"speed":1})",
        {u"config.burst"_s, u"config.requests_per_minute"_s, u"config.speed"_s});
    row("cors", u"cors"_s, R"({"origins":["nonsense"],"max_age":-5})",
        {u"config.max_age"_s, u"config.origins[0]"_s});
    row("addresses", u"ip_filter"_s, R"({"mode":"maybe","ip_list":["300.1.1.1"]})",
        {u"config.ip_list[0]"_s, u"config.mode"_s});
    row("logging", u"logging"_s, R"({"sampling":2,"log_request":"yes"})",
        {u"config.log_request"_s, u"config.sampling"_s});
    row("transform", u"transform"_s,
        R"({"request_headers":{"remove":["Host"],"rename":{"X-A":"bad name"}},"path_pattern":"(",
            "response_body":{"remove":["$"],"paint":1}})",
        {u"config.path_pattern"_s, u"config.request_headers.remove"_s, u"config.request_headers.rename.X-A"_s,
         u"config.response_body.paint"_s, u"config.response_body.remove"_s});
    row("tokens", u"jwt_validation"_s, R"({"issuer":5,"foo":1})", {u"config.foo"_s, u"config.issuer"_s});
    row("caching", u"caching"_s, R"({"ttl_seconds":-1,"methods":["FOO BAR"],"zz":1})",
        {u"config.methods[0]"_s, u"config.ttl_seconds"_s, u"config.zz"_s});
    row("unknown type", u"teleport"_s, "{}", {u"policy_type"_s});
}

void TestPolicies::faultsAreToldAtOnce()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, config);
    QFETCH(QStringList, fields);
    QStringList told = faultsOf({{u"name"_s, u"faulty"_s},
                                 {u"policy_type"_s, type},
                                 {u"tenant_id"_s, u"default"_s},
                                 {u"config"_s, object(config.constData())}});
    std::sort(told.begin() + 1, told.end());
    QCOMPARE(told.join(u' '), fields.join(u' '));
}

void TestPolicies::rateLimits()
{
    const QString id = m_world.policy(u"rate_limit"_s,
                                      {{u"requests_per_minute"_s, 1}, {u"burst"_s, 2}, {u"per"_s, u"api"_s}});
    QCOMPARE(get("/one/v1/x").status, 200);
    QCOMPARE(get("/one/v1/x").status, 200);
    const HttpReply refused = get("/one/v1/x");
    QCOMPARE(refused.status, 429);
    QVERIFY(!refused.header("retry-after").isEmpty());
    QCOMPARE(m_world.patch("/v1/admin/policies/" + id.toLatin1(), {{u"enabled"_s, false}}), 200);
    QCOMPARE(get("/one/v1/x").status, 200);
    drop(id);
}

void TestPolicies::quotasOfPolicies()
{
    const QString id = m_world.policy(u"rate_limit"_s, {{u"daily_limit"_s, 2}, {u"monthly_limit"_s, 100}});
    QCOMPARE(get("/one/v1/x").status, 200);
    QCOMPARE(get("/one/v1/x").status, 200);
    QCOMPARE(get("/one/v1/x").status, 429);
    const QJsonArray quotas =
        m_world.admin.call("GET", "/v1/subscriptions/" + m_key.subscription.toLatin1() + "/quota")
            .json()
            .value(u"quotas"_s)
            .toArray();
    QCOMPARE(quotas.size(), 2);
    QCOMPARE(quotas[0][u"period"_s].toString(), u"day"_s);
    QCOMPARE(quotas[0][u"used"_s].toInt(), 2);
    QCOMPARE(quotas[0][u"remaining"_s].toInt(), 0);
    QVERIFY(quotas[0][u"resets_at"_s].toString().endsWith(u"T00:00:00Z"_s) ||
            quotas[0][u"resets_at"_s].toString().endsWith(u"T00:00:00.000Z"_s));
    QCOMPARE(quotas[1][u"used"_s].toInt(), 2); // what is refused is not counted anywhere
    drop(id);
}

void TestPolicies::scopeSharesCounters_data()
{
    QTest::addColumn<QString>("scope");
    QTest::addColumn<QJsonObject>("limit");
    QTest::addColumn<int>("refused");
    const QJsonObject rate{{u"requests_per_minute"_s, 1}, {u"burst"_s, 4}};
    const QJsonObject quota{{u"daily_limit"_s, 4}};
    QTest::newRow("api, rate") << u"api"_s << rate << 0;
    QTest::newRow("tenant, rate") << u"tenant"_s << rate << 4;
    QTest::newRow("gateway, rate") << u"gateway"_s << rate << 4;
    QTest::newRow("api, quota") << u"api"_s << quota << 0;
    QTest::newRow("tenant, quota") << u"tenant"_s << quota << 4;
    QTest::newRow("gateway, quota") << u"gateway"_s << quota << 4;
}

void TestPolicies::scopeSharesCounters()
{
    QFETCH(QString, scope);
    QFETCH(QJsonObject, limit);
    QFETCH(int, refused);
    limit.insert(u"per"_s, u"api"_s);
    const World::Key other = m_world.subscribe(
        m_world.consumer(u"scope-"_s + QString::fromLatin1(QTest::currentDataTag()).remove(u", "_s)),
        m_other);
    const QString id = m_world.policy(u"rate_limit"_s, limit, {{u"scope"_s, scope}});
    int seen = 0;
    for (int i = 0; i < 4; ++i) {
        seen += get("/one/v1/x").status == 429 ? 1 : 0;
        seen += m_world.caller.get("/two/v1/x", other.line()).status == 429 ? 1 : 0;
    }
    drop(id);
    QCOMPARE(seen, refused);
}

void TestPolicies::aConsumerIsOneWhateverItsPlans_data()
{
    QTest::addColumn<QString>("scope");
    QTest::addColumn<QJsonObject>("limit");
    QTest::newRow("tenant, quota") << u"tenant"_s << QJsonObject{{u"daily_limit"_s, 4}};
    QTest::newRow("gateway, quota") << u"gateway"_s << QJsonObject{{u"daily_limit"_s, 4}};
    QTest::newRow("tenant, rate") << u"tenant"_s
                                  << QJsonObject{{u"requests_per_minute"_s, 1}, {u"burst"_s, 4}};
}

/// What a policy of a tenant allows a consumer is not doubled by a subscription with a plan of its own.
void TestPolicies::aConsumerIsOneWhateverItsPlans()
{
    QFETCH(QString, scope);
    QFETCH(QJsonObject, limit);
    const QString name = QString::fromLatin1(QTest::currentDataTag()).remove(u", "_s);
    const QString plan =
        m_world
            .make("/v1/plans/default",
                  {{u"slug"_s, u"big-"_s + name}, {u"name"_s, u"Big"_s}, {u"daily_request_limit"_s, 1000}})
            .value(u"id"_s)
            .toString();
    const QString consumer = m_world.consumer(u"planned-"_s + name);
    const World::Key one = m_world.subscribe(consumer, m_api, {{u"plan_id"_s, plan}});
    const World::Key two = m_world.subscribe(consumer, m_other, {{u"plan_id"_s, plan}});
    const QString id = m_world.policy(u"rate_limit"_s, limit, {{u"scope"_s, scope}});
    int passed = 0;
    for (int i = 0; i < 4; ++i) {
        passed += m_world.caller.get("/one/v1/x", one.line()).status == 200 ? 1 : 0;
        passed += m_world.caller.get("/two/v1/x", two.line()).status == 200 ? 1 : 0;
    }
    if (limit.contains(u"daily_limit"_s)) {
        const QJsonArray told =
            m_world.admin.call("GET", "/v1/subscriptions/" + two.subscription.toLatin1() + "/quota")
                .json()
                .value(u"quotas"_s)
                .toArray();
        QVERIFY(std::any_of(told.begin(), told.end(), [](const QJsonValue& quota) {
            return quota[u"limit"_s].toInt() == 4 && quota[u"used"_s].toInt() == 4;
        }));
    }
    drop(id);
    QCOMPARE(passed, 4);
}

void TestPolicies::corsAnswers()
{
    const QString id = m_world.policy(u"cors"_s, {{u"origins"_s, QJsonArray{u"https://app.example"_s}}});
    const QByteArray ask = "Access-Control-Request-Method: GET\r\n";
    const HttpReply allowed =
        m_world.caller.send("OPTIONS", "/one/v1/x", {}, "Origin: https://app.example\r\n" + ask);
    QCOMPARE(allowed.status, 204);
    QCOMPARE(allowed.header("access-control-allow-origin"), QByteArray("https://app.example"));
    const HttpReply foreign =
        m_world.caller.send("OPTIONS", "/one/v1/x", {}, "Origin: https://evil.example\r\n" + ask);
    QVERIFY(foreign.header("access-control-allow-origin").isEmpty());
    QCOMPARE(m_world.caller.get("/one/v1/x", "Origin: https://app.example\r\n")
                 .header("access-control-allow-origin"),
             QByteArray("https://app.example")); // also on a 401
    drop(id);
}

void TestPolicies::addressesAreFiltered()
{
    const QString id = m_world.policy(u"ip_filter"_s,
                                      {{u"mode"_s, u"deny"_s}, {u"ip_list"_s, QJsonArray{u"127.0.0.0/8"_s}}});
    QCOMPARE(get("/one/v1/x").status, 403);
    QCOMPARE(m_world.patch("/v1/admin/policies/" + id.toLatin1(),
                           {{u"config"_s, QJsonObject{{u"mode"_s, u"allow"_s}}}}),
             200);
    QCOMPARE(get("/one/v1/x").status, 200);
    drop(id);
}

void TestPolicies::loggingLeavesOut()
{
    const QString id = m_world.policy(u"logging"_s, {{u"log_response"_s, false}});
    const QJsonObject bare = lineOf(get("/one/v1/bare"));
    QCOMPARE(bare.value(u"status"_s).toInt(), 200);
    QVERIFY(!bare.contains(u"upstream"_s) && !bare.contains(u"upstream_ms"_s));
    QCOMPARE(
        m_world.patch("/v1/admin/policies/" + id.toLatin1(),
                      {{u"config"_s, QJsonObject{{u"log_request"_s, false}, {u"log_response"_s, true}}}}),
        200);
    const HttpReply silent = get("/one/v1/silent");
    QCOMPARE(silent.status, 200);
    // Errors keep their line; lines of one connection come in order, so the one before is not coming any
    // more.
    const HttpReply refused = m_world.caller.get("/one/v1/refused");
    QCOMPARE(refused.status, 401);
    QCOMPARE(lineOf(refused).value(u"status"_s).toInt(), 401);
    QFile log(m_world.gateway.logsDir() + u"/access.log"_s);
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(!log.readAll().contains(silent.header("x-request-id")));
    drop(id);
    QVERIFY(lineOf(get("/one/v1/again")).contains(u"upstream"_s));
}

void TestPolicies::transformsApply()
{
    const QString id = m_world.policy(u"transform"_s, object(R"({
        "request_headers": {"remove": ["X-Gone"], "rename": {"X-From": "X-To"}, "set": {"X-New": "1"}},
        "response_headers": {"remove": ["X-Secret"], "rename": {"X-Old": "X-Fresh"}},
        "response_body": {"remove": ["$.secret"], "set": {"$.added": true}},
        "path_pattern": "^/items/([0-9]+)$", "path_replacement": "/things/\\1/view"})"));
    const HttpReply reply = get("/one/v1/items/7?a=b", "X-Gone: 1\r\nX-From: 2\r\n");
    QCOMPARE(reply.status, 200);
    const Message seen = m_world.last();
    QVERIFY(QByteArray::fromStdString(seen.firstLine).startsWith("GET /things/7/view?a=b "));
    QVERIFY(seen.header("x-gone").empty());
    QVERIFY(seen.header("x-from").empty());
    QCOMPARE(seen.header("x-to"), std::string("2"));
    QCOMPARE(seen.header("x-new"), std::string("1"));
    QVERIFY(reply.header("x-secret").isEmpty());
    QCOMPARE(reply.header("x-fresh"), QByteArray("1"));
    QCOMPARE(reply.json(), object(R"({"user":"ann","added":true})"));
    // The pattern that does not match leaves the path alone, with its escapes.
    QCOMPARE(get("/one/v1/a%2Fb").status, 200);
    QVERIFY(QByteArray::fromStdString(m_world.last().firstLine).startsWith("GET /a%2Fb "));
    drop(id);
    QCOMPARE(get("/one/v1/items/7").header("x-secret"), QByteArray("2"));
}

void TestPolicies::dryRunsOnlyTell_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QString>("word");
    QTest::newRow("rate") << u"rate_limit"_s
                          << QByteArray(R"({"requests_per_minute":1,"burst":1,"per":"api"})")
                          << u"rate_limited"_s;
    QTest::newRow("quota") << u"rate_limit"_s << QByteArray(R"({"daily_limit":1,"per":"api"})")
                           << u"quota_exhausted"_s;
    QTest::newRow("cors") << u"cors"_s << QByteArray(R"({"origins":["https://app.example"]})") << u"cors"_s;
    QTest::newRow("addresses") << u"ip_filter"_s << QByteArray(R"({"mode":"deny","ip_list":["127.0.0.1"]})")
                               << u"ip_denied"_s;
    QTest::newRow("logging") << u"logging"_s << QByteArray(R"({"log_request":false})") << u"logging"_s;
    QTest::newRow("transform") << u"transform"_s << QByteArray(R"({"request_headers":{"set":{"X-New":"1"}}})")
                               << u"transform"_s;
}

void TestPolicies::dryRunsOnlyTell()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, config);
    QFETCH(QString, word);
    const QString id =
        m_world.policy(type, object(config.constData()), {{u"dry_run"_s, true}, {u"name"_s, word}});
    const QByteArray origin = "Origin: https://evil.example\r\n";
    QCOMPARE(get("/one/v1/x", origin).status, 200);
    const HttpReply second = get("/one/v1/x", origin);
    QCOMPARE(second.status, 200);
    QVERIFY(second.header("access-control-allow-origin").isEmpty());
    QVERIFY(second.header("vary").isEmpty());
    QVERIFY(m_world.last().header("x-new").empty());
    const QJsonObject line = lineOf(second);
    QCOMPARE(line.value(u"dry_run"_s).toString(), word);
    QCOMPARE(line.value(u"policy"_s).toString(), word);
    QVERIFY(!line.contains(u"error_reason"_s));
    drop(id);
}

void TestPolicies::bindingsNarrow()
{
    const World::Key other =
        m_world.subscribe(m_world.admin.call("GET", "/v1/subscriptions/" + m_key.subscription.toLatin1())
                              .json()
                              .value(u"consumer_id"_s)
                              .toString(),
                          m_other);
    const auto blocked = [&] {
        return std::pair(get("/one/v1/x").status == 403,
                         m_world.caller.get("/two/v1/x", other.line()).status == 403);
    };
    const QJsonObject deny{{u"mode"_s, u"deny"_s}, {u"ip_list"_s, QJsonArray{u"127.0.0.1"_s}}};
    const QString id = m_world.policy(u"ip_filter"_s, deny);
    QCOMPARE(blocked(), std::pair(true, true)); // unbound: the whole tenant
    const HttpReply bound = m_world.admin.call("POST", "/v1/admin/policies/bindings",
                                               {{u"policy_id"_s, id}, {u"api_catalog_id"_s, m_api}});
    QCOMPARE(bound.status, 201);
    QCOMPARE(blocked(), std::pair(true, false));
    QCOMPARE(m_world.admin
                 .call("DELETE",
                       "/v1/admin/policies/bindings/" + bound.json().value(u"id"_s).toString().toLatin1())
                 .status,
             204);
    QCOMPARE(blocked(), std::pair(false, false)); // the last binding gone switches it off
    drop(id);
    const QString direct = m_world.policy(u"ip_filter"_s, deny, {{u"api_id"_s, m_other}});
    QCOMPARE(blocked(), std::pair(false, true));
    drop(direct);
}

void TestPolicies::priorityDecides()
{
    const auto setting = [](const char* value) {
        return QJsonObject{{u"request_headers"_s,
                            QJsonObject{{u"set"_s, QJsonObject{{u"X-Who"_s, QString::fromLatin1(value)}}}}}};
    };
    const QString late = m_world.policy(u"transform"_s, setting("late"), {{u"priority"_s, 200}});
    const QString early = m_world.policy(u"transform"_s, setting("early"), {{u"priority"_s, 10}});
    QCOMPARE(get("/one/v1/x").status, 200);
    QCOMPARE(m_world.last().header("x-who"), std::string("early"));
    const QString near =
        m_world.policy(u"transform"_s, setting("near"), {{u"priority"_s, 9000}, {u"api_id"_s, m_api}});
    QCOMPARE(get("/one/v1/x").status, 200);
    QCOMPARE(m_world.last().header("x-who"), std::string("near")); // bound to the API beats any priority
    for (const QString& id : {late, early, near})
        drop(id);
}

void TestPolicies::tenantsStayApart()
{
    QCOMPARE(m_world.make("/v1/tenants", {{u"slug"_s, u"north"_s}, {u"display_name"_s, u"North"_s}})
                 .value(u"slug"_s)
                 .toString(),
             u"north"_s);
    const QString id =
        m_world.policy(u"ip_filter"_s, {{u"mode"_s, u"deny"_s}, {u"ip_list"_s, QJsonArray{u"127.0.0.1"_s}}},
                       {{u"tenant_id"_s, u"north"_s}});
    QCOMPARE(get("/one/v1/x").status, 200); // another tenant's policy
    const HttpReply across = m_world.admin.call("POST", "/v1/admin/policies/bindings",
                                                {{u"policy_id"_s, id}, {u"api_catalog_id"_s, m_api}});
    QCOMPARE(across.status, 422);
    QCOMPARE(get("/one/v1/x").status, 200);
    drop(id);
}

void TestPolicies::theChainNamesThePolicy()
{
    const QString id = m_world.policy(u"logging"_s, {{u"sampling"_s, 0.5}}, {{u"name"_s, u"half"_s}});
    const HttpReply chain = m_world.admin.call("GET", "/platform/routes/" + m_api.toLatin1() + "/effective");
    QCOMPARE(chain.status, 200);
    QVERIFY2(chain.body.contains("half"), chain.body.constData());
    drop(id);
}

QTEST_GUILESS_MAIN(TestPolicies)
#include "tst_policies.moc"
