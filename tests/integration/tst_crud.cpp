// SPDX-License-Identifier: GPL-3.0-or-later
// APIs whose data the gateway itself keeps: through the public listener, over restarts, in dumps.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <csignal>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray notes = "/api/rest/notes/v1/notes";

QStringList endpoints()
{
    return {u"GET /notes"_s,         u"POST /notes"_s,     u"POST /notes/{id}"_s,
            u"GET /notes/{id}"_s,    u"PUT /notes/{id}"_s, u"PATCH /notes/{id}"_s,
            u"DELETE /notes/{id}"_s, u"PUT /notes"_s,      u"DELETE /notes"_s};
}

QJsonObject schema()
{
    return object(
        R"({"title":{"type":"string","required":true,"min_length":2,"max_length":20,"pattern":"[A-Z]"},
                      "stars":{"type":"integer","min_value":0,"max_value":5},
                      "kind":{"type":"string","enum":["memo","list"]},
                      "done":{"type":"boolean"},
                      "place":{"type":"object","properties":{"city":{"type":"string","required":true}}}})");
}

QJsonObject storage(const QJsonObject& more = {})
{
    QJsonObject fields{{u"api_is_crud"_s, true}, {u"api_crud_schema"_s, schema()}};
    for (auto it = more.begin(); it != more.end(); ++it)
        fields.insert(it.key(), it.value());
    return fields;
}

QJsonObject ask(HttpClient& client, const QByteArray& target)
{
    return client.get(target, client.bearer()).json();
}

QStringList titles(const QJsonObject& list)
{
    QStringList found;
    for (const QJsonValue& item : list[u"items"_s].toArray())
        found.append(item[u"title"_s].toString());
    return found;
}

} // namespace

class TestCrud : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void recordsAreMadeReadChangedAndDeleted();
    void numbersKeepTheirDigits();
    void allFaultsAtOnce_data();
    void allFaultsAtOnce();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
    void listsArePagedFilteredAndSorted();
    void callersAreCheckedAsEverywhere();
    void callsAreLogged();
    void aSchemaMayChangeUnderRecords();
    void collectionsAreNamedSharedAndKept();
    void badSchemasAreRefused();
    void administratorsSeeMoveAndDropCollections();
    void graphQlReadsAndWrites();
    void soapReadsAndWrites();
    void grpcIsDescribed();
    void limitsHold();
    void killLosesNothingAcknowledged();
    void dumpsHoldRecords();
    void strictEnvelope();
    void upgradesTakeRecordsAlong();

private:
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
};

