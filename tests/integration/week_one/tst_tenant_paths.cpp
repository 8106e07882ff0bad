// SPDX-License-Identifier: GPL-3.0-or-later
// Two tenants with an API of the same name and version: they clash where host and path do, nowhere else, and
// each keeps its own keys, endpoints and place on both admin surfaces and over import, rollback and restore.
#include "tests/integration/week_one/world.h"

#include <QSet>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject contractFor(const QString& tenant, const QString& server, const QStringList& hosts)
{
    return {{u"apiName"_s, u"one"_s},
            {u"tenant"_s, tenant},
            {u"hosts"_s, QJsonArray::fromStringList(hosts)},
            {u"endpoint"_s, QJsonObject{{u"url"_s, server}, {u"upstream_path"_s, u"/of-"_s + tenant}}}};
}

} // namespace

class TestTenantPaths : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hostsKeepTenantsApart();
    void metricsTellThemApart();
    void keysBelongToTheirTenant();
    void oneHostIsOfOneTenant();
    void changesOfHostsClashToo();
    void thePlatformNamesTheTenant();
    void endpointsBelongToTheirApi();
    void sharedPathsAreOfOneTenant();
    void exportsKeepBoth();
    void rollbacksBringBackTheRightOne();
    void dumpsKeepBoth();
    void nobodyReachesIntoAnotherTenant_data();
    void nobodyReachesIntoAnotherTenant();

private:
    /// Status, and where the call arrived: "200 /of-north/x".
    QByteArray call(const char* host, const World::Key& key, const char* target = "/one/v1/x")
    {
        RawSocket socket = RawSocket::connectTo(
            {*gatehouse::net::IpAddress::parse("127.0.0.1"), m_world.gateway.publicPort()});
        socket.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: " + host + "\r\n" +
                    key.line().toStdString() + "\r\n");
        const Message answer = socket.readAnswer();
        QByteArray line = QByteArray::number(answer.status);
        if (answer.status == 200)
            line += ' ' + QByteArray::fromStdString(m_world.last().firstLine).split(' ').value(1);
        return line;
    }
    QByteArray ours() { return call("a.example", m_ourKey); }
    QByteArray theirs() { return call("b.example", m_theirKey); }
    HttpReply make(const QString& tenant, const QStringList& hosts)
    {
        return m_world.admin.call("POST", "/v1/contracts", contractFor(tenant, m_world.server(), hosts));
    }

    World m_world;
    QString m_ours, m_theirs;
    World::Key m_ourKey, m_theirKey;
};

void TestTenantPaths::initTestCase()
{
    QVERIFY(m_world.start());
    QCOMPARE(
        m_world.admin.call("POST", "/v1/tenants", {{u"slug"_s, u"north"_s}, {u"display_name"_s, u"North"_s}})
            .status,
        201);
}

void TestTenantPaths::hostsKeepTenantsApart()
{
    const HttpReply first = make(u"default"_s, {u"a.example"_s});
    QCOMPARE(first.status, 201);
    m_ours = first.json().value(u"id"_s).toString();
    QCOMPARE(first.json().value(u"hosts"_s).toArray(), QJsonArray{u"a.example"_s});
    const HttpReply second = make(u"north"_s, {u"b.example"_s});
    QVERIFY2(second.status == 201, second.body);
    m_theirs = second.json().value(u"id"_s).toString();

    m_ourKey = m_world.subscribe(m_world.consumer(u"acme"_s), m_ours);
    const QString consumer =
        m_world
            .make("/v1/consumers/north",
                  {{u"external_id"_s, u"acme"_s}, {u"name"_s, u"Acme"_s}, {u"email"_s, u"a@north.example"_s}})
            .value(u"id"_s)
            .toString();
    m_theirKey = m_world.subscribe(consumer, m_theirs, {{u"tenant_id"_s, u"north"_s}});
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(theirs(), "200 /of-north/x");
    QCOMPARE(call("c.example", m_ourKey), "404");
    QCOMPARE(call("b.example", m_theirKey, "/apis/north/one/x"), "200 /of-north/x");
}

/// Prometheus takes no series twice.
void TestTenantPaths::metricsTellThemApart()
{
    const QByteArray text = m_world.admin.get("/metrics").body;
    QVERIFY(text.contains("stoa_circuit_breaker_state{upstream=\"one/v1\"} 0\n"));
    QVERIFY(text.contains("stoa_circuit_breaker_state{upstream=\"north:one/v1\"} 0\n"));
    QSet<QByteArray> series;
    for (const QByteArray& line : text.split('\n')) {
        const QByteArray name = line.left(line.lastIndexOf(' '));
        QVERIFY2(line.isEmpty() || line.startsWith('#') || !series.contains(name), name.constData());
        series.insert(name);
    }
}

