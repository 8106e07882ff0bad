// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/apis/api_editor.h"
#include "console/pages/apis/apis_page.h"
#include "console/pages/apis/operation_dialog.h"
#include "console/pages/apis/operations_editor.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/field_form.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/form_field.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "tests/console/pages/fake_admin.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

QLineEdit* line(const DocumentEditor& editor, const QString& field)
{
    return editor.form()->formField(field)->findChild<QLineEdit*>();
}

void enter(const DocumentEditor& editor, const QString& field, const QString& text)
{
    line(editor, field)->clear();
    QTest::keyClicks(line(editor, field), text);
}

QJsonObject refusal(const QString& code, const QString& message, const QJsonArray& faults = {})
{
    return {{u"error_code"_s, code}, {u"error_message"_s, message}, {u"faults"_s, faults}};
}

} // namespace

class ApisPageTest : public QObject {
    Q_OBJECT

    std::unique_ptr<FakeAdmin> m_admin;
    std::unique_ptr<ApisPage> m_page;

    DocumentEditor* editor() { return m_page->findChild<DocumentEditor*>(); }
    QDialog* versions() { return m_page->findChild<QDialog*>(u"conflictDialog"_s); }
    QDialog* review() { return m_page->findChild<QDialog*>(u"reviewDialog"_s); }
    /// The editor of the first API, loaded.
    DocumentEditor* editBilling()
    {
        m_page->table()->selectRow(0);
        trigger(*m_page, u"Edit"_s);
        DocumentEditor* dialog = editor();
        const bool loaded =
            QTest::qWaitFor([dialog] { return line(*dialog, u"api_name"_s)->text() == u"billing"_s; });
        return loaded ? dialog : nullptr;
    }

private Q_SLOTS:
    void init()
    {
        FakeAdmin::revision = 7;
        m_admin = std::make_unique<FakeAdmin>();
        m_page = std::make_unique<ApisPage>(m_admin->context);
        m_page->resize(1'000, 700);
        m_page->show();
        m_page->activate();
        QTRY_COMPARE(m_page->model()->rowCount(), 2);
    }
    void cleanup()
    {
        m_page.reset();
        m_admin.reset();
    }

    void selectionShowsTheDetail()
    {
        auto* pane = m_page->findChild<DetailPane*>();
        QVERIFY(pane->isHidden());
        m_page->table()->selectRow(1);
        QVERIFY(pane->isVisible());
        QStringList texts;
        for (const QLabel* label : pane->findChildren<QLabel*>())
            texts.append(label->text());
        QVERIFY(texts.contains(u"orders service"_s));
        QTest::keyClick(pane, Qt::Key_Escape);
        QVERIFY(pane->isHidden());
    }

    void emptyPlaceOffersTheNextStep()
    {
        m_admin->apis = {};
        m_page->refresh();
        auto* empty = m_page->findChild<EmptyState*>();
        QTRY_VERIFY(empty->isVisible());
        empty->button()->click();
        QVERIFY(editor());
        // Nothing found is not the same as nothing there.
        m_page->model()->setSearch(u"x"_s);
        QTRY_VERIFY(!empty->isVisible());
    }

    void createSendsWhatWasEntered()
    {
        trigger(*m_page, u"Create API"_s);
        DocumentEditor* dialog = editor();
        QVERIFY(!dialog->isDirty());
        enter(*dialog, u"api_name"_s, u"ship/ping"_s);
        dialog->findChild<QPushButton*>(u"create"_s)->click();
        QVERIFY(dialog->form()->formField(u"api_name"_s)->hasError());
        QVERIFY(!m_admin->last("POST /platform/validate")); // bad input does not travel
        enter(*dialog, u"api_name"_s, u"shipping"_s);
        QVERIFY(!dialog->form()->formField(u"api_name"_s)->hasError());
        dialog->findChild<QLineEdit*>(u"operationUri"_s)->setText(u"labels/{id}"_s);
        dialog->findChild<QPushButton*>(u"addOperation"_s)->click();
        QVERIFY(m_page->hasUnsavedChanges());
        QSignalSpy saved(dialog, &DocumentEditor::saved);
        dialog->findChild<QPushButton*>(u"create"_s)->click();
        QVERIFY(saved.wait());
        const QJsonObject sent = m_admin->lastBody("POST /platform/api");
        QCOMPARE(sent.value(u"api_name"_s).toString(), u"shipping"_s);
        QCOMPARE(sent.value(u"api_allowed_groups"_s).toArray(), (QJsonArray{u"ALL"_s}));
        for (const QJsonValue& value : sent)
            QVERIFY(!value.isNull());
        const QJsonObject operation = m_admin->lastBody("POST /platform/endpoint");
        QCOMPARE(operation.value(u"endpoint_uri"_s).toString(), u"/labels/{id}"_s);
        QCOMPARE(operation.value(u"api_name"_s).toString(), u"shipping"_s);
        QVERIFY(!m_page->hasUnsavedChanges());
    }

    void faultsOfTheGatewayLandOnTheirFields()
    {
        trigger(*m_page, u"Create API"_s);
        DocumentEditor* dialog = editor();
        enter(*dialog, u"api_name"_s, u"orders"_s);
        m_admin->replies.insert("POST /platform/validate",
                                FakeAdmin::json(refusal(u"GH001"_s, u"invalid"_s,
                                                        {QJsonObject{{u"field"_s, u"api_servers[1]"_s},
                                                                     {u"rule"_s, u"format"_s},
                                                                     {u"message"_s, u"is no address"_s}}}),
                                                422));
        dialog->findChild<QPushButton*>(u"create"_s)->click();
        QTRY_VERIFY(dialog->form()->formField(u"api_servers"_s)->hasError());
        QVERIFY(dialog->form()->formField(u"api_servers"_s)->error().startsWith(u"entry 2: must be"_s));
        QVERIFY(dialog->isVisible());
        QVERIFY(!m_admin->last("POST /platform/api"));
    }

    void changeIsReviewedThenSentUnderItsRevision()
    {
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        enter(*dialog, u"api_description"_s, u"Invoices"_s);
        dialog->save();
        QTRY_VERIFY(review());
        QCOMPARE(m_admin->lastBody("POST /platform/validate").value(u"document"_s).toObject(),
                 (QJsonObject{{u"api_description"_s, u"Invoices"_s}}));
        QVERIFY(!m_admin->last("PUT /platform/api/billing/v1")); // not before Apply
        QSignalSpy saved(dialog, &DocumentEditor::saved);
        review()->findChild<QPushButton*>(u"apply"_s)->click();
        QVERIFY(saved.wait());
        QCOMPARE(m_admin->last("PUT /platform/api/billing/v1")->headers.value("if-match"), "\"7\"");
        QCOMPARE(m_admin->lastBody("PUT /platform/api/billing/v1"),
                 (QJsonObject{{u"api_description"_s, u"Invoices"_s}}));
    }

    void operationIsEditedInPlace()
    {
        const QJsonObject stored{{u"api_name"_s, u"billing"_s},
                                 {u"api_version"_s, u"v1"_s},
                                 {u"endpoint_method"_s, u"GET"_s},
                                 {u"endpoint_uri"_s, u"/bills/{id}"_s},
                                 {u"endpoint_description"_s, u"A bill"_s},
                                 {u"endpoint_total_timeout"_s, 5},
                                 {u"endpoint_active"_s, true}};
        m_admin->replies.insert("GET /platform/endpoint/billing/v1",
                                FakeAdmin::json({{u"endpoints"_s, QJsonArray{stored}}}));
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        auto* table = dialog->findChild<TableView*>(u"operations"_s);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_Return);
        auto* operation = dialog->findChild<OperationDialog*>();
        QVERIFY(operation);
        const auto entry = [operation](const QString& field) {
            return operation->form()->formField(field)->findChild<QLineEdit*>();
        };
        QVERIFY(entry(u"endpoint_uri"_s)->isReadOnly()); // the gateway knows it by this
        entry(u"endpoint_description"_s)->clear();
        QTest::keyClicks(entry(u"endpoint_description"_s), u"One bill"_s);
        entry(u"endpoint_total_timeout"_s)->clear();
        Q_EMIT entry(u"endpoint_total_timeout"_s)->textEdited(QString());
        operation->findChild<QPushButton*>(u"takeOperation"_s)->click();
        QVERIFY(dialog->isDirty());
        QVERIFY(!m_admin->last("PUT /platform/endpoint/GET/billing/v1/bills/%7Bid%7D")); // not before Apply
        dialog->save();
        QTRY_VERIFY(review());
        QCOMPARE(review()->findChild<TableView*>(u"changes"_s)->model()->rowCount(), 2);
        QSignalSpy saved(dialog, &DocumentEditor::saved);
        review()->findChild<QPushButton*>(u"apply"_s)->click();
        QVERIFY(saved.wait());
        QCOMPARE(m_admin->lastBody("PUT /platform/endpoint/GET/billing/v1/bills/%7Bid%7D"),
                 (QJsonObject{{u"endpoint_description"_s, u"One bill"_s},
                              {u"$clear"_s, QJsonArray{u"endpoint_total_timeout"_s}}}));
    }

