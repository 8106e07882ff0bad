// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/connection_status.h"
#include "console/app/main_window.h"
#include "console/app/place_stack.h"
#include "console/charts/live_chart.h"
#include "console/pages/shared/document_editor.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "tests/gui/steps.h"

#include <QAbstractItemModel>
#include <QApplication>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// The first minutes of somebody who has just started the gateway, without a mouse; and what happens to the
/// work when the gateway goes away in the middle of it.
class FirstMinutes : public QObject {
    Q_OBJECT

    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;
    bool m_failed = false;

    MainWindow& window() { return *m_console->window(); }
    Page* page() { return window().places().current(); }
    DocumentEditor* editor() { return window().findChild<DocumentEditor*>(); }

    void press(int key, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        QWidget* target = QApplication::focusWidget();
        QTest::keyClick(target ? target : static_cast<QWidget*>(&window()), static_cast<Qt::Key>(key), with);
    }
    void write(const QString& text)
    {
        QVERIFY(QApplication::focusWidget());
        QTest::keyClicks(QApplication::focusWidget(), text);
    }
    /// Tab until the field has the focus.
    bool tabTo(const QWidget* target)
    {
        constexpr int enough = 200;
        for (int i = 0; i < enough; ++i) {
            const QWidget* now = QApplication::focusWidget();
            if (now && (now == target || target->isAncestorOf(now)))
                return true;
            press(Qt::Key_Tab);
        }
        return false;
    }
    /// What a window manager does when a dialog closes; the offscreen platform has none.
    void comeBack()
    {
        window().activateWindow();
        QTRY_VERIFY_WITH_TIMEOUT(window().isActiveWindow(), patienceMs);
    }
    QString connectionWord()
    {
        auto* status = window().findChild<ConnectionStatus*>();
        return status ? status->findChild<StatusPill*>()->word() : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_gateway.start());
        m_console = std::make_unique<Console>(m_gateway.options(), std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    void init()
    {
        if (m_failed)
            QSKIP("an earlier step failed");
    }
    void cleanup() { m_failed = m_failed || QTest::currentTestFailed(); }

    void anEmptyPlaceSaysWhatItIsFor()
    {
        press(Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(window().places().currentPlace(), u"apis"_s);
        EmptyState* empty = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((empty = page()->findChild<EmptyState*>()) && empty->isVisible(),
                                 patienceMs);
        QVERIFY(empty->findChild<QPushButton*>());
    }

    void publishesWithTheKeyboardAlone()
    {
        press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(editor() && editor()->isActiveWindow(), patienceMs);
        QWidget* name = editor()->form()->formField(u"api_name"_s);
        QVERIFY2(name->isAncestorOf(QApplication::focusWidget()), "the first field has the focus");
        write(u"no/slash"_s);
        press(Qt::Key_Return, Qt::ControlModifier); // refused, the focus goes to the fault
        QVERIFY(editor()->form()->formField(u"api_name"_s)->hasError());
        QVERIFY(name->isAncestorOf(QApplication::focusWidget()));
        press(Qt::Key_A, Qt::ControlModifier);
        write(u"shop"_s);
        QVERIFY(tabTo(editor()->form()->formField(u"api_servers"_s)));
        write(m_gateway.upstream());
        QVERIFY(tabTo(editor()->form()->formField(u"api_public"_s)));
        press(Qt::Key_Space);
        press(Qt::Key_Tab, Qt::ControlModifier); // the other tab
        QVERIFY(tabTo(findWidget<QLineEdit>(editor(), "operationUri")));
        write(u"/orders"_s);
        QVERIFY(tabTo(findWidget<QPushButton>(editor(), "addOperation")));
        press(Qt::Key_Space);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!editor(), patienceMs);
        auto* list = qobject_cast<ListPage*>(page());
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 1, patienceMs);
    }

    void triesItAndSeesIt()
    {
        comeBack();
        press(Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(window().places().currentPlace(), u"tester"_s);
        QVERIFY(tabTo(findWidget<QLineEdit>(page(), "base")));
        press(Qt::Key_A, Qt::ControlModifier);
        write(u"http://127.0.0.1:%1"_s.arg(m_gateway.publicPort()));
        QVERIFY(tabTo(findWidget<QLineEdit>(page(), "path")));
        press(Qt::Key_A, Qt::ControlModifier);
        write(u"/api/rest/shop/v1/orders"_s);
        press(Qt::Key_Return);
        auto* status = findWidget<StatusPill>(page(), "answerStatus");
        QTRY_VERIFY_WITH_TIMEOUT(status->word().startsWith(u"200"_s), patienceMs);
        press(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(window().places().currentPlace(), u"dashboard"_s);
        auto* chart = findWidget<LiveChart>(page(), "requestsChart");
        const auto answered = [chart] {
            double sum = 0;
            for (int row = 0; row < chart->samples()->rowCount(); ++row)
                sum += chart->samples()->index(row, 1).data().toDouble();
            return sum;
        };
        QTRY_VERIFY_WITH_TIMEOUT(answered() > 0, patienceMs);
    }

    /// The gateway dies while somebody writes into a form.
    void nothingIsLostWhenTheGatewayGoes()
    {
        press(Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(window().places().currentPlace(), u"apis"_s);
        press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(editor() && editor()->isActiveWindow(), patienceMs);
        write(u"later"_s);
        m_gateway.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!m_console->link().isReady(), patienceMs);
        auto* create = findWidget<QPushButton>(editor(), "create");
        QTRY_VERIFY_WITH_TIMEOUT(!create->isEnabled(), patienceMs);
        QVERIFY2(!create->toolTip().isEmpty(), "a disabled button says why");
        QVERIFY2(connectionWord() != u"Connected"_s, qPrintable(connectionWord()));
        write(u"-on"_s); // still to be written into
        const auto typed = [this] {
            return editor()->form()->formField(u"api_name"_s)->findChild<QLineEdit*>()->text();
        };
        QCOMPARE(typed(), u"later-on"_s);
        QVERIFY(m_gateway.startAgain());
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), 3 * patienceMs); // without a click
        QTRY_VERIFY_WITH_TIMEOUT(create->isEnabled(), patienceMs);
        QCOMPARE(typed(), u"later-on"_s);
        QVERIFY(tabTo(editor()->form()->formField(u"api_servers"_s)));
        write(m_gateway.upstream());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!editor(), patienceMs);
        auto* list = qobject_cast<ListPage*>(page());
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 2, patienceMs); // the first one survived
        QTRY_COMPARE_WITH_TIMEOUT(connectionWord(), u"Connected"_s, patienceMs);
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(FirstMinutes)
#include "tst_first_minutes.moc"
