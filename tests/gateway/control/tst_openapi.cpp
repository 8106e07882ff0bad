// SPDX-License-Identifier: GPL-3.0-or-later
// What imports take out of an OpenAPI document.
#include "gateway/control/openapi_reader.h"
#include "gateway/control/openapi_schema.h"

#include <QJsonDocument>
#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::control;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject json(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

QByteArray text(const std::optional<QJsonObject>& object)
{
    return object ? QJsonDocument(*object).toJson(QJsonDocument::Compact) : QByteArray("-");
}

/// The schema of POST /x of a document with these parts.
QByteArray schemaOf(const QByteArray& operation, const QByteArray& more = "\"openapi\":\"3.0.0\"")
{
    const auto read = readOpenApi(json("{" + more + ",\"paths\":{\"/x\":{\"post\":" + operation + "}}}"));
    return read && read->operations.size() == 1 ? text(read->operations.first().requestSchema)
                                                : QByteArray("unread");
}

QByteArray jsonBody(const QByteArray& schema)
{
    return R"({"requestBody":{"content":{"application/json":{"schema":)" + schema + "}}}}";
}

} // namespace

class TestOpenApi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void schemasOfBodiesAreFound();
    void schemasStandAlone();
    void schemasAreBounded();
    void allOfThemTogetherAreBounded();
};

void TestOpenApi::schemasOfBodiesAreFound()
{
    const QByteArray one = R"({"type":"string"})", two = R"({"type":"number"})";
    QCOMPARE(schemaOf(jsonBody(one)), one);
    QCOMPARE(schemaOf("{}"), QByteArray("-"));
    QCOMPARE(schemaOf(jsonBody("{}")), QByteArray("-"));
    QCOMPARE(schemaOf(R"({"requestBody":{"content":{"a/x+json":{"schema":)" + two +
                      R"(},"application/json":{"schema":)" + one + "}}}}"),
             one);
    QCOMPARE(schemaOf(R"({"requestBody":{"content":{"a/x+json":{"schema":)" + two + "}}}}"), two);
    QCOMPARE(schemaOf(R"({"requestBody":{"content":{"text/xml":{"schema":)" + two + "}}}}"), QByteArray("-"));
    QCOMPARE(schemaOf(R"({"parameters":[{"in":"query","name":"q","type":"string"},{"in":"body","schema":)" +
                          one + "}]}",
                      R"("swagger":"2.0")"),
             one);
    QCOMPARE(
        schemaOf(
            R"({"requestBody":{"$ref":"#/components/requestBodies/b"}})",
            R"("openapi":"3.1.0","components":{"requestBodies":{"b":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/a~1b"}}}}},"schemas":{"a/b":)" +
                one + "}}"),
        one);
}

void TestOpenApi::schemasStandAlone()
{
    const QByteArray node = R"({"properties":{"name":{"$ref":"#/components/schemas/name"},)"
                            R"("left":{"$ref":"#/components/schemas/node"},)"
                            R"("all":{"type":"array","items":{"$ref":"#/components/schemas/node"}}}})";
    const QByteArray parts = R"("openapi":"3.0.0","components":{"schemas":{"node":)" + node +
                             R"(,"name":{"type":"string"},"loop":{"$ref":"#/components/schemas/loop"}}})";
    const QByteArray name = R"({"type":"string"})";
    QCOMPARE(
        schemaOf(jsonBody(R"({"$ref":"#/components/schemas/node"})"), parts),
        QByteArray(R"({"properties":{"all":{"items":{},"type":"array"},"left":{},"name":)" + name + "}}"));
    // Twice side by side is no circle.
    QCOMPARE(
        schemaOf(
            jsonBody(
                R"({"anyOf":[{"$ref":"#/components/schemas/name"},{"$ref":"#/components/schemas/name"}]})"),
            parts),
        QByteArray(R"({"anyOf":[)" + name + ',' + name + "]}"));
    QCOMPARE(schemaOf(jsonBody(R"({"items":{"$ref":"#/components/schemas/none"}})"), parts),
             QByteArray(R"({"items":{}})"));
    QCOMPARE(schemaOf(jsonBody(R"({"items":{"$ref":"#/components/schemas/loop"}})"), parts),
             QByteArray(R"({"items":{}})"));
    // What a rule of the gateway refuses later stays to be seen: this leads out of the document.
    QCOMPARE(schemaOf(jsonBody(R"({"items":{"$ref":"other.json"}})")),
             QByteArray(R"({"items":{"$ref":"other.json"}})"));
}

/// Each level names the one below ten times: ten billion values when all are written out.
void TestOpenApi::schemasAreBounded()
{
    QByteArray schemas = R"("s0":{"type":"string"})", chain = R"("c0":{"type":"string"})";
    for (int i = 1; i <= 10; ++i) {
        const QByteArray below = R"({"$ref":"#/components/schemas/s)" + QByteArray::number(i - 1) + "\"}";
        schemas +=
            ",\"s" + QByteArray::number(i) + R"(":{"anyOf":[)" + (below + ',').repeated(9) + below + "]}";
    }
    for (int i = 1; i <= 10000; ++i)
        chain += ",\"c" + QByteArray::number(i) + R"(":{"items":{"$ref":"#/components/schemas/c)" +
                 QByteArray::number(i - 1) + "\"}}";
    const QByteArray parts = R"("openapi":"3.0.0","components":{"schemas":{)" + schemas + ',' + chain + "}}";
    for (const char* name : {"s10", "c10000"}) {
        const auto read = readOpenApi(
            json("{" + parts + R"(,"paths":{"/x":{"post":)" +
                 jsonBody(QByteArray(R"({"$ref":"#/components/schemas/)") + name + "\"}") + "}}}"));
        QVERIFY(read);
        QVERIFY(read->operations.first().schemaTooLarge);
        QVERIFY(!read->operations.first().requestSchema);
    }
    QCOMPARE(schemaOf(jsonBody(R"({"$ref":"#/components/schemas/c1"})"), parts),
             QByteArray(R"({"items":{"type":"string"}})"));
}

void TestOpenApi::allOfThemTogetherAreBounded()
{
    QByteArray wide = R"("wide":{"enum":[0)";
    for (int i = 1; i < OpenApiSchemas::Most - 10; ++i)
        wide += ',' + QByteArray::number(i);
    QByteArray paths;
    constexpr int count = 30;
    for (int i = 0; i < count; ++i)
        paths += (i ? ",\"/" : "\"/") + QByteArray::number(i) + R"(":{"post":)" +
                 jsonBody(R"({"$ref":"#/components/schemas/wide"})") + "}";
    const auto read = readOpenApi(
        json(R"({"openapi":"3.0.0","components":{"schemas":{)" + wide + R"(]}}},"paths":{)" + paths + "}}"));
    QVERIFY(read);
    int kept = 0;
    for (const DescribedOperation& operation : read->operations) {
        QVERIFY(operation.schemaTooLarge == !operation.requestSchema);
        kept += operation.requestSchema ? 1 : 0;
    }
    QCOMPARE(kept, OpenApiSchemas::MostOfAll / OpenApiSchemas::Most);
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "tst_openapi.moc"