void TestCrud::initTestCase()
{
    m_gateway.set(u"MAX_BODY_SIZE_BYTES_REST"_s, u"100000"_s);
    m_gateway.set(u"MEM_ENCRYPTION_KEY"_s, u"a-key-for-the-crud-test"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    QCOMPARE(addUser(m_admin, u"writer"_s), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QVERIFY(m_client.login(u"writer"_s, userPassword()));
    QCOMPARE(publish(m_admin, u"notes"_s, {}, endpoints(), storage()), QString());
    QCOMPARE(subscribe(m_admin, u"writer"_s, u"notes"_s), QString());
}

void TestCrud::recordsAreMadeReadChangedAndDeleted()
{
    const HttpReply made = m_client.call("POST", notes, object(R"({"title":"Milk","stars":3})"));
    QVERIFY2(made.status == 201, qPrintable(made.line()));
    const QByteArray id = made.json()[u"_id"_s].toString().toUtf8();
    QCOMPARE(id.size(), 36);
    QCOMPARE(m_client.get(notes + '/' + id, m_client.bearer()).body, made.body);
    // Fields that are not sent stay; PATCH and PUT do the same.
    const HttpReply put = m_client.call("PUT", notes + '/' + id, object(R"({"stars":4})"));
    QCOMPARE(put.status, 200);
    QCOMPARE(put.json()[u"title"_s].toString(), u"Milk"_s);
    QCOMPARE(put.json()[u"stars"_s].toInt(), 4);
    const HttpReply patched = m_client.call("PATCH", notes + '/' + id, object(R"({"done":true})"));
    QCOMPARE(patched.json()[u"stars"_s].toInt(), 4);
    QCOMPARE(patched.json()[u"done"_s], QJsonValue(true));
    // Unless the whole is meant to go.
    const HttpReply whole =
        m_client.call("PUT", notes + '/' + id + "?replace=true", object(R"({"title":"Tea"})"));
    QCOMPARE(whole.json().keys(), QStringList({u"_id"_s, u"title"_s}));
    QCOMPARE(m_client.call("PUT", notes + '/' + id + "?replace=true", object(R"({"stars":1})")).line(),
             u"400 CRUD400 Validation failed: title: Field is required"_s);
    const HttpReply head = m_client.send("HEAD", notes + '/' + id, {}, m_client.bearer());
    QCOMPARE(head.status, 200);
    QVERIFY(head.body.isEmpty());
    const HttpReply gone = m_client.call("DELETE", notes + '/' + id);
    QCOMPARE(gone.body, QByteArray(R"({"message":"Resource deleted successfully"})"));
    for (const char* method : {"GET", "PUT", "PATCH", "DELETE"})
        QCOMPARE(m_client.call(method, notes + '/' + id, {{u"title"_s, u"Gone"_s}}).line(),
                 u"404 CRUD404 Resource not found"_s);
}

void TestCrud::numbersKeepTheirDigits()
{
    const QByteArray body =
        R"({"title":"Z","_id":"a/b c","b":12345678901234567890.10,"a":1e2,"text":"\u00e9\ud83d\ude00"})";
    const HttpReply made =
        m_client.send("POST", notes, QByteArray(body).replace("\"Z\"", "\"Zoe\""), m_client.bearer());
    QCOMPARE(made.status, 201);
    QCOMPARE(made.body, QByteArray("{\"_id\":\"a/b c\",\"title\":\"Zoe\",\"b\":12345678901234567890.10,"
                                   "\"a\":1e2,\"text\":\"\xc3\xa9\xf0\x9f\x98\x80\"}"));
    QCOMPARE(m_client.get(notes + "/a%2Fb%20c", m_client.bearer()).body, made.body);
    QCOMPARE(m_client.send("POST", notes, R"({"title":"Twice","_id":"a/b c"})", m_client.bearer()).line(),
             u"409 CRUD409 Resource already exists"_s);
    QCOMPARE(m_client.call("DELETE", notes + "/a%2Fb%20c").status, 200);
}

void TestCrud::allFaultsAtOnce_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* body, const QString& text) {
        QTest::newRow(name) << QByteArray(body) << u"400 CRUD400 Validation failed: "_s + text;
    };
    row("all", R"({"title":"x","stars":9,"kind":"poem","done":1,"place":{}})",
        u"done: Expected boolean, got int; kind: Value must be one of [\"memo\",\"list\"]; place.city: Field "
        "is required; stars: Value must be at most 5; title: String length must be at least 2"_s);
    row("types", R"({"title":7,"stars":1.5,"place":[]})",
        u"place: Expected object, got list; stars: Expected integer, got float; title: Expected string, got "
        "int"_s);
    row("a truth is no number", R"({"title":"Xy","stars":true})", u"stars: Expected integer, got bool"_s);
    row("pattern", R"({"title":"lower"})", u"title: String does not match pattern [A-Z]"_s);
    row("missing", "{}", u"title: Field is required"_s);
    row("id", R"({"title":"Xy","_id":7})",
        u"_id: must be a text of 1 to 128 bytes without control characters"_s);
    row("no object", "[1]", u"body: must be a JSON object"_s);
    row("nothing", "", u"body: is no JSON, or nested deeper than 64 levels"_s);
    row("twice", R"({"title":"Xy","place":{"city":"a","city":"b"}})", u"city: is there twice"_s);
    row("no text", "{\"title\":\"Xy\xff\"}", u"body: is not UTF-8"_s);
    const QByteArray deep = "{\"title\":" + QByteArray(10'000, '[') + QByteArray(10'000, ']') + '}';
    QTest::newRow("deep")
        << deep << u"400 CRUD400 Validation failed: body: is no JSON, or nested deeper than 64 levels"_s;
}

void TestCrud::allFaultsAtOnce()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, text);
    QCOMPARE(m_client.send("POST", notes, body, m_client.bearer()).line(), text);
    QCOMPARE(ask(m_client, notes)[u"total"_s].toInt(), 0);
}

