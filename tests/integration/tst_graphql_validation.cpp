// SPDX-License-Identifier: GPL-3.0-or-later
// GraphQL calls are registered as POST /graphql: its rules look at the variables of operations, its servers
// take the calls.
#include "tests/common/packed.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestGraphQlValidation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void variablesAreValidated_data();
    void variablesAreValidated();
    void otherWaysToAsk_data();
    void otherWaysToAsk();
    void packedCallsAreRead();
    void rulesComeAndGo();

private:
    HttpReply post(const QByteArray& body, const QByteArray& type = "application/json",
                   const QByteArray& target = "/api/graphql/shop/v1")
    {
        return m_client.send("POST", target, body, "Content-Type: " + type + "\r\n");
    }
    std::size_t arrived() const { return m_own.requests().size(); }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    QByteArray m_validation;
    ScriptedUpstream m_own{[this](RawSocket& socket, int) {
        while (m_own.record(socket).complete)
            socket.send(answer(R"({"data":{}})", "Content-Type: application/json\r\n"));
    }};
};

void TestGraphQlValidation::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    // Nobody listens at the server of the API: the endpoint has one of its own.
    QCOMPARE(publish(m_admin, u"shop"_s, {u"http://127.0.0.1:1"_s}, {},
                     object(R"({"api_type":"GRAPHQL","api_public":true,"api_graphql_max_batch":3})")),
             QString());
    QCOMPARE(addEndpoint(m_admin, u"shop"_s, u"POST /graphql"_s,
                         {{u"endpoint_servers"_s, QJsonArray{serverAt(m_own.port())}}}),
             QString());
    QCOMPARE(addRules(m_admin, u"shop"_s, u"POST /graphql"_s, object(R"({
        "Find.name":{"required":true,"type":"string","max":3},
        "Find.in.n":{"required":false,"type":"number","min":2}})")),
             QString());
    m_validation = rulesOf(m_admin, u"shop"_s, u"POST /graphql"_s);
}

void TestGraphQlValidation::variablesAreValidated_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* body, const char* text) {
        QTest::newRow(name) << QByteArray(body)
                            << (*text ? u"400 GTW011 400: 400: "_s + QString::fromLatin1(text) : u"200"_s);
    };
    const char* const missing = "Field is required";
    const char* const longer = "String length must be at most 3";
    row("good", R"({"query":"query Find {a}","variables":{"name":"abc","in":{"n":2}}})", "");
    row("long", R"({"query":"query Find {a}","variables":{"name":"abcd"}})", longer);
    row("below", R"({"query":"query Find {a}","variables":{"name":"a","in":{"n":1}}})",
        "Value must be at least 2");
    row("no variables", R"({"query":"query Find {a}"})", missing);
    row("variables are a list", R"({"query":"query Find {a}","variables":[1]})", missing);
    row("another operation", R"({"query":"query Other {a}","variables":{"name":"abcd"}})", "");
    row("no name", R"({"query":"query ($name: S) {a}","variables":{"name":"abcd"}})", "");
    row("chosen", R"({"query":"query A {a} query Find {b}","operationName":"Find"})", missing);
    row("not chosen", R"({"query":"query A {a} query Find {b}","operationName":"A"})", "");
    row("nobody chooses", R"({"query":"query A {a} query Find {b}"})", missing);
    row("second of a batch", R"([{"query":"query Other {a}"},{"query":"query Find {a}"}])", missing);
    row("said twice", R"({"query":"query Find {a}","variables":{"name":"abcd"},"variables":{"name":"abc"}})",
        "Field variables is there twice");
    row("said twice in another case",
        R"({"query":"query Find {a}","variables":{"name":"abc"},"Variables":{"name":"abcd"}})",
        "Field variables is there twice");
    row("said twice within", R"({"query":"query Find {a}","variables":{"name":"abcd","name":"abc"}})",
        "Field name is there twice");
}

void TestGraphQlValidation::variablesAreValidated()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, line);
    const std::size_t before = arrived();
    QCOMPARE(post(body).line(), line);
    QCOMPARE(arrived(), before + (line == u"200"_s ? 1 : 0));
    QCOMPARE(m_client
                 .send("POST", "/api/graphql/shop", body,
                       "Content-Type: application/json\r\nX-API-Version: v1\r\n")
                 .line(),
             line);
}

void TestGraphQlValidation::otherWaysToAsk_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* query, const char* type, const char* body,
                        const char* line) {
        QTest::newRow(name) << "/api/graphql/shop/v1" + QByteArray(query) << QByteArray(type)
                            << QByteArray(body) << QString::fromLatin1(line);
    };
    const char* const missing = "400 GTW011 400: 400: Field is required";
    row("without JSON", "", "application/graphql", "query Find {a}", missing);
    row("in the address", "?query=query+Find+%7Ba%7D&variables=%7B%22name%22:%22abc%22%7D",
        "application/json", R"({"query":"query Other {a}"})", "200");
    row("in the address, wrong", "?query=query+Find+%7Ba%7D", "application/json",
        R"({"query":"query Other {a}"})", missing);
    row("variables in the address", "?variables=%7B%7D", "application/json",
        R"({"query":"query Find {a}","variables":{"name":"abc"}})", missing);
    row("address and batch", "?query=query+Other+%7Ba%7D", "application/json",
        R"([{"query":"{a}"},{"query":"{a}"}])",
        "400 GTW011 400: 400: Query is both in the URL and in a batch");
}

void TestGraphQlValidation::otherWaysToAsk()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, line);
    QCOMPARE(post(body, type, target).line(), line);
}

/// By the rules and by the limits of GraphQL alike; the upstream gets what came.
void TestGraphQlValidation::packedCallsAreRead()
{
    const auto call = [this](const QByteArray& body) {
        return m_client
            .send("POST", "/api/graphql/shop/v1", body,
                  "Content-Type: application/json\r\nContent-Encoding: gzip\r\n")
            .line();
    };
    const QByteArray good = gzipped(R"({"query":"query Find {a}","variables":{"name":"abc"}})");
    QCOMPARE(call(good), u"200"_s);
    QVERIFY(m_own.requests().back().body == good.toStdString());
    QCOMPARE(m_own.requests().back().header("content-encoding"), std::string("gzip"));
    const std::size_t before = arrived();
    QCOMPARE(call(gzipped(R"({"query":"query Find {a}","variables":{"name":"abcd"}})")),
             u"400 GTW011 400: 400: String length must be at most 3"_s);
    QVERIFY(call(gzipped(R"([{"query":"{a}"},{"query":"{a}"},{"query":"{a}"},{"query":"{a}"}])"))
                .contains(u"batch 4 exceeds maximum allowed batch of 3"_s));
    QCOMPARE(call(good.chopped(1)),
             u"400 GTW011 400: Invalid request body: the body ends in the middle of its gzip"_s);
    QVERIFY(call(gzipped(QByteArray(50'000'000, ' '))).startsWith(u"413 "_s));
    QCOMPARE(arrived(), before);
}

void TestGraphQlValidation::rulesComeAndGo()
{
    const QByteArray bad = R"({"query":"query Find {a}"})";
    QCOMPARE(post(bad).status, 400);
    QCOMPARE(m_admin.call("PUT", m_validation, object(R"({"validation_enabled":false})")).status, 200);
    QCOMPARE(post(bad).status, 200);
    QCOMPARE(m_admin.call("DELETE", m_validation).status, 200);
    QCOMPARE(post(bad).status, 200);
}

QTEST_GUILESS_MAIN(TestGraphQlValidation)
#include "tst_graphql_validation.moc"
