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
    void newsAreTheirs();
    void changesAreTheirs();
    void whatIsGoneIsTold();
    void dryRunsShowNothingElse();
    void recordsAreTheirs();
    void testsShowTheirWayOnly();
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
    qint64 revision()
    {
        return m_world.admin.call("GET", "/platform/version").json().value(u"revision"_s).toInteger();
    }
    /// What the caller reads of changes after a revision, as "kind id".
    static QStringList changesSince(HttpClient& client, qint64 revision)
    {
        QStringList found;
        const QJsonObject feed =
            client.call("GET", "/platform/changes?since=" + QByteArray::number(revision)).json();
        for (const QJsonValue item : feed.value(u"items"_s).toArray())
            found.append(item[u"kind"_s].toString() + u' ' + item[u"id"_s].toString());
        found.sort();
        return found;
    }
    int describe(const QByteArray& api, const QString& text)
    {
        return m_world.admin.call("PUT", "/platform/api/" + api + "/v1", {{u"api_description"_s, text}})
            .status;
    }
    QString idOf(const QByteArray& api)
    {
        return m_world.admin.call("GET", "/platform/api/" + api + "/v1").json().value(u"api_id"_s).toString();
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
          "/platform/config/export/all", "/platform/audit", "/platform/revisions", "/platform/settings",
          "/platform/monitor/live", "/platform/certificates", "/api/status", "/v1/checklist"})
        QTest::newRow(path) << QByteArray(path);
}

void TestTenantView::theWholeGatewayIsNot()
{
    QFETCH(QByteArray, path);
    const HttpReply reply = m_nora.call("GET", path);
    QVERIFY2(reply.status == 403 && reply.body.contains("without a tenant"), reply.body);
    QCOMPARE(m_world.admin.call("GET", path).status, 200);
}

/// Revisions of theirs and of what all share; nothing of other tenants, and no numbers of the whole traffic.
void TestTenantView::newsAreTheirs()
{
    RawSocket hers = m_world.events(m_nora), all = m_world.events(m_world.admin);
    QVERIFY(readUntil(hers, "event: hello").startsWith("HTTP/1.1 200 "));
    QVERIFY(readUntil(all, "event: tick").contains("event: tick"));
    QCOMPARE(describe("default:one", u"unseen"_s), 200);
    QCOMPARE(describe("default:one", u"default"_s), 200);
    QCOMPARE(describe("north:one", u"seen"_s), 200);
    const auto event = [](qint64 revision) {
        return "event: revision\ndata: {\"changes\":1,\"revision\":" + QByteArray::number(revision) + "}";
    };
    const qint64 last = revision();
    // A comment a second stands for the ticks, so that nobody takes the stream for dead.
    QByteArray seen = readUntil(hers, event(last));
    seen += readUntil(hers, "\n:\n\n");
    QVERIFY2(seen.contains(event(last)) && seen.contains("\n:\n\n"), seen);
    QCOMPARE(seen.count("event: "), 1);
    QVERIFY(readUntil(all, event(last)).contains(event(last - 1)));
    QCOMPARE(m_world.admin.call("POST", "/platform/group", {{u"group_name"_s, u"shared"_s}}).status, 201);
    QVERIFY(readUntil(hers, event(last + 1)).contains(event(last + 1)));
}

void TestTenantView::changesAreTheirs()
{
    const qint64 before = revision();
    QCOMPARE(describe("default:one", u"unseen"_s), 200);
    QCOMPARE(describe("default:one", u"default"_s), 200);
    QCOMPARE(describe("north:one", u"north"_s), 200);
    QCOMPARE(addUser(m_world.admin, u"dirk"_s, {{u"tenant"_s, u"default"_s}}), QString());
    QCOMPARE(addUser(m_world.admin, u"root2"_s), QString()); // of no tenant
    QCOMPARE(m_world.admin.call("DELETE", "/platform/group/shared").status, 200);
    const QStringList theirs = changesSince(m_nora, before);
    QCOMPARE(theirs.size(), 2);
    QCOMPARE(theirs.first(), u"api "_s + idOf("north:one"));
    QVERIFY(theirs.last().startsWith(u"group "_s));
    QCOMPARE(changesSince(m_world.admin, before).size(), 5);
    QCOMPARE(m_nora.call("GET", "/platform/changes?since=" + QByteArray::number(before))
                 .json()
                 .value(u"revision"_s)
                 .toInteger(),
             revision());
}