void TestCrud::mistakesAreNamed_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("below");
    QTest::addColumn<QString>("line");
    QTest::newRow("put all") << QByteArray("PUT") << QByteArray()
                             << u"400 CRUD400 Resource ID required for update"_s;
    QTest::newRow("delete all") << QByteArray("DELETE") << QByteArray()
                                << u"400 CRUD400 Resource ID required for deletion"_s;
    QTest::newRow("post to one") << QByteArray("POST") << QByteArray("/7")
                                 << u"405 CRUD405 Method not allowed"_s;
    QTest::newRow("not registered") << QByteArray("GET") << QByteArray("/7/8")
                                    << u"404 GTW003 Endpoint does not exist for the requested API"_s;
    QTest::newRow("id") << QByteArray("GET") << '/' + QByteArray(129, 'x')
                        << u"400 CRUD400 Validation failed: id: must be a text of 1 to 128 bytes without "
                           "control characters"_s;
    QTest::newRow("query") << QByteArray("GET") << QByteArray("?page=0&page_size=1001&sort=&a[=1")
                           << u"400 CRUD400 Validation failed: page: must be a whole number from 1 to "
                              "10000000; page_size: must be a whole number from 1 to 1000; sort: must be the "
                              "path of a field, such as address.city; a[: is not the path of a field"_s;
}

void TestCrud::mistakesAreNamed()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, below);
    QFETCH(const QString, line);
    QCOMPARE(m_client.call(method, notes + below, {}).line(), line);
}

void TestCrud::listsArePagedFilteredAndSorted()
{
    for (int i = 0; i < 7; ++i) {
        const QJsonObject note{{u"title"_s, u"N%1"_s.arg(i)},
                               {u"stars"_s, i % 3},
                               {u"done"_s, i < 2},
                               {u"page"_s, i},
                               {u"place"_s, QJsonObject{{u"city"_s, i % 2 ? u"Rome"_s : u"Bonn"_s}}}};
        QCOMPARE(m_client.call("POST", notes, note).status, 201);
    }
    const QJsonObject all = ask(m_client, notes);
    QCOMPARE(titles(all), QStringList({u"N0"_s, u"N1"_s, u"N2"_s, u"N3"_s, u"N4"_s, u"N5"_s, u"N6"_s}));
    const QJsonObject second = ask(m_client, notes + "?page=2&page_size=3");
    QCOMPARE(titles(second), QStringList({u"N3"_s, u"N4"_s, u"N5"_s}));
    QCOMPARE(second[u"total"_s].toInt(), 7);
    QCOMPARE(second[u"page"_s].toInt(), 2);
    QVERIFY(titles(ask(m_client, notes + "?page=4&page_size=3")).isEmpty());
    QCOMPARE(titles(ask(m_client, notes + "?place.city=Rome&stars=0")), QStringList({u"N3"_s}));
    QCOMPARE(titles(ask(m_client, notes + "?done=true&sort=-title")), QStringList({u"N1"_s, u"N0"_s}));
    QCOMPARE(titles(ask(m_client, notes + "?sort=-stars&page_size=2")), QStringList({u"N2"_s, u"N5"_s}));
    QCOMPARE(titles(ask(m_client, notes + "?$.page=6")), QStringList({u"N6"_s})); // a field, no parameter
    QCOMPARE(ask(m_client, notes + "?title=none")[u"items"_s], QJsonValue(QJsonArray()));
    QCOMPARE(m_admin.call("DELETE", "/platform/crud/crud_data_none").status, 404);
}

