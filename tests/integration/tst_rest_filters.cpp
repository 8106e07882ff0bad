// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a REST call between the limits and the upstream, through the real gateway: credits and
// their keys, validation, transforms, quotas, limit rules, preflights of APIs that are not there.
#include "tests/common/packed.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Answers what the path says ("/status/404" with that status), with a JSON body that tells the request.
struct Echo {
    ScriptedUpstream upstream{[this](RawSocket& socket, int) {
        for (;;) {
            const Message request = upstream.record(socket);
            if (!request.complete)
                return;
            const std::size_t at = request.firstLine.find("/status/");
            const std::string status =
                at == std::string::npos ? "200 OK" : request.firstLine.substr(at + 8, 3) + " Said";
            socket.send(answer(R"({"user":{"name":"ann","age":7},"list":[1,2]})",
                               "Content-Type: application/json\r\nX-Old: 1\r\nX-Secret: 2\r\n", status));
        }
    }};
    QString server() const { return serverAt(upstream.port()); }
    Message last() const { return upstream.requests().back(); }
    std::size_t count() const { return upstream.requests().size(); }
};

} // namespace

class TestRestFilters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void creditsAreTakenOncePerCall();
    void creditsHoldUnderParallelCalls();
    void creditsSurviveARestart();
    void keysRotateAndOwnKeysWin();
    void bodiesAreValidated_data();
    void bodiesAreValidated();
    void validationsComeAndGo();
    void bodiesFollowTheRequestSchema();
    void schemasThatCannotBeCheckedAreNamed();
    void importedSchemasCanBeChecked();
    void requestsAreTransformed();
    void answersAreTransformed();
    void badTransformsAreNamed();
    void quotasSurviveARestart();
    void limitRulesCount_data();
    void limitRulesCount();
    void preflightsOfNothing();
    void fieldsCanBeCleared();

private:
    HttpReply get(const QByteArray& target, const QByteArray& lines = {})
    {
        return m_client.get(target, m_client.bearer() + lines);
    }
    HttpReply post(const QByteArray& target, const QByteArray& body, const QByteArray& lines = {})
    {
        return m_client.send("POST", target, body,
                             m_client.bearer() + "Content-Type: application/json\r\n" + lines);
    }
    QString admin(const char* method, const char* target, const char* body = "{}")
    {
        return m_admin.call(method, target, object(body)).line();
    }
    void reconnect();
    qint64 creditsLeft();
    void publishOpen(const QString& name, const QJsonObject& fields, const QStringList& endpoints)
    {
        QCOMPARE(publish(m_admin, name, {m_echo.server()}, endpoints, fields), QString());
        QCOMPARE(subscribe(m_admin, u"consumer"_s, name), QString());
    }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    Echo m_echo;
};

void TestRestFilters::reconnect()
{
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    m_client = HttpClient(m_gateway.publicPort());
    QVERIFY(m_client.login(u"consumer"_s, userPassword()));
}

void TestRestFilters::initTestCase()
{
    m_gateway.set(u"TOKEN_ENCRYPTION_KEY"_s, u"a-key-for-credit-keys-of-32-chars"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    QCOMPARE(addUser(m_admin, u"consumer"_s), QString());
    reconnect();
    QCOMPARE(admin("POST", "/platform/credit",
                   R"({"api_credit_group":"gold","api_key":"key-one","api_key_header":"X-Paid-Key",
                       "credit_tiers":[{"tier_name":"t","credits":10,"input_limit":0,"output_limit":0,
                       "reset_frequency":"monthly"}]})"),
             u"201 Credit definition created successfully"_s);
    publishOpen(u"paid"_s, object(R"({"api_credits_enabled":true,"api_credit_group":"gold"})"),
                {u"GET /x"_s});
}

qint64 TestRestFilters::creditsLeft()
{
    const QJsonObject told = m_admin.call("GET", "/platform/credit/consumer").json();
    return told[u"users_credits"_s][u"gold"_s][u"available_credits"_s].toInteger(-1);
}

