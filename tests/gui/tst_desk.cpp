// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/consumers_page.h"
#include "console/pages/consumers/import_dialog.h"
#include "console/pages/consumers/key_lookup_dialog.h"
#include "console/pages/consumers/key_pane.h"
#include "console/pages/consumers/onboarding_dialog.h"
#include "console/pages/consumers/rotate_dialog.h"
#include "console/pages/shared/document_editor.h"
#include "console/widgets/indicators.h"
#include "tests/gui/desk.h"

#include <QClipboard>
#include <QJsonArray>
#include <QLabel>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// The desk of those who onboard consumers: from nobody to a key that works at the traffic listener, and all
/// that happens to keys afterwards. Everything is real but the screen.
class Desk : public DeskTest {
    Q_OBJECT

    QString m_key; ///< of the first consumer, as it was shown once

private Q_SLOTS:
    void initTestCase()
    {
        open();
        const QJsonObject plan =
            call(CallId::PlanV1Create, {u"default"_s},
                 {{u"slug"_s, u"checked"_s}, {u"name"_s, u"Checked"_s}, {u"requires_approval"_s, true}});
        QVERIFY(!plan.isEmpty());
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void faultsOfTheGatewayLandOnTheirFields()
    {
        ListPage* page = place("consumers");
        QVERIFY(page);
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* flow = window().findChild<OnboardingDialog*>();
        QVERIFY(flow);
        findWidget<QPushButton>(flow, "next")->click(); // nothing is filled in
        QVERIFY(flow->who()->formField(u"name"_s)->hasError());
        type(*flow->who(), "external_id", u"acme"_s);
        type(*flow->who(), "name", u"Acme Ltd"_s);
        type(*flow->who(), "email", u"ops@acme.test"_s);
        findWidget<QPushButton>(flow, "next")->click();
        QCOMPARE(flow->who()->isVisible(), false);
        findWidget<QPushButton>(flow, "next")->click(); // no API is chosen
        QVERIFY(flow->what()->formField(u"api_id"_s)->hasError());
        QCOMPARE(call(CallId::ConsumerList, {u"default"_s}, {}, QUrlQuery(u"external_id=acme"_s))
                     .value(u"total"_s)
                     .toInt(),
                 0); // nothing is stored yet
    }

    void onboardsInOneFlowAndShowsTheKeyOnce()
    {
        auto* flow = window().findChild<OnboardingDialog*>();
        QVERIFY(flow);
        QVERIFY(pick(*flow->what(), "api_id", u"orders"_s));
        findWidget<QPushButton>(flow, "next")->click();
        QWidget* secret = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((secret = flow->findChild<QWidget*>(u"newKey"_s)) && secret->isVisible(),
                                 patienceMs);
        auto* line = secret->findChild<QLineEdit*>();
        m_key = line->text();
        QVERIFY(m_key.size() > 20);
        QCOMPARE(line->echoMode(), QLineEdit::Password);
        QCOMPARE(traffic(m_key), 200);
        auto* status = findWidget<StatusPill>(flow, "testCallStatus");
        findWidget<QPushButton>(flow, "sendTestCall")->click(); // the server has nothing there
        QTRY_VERIFY_WITH_TIMEOUT(status->word().startsWith(u"404"_s), patienceMs);
        QVERIFY(findWidget<QLabel>(flow, "testCallText")->text().contains(u"takes the key"_s));
        auto* path = findWidget<QLineEdit>(flow, "testCallPath");
        QCOMPARE(path->text(), m_path + u'/');
        QTest::keyClicks(path, u"orders"_s);
        QTest::keyClick(path, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(status->word().startsWith(u"200"_s), patienceMs);
        flow->reject(); // not taken yet: asks
        QPointer<QDialog> question = window().findChild<QDialog*>(u"confirmDialog"_s);
        QVERIFY(question);
        question->reject();
        QVERIFY(flow->isVisible());
        const auto buttons = secret->findChildren<QToolButton*>();
        buttons.last()->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), m_key);
        const QPointer<OnboardingDialog> alive(flow);
        findWidget<QPushButton>(flow, "close")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        for (QLineEdit* any : window().findChildren<QLineEdit*>())
            QVERIFY(!any->text().contains(m_key));
    }

