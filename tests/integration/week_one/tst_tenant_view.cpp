// SPDX-License-Identifier: GPL-3.0-or-later
// What users who belong to a tenant see on the platform surface: their tenant's, whatever has the same name
// elsewhere.
#include "tests/integration/week_one/world.h"

#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestTenantView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsAreTheirs();
    void namesMeanTheirs();
    void whatIsElsewhereIsNotThere_data();
    void whatIsElsewhereIsNotThere();
    void theWholeGatewayIsNot_data();
    void theWholeGatewayIsNot();
    void callsAreCountedApart();

private:
    /// One field of a list's rows, sorted.
    QStringList listed(const QByteArray& path, const QString& list, const QString& field)
    {
        QStringList found;
        for (const QJsonValue row : m_nora.call("GET", path).json().value(list).toArray())
            found.append(row[field].toString());
        found.sort();
        return found;
    }
    QJsonArray busiest(HttpClient& client)
    {
        return client.call("GET", "/platform/analytics/top-apis?range=1h")
            .json()
            .value(u"top_apis"_s)
            .toArray();
    }

    World m_world;
    HttpClient m_nora;
};

void TestTenantView::initTestCase()
{
    QVERIFY(m_world.start());
    QVERIFY(freeAdminLimits(m_world.admin));
    m_world.make("/v1/tenants", {{u"slug"_s, u"north"_s}, {u"display_name"_s, u"North"_s}});
    for (const QString& tenant : {u"default"_s, u"north"_s}) {
        const HttpReply api = m_world.admin.call("POST", "/platform/api",
                                                 {{u"api_name"_s, u"one"_s},
                                                  {u"api_version"_s, u"v1"_s},
                                                  {u"api_description"_s, tenant},
                                                  {u"api_tenant"_s, tenant},
                                                  {u"api_public"_s, true},
                                                  {u"api_match"_s, u"any"_s},
                                                  {u"api_hosts"_s, QJsonArray{tenant + u".example"_s}},
                                                  {u"api_servers"_s, QJsonArray{m_world.server()}}});
        QVERIFY2(api.status == 201, api.body);
        const HttpReply upstream =
            m_world.admin.call("POST", "/platform/upstream",
                               {{u"name"_s, u"servers-"_s + tenant},
                                {u"tenant_id"_s, tenant},
                                {u"targets"_s, QJsonArray{QJsonObject{{u"url"_s, m_world.server()}}}}});
        QVERIFY2(upstream.status == 201, upstream.body);
    }
    QCOMPARE(addUser(m_world.admin, u"nora"_s, {{u"role"_s, u"admin"_s}, {u"tenant"_s, u"north"_s}}),
             QString());
    QCOMPARE(addUser(m_world.admin, u"nils"_s, {{u"tenant"_s, u"north"_s}}), QString());
    QCOMPARE(addUser(m_world.admin, u"dora"_s, {{u"tenant"_s, u"default"_s}}), QString());
    m_nora = HttpClient(m_world.gateway.adminPort());
    QVERIFY(m_nora.login(u"nora"_s, userPassword()));
}

void TestTenantView::listsAreTheirs()
{
    QCOMPARE(listed("/platform/api", u"apis"_s, u"api_description"_s), QStringList{u"north"_s});
    QCOMPARE(listed("/platform/api?search=default", u"apis"_s, u"api_description"_s), QStringList());
    QCOMPARE(m_nora.call("GET", "/platform/api").json().value(u"total"_s).toInt(), 1);
    QCOMPARE(listed("/platform/user/all", u"users"_s, u"username"_s), (QStringList{u"nils"_s, u"nora"_s}));
    QCOMPARE(listed("/platform/upstream/all", u"upstreams"_s, u"name"_s), QStringList{u"servers-north"_s});
    QCOMPARE(m_nora.call("GET", "/platform/upstream/state").json().value(u"upstreams"_s).toArray().size(), 1);
    QCOMPARE(m_nora.call("GET", "/platform/dashboard").json().value(u"newApis"_s).toInt(), 1);
    QCOMPARE(m_nora.call("GET", "/platform/dashboard").json().value(u"activeUsers"_s).toInt(), 2);
    QVERIFY(m_world.admin.call("GET", "/platform/api").json().value(u"total"_s).toInt() >= 2);
}

