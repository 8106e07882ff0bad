// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/credits/balance_dialog.h"
#include "console/pages/shared/document_editor.h"
#include "console/pages/tester/burst_dialog.h"
#include "console/pages/users/assign_plan_dialog.h"
#include "console/widgets/rows_editor.h"
#include "console/widgets/usage_bar.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QJsonArray>
#include <QLabel>
#include <QListWidget>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// What callers may use and who sees to it: plans, policies, limit rules, quotas, credits, plans of users,
/// the vault; and what happens when two people change the same at once.
class Limits : public DeskTest {
    Q_OBJECT

    QString m_consumer;
    QString m_key; ///< of the consumer, for the contract

    /// Saves the open editor and agrees to its review.
    void applyEdit(DocumentEditor* editor)
    {
        editor->save();
        QPushButton* apply = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((apply = editor->findChild<QPushButton*>(u"apply"_s)), patienceMs);
        apply->click();
    }

    /// The fields of the table in a row of the editor.
    static QLineEdit* cellOf(RowsEditor* rows, int row, const char* field)
    {
        auto* holder = rows->findChild<QWidget*>(u"row%1"_s.arg(row));
        auto* cell = holder ? holder->findChild<QWidget*>(QLatin1StringView(field)) : nullptr;
        return cell ? cell->findChild<QLineEdit*>() : nullptr;
    }
    static void retype(QLineEdit* line, const QString& text)
    {
        QVERIFY(line);
        line->clear();
        QTest::keyClicks(line, text);
    }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        m_consumer =
            call(
                CallId::ConsumerCreate, {u"default"_s},
                {{u"external_id"_s, u"acme"_s}, {u"name"_s, u"Acme Ltd"_s}, {u"email"_s, u"ops@acme.test"_s}})
                .value(u"id"_s)
                .toString();
        m_key = call(CallId::SubscriptionV1Create, {},
                     {{u"consumer_id"_s, m_consumer}, {u"api_id"_s, m_contract}})
                    .value(u"api_key"_s)
                    .toString();
        QVERIFY(!m_key.isEmpty());
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void plansAreMadeChangedAndArchived()
    {
        ListPage* page = place("plans");
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        type(*editor->form(), "slug", u"Not A Slug"_s);
        type(*editor->form(), "name", u"Gold"_s);
        type(*editor->form(), "rate_limit_per_minute", u"600"_s);
        type(*editor->form(), "daily_request_limit", u"50000"_s);
        findWidget<QPushButton>(editor, "create")->click();
        QVERIFY(editor->form()->formField(u"slug"_s)->hasError());
        type(*editor->form(), "slug", u"gold"_s);
        const QPointer<DocumentEditor> made(editor);
        findWidget<QPushButton>(editor, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!made, patienceMs);
        QVERIFY(select(page, 0, u"Gold"_s));
        const int row = page->table()->currentIndex().row();
        QCOMPARE(cell(page, row, 3), u"–"_s); // no limit per second, not zero
        QCOMPARE(cell(page, row, 4), u"600"_s);
        trigger(page, u"Edit"_s);
        editor = window().findChild<DocumentEditor*>();
        QTRY_COMPARE_WITH_TIMEOUT(editor->form()->document().value(u"slug"_s).toString(), u"gold"_s,
                                  patienceMs);
        auto* daily = editor->form()->formField(u"daily_request_limit"_s)->findChild<QLineEdit*>();
        daily->clear(); // an emptied limit is no limit any more
        Q_EMIT daily->textEdited(QString());
        editor->save();
        QPushButton* apply = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((apply = editor->findChild<QPushButton*>(u"apply"_s)), patienceMs);
        apply->click();
        QTRY_VERIFY_WITH_TIMEOUT(
            call(CallId::PlanV1BySlug, {u"default"_s, u"gold"_s}).value(u"daily_request_limit"_s).isNull(),
            patienceMs);
        QCOMPARE(
            call(CallId::PlanV1BySlug, {u"default"_s, u"gold"_s}).value(u"rate_limit_per_minute"_s).toInt(),
            600);
        QVERIFY(select(page, 0, u"Gold"_s));
        trigger(page, u"Archive"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, page->table()->currentIndex().row(), 2), u"Archived"_s,
                                  patienceMs);
        findWidget<QPushButton>(&window(), "toastAction")->click();
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, page->table()->currentIndex().row(), 2), u"Offered"_s,
                                  patienceMs);
    }

    void policiesAreEnforcedOrOnlyTried()
    {
        QCOMPARE(traffic(m_key), 200);
        QCOMPARE(traffic(m_key), 200);
        ListPage* page = place("policies");
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* types = window().findChild<QDialog*>(u"policyTypes"_s);
        QVERIFY(types);
        QVERIFY(findWidget<QListWidget>(types, "types")->count() >= 7);
        findWidget<QPushButton>(types, "next")->click(); // a rate limit
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        type(*editor->form(), "name", u"tight"_s);
        findWidget<QPushButton>(editor, "create")->click(); // no limit at all
        QVERIFY(editor->form()->formField(u"config.requests_per_minute"_s)->hasError());
        type(*editor->form(), "config.requests_per_minute", u"1"_s);
        type(*editor->form(), "config.burst", u"1"_s);
        QVERIFY(pick(*editor->form(), "bindings", u"orders"_s));
        findWidget<QPushButton>(editor, "addBinding")->click();
        const QPointer<DocumentEditor> made(editor);
        findWidget<QPushButton>(editor, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!made, patienceMs);
        QVERIFY(select(page, 0, u"tight"_s));
        QCOMPARE(cell(page, page->table()->currentIndex().row(), 3),
                 u"1 per minute, 1 at once, counted per consumer"_s);
        QCOMPARE(cell(page, page->table()->currentIndex().row(), 4), u"1 API or tenant"_s);
        traffic(m_key);
        QCOMPARE(traffic(m_key), 429);
        trigger(page, u"Start dry run"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, page->table()->currentIndex().row(), 2), u"Dry run"_s,
                                  patienceMs);
        // The list may tell of the change before the call that made it has returned.
        QTRY_COMPARE_WITH_TIMEOUT(traffic(m_key), 200, patienceMs);
        findWidget<QPushButton>(&window(), "toastAction")->click(); // enforced again
        QTRY_COMPARE_WITH_TIMEOUT(traffic(m_key), 429, patienceMs);
        QVERIFY(select(page, 0, u"tight"_s));
        // It is deleted under the revision that the list shows.
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, page->table()->currentIndex().row(), 2), u"Enforced"_s,
                                  patienceMs);
        trigger(page, u"Delete"_s);
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(traffic(m_key), 200, patienceMs);
    }

    void limitRulesAreMadeAndSwitched()
    {
        ListPage* page = place("rules");
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        type(*editor->form(), "rule_id", u"everybody"_s);
        auto* kind = editor->form()->formField(u"rule_type"_s)->findChild<QComboBox*>();
        kind->setCurrentIndex(kind->findData(u"global"_s));
        type(*editor->form(), "limit", u"100000"_s);
        const QPointer<DocumentEditor> made(editor);
        findWidget<QPushButton>(editor, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!made, patienceMs);
        QVERIFY(select(page, 0, u"everybody"_s));
        trigger(page, u"Switch off"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, page->table()->currentIndex().row(), 1), u"Off"_s, patienceMs);
        QCOMPARE(call(CallId::LimitRuleGet, {u"everybody"_s}).value(u"enabled"_s).toBool(true), false);
    }

    void creditsAreDefinedAndGiven()
    {
        ListPage* page = place("credit_groups");
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        type(*editor->form(), "api_credit_group", u"maps"_s);
        type(*editor->form(), "api_key", u"upstream-secret-1"_s);
        type(*editor->form(), "api_key_header", u"x-api-key"_s);
        const QPointer<DocumentEditor> made(editor);
        findWidget<QPushButton>(editor, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!made, patienceMs);
        QVERIFY(select(page, 0, u"maps"_s));
        QCOMPARE(cell(page, page->table()->currentIndex().row(), 1), u"Set"_s);
        ListPage* balances = place("balances");
        findWidget<QPushButton>(balances, "primaryAction")->click();
        auto* dialog = window().findChild<BalanceDialog*>();
        QVERIFY(dialog);
        const auto pickers = dialog->findChildren<QComboBox*>();
        QCOMPARE(pickers.size(), 2);
        pickers.at(0)->setEditText(u"admin"_s);
        pickers.at(1)->setEditText(u"maps"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            pickers.at(0)->findText(u"admin"_s) >= 0 && pickers.at(1)->findText(u"maps"_s) >= 0, patienceMs);
        type(*dialog->form(), "tier_name", u"basic"_s);
        type(*dialog->form(), "available_credits", u"250"_s);
        findWidget<QPushButton>(dialog, "save")->click();
        QVERIFY(select(balances, 0, u"admin"_s));
        QCOMPARE(cell(balances, balances->table()->currentIndex().row(), 1), u"maps: 250"_s);
    }

    void usersGetPlansForATime()
    {
        ListPage* page = place("users");
        QVERIFY(select(page, 0, u"admin"_s));
        trigger(page, u"Assign plan"_s);
        AssignPlanDialog* dialog = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((dialog = window().findChild<AssignPlanDialog*>()), patienceMs);
        QVERIFY(pick(*dialog->form(), "tier_id", u"Gold"_s));
        type(*dialog->form(), "effective_from", u"2030-02-01T00:00:00Z"_s);
        type(*dialog->form(), "effective_until", u"2030-01-01T00:00:00Z"_s); // before it begins
        findWidget<QPushButton>(dialog, "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(dialog->form()->formField(u"effective_until"_s)->hasError(), patienceMs);
        type(*dialog->form(), "effective_until", u"2030-03-01T00:00:00Z"_s);
        const QPointer<AssignPlanDialog> made(dialog);
        findWidget<QPushButton>(dialog, "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!made, patienceMs);
        QCOMPARE(call(CallId::TierAssignmentGet, {u"admin"_s}).value(u"tier_id"_s).toString(), u"gold"_s);
        trigger(page, u"Take the plan away"_s);
        agree();
        QTRY_VERIFY_WITH_TIMEOUT(call(CallId::TierAssignmentGet, {u"admin"_s}).isEmpty(), patienceMs);
    }

    void theVaultNeverShowsAValue()
    {
        ListPage* page = place("vault");
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        type(*editor->form(), "key_name", u"mail-password"_s);
        type(*editor->form(), "value", u"very-secret-value"_s);
        type(*editor->form(), "description", u"of the relay"_s);
        const QPointer<DocumentEditor> made(editor);
        findWidget<QPushButton>(editor, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!made, patienceMs);
        QVERIFY(select(page, 0, u"mail-password"_s));
        trigger(page, u"Edit"_s);
        editor = window().findChild<DocumentEditor*>();
        QTRY_COMPARE_WITH_TIMEOUT(editor->form()->document().value(u"key_name"_s).toString(),
                                  u"mail-password"_s, patienceMs);
        QVERIFY(!editor->form()->formField(u"value"_s));
        for (QLineEdit* any : window().findChildren<QLineEdit*>())
            QVERIFY(!any->text().contains(u"very-secret-value"_s));
        editor->reject();
    }

    /// Tiers are a table: added, moved, checked per cell, and stored as they stand.
    void tiersAreEditedAsATable()
    {
        ListPage* page = place("credit_groups");
        QVERIFY(select(page, 0, u"maps"_s));
        trigger(page, u"Edit"_s);
        auto* editor = opened<DocumentEditor>();
        QVERIFY(editor);
        QTRY_VERIFY_WITH_TIMEOUT(!editor->form()->document().isEmpty(), patienceMs);
        auto* rows = editor->form()->formField(u"credit_tiers"_s)->findChild<RowsEditor*>();
        QVERIFY(rows);
        QTRY_COMPARE_WITH_TIMEOUT(rows->rowCount(), 1, patienceMs);
        QCOMPARE(editor->form()->changeCount(), 0);
        findWidget<QPushButton>(rows, "addRow")->click();
        QCOMPARE(rows->rowCount(), 2);
        retype(cellOf(rows, 1, "credits"), u"-5"_s);
        editor->save();
        FormField* field = editor->form()->formField(u"credit_tiers"_s);
        QVERIFY(field->hasError());
        const auto note = [rows](const char* name) {
            return rows->findChild<QWidget*>(u"row1"_s)->findChild<QLabel*>(QLatin1StringView(name))->text();
        };
        QVERIFY2(note("creditsFault").contains(u"at least 0"_s), qPrintable(note("creditsFault")));
        QVERIFY(!note("tier_nameFault").isEmpty()); // both faults, each at its cell
        retype(cellOf(rows, 1, "credits"), u"5000"_s);
        QVERIFY(note("creditsFault").isEmpty());
        retype(cellOf(rows, 1, "tier_name"), u"large"_s);
        retype(cellOf(rows, 1, "input_limit"), u"0"_s);
        retype(cellOf(rows, 1, "output_limit"), u"0"_s);
        rows->findChild<QWidget*>(u"row1"_s)->findChild<QToolButton*>(u"moveUp"_s)->click();
        QCOMPARE(cellOf(rows, 0, "tier_name")->text(), u"large"_s);
        const QPointer<DocumentEditor> alive(editor);
        applyEdit(editor);
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        const QJsonArray tiers = call(CallId::CreditDefGet, {u"maps"_s}).value(u"credit_tiers"_s).toArray();
        QCOMPARE(tiers.size(), 2);
        QCOMPARE(tiers.at(0)[u"tier_name"_s].toString(), u"large"_s);
        QCOMPARE(tiers.at(0)[u"credits"_s].toInt(), 5000);
        QCOMPARE(tiers.at(1)[u"tier_name"_s].toString(), u"basic"_s);
    }

    void creditsAreShownAgainstTheTier()
    {
        ListPage* page = place("balances");
        QVERIFY(select(page, 0, u"admin"_s));
        UsageBar* bar = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((bar = page->findChild<UsageBar*>()), patienceMs);
        QCOMPARE(bar->use().used, qint64(750)); // 250 of 1000 are left
        QCOMPARE(bar->use().limit, qint64(1000));
    }

    /// Quotas of consumers, while they are used up.
    void quotasAreShownAndBeginAnew()
    {
        const QString plan =
            call(CallId::PlanV1Create, {u"default"_s},
                 {{u"slug"_s, u"five"_s}, {u"name"_s, u"Five"_s}, {u"daily_request_limit"_s, 5}})
                .value(u"id"_s)
                .toString();
        QVERIFY(!call(CallId::ConsumerUpdate, {u"default"_s, m_consumer}, {{u"plan_id"_s, plan}}).isEmpty());
        for (int i = 0; i < 4; ++i)
            QCOMPARE(traffic(m_key), 200);
        ListPage* page = place("quotas");
        QVERIFY(select(page, 0, u"Acme Ltd"_s));
        page->refresh();
        const auto row = [page] { return page->table()->currentIndex().row(); };
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, row(), 2), u"4 of 5 (80 %)"_s, patienceMs);
        QCOMPARE(cell(page, row(), 3), u"Requests per day"_s);
        UsageBar* bar = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((bar = page->findChild<UsageBar*>()), patienceMs);
        QCOMPARE(bar->use().used, qint64(4));
        QVERIFY(bar->use().resetsAt > QDateTime::currentDateTimeUtc());
        QVERIFY(bar->accessibleDescription().contains(u"4 of 5"_s));
        QCOMPARE(traffic(m_key), 200);
        QCOMPARE(traffic(m_key), 429);
        auto* state = findWidget<QComboBox>(page, "stateChoice");
        state->setCurrentIndex(state->findData(u"exhausted"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), qint64(1), patienceMs);
        QVERIFY(select(page, 0, u"Acme Ltd"_s));
        trigger(page, u"Start the quotas anew"_s);
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), qint64(0), patienceMs);
        QCOMPARE(traffic(m_key), 200);
        state->setCurrentIndex(0);
    }

    /// Of a limit rule and of a vault entry, which differ in how they are read.
    void editsOfOthersAreNotOverwritten_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("row");
        QTest::addColumn<CallId>("update");
        QTest::addColumn<CallId>("read");
        QTest::newRow("limit rule") << u"rules"_s << u"everybody"_s << CallId::LimitRuleUpdate
                                    << CallId::LimitRuleGet;
        QTest::newRow("vault") << u"vault"_s << u"mail-password"_s << CallId::VaultUpdate << CallId::VaultGet;
    }
    void editsOfOthersAreNotOverwritten()
    {
        QFETCH(QString, place);
        QFETCH(QString, row);
        QFETCH(CallId, update);
        QFETCH(CallId, read);
        ListPage* page = this->place(qPrintable(place));
        QVERIFY(select(page, 0, row));
        trigger(page, u"Edit"_s);
        auto* editor = opened<DocumentEditor>();
        QVERIFY(editor);
        QTRY_VERIFY_WITH_TIMEOUT(!editor->form()->document().isEmpty(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            editor->form()->formField(u"description"_s)->findChild<QWidget*>()->isEnabled(), patienceMs);
        type(*editor->form(), "description", u"mine"_s);
        call(update, {row}, {{u"description"_s, u"theirs"_s}});
        QTRY_VERIFY_WITH_TIMEOUT(findWidget<QWidget>(editor, "conflict")->isVisible(), patienceMs);
        applyEdit(editor); // though it was said
        QDialog* conflict = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((conflict = editor->findChild<QDialog*>(u"conflictDialog"_s)), patienceMs);
        const auto stored = [&] {
            const QJsonObject answer = call(read, {row});
            const QJsonObject entry = answer.value(u"data"_s).toObject().value(u"entry"_s).toObject();
            return (entry.isEmpty() ? answer : entry).value(u"description"_s).toString();
        };
        QCOMPARE(stored(), u"theirs"_s);
        findWidget<QPushButton>(conflict, "keepMine")->click();
        const QPointer<DocumentEditor> alive(editor);
        applyEdit(editor);
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        QCOMPARE(stored(), u"mine"_s);
    }

    void plansOfUsersAreNotOverwritten()
    {
        call(CallId::TierAssign, {},
             {{u"user_id"_s, u"admin"_s}, {u"tier_id"_s, u"gold"_s}, {u"notes"_s, u"first"_s}});
        ListPage* page = place("users");
        QVERIFY(select(page, 0, u"admin"_s));
        trigger(page, u"Assign plan"_s);
        auto* dialog = opened<AssignPlanDialog>();
        QVERIFY(dialog);
        type(*dialog->form(), "notes", u"mine"_s);
        call(CallId::TierAssign, {},
             {{u"user_id"_s, u"admin"_s}, {u"tier_id"_s, u"gold"_s}, {u"notes"_s, u"theirs"_s}});
        findWidget<QPushButton>(dialog, "send")->click();
        QDialog* conflict = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((conflict = dialog->findChild<QDialog*>(u"conflictDialog"_s)), patienceMs);
        const auto notes = [this] {
            return call(CallId::TierAssignmentGet, {u"admin"_s}).value(u"notes"_s).toString();
        };
        QCOMPARE(notes(), u"theirs"_s);
        findWidget<QPushButton>(conflict, "keepMine")->click();
        const QPointer<AssignPlanDialog> alive(dialog);
        findWidget<QPushButton>(dialog, "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        QCOMPARE(notes(), u"mine"_s);
    }

    void usersShowTheQuotasOfTheirPlan()
    {
        call(CallId::TierAssign, {}, {{u"user_id"_s, u"admin"_s}, {u"tier_id"_s, u"five"_s}});
        ListPage* page = place("users");
        QVERIFY(select(page, 0, u"admin"_s));
        page->refresh();
        const auto limit = [page] {
            const auto* bar = page->findChild<UsageBar*>();
            return bar ? bar->use().limit : qint64(-1);
        };
        QTRY_COMPARE_WITH_TIMEOUT(limit(), qint64(5), patienceMs);
    }

    /// What a limit does to a client, from the tester.
    void burstsShowTheLimit()
    {
        call(CallId::ApiCreate, {},
             {{u"api_name"_s, u"busy"_s},
              {u"api_version"_s, u"v1"_s},
              {u"api_type"_s, u"REST"_s},
              {u"api_public"_s, true},
              {u"api_servers"_s, QJsonArray{m_gateway.upstream()}}});
        call(CallId::OperationCreate, {},
             {{u"api_name"_s, u"busy"_s},
              {u"api_version"_s, u"v1"_s},
              {u"endpoint_method"_s, u"GET"_s},
              {u"endpoint_uri"_s, u"/orders"_s},
              {u"endpoint_description"_s, u"orders"_s}});
        const QJsonValue api = call(CallId::ApiGet, {u"busy"_s, u"v1"_s}).value(u"api_id"_s);
        QVERIFY(!call(CallId::PolicyCreate, {},
                      {{u"name"_s, u"busy limit"_s},
                       {u"policy_type"_s, u"rate_limit"_s},
                       {u"tenant_id"_s, u"default"_s},
                       {u"config"_s, QJsonObject{{u"requests_per_minute"_s, 1}, {u"burst"_s, 5}}},
                       {u"bindings"_s, QJsonArray{QJsonObject{{u"api_id"_s, api}}}}})
                     .isEmpty());
        window().go(u"tester"_s);
        Page* tester = window().places().current();
        findWidget<QLineEdit>(tester, "base")->setText(u"http://127.0.0.1:%1"_s.arg(m_gateway.publicPort()));
        findWidget<QLineEdit>(tester, "path")->setText(u"/api/rest/busy/v1/orders"_s);
        QAction* burst = tester->findChild<QAction*>(u"burst"_s);
        QVERIFY(burst);
        burst->trigger();
        auto* dialog = opened<BurstDialog>();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QVERIFY2(accessibilityFaults(*dialog).isEmpty(),
                 qPrintable(accessibilityFaults(*dialog).join(u'\n')));
        auto* summary = findWidget<QLabel>(dialog, "burstSummary");
        auto* table = findWidget<TableView>(dialog, "burstTable");
        for (const int way : {0, 1}) {
            findWidget<QComboBox>(dialog, "burstWay")->setCurrentIndex(way);
            findWidget<QPushButton>(dialog, "burstGo")->click();
            QTRY_VERIFY_WITH_TIMEOUT(!dialog->isRunning(), patienceMs);
            QCOMPARE(table->model()->rowCount(), 15);
            QVERIFY2(summary->text().contains(u"× 429"_s), qPrintable(summary->text()));
            if (way == 0)
                QVERIFY2(summary->text().contains(u"× 200"_s), qPrintable(summary->text()));
        }
        QVERIFY(table->model()->index(14, 3).data().toString() != u"–"_s); // when to come again
        dialog->reject();
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(Limits)
#include "tst_limits.moc"
