// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/row_operations.h"

#include "console/client/api_client.h"
#include "console/pages/shared/bulk_dialog.h"
#include "console/pages/shared/list_page.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QPushButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString failedText(const RowOperation& operation, const QString& name)
{
    return (operation.failed.isEmpty() ? RowOperations::tr("%1 was not changed.") : operation.failed)
        .arg(name);
}

} // namespace

RowOperations::RowOperations(ListPage& page, TextOf nameOf, KeyOf keyOf, std::optional<CallId> read)
    : QObject(&page)
    , m_page(page)
    , m_names{std::move(nameOf), std::move(keyOf), read}
{
    connect(&page, &ListPage::selectionShown, this, &RowOperations::showOne);
    connect(&page, &ListPage::manyShown, this, &RowOperations::showMany);
}

QAction* RowOperations::add(const RowOperation& operation)
{
    QAction* action = m_page.addOverflowAction(operation.text, operation.icon, true);
    connect(action, &QAction::triggered, this, [this, operation] { start(operation); });
    m_operations.append({action, operation});
    m_page.table()->addAction(action);
    if (operation.change)
        m_page.allowMany();
    return action;
}

void RowOperations::showOne(const QJsonObject& row)
{
    for (const auto& [action, operation] : std::as_const(m_operations))
        action->setVisible(appliesTo(operation, row));
}

void RowOperations::addButtons(DetailPane& pane, const QJsonObject& row)
{
    for (const auto& [action, operation] : std::as_const(m_operations)) {
        if (appliesTo(operation, row))
            pane.addAction(m_page.buttonFor(action, operation.danger));
    }
}

/// Each button says how many of the rows it is for.
void RowOperations::showMany(const QList<QJsonObject>& rows)
{
    for (const auto& [action, operation] : std::as_const(m_operations)) {
        const auto fits = [&operation](const QJsonObject& row) { return appliesTo(operation, row); };
        const auto count = operation.change ? std::count_if(rows.begin(), rows.end(), fits) : 0;
        action->setVisible(count > 0);
        if (count == 0)
            continue;
        QPushButton* button = m_page.buttonFor(action, operation.danger);
        button->setText(u"%1 (%2)…"_s.arg(operation.text).arg(count));
        m_page.detailPane()->addAction(button);
    }
}

void RowOperations::start(const RowOperation& operation)
{
    const QList<QJsonObject> many = m_page.chosenMany();
    if (many.size() > 1 && operation.change) {
        startMany(operation, many);
        return;
    }
    const auto row = m_page.chosen();
    if (row && appliesTo(operation, *row))
        ask(operation, *row);
}

void RowOperations::startMany(const RowOperation& operation, const QList<QJsonObject>& rows)
{
    auto* run = new BulkRun(m_page.context().client, operation, m_names, rows);
    const QString title = tr("%1: %n selected row(s)", nullptr, static_cast<int>(rows.size()))
                              .arg(operation.verb.isEmpty() ? operation.text : operation.verb);
    auto* dialog = new BulkDialog(m_page.context(), run, title, &m_page);
    connect(dialog, &BulkDialog::changed, m_page.model(), &RemoteTableModel::reload);
    dialog->show();
}

void RowOperations::ask(const RowOperation& operation, const QJsonObject& row)
{
    const QString name = m_names.name(row);
    Confirmation question;
    question.risk = operation.ask.isEmpty() ? Risk::None : Risk::Button;
    if (!operation.ask.isEmpty())
        question.title = operation.ask.arg(name);
    question.effect = operation.effect;
    question.verb = operation.verb.isEmpty() ? operation.text : operation.verb;
    if (operation.danger)
        question.name = name;
    Dialogs& dialogs = m_page.context().dialogs;
    if (operation.reason == RowOperation::Reason::None) {
        dialogs.confirm(&m_page, question, [this, operation, row] { run(operation, row, operation.body); });
        return;
    }
    const bool required = operation.reason == RowOperation::Reason::Required;
    dialogs.confirmWithText(&m_page, question, required ? tr("Reason") : tr("Reason (optional)"), required,
                            [this, operation, row](const QString& reason) {
                                QJsonObject body = operation.body;
                                if (!reason.isEmpty())
                                    body.insert(u"reason"_s, reason);
                                run(operation, row, body);
                            });
}

void RowOperations::run(const RowOperation& operation, const QJsonObject& row, const QJsonObject& body)
{
    const QString name = m_names.name(row);
    const QStringList key = m_names.key(row);
    m_page.context().client.call(
        operation.call, key, body, this, [this, operation, name, key](const Result<QJsonObject>& answer) {
            if (!answer) {
                m_page.messages()->showError(failedText(operation, name), answer.error(), false);
                return;
            }
            Toasts& toasts = m_page.context().toasts;
            if (operation.undone.isEmpty())
                toasts.show(tokens::Tone::Good, operation.done.arg(name));
            else
                toasts.showWithUndo(operation.done.arg(name), tr("Undo"),
                                    [alive = QPointer<RowOperations>(this), operation, key, name] {
                                        if (alive)
                                            alive->takeBack(operation, key, name);
                                    });
            m_page.model()->reload();
        });
}

void RowOperations::takeBack(const RowOperation& operation, const QStringList& key, const QString& name)
{
    m_page.change(operation.undo, key, operation.undoBody, operation.undone.arg(name),
                  failedText(operation, name));
}

} // namespace gatehouse::console