    void suspendsAndTakesItBack()
    {
        ListPage* page = place("consumers");
        QVERIFY(select(page, 0, u"Acme Ltd"_s));
        trigger(page, u"Suspend"_s);
        QTRY_COMPARE_WITH_TIMEOUT(traffic(m_key), 403, patienceMs);
        QPushButton* undo = nullptr; // the console may hear later than the traffic
        QTRY_VERIFY_WITH_TIMEOUT((undo = window().findChild<QPushButton*>(u"toastAction"_s)), patienceMs);
        undo->click();
        QTRY_COMPARE_WITH_TIMEOUT(traffic(m_key), 200, patienceMs);
    }

    void editsUnderTheRevisionThatWasRead()
    {
        ListPage* page = place("consumers");
        QVERIFY(select(page, 0, u"Acme Ltd"_s));
        const QString id =
            page->model()->rowAt(page->table()->currentIndex().row()).value(u"id"_s).toString();
        trigger(page, u"Edit"_s);
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        QTRY_COMPARE_WITH_TIMEOUT(editor->form()->document().value(u"name"_s).toString(), u"Acme Ltd"_s,
                                  patienceMs);
        type(*editor->form(), "company", u"Acme Holding"_s);
        call(CallId::ConsumerUpdate, {u"default"_s, id}, {{u"description"_s, u"changed elsewhere"_s}});
        QTRY_VERIFY_WITH_TIMEOUT(editor->findChild<QWidget*>(u"conflict"_s)->isVisible(), patienceMs);
        findWidget<QPushButton>(editor, "compare")->click();
        QPushButton* mine = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((mine = editor->findChild<QPushButton*>(u"keepMine"_s)), patienceMs);
        mine->click();
        QTRY_VERIFY_WITH_TIMEOUT(!editor->findChild<QWidget*>(u"conflict"_s)->isVisible(), patienceMs);
        editor->save();
        QPushButton* apply = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((apply = editor->findChild<QPushButton*>(u"apply"_s)), patienceMs);
        const QPointer<DocumentEditor> alive(editor);
        apply->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        const QJsonObject stored = call(CallId::ConsumerGet, {u"default"_s, id});
        QCOMPARE(stored.value(u"company"_s).toString(), u"Acme Holding"_s);
        QCOMPARE(stored.value(u"description"_s).toString(), u"changed elsewhere"_s);
    }