/// What goes together with its API was the API's tenant's.
void TestTenantView::whatIsGoneIsTold()
{
    const auto make = [this](const QString& tenant) {
        const QByteArray api = (tenant + u":gone"_s).toLatin1();
        QCOMPARE(m_world.admin
                     .call("POST", "/platform/api",
                           {{u"api_name"_s, u"gone"_s},
                            {u"api_version"_s, u"v1"_s},
                            {u"api_tenant"_s, tenant},
                            {u"api_hosts"_s, QJsonArray{tenant + u".example"_s}},
                            {u"api_servers"_s, QJsonArray{m_world.server()}}})
                     .status,
                 201);
        QCOMPARE(m_world.admin
                     .call("POST", "/platform/endpoint",
                           {{u"api_name"_s, QString::fromLatin1(api)},
                            {u"api_version"_s, u"v1"_s},
                            {u"endpoint_method"_s, u"GET"_s},
                            {u"endpoint_uri"_s, u"/x"_s},
                            {u"endpoint_description"_s, u"x"_s}})
                     .status,
                 201);
    };
    make(u"default"_s);
    make(u"north"_s);
    const qint64 before = revision();
    const QString id = idOf("north:gone");
    for (const char* path : {"/platform/api/default:gone/v1", "/platform/api/north:gone/v1"})
        QCOMPARE(m_world.admin.call("DELETE", path).status, 200);
    const QStringList theirs = changesSince(m_nora, before);
    QCOMPARE(theirs.size(), 2);
    QCOMPARE(theirs.first(), u"api "_s + id);
    QVERIFY(theirs.last().startsWith(u"operation "_s));
    QCOMPARE(changesSince(m_world.admin, before).size(), 4);
}

/// A check without a change would show the document as it is.
void TestTenantView::dryRunsShowNothingElse()
{
    const auto validate = [this](const QString& id) {
        return m_nora
            .call("POST", "/platform/validate",
                  {{u"kind"_s, u"api"_s},
                   {u"id"_s, id},
                   {u"document"_s, QJsonObject{{u"api_description"_s, u"other"_s}}}})
            .status;
    };
    QCOMPARE(validate(idOf("north:one")), 200);
    QCOMPARE(validate(idOf("default:one")), 403);
}

void TestTenantView::recordsAreTheirs()
{
    for (const QString& tenant : {u"default"_s, u"north"_s}) {
        QCOMPARE(m_world.admin
                     .call("POST", "/platform/api",
                           {{u"api_name"_s, u"notes"_s},
                            {u"api_version"_s, u"v1"_s},
                            {u"api_tenant"_s, tenant},
                            {u"api_hosts"_s, QJsonArray{tenant + u".example"_s}},
                            {u"api_is_crud"_s, true},
                            {u"api_crud_collection"_s, u"notes"_s}})
                     .status,
                 201);
    }
    const auto put = [](HttpClient& client, const QByteArray& collection, const QString& text) {
        const QJsonArray items{QJsonObject{{u"_id"_s, u"1"_s}, {u"text"_s, text}}};
        return client.call("PUT", "/platform/crud/" + collection, {{u"items"_s, items}}).status;
    };
    QCOMPARE(put(m_world.admin, "notes", u"default"_s), 200);
    QCOMPARE(put(m_nora, "notes", u"north"_s), 200);
    const auto read = [](HttpClient& client, const QByteArray& collection) {
        return client.call("GET", "/platform/crud/" + collection + "/1").json().value(u"text"_s).toString();
    };
    QCOMPARE(read(m_nora, "notes"), u"north"_s);
    QCOMPARE(read(m_nora, "north:notes"), u"north"_s);
    QCOMPARE(read(m_world.admin, "notes"), u"default"_s);
    QCOMPARE(read(m_world.admin, "north:notes"), u"north"_s);
    QCOMPARE(m_nora.call("GET", "/platform/crud/default:notes").status, 404);
    QCOMPARE(m_nora.call("PUT", "/platform/crud/other:notes/1", {{u"text"_s, u"x"_s}}).status, 403);
    QCOMPARE(m_nora.call("PUT", "/platform/crud/notes/1", {{u"text"_s, u"new"_s}}).status, 200);
    QCOMPARE(read(m_world.admin, "notes"), u"default"_s);
    QCOMPARE(listed("/platform/crud", u"collections"_s, u"collection"_s), QStringList{u"north:notes"_s});
    QCOMPARE(m_world.admin.call("GET", "/platform/crud").json().value(u"collections"_s).toArray().size(), 2);
    QCOMPARE(m_nora.call("GET", "/platform/crud/notes").json().value(u"total"_s).toInt(), 1);
    QCOMPARE(m_nora.call("DELETE", "/platform/crud/notes").status, 200);
    QCOMPARE(read(m_world.admin, "notes"), u"default"_s);
}

void TestTenantView::testsShowTheirWayOnly()
{
    const auto test = [this](const QString& tenant) {
        return m_nora
            .call("POST", "/platform/test-request",
                  {{u"method"_s, u"GET"_s},
                   {u"path"_s, u"/api/rest/one/v1/x"_s},
                   {u"host"_s, tenant + u".example"_s}})
            .status;
    };
    QCOMPARE(test(u"north"_s), 200);
    QCOMPARE(test(u"default"_s), 403);
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
