// SPDX-License-Identifier: GPL-3.0-or-later
// Schemas of GraphQL APIs through the admin API, and calls that tell the version in a header.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <mutex>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray json = "Content-Type: application/json\r\n";

/// A schema with a query, a subscription and an input; a second version of it has a type more.
std::string schema(bool second)
{
    const std::string more =
        second ? R"(,{"kind":"OBJECT","name":"Refund","description":null,"fields":[]})" : "";
    return R"({"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":null,"subscriptionType":{"name":"Live"},
      "types":[{"kind":"OBJECT","name":"Query","description":"All there is","fields":[{"name":"orders","args":[],
      "type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"LIST","name":null,"ofType":{"kind":"NON_NULL","name":null,
      "ofType":{"kind":"OBJECT","name":"Order"}}}}}]},{"kind":"INPUT_OBJECT","name":"OrderInput","description":null,
      "fields":null,"inputFields":[{"name":"id","type":{"kind":"SCALAR","name":"ID"}}]},
      {"kind":"OBJECT","name":"__Type","description":null,"fields":[]})" +
           more + "]}}}";
}

} // namespace

class TestGraphQlSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void schemaIsAskedAndKept();
    void refreshAsksAgain();
    void typesAreToldAsGraphQlWritesThem();
    void anotherPathAndAnotherAddress();
    void badAnswers_data();
    void badAnswers();
    void permissions();
    void versionInTheHeader();
    void preflights();

private:
    HttpReply get(const QByteArray& api, const QByteArray& what)
    {
        return m_admin.call("GET", "/platform/api/" + api + "/v1/graphql/" + what);
    }
    HttpReply refresh(const QByteArray& api)
    {
        return m_admin.call("POST", "/platform/api/" + api + "/v1/graphql/schema/refresh");
    }
    QString publishGraph(const QString& name, QJsonObject fields = {}, const QString& version = u"v1"_s)
    {
        fields.insert(u"api_public"_s, true);
        fields.insert(u"api_type"_s, u"GRAPHQL"_s);
        fields.insert(u"api_version"_s, version);
        return publish(m_admin, name, {serverAt(m_upstream.port())}, {}, fields);
    }
    void say(const std::string& text)
    {
        const std::scoped_lock lock(m_mutex);
        m_answer = text;
    }
    std::string said()
    {
        const std::scoped_lock lock(m_mutex);
        return m_answer;
    }
    std::size_t asked() const { return m_upstream.requests().size(); }

    std::mutex m_mutex;
    std::string m_answer = schema(false);
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        while (m_upstream.record(socket).complete)
            socket.send(answer(said(), "Content-Type: application/json\r\n"));
    }};
};

void TestGraphQlSchema::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QCOMPARE(publishGraph(u"shop"_s), QString());
}

void TestGraphQlSchema::schemaIsAskedAndKept()
{
    QCOMPARE(get("shop", "types").line(), u"404 GQL003 Schema not cached. Call GET schema first."_s);
    const std::size_t before = asked();
    const HttpReply first = get("shop", "schema");
    QCOMPARE(first.status, 200);
    QCOMPARE(first.json()[u"cached"_s], QJsonValue(false));
    QCOMPARE(first.json()[u"operation_types"_s].toObject(),
             object(R"({"query":"Query","mutation":null,"subscription":"Live"})"));
    QCOMPARE(first.json()[u"has_subscriptions"_s], QJsonValue(true));
    QCOMPARE(first.json()[u"schema"_s][u"types"_s].toArray().size(), 3);
    QCOMPARE(asked(), before + 1);
    const Message question = m_upstream.requests().back();
    QCOMPARE(question.firstLine, std::string("POST /graphql HTTP/1.1"));
    QCOMPARE(question.header("content-type"), std::string("application/json"));
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(question.body)).object();
    QVERIFY(body[u"query"_s].toString().startsWith(u"query GatewayIntrospection{__schema{"));
    const HttpReply second = get("shop", "schema");
    QCOMPARE(second.json()[u"cached"_s], QJsonValue(true));
    QCOMPARE(second.json()[u"schema"_s], first.json()[u"schema"_s]);
    QCOMPARE(asked(), before + 1);
}

