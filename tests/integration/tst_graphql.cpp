// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of GraphQL queries through the real gateway: what is too large never reaches the upstream.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray query(const QString& text)
{
    return QJsonDocument(QJsonObject{{u"query"_s, text}}).toJson(QJsonDocument::Compact);
}

const QByteArray json = "Content-Type: application/json\r\n";

} // namespace

class TestGraphQl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void passes_data();
    void passes();
    void isRefused_data();
    void isRefused();
    void settingsDecide();
    void contractsHaveTheSame();
    void queriesInTheAddress();
    void overHttp2();
    void streamedBodiesAreRead();
    void refusalsAreTold();
    void settingsAreChecked();
    void unknownApisAreNamed();
    void endpointsOpenThePrefix();

private:
    HttpReply ask(const QByteArray& body, const QByteArray& lines = json)
    {
        return m_client.send("POST", "/api/graphql/shop/v1", body, lines);
    }
    std::size_t arrived() const { return m_upstream.requests().size(); }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        while (m_upstream.record(socket).complete)
            socket.send(answer(R"({"data":{}})", "Content-Type: application/json\r\n"));
    }};
};

void TestGraphQl::initTestCase()
{
    m_gateway.set(u"SKIP_TIER_RATE_LIMIT"_s, u"true"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QCOMPARE(publish(m_admin, u"shop"_s, {serverAt(m_upstream.port())}, {},
                     {{u"api_public"_s, true},
                      {u"api_type"_s, u"GRAPHQL"_s},
                      {u"api_graphql_max_depth"_s, 3},
                      {u"api_graphql_max_aliases"_s, 2},
                      {u"api_graphql_max_fields"_s, 6},
                      {u"api_graphql_max_batch"_s, 2},
                      {u"api_graphql_introspection"_s, false}}),
             QString());
}

void TestGraphQl::passes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("three levels") << query(u"{a{b{c}}}"_s);
    QTest::newRow("braces in texts and comments")
        << query(u"{a(s: \"{{{{\") # {{{{\n{b(t: \"\"\"{{{{\"\"\")}}"_s);
    QTest::newRow("two aliases") << query(u"{x: a y: a}"_s);
    QTest::newRow("two in a batch") << QByteArray(R"([{"query":"{a}"},{"query":"{b}"}])");
    QTest::newRow("variables") << QByteArray(
        R"({"query":"query Q($i: In!) {a(i: $i)}","variables":{"i":{"a":{"b":{"c":1}}}},"operationName":"Q"})");
    QTest::newRow("name of a type") << query(u"{a {__typename}}"_s);
}

void TestGraphQl::passes()
{
    QFETCH(QByteArray, body);
    const std::size_t before = arrived();
    const HttpReply reply = ask(body);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, R"({"data":{}})");
    QCOMPARE(arrived(), before + 1);
    const Message last = m_upstream.requests().back();
    QCOMPARE(last.body, body.toStdString()); // as it came
    QCOMPARE(last.firstLine, std::string("POST /graphql HTTP/1.1"));
}

