// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/bulk_dialog.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/message_bar.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// One operation with many rows, in front of a real gateway: what will happen is said row by row, what other
/// people did in between is respected, what failed is named and tried again, what is done can be taken back.
class Bulk : public DeskTest {
    Q_OBJECT

    struct Person {
        QString id, key, subscription;
    };
    QHash<QString, Person> m_people;

    QString statusOf(const QString& name)
    {
        return call(CallId::ConsumerGet, {u"default"_s, m_people[name].id}).value(u"status"_s).toString();
    }
    BulkDialog* dialog() { return window().findChild<BulkDialog*>(); }
    QString summary() { return findWidget<QLabel>(dialog(), "bulkSummary")->text(); }
    QPushButton* button(const char* name) { return findWidget<QPushButton>(dialog(), name); }

    /// The cell of the row whose name begins so: 1 now, 2 becomes, 3 result, 4 remark.
    QString planned(const QString& name, int column)
    {
        QAbstractItemModel* model = findWidget<TableView>(dialog(), "bulkTable")->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 0).data().toString().startsWith(name))
                return model->index(row, column).data().toString();
        }
        return u"no such row"_s;
    }

    /// Searches, waits for so many rows, selects them all with the keyboard.
    ListPage* choose(const char* id, const QString& search, int rows)
    {
        ListPage* page = place(id);
        if (!page)
            return nullptr;
        if (!page->detailPane()->isHidden())
            QTest::keyClick(page->detailPane(), Qt::Key_Escape);
        auto* line = findWidget<QLineEdit>(page, "search");
        line->setText(search);
        QTest::keyClick(line, Qt::Key_Return);
        if (!QTest::qWaitFor(
                [&] {
                    return page->model()->search() == search && page->model()->total() == rows &&
                           !page->model()->isLoading();
                },
                patienceMs))
            return nullptr;
        page->table()->setFocus();
        QTest::keyClick(page->table(), Qt::Key_A, Qt::ControlModifier);
        return page;
    }

    void close()
    {
        const QPointer<BulkDialog> alive(dialog());
        button("bulkClose")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
    }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        call(CallId::PlanV1Create, {u"default"_s},
             {{u"slug"_s, u"checked"_s}, {u"name"_s, u"Checked"_s}, {u"requires_approval"_s, true}});
        for (const QString& name : {u"Ada"_s, u"Ben"_s, u"Cleo"_s, u"Dan"_s, u"Eve"_s}) {
            Person person;
            person.id = call(CallId::ConsumerCreate, {u"default"_s},
                             {{u"external_id"_s, u"team-"_s + name},
                              {u"name"_s, name},
                              {u"email"_s, name + u"@team.test"_s}})
                            .value(u"id"_s)
                            .toString();
            QJsonObject wish{{u"consumer_id"_s, person.id}, {u"api_id"_s, m_contract}};
            if (name == u"Dan"_s || name == u"Eve"_s)
                wish.insert(u"plan_id"_s, u"checked"_s);
            const QJsonObject made = call(CallId::SubscriptionV1Create, {}, wish);
            person.key = made.value(u"api_key"_s).toString();
            person.subscription = made.value(u"id"_s).toString();
            QVERIFY(!person.key.isEmpty());
            m_people.insert(name, person);
        }
        QCOMPARE(traffic(m_people[u"Ada"_s].key), 200);
        call(CallId::ConsumerSuspend, {u"default"_s, m_people[u"Eve"_s].id});
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void theSelectionSaysWhatCanBeDone()
    {
        ListPage* page = choose("consumers", u"team-"_s, 5);
        QVERIFY(page);
        QCOMPARE(page->chosenMany().size(), 5);
        QStringList texts;
        for (const QLabel* label : page->detailPane()->findChildren<QLabel*>())
            texts.append(label->text());
        QVERIFY2(texts.contains(u"5 rows selected"_s), qPrintable(texts.join(u'|')));
        QStringList buttons;
        for (const QPushButton* each : page->detailPane()->findChildren<QPushButton*>())
            buttons.append(each->text());
        QVERIFY2(buttons.contains(u"Suspend (4)…"_s) && buttons.contains(u"Activate (1)…"_s) &&
                     buttons.contains(u"Delete (5)…"_s),
                 qPrintable(buttons.join(u'|')));
        QVERIFY(accessibilityFaults(*page).isEmpty());
        // The same from the keyboard.
        QTest::keyClick(&window(), Qt::Key_Period, Qt::ControlModifier);
        QMenu* menu = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((menu = page->table()->findChild<QMenu*>(u"rowMenu"_s)), patienceMs);
        QStringList actions;
        for (const QAction* action : menu->actions()) {
            if (action->isVisible())
                actions.append(action->text());
        }
        QVERIFY2(actions.contains(u"Suspend"_s) && actions.contains(u"Block for good"_s),
                 qPrintable(actions.join(u'|')));
        menu->close();
    }

    void everyRowIsPreviewed()
    {
        trigger(place("consumers"), u"Suspend"_s);
        QVERIFY(dialog());
        QVERIFY(!dialog()->isModal());
        QCOMPARE(summary(), u"4 will be changed, 1 as before"_s);
        QCOMPARE(planned(u"Ada"_s, 1), u"Active"_s);
        QCOMPARE(planned(u"Ada"_s, 2), u"Suspended"_s);
        QCOMPARE(planned(u"Ada"_s, 3), u"Will be changed"_s);
        QCOMPARE(planned(u"Eve"_s, 3), u"Stays as it is"_s);
        QCOMPARE(planned(u"Eve"_s, 4), u"It is so already."_s);
        QCOMPARE(button("bulkGo")->text(), u"Suspend (4)"_s);
        QVERIFY(!button("bulkRetry")->isVisible() && !button("bulkUndo")->isVisible());
        const QStringList faults = accessibilityFaults(*dialog());
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QCOMPARE(statusOf(u"Ada"_s), u"active"_s); // nothing has been sent
    }

    /// Two rows were changed by others after they were shown: one is another one now, one is gone.
    void whatOthersDidFailsOnThatRowAlone()
    {
        call(CallId::ConsumerUpdate, {u"default"_s, m_people[u"Ben"_s].id},
             {{u"description"_s, u"changed by a colleague"_s}});
        button("bulkGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"3 done, 1 failed, 1 as before"_s, patienceMs);
        QCOMPARE(planned(u"Ben"_s, 3), u"Failed"_s);
        QVERIFY2(planned(u"Ben"_s, 4).contains(u"Somebody else changed it in between"_s),
                 qPrintable(planned(u"Ben"_s, 4)));
        QCOMPARE(planned(u"Ada"_s, 3), u"Done"_s);
        QCOMPARE(statusOf(u"Ben"_s), u"active"_s);
        QCOMPARE(traffic(m_people[u"Ben"_s].key), 200);
        QCOMPARE(traffic(m_people[u"Ada"_s].key), 403);
    }

    void onlyWhatFailedIsTriedAgain()
    {
        const qint64 before =
            call(CallId::ConsumerGet, {u"default"_s, m_people[u"Ada"_s].id}).value(u"revision"_s).toInteger();
        QCOMPARE(button("bulkRetry")->text(), u"Retry failed (1)"_s);
        button("bulkRetry")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"4 done, 1 as before"_s, patienceMs);
        QCOMPARE(traffic(m_people[u"Ben"_s].key), 403);
        QCOMPARE(
            call(CallId::ConsumerGet, {u"default"_s, m_people[u"Ada"_s].id}).value(u"revision"_s).toInteger(),
            before);
    }

    void allOfItIsTakenBack()
    {
        button("bulkUndo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"4 taken back, 1 as before"_s, patienceMs);
        QVERIFY(!button("bulkUndo")->isVisible());
        QCOMPARE(traffic(m_people[u"Ada"_s].key), 200);
        QCOMPARE(statusOf(u"Eve"_s), u"suspended"_s); // it was so before
        close();
    }

    void aReasonIsKeptWithEach()
    {
        ListPage* page = choose("subscriptions", u"team-"_s, 5);
        QVERIFY(page);
        trigger(page, u"Reject"_s);
        QCOMPARE(summary(), u"2 will be changed, 3 as before"_s);
        QVERIFY(planned(u"Ada on "_s, 4).contains(u"Active"_s));
        QVERIFY(!button("bulkGo")->isEnabled());
        QVERIFY(!button("bulkGo")->toolTip().isEmpty());
        QTest::keyClicks(findWidget<QLineEdit>(dialog(), "bulkReason"), u"not this quarter"_s);
        button("bulkGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"2 done, 3 as before"_s, patienceMs);
        QVERIFY(!button("bulkUndo")->isVisible()); // a rejection stands
        const QJsonObject one = call(CallId::SubscriptionV1Get, {m_people[u"Dan"_s].subscription});
        QCOMPARE(one.value(u"status"_s).toString(), u"rejected"_s);
        QCOMPARE(one.value(u"status_reason"_s).toString(), u"not this quarter"_s);
        close();
        page = choose("subscriptions", u"team-"_s, 5);
        QVERIFY(page);
        QCOMPARE(page->chosenMany().size(), 5);
        bool offered = false; // none of them has an end
        for (const QPushButton* each : page->detailPane()->findChildren<QPushButton*>())
            offered = offered || (each->isVisible() && each->text().startsWith(u"Extend"_s));
        QVERIFY(!offered);
    }

    void apisAreSwitchedTogether()
    {
        for (const QString& name : {u"fleet-one"_s, u"fleet-two"_s, u"fleet-three"_s})
            call(CallId::ApiCreate, {},
                 {{u"api_name"_s, name},
                  {u"api_version"_s, u"v1"_s},
                  {u"api_type"_s, u"REST"_s},
                  {u"api_servers"_s, QJsonArray{m_gateway.upstream()}},
                  {u"api_allowed_roles"_s, QJsonArray{u"admin"_s}},
                  {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}}});
        ListPage* page = choose("apis", u"fleet"_s, 3);
        QVERIFY(page);
        trigger(page, u"Disable"_s);
        QCOMPARE(planned(u"fleet-two v1"_s, 2), u"Disabled"_s);
        call(CallId::ApiUpdate, {u"fleet-two"_s, u"v1"_s}, {{u"active"_s, false}}); // somebody was faster
        button("bulkGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"2 done, 1 failed"_s, patienceMs);
        QVERIFY(planned(u"fleet-two v1"_s, 4).contains(u"it is now “Disabled”"_s));
        button("bulkRetry")->click(); // nothing is left to do
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"2 done, 1 as before"_s, patienceMs);
        const auto active = [this](const QString& name) {
            return call(CallId::ApiGet, {name, u"v1"_s}).value(u"active"_s).toBool();
        };
        QVERIFY(!active(u"fleet-one"_s));
        button("bulkUndo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"2 taken back, 1 as before"_s, patienceMs);
        QVERIFY(active(u"fleet-one"_s) && !active(u"fleet-two"_s));
        close();
    }

    /// Undo takes back what was done, and nothing that somebody else has done since.
    void usersAreSwitchedTogether()
    {
        call(CallId::RoleCreate, {}, {{u"role_name"_s, u"staff"_s}});
        for (const QString& name : {u"crew-ada"_s, u"crew-bob"_s, u"crew-eve"_s})
            call(CallId::UserCreate, {},
                 {{u"username"_s, name},
                  {u"email"_s, name + u"@crew.test"_s},
                  {u"password"_s, RealGateway::password()},
                  {u"role"_s, u"staff"_s},
                  {u"groups"_s, QJsonArray{u"ALL"_s}}});
        const auto active = [this](const QString& name) {
            return call(CallId::UserGet, {name}).value(u"active"_s).toBool();
        };
        ListPage* page = choose("users", u"crew-"_s, 3);
        QVERIFY(page);
        trigger(page, u"Disable"_s);
        QCOMPARE(planned(u"crew-bob"_s, 1), u"Active"_s);
        QCOMPARE(planned(u"crew-bob"_s, 2), u"Disabled"_s);
        button("bulkGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"3 done"_s, patienceMs);
        QVERIFY(!active(u"crew-ada"_s) && !active(u"crew-bob"_s) && !active(u"crew-eve"_s));
        call(CallId::UserUpdate, {u"crew-bob"_s}, {{u"email"_s, u"robert@crew.test"_s}}); // somebody else
        button("bulkUndo")->click();
        QTRY_VERIFY_WITH_TIMEOUT(button("bulkClose")->text() == u"Close"_s, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!planned(u"crew-bob"_s, 4).isEmpty(), patienceMs);
        QVERIFY(active(u"crew-ada"_s) && !active(u"crew-bob"_s) && active(u"crew-eve"_s));
        close();
    }

    void oneUserIsSwitchedAndTheUndoIsForThatAlone()
    {
        ListPage* page = choose("users", u"crew-eve"_s, 1);
        QVERIFY(page);
        QVERIFY(select(page, 0, u"crew-eve"_s));
        const auto active = [this] {
            return call(CallId::UserGet, {u"crew-eve"_s}).value(u"active"_s).toBool();
        };
        const auto undo = [this]() -> QPushButton* {
            auto* button = window().findChild<QPushButton*>(u"toastAction"_s);
            return button && button->isVisible() ? button : nullptr;
        };
        trigger(page, u"Disable"_s);
        agree();
        QTRY_VERIFY_WITH_TIMEOUT(undo(), patienceMs);
        QVERIFY(!active());
        undo()->click();
        QTRY_VERIFY_WITH_TIMEOUT(active(), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, 0, 3), u"Active"_s, patienceMs);
        trigger(page, u"Disable"_s);
        agree();
        QTRY_VERIFY_WITH_TIMEOUT(undo(), patienceMs);
        call(CallId::UserUpdate, {u"crew-eve"_s}, {{u"email"_s, u"eva@crew.test"_s}});
        undo()->click();
        QTRY_VERIFY_WITH_TIMEOUT(page->findChild<MessageBar*>()->isVisible(), patienceMs);
        QVERIFY(!active());
    }

    void whatIsLostForGoodIsCounted()
    {
        ListPage* page = choose("consumers", u"team-"_s, 5);
        QVERIFY(page);
        trigger(page, u"Delete"_s);
        auto* typed = findWidget<QLineEdit>(dialog(), "bulkTyped");
        QVERIFY(!button("bulkGo")->isEnabled());
        QVERIFY(button("bulkGo")->property("danger").toBool());
        QTest::keyClicks(typed, u"4"_s);
        QVERIFY(!button("bulkGo")->isEnabled());
        typed->setText(u"5"_s);
        QVERIFY(button("bulkGo")->isEnabled());
        call(CallId::ConsumerDelete, {u"default"_s, m_people[u"Cleo"_s].id}); // somebody was faster
        button("bulkGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"4 done, 1 failed"_s, patienceMs);
        QCOMPARE(planned(u"Cleo"_s, 3), u"Failed"_s);
        QVERIFY(!planned(u"Cleo"_s, 4).isEmpty());
        QCOMPARE(traffic(m_people[u"Ada"_s].key), 401);
        close();
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->total(), qint64(0), patienceMs);
    }

    /// What is under way comes to its end, nothing further is sent, and the rest can be done later.
    void stoppingKeepsTheRest()
    {
        constexpr int many = 120; // more than a page of the list
        for (int i = 0; i < many; ++i)
            call(CallId::ConsumerCreate, {u"default"_s},
                 {{u"external_id"_s, u"crowd-%1"_s.arg(i)},
                  {u"name"_s, u"Crowd %1"_s.arg(i)},
                  {u"email"_s, u"c%1@crowd.test"_s.arg(i)}});
        ListPage* page = choose("consumers", u"crowd-"_s, many);
        QVERIFY(page);
        QCOMPARE(page->chosenMany().size(), 100);
        findWidget<QPushButton>(page->detailPane(), "selectAll")->click();
        QTRY_COMPARE_WITH_TIMEOUT(page->chosenMany().size(), qsizetype(many), patienceMs);
        trigger(page, u"Suspend"_s);
        button("bulkGo")->click();
        QCOMPARE(button("bulkClose")->text(), u"Stop"_s);
        button("bulkClose")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"116 not begun, 4 done"_s, patienceMs);
        QCOMPARE(button("bulkGo")->text(), u"Suspend (116)"_s);
        button("bulkGo")->click();
        QTRY_COMPARE_WITH_TIMEOUT(summary(), u"120 done"_s, patienceMs);
        close();
        QUrlQuery query;
        query.addQueryItem(u"status"_s, u"suspended"_s);
        query.addQueryItem(u"search"_s, u"crowd-"_s);
        QCOMPARE(call(CallId::ConsumerList, {u"default"_s}, {}, query).value(u"total"_s).toInt(), many);
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(Bulk)
#include "tst_bulk.moc"
