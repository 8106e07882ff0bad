// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/user_apis_dialog.h"

#include "console/client/api_client.h"
#include "console/models/json_row.h"
#include "console/pages/alerts/alert_pickers.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/form_field.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

UserApisDialog::UserApisDialog(PageContext& context, const QJsonObject& user, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_user(textOf(user, "username"))
    , m_groups(user.value(u"groups"_s).toVariant().toStringList())
    , m_messages(new MessageBar(this))
    , m_list(new QListWidget(this))
    , m_none(new QLabel(tr("The user is subscribed to no API."), this))
    , m_picker(new DocumentPicker(context.client, apiKeySource(), this))
{
    setObjectName(u"userApisDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("APIs of %1").arg(m_user));
    resize(tokens::dialogWidth * 5 / 4, tokens::dialogWidth);
    build();
    setBusy(true);
    load();
}

void UserApisDialog::build()
{
    auto* title = new QLabel(windowTitle(), this);
    title->setFont(tokens::font(tokens::TextRole::Title));
    title->setWordWrap(true);
    auto* sentence = new QLabel(
        tr("A protected API takes calls of users who share a group with it and are subscribed to it."), this);
    sentence->setWordWrap(true);
    m_list->setObjectName(u"subscribedApis"_s);
    m_list->setAccessibleName(tr("Subscribed APIs"));
    m_none->setObjectName(u"noApis"_s);
    m_none->hide();
    m_picker->setObjectName(u"apiPicker"_s);
    m_picker->setFieldName(tr("API to add"));
    m_pickerField = new FormField(tr("API to add"), m_picker, {}, FormField::Side::Above, this);
    m_add = new QPushButton(tr("Subscribe"), this);
    m_add->setObjectName(u"addApi"_s);
    markPrimary(m_add);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_remove = buttons->addButton(tr("End subscription…"), QDialogButtonBox::ActionRole);
    m_remove->setObjectName(u"removeApi"_s);
    auto* adding = new QHBoxLayout;
    adding->addWidget(m_pickerField, 1);
    adding->addWidget(m_add, 0, Qt::AlignBottom);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(tokens::spaceM);
    column->addWidget(title);
    column->addWidget(m_messages);
    column->addWidget(sentence);
    column->addLayout(adding);
    column->addWidget(m_none);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    setTabOrder(m_picker, m_add);
    setTabOrder(m_add, m_list);
    connect(m_picker, &FieldEditor::edited, m_pickerField, &FormField::clearError);
    connect(m_list, &QListWidget::itemSelectionChanged, this, [this] { setBusy(m_busy); });
    connect(m_add, &QPushButton::clicked, this, &UserApisDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &UserApisDialog::remove);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void UserApisDialog::setBusy(bool busy)
{
    QString why;
    const bool may = !m_context.mayWrite || m_context.mayWrite(&why);
    m_busy = busy;
    m_add->setEnabled(may && !busy);
    m_add->setToolTip(why);
    m_remove->setEnabled(may && !busy && !m_list->selectedItems().isEmpty());
    m_remove->setToolTip(why);
}

void UserApisDialog::load()
{
    m_context.client.call(CallId::SubscriptionOf, {m_user}, this, [this](const Result<QJsonObject>& answer) {
        if (answer)
            show(answer->value(u"apis"_s).toVariant().toStringList());
        else
            m_messages->showError(tr("The subscriptions could not be read."), answer.error(), false);
        setBusy(!answer);
    });
}

void UserApisDialog::show(const QStringList& apis)
{
    const QString selected = m_list->currentItem() ? m_list->currentItem()->text() : QString();
    m_list->clear();
    m_list->addItems(apis);
    m_none->setVisible(apis.isEmpty());
    const qsizetype row = apis.indexOf(selected);
    if (row >= 0)
        m_list->setCurrentRow(static_cast<int>(row));
}

void UserApisDialog::add()
{
    const Result<QJsonValue> api = m_picker->value();
    const QString key = api ? api->toString() : QString();
    if (key.isEmpty()) {
        m_pickerField->setError(api ? tr("is required") : api.error().faults.first().message);
        return;
    }
    if (!m_list->findItems(key, Qt::MatchExactly).isEmpty()) {
        m_pickerField->setError(tr("The user is subscribed to it already."));
        return;
    }
    change(CallId::SubscriptionAdd, key, tr("%1 is subscribed to %2.").arg(m_user, key),
           tr("%1 was not subscribed.").arg(m_user));
}

void UserApisDialog::remove()
{
    const QList<QListWidgetItem*> items = m_list->selectedItems();
    if (items.isEmpty())
        return;
    const QString key = items.first()->text();
    Confirmation question;
    question.title = tr("End the subscription of %1 to %2?").arg(m_user, key);
    question.effect = tr("Calls of the user to it are refused from now on. It can be subscribed again.");
    question.verb = tr("End subscription");
    m_context.dialogs.confirm(this, question, [alive = QPointer<UserApisDialog>(this), key] {
        if (alive)
            alive->change(CallId::SubscriptionRemove, key,
                          tr("%1 is no longer subscribed to %2.").arg(alive->m_user, key),
                          tr("The subscription was not ended."));
    });
}

/// The gateway refuses users of other groups with 401, which would be taken for the end of the session: it
/// is told before.
void UserApisDialog::change(CallId call, const QString& api, const QString& done, const QString& failed)
{
    m_messages->clear();
    setBusy(true);
    m_context.client.call(
        CallId::ApiGet, {api.section(u'/', 0, 0), api.section(u'/', 1)}, this,
        [this, call, api, done, failed](const Result<QJsonObject>& answer) {
            setBusy(false);
            if (!answer) {
                m_messages->showError(failed, answer.error(), false);
                return;
            }
            const QStringList admitted = answer->value(u"api_allowed_groups"_s).toVariant().toStringList();
            const bool shared = std::any_of(m_groups.begin(), m_groups.end(), [&admitted](const auto& group) {
                return admitted.contains(group);
            });
            if (shared)
                sendChange(call, api, done, failed);
            else
                refuse(call, failed,
                       tr("The user is in none of the groups that the API admits: %1")
                           .arg(admitted.isEmpty() ? u"–"_s : admitted.join(u", "_s)));
        });
}

void UserApisDialog::sendChange(CallId call, const QString& api, const QString& done, const QString& failed)
{
    setBusy(true);
    const QJsonObject body{{u"username"_s, m_user},
                           {u"api_name"_s, api.section(u'/', 0, 0)},
                           {u"api_version"_s, api.section(u'/', 1)}};
    m_context.client.call(call, {}, body, this,
                          [this, call, done, failed](const Result<QJsonObject>& answer) {
                              if (!answer) {
                                  setBusy(false);
                                  refuse(call, failed, answer.error().message);
                                  return;
                              }
                              m_context.toasts.show(tokens::Tone::Good, done);
                              if (call == CallId::SubscriptionAdd)
                                  m_picker->setValue(QJsonValue::Null);
                              Q_EMIT changed();
                              load();
                          });
}

void UserApisDialog::refuse(CallId call, const QString& failed, const QString& why)
{
    if (call == CallId::SubscriptionAdd)
        m_pickerField->setError(why);
    else
        m_messages->showMessage(tokens::Tone::Bad, failed + u' ' + why);
}

} // namespace gatehouse::console
