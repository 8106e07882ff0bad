// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/access/access_pages.h"

#include "common/model/access.h"
#include "common/model/permissions.h"
#include "console/models/json_row.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/model_text.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// The permissions a role gives, as people call them.
QStringList permissionsOf(const QJsonObject& role)
{
    QStringList granted;
    for (const PermissionInfo& info : permissions()) {
        if (role.value(QLatin1StringView(info.name)).toBool())
            granted.append(modelText(QString::fromLatin1(info.label)));
    }
    return granted;
}

QString extentOf(const QJsonObject& role)
{
    const qsizetype granted = permissionsOf(role).size();
    const auto all = static_cast<qsizetype>(permissions().size());
    return RolesPage::tr("%1 of %2").arg(granted).arg(all);
}

EditorSpec editorOf(const EntityTable& table, CallId create, CallId read, CallId update, const char* key)
{
    EditorSpec spec;
    spec.kind = table.name;
    spec.table = &table;
    spec.create = create;
    spec.read = read;
    spec.update = update;
    spec.key = [key](const QJsonObject& row) { return QStringList{textOf(row, key)}; };
    return spec;
}

DocumentsSpec rolesSpec()
{
    const auto name = [](const QJsonObject& row) { return textOf(row, "role_name"); };
    const auto all = [](const QJsonObject& row) { return permissionsOf(row).join(u'\n'); };
    DocumentsSpec spec;
    spec.look = {RolesPage::tr("Roles"), RolesPage::tr("Search roles"), u"roles"_s,
                 RolesPage::tr("The roles could not be read.")};
    spec.source = {CallId::RoleListAll, u"roles"_s};
    spec.columns = {{u"role_name"_s, RolesPage::tr("Name"), {}, {}, {}},
                    {u"permissions"_s, RolesPage::tr("Permissions"), extentOf, {}, all, false},
                    {u"role_description"_s, RolesPage::tr("Description"), {}, {}, {}}};
    spec.idOf = name;
    spec.editor =
        editorOf(tableOf<Role>(), CallId::RoleCreate, CallId::RoleGet, CallId::RoleUpdate, "role_name");
    spec.remove = CallId::RoleDelete;
    spec.icon = u"lock"_s;
    spec.help = u"users"_s;
    spec.words = {
        RolesPage::tr("Create role"),
        RolesPage::tr("New role"),
        RolesPage::tr("Role %1"),
        RolesPage::tr("A role says what its users may administer."),
        RolesPage::tr("Delete role %1?"),
        RolesPage::tr("Users of this role may administer nothing any more until they get another one."),
        RolesPage::tr("Delete role")};
    spec.details = [](DetailPane& pane, const QJsonObject& row) {
        pane.addFact(RolesPage::tr("Description"), textOf(row, "role_description"));
        pane.addSection(RolesPage::tr("Permissions"));
        pane.addFact(RolesPage::tr("Given"), permissionsOf(row).join(u'\n'));
    };
    return spec;
}

DocumentsSpec groupsSpec()
{
    const auto name = [](const QJsonObject& row) { return textOf(row, "group_name"); };
    DocumentsSpec spec;
    spec.look = {GroupsPage::tr("Groups"), GroupsPage::tr("Search groups"), u"groups"_s,
                 GroupsPage::tr("The groups could not be read.")};
    spec.source = {CallId::GroupListAll, u"groups"_s};
    spec.columns = {{u"group_name"_s, GroupsPage::tr("Name"), {}, {}, {}},
                    {u"group_description"_s, GroupsPage::tr("Description"), {}, {}, {}}};
    spec.idOf = name;
    spec.editor =
        editorOf(tableOf<Group>(), CallId::GroupCreate, CallId::GroupGet, CallId::GroupUpdate, "group_name");
    spec.remove = CallId::GroupDelete;
    spec.icon = u"consumers"_s;
    spec.help = u"users"_s;
    spec.words = {
        GroupsPage::tr("Create group"),
        GroupsPage::tr("New group"),
        GroupsPage::tr("Group %1"),
        GroupsPage::tr("APIs admit callers by group: put users into a group, and name it in the API."),
        GroupsPage::tr("Delete group %1?"),
        GroupsPage::tr("Users who reach an API only through this group are refused there from now on."),
        GroupsPage::tr("Delete group")};
    spec.details = [](DetailPane& pane, const QJsonObject& row) {
        pane.addFact(GroupsPage::tr("Description"), textOf(row, "group_description"));
    };
    return spec;
}

} // namespace

RolesPage::RolesPage(PageContext& context, QWidget* parent)
    : DocumentsPage(rolesSpec(), context, parent)
{
}

GroupsPage::GroupsPage(PageContext& context, QWidget* parent)
    : DocumentsPage(groupsSpec(), context, parent)
{
}

} // namespace gatehouse::console
