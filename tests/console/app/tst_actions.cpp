// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/action_registry.h"
#include "console/app/command_palette.h"
#include "console/app/options.h"
#include "console/app/preferences_dialog.h"
#include "console/app/shortcuts_dialog.h"
#include "console/settings/settings.h"
#include "tests/console/app/shell_fixture.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

class TestActions : public QObject {
    Q_OBJECT
    /// Those of menus below it, too.
    static QList<QAction*> allIn(const QMenu* menu)
    {
        QList<QAction*> all;
        for (QAction* action : menu->actions())
            all += action->menu() ? allIn(action->menu()) : QList<QAction*>{action};
        return all;
    }
private Q_SLOTS:
    void noTwoActionsShareAKey()
    {
        ShellFixture shell;
        QCOMPARE(shell.open().actions().conflicts(), QStringList());
    }
    void everyActionIsInAMenuAndHasAText()
    {
        ShellFixture shell;
        MainWindow& window = shell.open();
        QList<QAction*> inMenus;
        for (QAction* menu : window.menuBar()->actions())
            inMenus += allIn(menu->menu());
        for (const ActionRegistry::Entry& entry : window.actions().entries()) {
            QVERIFY2(inMenus.contains(entry.action), qPrintable(entry.id));
            QVERIFY2(!entry.action->text().isEmpty(), qPrintable(entry.id));
        }
    }
    void cheatSheetListsExactlyTheShortcuts()
    {
        ShellFixture shell;
        MainWindow& window = shell.open();
        const ShortcutsDialog sheet(window.actions(), nullptr);
        QStringList texts;
        for (const QLabel* label : sheet.findChildren<QLabel*>())
            texts.append(label->text());
        for (const ActionRegistry::Entry& entry : window.actions().entries()) {
            const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
            if (!keys.isEmpty())
                QVERIFY2(texts.contains(keys), qPrintable(entry.id));
        }
    }
    void takenShortcutIsRefusedAndNamed()
    {
        QTemporaryDir dir;
        const auto settings = Settings::atPath(dir.filePath(u"s.ini"_s));
        ActionRegistry actions(*settings);
        actions.add(u"a"_s, u"C"_s, u"&First"_s, {}, QKeySequence(u"Ctrl+1"_s));
        QAction* second = actions.add(u"b"_s, u"C"_s, u"Second"_s);
        QString owner;
        QVERIFY(!actions.setShortcut(u"b"_s, QKeySequence(u"Ctrl+1"_s), &owner));
        QCOMPARE(owner, u"First"_s);
        QVERIFY(actions.setShortcut(u"b"_s, QKeySequence(u"Ctrl+2"_s)));
        ActionRegistry again(*settings); // saved
        again.add(u"a"_s, u"C"_s, u"First"_s, {}, QKeySequence(u"Ctrl+1"_s));
        QCOMPARE(again.add(u"b"_s, u"C"_s, u"Second"_s)->shortcut(), QKeySequence(u"Ctrl+2"_s));
        again.resetShortcuts();
        QVERIFY(again.find(u"b"_s)->shortcut().isEmpty());
        QVERIFY(second);
    }
    void paletteFindsPlacesByTitleAndKeyword()
    {
        ShellFixture shell;
        MainWindow& window = shell.open();
        window.go(u"one"_s);
        const auto best = [&window](const QString& query) {
            int score = 0;
            QString title;
            for (const Command& command : window.commands()) {
                const int value = CommandPalette::score(query, command);
                if (value > score) {
                    score = value;
                    title = command.title;
                }
            }
            return title;
        };
        QCOMPARE(best(u"place two"_s), u"Place two"_s);
        QCOMPARE(best(u"word-three"_s), u"Place three"_s);
        QCOMPARE(best(u"create"_s), QString()); // not possible without a gateway, so not offered
        QCOMPARE(best(u"zzzz"_s), QString());
    }
    void paletteRunsTheChosenCommand()
    {
        int ran = 0;
        Command command;
        command.title = u"Do it"_s;
        command.run = [&ran] { ++ran; };
        QWidget parent;
        auto* palette = new CommandPalette({command}, &parent);
        palette->open();
        QTest::keyClicks(palette->findChild<QLineEdit*>(), u"do"_s);
        QTest::keyClick(palette->findChild<QLineEdit*>(), Qt::Key_Return);
        QTRY_COMPARE(ran, 1);
    }
    void preferencesShowEverySettingWithALabel()
    {
        ShellFixture shell;
        PreferencesDialog dialog(*shell.settings, shell.open().actions(), nullptr);
        QStringList texts;
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            texts.append(label->text());
        for (const SettingInfo& info : Settings::table()) {
            const QString label = Settings::label(info.setting);
            QVERIFY2(label.isEmpty() || texts.contains(label), info.key);
        }
    }

    void optionsNameTheirFaults()
    {
        QVERIFY(Options::parse({u"gatehouse-console"_s}));
        const auto bad = Options::parse(
            {u"gatehouse-console"_s, u"--theme"_s, u"blue"_s, u"--size"_s, u"big"_s, u"extra"_s});
        QVERIFY(!bad);
        QCOMPARE(bad.error().faults.size(), 3);
        QVERIFY(!Options::parse({u"gatehouse-console"_s, u"--nonsense"_s}));
        const auto good =
            Options::parse({u"gatehouse-console"_s, u"--size"_s, u"1280x800"_s, u"--place"_s, u"apis"_s});
        QVERIFY(good);
        QCOMPARE(good->size, QSize(1280, 800));
    }
    void connectFileMustBePrivate()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"connect.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(FakeGateway::json({{u"name"_s, u"Local"_s},
                                      {u"url"_s, u"http://127.0.0.1:8000"_s},
                                      {u"user"_s, u"admin"_s},
                                      {u"password"_s, u"pw"_s},
                                      {u"environment"_s, u"test"_s}}));
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        QVERIFY(!ConnectFile::read(path));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        const auto first = ConnectFile::read(path);
        QVERIFY(first);
        QCOMPARE(first->password.reveal(), QByteArray("pw"));
        QCOMPARE(first->profile.environment, Environment::Test);
        QCOMPARE(ConnectFile::read(path)->profile.id,
                 first->profile.id); // the same connection, not a second one
        QVERIFY(!ConnectFile::read(dir.filePath(u"missing"_s)));
    }
};

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