    /// null means "leave as it is" to the gateway, so an emptied number is named instead.
    void emptiedNumberIsCleared()
    {
        QJsonObject api = FakeAdmin::api(u"billing"_s);
        api.insert(u"api_read_timeout"_s, 30);
        m_admin->replies.insert("GET /platform/api/billing/v1", FakeAdmin::json(api));
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        QCOMPARE(line(*dialog, u"api_read_timeout"_s)->text(), u"30"_s);
        line(*dialog, u"api_read_timeout"_s)->clear();
        Q_EMIT line(*dialog, u"api_read_timeout"_s)->textEdited(QString());
        dialog->save();
        QTRY_VERIFY(review());
        QCOMPARE(m_admin->lastBody("POST /platform/validate").value(u"document"_s).toObject(),
                 (QJsonObject{{u"$clear"_s, QJsonArray{u"api_read_timeout"_s}}}));
    }

    void nothingCanBeTypedBeforeTheDocumentIsThere()
    {
        m_admin->replies.insert("GET /platform/api/billing/v1",
                                FakeAdmin::json(refusal(u"GTW999"_s, u"broken"_s), 500));
        m_page->table()->selectRow(0);
        trigger(*m_page, u"Edit"_s);
        QTRY_VERIFY(editor()->findChild<MessageBar*>()->isVisible());
        QVERIFY(line(*editor(), u"api_description"_s)->isReadOnly());
        QVERIFY(!editor()->findChild<OperationsEditor*>()->isEnabled());
        QVERIFY(!editor()->isDirty());
    }

