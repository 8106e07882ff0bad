// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/settings/settings.h"

#include <QFile>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::console;

class TestSettings : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    QString path() const { return m_dir.filePath(u"console.ini"_s); }
private Q_SLOTS:
    void init() { QFile::remove(path()); }

    void everySettingIsInTheTableOnce()
    {
        QSet<QString> keys;
        for (const SettingInfo& info : Settings::table()) {
            QVERIFY2(!keys.contains(QLatin1StringView(info.key)), info.key);
            keys.insert(QLatin1StringView(info.key));
            QCOMPARE(Settings::info(info.setting).key, info.key);
            QVERIFY2(info.choices.isEmpty() || info.choices.contains(info.fallback.toString()), info.key);
        }
    }
    void valuesSurviveWithTheirType()
    {
        Settings::atPath(path())->setValue(Setting::RefreshSeconds, 30);
        Settings::atPath(path())->setValue(Setting::StartPlace, u"apis"_s);
        const auto again = Settings::atPath(path());
        QCOMPARE(again->value(Setting::RefreshSeconds), QVariant(30));
        QCOMPARE(again->text(Setting::StartPlace), u"apis"_s);
    }
    void wrongValuesAreRefusedAndDamagedOnesDefault()
    {
        {
            const auto settings = Settings::atPath(path());
            QSignalSpy changed(settings.get(), &Settings::changed);
            QVERIFY(!settings->setValue(Setting::Theme, u"purple"_s));
            QVERIFY(!settings->setValue(Setting::RefreshSeconds, u"often"_s));
            QCOMPARE(changed.size(), 0);
        }
        QFile file(path());
        QVERIFY(file.open(QIODevice::Append));
        file.write("\n[look]\ntheme=purple\n[live]\nrefreshSeconds=often\n");
        file.close();
        const auto again = Settings::atPath(path());
        QCOMPARE(again->text(Setting::Theme), u"auto"_s);
        QCOMPARE(again->value(Setting::RefreshSeconds), QVariant(5));
    }
    void onlyRealChangesAreAnnounced()
    {
        const auto settings = Settings::atPath(path());
        QSignalSpy changed(settings.get(), &Settings::changed);
        settings->setValue(Setting::Theme, u"dark"_s);
        settings->setValue(Setting::Theme, u"dark"_s);
        QCOMPARE(changed.size(), 1);
        settings->reset(Setting::Theme);
        QVERIFY(settings->isDefault(Setting::Theme));
    }
    void exportHasNothingOfThisMachine()
    {
        const auto settings = Settings::atPath(path());
        settings->setValue(Setting::Theme, u"dark"_s);
        settings->setValue(Setting::Geometry, QByteArray("here"));
        settings->setLayout(u"apis"_s, "columns");
        const QJsonObject out = settings->exportRoaming();
        QCOMPARE(out.keys(), QStringList{u"look/theme"_s});
        const auto other = Settings::atPath(m_dir.filePath(u"other.ini"_s));
        QVERIFY(other->importRoaming(out).isEmpty());
        QCOMPARE(other->text(Setting::Theme), u"dark"_s);
    }
    void importNamesWhatItDoesNotTake()
    {
        const auto settings = Settings::atPath(path());
        const QStringList refused = settings->importRoaming(
            {{u"look/theme"_s, u"purple"_s}, {u"window/geometry"_s, u"x"_s}, {u"start/place"_s, u"apis"_s}});
        QCOMPARE(refused.size(), 2);
        QCOMPARE(settings->text(Setting::StartPlace), u"apis"_s);
    }
    void layoutsAreKeptByName()
    {
        Settings::atPath(path())->setLayout(u"apis"_s, QByteArray("\0\1x", 3));
        QCOMPARE(Settings::atPath(path())->layout(u"apis"_s), QByteArray("\0\1x", 3));
        QVERIFY(Settings::atPath(path())->layout(u"users"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
