// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/packed_object.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using gatehouse::store::PackedObject;

class TestPackedObject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackTheSame_data();
    void givesBackTheSame();
};

void TestPackedObject::givesBackTheSame_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("kinds of values") << QByteArray(
        R"({"a":null,"b":true,"c":false,"d":"text","e":[1,"x",{"f":[]}],"g":{"h":{}}})");
    QTest::newRow("integers") << QByteArray(
        R"({"big":9007199254740993,"least":-9223372036854775808,"most":9223372036854775807,"zero":0})");
    QTest::newRow("fractions") << QByteArray(
        R"({"a":0.1,"b":-2.5e-300,"c":1e300,"d":1.7976931348623157e308})");
    QTest::newRow("texts") << QByteArray(
        "{\"\":\"\",\"k\xC3\xBC\":\"\xE2\x82\xAC \xF0\x9F\x98\x80 \\u0000 \\\"\"}");
}

void TestPackedObject::givesBackTheSame()
{
    QFETCH(QByteArray, json);
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const PackedObject packed(object);
    const QJsonObject back = PackedObject(packed).unpack();
    QCOMPARE(back, object);
    QCOMPARE(QJsonDocument(back).toJson(QJsonDocument::Compact),
             QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QTEST_GUILESS_MAIN(TestPackedObject)
#include "tst_packed_object.moc"