void TestRestFilters::creditsAreTakenOncePerCall()
{
    QCOMPARE(get("/api/rest/paid/v1/x").line(), u"401 GTW008 User does not have any credits"_s);
    const std::size_t before = m_echo.count();
    QCOMPARE(
        admin("POST", "/platform/credit/consumer",
              R"({"username":"consumer","users_credits":{"gold":{"tier_name":"t","available_credits":2}}})"),
        u"200 Credits saved successfully"_s);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(m_echo.last().header("x-paid-key"), std::string("key-one"));
    QCOMPARE(creditsLeft(), qint64(1)); // told at once, whenever it is written down
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 401);
    QCOMPARE(m_echo.count(), before + 2);
    // The caller cannot bring a key of his own by hand.
    QCOMPARE(
        admin("POST", "/platform/credit/consumer",
              R"({"username":"consumer","users_credits":{"gold":{"tier_name":"t","available_credits":1}}})"),
        u"200 Credits saved successfully"_s);
    QCOMPARE(get("/api/rest/paid/v1/x", "X-Paid-Key: mine\r\n").status, 200);
    QCOMPARE(m_echo.last().header("x-paid-key"), std::string("key-one"));
}

void TestRestFilters::creditsHoldUnderParallelCalls()
{
    constexpr int callers = 100, credits = 60;
    QCOMPARE(
        admin("POST", "/platform/credit/consumer",
              R"({"username":"consumer","users_credits":{"gold":{"tier_name":"t","available_credits":60}}})"),
        u"200 Credits saved successfully"_s);
    std::atomic<int> paid{0}, refused{0};
    std::vector<std::thread> threads;
    const QByteArray token = m_client.bearer();
    for (int i = 0; i < callers; ++i)
        threads.emplace_back([&] {
            HttpClient client(m_gateway.publicPort());
            const int status = client.get("/api/rest/paid/v1/x", token).status;
            paid += status == 200 ? 1 : 0;
            refused += status == 401 ? 1 : 0;
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(paid.load(), credits);
    QCOMPARE(refused.load(), callers - credits);
    QCOMPARE(creditsLeft(), qint64(0));
}

void TestRestFilters::creditsSurviveARestart()
{
    QCOMPARE(
        admin("POST", "/platform/credit/consumer",
              R"({"username":"consumer","users_credits":{"gold":{"tier_name":"t","available_credits":5}}})"),
        u"200 Credits saved successfully"_s);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(m_gateway.stop(), 0);
    QVERIFY(m_gateway.start());
    reconnect();
    QCOMPARE(creditsLeft(), qint64(3));
    // Keys are encrypted at rest and never shown.
    const HttpReply group = m_admin.call("GET", "/platform/credit/defs/gold");
    QVERIFY(!group.body.contains("key-one"));
    QCOMPARE(group.json()[u"api_key_present"_s].toBool(), true);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(m_echo.last().header("x-paid-key"), std::string("key-one"));
}

void TestRestFilters::keysRotateAndOwnKeysWin()
{
    QCOMPARE(
        admin("POST", "/platform/credit/consumer",
              R"({"username":"consumer","users_credits":{"gold":{"tier_name":"t","available_credits":50}}})"),
        u"200 Credits saved successfully"_s);
    QCOMPARE(admin("PUT", "/platform/credit/gold",
                   R"({"api_key":"********","api_key_header":"X-Paid-Key","api_key_new":"key-two",
                       "api_key_rotation_expires":"2999-01-01T00:00:00Z"})"),
             u"200 Credit definition updated successfully"_s);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(m_echo.last().header("x-paid-key"), std::string("key-two"));
    QCOMPARE(
        admin("PUT", "/platform/credit/gold", R"({"$clear":["api_key_new","api_key_rotation_expires"]})"),
        u"200 Credit definition updated successfully"_s);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(m_echo.last().header("x-paid-key"), std::string("key-one")); // the mask had left it alone
    const HttpReply rotated =
        m_client.call("POST", "/platform/credit/rotate-key", object(R"({"api_credit_group":"gold"})"));
    const QByteArray key = rotated.json()[u"api_key"_s].toString().toLatin1();
    QCOMPARE(key.size(), 43);
    QCOMPARE(get("/api/rest/paid/v1/x").status, 200);
    QCOMPARE(m_echo.last().header("x-paid-key"), key.toStdString());
    QCOMPARE(m_client.call("GET", "/platform/credit/consumer")
                 .json()[u"users_credits"_s][u"gold"_s][u"user_api_key"_s]
                 .toString(),
             QString::fromLatin1(key));
}

void TestRestFilters::bodiesAreValidated_data()
{
    static bool made = false;
    if (!std::exchange(made, true)) {
        publishOpen(u"checked"_s, {}, {u"POST /items"_s, u"POST /free"_s});
        const QString id = m_admin.call("GET", "/platform/endpoint/POST/checked/v1/items")
                               .json()[u"endpoint_id"_s]
                               .toString();
        QJsonObject rules =
            object(R"({"name":{"required":true,"type":"string","min":2,"max":4,"pattern":"[a-z]+"},
            "tags":{"required":false,"type":"array","max":2,"array_items":{"required":true,"type":"string"}},
            "list[1].n":{"required":false,"type":"number","min":1.5},
            "kind":{"required":false,"type":"string","enum":["a","b"]},
            "at":{"required":false,"type":"string","format":"datetime"},
            "sub":{"required":false,"type":"object","nested_schema":{"id":{"required":true,"type":"string",
            "format":"uuid"}}}})");
        const QJsonObject body{{u"endpoint_id"_s, id},
                               {u"validation_enabled"_s, true},
                               {u"validation_schema"_s, QJsonObject{{u"validation_schema"_s, rules}}}};
        QCOMPARE(m_admin.call("POST", "/platform/endpoint/endpoint/validation", body).line(),
                 u"201 Endpoint validation created successfully"_s);
    }
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* body, const char* text) {
        QTest::newRow(name) << QByteArray(body)
                            << (*text ? u"400 GTW011 400: "_s + QString::fromLatin1(text) : u"200"_s);
    };
    row("good", R"({"name":"abc"})", "");
    row("missing", R"({})", "Field is required");
    row("null", R"({"name":null})", "Field is required");
    row("type", R"({"name":1})", "Expected string, got int");
    row("short", R"({"name":"a"})", "String length must be at least 2");
    row("code points", R"({"name":"äöüß"})", "String does not match pattern [a-z]+");
    row("long", R"({"name":"abcde"})", "String length must be at most 4");
    row("items", R"({"name":"abc","tags":["a","b","c"]})", "Array must have at most 2 items");
    row("item type", R"({"name":"abc","tags":[true]})", "Expected string, got bool");
    row("index", R"({"name":"abc","list":[{},{"n":1}]})", "Value must be at least 1.5");
    row("index not there", R"({"name":"abc","list":[{}]})", "");
    row("enum", R"({"name":"abc","kind":"c"})", R"(Value must be one of ["a","b"])");
    row("datetime", R"({"name":"abc","at":"2026-02-30T00:00:00Z"})", "Invalid datetime format (ISO 8601)");
    row("nested", R"({"name":"abc","sub":{}})", "Required field id is missing");
    row("nested format", R"({"name":"abc","sub":{"id":"x"}})", "Invalid UUID format");
    row("no JSON", R"({"name":)", "Invalid JSON in request body");
    row("no UTF-8", "{\"name\":\"\xc3\x28\"}", "Invalid JSON in request body");
    row("said twice", R"({"name":"abcde","name":"abc"})", "Field name is there twice");
    row("said twice below", R"({"name":"abc","sub":{"id":1,"id":2}})", "Field id is there twice");
}

