// SPDX-License-Identifier: GPL-3.0-or-later
// Configuration as a whole: dump and restore, export and import, revisions, preview.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestPlatformConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void dumpsNeedAPlace();
    void dumpsAreRestored();
    void dumpsMoveToAnotherGateway();
    void brokenDumpsChangeNothing();
    void exportsAreImported();
    void missingOnesHaveTheirCodes();
    void badImportsChangeNothing();
    void importsMakeNobodyAdministrator();
    void revisionsTellWhatChanged();
    void rollbackRestores();
    void previewChangesNothing();
    void previewNeedsThePermission();

private:
    QString dump();
    qint64 revision()
    {
        return qint64(m_admin.call("GET", "/platform/revisions").json().value(u"revision"_s).toDouble());
    }
    QString description()
    {
        return m_admin.call("GET", "/platform/api/cfg/v1").json().value(u"api_description"_s).toString();
    }
    void describe(const QString& text)
    {
        QCOMPARE(m_admin.call("PUT", "/platform/api/cfg/v1", {{u"api_description"_s, text}}).status, 200);
    }
    GatewayProcess m_gateway;
    HttpClient m_admin;
};

void TestPlatformConfig::initTestCase()
{
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(publish(m_admin, u"cfg"_s, {u"http://127.0.0.1:9"_s}, {u"GET /x"_s}), QString());
}

QString TestPlatformConfig::dump()
{
    const HttpReply reply =
        m_admin.call("POST", "/platform/memory/dump", {{u"path"_s, m_gateway.directory() + u"/dumps/"_s}});
    return reply.json().value(u"response"_s).toObject().value(u"path"_s).toString();
}

/// A path that the caller has chosen is his mistake when nothing can be written there.
void TestPlatformConfig::dumpsNeedAPlace()
{
    for (const QString& path : {u"/proc/none/dump"_s, QString(300, u'x'), QString(5000, u'x')}) {
        const HttpReply reply = m_admin.call("POST", "/platform/memory/dump", {{u"path"_s, path}});
        QVERIFY2(reply.status == 422 && reply.body.contains(R"("field":"path")"), reply.body.constData());
    }
}

void TestPlatformConfig::dumpsAreRestored()
{
    describe(u"before"_s);
    const QString path = dump();
    QFile file(path);
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.startsWith("DMP1"));
    QVERIFY(!bytes.contains("before"));
    describe(u"after"_s);
    QCOMPARE(addUser(m_admin, u"later"_s), QString());
    const HttpReply restored = m_admin.call("POST", "/platform/memory/restore", {{u"path"_s, path}});
    QCOMPARE(restored.status, 200);
    QCOMPARE(restored.json().value(u"response"_s).toObject().value(u"version"_s).toInt(), 1);
    QCOMPARE(description(), u"before"_s);
    QCOMPARE(m_admin.call("GET", "/platform/user/later").status, 404);
}

