// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/packed_form.h"
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
    void keepsWhatIsAlmostAnIdentifier();
    void aKeyTakesLittle();
    void goesOnWhenTheDictionaryIsFull(); // last: the dictionary stays full
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

/// Texts that look like what is kept as bytes, but would not come back the same.
void TestPackedObject::keepsWhatIsAlmostAnIdentifier()
{
    const QStringList texts{
        u"123e4567-e89b-12d3-a456-426614174000"_s,
        u"123E4567-e89b-12d3-a456-426614174000"_s, // upper case
        u"123e4567+e89b-12d3-a456-426614174000"_s,
        u"123e4567-e89b-12d3-a456-42661417400-"_s,
        u"123e4567e89b12d3a456426614174000"_s,
        u"123e4567e89b12d3a45642661417400"_s, // odd
        u"123e4567e89b12d3a45642661417400g"_s,
        u"------------------------------------"_s,
        u"00000000000000000000000000000000000000"_s,
        u"2026-01-01T00:00:00.000Z"_s,
        u"0000-00-00T00:00:00.001Z"_s,
        u"9999-99-99T99:99:99.999Z"_s,
        u"2026-01-01T00:00:00.000z"_s,
        u"2026-01-01 00:00:00.000Z"_s,
        u"2026-01-01T00:00:00.0000"_s,
        u"active"_s,
        u"Active"_s,
        QString(u'a').repeated(16),
        QString(u'\u00e9').repeated(36),
        QString(QChar(0xd800)) + u"alone"_s,
    };
    for (const QString& text : texts) {
        const QJsonObject object{{u"text"_s, text}, {text, u"name"_s}};
        QCOMPARE(PackedObject(object).unpack(), object);
    }
    const QJsonObject beyond{{u"beyond"_s, 9223372036854775808.0}};
    QCOMPARE(PackedObject(beyond).unpack(), beyond);
}

/// Names come from outside as well; more of them than there is room for must not be lost.
void TestPackedObject::goesOnWhenTheDictionaryIsFull()
{
    for (int i = 0; i < 20'000; ++i) {
        QString word(u"word_"_s);
        for (int left = i; left > 0; left /= 26)
            word.append(QChar(u'a' + left % 26));
        const QJsonObject object{{u"name%1"_s.arg(i), word}};
        QCOMPARE(PackedObject(object).unpack(), object);
    }
}

void TestPackedObject::aKeyTakesLittle()
{
    const QJsonObject key{{u"_meta"_s, QJsonObject{{u"revision"_s, 7},
                                                   {u"created_at"_s, u"2026-01-01T00:00:00.000Z"_s},
                                                   {u"created_by"_s, u"admin"_s},
                                                   {u"managed_by"_s, u"api"_s}}},
                          {u"type"_s, u"api_key"_s},
                          {u"status"_s, u"active"_s},
                          {u"principal_kind"_s, u"consumer"_s},
                          {u"principal"_s, u"123e4567-e89b-12d3-a456-426614174000"_s},
                          {u"subscription_id"_s, u"123e4567-e89b-12d3-a456-426614174001"_s},
                          {u"api_key_prefix"_s, u"stoa_sk_1234"_s},
                          {u"hash"_s, QString(u"0123456789abcdef"_s).repeated(4)}};
    const qsizetype size = gatehouse::store::packObject(key).size();
    QVERIFY2(size <= 136, qPrintable(QString::number(size)));
}

QTEST_GUILESS_MAIN(TestPackedObject)
#include "tst_packed_object.moc"
