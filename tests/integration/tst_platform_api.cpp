// SPDX-License-Identifier: GPL-3.0-or-later
// What every call of the admin API has in common, over the whole table: who is refused how, what is not
// built, shapes, CORS.
#include "common/api/calls.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_origin.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// An address of the call with parameters that name nothing.
QByteArray nowhere(const CallInfo& call)
{
    static const QRegularExpression parameter(u"\\{[^}]*\\}"_s);
    return QString::fromLatin1(call.path).replace(parameter, u"nothing-of-that-name"_s).toLatin1();
}

/// An address of the call that leads to the documents named "odd".
QByteArray odd(const CallInfo& call)
{
    QString path = QString::fromLatin1(call.path);
    path.replace(u"{api_version}"_s, u"v1"_s)
        .replace(u"{method}"_s, u"GET"_s)
        .replace(u"{uri:path}"_s, u"x"_s);
    static const QRegularExpression parameter(u"\\{[^}]*\\}"_s);
    return path.replace(parameter, u"odd"_s).toLatin1();
}

/// Ends the session or the process, and with it the test.
bool isEnding(const CallInfo& call)
{
    return call.id == CallId::AuthInvalidate || call.id == CallId::SecurityRestart;
}

bool isOpen(const CallInfo& call)
{
    return call.auth == AuthClass::Open || call.auth == AuthClass::Optional || call.auth == AuthClass::Scrape;
}

} // namespace

class TestPlatformApi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anonymousCallersAreRefused_data() { calls(); }
    void anonymousCallersAreRefused();
    void callersWithoutPermissionAreRefused_data() { calls(); }
    void callersWithoutPermissionAreRefused();
    void nothingFails_data() { calls(); }
    void nothingFails();
    void unknownPathsAndMethods();
    void aSlashAtTheEndMakesNoDifference();
    void everyAnswerHasItsHeaders();
    void answersAreCompressed_data();
    void answersAreCompressed();
    void requestIdIsTakenOver();
    void originsAreEchoed();
    void originsOfAList_data();
    void originsOfAList();
    void badBodiesAreNamed_data();
    void badBodiesAreNamed();
    void oddValuesAreTheCallersMistakes_data();
    void oddValuesAreTheCallersMistakes();
    void brokenBodiesAreTheCallersMistakes_data() { bodies(); }
    void brokenBodiesAreTheCallersMistakes();
    void everyMissingFieldIsNamed_data();
    void everyMissingFieldIsNamed();
    void everyChangeIsAudited_data() { calls(); }
    void everyChangeIsAudited();
    void theAuditTellsBeforeAndAfter_data();
    void theAuditTellsBeforeAndAfter();
    void bodiesHaveALimit();
    void strictEnvelope();
    void theDescriptionFollowsTheTable();

private:
    static void calls();
    static void bodies();
    QJsonValue audited(const QByteArray& method, const QByteArray& target, const QByteArray& body);
    GatewayProcess m_gateway;
    HttpClient m_admin, m_nobody, m_viewer;
};

void TestPlatformApi::initTestCase()
{
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    m_nobody = HttpClient(m_gateway.adminPort());
    m_viewer = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(addUser(m_admin, u"viewer"_s), QString());
    QVERIFY(m_viewer.login(u"viewer"_s, userPassword()));
}

void TestPlatformApi::calls()
{
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        if (call.surface == gatehouse::Surface::Platform && call.method != Method::Options)
            QTest::newRow(call.name) << int(call.id);
    }
}

void TestPlatformApi::anonymousCallersAreRefused()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const HttpReply reply = m_nobody.send(toText(call.method), nowhere(call));
    if (!isOpen(call))
        QVERIFY2(reply.line().startsWith(u"401 "_s), qPrintable(reply.line()));
    else
        QVERIFY2(reply.status != 401 && reply.status < 500, qPrintable(reply.line()));
}