    void emptiedTextIsSentEmpty()
    {
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        QTest::keyClick(line(*dialog, u"api_description"_s), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(line(*dialog, u"api_description"_s), Qt::Key_Delete);
        dialog->save();
        QTRY_VERIFY(review());
        const QJsonValue sent = m_admin->lastBody("POST /platform/validate")
                                    .value(u"document"_s)
                                    .toObject()
                                    .value(u"api_description"_s);
        QCOMPARE(sent, QJsonValue(QString())); // null would mean "leave as it is"
    }

    void newsOfTheServerNeverOverwriteEdits()
    {
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        auto* conflict = dialog->findChild<QWidget*>(u"conflict"_s);
        enter(*dialog, u"api_description"_s, u"Mine"_s);
        FakeAdmin::revision = 8;
        Q_EMIT m_admin->events.revisionChanged(8);
        QTRY_VERIFY(conflict->isVisible());
        QCOMPARE(line(*dialog, u"api_description"_s)->text(), u"Mine"_s);
        conflict->findChild<QPushButton*>(u"compare"_s)->click();
        QTRY_VERIFY(versions());
        versions()->findChild<QPushButton*>(u"keepMine"_s)->click();
        QCOMPARE(line(*dialog, u"api_description"_s)->text(), u"Mine"_s);
        QVERIFY(!conflict->isVisible());
        dialog->save();
        QTRY_VERIFY(review());
        review()->findChild<QPushButton*>(u"apply"_s)->click();
        QTRY_VERIFY(m_admin->last("PUT /platform/api/billing/v1"));
        // Only the version that was seen is replaced.
        QCOMPARE(m_admin->last("PUT /platform/api/billing/v1")->headers.value("if-match"), "\"8\"");
    }

    void staleRevisionGivesTheChoice()
    {
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        enter(*dialog, u"api_description"_s, u"Mine"_s);
        m_admin->replies.insert("PUT /platform/api/billing/v1",
                                FakeAdmin::json(refusal(u"GH409"_s, u"changed meanwhile"_s), 409));
        dialog->save();
        QTRY_VERIFY(review());
        review()->findChild<QPushButton*>(u"apply"_s)->click();
        auto* conflict = dialog->findChild<QWidget*>(u"conflict"_s);
        FakeAdmin::revision = 9;
        QTRY_VERIFY(versions());
        QVERIFY(conflict->isVisible());
        QAbstractItemModel* rows = versions()->findChild<TableView*>(u"versions"_s)->model();
        QCOMPARE(rows->rowCount(), 1);
        QCOMPARE(rows->index(0, 2).data().toString(), u"billing service"_s);
        QCOMPARE(rows->index(0, 3).data().toString(), u"Mine"_s);
        versions()->findChild<QPushButton*>(u"takeTheirs"_s)->click();
        QTRY_COMPARE(line(*dialog, u"api_description"_s)->text(), u"billing service"_s);
        QVERIFY(!conflict->isVisible());
        QVERIFY(!dialog->isDirty());
    }

    void closingAsksForDrafts()
    {
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        enter(*dialog, u"api_description"_s, u"Mine"_s);
        m_admin->dialogs.agree = false;
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(m_admin->dialogs.asked.size(), 1);
        QVERIFY(dialog->isVisible());
        m_admin->dialogs.agree = true;
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
    }

    void disableAndDeleteAsk()
    {
        m_page->table()->selectRow(0);
        m_admin->dialogs.agree = false;
        trigger(*m_page, u"Delete"_s);
        QCOMPARE(m_admin->dialogs.asked.last().name, u"billing v1"_s); // what production makes one type
        QVERIFY(!m_admin->last("DELETE /platform/api/billing/v1"));
        m_admin->dialogs.agree = true;
        trigger(*m_page, u"Delete"_s);
        QTRY_VERIFY(m_admin->last("DELETE /platform/api/billing/v1"));
        trigger(*m_page, u"Disable"_s);
        QTRY_COMPARE(m_admin->lastBody("PUT /platform/api/billing/v1"), (QJsonObject{{u"active"_s, false}}));
    }

    void exportsEveryRowThatFits()
    {
        m_admin->dialogs.savePath = m_admin->dir.filePath(u"apis.csv"_s);
        trigger(*m_page, u"Export as CSV…"_s);
        QFile file(m_admin->dialogs.savePath);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray csv = file.readAll();
        QCOMPARE(csv.count("\r\n"), 3);
        QVERIFY(csv.contains("billing,v1,Active"));
    }

    void readOnlyDisablesChanges()
    {
        m_admin->writable = false;
        m_page->updateWritable();
        auto* create = m_page->findChild<QPushButton*>(u"primaryAction"_s);
        QVERIFY(!create->isEnabled());
        QCOMPARE(create->toolTip(), u"read-only"_s);
        DocumentEditor* dialog = editBilling();
        QVERIFY(dialog);
        enter(*dialog, u"api_description"_s, u"Mine"_s);
        const auto buttons = dialog->findChildren<QPushButton*>();
        const auto save = std::find_if(buttons.begin(), buttons.end(),
                                       [](const QPushButton* b) { return b->text() == u"Save"_s; });
        QVERIFY(save != buttons.end());
        QVERIFY(!(*save)->isEnabled());
    }

    void failureIsABarAndKeepsTheRows()
    {
        m_admin->replies.insert("GET /platform/api/all",
                                FakeAdmin::json(refusal(u"GTW999"_s, u"broken"_s), 500));
        m_page->refresh();
        QTRY_VERIFY(m_page->messages()->isVisible());
        QVERIFY(m_page->messages()->text().contains(u"broken"_s));
        QCOMPARE(m_page->model()->rowCount(), 2);
    }

    void everyControlHasAName()
    {
        m_page->table()->selectRow(0);
        trigger(*m_page, u"Create API"_s);
        QCOMPARE(unnamedControls(*m_page), QStringList());
    }
};

QTEST_MAIN(ApisPageTest)
#include "tst_apis_page.moc"
