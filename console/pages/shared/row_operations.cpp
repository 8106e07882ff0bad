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
    const QString warning = operation.warning ? operation.warning(row) : QString();
    question.effect = warning.isEmpty() ? operation.effect : operation.effect + u"\n\n"_s + warning;
    question.verb = operation.verb.isEmpty() ? operation.text : operation.verb;
    if (operation.danger)
        question.name = name;
    Dialogs& dialogs = m_page.context().dialogs;
    if (operation.reason == RowOperation::Reason::None) {
        dialogs.confirm(&m_page, question, [this, operation, row] { run(operation, row, {}); });
        return;
    }
    const bool required = operation.reason == RowOperation::Reason::Required;
    dialogs.confirmWithText(&m_page, question, required ? tr("Reason") : tr("Reason (optional)"), required,
                            [this, operation, row](const QString& reason) {
                                QJsonObject more;
                                if (!reason.isEmpty())
                                    more.insert(u"reason"_s, reason);
                                run(operation, row, more);
                            });
}

/// Under the revision that is shown, where the operation changes the document of the row.
void RowOperations::run(const RowOperation& operation, const QJsonObject& row, const QJsonObject& more)
{
    const ApiRequest request = requestUnder(operation.change ? revisionOf(row) : -1, operation.call,
                                            m_names.key(row), bodyFor(operation, row, false, more));
    m_page.context().client.send(request, this, [this, operation, row](const Result<QJsonObject>& answer) {
        if (!answer) {
            refused(operation, row, answer.error());
            return;
        }
        Toasts& toasts = m_page.context().toasts;
        const QString done = operation.done.arg(m_names.name(row));
        if (operation.undone.isEmpty())
            toasts.show(tokens::Tone::Good, done);
        else
            toasts.showWithUndo(
                done, tr("Undo"),
                [alive = QPointer<RowOperations>(this), operation, row, revision = revisionOf(*answer)] {
                    if (alive)
                        alive->takeBack(operation, row, revision);
                });
        m_page.model()->reload();
    });
}

/// Only what the operation made: what somebody else has changed since stays.
void RowOperations::takeBack(const RowOperation& operation, const QJsonObject& row, qint64 revision)
{
    const ApiRequest request =
        requestUnder(revision, operation.undo, m_names.key(row), bodyFor(operation, row, true));
    m_page.context().client.send(request, this, [this, operation, row](const Result<QJsonObject>& answer) {
        if (!answer) {
            refused(operation, row, answer.error());
            return;
        }
        m_page.context().toasts.show(tokens::Tone::Good, operation.undone.arg(m_names.name(row)));
        m_page.model()->reload();
    });
}

/// After a conflict the list shows what the gateway holds now; the message stays in sight.
void RowOperations::refused(const RowOperation& operation, const QJsonObject& row, const Error& error)
{
    const auto show = [this, text = failedText(operation, m_names.name(row)), error] {
        m_page.messages()->showError(text, error, false);
    };
    if (error.type != ErrorType::Conflict) {
        show();
        return;
    }
    connect(m_page.model(), &RemoteTableModel::loaded, this, show, Qt::SingleShotConnection);
    m_page.model()->reload();
}

} // namespace gatehouse::console