void TestPlatformApi::callersWithoutPermissionAreRefused()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const bool needs = call.access.rule == Access::Rule::Has || call.access.rule == Access::Rule::Admin;
    if (!needs)
        return;
    const HttpReply reply = m_viewer.call(toText(call.method), nowhere(call));
    QVERIFY2(reply.line().startsWith(u"403 "_s), qPrintable(reply.line()));
    QVERIFY(reply.json().contains(u"error_code"_s));
}

/// Names of nothing and empty bodies are the caller's mistakes.
void TestPlatformApi::nothingFails()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    if (isEnding(call) || call.reply == ReplyKind::Stream)
        return;
    const HttpReply reply = m_admin.call(toText(call.method), nowhere(call));
    QVERIFY2(reply.status >= 200 && reply.status < 500, qPrintable(reply.line()));
}

void TestPlatformApi::unknownPathsAndMethods()
{
    QCOMPARE(m_admin.call("GET", "/platform/nothing").body, QByteArray(R"({"detail":"Not Found"})"));
    QCOMPARE(m_admin.call("GET", "/nothing").body, QByteArray(R"({"detail":"Not Found"})"));
    QVERIFY(m_admin.call("GET", "/").json().value(u"detail"_s).toString().contains(u"/platform/docs"_s));
    QCOMPARE(m_admin.call("GET", "/platform/nothing").status, 404);
    const HttpReply reply = m_admin.call("DELETE", "/platform/authorization");
    QCOMPARE(reply.status, 405);
    QCOMPARE(reply.body, QByteArray(R"({"detail":"Method Not Allowed"})"));
    QCOMPARE(reply.header("allow"), QByteArray("POST"));
    // There is no list of groups on the bare prefix.
    QCOMPARE(m_admin.call("GET", "/platform/group").line(), u"405 Method Not Allowed"_s);
}

void TestPlatformApi::aSlashAtTheEndMakesNoDifference()
{
    QCOMPARE(m_admin.call("GET", "/platform/role/all/").status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/user/").body, m_admin.call("GET", "/platform/user").body);
}

void TestPlatformApi::everyAnswerHasItsHeaders()
{
    for (const QByteArray& path : {QByteArray("/platform/user/me"), QByteArray("/platform/nothing")}) {
        const HttpReply reply = m_admin.call("GET", path);
        QCOMPARE(reply.header("x-content-type-options"), QByteArray("nosniff"));
        QCOMPARE(reply.header("x-frame-options"), QByteArray("DENY"));
        QCOMPARE(reply.header("referrer-policy"), QByteArray("no-referrer"));
        QVERIFY(reply.header("content-security-policy").startsWith("default-src 'none'"));
        QVERIFY(!reply.wire.has("strict-transport-security"));
        QCOMPARE(reply.all("vary"), QByteArrayList{"Origin"});
        QCOMPARE(reply.header("x-body-length").toInt(), int(reply.body.size()));
        QVERIFY(!reply.header("x-request-id").isEmpty());
        QCOMPARE(reply.header("request_id"), reply.header("x-request-id"));
    }
}

void TestPlatformApi::answersAreCompressed_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("accepts");
    QTest::addColumn<bool>("packed");
    const QByteArray large = "/platform/role/all", small = "/platform/authorization/status";
    QTest::newRow("large") << large << QByteArray("deflate, gzip;q=0.5, br") << true;
    QTest::newRow("any coding") << large << QByteArray("*") << true;
    QTest::newRow("small") << small << QByteArray("gzip") << false;
    QTest::newRow("refused") << large << QByteArray("gzip;q=0, *") << false;
    QTest::newRow("another") << large << QByteArray("br") << false;
    QTest::newRow("nothing said") << large << QByteArray() << false;
}

/// With gzip, when the client takes it and there is something to win; the length of the text is told as ever.
void TestPlatformApi::answersAreCompressed()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, accepts);
    QFETCH(const bool, packed);
    const QByteArray plain = m_admin.call("GET", target).body;
    const QByteArray wish = accepts.isEmpty() ? accepts : "Accept-Encoding: " + accepts + "\r\n";
    const HttpReply reply = m_admin.get(target, m_admin.bearer() + wish);
    QCOMPARE(reply.header("content-encoding"), packed ? QByteArray("gzip") : QByteArray());
    QCOMPARE(packed ? gunzipped(reply.body) : reply.body, plain);
    QVERIFY(!packed || reply.body.size() < plain.size());
    QCOMPARE(reply.header("x-body-length").toInt(), int(plain.size()));
    QCOMPARE(reply.all("vary"), QByteArrayList{"Origin"});
}