void TestGraphQl::isRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const QByteArray& body, const char* said,
                        const QByteArray& lines = json) {
        QTest::newRow(name) << body << lines << QString::fromLatin1(said);
    };
    row("deep", query(u"{a{b{c{d}}}}"_s), "400 GTW013 Query depth 4 exceeds maximum allowed depth of 3");
    row("deep by fragments", query(u"{a{...F}} fragment F on T {b{c{d}}}"_s),
        "400 GTW013 Query depth 4 exceeds maximum allowed depth of 3");
    row("deep, without JSON", "{a{b{c{d}}}}", "400 GTW013 Query depth 4 exceeds maximum allowed depth of 3",
        "Content-Type: application/graphql\r\n");
    row("aliases", query(u"{x: a y: a z: a}"_s),
        "400 GTW013 Query aliases 3 exceeds maximum allowed aliases of 2");
    row("aliases by fragments", query(u"{a{...F} b{...F}} fragment F on T {x: c y: d}"_s),
        "400 GTW013 Query aliases 4 exceeds maximum allowed aliases of 2");
    row("fields", query(u"{a b c d e f g}"_s),
        "400 GTW013 Query fields 7 exceeds maximum allowed fields of 6");
    row("batch", R"([{"query":"{a}"},{"query":"{a}"},{"query":"{a}"}])",
        "400 GTW013 Query batch 3 exceeds maximum allowed batch of 2");
    row("the second of a batch", R"([{"query":"{a}"},{"query":"{a{b{c{d}}}}"}])",
        "400 GTW013 Query depth 4 exceeds maximum allowed depth of 3");
    row("introspection", query(u"{__schema{types{name}}}"_s), "400 GTW013 Introspection is switched off");
    row("introspection under another name", query(u"{x: __type(name: \"T\") {name}}"_s),
        "400 GTW013 Introspection is switched off");
    row("introspection in a fragment", query(u"{...F} fragment F on Q {__schema{types{name}}}"_s),
        "400 GTW013 Introspection is switched off");
    row("said twice, first deep", R"({"query":"{a{b{c{d}}}}","query":"{a}"})",
        "400 GTW013 Query depth 4 exceeds maximum allowed depth of 3");
    row("said twice, in another case", R"({"query":"{a}","Query":"{a{b{c{d}}}}"})",
        "400 GTW013 Query depth 4 exceeds maximum allowed depth of 3");
    row("an escaped name", R"({"qu\u0065ry":"{a{b{c{d}}}}"})",
        "400 GTW013 Query depth 4 exceeds maximum allowed depth of 3");
    row("no GraphQL", query(u"{a"_s), "400 GTW011 Query is no GraphQL document");
    row("no JSON", "{a}", "400 GTW011 Invalid JSON in request body");
    row("no query", R"({"extensions":{"persistedQuery":{"version":1}}})",
        "400 GTW011 Missing query in request body");
    row("query is no text", R"({"query":{"a":1}})", "400 GTW011 Query in request body is no string");
    row("endless fragments", query(u"{...F} fragment F on T {a{...F}}"_s),
        "400 GTW011 Query has fragments that contain themselves");
    row("form", "query=%7Ba%7D", "400 GTW011 Invalid JSON in request body",
        "Content-Type: application/x-www-form-urlencoded\r\n");
}

void TestGraphQl::isRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, lines);
    QFETCH(QString, said);
    const std::size_t before = arrived();
    QCOMPARE(ask(body, lines).line(), said);
    QCOMPARE(arrived(), before);
}

void TestGraphQl::settingsDecide()
{
    QCOMPARE(publish(m_admin, u"free"_s, {serverAt(m_upstream.port())}, {},
                     {{u"api_public"_s, true},
                      {u"api_type"_s, u"GRAPHQL"_s},
                      {u"api_graphql_max_depth"_s, 0},
                      {u"api_graphql_max_batch"_s, 0},
                      {u"api_graphql_schema_url"_s, u"/query"_s}}),
             QString());
    const auto askFree = [this](const QByteArray& body) {
        return m_client.send("POST", "/api/graphql/free/v1", body, json).status;
    };
    QCOMPARE(askFree(query(u"{a{b{c{d{e{f{g{h{i{j{k{l{m}}}}}}}}}}}}}"_s)), 200);
    QCOMPARE(m_upstream.requests().back().firstLine, std::string("POST /query HTTP/1.1"));
    QCOMPARE(askFree(query(u"{__schema{types{name}}}"_s)), 200);
    QByteArray many = "[";
    for (int i = 0; i < 50; ++i)
        many += R"({"query":"{a}"},)";
    many.back() = ']';
    QCOMPARE(askFree(many), 200);
    // The default of depth, which counts when nothing is said.
    QCOMPARE(publish(m_admin, u"usual"_s, {serverAt(m_upstream.port())}, {},
                     {{u"api_public"_s, true}, {u"api_type"_s, u"GRAPHQL"_s}}),
             QString());
    const auto askUsual = [this](const QByteArray& body) {
        return m_client.send("POST", "/api/graphql/usual/v1", body, json).status;
    };
    QCOMPARE(askUsual(query(u"{a{b{c{d{e{f{g{h{i{j}}}}}}}}}}"_s)), 200);
    QCOMPARE(askUsual(query(u"{a{b{c{d{e{f{g{h{i{j{k}}}}}}}}}}}"_s)), 400);
}

