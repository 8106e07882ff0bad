// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts of two tenants in one gateway: each sees its own, and so do those who run it.
#include "tests/integration/week_one/world.h"

#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestTenantAlerts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rulesAreOfOneTenant();
    void namesAreOfOneTenant();
    void eachSeesItsOwn();
    void strangersCannotTouchThem();
    void newsGoToTheirOwn();

private:
    static QJsonObject ruleOf(const QString& name, const QString& tenant, const QJsonObject& more = {})
    {
        QJsonObject rule{{u"name"_s, name},      {u"signal"_s, u"error_rate"_s},
                         {u"threshold"_s, 5},    {u"window_seconds"_s, 600},
                         {u"for_seconds"_s, 0},  {u"recover_seconds"_s, 0},
                         {u"min_requests"_s, 1}, {u"tenant_id"_s, tenant}};
        for (auto at = more.begin(); at != more.end(); ++at)
            rule.insert(at.key(), at.value());
        return rule;
    }
    HttpClient user(const QString& name, const QString& tenant)
    {
        HttpClient client(m_world.gateway.adminPort());
        const QString fault = addUser(m_world.admin, name, {{u"role"_s, u"admin"_s}, {u"tenant"_s, tenant}});
        if (!fault.isEmpty() || !client.login(name, userPassword()))
            qWarning() << name << fault;
        return client;
    }
    /// Names of the rules whose alerts the caller sees.
    static QStringList seen(HttpClient& client)
    {
        QStringList rules;
        for (const QJsonValue alert : client.call("GET", "/v1/alerts").json().value(u"items"_s).toArray())
            rules.append(alert[u"rule"_s].toString());
        rules.sort();
        return rules;
    }
    /// A call of the tenant's API that the backend fails.
    int fail(const QByteArray& tenant)
    {
        RawSocket socket = RawSocket::connectTo(
            {*gatehouse::net::IpAddress::parse("127.0.0.1"), m_world.gateway.publicPort()});
        socket.send("GET /api/rest/shop/v1/x HTTP/1.1\r\nHost: " + tenant.toStdString() + ".example\r\n\r\n");
        return socket.readAnswer().status;
    }

    ScriptedUpstream m_broken{ScriptedUpstream::always(answer("x", {}, "500 Internal Server Error"))};
    World m_world;
    HttpClient m_nora, m_dora;
};

void TestTenantAlerts::initTestCase()
{
    QVERIFY(m_world.start());
    QVERIFY(freeAdminLimits(m_world.admin));
    m_world.make("/v1/tenants", {{u"slug"_s, u"north"_s}, {u"display_name"_s, u"North"_s}});
    for (const QString& tenant : {u"default"_s, u"north"_s}) {
        const HttpReply api = m_world.admin.call("POST", "/platform/api",
                                                 {{u"api_name"_s, u"shop"_s},
                                                  {u"api_version"_s, u"v1"_s},
                                                  {u"api_tenant"_s, tenant},
                                                  {u"api_public"_s, true},
                                                  {u"api_match"_s, u"any"_s},
                                                  {u"api_hosts"_s, QJsonArray{tenant + u".example"_s}},
                                                  {u"api_servers"_s, QJsonArray{serverAt(m_broken.port())}}});
        QVERIFY2(api.status == 201, api.body);
    }
    m_nora = user(u"nora"_s, u"north"_s);
    m_dora = user(u"dora"_s, u"default"_s);
}

void TestTenantAlerts::rulesAreOfOneTenant()
{
    const auto status = [](HttpClient& client, const QJsonObject& rule) {
        return client.call("POST", "/v1/alert-rules", rule).status;
    };
    QCOMPARE(status(m_nora, ruleOf(u"North fails"_s, u"north"_s)), 201);
    QCOMPARE(status(m_dora, ruleOf(u"Default fails"_s, u"default"_s, {{u"api"_s, u"shop/v1"_s}})), 201);
    QCOMPARE(status(m_nora, ruleOf(u"Other"_s, u"default"_s)), 403);
    QCOMPARE(status(m_nora, ruleOf(u"All"_s, {})), 403);
    // A rule looks at APIs of its own tenant only.
    QCOMPARE(m_world.admin
                 .call("POST", "/platform/api",
                       {{u"api_name"_s, u"alone"_s},
                        {u"api_version"_s, u"v1"_s},
                        {u"api_servers"_s, QJsonArray{serverAt(m_broken.port())}}})
                 .status,
             201);
    for (const char* api : {"alone/v1", "default:shop/v1", "default:alone/v1"}) {
        const HttpReply refused = m_nora.call(
            "POST", "/v1/alert-rules", ruleOf(u"Spy"_s, u"north"_s, {{u"api"_s, QString::fromLatin1(api)}}));
        QCOMPARE(refused.status, 422);
        QCOMPARE(refused.json().value(u"detail"_s)[0][u"loc"_s].toArray().last().toString(), u"api"_s);
    }
    QCOMPARE(
        status(m_nora, ruleOf(u"Own"_s, u"north"_s, {{u"api"_s, u"north:shop/v1"_s}, {u"enabled"_s, false}})),
        201);
}

