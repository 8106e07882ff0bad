// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/row_operations.h"

#include "console/client/api_client.h"
#include "console/pages/shared/list_page.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/toast.h"

#include <QAction>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

bool applies(const RowOperation& operation, const QJsonObject& row)
{
    return !operation.applies || operation.applies(row);
}

} // namespace

RowOperations::RowOperations(ListPage& page, TextOf nameOf, KeyOf keyOf)
    : QObject(&page)
    , m_page(page)
    , m_nameOf(std::move(nameOf))
    , m_keyOf(std::move(keyOf))
{
    connect(&page, &ListPage::selectionShown, this, [this](const QJsonObject& row) {
        for (const auto& [action, operation] : std::as_const(m_operations))
            action->setVisible(applies(operation, row));
    });
}

QAction* RowOperations::add(const RowOperation& operation)
{
    QAction* action = m_page.addOverflowAction(operation.text, operation.icon, true);
    connect(action, &QAction::triggered, this, [this, operation] { start(operation); });
    m_operations.append({action, operation});
    return action;
}

void RowOperations::addButtons(DetailPane& pane, const QJsonObject& row)
{
    for (const auto& [action, operation] : std::as_const(m_operations)) {
        if (applies(operation, row))
            pane.addAction(m_page.buttonFor(action, operation.danger));
    }
}

void RowOperations::start(const RowOperation& operation)
{
    const auto row = m_page.chosen();
    if (!row || !applies(operation, *row))
        return;
    const QString name = m_nameOf(*row);
    Confirmation question;
    question.risk = operation.ask.isEmpty() ? Risk::None : Risk::Button;
    if (!operation.ask.isEmpty())
        question.title = operation.ask.arg(name);
    question.effect = operation.effect;
    question.verb = operation.text;
    if (operation.danger)
        question.name = name;
    Dialogs& dialogs = m_page.context().dialogs;
    if (operation.reason == RowOperation::Reason::None) {
        dialogs.confirm(&m_page, question,
                        [this, operation, row = *row] { run(operation, row, operation.body); });
        return;
    }
    const bool required = operation.reason == RowOperation::Reason::Required;
    dialogs.confirmWithText(&m_page, question, required ? tr("Reason") : tr("Reason (optional)"), required,
                            [this, operation, row = *row](const QString& reason) {
                                QJsonObject body = operation.body;
                                if (!reason.isEmpty())
                                    body.insert(u"reason"_s, reason);
                                run(operation, row, body);
                            });
}

void RowOperations::run(const RowOperation& operation, const QJsonObject& row, const QJsonObject& body)
{
    const QString name = m_nameOf(row);
    const QStringList key = m_keyOf(row);
    m_page.context().client.call(
        operation.call, key, body, this, [this, operation, name, key](const Result<QJsonObject>& answer) {
            if (!answer) {
                m_page.messages()->showError(tr("%1 was not changed.").arg(name), answer.error(), false);
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
                  tr("%1 was not changed.").arg(name));
}

} // namespace gatehouse::console