void TestTenantView::namesMeanTheirs()
{
    for (const char* path : {"/platform/api/one/v1", "/platform/api/north:one/v1"})
        QCOMPARE(m_nora.call("GET", path).json().value(u"api_description"_s).toString(), u"north"_s);
    QCOMPARE(m_nora.call("PUT", "/platform/api/one/v1", {{u"api_description"_s, u"northern"_s}}).status, 200);
    QCOMPARE(m_nora.call("PUT", "/platform/api/one/v1", {{u"api_description"_s, u"north"_s}}).status, 200);
    QCOMPARE(m_world.admin.call("GET", "/platform/api/one/v1").json().value(u"api_description"_s).toString(),
             u"default"_s);
    QCOMPARE(m_nora.call("GET", "/platform/routes/one:v1/effective").status, 200);
    QCOMPARE(m_nora.call("GET", "/platform/user/nils").status, 200);
}

void TestTenantView::whatIsElsewhereIsNotThere_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char* path :
         {"/platform/api/default:one/v1", "/platform/endpoint/default:one/v1",
          "/platform/routes/default:one:v1/effective", "/platform/user/dora", "/platform/user/admin",
          "/platform/user/email/dora@example.org", "/platform/authorization/admin/status/dora",
          "/platform/subscription/subscriptions/dora", "/platform/credit/dora"})
        QTest::newRow(path) << QByteArray(path);
}

void TestTenantView::whatIsElsewhereIsNotThere()
{
    QFETCH(QByteArray, path);
    const HttpReply reply = m_nora.call("GET", path);
    QVERIFY2(reply.status == 404, reply.body);
}

void TestTenantView::theWholeGatewayIsNot_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char* path :
         {"/platform/logging/logs", "/platform/monitor/metrics", "/platform/analytics/overview",
          "/platform/config/export/all", "/platform/audit", "/platform/revisions", "/platform/settings"})
        QTest::newRow(path) << QByteArray(path);
}

void TestTenantView::theWholeGatewayIsNot()
{
    QFETCH(QByteArray, path);
    const HttpReply reply = m_nora.call("GET", path);
    QVERIFY2(reply.status == 403 && reply.body.contains("without a tenant"), reply.body);
    QCOMPARE(m_world.admin.call("GET", path).status, 200);
}

/// Two tenants' APIs of one name are two.
void TestTenantView::callsAreCountedApart()
{
    const auto call = [this](const char* host) {
        RawSocket socket = RawSocket::connectTo(
            {*gatehouse::net::IpAddress::parse("127.0.0.1"), m_world.gateway.publicPort()});
        socket.send("GET /api/rest/one/v1/x HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
        return socket.readAnswer().status;
    };
    QCOMPARE(call("default.example"), 200);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(call("north.example"), 200);
    const QJsonArray theirs{QJsonObject{{u"api"_s, u"rest:north:one"_s}, {u"count"_s, 2}}};
    QTRY_COMPARE_WITH_TIMEOUT(busiest(m_nora), theirs, 30'000); // workers hand over every second
    QTRY_COMPARE_WITH_TIMEOUT(busiest(m_world.admin).size(), 2, 30'000);
    const auto ofApi = [](HttpClient& client, const QByteArray& name) {
        return client.call("GET", "/platform/analytics/api/" + name + "/v1?range=1h")
            .json()
            .value(u"summary"_s)[u"count"_s]
            .toInt();
    };
    QCOMPARE(ofApi(m_nora, "one"), 2);
    QCOMPARE(ofApi(m_world.admin, "one"), 1);
    QCOMPARE(ofApi(m_world.admin, "north:one"), 2);
    QCOMPARE(m_nora.call("GET", "/platform/analytics/api/default:one/v1").status, 404);
    QCOMPARE(
        listed("/platform/analytics/top-endpoints?range=1h", u"top_endpoints"_s, u"endpoint_uri"_s).size(),
        1);
    QCOMPARE(m_nora.call("GET", "/platform/dashboard").json().value(u"totalRequests"_s).toInt(), 2);
}

QTEST_GUILESS_MAIN(TestTenantView)
#include "tst_tenant_view.moc"