void TestPlatformApi::requestIdIsTakenOver()
{
    QCOMPARE(m_admin.get("/api/health", "X-Request-ID: given-1\r\n").header("x-request-id"),
             QByteArray("given-1"));
    QCOMPARE(m_admin.get("/api/health", "Request-ID: given-2\r\n").header("x-request-id"),
             QByteArray("given-2"));
}

void TestPlatformApi::originsAreEchoed()
{
    const QByteArray origin = "Origin: https://console.example\r\n";
    const HttpReply preflight = m_nobody.send("OPTIONS", "/platform/user", {}, origin);
    QCOMPARE(preflight.status, 204);
    QVERIFY(preflight.body.isEmpty());
    QCOMPARE(preflight.header("access-control-allow-origin"), QByteArray("https://console.example"));
    QCOMPARE(preflight.header("access-control-allow-credentials"), QByteArray("true"));
    QVERIFY(preflight.header("access-control-allow-methods").contains("DELETE"));
    QVERIFY(preflight.header("access-control-allow-headers").contains("X-CSRF-Token"));
    QCOMPARE(preflight.header("vary"), QByteArray("Origin"));
    const HttpReply actual = m_nobody.get("/platform/monitor/liveness", origin);
    QCOMPARE(actual.header("access-control-allow-origin"), QByteArray("https://console.example"));
    QVERIFY(!m_nobody.get("/platform/monitor/liveness").wire.has("access-control-allow-origin"));
}

void TestPlatformApi::originsOfAList_data()
{
    QTest::addColumn<QString>("allowed");
    QTest::addColumn<QString>("strict");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("echoed");
    const QByteArray console = "https://console.example", other = "https://other.example";
    QTest::newRow("listed") << u"https://console.example, https://b.example"_s << u"false"_s << console
                            << true;
    QTest::newRow("not listed") << u"https://console.example"_s << u"false"_s << other << false;
    QTest::newRow("any, strictly, local")
        << u"*"_s << u"true"_s << QByteArray("http://localhost:3000") << true;
    QTest::newRow("any, strictly, far") << u"*"_s << u"true"_s << other << false;
    QTest::newRow("any, strictly, looks local")
        << u"*"_s << u"true"_s << QByteArray("http://localhost.evil.example") << false;
}

void TestPlatformApi::originsOfAList()
{
    QFETCH(const QString, allowed);
    QFETCH(const QString, strict);
    QFETCH(const QByteArray, origin);
    QFETCH(const bool, echoed);
    GatewayProcess gateway;
    gateway.set(u"ALLOWED_ORIGINS"_s, allowed);
    gateway.set(u"CORS_STRICT"_s, strict);
    QVERIFY(gateway.start());
    HttpClient client(gateway.adminPort());
    const HttpReply actual = client.get("/platform/monitor/liveness", "Origin: " + origin + "\r\n");
    QCOMPARE(actual.header("access-control-allow-origin"), echoed ? origin : QByteArray());
    const HttpReply preflight = client.send("OPTIONS", "/platform/user", {}, "Origin: " + origin + "\r\n");
    QCOMPARE(preflight.status, 204);
    QCOMPARE(preflight.header("access-control-allow-origin"), echoed ? origin : QByteArray());
}