void TestCrud::callersAreCheckedAsEverywhere()
{
    HttpClient nobody(m_gateway.publicPort());
    QCOMPARE(nobody.get(notes).status, 401);
    QCOMPARE(addUser(m_admin, u"other"_s), QString());
    HttpClient other(m_gateway.publicPort());
    QVERIFY(other.login(u"other"_s, userPassword()));
    const QJsonObject note = object(R"({"title":"Xy"})");
    QCOMPARE(other.call("POST", notes, note).status, 403);
    QCOMPARE(m_admin.call("PUT", "/platform/api/notes/v1", object("{\"active\":false}")).status, 200);
    QCOMPARE(m_client.get(notes, m_client.bearer()).line(), u"403 GTW012 API is disabled"_s);
    const QJsonObject back{{u"active"_s, true},
                           {u"api_cors_allow_origins"_s, QJsonArray{u"https://app.example"_s}}};
    QCOMPARE(m_admin.call("PUT", "/platform/api/notes/v1", back).status, 200);
    const HttpReply cross = m_client.get(notes, m_client.bearer() + "Origin: https://app.example\r\n");
    QCOMPARE(cross.header("access-control-allow-origin"), QByteArray("https://app.example"));
    QVERIFY(!cross.header("x-request-id").isEmpty());
    QCOMPARE(subscribe(m_admin, u"other"_s, u"notes"_s), QString());
    QCOMPARE(m_admin
                 .call("PUT", "/platform/user/other",
                       object(R"({"rate_limit_duration":2,"rate_limit_duration_type":"day"})"))
                 .status,
             200);
    QCOMPARE(other.get(notes, other.bearer()).status, 200);
    QCOMPARE(other.get(notes, other.bearer()).status, 200);
    QCOMPARE(other.get(notes, other.bearer()).status, 429);
}

void TestCrud::callsAreLogged()
{
    QCOMPARE(m_client.send("GET", notes + "/none", {}, m_client.bearer() + "X-Request-ID: crud-1\r\n").status,
             404);
    const QJsonObject line = m_gateway.accessLine("crud-1");
    QCOMPARE(line[u"status"_s].toInt(), 404);
    QVERIFY(m_admin.call("GET", "/metrics").status == 200);
}

void TestCrud::aSchemaMayChangeUnderRecords()
{
    const HttpReply made = m_client.call("POST", notes, object(R"({"title":"Old","_id":"old","stars":5})"));
    QCOMPARE(made.status, 201);
    QJsonObject narrow = schema();
    narrow[u"stars"_s] = object(R"({"type":"integer","max_value":3})");
    narrow[u"owner"_s] = object(R"({"type":"string","required":true})");
    QCOMPARE(m_admin.call("PUT", "/platform/api/notes/v1", {{u"api_crud_schema"_s, narrow}}).status, 200);
    // What is stored stays as it is and can be read; what is sent must fit.
    QCOMPARE(m_client.get(notes + "/old", m_client.bearer()).body, made.body);
    QCOMPARE(m_client.call("PATCH", notes + "/old", object(R"({"stars":4})")).line(),
             u"400 CRUD400 Validation failed: stars: Value must be at most 3"_s);
    QCOMPARE(m_client.call("PATCH", notes + "/old", object(R"({"done":true})")).status, 200);
    QCOMPARE(m_client.call("POST", notes, object(R"({"title":"New"})")).line(),
             u"400 CRUD400 Validation failed: owner: Field is required"_s);
    QCOMPARE(m_admin.call("PUT", "/platform/api/notes/v1", {{u"api_crud_schema"_s, schema()}}).status, 200);
}

void TestCrud::collectionsAreNamedSharedAndKept()
{
    const QJsonObject shared{
        {u"api_is_crud"_s, true}, {u"api_crud_collection"_s, u"shared"_s}, {u"api_public"_s, true}};
    const QStringList some{u"GET /x"_s, u"POST /x"_s};
    QCOMPARE(publish(m_admin, u"one"_s, {}, some, shared), QString());
    QCOMPARE(publish(m_admin, u"two"_s, {}, some, shared), QString());
    HttpClient anybody(m_gateway.publicPort());
    QCOMPARE(anybody.send("POST", "/api/rest/one/v1/x", R"({"a":1})").status, 201);
    QCOMPARE(anybody.get("/api/rest/two/v1/x").json()[u"total"_s].toInt(), 1);
    // The records outlive the APIs, until somebody drops them.
    QCOMPARE(m_admin.call("DELETE", "/platform/api/one/v1").status, 200);
    QCOMPARE(m_admin.call("DELETE", "/platform/api/two/v1").status, 200);
    QCOMPARE(publish(m_admin, u"three"_s, {}, some, shared), QString());
    QCOMPARE(anybody.get("/api/rest/three/v1/x").json()[u"total"_s].toInt(), 1);
}