/// Equal names must never make one of two APIs.
void TestTenantPaths::keysBelongToTheirTenant()
{
    QCOMPARE(call("b.example", m_ourKey), "403");
    QCOMPARE(call("a.example", m_theirKey), "403");
}

void TestTenantPaths::oneHostIsOfOneTenant()
{
    QCOMPARE(m_world.make("/v1/tenants", {{u"slug"_s, u"south"_s}, {u"display_name"_s, u"South"_s}})
                 .value(u"slug"_s)
                 .toString(),
             u"south"_s);
    const HttpReply taken = make(u"south"_s, {u"c.example"_s, u"A.example"_s});
    QCOMPARE(taken.status, 409);
    QVERIFY2(taken.body.contains("path_taken") && taken.body.contains("tenant default") &&
                 taken.body.contains("a.example/one/v1"),
             taken.body);
    const HttpReply again = make(u"default"_s, {u"c.example"_s});
    QCOMPARE(again.status, 409);
    QVERIFY2(again.body.contains("unique") && again.body.contains("one/v1 exists already"), again.body);
    // Every host is not the same as one host: the named one goes before.
    const HttpReply everywhere = make(u"south"_s, {});
    QCOMPARE(everywhere.status, 201);
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(call("c.example", m_ourKey), "403");
    QCOMPARE(m_world.admin
                 .call("DELETE", "/v1/contracts/" + everywhere.json().value(u"id"_s).toString().toLatin1())
                 .status,
             204);
}

void TestTenantPaths::changesOfHostsClashToo()
{
    const HttpReply byContract =
        m_world.admin.call("PATCH", "/v1/contracts/" + m_theirs.toLatin1(),
                           {{u"hosts"_s, QJsonArray{u"b.example"_s, u"a.example"_s}}});
    QCOMPARE(byContract.status, 409);
    QVERIFY2(byContract.body.contains("path_taken"), byContract.body);
    const HttpReply byPlatform = m_world.admin.call(
        "PUT", "/platform/api/north:one/v1", {{u"api_hosts"_s, QJsonArray{u"b.example"_s, u"a.example"_s}}});
    QCOMPARE(byPlatform.status, 422);
    QVERIFY2(
        byPlatform.body.contains("a.example/one/v1 is already published by API one/v1 of tenant default"),
        byPlatform.body);
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(theirs(), "200 /of-north/x");
    QCOMPARE(m_world.patch("/v1/contracts/" + m_theirs.toLatin1(),
                           {{u"hosts"_s, QJsonArray{u"b.example"_s, u"d.example"_s}}}),
             200);
    QCOMPARE(call("d.example", m_theirKey), "200 /of-north/x");
}

void TestTenantPaths::thePlatformNamesTheTenant()
{
    const auto idAt = [this](const QByteArray& path) {
        return m_world.admin.call("GET", path).json().value(u"api_id"_s).toString();
    };
    QCOMPARE(idAt("/platform/api/one/v1"), m_ours);
    QCOMPARE(idAt("/platform/api/default:one/v1"), m_ours);
    QCOMPARE(idAt("/platform/api/north:one/v1"), m_theirs);
    QCOMPARE(idAt("/platform/api/north%3Aone/v1"), m_theirs);
    QCOMPARE(m_world.admin.call("GET", "/platform/api/south:one/v1").status, 400);
    QCOMPARE(
        m_world.admin.call("PUT", "/platform/api/north:one/v1", {{u"api_upstream_path"_s, u"/changed"_s}})
            .status,
        200);
    QCOMPARE(theirs(), "200 /changed/x");
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(
        m_world.admin.call("PUT", "/platform/api/north:one/v1", {{u"api_upstream_path"_s, u"/of-north"_s}})
            .status,
        200);
}

