// SPDX-License-Identifier: GPL-3.0-or-later
// The scanner is compared with Qt's parser, which is an independent reading of the same grammar.
#include "common/crypto/json_names.h"
#include "common/crypto/json_scan.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::crypto;

namespace {

using Step = JsonScan::Step;

bool scans(const QByteArray& json)
{
    JsonScan scan = JsonScan::object({json.constData(), size_t(json.size())});
    std::string key;
    JsonScan::Value value;
    Step step;
    while ((step = scan.next(key, value)) == Step::Member) {
    }
    return step == Step::End;
}

} // namespace

class JsonScanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWhatIsJson_data();
    void takesWhatIsJson();
    void refusesWhatIsNot_data();
    void refusesWhatIsNot();
    void staysMalformed();
    void agreesWithQt();
    void readsNumbers_data();
    void readsNumbers();
    void namesThatAreThereTwice_data();
    void namesThatAreThereTwice();
};

void JsonScanTest::takesWhatIsJson_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char* json :
         {"{}", " { } ", R"({"a":1})", R"({"a":[],"b":{},"c":null,"d":true,"e":false})",
          R"({"a":-0.5e+10,"b":0,"c":1E2})", R"({"":""})", R"({"a":"\"\\\/\b\f\n\r\t\u00e9"})",
          "\t\n\r {\"a\" : [ 1 , { \"b\" : [ ] } ] }"})
        QTest::newRow(json) << QByteArray(json);
    QTest::newRow("31 levels") << R"({"a":)" + QByteArray(31, '[') + QByteArray(31, ']') + '}';
}

void JsonScanTest::takesWhatIsJson()
{
    QFETCH(QByteArray, json);
    QVERIFY(scans(json));
    QVERIFY(QJsonDocument::fromJson(json).isObject());
}

void JsonScanTest::refusesWhatIsNot_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char* json : {"",
                             " ",
                             "{",
                             "}",
                             "[]",
                             "1",
                             "{}}",
                             "{} {}",
                             "{,}",
                             R"({"a"})",
                             R"({"a":})",
                             R"({"a":1,})",
                             R"({"a":1 "b":2})",
                             R"({a:1})",
                             R"({'a':1})",
                             R"({"a":01})",
                             R"({"a":1.})",
                             R"({"a":.5})",
                             R"({"a":+1})",
                             R"({"a":-})",
                             R"({"a":1e})",
                             R"({"a":tru})",
                             R"({"a":nulll})",
                             R"({"a":NaN})",
                             R"({"a":"})",
                             R"({"a":"\x"})",
                             R"({"a":"\u12"})",
                             R"({"a":"\u12g4"})",
                             R"({"a":[1,]})",
                             R"({"a":[1 2]})",
                             R"({"a":{"b"}})",
                             R"({"a":[}]})",
                             "{\"a\":\"\n\"}",
                             "{\"a\":\"\t\"}",
                             "{\"\\ud800\":1}"})
        QTest::newRow(json) << QByteArray(json);
    QTest::newRow("too deep") << R"({"a":)" + QByteArray(33, '[') + QByteArray(33, ']') + '}';
    QTest::newRow("NUL behind") << QByteArray("{}\0", 3);
}

void JsonScanTest::refusesWhatIsNot()
{
    QFETCH(QByteArray, json);
    QVERIFY(!scans(json));
}

void JsonScanTest::staysMalformed()
{
    JsonScan scan = JsonScan::object(R"({"a":1 "b":2})");
    std::string key;
    JsonScan::Value value;
    QVERIFY(scan.next(key, value) == Step::Member);
    QVERIFY(scan.next(key, value) == Step::Malformed);
    QVERIFY(scan.next(key, value) == Step::Malformed);
}

void JsonScanTest::agreesWithQt()
{
    // Every small change of a good text: what the scanner takes, Qt must take too, with the same members.
    const QByteArray good = R"({"sub":"ana","n":-12.5e3,"l":[1,"x",{"y":null}],"t":true})";
    QRandomGenerator random(1);
    const QByteArray alphabet = "{}[]\",:\\0123456789.eE+-truefalsn \n\tu";
    int taken = 0;
    for (int i = 0; i < 50'000; ++i) {
        QByteArray json = good;
        for (int edits = 1 + random.bounded(3); edits > 0; --edits) {
            const qsizetype at = random.bounded(int(json.size()));
            const char c = alphabet[random.bounded(int(alphabet.size()))];
            switch (random.bounded(3)) {
            case 0:
                json[at] = c;
                break;
            case 1:
                json.insert(at, c);
                break;
            default:
                json.remove(at, 1);
            }
        }
        if (!scans(json))
            continue;
        ++taken;
        QVERIFY2(QJsonDocument::fromJson(json).isObject(), json.constData());
    }
    QVERIFY(taken > 1000); // else the edits test nothing
}

void JsonScanTest::readsNumbers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    QTest::addColumn<qint64>("number");
    QTest::newRow("zero") << QByteArray("0") << true << qint64(0);
    QTest::newRow("fraction") << QByteArray("1.999") << true << qint64(1);
    QTest::newRow("negative fraction") << QByteArray("-0.1") << true << qint64(-1);
    QTest::newRow("exponent") << QByteArray("1.5e3") << true << qint64(1500);
    QTest::newRow("2^53") << QByteArray("9007199254740992") << true << qint64(9007199254740992);
    QTest::newRow("beyond") << QByteArray("9007199254740994") << false << qint64(0);
    QTest::newRow("overflow") << QByteArray("1e999") << false << qint64(0);
    QTest::newRow("a text") << QByteArray("\"1\"") << false << qint64(0);
    QTest::newRow("true") << QByteArray("true") << false << qint64(0);
}

void JsonScanTest::readsNumbers()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, good);
    QFETCH(qint64, number);
    const QByteArray object = "{\"a\":" + json + '}';
    JsonScan scan = JsonScan::object({object.constData(), size_t(object.size())});
    std::string key;
    JsonScan::Value value;
    QVERIFY(scan.next(key, value) == Step::Member);
    QCOMPARE(key, std::string("a"));
    const auto whole = JsonScan::wholeNumber(value);
    QCOMPARE(whole.has_value(), good);
    if (good)
        QCOMPARE(qint64(*whole), number);
}

void JsonScanTest::namesThatAreThereTwice_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("places");
    const auto row = [](const char* name, const char* json, const char* places) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(places);
    };
    row("none", R"({"a":{"b":1},"b":[{"a":1},{"a":2}]})", "");
    row("at the top", R"({"a":1,"b":2,"a":3})", "a");
    row("written differently", R"({"a":1,"\u0061":3})", "a");
    row("in a list", R"([0,[{"x":1,"x":1}]])", "[1][0].x");
    row("text is no name", R"({"a":"\"a\":1,\"a\":","b":["a","a"]})", "");
    row("several", R"({"a":{"b":1,"b":2},"a":[{},{"c":1,"c":2}]})", "a.b a a[1].c");
    row("a list by itself", "[1,2,3]", "");
}

void JsonScanTest::namesThatAreThereTwice()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, places);
    QByteArray told;
    for (const RepeatedJsonName& twice : repeatedJsonNames(json.toStdString(), 20)) {
        told += (told.isEmpty() ? "" : " ") + QByteArray::fromStdString(twice.place);
        QVERIFY(QByteArray::fromStdString(twice.place).endsWith(twice.name.c_str()));
    }
    QCOMPARE(told, places);
    QVERIFY(repeatedJsonNames(json.toStdString(), 1).size() <= 1);
}

QTEST_APPLESS_MAIN(JsonScanTest)
#include "tst_json_scan.moc"