void TestGraphQl::contractsHaveTheSame()
{
    const HttpReply made = m_admin.call(
        "POST", "/v1/contracts",
        {{u"name"_s, u"graph"_s},
         {u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(m_upstream.port())}, {u"method"_s, u"GRAPHQL"_s}}},
         {u"auth"_s, QJsonObject{{u"type"_s, u"none"_s}}}});
    QVERIFY2(made.status == 201, made.body.constData());
    const HttpReply good = m_client.send("POST", "/graph/v1/graphql", query(u"{a}"_s), json);
    QCOMPARE(good.status, 200);
    QCOMPARE(m_upstream.requests().back().firstLine, std::string("POST /graphql HTTP/1.1"));
    const std::size_t before = arrived();
    const HttpReply deep =
        m_client.send("POST", "/graph/v1/graphql", query(u"{a{b{c{d{e{f{g{h{i{j{k}}}}}}}}}}}"_s), json);
    QCOMPARE(deep.status, 400);
    QVERIFY(deep.body.contains("Query depth 11 exceeds maximum allowed depth of 10"));
    QCOMPARE(arrived(), before);
}

void TestGraphQl::queriesInTheAddress()
{
    const auto status = [this](const QByteArray& text) {
        return m_client.get("/graph/v1/graphql?" + text).status;
    };
    const QByteArray deep =
        "query=%7Ba%7Bb%7Bc%7Bd%7Be%7Bf%7Bg%7Bh%7Bi%7Bj%7Bk%7D%7D%7D%7D%7D%7D%7D%7D%7D%7D%7D";
    QCOMPARE(status("query=%7Ba%7D"), 200);
    QCOMPARE(status(deep), 400);
    QCOMPARE(status("query=%7Ba%7D&" + deep), 400); // which of the two counts is the upstream's choice
    QCOMPARE(status("%71uery=%7Ba"), 400);
}

void TestGraphQl::overHttp2()
{
    Http2Client client(RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()}));
    const Fields head = http2Request("POST", "/api/graphql/shop/v1", {{"content-type", "application/json"}});
    const QByteArray deep = query(u"{a{b{c{d}}}}"_s);
    QVERIFY(client.request(1, head, false) && client.data(1, deep.toStdString(), true));
    const Http2Answer refused = client.answer(1);
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.find("GTW013") != std::string::npos);
    QVERIFY(client.request(3, head, false) && client.data(3, query(u"{a}"_s).toStdString(), true));
    QCOMPARE(client.answer(3).status, 200);
}

/// A body without a length is read as any other, and as a whole.
void TestGraphQl::streamedBodiesAreRead()
{
    RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    socket.send("POST /api/graphql/shop/v1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"query\":\"{a{b{c\r\n");
    socket.send("6\r\n{d}}}}\r\n2\r\n\"}\r\n0\r\n\r\n");
    const Message refused = socket.readAnswer();
    QCOMPARE(refused.status, 400);
    QVERIFY2(refused.body.find("Query depth 4") != std::string::npos, refused.body.c_str());
}

void TestGraphQl::refusalsAreTold()
{
    QCOMPARE(ask(query(u"{a{b{c{d}}}}"_s), json + "X-Request-ID: deep-1\r\n").status, 400);
    const QJsonObject line = m_gateway.accessLine("deep-1");
    QCOMPARE(line[u"error_reason"_s].toString(), u"query_refused"_s);
    QCOMPARE(line[u"kind"_s].toString(), u"graphql"_s);
}

