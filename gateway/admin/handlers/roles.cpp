// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/document_calls.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace roles_calls {

using control::ChangeSet;

QJsonObject shown(const Role& role, const Caller& caller)
{
    QJsonObject object = toJson(role);
    if (!caller.isAdmin())
        object.remove(u"platform_admin"_s);
    return object;
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<Role> role = documentOf<Role>(*call);
    if (!role)
        return done(Reply::from(role.error()));
    call->audit->target = role->name;
    if (isAdminRoleName(role->name) && !call->caller.isAdmin())
        return done(Reply::error(403, u"ROLE013"_s, u"Only admin may create the admin role"_s));
    if (byKey<Role>(services, {role->name}))
        return done(Reply::error(400, u"ROLE001"_s, u"Role already exists"_s));
    ChangeSet changes(u"role.create"_s);
    changes.put(*role, control::Expected::absent());
    applyAndReply(services, call, changes, done, Reply::message(201, u"Role created successfully"_s));
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"role_name"_s);
    call->audit->target = name;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const auto role = byKey<Role>(services, {name});
    const bool admins = services.isAdminRole(name);
    if (admins && !call->caller.isAdmin())
        return done(Reply::error(403, u"ROLE014"_s, u"Only admin may modify the admin role"_s));
    if (renames(*body, u"role_name"_s, name))
        return done(Reply::error(400, u"ROLE005"_s, u"Role name cannot be changed"_s));
    if (!role)
        return done(Reply::error(400, u"ROLE004"_s, u"Role does not exist"_s));
    if (nothingToUpdate(tableOf<Role>(), *body))
        return done(Reply::error(400, u"ROLE007"_s, u"No data to update"_s));
    ChangeSet changes(u"role.update"_s);
    changes.patch(Kind::Role, role->id, *body, ReadOptions::platformPatch(), expectedOf(*call));
    applyAndReply(services, call, changes, done, [&services, call, name](const auto&) {
        const auto edited = byKey<Role>(services, {name});
        return Reply::object(200, edited ? shown(*edited, call->caller) : QJsonObject());
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"role_name"_s);
    call->audit->target = name;
    const auto role = byKey<Role>(services, {name});
    const bool admins = services.isAdminRole(name);
    if (admins && !call->caller.isAdmin())
        return done(Reply::error(403, u"ROLE016"_s, u"Only admin may delete the admin role"_s));
    if (!role)
        return done(Reply::error(400, u"ROLE004"_s, u"Role does not exist"_s));
    ChangeSet changes(u"role.delete"_s);
    changes.remove(Kind::Role, role->id, expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Role deleted successfully"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    Result<ListRequest> list = listRequestOf(services, *call);
    if (!list)
        return done(Reply::from(list.error()));
    const bool admin = call->caller.isAdmin();
    if (!admin)
        list->query.where = [](const void* role) { return !static_cast<const Role*>(role)->isAdmin(); };
    const auto page = control::query(services.documents().of<Role>(), list->query);
    if (!page)
        return done(Reply::from(page.error()));
    QJsonObject object = pageObject(u"roles"_s, *page, list->paging);
    QJsonArray roles;
    for (const auto& role : page->items)
        roles.append(shown(*role, call->caller));
    object.insert(u"roles"_s, roles);
    done(Reply::object(200, object));
}

void read(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"role_name"_s);
    const auto role = byKey<Role>(services, {name});
    const bool admins = services.isAdminRole(name);
    if (admins && !call->caller.isAdmin())
        return done(Reply::error(404, {}, u"Role not found"_s));
    if (!role)
        return done(Reply::error(404, u"ROLE004"_s, u"Role does not exist"_s));
    done(withRevision(*call, *role, shown(*role, call->caller)));
}

} // namespace roles_calls
} // namespace

void registerRoles(Registry& registry, Services& services)
{
    using namespace roles_calls;
    registry.on(CallId::RoleCreate, services, create);
    registry.on(CallId::RoleUpdate, services, update);
    registry.on(CallId::RoleDelete, services, remove);
    for (const CallId id : {CallId::RoleList, CallId::RoleListAll})
        registry.on(id, services, list);
    registry.on(CallId::RoleGet, services, read);
}

} // namespace gatehouse::admin