void TestCrud::badSchemasAreRefused()
{
    const QJsonObject bad{
        {u"api_crud_collection"_s, u"a/b"_s},
        {u"api_crud_schema"_s,
         object(R"({"a":7,"b":{"type":"text"},"c":{"type":"string","min_length":5,"max_length":2,
                                      "pattern":"(","enum":[],"maxlength":1},"d":{"type":"integer","min_length":1,
                                      "required":"yes"},"e":{"type":"object","properties":{"f":{}}}})")}};
    const HttpReply reply = m_admin.call("PUT", "/platform/api/notes/v1", bad);
    QCOMPARE(reply.status, 422);
    for (const char* field :
         {"api_crud_collection", "api_crud_schema.a", "api_crud_schema.b.type",
          "api_crud_schema.c.min_length", "api_crud_schema.c.pattern", "api_crud_schema.c.enum",
          "api_crud_schema.c.maxlength", "api_crud_schema.d.min_length", "api_crud_schema.d.required",
          "api_crud_schema.e.properties.f.type"})
        QVERIFY2(reply.body.contains('"' + QByteArray(field) + '"'), reply.body + field);
}

void TestCrud::administratorsSeeMoveAndDropCollections()
{
    const QJsonObject listed = m_admin.call("GET", "/platform/crud").json();
    const QJsonArray all = listed[u"collections"_s].toArray();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[1][u"collection"_s].toString(), u"shared"_s);
    QCOMPARE(all[1][u"records"_s].toInt(), 1);
    QCOMPARE(all[0][u"apis"_s], QJsonValue(QJsonArray{u"notes/v1"_s}));
    QVERIFY(all[0][u"bytes"_s].toInt() > 0);
    QCOMPARE(m_admin.call("GET", "/platform/crud/nothing").line(), u"404 CRUD404 Resource not found"_s);
    const HttpReply page = m_admin.call("GET", "/platform/crud/shared?page_size=1");
    QCOMPARE(page.json()[u"items"_s][0][u"a"_s].toInt(), 1);

    const QByteArray name = all[0][u"collection"_s].toString().toUtf8();
    const HttpReply bad = m_admin.call("PUT", "/platform/crud/" + name,
                                       object(R"({"items":[{"title":"x"},7,{"title":"Good","stars":8}]})"));
    QCOMPARE(bad.line(), u"400 CRUD400 Validation failed: items[0]: title: String length must be at least 2; "
                         "items[1]: body: must be a JSON object; items[2]: stars: Value must be at most 5"_s);
    const HttpReply put =
        m_admin.call("PUT", "/platform/crud/" + name,
                     object(R"({"replace":true,"items":[{"_id":"1","title":"First"},{"title":"Second"}]})"));
    QCOMPARE(put.json()[u"imported"_s].toInt(), 2);
    QCOMPARE(titles(ask(m_client, notes)), QStringList({u"First"_s, u"Second"_s}));
    QCOMPARE(m_client.call("GET", "/platform/crud").status, 403);
    QCOMPARE(m_admin.call("DELETE", "/platform/crud/shared").json()[u"removed"_s].toInt(), 1);
    QCOMPARE(m_admin.call("GET", "/platform/audit?action=crud.drop").json()[u"total"_s].toInt(), 2);
}