void TestTenantPaths::endpointsBelongToTheirApi()
{
    const auto add = [this](const QString& name) {
        return m_world.admin.call("POST", "/platform/endpoint",
                                  {{u"api_name"_s, name},
                                   {u"api_version"_s, u"v1"_s},
                                   {u"endpoint_method"_s, u"GET"_s},
                                   {u"endpoint_uri"_s, u"/x"_s},
                                   {u"endpoint_description"_s, u"X"_s}});
    };
    const auto count = [this](const QByteArray& id) {
        return QJsonDocument::fromJson(m_world.admin.call("GET", "/v1/contracts/" + id + "/operations").body)
            .array()
            .size();
    };
    const HttpReply added = add(u"north:one"_s);
    QVERIFY2(added.status == 201, added.body);
    QCOMPARE(count(m_theirs.toLatin1()), 1);
    QCOMPARE(count(m_ours.toLatin1()), 0);
    QCOMPARE(add(u"one"_s).status, 201);
    QCOMPARE(count(m_ours.toLatin1()), 1);
    QCOMPARE(m_world.admin.call("DELETE", "/platform/endpoint/GET/north:one/v1/x").status, 200);
    QCOMPARE(count(m_theirs.toLatin1()), 0);
    QCOMPARE(count(m_ours.toLatin1()), 1);
}

/// Versions of one API share the path without a version; another tenant's API is no version of it.
void TestTenantPaths::sharedPathsAreOfOneTenant()
{
    const auto publish = [this](const QString& tenant, const QString& version, const QJsonArray& hosts = {}) {
        return m_world.admin.call("POST", "/platform/api",
                                  {{u"api_name"_s, u"graph"_s},
                                   {u"api_version"_s, version},
                                   {u"api_type"_s, u"GRAPHQL"_s},
                                   {u"api_tenant"_s, tenant},
                                   {u"api_hosts"_s, hosts},
                                   {u"api_servers"_s, QJsonArray{m_world.server()}}});
    };
    QCOMPARE(publish(u"default"_s, u"v1"_s).status, 201);
    QCOMPARE(publish(u"default"_s, u"v2"_s).status, 201);
    const HttpReply taken = publish(u"north"_s, u"v3"_s);
    QCOMPARE(taken.status, 422);
    QVERIFY2(taken.body.contains("/api/graphql/graph is already published by API graph/v"), taken.body);
    QCOMPARE(publish(u"north"_s, u"v3"_s, {u"graph.example"_s}).status, 201);
    for (const char* path :
         {"/platform/api/graph/v1", "/platform/api/graph/v2", "/platform/api/north:graph/v3"})
        QCOMPARE(m_world.admin.call("DELETE", path).status, 200);
}

void TestTenantPaths::exportsKeepBoth()
{
    const QJsonObject all = m_world.admin.call("GET", "/platform/config/export/all").json();
    QStringList tenants;
    for (const QJsonValue api : all.value(u"apis"_s).toArray()) {
        if (api[u"api_name"_s].toString() == u"one")
            tenants.append(api[u"api_tenant"_s].toString());
    }
    tenants.sort();
    QCOMPARE(tenants, (QStringList{u"default"_s, u"north"_s}));
    const HttpReply same = m_world.admin.call("POST", "/platform/config/import", all);
    QVERIFY2(same.status == 200, same.body);
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(theirs(), "200 /of-north/x");

    QCOMPARE(m_world.admin.call("DELETE", "/platform/api/north:one/v1").status, 200);
    QCOMPARE(ours(), "200 /of-default/x"); // with its keys, and alone
    QCOMPARE(theirs(), "404");
    QCOMPARE(m_world.admin.call("POST", "/platform/config/import", all).status, 200);
    QCOMPARE(call("b.example", m_ourKey), "403");
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(
        m_world.admin.call("GET", "/platform/api/north:one/v1").json().value(u"api_hosts"_s)[0].toString(),
        u"b.example"_s);

    // A bundle in which two tenants publish the same is refused as a whole, each fault by its place.
    QJsonObject clash = all;
    QJsonArray apis = all.value(u"apis"_s).toArray();
    for (qsizetype i = 0; i < apis.size(); ++i) {
        QJsonObject api = apis.at(i).toObject();
        api.insert(u"api_hosts"_s, QJsonArray());
        apis.replace(i, api);
    }
    clash.insert(u"apis"_s, apis);
    const HttpReply refused = m_world.admin.call("POST", "/platform/config/import", clash);
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body.contains("/one/v1 is already published"), refused.body);
    QCOMPARE(ours(), "200 /of-default/x");
}