void TestRestFilters::bodiesAreValidated()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, line);
    const std::size_t before = m_echo.count();
    QCOMPARE(post("/api/rest/checked/v1/items", body).line(), line);
    QCOMPARE(m_echo.count(), before + (line == u"200"_s ? 1 : 0));
    const QByteArray packedLines = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
    QCOMPARE(
        m_client.send("POST", "/api/rest/checked/v1/items", gzipped(body), m_client.bearer() + packedLines)
            .line(),
        line);
    QCOMPARE(post("/api/rest/checked/v1/free", body).status, 200); // no rules there
    // What does not say that it is JSON is not looked at.
    QCOMPARE(m_client.send("POST", "/api/rest/checked/v1/items", body, m_client.bearer()).status, 200);
}

void TestRestFilters::validationsComeAndGo()
{
    const QByteArray place = rulesOf(m_admin, u"checked"_s, u"POST /items"_s);
    QCOMPARE(post("/api/rest/checked/v1/items", "{}").status, 400);
    QCOMPARE(m_admin.call("PUT", place, object(R"({"validation_enabled":false})")).line(),
             u"200 Endpoint validation updated successfully"_s);
    QCOMPARE(post("/api/rest/checked/v1/items", "{}").status, 200);
    QCOMPARE(m_admin.call("PUT", place, object(R"({"validation_enabled":true})")).status, 200);
    QCOMPARE(post("/api/rest/checked/v1/items", "{}").status, 400);
    QCOMPARE(m_admin.call("GET", place).json()[u"validation_enabled"_s].toBool(), true);
    QCOMPARE(m_admin.call("DELETE", place).line(), u"200 Endpoint validation deleted successfully"_s);
    QCOMPARE(post("/api/rest/checked/v1/items", "{}").status, 200);
    QCOMPARE(m_admin.call("GET", place).line(), u"400 END018 Endpoint validation does not exist"_s);
}