void TestPlatformApi::badBodiesAreNamed_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("fields");
    QTest::newRow("no JSON") << QByteArray("/platform/api") << QByteArray("{\"api_name\":")
                             << QStringList{u"body"_s};
    QTest::newRow("no object") << QByteArray("/platform/api") << QByteArray("[1]") << QStringList{u"body"_s};
    QTest::newRow("nothing given") << QByteArray("/platform/api") << QByteArray("{}")
                                   << QStringList{u"api_name"_s, u"api_version"_s};
    QTest::newRow("too long and wrong type")
        << QByteArray("/platform/api")
        << R"({"api_name":")" + QByteArray(65, 'a') + R"(","api_version":"v1","api_servers":7})"
        << QStringList{u"api_name"_s, u"api_servers"_s};
    QTest::newRow("said twice") << QByteArray("/platform/group")
                                << QByteArray(R"({"group_name":"a","group_name":"b"})")
                                << QStringList{u"group_name"_s};
    QTest::newRow("said twice, once escaped")
        << QByteArray("/platform/group") << QByteArray(R"({"group_name":"a","group\u005fname":"b"})")
        << QStringList{u"group_name"_s};
    QTest::newRow("several said twice, below")
        << QByteArray("/platform/api")
        << QByteArray(R"({"api_jwt":{"issuer":"}\"","issuer":"b"},"x":[{},{"y":1,"y":1}]})")
        << QStringList{u"api_jwt.issuer"_s, u"x[1].y"_s};
    QTest::newRow("a NUL") << QByteArray("/platform/group") << QByteArray(R"({"group_name":"a\u0000b"})")
                           << QStringList{u"group_name"_s};
    QTest::newRow("half of a character")
        << QByteArray("/platform/group") << QByteArray(R"({"group_name":"\ud800"})")
        << QStringList{u"group_name"_s};
    QTest::newRow("bytes of a dump") << QByteArray("/platform/group")
                                     << QByteArray(R"({"group_name":{"__type__":"bytes","data":"YQ=="}})")
                                     << QStringList{u"group_name"_s};
    QTest::newRow("all of a user")
        << QByteArray("/platform/user")
        << QByteArray(R"({"username":"ab","email":"a@b.c","role":"u","password":"short"})")
        << QStringList{u"username"_s, u"role"_s, u"password"_s};
    QTest::newRow("user") << QByteArray("/platform/user")
                          << QByteArray(R"({"username":"ab","email":"a@b.c","role":"user"})")
                          << QStringList{u"username"_s, u"password"_s};
}

void TestPlatformApi::badBodiesAreNamed()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, body);
    QFETCH(const QStringList, fields);
    const HttpReply reply = m_admin.send("POST", target, body, m_admin.bearer());
    QVERIFY2(reply.line().startsWith(u"422 VAL001 "_s), qPrintable(reply.line()));
    const QString text = QString::fromUtf8(reply.body);
    for (const QString& field : fields)
        QVERIFY2(text.contains(u"\"%1\""_s.arg(field)), qPrintable(text));
}

void TestPlatformApi::oddValuesAreTheCallersMistakes_data()
{
    QCOMPARE(publish(m_admin, u"odd"_s, {}, {u"GET /x"_s}), QString());
    QCOMPARE(addUser(m_admin, u"odd"_s), QString());
    QCOMPARE(m_admin.call("POST", "/platform/group", object(R"({"group_name":"odd"})")).status, 201);
    QCOMPARE(m_admin.call("POST", "/platform/role", object(R"({"role_name":"odd"})")).status, 201);
    const QJsonObject routing{{u"routing_name"_s, u"odd"_s},
                              {u"client_key"_s, u"odd"_s},
                              {u"routing_servers"_s, QJsonArray{u"http://127.0.0.1:9"_s}}};
    QCOMPARE(m_admin.call("POST", "/platform/routing", routing).status, 201);
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        const bool files = call.id == CallId::MemoryDump || call.id == CallId::MemoryRestore;
        if (call.surface == gatehouse::Surface::Platform && call.request.table && !files)
            QTest::newRow(call.name) << int(call.id);
    }
}