void TestPlatformConfig::dumpsMoveToAnotherGateway()
{
    QCOMPARE(addUser(m_admin, u"mover"_s), QString());
    describe(u"moved"_s);
    const QString path = dump();
    GatewayProcess other;
    other.set(u"DOORMAN_ADMIN_PASSWORD"_s, u"Another-Admin-Password-9"_s);
    QVERIFY(other.start());
    HttpClient admin(other.adminPort());
    QVERIFY(admin.login(u"admin"_s, u"Another-Admin-Password-9"_s));
    QCOMPARE(admin.call("POST", "/platform/memory/restore", {{u"path"_s, path}}).status, 200);
    QCOMPARE(admin.call("GET", "/platform/api/cfg/v1").json().value(u"api_description"_s).toString(),
             u"moved"_s);
    // Passwords of users move along; the administrator's is that of the environment.
    HttpClient user(other.adminPort());
    QVERIFY(user.login(u"mover"_s, userPassword()));
    QVERIFY(!user.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(user.login(u"admin"_s, u"Another-Admin-Password-9"_s));
}

void TestPlatformConfig::brokenDumpsChangeNothing()
{
    const QString path = dump();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(file.size() / 2);
    char byte = 0;
    QVERIFY(file.getChar(&byte));
    file.seek(file.size() / 2);
    file.putChar(char(byte ^ 1));
    file.close();
    const qint64 before = revision();
    const HttpReply reply = m_admin.call("POST", "/platform/memory/restore", {{u"path"_s, path}});
    QVERIFY2(reply.line().startsWith(u"500 GTW999 "_s), qPrintable(reply.line()));
    QVERIFY(reply.body.contains(path.toUtf8()));
    QCOMPARE(m_admin.call("POST", "/platform/memory/restore", object(R"({"path":"/nothing.bin"})")).line(),
             u"404 MEM003 Dump file not found"_s);
    QCOMPARE(revision(), before);
}

void TestPlatformConfig::exportsAreImported()
{
    const QJsonObject all = m_admin.call("GET", "/platform/config/export/all").json();
    for (const QString& kind : {u"apis"_s, u"endpoints"_s, u"roles"_s, u"groups"_s, u"routings"_s})
        QVERIFY2(all.value(kind).isArray(), qPrintable(kind));
    GatewayProcess other;
    QVERIFY(other.start());
    HttpClient admin(other.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const HttpReply imported = admin.call("POST", "/platform/config/import", all);
    QCOMPARE(imported.status, 200);
    QCOMPARE(imported.json().value(u"imported"_s).toObject().value(u"apis"_s).toInt(),
             int(all.value(u"apis"_s).toArray().size()));
    const QJsonObject again = admin.call("GET", "/platform/config/export/all").json();
    for (const QString& kind : {u"apis"_s, u"endpoints"_s})
        QCOMPARE(again.value(kind), all.value(kind));
    // Twice is the same as once.
    QCOMPARE(admin.call("POST", "/platform/config/import", all).status, 200);
    QCOMPARE(admin.call("GET", "/platform/config/export/all").json().value(u"endpoints"_s),
             all.value(u"endpoints"_s));
}

void TestPlatformConfig::missingOnesHaveTheirCodes()
{
    const auto line = [&](const QByteArray& target) {
        return m_admin.call("GET", "/platform/config/export/" + target).line();
    };
    QCOMPARE(line("apis?api_name=no&api_version=v1"), u"404 CFG404 API not found"_s);
    QCOMPARE(line("roles?role_name=no"), u"404 CFG405 Role not found"_s);
    QCOMPARE(line("groups?group_name=no"), u"404 CFG406 Group not found"_s);
    QCOMPARE(line("routings?client_key=no"), u"404 CFG407 Routing not found"_s);
    const QJsonObject one =
        m_admin.call("GET", "/platform/config/export/apis?api_name=cfg&api_version=v1").json();
    QCOMPARE(one.value(u"api"_s).toObject().value(u"api_name"_s).toString(), u"cfg"_s);
    QCOMPARE(one.value(u"endpoints"_s).toArray().size(), 1);
}

void TestPlatformConfig::badImportsChangeNothing()
{
    const qint64 before = revision();
    const HttpReply reply = m_admin.call(
        "POST", "/platform/config/import",
        object(
            R"({"groups":[{"group_name":"fine"}],"apis":[{"api_name":"bad","api_version":"v1","api_servers":"no list"}]})"));
    QVERIFY2(reply.status == 422 || reply.status == 400, qPrintable(reply.line()));
    QVERIFY(reply.body.contains("api_servers"));
    QCOMPARE(revision(), before);
    QCOMPARE(m_admin.call("GET", "/platform/group/fine").status, 404);
}

/// Who may import, but is no administrator, must not become one by it.
void TestPlatformConfig::importsMakeNobodyAdministrator()
{
    QCOMPARE(m_admin.call("POST", "/platform/role", object(R"({"role_name":"mover","manage_gateway":true})"))
                 .status,
             201);
    QCOMPARE(addUser(m_admin, u"importer"_s, {{u"role"_s, u"mover"_s}}), QString());
    HttpClient importer(m_gateway.adminPort());
    QVERIFY(importer.login(u"importer"_s, userPassword()));
    const auto line = [&](const char* role) {
        const QByteArray bundle = QByteArray(R"({"roles":[)") + role + "]}";
        return importer.call("POST", "/platform/config/import", object(bundle.constData())).line();
    };
    const QString refused = u"403 ROLE014 Only admin may modify the admin role"_s;
    QCOMPARE(line(R"({"role_name":"mover","platform_admin":true})"), refused);
    QCOMPARE(line(R"({"role_name":"Platform Admin","manage_users":true})"), refused);
    QCOMPARE(line(R"({"role_name":"admin","manage_users":false})"), refused);
    // What was exported goes back as it came.
    const QJsonObject all = importer.call("GET", "/platform/config/export/all").json();
    QCOMPARE(importer.call("POST", "/platform/config/import", all).status, 200);
    QCOMPARE(line(R"({"role_name":"other","manage_users":false})").left(3), u"200"_s);
}

void TestPlatformConfig::revisionsTellWhatChanged()
{
    describe(u"one"_s);
    const qint64 first = revision();
    describe(u"two"_s);
    QCOMPARE(revision(), first + 1);
    const QJsonObject newest = m_admin.call("GET", "/platform/revisions?limit=1")
                                   .json()
                                   .value(u"revisions"_s)
                                   .toArray()
                                   .first()
                                   .toObject();
    QCOMPARE(newest.value(u"revision"_s).toInteger(), first + 1);
    QVERIFY(QJsonDocument(newest).toJson().contains("admin"));
    const QByteArray number = QByteArray::number(first);
    for (const QByteArray& target : {"/platform/revisions/" + QByteArray::number(first + 1),
                                     "/platform/revisions/" + number + "/diff"}) {
        const HttpReply reply = m_admin.call("GET", target);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().value(u"changes"_s).toArray().size(), 1);
        QVERIFY(reply.body.contains("\"one\"") && reply.body.contains("\"two\""));
    }
    QCOMPARE(m_admin.call("GET", "/platform/revisions/999999").status, 404);
    QCOMPARE(m_admin.call("GET", "/platform/revisions/first").status, 422);
}

void TestPlatformConfig::rollbackRestores()
{
    describe(u"good"_s);
    const qint64 good = revision();
    describe(u"bad"_s);
    QCOMPARE(publish(m_admin, u"extra"_s, {}, {}), QString());
    const HttpReply reply =
        m_admin.call("POST", "/platform/revisions/" + QByteArray::number(good) + "/rollback");
    QCOMPARE(reply.status, 200);
    QCOMPARE(revision(), good + 3); // a rollback is a revision, too
    QCOMPARE(description(), u"good"_s);
    QCOMPARE(m_admin.call("GET", "/platform/api/extra/v1").status, 400);
}

void TestPlatformConfig::previewChangesNothing()
{
    const qint64 before = revision();
    const HttpReply fine = m_admin.call(
        "POST", "/platform/validate",
        object(
            R"({"kind":"api","document":{"api_name":"seen","api_version":"v1","api_servers":["http://127.0.0.1:9"]}})"));
    QCOMPARE(fine.status, 200);
    QVERIFY(fine.json().value(u"valid"_s).toBool());
    QCOMPARE(fine.json().value(u"changes"_s).toArray().size(), 1);
    const HttpReply bad =
        m_admin.call("POST", "/platform/validate",
                     object(R"({"kind":"api","document":{"api_version":"v1","api_servers":["ftp://x"]}})"));
    QVERIFY(bad.body.contains("api_name") && bad.body.contains("api_servers"));
    QVERIFY(!bad.json().value(u"valid"_s).toBool());
    QCOMPARE(revision(), before);
}

/// It shows documents as they are, to those who might change them.
void TestPlatformConfig::previewNeedsThePermission()
{
    const auto madeUser = [this](const QString& name) {
        const QByteArray before = QByteArray::number(revision());
        if (!addUser(m_admin, name, {{u"role"_s, u"viewer"_s}}).isEmpty())
            return QString();
        const QJsonObject feed = m_admin.call("GET", "/platform/changes?since=" + before).json();
        return feed.value(u"items"_s)[0][u"id"_s].toString();
    };
    const QString own = madeUser(u"looker"_s), other = madeUser(u"other"_s);
    HttpClient looker(m_gateway.adminPort());
    QVERIFY(looker.login(u"looker"_s, userPassword()));
    const auto preview = [&looker](const QString& kind, const QString& id, const QJsonObject& document) {
        return looker
            .call("POST", "/platform/validate", {{u"kind"_s, kind}, {u"id"_s, id}, {u"document"_s, document}})
            .status;
    };
    const QJsonObject mail{{u"email"_s, u"another@example.org"_s}};
    QVERIFY(!own.isEmpty() && !other.isEmpty());
    QCOMPARE(preview(u"user"_s, other, mail), 403);
    QCOMPARE(preview(u"user"_s, own, mail), 200);
    QCOMPARE(preview(u"api"_s, {}, {{u"api_name"_s, u"seen"_s}, {u"api_version"_s, u"v1"_s}}), 403);
}

QTEST_GUILESS_MAIN(TestPlatformConfig)
#include "tst_platform_config.moc"