void TestRestFilters::bodiesFollowTheRequestSchema()
{
    publishOpen(u"described"_s, object(R"({"api_max_body_bytes":2000})"), {u"POST /items"_s});
    const char* const place = "/platform/endpoint/POST/described/v1/items";
    const QByteArray target = "/api/rest/described/v1/items";
    const QByteArray bad = R"({"name":7,"tags":["a",1],"size":{"h":0.5},"more":true})";
    QCOMPARE(admin("PUT", place, R"({"endpoint_request_schema":{"type":"object","required":["name","id"],
        "properties":{"id":{"type":"integer","readOnly":true},"name":{"type":"string","maxLength":3},
        "tags":{"type":"array","items":{"type":"string"}},"size":{"type":"object","required":["w"],
        "properties":{"h":{"type":"number","minimum":1}}}},"additionalProperties":false}})"),
             u"200 Endpoint updated successfully"_s);
    QCOMPARE(post(target, bad).status, 200); // a description alone refuses nothing
    QCOMPARE(admin("PUT", place, R"({"endpoint_validate_request":true})"),
             u"200 Endpoint updated successfully"_s);

    const std::size_t before = m_echo.count();
    QCOMPARE(post(target, bad).line(),
             u"400 GTW011 400: name: Expected string, got int; size.w: Field is required; "
             "size.h: Value must be at least 1; tags[1]: Expected string, got int; "
             "more: Field is not allowed"_s);
    QCOMPARE(post(target, "{").line(), u"400 GTW011 400: Invalid JSON in request body"_s);
    QCOMPARE(post(target, "").line(), u"400 GTW011 400: Invalid JSON in request body"_s);
    QCOMPARE(post(target, "[]").line(), u"400 GTW011 400: Expected object, got list"_s);
    const QByteArray text = m_client.bearer() + "Content-Type: text/plain\r\n";
    QCOMPARE(m_client.send("POST", target, R"({"name":"abc"})", text).line(),
             u"400 GTW011 400: Content-Type must be JSON"_s);
    QCOMPARE(m_client.send("POST", target, bad, m_client.bearer()).status, 400); // untold: is taken for JSON
    QCOMPARE(post(target, "{\"name\":\"" + QByteArray(3000, 'a') + "\"}").status, 413);
    QCOMPARE(m_echo.count(), before);
    QCOMPARE(post(target, R"({"name":"abc","tags":[],"size":{"w":null,"h":1}})").status, 200);
    QCOMPARE(m_echo.last().body, std::string(R"({"name":"abc","tags":[],"size":{"w":null,"h":1}})"));

    QCOMPARE(admin("PUT", place, R"({"endpoint_validate_request":false})"),
             u"200 Endpoint updated successfully"_s);
    QCOMPARE(post(target, bad).status, 200);
}