    void importsTheGoodRowsAndShowsTheFaultsFirst()
    {
        auto* page = qobject_cast<ConsumersPage*>(place("consumers"));
        QVERIFY(page);
        const QString path = m_gateway.dir().filePath(u"consumers.csv"_s);
        QByteArray csv = "external_id,name,email,company\n";
        for (int i = 0; i < 150; ++i)
            csv +=
                "bulk-" + QByteArray::number(i) + ",\"Bulk, " + QByteArray::number(i) + "\",b@x.test,Big\n";
        csv += "bulk-7,Twice,t@x.test,\nno-mail,No Mail,,\nacme,Known,k@x.test,\n";
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(csv);
        file.close();
        page->importFile(path);
        auto* dialog = window().findChild<QDialog*>(u"importDialog"_s);
        QVERIFY(dialog);
        QCOMPARE(findWidget<QLabel>(dialog, "importSummary")->text(), u"151 can be imported, 2 faulty"_s);
        findWidget<QPushButton>(dialog, "import")->click();
        QTRY_COMPARE_WITH_TIMEOUT(findWidget<QLabel>(dialog, "importSummary")->text(),
                                  u"150 imported, 3 faulty"_s, patienceMs); // only the gateway knows acme
        dialog->reject();
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), qint64(152), patienceMs); // with the test consumer
    }

    void searchesFiltersAndSortsInTheGateway()
    {
        ListPage* page = place("consumers");
        auto* search = findWidget<QLineEdit>(page, "search");
        QTest::keyClicks(search, u"bulk-1"_s);
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), qint64(61), patienceMs); // 1, 10-19, 100-149
        page->table()->sortByColumn(2, Qt::DescendingOrder);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, 0, 2), u"bulk-19"_s, patienceMs);
        findWidget<QComboBox>(page, "statusChoice")->setCurrentIndex(3);
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), qint64(0), patienceMs);
        QVERIFY(page->table()->isVisible()); // not the page for a gateway without consumers
        findWidget<QComboBox>(page, "statusChoice")->setCurrentIndex(0);
        search->clear();
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), qint64(152), patienceMs);
    }

    void approvesWhatWaits()
    {
        ListPage* page = place("subscriptions");
        QVERIFY(page);
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* flow = window().findChild<OnboardingDialog*>();
        QVERIFY(flow);
        QVERIFY(pick(*flow->what(), "consumer_id", u"Bulk, 0"_s));
        QVERIFY(pick(*flow->what(), "api_id", u"orders"_s));
        QVERIFY(pick(*flow->what(), "plan_id", u"Checked"_s));
        type(*flow->what(), "expires_at", u"2030-01-01T00:00:00Z"_s);
        findWidget<QPushButton>(flow, "next")->click();
        QWidget* secret = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((secret = flow->findChild<QWidget*>(u"newKey"_s)) && secret->isVisible(),
                                 patienceMs);
        const QString key = secret->findChild<QLineEdit*>()->text();
        secret->findChildren<QToolButton*>().last()->click();
        flow->reject();
        // A pending subscription lets nothing through.
        QVERIFY(traffic(key) == 401 || traffic(key) == 403);
        QVERIFY(select(page, 0, u"Bulk, 0"_s));
        QCOMPARE(cell(page, page->table()->currentIndex().row(), 2), u"Waits for approval"_s);
        trigger(page, u"Approve"_s);
        QTRY_COMPARE_WITH_TIMEOUT(traffic(key), 200, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, page->table()->currentIndex().row(), 2), u"Active"_s,
                                  patienceMs);
        trigger(page, u"Extend by 7 days"_s);
        const QString id =
            page->model()->rowAt(page->table()->currentIndex().row()).value(u"subscription_id"_s).toString();
        QTRY_COMPARE_WITH_TIMEOUT(
            call(CallId::SubscriptionV1Get, {id}).value(u"expires_at"_s).toString().left(10), u"2030-01-08"_s,
            patienceMs);
        trigger(page, u"Revoke for good"_s);
        agree(u"left the company"_s);
        QTRY_VERIFY_WITH_TIMEOUT(traffic(key) != 200, patienceMs);
        QCOMPARE(call(CallId::SubscriptionV1Get, {id}).value(u"status_reason"_s).toString(),
                 u"left the company"_s);
    }

    void rotatesAKey()
    {
        ListPage* page = place("subscriptions");
        QVERIFY(select(page, 0, u"Acme Ltd"_s));
        trigger(page, u"Rotate key"_s);
        auto* dialog = window().findChild<RotateDialog*>();
        QVERIFY(dialog);
        type(*dialog->form(), "grace_period_hours", u"169"_s);
        findWidget<QPushButton>(dialog, "send")->click();
        QVERIFY(dialog->form()->formField(u"grace_period_hours"_s)->hasError());
        type(*dialog->form(), "grace_period_hours", u"0"_s);
        findWidget<QPushButton>(dialog, "send")->click();
        KeyDialog* shown = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((shown = window().findChild<KeyDialog*>()), patienceMs);
        const QString fresh = findWidget<QWidget>(shown, "newKey")->findChild<QLineEdit*>()->text();
        QVERIFY(fresh != m_key);
        QCOMPARE(traffic(fresh), 200);
        QCOMPARE(traffic(m_key), 401);
        findWidget<QWidget>(shown, "newKey")->findChildren<QToolButton*>().last()->click();
        shown->reject();
        m_key = fresh;
    }

    void saysWhoseKeyItIs()
    {
        ListPage* page = place("subscriptions");
        trigger(page, u"Whose key is this?"_s);
        auto* dialog = window().findChild<KeyLookupDialog*>();
        QVERIFY(dialog);
        auto* text = findWidget<QLineEdit>(dialog, "lookupText");
        auto* verdict = findWidget<StatusPill>(dialog, "verdict");
        auto* table = findWidget<TableView>(dialog, "foundKeys");
        text->setText(m_key);
        findWidget<QPushButton>(dialog, "find")->click();
        QTRY_COMPARE_WITH_TIMEOUT(verdict->word(), u"This key is accepted"_s, patienceMs);
        QCOMPARE(table->model()->index(0, 2).data().toString(), u"acme"_s);
        QVERIFY(text->text().isEmpty());
        text->setText(u"ops@acme.test"_s);
        findWidget<QPushButton>(dialog, "find")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!verdict->isVisible() && table->model()->rowCount() == 1, patienceMs);
        text->setText(m_key.left(9));
        findWidget<QPushButton>(dialog, "find")->click();
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() >= 1, patienceMs);
        text->setText(m_key.left(30) + u"xxxxxxxx"_s);
        findWidget<QPushButton>(dialog, "find")->click();
        QTRY_COMPARE_WITH_TIMEOUT(verdict->word(), u"No such key is known"_s, patienceMs);
        dialog->reject();
    }

    /// What the gateway would say of each row is said before anything is sent; the good ones get in like any
    /// other new consumer.
    void importsTheGoodRowsOfAFile()
    {
        ListPage* page = place("consumers");
        auto* dialog = new ImportDialog(page->context(), u"default"_s,
                                        "external_id,name,email\nfile-1,One,one@file.test\nfile-2,Two,\n"
                                        "file-1,Twice,twice@file.test\n",
                                        &window());
        dialog->open();
        const QAbstractItemModel* rows = findWidget<TableView>(dialog, "importTable")->model();
        QCOMPARE(rows->rowCount(), 3);
        const auto fault = [rows](int row) { return rows->index(row, 5).data().toString(); };
        QCOMPARE(fault(0), QString());
        QCOMPARE(fault(1), u"E-mail: is required"_s);
        QCOMPARE(fault(2), u"External id: is given twice in this file"_s);
        findWidget<QPushButton>(dialog, "import")->click();
        QTRY_COMPARE_WITH_TIMEOUT(rows->index(0, 1).data().toString(), u"Imported"_s, patienceMs);
        dialog->close();
        const QJsonValue made =
            call(CallId::ConsumerList, {u"default"_s}, {}, QUrlQuery(u"search=file-"_s)).value(u"items"_s);
        QCOMPARE(made.toArray().size(), 1);
        QCOMPARE(made[0][u"groups"_s].toArray(), QJsonArray{u"ALL"_s});
    }

    void theChecklistLeadsToWhereItIsMended()
    {
        window().go(u"golive"_s);
        Page* page = window().places().current();
        auto* table = findWidget<TableView>(page, "goliveTable");
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() >= 12, patienceMs);
        const auto row = [table] {
            const auto found = table->model()->match(table->model()->index(0, 0), Qt::DisplayRole,
                                                     u"The test key is switched off"_s);
            return found.isEmpty() ? -1 : found.first().row();
        };
        QVERIFY(row() >= 0);
        QCOMPARE(table->model()->index(row(), 1).data().toString(), u"To do"_s);
        QVERIFY(findWidget<StatusPill>(page, "verdict")->word().contains(u"stand against it"_s));
        table->selectRow(row());
        findWidget<QPushButton>(page, "goThere")->click();
        QCOMPARE(window().places().currentPlace(), u"consumers"_s);
        auto* consumers = qobject_cast<ListPage*>(window().places().current());
        QVERIFY(select(consumers, 2, u"test-console"_s));
        QTRY_COMPARE_WITH_TIMEOUT(consumers->model()->total(), qint64(1), patienceMs);
        trigger(consumers, u"Suspend"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(consumers, 0, 4), u"Suspended"_s, patienceMs);
        window().go(u"golive"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->index(row(), 1).data().toString(), u"Done"_s, patienceMs);
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(Desk)
#include "tst_desk.moc"
