// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/users_page.h"

#include "common/model/principal.h"
#include "console/client/api_client.h"
#include "console/client/session.h"
#include "console/pages/shared/document_editor.h"
#include "console/pages/shared/row_operations.h"
#include "console/pages/shared/usage_section.h"
#include "console/pages/users/assign_plan_dialog.h"
#include "console/pages/users/password_dialog.h"
#include "console/pages/users/tokens_section.h"
#include "console/pages/users/user_apis_dialog.h"
#include "console/widgets/detail_pane.h"
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

/// Said before people lock themselves out.
std::function<QString(const QJsonObject& user)> ownAccount(const PageContext& context)
{
    return [&context](const QJsonObject& user) {
        return idOf(user) == context.session.user()
                   ? UsersPage::tr("This is your own account: it ends your session too.")
                   : QString();
    };
}

QList<RowOperation> switches(const PageContext& context)
{
    const QJsonObject on{{u"active"_s, true}}, off{{u"active"_s, false}};
    return {
        {.text = UsersPage::tr("Disable"),
         .icon = u"off"_s,
         .call = CallId::UserUpdate,
         .applies = isActive,
         .ask = UsersPage::tr("Disable %1?"),
         .effect = UsersPage::tr("From now on neither login nor calls work. The user can be enabled again."),
         .warning = ownAccount(context),
         .done = UsersPage::tr("%1 is disabled."),
         .undone = UsersPage::tr("%1 is enabled."),
         .undo = CallId::UserUpdate,
         .body = off,
         .undoBody = on,
         .change = becomes(stateWord, u"active"_s, false)},
        {.text = UsersPage::tr("Enable"),
         .icon = u"play"_s,
         .call = CallId::UserUpdate,
         .applies = [](const QJsonObject& user) { return !isActive(user); },
         .done = UsersPage::tr("%1 is enabled."),
         .undone = UsersPage::tr("%1 is disabled."),
         .undo = CallId::UserUpdate,
         .body = on,
         .undoBody = off,
         .change = becomes(stateWord, u"active"_s, true)}};
}

RowOperation planRemoval()
{
    return {.text = UsersPage::tr("Take the plan away"),
            .icon = u"off"_s,
            .call = CallId::TierUnassign,
            .ask = UsersPage::tr("Take the plan of %1 away?"),
            .effect = UsersPage::tr("The limits of the default plan hold from now on, if there is one."),
            .done = UsersPage::tr("%1 has no plan of its own now.")};
}

RowOperation deletion(const PageContext& context)
{
    return {.text = UsersPage::tr("Delete"),
            .icon = u"delete"_s,
            .call = CallId::UserDelete,
            .ask = UsersPage::tr("Delete user %1?"),
            .effect =
                UsersPage::tr("The user can no longer log in, and calls in this name are refused. An earlier "
                              "revision brings it back."),
            .warning = ownAccount(context),
            .done = UsersPage::tr("%1 was deleted."),
            .danger = true,
            .verb = UsersPage::tr("Delete user"),
            .failed = UsersPage::tr("%1 was not deleted."),
            .change =
                [](const QJsonObject& user) {
                    return RowChange{stateWord(user), UsersPage::tr("deleted")};
                },
            .typed = true};
}

} // namespace

UsersPage::UsersPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Users"), tr("Search users"), u"users"_s, tr("The users could not be read.")}, context,
               {.list = CallId::UserListAll, .itemsKey = u"users"_s, .fixed = QUrlQuery(u"meta=true"_s)},
               columns(), idOf, parent)
    , m_operations(new RowOperations(
          *this, idOf, [](const QJsonObject& user) { return QStringList{idOf(user)}; }, CallId::UserGet))
{
    buildActions();
}

void UsersPage::buildActions()
{
    const auto add = [this](QAction** action, const QString& text, const char* icon, const char* name,
                            bool writes, auto method) {
        *action = addOverflowAction(text, QLatin1StringView(icon), writes);
        (*action)->setObjectName(QLatin1StringView(name));
        connect(*action, &QAction::triggered, this, method);
    };
    connect(setPrimaryAction(tr("Create user"), u"add"_s), &QAction::triggered, this, &UsersPage::create);
    add(&m_edit, tr("Edit"), "edit", "editUser", false, [this] {
        if (const auto user = chosen())
            openRow(*user);
    });
    add(&m_apis, tr("Subscribed APIs…"), "api", "userApis", false, &UsersPage::showApis);
    add(&m_password, tr("Set password…"), "lock", "userPassword", true, &UsersPage::setPassword);
    const QList<RowOperation> both = switches(context());
    for (const RowOperation& operation : both)
        m_operations->add(operation);
    add(&m_plan, tr("Assign plan"), "plan", "assignPlan", true, &UsersPage::assignPlan);
    m_operations->add(planRemoval());
    add(&m_credits, tr("Show credits"), "traffic", "showCredits", false, &UsersPage::showCredits);
    addExportActions();
    m_operations->add(deletion(context()));
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
    pane.addSection(tr("Tokens"));
    pane.addWidget(new TokensSection(context(), idOf(user)));
    for (QAction* action : {m_edit, m_apis, m_password, m_plan})
        pane.addAction(buttonFor(action));
    m_operations->addButtons(pane, user);
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

void UsersPage::setPassword()
{
    if (const auto user = chosen())
        (new PasswordDialog(context(), idOf(*user), this))->open();
}

void UsersPage::showApis()
{
    if (const auto user = chosen())
        (new UserApisDialog(context(), *user, this))->open();
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

} // namespace gatehouse::console