void TestGraphQlSchema::refreshAsksAgain()
{
    say(schema(true));
    const HttpReply reply = refresh("shop");
    QCOMPARE(reply.line(), u"200 Schema refreshed successfully"_s);
    QCOMPARE(reply.json()[u"types_count"_s].toInt(), 3); // those of introspection do not count
    QCOMPARE(reply.json()[u"has_subscriptions"_s], QJsonValue(true));
    QCOMPARE(get("shop", "types").json()[u"types_count"_s].toInt(), 3);
    const QJsonArray events = m_admin.call("GET", "/platform/audit").json()[u"events"_s].toArray();
    QVERIFY(std::any_of(events.begin(), events.end(), [](const QJsonValue& event) {
        return event[u"action"_s].toString() == u"graphql.refresh" &&
               event[u"target"_s].toString() == u"shop/v1";
    }));
    say(schema(false));
}

void TestGraphQlSchema::typesAreToldAsGraphQlWritesThem()
{
    QCOMPARE(refresh("shop").status, 200);
    const QJsonArray types = get("shop", "types").json()[u"types"_s].toArray();
    QCOMPARE(types.size(), 2);
    QCOMPARE(types[0].toObject(), object(R"({"name":"Query","kind":"OBJECT","description":"All there is",
        "fields":[{"name":"orders","type":"[Order!]!"}]})"));
    QCOMPARE(types[1].toObject(), object(R"({"name":"OrderInput","kind":"INPUT_OBJECT","description":null,
        "fields":[{"name":"id","type":"ID"}]})"));
}

void TestGraphQlSchema::anotherPathAndAnotherAddress()
{
    QCOMPARE(publishGraph(u"moved"_s, {{u"api_graphql_schema_url"_s, u"/v2/query"_s}}), QString());
    QCOMPARE(get("moved", "schema").status, 200);
    QCOMPARE(m_upstream.requests().back().firstLine, std::string("POST /v2/query HTTP/1.1"));
    const QJsonObject elsewhere{{u"api_graphql_schema_url"_s, serverAt(m_upstream.port()) + u"/third"_s}};
    QCOMPARE(m_admin.call("PUT", "/platform/api/moved/v1", elsewhere).status, 200);
    QCOMPARE(get("moved", "types").status, 404); // what was kept is of another address
    QCOMPARE(get("moved", "schema").json()[u"cached"_s], QJsonValue(false));
    QCOMPARE(m_upstream.requests().back().firstLine, std::string("POST /third HTTP/1.1"));
}

void TestGraphQlSchema::badAnswers_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("no JSON") << QByteArray("<html>") << QByteArray("is no JSON object");
    QTest::newRow("refused") << QByteArray(R"({"errors":[{"message":"introspection is off"}]})")
                             << QByteArray("introspection is off");
    QTest::newRow("nothing") << QByteArray(R"({"data":{}})") << QByteArray("no data.__schema");
    QTest::newRow("no types") << QByteArray(R"({"data":{"__schema":{"queryType":{"name":"Q"},"types":[]}}})")
                              << QByteArray("has no types");
}

void TestGraphQlSchema::badAnswers()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, why);
    QCOMPARE(refresh("shop").status, 200);
    say(body.toStdString());
    const HttpReply reply = refresh("shop");
    QCOMPARE(reply.status, 502);
    QVERIFY(reply.line().startsWith(u"502 GQL002 Failed to fetch schema: "));
    QVERIFY2(reply.body.contains(why), reply.body.constData());
    QCOMPARE(get("shop", "schema").json()[u"cached"_s], QJsonValue(true)); // the good one stays
    say(schema(false));
}

