// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/connections_dialog.h"
#include "console/app/preferences_dialog.h"
#include "console/pages/places.h"
#include "tests/console/app/shell_fixture.h"

#include <QAbstractButton>
#include <QDir>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

namespace {

QString folder()
{
    return QStringLiteral(SOURCE_FOLDER "/translations");
}

QStringList markers(const QString& text)
{
    static const QRegularExpression marker(u"%L?[0-9n]"_s);
    QStringList found;
    for (auto it = marker.globalMatch(text); it.hasNext();)
        found.append(it.next().captured());
    found.sort();
    found.removeDuplicates();
    return found;
}

/// Buttons whose text is wider than they are.
QStringList clipped(QWidget& window)
{
    QStringList found;
    for (const QPushButton* button : window.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->width() < button->minimumSizeHint().width() - 1)
            found.append(button->text());
    }
    return found;
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shippedLanguagesAreFinishedAndKeepTheirMarkers()
    {
        const QStringList files = QDir(folder()).entryList({u"*.ts"_s});
        QVERIFY(files.contains(u"gatehouse-console_de.ts"_s));
        for (const QString& name : files) {
            QFile file(folder() + u'/' + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QXmlStreamReader xml(&file);
            QString source;
            while (!xml.atEnd()) {
                xml.readNext();
                if (!xml.isStartElement())
                    continue;
                if (xml.name() == u"source"_s)
                    source = xml.readElementText();
                else if (xml.name() == u"translation"_s)
                    QVERIFY2(xml.attributes().value(u"type"_s).isEmpty(),
                             qPrintable(name + u": "_s + source));
                if (!xml.isStartElement() || xml.name() != u"translation"_s)
                    continue;
                const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
                QVERIFY2(!text.isEmpty(), qPrintable(name + u": "_s + source));
                QVERIFY2(markers(text) == markers(source), qPrintable(name + u": "_s + source));
            }
            QVERIFY2(!xml.hasError(), qPrintable(name));
        }
    }
    void germanAndEnglishAreInTheProgram()
    {
        QTranslator english;
        QVERIFY(english.load(u":/i18n/gatehouse-console_en.qm"_s));
        QCOMPARE(english.translate("gatehouse::console::ChangeBar", "%n change(s)", nullptr, 1),
                 u"%n change"_s);
        QTranslator german;
        QVERIFY(german.load(u":/i18n/gatehouse-console_de.qm"_s));
        QCOMPARE(german.translate("gatehouse::console::ChangeBar", "%n change(s)", nullptr, 3),
                 u"%n Änderungen"_s);
        QCOMPARE(german.translate("Settings", "Language"), u"Sprache"_s);
    }
    void nothingClipsInGermanAndWithLongerTexts_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("German") << u":/i18n/gatehouse-console_de.qm"_s;
        QTest::newRow("pseudo") << QString();
    }
    void nothingClipsInGermanAndWithLongerTexts()
    {
        QFETCH(QString, file);
        QTemporaryDir dir;
        if (file.isEmpty()) {
            const QString ts = dir.filePath(u"pseudo.ts"_s);
            file = dir.filePath(u"pseudo.qm"_s);
            QCOMPARE(QProcess::execute(u"python3"_s, {folder() + u"/pseudo.py"_s,
                                                      folder() + u"/gatehouse-console_de.ts"_s, ts}),
                     0);
            QCOMPARE(QProcess::execute(QStringLiteral(LRELEASE), {u"-silent"_s, ts, u"-qm"_s, file}), 0);
        }
        QTranslator translator;
        QVERIFY(translator.load(file));
        QCoreApplication::installTranslator(&translator);
        FakeGateway gateway(ShellFixture::answer);
        PlaceRegistry registry;
        registerPlaces(registry);
        ShellFixture shell(registry);
        MainWindow& window = shell.open();
        QCOMPARE(clipped(window), QStringList());
        shell.profiles->save(shell.profile(gateway));
        auto* connections = new ConnectionsDialog(*shell.profiles, shell.secrets, shell.dialogs, &window);
        auto* preferences = new PreferencesDialog(*shell.settings, window.actions(), &window);
        for (QDialog* dialog : std::initializer_list<QDialog*>{connections, preferences}) {
            dialog->open();
            QCOMPARE(clipped(*dialog), QStringList());
            dialog->close();
        }
        QCoreApplication::removeTranslator(&translator);
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