/// Every field of every body, with values of the wrong kind or size: refused or taken, but never a failure.
void TestPlatformApi::oddValuesAreTheCallersMistakes()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const QJsonArray values{QJsonObject(),
                            QJsonObject{{u"a"_s, QJsonArray{1}}},
                            QJsonArray(),
                            QJsonArray{QJsonArray()},
                            QJsonArray{QJsonValue()},
                            1e308,
                            -1,
                            0.5,
                            9007199254740993.0,
                            true,
                            QString(),
                            QString(QChar(u'\0')),
                            QString(5000, u'x'),
                            QString(QChar(0xd800)),
                            QJsonValue()};
    for (const FieldDef& field : call.request.table().fields) {
        for (const QJsonValue& value : values) {
            const QJsonObject body{{field.name, value}};
            const HttpReply reply = m_admin.call(toText(call.method), odd(call), body);
            const QByteArray text = QJsonDocument(body).toJson(QJsonDocument::Compact).left(200);
            QVERIFY2(reply.status >= 200 && reply.status < 500,
                     qPrintable(reply.line() + QString::fromUtf8(text)));
        }
    }
    QCOMPARE(m_admin.call("GET", "/platform/user/me").status, 200);
}

void TestPlatformApi::bodies()
{
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        const bool files = call.id == CallId::MemoryDump || call.id == CallId::MemoryRestore;
        if (call.surface == gatehouse::Surface::Platform && call.request.table && !files)
            QTest::newRow(call.name) << int(call.id);
    }
}

/// Bytes that are no JSON object, or one that should not be taken apart: refused in time, and the service
/// goes on.
void TestPlatformApi::brokenBodiesAreTheCallersMistakes()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    const QByteArray field = call.request.table().fields.front().name.toLatin1();
    const QByteArray deep = QByteArray(10'000, '[') + QByteArray(10'000, ']');
    const QByteArrayList bodies{deep,
                                R"({")" + field + "\":" + deep + '}',
                                R"({"a":)" + QByteArray(5000, '[').replace("[", "{\"a\":") + '1',
                                "{\"" + field + "\":\"\xc3\x28\xff\"}",
                                "\xff\xfe{\0}",
                                R"({")" + field + R"(":1,")" + field + R"(":[],")" + field + R"(":"x"})",
                                R"({"":null,"__proto__":{},"$set":{"role":"admin"}})",
                                "null",
                                "true",
                                "\"text\"",
                                "1e999999",
                                "{\"" + field + "\":1e999999}",
                                "{\"" + field + "\":\"\\ud800\"}",
                                QByteArray(1000, ' ')};
    for (const QByteArray& body : bodies) {
        const HttpReply reply = m_admin.send(toText(call.method), nowhere(call), body, m_admin.bearer());
        QVERIFY2(reply.status >= 200 && reply.status < 500,
                 qPrintable(reply.line() + QString::fromLatin1(body.left(60))));
    }
    QCOMPARE(m_admin.call("GET", "/platform/user/me").status, 200);
}

void TestPlatformApi::everyMissingFieldIsNamed_data()
{
    // These say something of their own first, as the original does.
    static const QSet<CallId> own{CallId::AuthLogin, CallId::AuthRegister, CallId::CreditDefUpdate};
    QTest::addColumn<int>("id");
    for (const CallInfo& call : callTable()) {
        if (call.surface == gatehouse::Surface::Platform && call.request.table && !call.request.patch &&
            !own.contains(call.id))
            QTest::newRow(call.name) << int(call.id);
    }
}

/// An empty body is told all that is missing from it, at once.
void TestPlatformApi::everyMissingFieldIsNamed()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    QByteArrayList required;
    for (const FieldDef& field : call.request.table().fields) {
        if (field.required && !field.generated)
            required.append(field.name.toLatin1());
    }
    if (required.isEmpty())
        return;
    const HttpReply reply = m_admin.call(toText(call.method), odd(call), {});
    QVERIFY2(reply.status == 422 || reply.status == 400, qPrintable(reply.line()));
    for (const QByteArray& field : required)
        QVERIFY2(reply.body.contains(field), reply.body);
}

