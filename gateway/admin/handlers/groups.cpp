// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/document_calls.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace groups_calls {

using control::ChangeSet;

void create(Services& services, const Call& call, const Done& done)
{
    const Result<Group> group = documentOf<Group>(*call);
    if (!group)
        return done(Reply::from(group.error()));
    call->audit->target = group->name;
    if (byKey<Group>(services, {group->name}))
        return done(Reply::error(400, u"GRP001"_s, u"Group already exists"_s));
    ChangeSet changes(u"group.create"_s);
    changes.put(*group, control::Expected::absent());
    applyAndReply(services, call, changes, done, Reply::message(201, u"Group created successfully"_s));
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"group_name"_s);
    call->audit->target = name;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    if (renames(*body, u"group_name"_s, name))
        return done(Reply::error(400, u"GRP004"_s, u"Group name cannot be updated"_s));
    const auto group = byKey<Group>(services, {name});
    if (!group)
        return done(Reply::error(400, u"GRP003"_s, u"Group does not exist"_s));
    if (nothingToUpdate(tableOf<Group>(), *body))
        return done(Reply::error(400, u"GRP006"_s, u"No data to update"_s));
    ChangeSet changes(u"group.update"_s);
    changes.patch(Kind::Group, group->id, *body, ReadOptions::platformPatch(), expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Group updated successfully"_s));
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"group_name"_s);
    call->audit->target = name;
    const auto group = byKey<Group>(services, {name});
    if (!group)
        return done(Reply::error(400, u"GRP003"_s, u"Group does not exist"_s));
    ChangeSet changes(u"group.delete"_s);
    changes.remove(Kind::Group, group->id, expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Group deleted successfully"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListRequest> list = listRequestOf(services, *call);
    if (!list)
        return done(Reply::from(list.error()));
    const auto page = control::query(services.documents().of<Group>(), list->query);
    done(page ? Reply::object(200, pageObject(u"groups"_s, *page, list->paging)) : Reply::from(page.error()));
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto group = byKey<Group>(services, {call->param(u"group_name"_s)});
    done(group ? withRevision(*call, *group, toJson(*group))
               : Reply::error(404, u"GRP003"_s, u"Group does not exist"_s));
}

} // namespace groups_calls
} // namespace

void registerGroups(Registry& registry, Services& services)
{
    using namespace groups_calls;
    registry.on(CallId::GroupCreate, services, create);
    registry.on(CallId::GroupUpdate, services, update);
    registry.on(CallId::GroupDelete, services, remove);
    registry.on(CallId::GroupListAll, services, list);
    registry.on(CallId::GroupGet, services, read);
}

} // namespace gatehouse::admin
