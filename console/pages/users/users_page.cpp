// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/users_page.h"

#include "common/model/principal.h"
#include "console/client/api_client.h"
#include "console/pages/shared/document_editor.h"
#include "console/pages/shared/row_operations.h"
#include "console/pages/shared/usage_section.h"
#include "console/pages/users/assign_plan_dialog.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/dialogs.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"

#include <QAction>
#include <QJsonArray>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString idOf(const QJsonObject& user)
{
    return user.value(u"username"_s).toString();
}

bool isActive(const QJsonObject& user)
{
    return user.value(u"active"_s).toBool(true);
}

QString stateWord(const QJsonObject& user)
{
    return isActive(user) ? UsersPage::tr("Active") : UsersPage::tr("Disabled");
}

Tone stateTone(const QJsonObject& user)
{
    return isActive(user) ? Tone::Good : Tone::Off;
}

QString groupsText(const QJsonObject& user)
{
    return user.value(u"groups"_s).toVariant().toStringList().join(u", "_s);
}

QList<Column> columns()
{
    return {{u"username"_s, UsersPage::tr("User name"), {}, {}, {}},
            {u"email"_s, UsersPage::tr("E-mail"), {}, {}, {}},
            {u"role"_s, UsersPage::tr("Role"), {}, {}, {}},
            {u"active"_s, UsersPage::tr("State"), stateWord, stateTone, {}},
            {u"groups"_s, UsersPage::tr("Groups"), groupsText, {}, {}, false}};
}

/// The answer of GET /platform/quota/status as bars.
QList<UsageBar::Use> planUse(const QJsonObject& answer)
{
    QList<UsageBar::Use> uses;
    const QJsonArray quotas = answer.value(u"quotas"_s).toArray();
    for (const QJsonValue& value : quotas) {
        const QJsonObject quota = value.toObject();
        const QString type = quota.value(u"quota_type"_s).toString();
        const QString unit = type.endsWith(u"bandwidth"_s) ? u"bytes"_s : u"requests"_s;
        uses.append({UsageSection::quotaName(type.startsWith(u"daily"_s) ? u"day"_s : u"month"_s, unit),
                     quota.value(u"current_usage"_s).toInteger(), quota.value(u"limit"_s).toInteger(), unit,
                     QDateTime::fromString(quota.value(u"reset_at"_s).toString(), Qt::ISODate)});
    }
    return uses;
}

EditorSpec specOf(const QStringList& key)
{
    EditorSpec spec;
    spec.kind = u"user"_s;
    spec.title = key.isEmpty() ? UsersPage::tr("New user") : UsersPage::tr("User %1").arg(key.first());
    spec.table = &tableOf<User>();
    spec.create = CallId::UserCreate;
    spec.read = CallId::UserGet;
    spec.update = CallId::UserUpdate;
    if (!key.isEmpty())
        spec.skip = QStringList{u"password"_s}; // has a call of its own
    spec.key = [](const QJsonObject& user) { return QStringList{idOf(user)}; };
    return spec;
}

} // namespace

UsersPage::UsersPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Users"), tr("Search users"), u"users"_s, tr("The users could not be read.")}, context,
               {CallId::UserListAll, u"users"_s}, columns(), idOf, parent)
    , m_operations(
          new RowOperations(*this, idOf, [](const QJsonObject& user) { return QStringList{idOf(user)}; }))
{
    connect(setPrimaryAction(tr("Create user"), u"add"_s), &QAction::triggered, this, &UsersPage::create);
    m_edit = addOverflowAction(tr("Edit"), u"edit"_s);
    m_active = addOverflowAction(tr("Enable or disable"), u"off"_s, true);
    m_plan = addOverflowAction(tr("Assign plan"), u"plan"_s, true);
    connect(m_plan, &QAction::triggered, this, &UsersPage::assignPlan);
    m_operations->add({.text = tr("Take the plan away"),
                       .icon = u"off"_s,
                       .call = CallId::TierUnassign,
                       .ask = tr("Take the plan of %1 away?"),
                       .effect = tr("The limits of the default plan hold from now on, if there is one."),
                       .done = tr("%1 has no plan of its own now.")});
    m_credits = addOverflowAction(tr("Show credits"), u"traffic"_s);
    m_credits->setObjectName(u"showCredits"_s);
    connect(m_credits, &QAction::triggered, this, &UsersPage::showCredits);
    addExportActions();
    m_delete = addOverflowAction(tr("Delete"), u"delete"_s, true);
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto user = chosen())
            openRow(*user);
    });
    connect(m_active, &QAction::triggered, this, &UsersPage::toggleActive);
    connect(m_delete, &QAction::triggered, this, &UsersPage::remove);
}

