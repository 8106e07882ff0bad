// SPDX-License-Identifier: GPL-3.0-or-later
// Exhaustive over the settings table: what holds for one row must hold for all.
#include "gateway/config/report.h"
#include "gateway/config/value_parser.h"
#include "tests/gateway/config/load_input.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::config;

namespace {

void addRows()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < settingsTable().size(); ++i)
        QTest::newRow(settingsTable()[i].name) << static_cast<int>(i);
}

const SettingRow& rowAt(int index)
{
    return settingsTable()[static_cast<std::size_t>(index)];
}

/// A good text for a row without a default.
QString sampleOf(const SettingRow& row)
{
    switch (row.type) {
    case SettingType::Enum:
        return row.choiceList().first();
    case SettingType::CidrList:
        return u"10.0.0.0/8"_s;
    case SettingType::SecretJson:
        return u"[]"_s;
    case SettingType::Bool:
    case SettingType::BoolAny:
        return u"true"_s;
    default:
        return row.isNumeric() ? u"2"_s : QString(40, u'a');
    }
}

} // namespace

class SettingsTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreUnique()
    {
        QSet<QString> names;
        for (const SettingRow& row : settingsTable()) {
            for (const QString& name : QStringList(row.nameText()) + row.olderNameList()) {
                QVERIFY2(!names.contains(name), qPrintable(name));
                names.insert(name);
                QCOMPARE(findSetting(name.toLower()), &row);
            }
        }
    }

    void rowIsComplete_data() { addRows(); }
    void rowIsComplete()
    {
        QFETCH(int, index);
        const SettingRow& r = rowAt(index);
        QCOMPARE(static_cast<int>(r.id), index);
        QCOMPARE(&row(r.id), &r);
        QVERIFY(QString::fromLatin1(r.help).size() >= 5);
        QVERIFY(!QString::fromLatin1(r.help).endsWith(u'.'));
        QCOMPARE(r.choiceList().isEmpty(), r.type != SettingType::Enum);
        QVERIFY(r.least <= r.most);
        QVERIFY(!r.isSecret() || QByteArray(r.defaultText).isEmpty());
        QVERIFY(!r.ruleText().isEmpty());
        QVERIFY(settingsMarkdown().contains(u"`%1`"_s.arg(r.nameText())));
        QVERIFY(settingsManSection().contains(u".B %1\n"_s.arg(r.nameText())));
    }

    void defaultParses_data() { addRows(); }
    void defaultParses()
    {
        QFETCH(int, index);
        const SettingRow& r = rowAt(index);
        const QString text = QString::fromLatin1(r.defaultText);
        if (text.isEmpty() || text.startsWith(u'@')) {
            QVERIFY(!r.defaultWords().startsWith(u'@'));
            return;
        }
        const ParsedValue parsed = parseValue(r, text);
        QVERIFY2(parsed.problem.isEmpty(), qPrintable(parsed.problem));
        QVERIFY2(parsed.warning.isEmpty(), qPrintable(parsed.warning));
    }

    void boundsHold_data() { addRows(); }
    void boundsHold()
    {
        QFETCH(int, index);
        const SettingRow& r = rowAt(index);
        if (!r.isNumeric())
            return;
        QVERIFY(r.hasBounds());
        const auto good = [&](double value) {
            const ParsedValue parsed = parseValue(r, QString::number(value, 'g', 15));
            return parsed.problem.isEmpty() && parsed.warning.isEmpty();
        };
        QVERIFY(good(r.least));
        QVERIFY(good(r.most));
        QVERIFY(!good(r.most + 1));
        QVERIFY(!good(-1));
        QVERIFY(!good(r.least - 0.0005) || r.type == SettingType::Bytes);
        for (const char* bad : {"abc", "1x", "1 2", "nan", "inf", "0x10", "1e400", "--1"}) {
            const ParsedValue parsed = parseValue(r, QString::fromLatin1(bad));
            QVERIFY2(!parsed.problem.isEmpty() || !parsed.warning.isEmpty(), bad);
        }
    }

    void wordsAreChecked_data() { addRows(); }
    void wordsAreChecked()
    {
        QFETCH(int, index);
        const SettingRow& r = rowAt(index);
        if (r.type == SettingType::Enum) {
            for (const QString& choice : r.choiceList())
                QCOMPARE(parseValue(r, choice.toLower()).value.text, choice);
            QCOMPARE(parseValue(r, u"purple"_s).rule, u"enum"_s);
        } else if (r.type == SettingType::Bool || r.type == SettingType::BoolAny) {
            QVERIFY(parseValue(r, u"TRUE"_s).value.flag);
            QVERIFY(!parseValue(r, u"false"_s).value.flag);
            QCOMPARE(parseValue(r, u"yes"_s).value.flag, r.type == SettingType::BoolAny);
            QCOMPARE(parseValue(r, u"yes"_s).warning.isEmpty(), r.type == SettingType::BoolAny);
            QCOMPARE(parseValue(r, u"purple"_s).rule, u"type"_s);
        } else {
            QVERIFY(r.choiceList().isEmpty());
        }
    }

    void secretsAreMaskedEverywhere_data() { addRows(); }
    void secretsAreMaskedEverywhere()
    {
        QFETCH(int, index);
        const SettingRow& r = rowAt(index);
        const QString canary = u"C4n4ry"_s;
        const QString text = r.type == SettingType::SecretJson ? u"[\"C4n4ry-%1\"]"_s.arg(QString(40, u'x'))
                                                               : u"C4n4ry-%1"_s.arg(QString(40, u'x'));
        const LoadResult loaded = load(inputWith({{r.nameText(), text}}));
        const GuardResult guards = checkGuards(loaded.settings);
        const QString everything =
            printReport(loaded.settings) + checkReport(loaded, guards) +
            QString::fromUtf8(QJsonDocument(printReportJson(loaded.settings)).toJson());
        if (r.isSecret()) {
            QVERIFY2(loaded.errors.isEmpty(), qPrintable(checkReport(loaded, guards)));
            QVERIFY(!everything.contains(canary));
            QCOMPARE(loaded.settings.maskedText(r.id), u"(set)"_s);
            QCOMPARE(loaded.settings.secret(r.id).reveal(), text.toUtf8());
        } else {
            QVERIFY(everything.contains(canary) || r.type == SettingType::TimeUnit);
        }
        // A faulty secret is not shown either.
        const LoadResult faulty = load(inputWith({{r.nameText(), u"C4n"_s}}));
        if (r.isSecret())
            QVERIFY(!checkReport(faulty, {}).contains("C4n"_L1));
    }

    void everyOlderNameWorks_data() { addRows(); }
    void everyOlderNameWorks()
    {
        QFETCH(int, index);
        const SettingRow& r = rowAt(index);
        QString sample = QString::fromLatin1(r.defaultText);
        if (sample.isEmpty() || sample.startsWith(u'@'))
            sample = sampleOf(r);
        for (const QString& older : r.olderNameList()) {
            const LoadResult loaded = load(inputWith({{older, sample}}));
            QVERIFY2(loaded.settings.isSet(r.id), qPrintable(older));
            QCOMPARE(loaded.settings.origin(r.id).name, older);
        }
        QVERIFY(load(inputWith({{r.nameText(), sample}})).settings.isSet(r.id));
    }

    void jsonReportHasEveryRow()
    {
        const QJsonArray rows = printReportJson(Settings::defaults()).value(u"settings"_s).toArray();
        QCOMPARE(static_cast<std::size_t>(rows.size()), settingsTable().size());
    }
};

QTEST_GUILESS_MAIN(SettingsTableTest)
#include "tst_settings_table.moc"
