// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/main_window.h"
#include "console/charts/live_chart.h"
#include "console/pages/shared/document_editor.h"
#include "console/pages/shared/figure_card.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/indicators.h"
#include "console/widgets/page.h"
#include "tests/gui/real_console.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// An API is published in the console's form, called through the gateway from the tester, and its traffic is
/// seen on the dashboard. Everything is real but the screen.
class Publish : public QObject {
    Q_OBJECT

    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;

    QWidget* window() { return m_console->window(); }

    template <typename WidgetType>
    static WidgetType* editor(DocumentEditor& dialog, const char* field)
    {
        return dialog.form()->formField(QLatin1StringView(field))->findChild<WidgetType*>();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_gateway.start());
        m_console = std::make_unique<Console>(m_gateway.options(), std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(window()));
    }

    void refusesWhatTheGatewayWouldRefuse()
    {
        m_console->window()->go(u"apis"_s);
        openCreate();
        auto* dialog = window()->findChild<DocumentEditor*>();
        QVERIFY(dialog);
        QTest::keyClicks(editor<QLineEdit>(*dialog, "api_name"), u"no/slash"_s);
        findWidget<QPushButton>(dialog, "create")->click();
        QVERIFY(dialog->form()->formField(u"api_name"_s)->hasError());
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->isDirty());
        editor<QLineEdit>(*dialog, "api_name")->clear();
    }

    void publishes()
    {
        auto* dialog = window()->findChild<DocumentEditor*>();
        QVERIFY(dialog);
        QTest::keyClicks(editor<QLineEdit>(*dialog, "api_name"), u"orders"_s);
        QTest::keyClicks(editor<QPlainTextEdit>(*dialog, "api_servers"), m_gateway.upstream());
        editor<QCheckBox>(*dialog, "api_public")->click();
        QTest::keyClicks(findWidget<QLineEdit>(dialog, "operationUri"), u"/orders"_s);
        findWidget<QPushButton>(dialog, "addOperation")->click();
        const QPointer<DocumentEditor> alive(dialog);
        findWidget<QPushButton>(dialog, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        auto* table = findWidget<QTableView>(window(), "apisTable");
        QTRY_VERIFY_WITH_TIMEOUT(
            !table->model()->match(table->model()->index(0, 0), Qt::DisplayRole, u"orders"_s).isEmpty(),
            patienceMs);
    }

    void callsItThroughTheGateway()
    {
        m_console->window()->go(u"tester"_s);
        auto* base = findWidget<QLineEdit>(window(), "base");
        base->setText(u"http://127.0.0.1:%1"_s.arg(m_gateway.publicPort()));
        auto* path = findWidget<QLineEdit>(window(), "path");
        auto* status = findWidget<StatusPill>(window(), "answerStatus");
        path->setText(u"/api/rest/orders/v1/orders"_s);
        findWidget<QPushButton>(window(), "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(status->word().startsWith(u"200"_s), patienceMs);
        QVERIFY(findWidget<QPlainTextEdit>(window(), "answerBody")->toPlainText().contains(u"\"orders\""_s));
        path->setText(u"/api/rest/orders/v1/not-published"_s);
        findWidget<QPushButton>(window(), "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(status->word().startsWith(u"404"_s), patienceMs);
        QVERIFY(findWidget<QLabel>(window(), "answerReason")->text().contains(u"GTW003"_s));
    }

    void seesItOnTheDashboard()
    {
        m_console->window()->go(u"dashboard"_s);
        auto* chart = findWidget<LiveChart>(window(), "requestsChart");
        const auto plotted = [chart](int column) {
            double sum = 0;
            for (int row = 0; row < chart->samples()->rowCount(); ++row)
                sum += chart->samples()->index(row, column).data().toDouble();
            return sum;
        };
        QTRY_VERIFY_WITH_TIMEOUT(plotted(1) > 0, patienceMs); // 2xx
        QTRY_VERIFY_WITH_TIMEOUT(plotted(3) > 0, patienceMs); // 4xx
        QVERIFY(findWidget<FigureCard>(window(), "cardRate")->figure() != u"–"_s);
        QTRY_COMPARE_WITH_TIMEOUT(findWidget<FigureCard>(window(), "cardApis")->figure(), u"1"_s, patienceMs);
    }

    void asksBeforeItDeletes()
    {
        m_console->window()->go(u"apis"_s);
        auto* table = findWidget<QTableView>(window(), "apisTable");
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() == 1, patienceMs);
        table->selectRow(0);
        triggerOverflow(u"Delete"_s);
        auto* question = window()->findChild<QDialog*>(u"confirmDialog"_s);
        QVERIFY(question);
        QPushButton* verb = nullptr;
        const auto buttons = question->findChildren<QPushButton*>();
        for (QPushButton* button : buttons) {
            if (button->text() == u"Delete API"_s)
                verb = button;
        }
        QVERIFY(verb);
        QVERIFY(!verb->isDefault());
        verb->click();
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() == 0, patienceMs);
    }

    void cleanupTestCase() { m_console.reset(); }

private:
    Page* page()
    {
        auto* table = window()->findChild<QTableView*>(u"apisTable"_s);
        QWidget* up = table;
        while (up && !qobject_cast<Page*>(up))
            up = up->parentWidget();
        return qobject_cast<Page*>(up);
    }
    void openCreate() { findWidget<QPushButton>(page(), "primaryAction")->click(); }
    void triggerOverflow(const QString& text)
    {
        const auto actions = page()->actions();
        for (QAction* action : actions) {
            if (action->text() == text)
                action->trigger();
        }
    }
};

QTEST_MAIN(Publish)
#include "tst_publish.moc"