void TestRestFilters::schemasThatCannotBeCheckedAreNamed()
{
    publishOpen(u"odd"_s, {}, {u"POST /items"_s});
    const char* const place = "/platform/endpoint/POST/odd/v1/items";
    const QByteArray odd = R"("endpoint_request_schema":{"type":"text","properties":{"a":{"pattern":"("},
        "b":{"maxlength":3}},"x-note":1})";
    QCOMPARE(admin("PUT", place, QByteArray("{" + odd + "}").constData()),
             u"200 Endpoint updated successfully"_s);
    const HttpReply refused = m_admin.call("PUT", place, object(R"({"endpoint_validate_request":true})"));
    QCOMPARE(refused.status / 100, 4);
    for (const char* part : {"endpoint_request_schema.type", "must be string, number",
                             "endpoint_request_schema.properties.a.pattern", "is not a regular expression",
                             "endpoint_request_schema.properties.b.maxlength", "does not check"})
        QVERIFY2(refused.body.contains(part), refused.body.constData());
    QVERIFY(!refused.body.contains("x-note"));
    publishOpen(u"blank"_s, {}, {u"POST /items"_s});
    QVERIFY(m_admin
                .call("PUT", "/platform/endpoint/POST/blank/v1/items",
                      object(R"({"endpoint_validate_request":true})"))
                .body.contains("is required while endpoint_validate_request is on"));
}

/// An import brings the schema along; turning the switch on is all there is to do.
void TestRestFilters::importedSchemasCanBeChecked()
{
    publishOpen(u"brought"_s, {}, {});
    const HttpReply imported =
        m_admin.call("POST", "/platform/api/brought/v1/openapi/import", object(R"({"openapi":"3.0.3","paths":{
            "/items":{"get":{},"post":{"requestBody":{"content":{"application/json":{"schema":
                {"$ref":"#/components/schemas/Item"}}}}}}},
            "components":{"schemas":{"Item":{"type":"object","required":["name"],"properties":
                {"name":{"$ref":"#/components/schemas/Name"}}},"Name":{"type":"string","maxLength":3}}}})"));
    QCOMPARE(imported.line(), u"200 OpenAPI import completed"_s);
    QCOMPARE(imported.json()[u"endpoints_imported"_s].toInt(), 2);
    QCOMPARE(imported.json()[u"request_schemas"_s].toInt(), 1);
    const char* const place = "/platform/endpoint/POST/brought/v1/items";
    QCOMPARE(
        m_admin.call("GET", place).json()[u"endpoint_request_schema"_s].toObject(),
        object(
            R"({"type":"object","required":["name"],"properties":{"name":{"type":"string","maxLength":3}}})"));
    QCOMPARE(post("/api/rest/brought/v1/items", R"({"name":"long"})").status, 200);
    QCOMPARE(admin("PUT", place, R"({"endpoint_validate_request":true})"),
             u"200 Endpoint updated successfully"_s);
    QCOMPARE(post("/api/rest/brought/v1/items", R"({"name":"long"})").line(),
             u"400 GTW011 400: name: String length must be at most 3"_s);
    QCOMPARE(post("/api/rest/brought/v1/items", R"({"name":"abc"})").status, 200);
}

void TestRestFilters::requestsAreTransformed()
{
    publishOpen(u"shaped"_s,
                object(R"({"api_allowed_headers":["X-In","X-Keep"],"api_request_transform":{"request":{
        "headers":{"remove":["X-Keep"],"rename":{"X-In":"X-Out"},"add":{"X-Added":"yes"}},
        "query":{"remove":["drop"],"rename":{"old":"new"},"add":{"fix":"a b"}},
        "body":{"wrap":"data","rename":{"$.data.a":"$.moved.b[1]"},"remove":["data.gone"],"set":{"$.n":1.50}}}}})"),
                {u"POST /x"_s});
    const HttpReply reply = post("/api/rest/shaped/v1/x?drop=1&old=%C3%A4&stay=1&stay=2",
                                 R"({"a":{"k":10000000000000001},"gone":1})", "X-In: one\r\nX-Keep: two\r\n");
    QCOMPARE(reply.status, 200);
    const Message seen = m_echo.last();
    QCOMPARE(seen.firstLine, std::string("POST /x?new=%C3%A4&stay=1&stay=2&fix=a%20b HTTP/1.1"));
    QCOMPARE(seen.header("x-out"), std::string("one"));
    QCOMPARE(seen.header("x-added"), std::string("yes"));
    QVERIFY(!seen.has("x-in") && !seen.has("x-keep"));
    QCOMPARE(seen.body, std::string(R"({"data":{},"moved":{"b":[null,{"k":10000000000000001}]},"n":1.5})"));
    // What is no JSON passes as it is.
    QCOMPARE(m_client.send("POST", "/api/rest/shaped/v1/x", "a=1", m_client.bearer()).status, 200);
    QCOMPARE(m_echo.last().body, std::string("a=1"));
}