void TestCrud::graphQlReadsAndWrites()
{
    const QJsonObject fields{{u"api_is_crud"_s, true},
                             {u"api_public"_s, true},
                             {u"api_type"_s, u"GRAPHQL"_s},
                             {u"api_crud_collection"_s, u"graph"_s},
                             {u"api_crud_schema"_s, schema()}};
    QCOMPARE(publish(m_admin, u"graph"_s, {}, {}, fields), QString());
    HttpClient client(m_gateway.publicPort());
    const auto run = [&client](const QString& query, const QJsonObject& variables = {}) {
        return client.send("POST", "/api/graphql/graph/v1",
                           QJsonDocument(QJsonObject{{u"query"_s, query}, {u"variables"_s, variables}})
                               .toJson(QJsonDocument::Compact),
                           "Content-Type: application/json\r\n");
    };
    const HttpReply made =
        run(u"mutation Make($in: JSON!) { a: createItem(input: $in) { id title place { city } } "
            u"b: createItem(input: {_id: \"two\", title: \"Second\"}) { _id } }"_s,
            {{u"in"_s, object(R"({"_id":"one","title":"First","place":{"city":"Rome","zip":1}})")}});
    QCOMPARE(made.body, QByteArray(R"({"data":{"a":{"id":"one","title":"First","place":{"city":"Rome"}},)"
                                   R"("b":{"_id":"two"}}})"));
    QCOMPARE(
        run(u"{ listItems(page_size: 1) { title } getItem(id: \"two\") __typename }"_s).body,
        QByteArray(R"({"data":{"listItems":[{"title":"First"}],"getItem":{"_id":"two","title":"Second"},)"
                   R"("__typename":"Query"}})"));
    QCOMPARE(
        run(u"mutation { updateItem(id: \"two\", input: {stars: 2}) { stars title } deleteItem(id: \"one\") }"_s)
            .body,
        QByteArray(R"({"data":{"updateItem":{"stars":2,"title":"Second"},"deleteItem":true}})"));
    // Faults are those of their fields; the others are answered.
    QCOMPARE(
        run(u"mutation { createItem(input: {stars: 9}) { _id } deleteItem(id: \"none\") listItems }"_s).body,
        QByteArray(
            R"({"data":{"createItem":null,"deleteItem":null,"listItems":null},"errors":[)"
            R"({"message":"Validation failed: stars: Value must be at most 5; title: Field is required",)"
            R"("path":["createItem"],"extensions":{"code":"CRUD400"}},)"
            R"({"message":"Resource not found","path":["deleteItem"],"extensions":{"code":"CRUD404"}},)"
            R"({"message":"Validation failed: listItems: belongs into a query",)"
            R"("path":["listItems"],"extensions":{"code":"CRUD400"}}]})"));
    QVERIFY(run(u"{ listItems { ...F } } fragment F on Item { title }"_s).body.contains("Fragments are not"));
    QCOMPARE(run(u"{ listItems "_s).line(), u"400 GTW011 Query is no GraphQL document"_s);
    QVERIFY(run(u"query A { listItems } query B { listItems }"_s).body.contains("operationName"));
    QCOMPARE(client.send("POST", "/api/graphql/graph/v1", "[").status, 400);
}

void TestCrud::soapReadsAndWrites()
{
    const QJsonObject fields{
        {u"api_is_crud"_s, true}, {u"api_public"_s, true}, {u"api_crud_schema"_s, schema()}};
    QCOMPARE(publish(m_admin, u"soapy"_s, {}, {}, fields), QString());
    HttpClient client(m_gateway.publicPort());
    const QByteArray target = "/api/soap/soapy/v1/items";
    const auto call = [&](const QByteArray& body) {
        return client.send("POST", target,
                           "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" +
                               body + "</s:Body></s:Envelope>",
                           "Content-Type: text/xml\r\n");
    };
    const HttpReply made =
        call("<createItem><input>{\"title\":\"A &amp; B\",\"_id\":\"s\"}</input></createItem>");
    QCOMPARE(made.status, 200);
    QCOMPARE(made.header("content-type"), QByteArray("text/xml; charset=utf-8"));
    QVERIFY2(
        made.body.contains("<createItemResponse><item>{&quot;_id&quot;:&quot;s&quot;,&quot;title&quot;:"
                           "&quot;A &amp; B&quot;}</item>") ||
            made.body.contains("<createItemResponse><item>{\"_id\":\"s\",\"title\":\"A &amp; B\"}</item>") ||
            made.body.contains("A &#38; B"),
        made.body);
    QVERIFY(call("<listItems/>").body.contains("<listItemsResponse><items>["));
    const HttpReply bad = call("<createItem><input>{\"stars\":9}</input></createItem>");
    QCOMPARE(bad.status, 400);
    QCOMPARE(bad.body,
             QByteArray("<error><error_code>CRUD400</error_code><error_message>Validation failed: stars: "
                        "Value must be at most 5; title: Field is required</error_message></error>"));
    QCOMPARE(call("<dropAll/>").status, 400);
    QCOMPARE(client.send("POST", target, "<a", "Content-Type: text/xml\r\n").status, 400);
    const HttpReply wsdl = client.get(target + "?wsdl");
    QCOMPARE(wsdl.status, 200);
    QVERIFY2(wsdl.body.contains("<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\""), wsdl.body);
    QVERIFY(wsdl.body.contains("name=\"soapyPortType\"") && wsdl.body.contains("/api/soap/soapy/v1/items\""));
}