/// Whoever tries to change something leaves one row behind, also when it came to nothing.
void TestPlatformApi::everyChangeIsAudited()
{
    QFETCH(const int, id);
    const CallInfo& call = info(CallId(id));
    if (*call.audit == '\0' || isEnding(call))
        return;
    const QByteArray trace = "audit-" + QByteArray(call.name);
    m_admin.send(toText(call.method), nowhere(call), "{}",
                 m_admin.bearer() + "X-Request-ID: " + trace + "\r\n");
    const QJsonObject found = m_admin.call("GET", "/platform/audit?request_id=" + trace).json();
    QCOMPARE(found[u"total"_s].toInt(), 1);
    const QJsonValue event = found[u"events"_s][0];
    QCOMPARE(event[u"action"_s].toString(), QString::fromLatin1(call.audit));
    QCOMPARE(event[u"actor"_s].toString(), u"admin"_s);
    QCOMPARE(event[u"ip"_s].toString(), u"127.0.0.1"_s);
}

/// The row that a call left behind.
QJsonValue TestPlatformApi::audited(const QByteArray& method, const QByteArray& target,
                                    const QByteArray& body)
{
    static int count = 0;
    const QByteArray trace = "change-" + QByteArray::number(++count);
    const HttpReply reply =
        m_admin.send(method, target, body, m_admin.bearer() + "X-Request-ID: " + trace + "\r\n");
    if (reply.status >= 300)
        return QJsonValue(reply.line());
    const QJsonObject found = m_admin.call("GET", "/platform/audit?request_id=" + trace).json();
    return found[u"total"_s].toInt() == 1 ? found[u"events"_s][0] : QJsonValue(u"no row, or many"_s);
}

void TestPlatformApi::theAuditTellsBeforeAndAfter_data()
{
    QTest::addColumn<QByteArray>("collection");
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("change");
    const auto row = [](const char* name, const char* collection, const char* one, const char* body,
                        const char* change) {
        QTest::newRow(name) << QByteArray(collection) << QByteArray(one) << QByteArray(body)
                            << QByteArray(change);
    };
    row("api", "/platform/api", "/platform/api/told/v1",
        R"({"api_name":"told","api_version":"v1","api_servers":["http://127.0.0.1:9"]})",
        R"({"api_description":"changed"})");
    row("user", "/platform/user", "/platform/user/told",
        R"({"username":"told","email":"told@example.org","password":"Some-Long-Password-1","role":"user"})",
        R"({"email":"changed@example.org"})");
    row("role", "/platform/role", "/platform/role/told", R"({"role_name":"told"})",
        R"({"role_description":"changed"})");
    row("group", "/platform/group", "/platform/group/told", R"({"group_name":"told"})",
        R"({"group_description":"changed"})");
    row("routing", "/platform/routing", "/platform/routing/told",
        R"({"routing_name":"told","client_key":"told","routing_servers":["http://127.0.0.1:9"]})",
        R"({"routing_description":"changed"})");
    row("tier", "/platform/tiers", "/platform/tiers/told",
        R"({"tier_id":"told","name":"free","display_name":"Told","limits":{}})",
        R"({"display_name":"changed"})");
}

void TestPlatformApi::theAuditTellsBeforeAndAfter()
{
    QFETCH(const QByteArray, collection);
    QFETCH(const QByteArray, one);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, change);
    const auto text = [](const QJsonValue& row, const QString& part) {
        return row.isObject() ? QJsonDocument(row[part].toObject()).toJson(QJsonDocument::Compact)
                              : row.toString().toUtf8();
    };
    const QJsonValue made = audited("POST", collection, body);
    QVERIFY2(text(made, u"after"_s).contains("told"), text(made, u"after"_s));
    QVERIFY(!made[u"before"_s].isObject());
    const QJsonValue changed = audited("PUT", one, change);
    QVERIFY2(text(changed, u"after"_s).contains("changed"), text(changed, u"after"_s));
    QVERIFY2(!text(changed, u"before"_s).contains("changed"), text(changed, u"before"_s));
    QVERIFY(changed[u"before"_s].isObject());
    const QJsonValue gone = audited("DELETE", one, {});
    QVERIFY2(text(gone, u"before"_s).contains("changed"), text(gone, u"before"_s));
    QVERIFY(!gone[u"after"_s].isObject());
    for (const QJsonValue& told : {made, changed, gone})
        QVERIFY(!text(told, u"after"_s).contains("Some-Long") && !text(told, u"before"_s).contains("$2b$"));
}