void UsersPage::showDetails(DetailPane& pane, const QJsonObject& user)
{
    pane.pill()->setState(stateTone(user), stateWord(user));
    pane.pill()->show();
    pane.addFact(tr("E-mail"), user.value(u"email"_s).toString());
    pane.addFact(tr("Role"), user.value(u"role"_s).toString());
    pane.addFact(tr("Groups"), groupsText(user));
    const QDateTime login = QDateTime::fromString(user.value(u"last_login_at"_s).toString(), Qt::ISODate);
    pane.addFact(tr("Last login"), RelativeTime::text(login, QDateTime::currentDateTimeUtc()))
        ->setToolTip(RelativeTime::absolute(login));
    pane.addSection(tr("Quotas of the plan"));
    QUrlQuery whose;
    whose.addQueryItem(u"user_id"_s, QString::fromLatin1(QUrl::toPercentEncoding(idOf(user))));
    pane.addWidget(new UsageSection(context(), ApiClient::requestFor(CallId::QuotaStatus, {}, whose), planUse,
                                    tr("The user has no plan with a quota.")));
    m_active->setText(isActive(user) ? tr("Disable") : tr("Enable"));
    pane.addAction(buttonFor(m_edit));
    pane.addAction(buttonFor(m_active));
    pane.addAction(buttonFor(m_plan));
    pane.addAction(buttonFor(m_credits));
    pane.addAction(buttonFor(m_delete, true));
}

void UsersPage::openRow(const QJsonObject& user)
{
    const QStringList key{idOf(user)};
    openEditor(new DocumentEditor(context(), specOf(key), key, {}, this));
}

void UsersPage::create()
{
    const QJsonObject initial{{u"groups"_s, QJsonArray{u"ALL"_s}}};
    openEditor(new DocumentEditor(context(), specOf({}), {}, initial, this));
}

void UsersPage::toggleActive()
{
    const auto user = chosen();
    if (!user)
        return;
    const bool enable = !isActive(*user);
    const QString name = idOf(*user);
    const auto send = [this, enable, name] {
        change(CallId::UserUpdate, {name}, {{u"active"_s, enable}},
               enable ? tr("%1 is enabled.").arg(name) : tr("%1 is disabled.").arg(name),
               tr("%1 was not changed.").arg(name));
    };
    Confirmation question;
    question.risk = enable ? Risk::None : Risk::Button;
    question.title = tr("Disable %1?").arg(name);
    question.effect = tr("From now on neither login nor calls work. The user can be enabled again.");
    question.verb = tr("Disable");
    context().dialogs.confirm(this, question, send);
}

/// The form begins with the plan as it is.
void UsersPage::assignPlan()
{
    const auto user = chosen();
    if (!user)
        return;
    QUrlQuery query;
    query.addQueryItem(u"meta"_s, u"true"_s); // with the revision that the change is meant for
    context().client.call(
        CallId::TierAssignmentGet, {idOf(*user)}, query, this,
        [this, name = idOf(*user)](const Result<QJsonObject>& current) { showAssignment(name, current); });
}

void UsersPage::showAssignment(const QString& user, const Result<QJsonObject>& current)
{
    if (!current && current.error().type != ErrorType::NotFound) {
        messages()->showError(tr("The plan of %1 could not be read.").arg(user), current.error(), false);
        return;
    }
    auto* dialog = new AssignPlanDialog(context(), user, current ? *current : QJsonObject(), this);
    connect(dialog, &AssignPlanDialog::assigned, this, [this] { model()->reload(); });
    dialog->open();
}

void UsersPage::showCredits()
{
    const auto user = chosen();
    if (!user)
        return;
    QUrlQuery query;
    query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(idOf(*user))));
    query.addQueryItem(u"id"_s, QString::fromLatin1(QUrl::toPercentEncoding(idOf(*user))));
    context().navigate({u"balances"_s, query});
}

void UsersPage::remove()
{
    const auto user = chosen();
    if (!user)
        return;
    const QString name = idOf(*user);
    Confirmation question;
    question.title = tr("Delete user %1?").arg(name);
    question.effect = tr("The user can no longer log in, and calls in this name are refused.");
    question.verb = tr("Delete user");
    question.name = name;
    context().dialogs.confirm(this, question, [this, name] {
        change(CallId::UserDelete, {name}, {}, tr("%1 was deleted.").arg(name),
               tr("%1 was not deleted.").arg(name));
    });
}

} // namespace gatehouse::console
