// SPDX-License-Identifier: GPL-3.0-or-later
// Upstream groups as documents.
#include "common/model/upstream.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/tenant_view.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace upstreams_calls {

using control::ChangeSet;

/// By id, else by name in the default tenant.
std::shared_ptr<const Upstream> found(const Services& services, const Call& call)
{
    const QString reference = call->param(u"upstream_id"_s);
    if (auto upstream = services.documents().of<Upstream>().find(reference))
        return upstream;
    return byKey<Upstream>(services, {u"default"_s, reference});
}

Reply missing()
{
    return Reply::error(404, u"UPS001"_s, u"Upstream does not exist"_s);
}

void create(Services& services, const Call& call, const Done& done)
{
    Result<Upstream> upstream = documentOf<Upstream>(*call);
    if (!upstream)
        return done(Reply::from(upstream.error()));
    call->audit->target = upstream->name;
    ChangeSet changes(u"upstream.create"_s);
    changes.put(*upstream, control::Expected::absent());
    applyAndReply(services, call, changes, done,
                  [&services, key = QStringList{upstream->tenant, upstream->name}](const auto&) {
                      const auto made = byKey<Upstream>(services, key);
                      return Reply::object(201, made ? toJson(*made) : QJsonObject());
                  });
}

void update(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const auto upstream = found(services, call);
    call->audit->target = call->param(u"upstream_id"_s);
    if (!upstream)
        return done(missing());
    if (nothingToUpdate(tableOf<Upstream>(), *body))
        return done(Reply::error(400, u"UPS005"_s, u"No data to update"_s));
    ChangeSet changes(u"upstream.update"_s);
    changes.patch(Kind::Upstream, upstream->id, *body, ReadOptions::platformPatch(), expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Upstream updated successfully"_s));
}

void remove(Services& services, const Call& call, const Done& done)
{
    const auto upstream = found(services, call);
    call->audit->target = call->param(u"upstream_id"_s);
    if (!upstream)
        return done(missing());
    ChangeSet changes(u"upstream.delete"_s);
    changes.remove(Kind::Upstream, upstream->id, expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"Upstream deleted successfully"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    Result<ListRequest> list = listRequestOf(services, *call);
    if (!list)
        return done(Reply::from(list.error()));
    list->query.sort = list->query.sort.isEmpty() ? u"name"_s : list->query.sort;
    list->query.where = ownOnly<Upstream>(*call);
    const auto page = control::query(services.documents().of<Upstream>(), list->query);
    if (!page)
        return done(Reply::from(page.error()));
    done(Reply::object(
        200, pageObject<Upstream>(u"upstreams"_s, *page, list->paging, [&call](const Upstream& upstream) {
            return withMeta(*call, upstream, toJson(upstream));
        })));
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto upstream = found(services, call);
    done(upstream ? withRevision(*call, *upstream, toJson(*upstream)) : missing());
}

} // namespace upstreams_calls
} // namespace

void registerUpstreams(Registry& registry, Services& services)
{
    using namespace upstreams_calls;
    registry.on(CallId::UpstreamCreate, services, create);
    registry.on(CallId::UpstreamUpdate, services, update);
    registry.on(CallId::UpstreamDelete, services, remove);
    registry.on(CallId::UpstreamListAll, services, list);
    registry.on(CallId::UpstreamGet, services, read);
}

} // namespace gatehouse::admin