void TestCrud::grpcIsDescribed()
{
    const QJsonObject fields{{u"api_is_crud"_s, true},
                             {u"api_public"_s, true},
                             {u"api_type"_s, u"GRPC"_s},
                             {u"api_crud_schema"_s, schema()}};
    QCOMPARE(publish(m_admin, u"wire"_s, {}, {}, fields), QString());
    HttpClient client(m_gateway.publicPort());
    const HttpReply proto = client.get("/api/grpc/wire?proto");
    QCOMPARE(proto.status, 200);
    QVERIFY2(proto.body.contains("service WireService {") && proto.body.contains("int64 stars ="),
             proto.body);
    QCOMPARE(client.get("/api/grpc/wire").status, 400);
    QCOMPARE(client.send("POST", "/api/grpc/wire", R"({"method":"wire.ListItems","message":{}})").line(),
             u"501 CRUD999 gRPC Execution Not Implemented Yet (Requires HTTP/2 Server)"_s);
}

void TestCrud::limitsHold()
{
    GatewayProcess gateway;
    gateway.set(u"CRUD_MAX_RECORD_BYTES"_s, u"200"_s);
    gateway.set(u"CRUD_MAX_RECORDS"_s, u"3"_s);
    gateway.set(u"CRUD_MAX_BYTES"_s, u"2500"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort()), client(gateway.publicPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const QJsonObject open{{u"api_is_crud"_s, true}, {u"api_public"_s, true}};
    const QStringList all{u"GET /x"_s, u"POST /x"_s, u"PUT /x/{id}"_s, u"DELETE /x/{id}"_s};
    QCOMPARE(publish(admin, u"a"_s, {}, all, open), QString());
    QCOMPARE(publish(admin, u"b"_s, {}, all, open), QString());
    const QByteArray a = "/api/rest/a/v1/x", b = "/api/rest/b/v1/x";
    const QByteArray large = R"({"t":")" + QByteArray(200, 'x') + R"("})";
    QCOMPARE(client.send("POST", a, large).line(), u"413 CRUD413 Resource is larger than 200 bytes"_s);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.send("POST", a, "{\"_id\":\"" + QByteArray::number(i) + "\"}").status, 201);
    QCOMPARE(client.send("POST", a, "{}").line(),
             u"507 CRUD507 Storage is full: the collection may hold 3 records"_s);
    const QByteArray half = R"({"t":")" + QByteArray(100, 'x') + R"("})";
    QCOMPARE(client.send("POST", b, half).status, 201);
    QCOMPARE(client.send("POST", b, half).line(),
             u"507 CRUD507 Storage is full: all records together may take 2500 bytes of memory"_s);
    // A change that takes nothing up is none to be refused; room comes back.
    QCOMPARE(client.send("PUT", a + "/1", "{}").status, 200);
    QCOMPARE(client.send("DELETE", a + "/1").status, 200);
    QCOMPARE(client.send("POST", a, "{}").status, 201);
    QCOMPARE(gateway.stop(), 0);
}