void TestGraphQlSchema::permissions()
{
    QCOMPARE(addUser(m_admin, u"carl"_s), QString());
    HttpClient carl(m_gateway.adminPort());
    QVERIFY(carl.login(u"carl"_s, userPassword()));
    for (const char* const target : {"graphql/schema", "graphql/types"}) {
        const QByteArray path = QByteArray("/platform/api/shop/v1/") + target;
        QCOMPARE(carl.call("GET", path).line(), u"403 AUTHZ001 Not authorized"_s);
        QCOMPARE(HttpClient(m_gateway.adminPort()).get(path).line(), u"401 AUTHN001 Not authenticated"_s);
    }
    QCOMPARE(carl.call("POST", "/platform/api/shop/v1/graphql/schema/refresh").status, 403);
    QCOMPARE(get("nobody", "schema").line(), u"404 API001 API not found"_s);
    QCOMPARE(publish(m_admin, u"serverless"_s, {}, {}, {{u"api_type"_s, u"GRAPHQL"_s}}), QString());
    QCOMPARE(get("serverless", "schema").line(), u"404 GQL001 No upstream servers configured"_s);
}

void TestGraphQlSchema::versionInTheHeader()
{
    QCOMPARE(publishGraph(u"shop"_s, {{u"api_graphql_schema_url"_s, u"/second"_s}}, u"v2"_s), QString());
    const auto ask = [this](const QByteArray& target, const QByteArray& version) {
        const QByteArray line = version.isEmpty() ? QByteArray() : "X-API-Version: " + version + "\r\n";
        return m_client.send("POST", target, R"({"query":"{a}"})", json + line);
    };
    QCOMPARE(ask("/api/graphql/shop", "v1").status, 200);
    QCOMPARE(m_upstream.requests().back().firstLine, std::string("POST /graphql HTTP/1.1"));
    QCOMPARE(ask("/api/graphql/shop", "v2").status, 200);
    QCOMPARE(m_upstream.requests().back().firstLine, std::string("POST /second HTTP/1.1"));
    QCOMPARE(ask("/api/graphql/shop/v2", {}).status, 200); // the version in the path needs none
    const std::size_t before = asked();
    const HttpReply none = ask("/api/graphql/shop", {});
    QCOMPARE(none.status, 400);
    QCOMPARE(none.json()[u"error_code"_s].toString(), u"X-API-Version header is required"_s);
    QCOMPARE(none.json()[u"error_message"_s].toString(), u"X-API-Version header is required"_s);
    QCOMPARE(ask("/api/graphql/shop", "v7").status, 404);
    QCOMPARE(ask("/api/graphql/shop/v7", {}).status, 404);
    QCOMPARE(ask("/api/graphql/shop", "../v1").status, 404);
    QCOMPARE(asked(), before);
    // What holds for the version holds for the name.
    QCOMPARE(ask("/api/graphql/shop", "v1").status, 200);
    QCOMPARE(m_client
                 .send("POST", "/api/graphql/shop", R"({"query":"{a{b{c{d{e{f{g{h{i{j{k}}}}}}}}}}}"})",
                       json + "X-API-Version: v1\r\n")
                 .line(),
             u"400 GTW013 Query depth 11 exceeds maximum allowed depth of 10"_s);
}

void TestGraphQlSchema::preflights()
{
    const QJsonObject rules{{u"api_cors_allow_origins"_s, QJsonArray{u"https://app.example"_s}},
                            {u"api_cors_allow_headers"_s, QJsonArray{u"x-api-version"_s, u"content-type"_s}}};
    for (const char* const version : {"v1", "v2"})
        QCOMPARE(m_admin.call("PUT", QByteArray("/platform/api/shop/") + version, rules).status, 200);
    const std::size_t before = asked();
    const auto preflight = [this](const QByteArray& target, const QByteArray& headers) {
        return m_client.send("OPTIONS", target, {},
                             "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n"
                             "Access-Control-Request-Headers: " +
                                 headers + "\r\n");
    };
    for (const char* const target : {"/api/graphql/shop", "/api/graphql/shop/v1"}) {
        const HttpReply reply = preflight(target, "x-api-version, content-type");
        QCOMPARE(reply.status, 204);
        QCOMPARE(reply.header("access-control-allow-origin"), QByteArray("https://app.example"));
    }
    const HttpReply other = preflight("/api/graphql/shop", "x-secret"); // all three must be acceptable
    QCOMPARE(other.status, 204);
    QCOMPARE(other.header("access-control-allow-origin"), QByteArray());
    QCOMPARE(asked(), before);
}

QTEST_GUILESS_MAIN(TestGraphQlSchema)
#include "tst_graphql_schema.moc"