void TestRestFilters::answersAreTransformed()
{
    publishOpen(u"mapped"_s, object(R"({"api_response_transform":{
        "headers":{"remove":["X-Secret"],"rename":{"X-Old":"X-New"},"add":{"X-More":"1"}},
        "body":{"remove":["user.age"],"set":{"ok":true}},"status_map":{"500":502,"200":"203"}}})"),
                {u"GET /x"_s, u"GET /status/{s}"_s});
    const HttpReply reply = get("/api/rest/mapped/v1/x");
    QCOMPARE(reply.status, 203);
    QCOMPARE(reply.body, QByteArray(R"({"user":{"name":"ann"},"list":[1,2],"ok":true})"));
    QCOMPARE(reply.header("content-length").toInt(), int(reply.body.size()));
    QCOMPARE(reply.header("x-new"), QByteArray("1"));
    QCOMPARE(reply.header("x-more"), QByteArray("1"));
    QVERIFY(!reply.wire.has("x-old") && !reply.wire.has("x-secret"));
    QCOMPARE(get("/api/rest/mapped/v1/status/500").status, 502);
    QCOMPARE(get("/api/rest/mapped/v1/status/404").status, 404);
    // The gateway's own answers are nobody's to change.
    const HttpReply own = m_client.get("/api/rest/mapped/v1/x");
    QCOMPARE(own.status, 401);
    QVERIFY(!own.wire.has("x-more"));
}

void TestRestFilters::badTransformsAreNamed()
{
    const HttpReply reply =
        m_admin.call("PUT", "/platform/api/mapped/v1",
                     object(R"({"api_request_transform":{"headers":{"addd":{},"remove":["Content-Length",1]},
                                "body":{"set":{"$":1}}},"api_response_transform":{"status_map":{"x":1}}})"));
    QCOMPARE(reply.status, 422);
    for (const char* field : {"api_request_transform.headers.addd", "api_request_transform.headers.remove",
                              "api_request_transform.headers.remove[1]", "api_request_transform.body.set",
                              "api_response_transform.status_map.x"})
        QVERIFY2(reply.body.contains(field), field);
}

void TestRestFilters::quotasSurviveARestart()
{
    publishOpen(u"metered"_s, {}, {u"GET /x"_s});
    QCOMPARE(m_admin
                 .call("POST", "/platform/tiers/",
                       object(R"({"tier_id":"small","name":"free","display_name":"Small",
                                     "limits":{"monthly_request_quota":2}})"))
                 .status,
             201);
    QCOMPARE(m_admin
                 .call("POST", "/platform/tiers/assignments",
                       object(R"({"user_id":"consumer","tier_id":"small"})"))
                 .status,
             201);
    QCOMPARE(get("/api/rest/metered/v1/x").header("x-ratelimit-remaining"), QByteArray("1"));
    QCOMPARE(get("/api/rest/metered/v1/x").status, 200);
    HttpReply refused = get("/api/rest/metered/v1/x");
    QCOMPARE(refused.line(), u"429 Quota exceeded Quota exceeded"_s);
    QVERIFY(refused.header("retry-after").toLongLong() > 0);
    QCOMPARE(m_admin.call("DELETE", "/api/caches").status, 200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 429);
    const QJsonObject told = m_client.call("GET", "/platform/quota/status/monthly_requests").json();
    QCOMPARE(told[u"current_usage"_s].toInt(), 2);
    QCOMPARE(told[u"is_exhausted"_s].toBool(), true);
    QCOMPARE(m_gateway.stop(), 0);
    QVERIFY(m_gateway.start());
    reconnect();
    QCOMPARE(get("/api/rest/metered/v1/x").status, 429);
    QCOMPARE(m_admin.call("DELETE", "/platform/tiers/assignments/consumer").status, 200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 200);
}

