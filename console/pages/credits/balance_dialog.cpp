// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/credits/balance_dialog.h"

#include "common/model/credit.h"
#include "console/client/api_client.h"
#include "console/pages/shared/document_picker.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/field_form.h"
#include "console/widgets/form_field.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

PickerSource byName(CallId list, const QString& itemsKey, const QString& field)
{
    const auto name = [field](const QJsonObject& row) { return row.value(field).toString(); };
    return {list, {}, name, name, itemsKey};
}

} // namespace

BalanceDialog::BalanceDialog(PageContext& context, const QJsonObject& row, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_row(row)
    , m_messages(new MessageBar(this))
    , m_user(new DocumentPicker(context.client, byName(CallId::UserListAll, u"users"_s, u"username"_s), this))
    , m_group(new DocumentPicker(context.client,
                                 byName(CallId::CreditDefList, u"items"_s, u"api_credit_group"_s), this))
    , m_form(new FieldForm(tableOf<Balance>(), FieldForm::Purpose::Create, {u"user_api_key"_s}, this))
{
    setObjectName(u"balanceDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Credits of a user"));
    resize(tokens::dialogWidth * 5 / 4, tokens::dialogWidth);
    build();
    const QString user = row.value(u"username"_s).toString();
    m_user->setValue(user);
    m_user->setReadOnly(!user.isEmpty());
    const QStringList groups = row.value(u"users_credits"_s).toObject().keys();
    if (!groups.isEmpty()) {
        m_group->setValue(groups.first());
        groupChosen();
    }
}

void BalanceDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    m_user->setFieldName(tr("User"));
    m_group->setFieldName(tr("Credit group"));
    m_userField = new FormField(tr("User") + u" *"_s, m_user, {}, FormField::Side::Left, this);
    m_groupField = new FormField(tr("Credit group") + u" *"_s, m_group, {}, FormField::Side::Left, this);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::ApplyRole);
    m_save->setObjectName(u"save"_s);
    markPrimary(m_save);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(m_messages);
    column->addWidget(m_userField);
    column->addWidget(m_groupField);
    column->addWidget(m_form, 1);
    column->addWidget(buttons);
    connect(m_group, &FieldEditor::edited, this, &BalanceDialog::groupChosen);
    connect(m_save, &QPushButton::clicked, this, &BalanceDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &BalanceDialog::reject);
}

void BalanceDialog::reject()
{
    if (!isVisible() || m_form->changeCount() == 0)
        QDialog::reject();
    else
        m_context.dialogs.unsavedChanges(this, windowTitle(), [this] { QDialog::reject(); });
}

/// Shows what the user has in the group.
void BalanceDialog::groupChosen()
{
    const Result<QJsonValue> group = m_group->value();
    const QJsonObject credits = m_row.value(u"users_credits"_s).toObject();
    if (group && credits.contains(group->toString()))
        m_form->setDocument(credits.value(group->toString()).toObject());
}

QString BalanceDialog::picked(FormField* field, DocumentPicker* picker) const
{
    const Result<QJsonValue> value = picker->value();
    const QString text = value ? value->toString() : QString();
    field->setError(!value           ? value.error().faults.first().message
                    : text.isEmpty() ? tr("is required")
                                     : QString());
    return text;
}

void BalanceDialog::save()
{
    m_messages->clear();
    const QString user = picked(m_userField, m_user);
    const QString group = picked(m_groupField, m_group);
    if (!m_form->check() || user.isEmpty() || group.isEmpty())
        return;
    m_save->setEnabled(false);
    m_context.client.call(
        CallId::CreditGet, {user}, this, [this, user, group](const Result<QJsonObject>& answer) {
            m_save->setEnabled(true);
            if (answer || answer.error().type == ErrorType::NotFound)
                write(user, group, answer ? answer->value(u"users_credits"_s).toObject() : QJsonObject());
            else
                m_messages->showError(tr("The credits could not be read."), answer.error(), false);
        });
}

void BalanceDialog::write(const QString& user, const QString& group, QJsonObject credits)
{
    QJsonObject balance = credits.value(group).toObject();
    const QJsonObject wanted = m_form->document();
    for (const QString& field : {u"tier_name"_s, u"available_credits"_s, u"reset_date"_s})
        balance.insert(field, wanted.value(field));
    credits.insert(group, balance);
    m_save->setEnabled(false);
    m_context.client.call(
        CallId::CreditSave, {user}, QJsonObject{{u"username"_s, user}, {u"users_credits"_s, credits}}, this,
        [this, user, group](const Result<QJsonObject>& answer) {
            m_save->setEnabled(true);
            if (!answer) {
                m_messages->showError(tr("The credits were not saved."), answer.error(), false);
                return;
            }
            m_context.toasts.show(tokens::Tone::Good, tr("%1 has credits of %2.").arg(user, group));
            Q_EMIT saved(user);
            accept();
        });
}

} // namespace gatehouse::console