/// The import above made the contract of the north anew, without the keys of the old one.
void TestTenantPaths::rollbacksBringBackTheRightOne()
{
    const auto newest = [this] {
        return m_world.admin.call("GET", "/platform/changes?since=0").json().value(u"revision"_s).toInt();
    };
    m_theirs = m_world.admin.call("GET", "/platform/api/north:one/v1").json().value(u"api_id"_s).toString();
    const QString consumer =
        m_world.admin.call("GET", "/v1/consumers/north").json().value(u"items"_s)[0][u"id"_s].toString();
    m_theirKey = m_world.subscribe(consumer, m_theirs, {{u"tenant_id"_s, u"north"_s}});
    QCOMPARE(theirs(), "200 /of-north/x");
    const int good = newest();
    QVERIFY(good > 0);
    QCOMPARE(m_world.admin.call("DELETE", "/v1/contracts/" + m_theirs.toLatin1()).status, 204);
    QCOMPARE(theirs(), "404");
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(
        m_world.admin.call("POST", "/platform/revisions/" + QByteArray::number(good) + "/rollback").status,
        200);
    QCOMPARE(theirs(), "200 /of-north/x");
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(call("b.example", m_ourKey), "403");
}

void TestTenantPaths::dumpsKeepBoth()
{
    const HttpReply dumped = m_world.admin.call("POST", "/platform/memory/dump");
    const QString path = dumped.json().value(u"response"_s)[u"path"_s].toString();
    QVERIFY2(!path.isEmpty(), dumped.body);
    QCOMPARE(m_world.admin.call("DELETE", "/v1/contracts/" + m_ours.toLatin1()).status, 204);
    QCOMPARE(m_world.admin.call("DELETE", "/v1/contracts/" + m_theirs.toLatin1()).status, 204);
    const HttpReply restored = m_world.admin.call("POST", "/platform/memory/restore", {{u"path"_s, path}});
    QVERIFY2(restored.status == 200, restored.body);
    QCOMPARE(theirs(), "200 /of-north/x");
    QCOMPARE(ours(), "200 /of-default/x");
    QCOMPARE(call("b.example", m_ourKey), "403");

    QCOMPARE(m_world.gateway.stop(), 0);
    QVERIFY(m_world.gateway.start() && m_world.connect());
    QCOMPARE(theirs(), "200 /of-north/x");
    QCOMPARE(ours(), "200 /of-default/x");
}

void TestTenantPaths::nobodyReachesIntoAnotherTenant_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char* method, const char* path, const char* body, int status) {
        QTest::addRow("%s %s", method, path)
            << QByteArray(method) << QByteArray(path) << QByteArray(body) << status;
    };
    row("PUT", "/platform/api/default:one/v1", R"({"api_description":"taken"})", 403);
    row("PUT", "/platform/api/north:one/v1", R"({"api_description":"ours"})", 200);
    row("DELETE", "/platform/api/default:one/v1", "", 403);
    row("POST", "/platform/endpoint",
        R"({"api_name":"default:one","api_version":"v1","endpoint_method":"GET","endpoint_uri":"/z","endpoint_description":"Z"})",
        403);
    row("POST", "/platform/api", R"({"api_name":"mine","api_version":"v1","api_tenant":"default"})", 403);
    row("POST", "/platform/api", R"({"api_name":"mine","api_version":"v1","api_tenant":"north"})", 201);
    row("POST", "/platform/group", R"({"group_name":"everywhere"})", 403);
    row("PATCH", "/v1/contracts/OURS", R"({"active":false})", 403);
    row("POST", "/v1/consumers/default", R"({"external_id":"x","name":"X","email":"x@a.example"})", 403);
    row("POST", "/v1/consumers/north", R"({"external_id":"x","name":"X","email":"x@a.example"})", 201);
}

/// Somebody who administers one tenant, by whatever call.
void TestTenantPaths::nobodyReachesIntoAnotherTenant()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    HttpClient nora(m_world.gateway.adminPort());
    if (!nora.login(u"nora"_s, userPassword())) {
        QCOMPARE(addUser(m_world.admin, u"nora"_s, {{u"role"_s, u"operator"_s}, {u"tenant"_s, u"north"_s}}),
                 QString());
        QVERIFY(nora.login(u"nora"_s, userPassword()));
    }
    path.replace("OURS", m_ours.toLatin1());
    const HttpReply reply = nora.call(method, path, object(body.isEmpty() ? "{}" : body.constData()));
    QVERIFY2(reply.status == status, reply.body);
    QCOMPARE(ours(), "200 /of-default/x");
}

QTEST_GUILESS_MAIN(TestTenantPaths)
#include "tst_tenant_paths.moc"
