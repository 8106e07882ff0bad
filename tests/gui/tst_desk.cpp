// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/main_window.h"
#include "console/app/place_stack.h"
#include "console/client/api_client.h"
#include "console/pages/consumers/consumers_page.h"
#include "console/pages/consumers/key_lookup_dialog.h"
#include "console/pages/consumers/key_pane.h"
#include "console/pages/consumers/onboarding_dialog.h"
#include "console/pages/consumers/rotate_dialog.h"
#include "console/pages/credits/balance_dialog.h"
#include "console/pages/shared/document_editor.h"
#include "console/pages/users/assign_plan_dialog.h"
#include "console/widgets/indicators.h"
#include "tests/gui/steps.h"

#include <QClipboard>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QListWidget>
#include <QTcpSocket>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// The desk of those who onboard consumers: from nobody to a key that works at the traffic listener, and all
/// that happens to keys afterwards. Everything is real but the screen.
class Desk : public QObject {
    Q_OBJECT

    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;
    bool m_failed = false; ///< the steps build on each other
    QString m_path;        ///< where the contract is published
    QString m_key;         ///< of the first consumer, as it was shown once

    MainWindow& window() { return *m_console->window(); }

    ListPage* place(const char* id)
    {
        window().go(QLatin1StringView(id));
        return qobject_cast<ListPage*>(window().places().current());
    }

    /// The answer of the gateway to a call in the administrator's name.
    QJsonObject call(CallId id, const QStringList& parameters, const QJsonObject& body = {},
                     const QUrlQuery& query = {})
    {
        QJsonObject taken;
        bool done = false;
        m_console->link().client().send(ApiClient::requestFor(id, parameters, query, body), this,
                                        [&](const Result<QJsonObject>& answer) {
                                            if (answer)
                                                taken = *answer;
                                            else
                                                qWarning("%s", qPrintable(answer.error().text()));
                                            done = true;
                                        });
        if (!QTest::qWaitFor([&done] { return done; }, patienceMs))
            qWarning("no answer");
        return taken;
    }

    /// Status of a call with this key at the traffic listener.
    int traffic(const QString& key)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(m_gateway.publicPort()));
        if (!socket.waitForConnected(patienceMs))
            return 0;
        socket.write("GET " + m_path.toLatin1() +
                     "/orders HTTP/1.1\r\nHost: test\r\nConnection: close\r\nX-API-Key: " + key.toLatin1() +
                     "\r\n\r\n");
        QByteArray answer;
        while (socket.waitForReadyRead(patienceMs))
            answer += socket.readAll();
        return answer.split(' ').value(1).toInt();
    }

    static bool pick(FieldForm& form, const char* field, const QString& beginning)
    {
        auto* box = form.formField(QLatin1StringView(field))->findChild<QComboBox*>();
        const auto found = [box, &beginning] { return box->findText(beginning, Qt::MatchStartsWith); };
        QTest::keyClicks(box->lineEdit(), beginning);
        if (!QTest::qWaitFor([&found] { return found() >= 0; }, patienceMs))
            return false;
        box->setCurrentIndex(found());
        Q_EMIT box->activated(found());
        return true;
    }

    /// Writes the reason, if one is asked for, and agrees.
    void agree(const QString& reason = {})
    {
        QDialog* question = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((question = window().findChild<QDialog*>(u"confirmDialog"_s)), patienceMs);
        auto* verb = question->findChild<QPushButton*>(u"confirmVerb"_s);
        QVERIFY(!verb->isDefault());
        if (auto* line = question->findChild<QLineEdit*>(u"confirmText"_s)) {
            QVERIFY(!verb->isEnabled()); // a reason is required
            QTest::keyClicks(line, reason);
        }
        QVERIFY(verb->isEnabled());
        verb->click();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_gateway.start());
        m_console = std::make_unique<Console>(m_gateway.options(), std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        const QJsonObject contract = call(CallId::ContractCreate, {},
                                          {{u"name"_s, u"orders"_s},
                                           {u"version"_s, u"1.0.0"_s},
                                           {u"endpoint"_s, QJsonObject{{u"url"_s, m_gateway.upstream()}}}});
        m_path = contract.value(u"gateway_path"_s).toString();
        QVERIFY(!m_path.isEmpty());
        const QJsonObject plan =
            call(CallId::PlanV1Create, {u"default"_s},
                 {{u"slug"_s, u"checked"_s}, {u"name"_s, u"Checked"_s}, {u"requires_approval"_s, true}});
        QVERIFY(!plan.isEmpty());
    }

    void init()
    {
        if (m_failed)
            QSKIP("an earlier step failed");
    }
    void cleanup() { m_failed = m_failed || QTest::currentTestFailed(); }

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
        auto* undo = window().findChild<QPushButton*>(u"toastAction"_s);
        QVERIFY(undo);
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
                 u"1 per minute, 1 at once, counted per Consumer"_s);
        QCOMPARE(cell(page, page->table()->currentIndex().row(), 4), u"1 API or tenant"_s);
        traffic(m_key);
        QCOMPARE(traffic(m_key), 429);
        trigger(page, u"Start dry run"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, page->table()->currentIndex().row(), 2), u"Dry run"_s,
                                  patienceMs);
        QCOMPARE(traffic(m_key), 200);
        findWidget<QPushButton>(&window(), "toastAction")->click(); // enforced again
        QTRY_COMPARE_WITH_TIMEOUT(traffic(m_key), 429, patienceMs);
        QVERIFY(select(page, 0, u"tight"_s));
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
