// SPDX-License-Identifier: GPL-3.0-or-later
// JSON Schemas of request bodies: what they say of values, and which of them are refused.
#include "gateway/control/body_schema_rules.h"

#include <QJsonDocument>
#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::control;

namespace {

QJsonObject schemaOf(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class TestBodySchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreChecked_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("faults");
        const auto row = [](const char* schema, const char* value, const char* faults = "") {
            QTest::newRow((QByteArray(schema) + ' ' + value).constData())
                << QByteArray(schema) << QByteArray(value) << QByteArray(faults);
        };
        row("{}", "null");
        row(R"({"type":"string"})", "null", "Expected string, got NoneType");
        row(R"({"type":"string","nullable":true})", "null");
        row(R"({"type":["string","null"]})", "null");
        row(R"({"type":["string","null"]})", "true", "Expected string or null, got bool");
        row(R"({"type":"number"})", "true", "Expected number, got bool");
        row(R"({"type":"integer"})", "1.0");
        row(R"({"type":"integer"})", "1.5", "Expected integer, got float");
        row(R"({"type":["integer","number"]})", "1.5");
        row(R"({"minimum":2})", "\"a\""); // says nothing of a text
        row(R"({"minimum":2})", "1", "Value must be at least 2");
        row(R"({"minimum":2,"exclusiveMinimum":true})", "2", "Value must be more than 2");
        row(R"({"exclusiveMaximum":2})", "2", "Value must be less than 2");
        row(R"({"multipleOf":0.1})", "0.3");
        row(R"({"multipleOf":0.1})", "0.35", "Value must be a multiple of 0.1");
        row(R"({"pattern":"b+$"})", "\"abb\""); // anywhere
        row(R"({"pattern":"^b"})", "\"ab\"", "String does not match pattern ^b");
        row(R"({"format":"uuid"})", "\"x\"", "Invalid UUID format");
        row(R"({"enum":["a",1],"nullable":true})", "null");
        row(R"({"enum":["a",1]})", "1.0");
        row(R"({"enum":["a",1]})", "2", R"(Value must be one of ["a",1])");
        row(R"({"const":{"a":1}})", R"({"a":2})", R"(Value must be one of [{"a":1}])");
        row(R"({"uniqueItems":true})", R"([{"a":1,"b":2},{"b":2,"a":1.0}])", "Items must be unique");
        row(R"({"uniqueItems":true})", R"(["1",1,[1]])");
        row(R"({"items":{"type":"string"},"maxItems":1})", "[1,2]",
            "Array must have at most 1 items; [0]: Expected string, got int; [1]: Expected string, got int");
        row(R"({"required":["a","b"]})", "{}", "a: Field is required; b: Field is required");
        row(R"({"properties":{"a":{}},"additionalProperties":{"type":"string"}})", R"({"a":1,"b":2})",
            "b: Expected string, got int");
        row(R"({"properties":{"a":false}})", R"({"a":1})", "a: Value is one that is not allowed (not)");
        row(R"({"maxProperties":1})", R"({"a":1,"b":2})", "Object must have at most 1 fields");
        row(R"({"allOf":[{"required":["a"]},{"required":["b"]}]})", "{}",
            "a: Field is required; b: Field is required");
        row(R"({"anyOf":[{"type":"string"},{"minimum":3}]})", "1",
            "Value fits none of 2 alternatives (anyOf)");
        row(R"({"oneOf":[{"minimum":1},{"minimum":2}]})", "3",
            "Value fits 2 of 2 alternatives, must fit one (oneOf)");
        row(R"({"not":{"type":"null"}})", "null", "Value is one that is not allowed (not)");
    }
    void valuesAreChecked()
    {
        QFETCH(const QByteArray, schema);
        QFETCH(const QByteArray, value);
        QFETCH(const QByteArray, faults);
        Faults mistakes;
        const filters::BodySchema::Shared made = bodySchemaOf(schemaOf(schema), {}, mistakes);
        QVERIFY(mistakes.isEmpty());
        filters::FaultText found;
        filters::checkBody(*made, *filters::Json::parse(value.toStdString()), found);
        QCOMPARE(QByteArray::fromStdString(found.text()), faults);
    }

    void mistakesAreNamedAllAtOnce()
    {
        Faults mistakes;
        const char* const text = R"({"type":"text","minLength":-1,"patternProperties":{},"x-a":1,"title":"t",
            "properties":{"a":{"$ref":"other.json"},"b":3,"c":{"pattern":"*"},"d":{"enum":[]}},
            "allOf":[{"required":true}],"minItems":3,"maxItems":2})";
        (void)bodySchemaOf(schemaOf(text), QStringLiteral("s"), mistakes);
        QStringList found;
        for (const Fault& fault : std::as_const(mistakes))
            found.append(fault.field + QLatin1Char(' ') + fault.rule);
        found.sort();
        QCOMPARE(found,
                 QStringList(
                     {QStringLiteral("s.allOf[0].required type"), QStringLiteral("s.minItems range"),
                      QStringLiteral("s.minLength range"), QStringLiteral("s.patternProperties unknown"),
                      QStringLiteral("s.properties.a.$ref reference"), QStringLiteral("s.properties.b type"),
                      QStringLiteral("s.properties.c.pattern format"),
                      QStringLiteral("s.properties.d.enum type"), QStringLiteral("s.type enum")}));
    }

    void depthIsBounded()
    {
        QByteArray deep = "{}";
        for (int i = 0; i < 70; ++i)
            deep = "{\"not\":" + deep + "}";
        Faults mistakes;
        (void)bodySchemaOf(schemaOf(deep), {}, mistakes);
        QCOMPARE(mistakes.size(), 1);
        QCOMPARE(mistakes.first().rule, QStringLiteral("range"));
    }
};

QTEST_APPLESS_MAIN(TestBodySchema)
#include "tst_body_schema.moc"
