// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/ids.h"
#include "common/model/upstream.h"
#include "gateway/admin/handlers/document_calls.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace routings_calls {

using control::ChangeSet;

void create(Services& services, const Call& call, const Done& done)
{
    Result<Routing> routing = documentOf<Routing>(*call);
    if (!routing)
        return done(Reply::from(routing.error()));
    if (routing->clientKey.isEmpty())
        routing->clientKey = newId();
    call->audit->target = routing->clientKey;
    if (byKey<Routing>(services, {routing->clientKey}))
        return done(Reply::error(400, u"RTG001"_s, u"Routing already exists"_s));
    ChangeSet changes(u"routing.create"_s);
    changes.put(*routing, control::Expected::absent());
    applyAndReply(services, call, changes, done, [key = routing->clientKey](const auto&) {
        return Reply::message(201, u"Routing created successfully with key: "_s + key);
    });
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString key = call->param(u"client_key"_s);
    call->audit->target = key;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    QJsonObject fields = *body;
    fields.remove(u"server_index"_s); // the live position is not part of an update (models section 6)
    if (renames(fields, u"client_key"_s, key))
        return done(Reply::error(400, u"RTG005"_s, u"Routing key cannot be changed"_s));
    const auto routing = byKey<Routing>(services, {key});
    if (!routing)
        return done(Reply::error(400, u"RTG004"_s, u"Routing does not exist"_s));
    Routing checked = *routing; // with the position, which must at least be one
    if (const Faults faults = faultsOf(patch(checked, *body)); !faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    if (nothingToUpdate(tableOf<Routing>(), fields))
        return done(Reply::error(400, u"RTG007"_s, u"No data to update"_s));
    ChangeSet changes(u"routing.update"_s);
    changes.patch(Kind::Routing, routing->id, fields, ReadOptions::platformPatch(), expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Routing updated successfully"_s));
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString key = call->param(u"client_key"_s);
    call->audit->target = key;
    const auto routing = byKey<Routing>(services, {key});
    if (!routing)
        return done(Reply::error(400, u"RTG004"_s, u"Routing does not exist"_s));
    ChangeSet changes(u"routing.delete"_s);
    changes.remove(Kind::Routing, routing->id, expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Routing deleted successfully"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    Result<ListRequest> list = listRequestOf(services, *call);
    if (!list)
        return done(Reply::from(list.error()));
    list->query.sort = list->query.sort.isEmpty() ? u"client_key"_s : list->query.sort;
    const auto page = control::query(services.documents().of<Routing>(), list->query);
    done(page ? Reply::object(200, pageObject(u"routings"_s, *page, list->paging))
              : Reply::from(page.error()));
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto routing = byKey<Routing>(services, {call->param(u"client_key"_s)});
    done(routing ? withRevision(*call, *routing, toJson(*routing))
                 : Reply::error(400, u"RTG004"_s, u"Routing does not exist"_s));
}

} // namespace routings_calls
} // namespace

void registerRoutings(Registry& registry, Services& services)
{
    using namespace routings_calls;
    registry.on(CallId::RoutingCreate, services, create);
    registry.on(CallId::RoutingUpdate, services, update);
    registry.on(CallId::RoutingDelete, services, remove);
    registry.on(CallId::RoutingListAll, services, list);
    registry.on(CallId::RoutingGet, services, read);
}

} // namespace gatehouse::admin