void TestTenantAlerts::namesAreOfOneTenant()
{
    const auto make = [](HttpClient& client, const QString& tenant) {
        return client.call("POST", "/v1/alert-rules",
                           ruleOf(u"Same name"_s, tenant, {{u"enabled"_s, false}}));
    };
    const HttpReply north = make(m_nora, u"north"_s), mine = make(m_dora, u"default"_s);
    QCOMPARE(north.status, 201);
    QCOMPARE(mine.status, 201);
    QCOMPARE(make(m_world.admin, {}).status, 201); // of the platform
    const HttpReply again = make(m_nora, u"north"_s);
    QCOMPARE(again.status, 409);
    QCOMPARE(again.json().value(u"detail"_s)[0][u"loc"_s].toArray().last().toString(), u"name"_s);
    QCOMPARE(make(m_world.admin, {}).status, 409);
    const QByteArray path = "/v1/alert-rules/" + mine.json().value(u"id"_s).toString().toLatin1();
    QCOMPARE(m_world.admin.call("PATCH", path, {{u"tenant_id"_s, u"north"_s}}).status, 409);
    QCOMPARE(m_dora.call("DELETE", path).status, 204);
    QCOMPARE(make(m_dora, u"default"_s).status, 201);
    for (const QJsonValue& rule :
         m_world.admin.call("GET", "/v1/alert-rules?search=Same").json().value(u"items"_s).toArray())
        m_world.admin.call("DELETE", "/v1/alert-rules/" + rule[u"id"_s].toString().toLatin1());
}

void TestTenantAlerts::eachSeesItsOwn()
{
    QCOMPARE(fail("north"), 500);
    QTRY_COMPARE_WITH_TIMEOUT(seen(m_nora), QStringList{u"North fails"_s}, ProgramPatienceMs);
    QCOMPARE(seen(m_dora), QStringList());
    QCOMPARE(fail("default"), 500);
    QTRY_COMPARE_WITH_TIMEOUT(seen(m_dora), QStringList{u"Default fails"_s}, ProgramPatienceMs);
    QCOMPARE(seen(m_nora), QStringList{u"North fails"_s});
    QCOMPARE(seen(m_world.admin), (QStringList{u"Default fails"_s, u"North fails"_s}));
    const auto firing = [](HttpClient& client) {
        return client.call("GET", "/v1/alerts").json().value(u"firing"_s)[u"warning"_s].toInt();
    };
    QCOMPARE(firing(m_nora), 1);
    QCOMPARE(firing(m_dora), 1);
    QCOMPARE(firing(m_world.admin), 2);
}

void TestTenantAlerts::strangersCannotTouchThem()
{
    const QJsonObject alert = m_nora.call("GET", "/v1/alerts").json().value(u"items"_s)[0].toObject();
    const QByteArray path = "/v1/alerts/" + alert.value(u"id"_s).toString().toLatin1();
    const QByteArray rule = "/v1/alert-rules/" + alert.value(u"rule_id"_s).toString().toLatin1();
    QCOMPARE(m_dora.call("GET", path).status, 404);
    QCOMPARE(m_dora.call("POST", path + "/acknowledge", {{u"comment"_s, u"x"_s}}).status, 404);
    QCOMPARE(m_dora.call("GET", rule).status, 404);
    QCOMPARE(m_dora.call("PATCH", rule, {{u"enabled"_s, false}}).status, 404);
    QCOMPARE(m_dora.call("DELETE", rule).status, 404);
    const QJsonObject silence{{u"rule_id"_s, alert.value(u"rule_id"_s)},
                              {u"ends_at"_s, u"2099-01-01T00:00:00Z"_s}};
    QCOMPARE(m_dora.call("POST", "/v1/silences", silence).status, 403);
    QCOMPARE(m_nora.call("POST", "/v1/silences", silence).status, 201);
    QCOMPARE(m_dora.call("GET", "/v1/silences").json().value(u"total"_s).toInt(), 0);
    QCOMPARE(m_dora.call("GET", "/v1/alert-rules").json().value(u"total"_s).toInt(), 1);
    QCOMPARE(m_nora.call("GET", "/v1/alert-rules").json().value(u"total"_s).toInt(), 2);
    QCOMPARE(m_nora.call("POST", path + "/acknowledge", {{u"comment"_s, u"x"_s}}).status, 200);
}

void TestTenantAlerts::newsGoToTheirOwn()
{
    RawSocket nora = m_world.events(m_nora), dora = m_world.events(m_dora);
    QVERIFY(readUntil(nora, "event: hello").contains("hello"));
    QVERIFY(readUntil(dora, "event: hello").contains("hello"));
    const auto rule = [this](const QString& name, const QString& tenant) {
        return m_world.admin.call("POST", "/v1/alert-rules", ruleOf(name, tenant)).status;
    };
    // What the people of both are told comes in this order.
    QCOMPARE(rule(u"Second of north"_s, u"north"_s), 201);
    QCOMPARE(fail("north"), 500);
    const QByteArray hers = readUntil(nora, "Second of north");
    QVERIFY2(hers.contains("event: alert") && hers.contains("Second of north"), hers);
    QCOMPARE(rule(u"Second of default"_s, u"default"_s), 201);
    QCOMPARE(fail("default"), 500);
    const QByteArray other = readUntil(dora, "Second of default");
    QVERIFY2(other.contains("event: alert") && other.contains("Second of default"), other);
    QVERIFY2(!other.contains("north"), other);
    QVERIFY(!hers.contains("default"));
}

QTEST_GUILESS_MAIN(TestTenantAlerts)
#include "tst_tenant_alerts.moc"
