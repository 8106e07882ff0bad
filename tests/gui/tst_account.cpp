// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/idle_lock.h"
#include "console/app/lock_page.h"
#include "console/pages/users/own_password_dialog.h"
#include "console/pages/users/password_hints.h"
#include "console/widgets/message_bar.h"
#include "tests/console/app/cut_texts.h"
#include "tests/gui/desk.h"

#include <QJsonArray>
#include <QMenuBar>
#include <QSignalSpy>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// One's own password, and a desk that is left alone. Everything is real but the screen.
class Account : public DeskTest {
    Q_OBJECT

    const QString m_first = u"First-Password-1-Of-Ada"_s;
    const QString m_second = u"Second-Password-2-Of-Ada"_s;

    LockPage* lockPage() { return window().findChild<LockPage*>(); }
    OwnPasswordDialog* ownPassword()
    {
        window().actions().find(u"gateway.password"_s)->trigger();
        return window().findChild<OwnPasswordDialog*>();
    }
    void tryToUnlock(const QString& password)
    {
        auto* line = lockPage()->findChild<QLineEdit*>();
        QTRY_VERIFY_WITH_TIMEOUT(line->isEnabled(), patienceMs);
        line->setText(password);
        findWidget<QPushButton>(lockPage(), "unlock")->click();
    }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        call(CallId::UserCreate, {},
             {{u"username"_s, u"ada"_s},
              {u"email"_s, u"ada@example.com"_s},
              {u"password"_s, m_first},
              {u"role"_s, u"admin"_s},
              {u"groups"_s, QJsonArray{u"ALL"_s}},
              {u"ui_access"_s, true}});
        ConnectionProfile profile = m_console->link().profile();
        profile.user = u"ada@example.com"_s;
        QSignalSpy ready(&m_console->link(), &GatewayLink::ready);
        m_console->link().openWith(profile, Secret(m_first.toUtf8()), true);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patienceMs);
        QCOMPARE(m_console->link().session().user(), u"ada"_s);
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void rulesAreShownAsTheyAreMet()
    {
        OwnPasswordDialog* dialog = ownPassword();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QCOMPARE(accessibilityFaults(*dialog), QStringList());
        QCOMPARE(cutTexts(*dialog), QStringList());
        auto* hints = dialog->findChild<PasswordHints*>();
        QCOMPARE(hints->missing(), 5);
        type(*dialog->form(), "new_password", u"abc"_s);
        QCOMPARE(hints->missing(), 4); // a lower case letter is there
        type(*dialog->form(), "new_password", u"Abc1"_s);
        QCOMPARE(hints->missing(), 2); // long enough, and a special character
        type(*dialog->form(), "new_password", m_second);
        QCOMPARE(hints->missing(), 0);
    }

    void aWrongCurrentPasswordChangesNothing()
    {
        auto* dialog = window().findChild<OwnPasswordDialog*>();
        auto* current = findWidget<QLineEdit>(dialog, "current");
        auto* field = qobject_cast<FormField*>(current->parentWidget());
        findWidget<QLineEdit>(dialog, "again")->setText(m_second);
        dialog->send();
        QVERIFY(field->hasError()); // nothing is given
        QTest::keyClicks(current, u"Not-The-Password-9-Of-Ada"_s);
        QVERIFY(!field->hasError());
        dialog->send();
        QTRY_VERIFY_WITH_TIMEOUT(field->hasError(), patienceMs);
        QVERIFY(dialog->isVisible());
        QVERIFY(m_console->link().session().isLoggedIn());
    }

    void theNewOneIsKeptWhereTheOldOneWas()
    {
        auto* dialog = window().findChild<OwnPasswordDialog*>();
        findWidget<QLineEdit>(dialog, "current")->setText(m_first);
        QSignalSpy changed(dialog, &OwnPasswordDialog::changed);
        const QPointer<OwnPasswordDialog> alive(dialog);
        dialog->send();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        // A connection that is opened anew logs in with what is stored.
        QSignalSpy ready(&m_console->link(), &GatewayLink::ready);
        QSignalSpy asked(&m_console->link(), &GatewayLink::passwordNeeded);
        m_console->link().open(m_console->link().profile());
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patienceMs);
        QCOMPARE(asked.size(), 0);
    }

    void lockingHidesWhatIsOpen()
    {
        ListPage* page = place("users");
        QTRY_VERIFY_WITH_TIMEOUT(page->model()->rowCount() > 1, patienceMs);
        OwnPasswordDialog* dialog = ownPassword();
        type(*dialog->form(), "new_password", u"half written"_s);
        window().actions().find(u"gateway.lock"_s)->trigger();
        QVERIFY(window().isLocked());
        QVERIFY(!dialog->isVisible());
        QVERIFY(!page->isVisible());
        QVERIFY(!window().menuBar()->isVisible());
        QVERIFY(!m_console->link().session().isLoggedIn());
        QVERIFY(window().windowTitle().startsWith(u"Locked"_s));
        QCOMPARE(accessibilityFaults(window()), QStringList());
        // No shortcut leads around it.
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        for (const QDialog* any : window().findChildren<QDialog*>())
            QVERIFY2(!any->isVisible(), qPrintable(any->objectName()));
    }

    void onlyThePasswordUnlocks()
    {
        tryToUnlock(m_first); // the old one
        auto* bar = lockPage()->findChild<MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patienceMs);
        QVERIFY(window().isLocked());
        tryToUnlock(m_second);
        QTRY_VERIFY_WITH_TIMEOUT(!window().isLocked(), patienceMs);
        QVERIFY(window().menuBar()->isVisible());
        auto* dialog = window().findChild<OwnPasswordDialog*>();
        QVERIFY(dialog && dialog->isVisible() && dialog->isModal());
        QCOMPARE(dialog->form()->document().value(u"new_password"_s).toString(), u"half written"_s);
        dialog->reject();
    }

    void aGatewayThatIsAwayKeepsItLocked()
    {
        window().lock();
        m_gateway.stop();
        tryToUnlock(m_second);
        auto* bar = lockPage()->findChild<MessageBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && bar->text().contains(u"cannot be reached"_s),
                                 patienceMs);
        QVERIFY(window().isLocked());
        QVERIFY(m_gateway.startAgain());
        tryToUnlock(m_second);
        QTRY_VERIFY_WITH_TIMEOUT(!window().isLocked(), patienceMs);
    }

    void nobodyTouchingItLocks()
    {
        QTest::keyClick(&window(), Qt::Key_Shift);
        window().idleLock().setPatience(1);
        QTRY_VERIFY_WITH_TIMEOUT(window().isLocked(), patienceMs);
        window().idleLock().setPatience(0);
        tryToUnlock(m_second);
        QTRY_VERIFY_WITH_TIMEOUT(!window().isLocked(), patienceMs);
    }
};

QTEST_MAIN(Account)
#include "tst_account.moc"