void TestGraphQl::settingsAreChecked()
{
    const HttpReply wrong = m_admin.call("PUT", "/platform/api/shop/v1",
                                         {{u"api_graphql_max_depth"_s, 100000},
                                          {u"api_graphql_max_aliases"_s, -1},
                                          {u"api_graphql_max_batch"_s, u"many"_s}});
    QVERIFY(wrong.status == 400 || wrong.status == 422);
    for (const char* field : {"api_graphql_max_depth", "api_graphql_max_aliases", "api_graphql_max_batch"})
        QVERIFY2(wrong.body.contains(field), wrong.body.constData());
    const QByteArray openapi = m_admin.get("/platform/openapi.json", m_admin.bearer()).body;
    for (const char* field : {"api_graphql_max_aliases", "api_graphql_max_batch", "api_graphql_introspection",
                              "api_compression", "stale_if_error_seconds", "/platform/cache"})
        QVERIFY2(openapi.contains(field), field);
}

void TestGraphQl::unknownApisAreNamed()
{
    const auto told = [this](const QByteArray& target, const QByteArray& version) {
        HttpClient client(m_gateway.publicPort());
        const QByteArray line = version.isEmpty() ? QByteArray() : "X-API-Version: " + version + "\r\n";
        return client.send("POST", target, query(u"{ a }"_s), json + line).line();
    };
    const QString nobody = u"404 GTW001 API does not exist: nobody"_s;
    QCOMPARE(told("/api/graphql/nobody", "v7"), nobody + u"/v7"_s);
    QCOMPARE(told("/api/graphql/nobody/", {}), nobody);
    QCOMPARE(told("/api/graphql/nobody/v3", "v7"), nobody + u"/v3"_s);
    QCOMPARE(told("/api/grpc/nobody", {}), nobody + u"/v1"_s);
    QCOMPARE(told("/api/grpc/nobody", "v2"), nobody + u"/v2"_s);
    // What is no plain text, or too much of it, is not repeated.
    const QString unsaid = u"404 GTW001 API does not exist for the requested name and version"_s;
    QCOMPARE(told("/api/graphql/nobody", "v\xc3\xa9"), unsaid);
    QCOMPARE(told("/api/grpc/" + QByteArray(300, 'n'), "v1"), unsaid);
    QCOMPARE(told("/api/rest/nobody/v1/x", "v1"), unsaid);
}

/// The type of an API is for information: scripts leave it at REST and register POST /graphql.
void TestGraphQl::endpointsOpenThePrefix()
{
    QCOMPARE(
        publish(m_admin, u"plain"_s, {serverAt(m_upstream.port())}, {u"GET /x"_s}, {{u"api_public"_s, true}}),
        QString());
    const auto status = [this](const QByteArray& target, const QByteArray& lines = {}) {
        return m_client.send("POST", target, query(u"{a}"_s), json + lines).status;
    };
    const QByteArray byHeader = "X-API-Version: v1\r\n";
    QCOMPARE(status("/api/graphql/plain", byHeader), 404);
    QCOMPARE(addEndpoint(m_admin, u"plain"_s, u"POST /graphql"_s), QString());
    QCOMPARE(status("/api/graphql/plain", byHeader), 200);
    QCOMPARE(m_upstream.requests().back().firstLine, std::string("POST /graphql HTTP/1.1"));
    QCOMPARE(status("/api/graphql/plain/v1"), 200);
    QCOMPARE(status("/api/graphql/plain"), 400); // the version is missing
    QCOMPARE(status("/api/grpc/plain", byHeader), 404);
    QCOMPARE(m_admin.call("DELETE", "/platform/endpoint/POST/plain/v1/graphql").status, 200);
    QCOMPARE(status("/api/graphql/plain", byHeader), 404);
}

QTEST_GUILESS_MAIN(TestGraphQl)
#include "tst_graphql.moc"