void TestPlatformApi::theDescriptionFollowsTheTable()
{
    const HttpReply reply = m_nobody.get("/platform/openapi.json");
    QCOMPARE(reply.status, 200);
    const QJsonObject document = reply.json();
    QCOMPARE(document[u"openapi"_s].toString(), u"3.1.0"_s);
    const QJsonValue create = document[u"paths"_s][u"/platform/api"_s][u"post"_s];
    QCOMPARE(create[u"operationId"_s].toString(), u"ApiCreate"_s);
    const QJsonValue body = create[u"requestBody"_s][u"content"_s][u"application/json"_s][u"schema"_s];
    const QString place = body[u"$ref"_s].toString();
    const QJsonValue schema = document[u"components"_s][u"schemas"_s][place.section(u'/', -1)];
    QVERIFY(schema[u"required"_s].toArray().contains(u"api_name"_s));
    QCOMPARE(schema[u"properties"_s][u"api_name"_s][u"maxLength"_s].toInt(), 255);
    QCOMPARE(body[u"properties"_s][u"api_name"_s][u"maxLength"_s].toInt(),
             64); // where contracts may say more
    QVERIFY(document[u"paths"_s].toObject().contains(u"/platform/tools/grpc/check"_s));
}

void TestPlatformApi::bodiesHaveALimit()
{
    const QByteArray large = R"({"email":")" + QByteArray(1'100'000, 'x') + R"("})";
    HttpClient client(m_gateway.adminPort());
    const HttpReply reply = client.send("POST", "/platform/authorization", large);
    QVERIFY2(reply.line().startsWith(u"413 REQ001 "_s), qPrintable(reply.line()));
}

void TestPlatformApi::strictEnvelope()
{
    GatewayProcess gateway;
    gateway.set(u"STRICT_RESPONSE_ENVELOPE"_s, u"true"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const HttpReply login =
        admin.call("POST", "/platform/authorization",
                   {{u"email"_s, u"admin"_s}, {u"password"_s, GatewayProcess::password()}});
    QCOMPARE(login.json().value(u"status_code"_s).toInt(), 200);
    QCOMPARE(login.json().value(u"access_token"_s),
             login.json().value(u"response"_s).toObject().value(u"access_token"_s));
    const HttpReply made = admin.call("POST", "/platform/group", object(R"({"group_name":"g"})"));
    QCOMPARE(made.status, 200);
    QCOMPARE(made.json(), object(R"({"status_code":201,"message":"Group created successfully"})"));
    const HttpReply again = admin.call("POST", "/platform/group", object(R"({"group_name":"g"})"));
    QCOMPARE(again.status, 200);
    QCOMPARE(again.json(),
             object(R"({"status_code":400,"error_code":"GRP001","error_message":"Group already exists"})"));
    QCOMPARE(admin.call("GET", "/platform/group/g")
                 .json()
                 .value(u"response"_s)
                 .toObject()
                 .value(u"group_name"_s)
                 .toString(),
             u"g"_s);
    // The one answer beside the envelope tells its status as well.
    const QJsonObject vault = admin.call("GET", "/platform/vault").json();
    QCOMPARE(vault.value(u"status_code"_s).toInt(), 200);
    QCOMPARE(vault.value(u"data"_s)[u"count"_s].toInt(-1), 0);
    // So are the gateway's own answers to traffic.
    HttpClient visitor(gateway.publicPort());
    const HttpReply none = visitor.get("/api/rest/none/v1/x");
    QCOMPARE(none.status, 200);
    QCOMPARE(none.json().value(u"status_code"_s).toInt(), 404);
    QCOMPARE(none.json().value(u"error_code"_s).toString(), u"GTW001"_s);
    // Answers of the framework are never wrapped.
    QCOMPARE(admin.call("GET", "/platform/nothing").line(), u"404 Not Found"_s);
    QCOMPARE(admin.get("/api/health").body, QByteArray(R"({"status":"online"})"));
}

QTEST_GUILESS_MAIN(TestPlatformApi)
#include "tst_platform_api.moc"