/// What was answered 201 before the process was killed is there afterwards, and nothing else is torn.
void TestCrud::killLosesNothingAcknowledged()
{
    std::vector<std::thread> writers;
    std::vector<QByteArrayList> kept(4);
    std::atomic<int> written{0};
    for (int w = 0; w < 4; ++w) {
        writers.emplace_back([&, w] {
            HttpClient client(m_gateway.publicPort());
            client.setToken(m_client.token());
            for (int i = 0; i < 10'000; ++i) {
                const QByteArray id = QByteArray::number(w) + '-' + QByteArray::number(i);
                const QByteArray body = R"({"title":"Kept","_id":")" + id + R"("})";
                if (client.send("POST", notes, body, client.bearer()).status != 201)
                    return;
                kept[std::size_t(w)].append(id);
                ++written;
                written.notify_one();
            }
        });
    }
    for (int seen = 0; seen < 100; seen = written.load())
        written.wait(seen);
    m_gateway.kill();
    for (std::thread& writer : writers)
        writer.join();
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    m_client = HttpClient(m_gateway.publicPort());
    QVERIFY(m_client.login(u"writer"_s, userPassword()));
    for (const QByteArrayList& ids : kept) {
        for (const QByteArray& id : ids)
            QCOMPARE(m_client.get(notes + '/' + id, m_client.bearer()).status, 200);
    }
}

void TestCrud::dumpsHoldRecords()
{
    const QByteArray before = m_client.get(notes, m_client.bearer()).body;
    const HttpReply dumped = m_admin.call("POST", "/platform/memory/dump");
    const QString path = dumped.json()[u"response"_s][u"path"_s].toString();
    QVERIFY2(!path.isEmpty(), qPrintable(dumped.line()));
    QCOMPARE(m_client.call("POST", notes, object(R"({"title":"Late"})")).status, 201);
    QCOMPARE(m_client.call("DELETE", notes + "/1").status, 200);
    QCOMPARE(m_admin.call("POST", "/platform/memory/restore", {{u"path"_s, path}}).status, 200);
    QVERIFY(m_client.login(u"writer"_s, userPassword()));
    QCOMPARE(m_client.get(notes, m_client.bearer()).body, before);
    // The same without a running gateway.
    QCOMPARE(m_client.call("DELETE", notes + "/1").status, 200);
    QCOMPARE(m_gateway.stop(), 0);
    const ProgramRun restored = m_gateway.run({u"--restore"_s, path});
    QVERIFY2(restored.status == 0, qPrintable(restored.err));
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    m_client = HttpClient(m_gateway.publicPort());
    QVERIFY(m_client.login(u"writer"_s, userPassword()));
    QCOMPARE(m_client.get(notes, m_client.bearer()).body, before);
}

void TestCrud::strictEnvelope()
{
    GatewayProcess gateway;
    gateway.set(u"STRICT_RESPONSE_ENVELOPE"_s, u"true"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort()), client(gateway.publicPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    const QJsonObject open{{u"api_is_crud"_s, true}, {u"api_public"_s, true}};
    publish(admin, u"a"_s, {}, {u"POST /x"_s, u"GET /x/{id}"_s, u"DELETE /x/{id}"_s},
            open); // answers are 200
    QCOMPARE(client.send("POST", "/api/rest/a/v1/x", R"({"_id":"1"})").body,
             QByteArray(R"({"status_code":201,"response":{"_id":"1"}})"));
    QCOMPARE(
        client.get("/api/rest/a/v1/x/2").body,
        QByteArray(R"({"status_code":404,"error_code":"CRUD404","error_message":"Resource not found"})"));
    QCOMPARE(client.send("DELETE", "/api/rest/a/v1/x/1").body,
             QByteArray(R"({"status_code":200,"message":"Resource deleted successfully"})"));
    QCOMPARE(gateway.stop(), 0);
}

void TestCrud::upgradesTakeRecordsAlong()
{
    QCOMPARE(m_client.call("POST", notes, object(R"({"title":"Moved","_id":"moved"})")).status, 201);
    m_gateway.signal(SIGUSR2);
    QVERIFY(m_gateway.followUpgrade());
    HttpClient client(m_gateway.publicPort());
    QVERIFY(client.login(u"writer"_s, userPassword()));
    QCOMPARE(client.get(notes + "/moved", client.bearer()).status, 200);
    QCOMPARE(client.call("PUT", notes + "/moved", object(R"({"stars":1})")).status, 200);
}

QTEST_GUILESS_MAIN(TestCrud)
#include "tst_crud.moc"