void TestRestFilters::limitRulesCount_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("applies");
    const auto row = [](const char* type, const char* target, bool applies) {
        QTest::newRow(qPrintable(QString::fromLatin1(type) + u' ' + QString::fromLatin1(target)))
            << QByteArray(type) << QByteArray(target) << applies;
    };
    row("global", "", true);
    row("per_api", "metered/v1", true);
    row("per_api", "other/v1", false);
    row("per_api", "metered", true);
    row("per_api", "mete", false);
    row("per_user", "consumer", true);
    row("per_user", "nobody", false);
    row("per_ip", "127.0.0.0/8", true);
    row("per_ip", "10.0.0.1", false);
    row("per_endpoint", "/x", true);
    row("per_endpoint", "/y", false);
    row("per_user_api", "metered/v1", true);
    row("per_user_api", "metered", true);
    row("per_user_endpoint", "", true);
}

void TestRestFilters::limitRulesCount()
{
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, target);
    QFETCH(const bool, applies);
    QJsonObject rule{{u"rule_id"_s, u"r"_s},
                     {u"rule_type"_s, QString::fromLatin1(type)},
                     {u"time_window"_s, u"month"_s},
                     {u"limit"_s, 1},
                     {u"burst_allowance"_s, 1}};
    if (!target.isEmpty())
        rule.insert(u"target_identifier"_s, QString::fromLatin1(target));
    QCOMPARE(m_admin.call("POST", "/platform/rate-limits/", rule).status, 201);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 200);
    const HttpReply third = get("/api/rest/metered/v1/x");
    QCOMPARE(third.status, applies ? 429 : 200);
    if (applies)
        QCOMPARE(third.json()[u"policy"_s].toString(), u"r"_s);
    QCOMPARE(m_admin.call("POST", "/platform/rate-limits/r/disable").status, 200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 200);
    QCOMPARE(m_admin.call("DELETE", "/platform/rate-limits/r").status, 200);
}

void TestRestFilters::preflightsOfNothing()
{
    const QByteArray asking = "Origin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n";
    for (const char* path :
         {"/api/rest/nothing/v1/x", "/api/soap/nothing/v1", "/api/graphql/nothing", "/api/grpc/nothing"}) {
        const HttpReply reply = m_client.send("OPTIONS", path, {}, asking);
        QCOMPARE(reply.status, 204);
        QVERIFY(reply.body.isEmpty());
        QVERIFY(reply.wire.has("request_id"));
        for (const auto& [name, value] : reply.wire.headers)
            QVERIFY2(!name.starts_with("access-control-"), name.c_str());
    }
    QCOMPARE(m_client.get("/api/rest/nothing/v1/x").line(),
             u"404 GTW001 API does not exist for the requested name and version"_s);
    QCOMPARE(m_client.send("OPTIONS", "/elsewhere", {}, asking).status, 404);
}

void TestRestFilters::fieldsCanBeCleared()
{
    QCOMPARE(m_admin
                 .call("PUT", "/platform/user/consumer",
                       object(R"({"rate_limit_duration":1,"rate_limit_duration_type":"year"})"))
                 .status,
             200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 429);
    // Null leaves the field as it is.
    QCOMPARE(m_admin.call("PUT", "/platform/user/consumer", object(R"({"rate_limit_duration":null})")).status,
             200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 429);
    QCOMPARE(m_admin.call("PUT", "/platform/user/consumer", object(R"({"$clear":["rate_limit_duration"]})"))
                 .status,
             200);
    QCOMPARE(get("/api/rest/metered/v1/x").status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/user/consumer").json().value(u"rate_limit_duration"_s),
             QJsonValue(QJsonValue::Null));
    const HttpReply wrong =
        m_admin.call("PUT", "/platform/user/consumer",
                     object(R"({"email":"c@example.org","$clear":["email","nothing","username"]})"));
    QCOMPARE(wrong.status, 422);
    for (const char* field : {"$clear[0]", "$clear[1]", "$clear[2]"})
        QVERIFY2(wrong.body.contains(field), wrong.body);
    // A user may not give up, by clearing, what he may not change.
    QCOMPARE(m_client.call("PUT", "/platform/user/consumer", object(R"({"$clear":["groups"]})")).line(),
             u"403 USR023 Cannot modify restricted fields without manage_users permission: groups"_s);
}

QTEST_GUILESS_MAIN(TestRestFilters)
#include "tst_rest_filters.moc"
