// SPDX-License-Identifier: GPL-3.0-or-later
// What is meant to harm, at every door behind which the gateway reads a body: a named error, memory that
// stays where it was, and the service goes on.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_origin.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray json = "application/json", xml = "text/xml";

QByteArray nested(const QByteArray& open, const QByteArray& inner, const QByteArray& close)
{
    return open.repeated(10'000) + inner + close.repeated(10'000);
}

QByteArray envelope(const QByteArray& prolog, const QByteArray& name)
{
    return prolog + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><Call><name>" +
           name + "</name></Call></s:Body></s:Envelope>";
}

QByteArray laughs()
{
    QByteArray entities = "<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 10; ++i)
        entities += "<!ENTITY a" + QByteArray::number(i) + " \"" +
                    QByteArray("&a" + QByteArray::number(i - 1) + ';').repeated(10) + "\">";
    return "<!DOCTYPE l [" + entities + "]>";
}

} // namespace

class TestHostileTraffic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isRefusedByName_data();
    void isRefusedByName();
    void memoryStays();

private:
    QString rule(const QString& api, const QString& uri, const QString& path);
    qint64 residentBytes() const;
    HttpReply post(const QByteArray& target, const QByteArray& type, const QByteArray& body)
    {
        return HttpClient(m_gateway.publicPort())
            .send("POST", target, body, "Content-Type: " + type + "\r\nX-API-Version: v1\r\n");
    }

    GatewayProcess m_gateway;
    HttpClient m_admin;
    TestOrigin m_origin;
};

/// One rule for bodies at that endpoint, which is made.
QString TestHostileTraffic::rule(const QString& api, const QString& uri, const QString& path)
{
    const QString endpoint = u"POST "_s + uri;
    const QString failed = addEndpoint(m_admin, api, endpoint);
    const QJsonObject rules{{path, object(R"({"required":false,"type":"string","max":5})")}};
    return failed.isEmpty() ? addRules(m_admin, api, endpoint, rules) : failed;
}

void TestHostileTraffic::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_origin.say("Content-Type: application/json\r\n", "{}");
    const QStringList server{m_origin.server()};
    const auto fields = [](const char* type) {
        return QJsonObject{{u"api_public"_s, true}, {u"api_type"_s, QLatin1StringView(type)}};
    };
    QCOMPARE(publish(m_admin, u"rest"_s, server, {}, fields("REST")), QString());
    QCOMPARE(publish(m_admin, u"soap"_s, server, {}, fields("SOAP")), QString());
    QCOMPARE(publish(m_admin, u"graph"_s, server, {}, fields("GRAPHQL")), QString());
    QCOMPARE(publish(m_admin, u"calls"_s, server, {}, fields("GRPC")), QString());
    QJsonObject storage = fields("REST");
    storage.insert(u"api_is_crud"_s, true);
    storage.insert(u"api_crud_schema"_s, object(R"({"name":{"type":"string","max_length":5}})"));
    QCOMPARE(publish(m_admin, u"kept"_s, {}, {u"POST /items"_s}, storage), QString());
    QCOMPARE(rule(u"rest"_s, u"/x"_s, u"name"_s), QString());
    QCOMPARE(rule(u"soap"_s, u"/x"_s, u"name"_s), QString());
    QCOMPARE(rule(u"graph"_s, u"/graphql"_s, u"Find.name"_s), QString());
    QCOMPARE(rule(u"calls"_s, u"/grpc"_s, u"name"_s), QString());
    QCOMPARE(post("/api/rest/rest/v1/x", json, R"({"name":"good"})").status, 200);
    QCOMPARE(post("/api/soap/soap/v1/x", xml, envelope({}, "good")).status, 200);
    QCOMPARE(post("/api/graphql/graph", json, R"({"query":"query Find {a}"})").status, 200);
    QCOMPARE(post("/api/grpc/calls", json, R"({"method":"A.B","message":{"name":"good"}})").status, 200);
    QCOMPARE(post("/api/rest/kept/v1/items", json, R"({"name":"good"})").status, 201);
}

void TestHostileTraffic::isRefusedByName_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const QByteArray& name, const char* target, const QByteArray& type,
                        const QByteArray& body, int status = 400) {
        QTest::newRow(name.constData()) << QByteArray(target) << type << body << status;
    };
    struct Door {
        const char* name;
        const char* target;
        QByteArray before, after; ///< what stands around the members in question
    };
    const Door doors[] = {
        {"rest", "/api/rest/rest/v1/x", "{", "}"},
        {"graphql", "/api/graphql/graph", R"({"query":"query Find {a}","variables":{)", "}}"},
        {"grpc", "/api/grpc/calls", R"({"method":"A.B","message":{)", "}}"},
        {"crud", "/api/rest/kept/v1/items", "{", "}"}};
    for (const Door& door : doors) {
        const QByteArray name = door.name;
        const auto body = [&door](const QByteArray& members) { return door.before + members + door.after; };
        row(name + ": 10,000 deep", door.target, json, body("\"b\":" + nested("[", {}, "]")));
        row(name + ": 10,000 objects deep", door.target, json, body("\"b\":" + nested("{\"a\":", "1", "}")));
        row(name + ": never closed", door.target, json, nested("{\"a\":", {}, {}));
        row(name + ": not UTF-8", door.target, json, body("\"name\":\"\xc3\x28\""));
        row(name + ": said twice, long first", door.target, json, body(R"("name":"too long","name":"a")"));
        row(name + ": said twice, long last", door.target, json, body(R"("name":"a","name":"too long")"));
        row(name + ": another type", door.target, json, body(R"("name":{"a":[1]})"));
        row(name + ": 5 MiB", door.target, json, body("\"name\":\"" + QByteArray(5 << 20, 'x') + '"'), 413);
    }
    const char* const soap = "/api/soap/soap/v1/x";
    row("soap: XXE", soap, xml, envelope("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "&e;"));
    row("soap: billion laughs", soap, xml, envelope(laughs(), "&a9;"));
    row("soap: 10,000 deep", soap, xml, envelope({}, nested("<a>", {}, "</a>")));
    row("soap: not UTF-8", soap, xml, envelope({}, "\xc3\x28"));
    row("soap: 5 MiB", soap, xml, envelope({}, QByteArray(5 << 20, 'x')), 413);
    row("graphql: 10,000 selections deep", "/api/graphql/graph", json,
        R"({"query":")" + nested("{a", {}, "}") + "\"}");
    row("graphql: fragments without end", "/api/graphql/graph", json,
        R"({"query":"query Find {...F} fragment F on T {...F}"})");
}

void TestHostileTraffic::isRefusedByName()
{
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    const std::size_t before = m_origin.count();
    const HttpReply reply = post(target, type, body);
    QVERIFY2(reply.status == status, reply.body);
    QVERIFY2(reply.body.contains("error_code"), reply.body);
    QCOMPARE(m_origin.count(), before);
    QCOMPARE(post("/api/rest/rest/v1/x", json, R"({"name":"good"})").status, 200);
}

qint64 TestHostileTraffic::residentBytes() const
{
    QFile file(u"/proc/%1/statm"_s.arg(m_gateway.processId()));
    const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return text.split(' ').value(1).toLongLong() * 4096;
}

/// The same again and again: what one round takes, the next one finds free.
void TestHostileTraffic::memoryStays()
{
    const QByteArray deep = R"({"name":)" + nested("[", {}, "]") + '}';
    const QByteArray wide = R"({"name":[)" + QByteArray("{},").repeated(100'000) + "1]}";
    const auto round = [&] {
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(post("/api/rest/rest/v1/x", json, deep).status, 400);
            QCOMPARE(post("/api/rest/rest/v1/x", json, wide).status, 400);
            QCOMPARE(post("/api/soap/soap/v1/x", xml, envelope(laughs(), "&a9;")).status, 400);
            QCOMPARE(post("/api/rest/rest/v1/x", json, QByteArray(5 << 20, 'x')).status, 413);
        }
    };
    round();
    const qint64 before = residentBytes();
    QVERIFY(before > 0);
    for (int i = 0; i < 4; ++i)
        round();
    const qint64 grown = residentBytes() - before;
    QVERIFY2(grown < (16 << 20), qPrintable(u"%1 bytes more"_s.arg(grown)));
}

QTEST_GUILESS_MAIN(TestHostileTraffic)
#include "tst_hostile_traffic.moc"
