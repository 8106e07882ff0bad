// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/platform_limits.h"
#include "common/model/api.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/tenant_view.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace apis_calls {

using control::ChangeSet;

Reply publicWithCredits()
{
    return Reply::error(400, u"API013"_s, u"Public API cannot have credits enabled"_s);
}

Reply unknownApi()
{
    return Reply::error(400, u"API003"_s, u"API does not exist for the requested name and version"_s);
}

/// The rule between fields that has a code of its own on the wire.
bool isPublicWithCredits(const Error& error)
{
    return error.faults.size() == 1 && error.faults.first().field == u"api_credits_enabled"_s &&
           error.faults.first().rule == u"conflict"_s;
}

/// This surface's own limits (models.md), narrower than those of contracts, whose texts stay as they are.
Faults tooLong(const QJsonObject& body, const Api& stored)
{
    Faults faults;
    for (const auto& [field, most] : platformApiLimits) {
        const QString name = QString::fromLatin1(field);
        const QString given = body.value(name).toString();
        const qsizetype length = given.toUcs4().size();
        if (length > most && given != toJson(stored).value(name).toString())
            faults.append(
                {name, u"length"_s, u"must be at most %1 characters long, not %2"_s.arg(most).arg(length)});
    }
    return faults;
}

/// What `body` says, or all that is wrong with it.
Result<Api> readApi(const QJsonObject& body)
{
    const Result<Api> api = fromJson<Api>(body);
    const Faults faults = tooLong(body, {});
    if (faults.isEmpty())
        return api;
    return Error::invalid(api ? faults : faults + api.error().faults);
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const Result<Api> api = readApi(*body);
    if (!api)
        return done(isPublicWithCredits(api.error()) ? publicWithCredits() : Reply::from(api.error()));
    call->audit->target = api->key();
    if (services.documents().apiIn(api->tenant, api->name, api->version))
        return done(Reply::message(200, u"API already exists"_s));
    ChangeSet changes(u"api.create"_s);
    changes.put(*api, control::Expected::absent());
    applyAndReply(services, call, changes, done,
                  [&services, tenant = api->tenant, name = api->name, version = api->version](const auto&) {
                      const Api* created = services.documents().apiIn(tenant, name, version);
                      return Reply::object(201, {{u"api"_s, created ? toJson(*created) : QJsonObject()}});
                  });
}

std::optional<Reply> updateRefusal(const Api* api, const QJsonObject& body)
{
    const auto differs = [&](const QString& field, const QString& stored) {
        const QString given = body.value(field).toString();
        return !given.isEmpty() && given != stored;
    };
    if (!api)
        return unknownApi();
    if (differs(u"api_name"_s, api->name) || differs(u"api_version"_s, api->version) ||
        differs(u"api_path"_s, api->path()))
        return Reply::error(400, u"API005"_s, u"API name and version cannot be updated"_s);
    if (nothingToUpdate(tableOf<Api>(), body))
        return Reply::error(400, u"API006"_s, u"No data to update"_s);
    Api merged = *api;
    const auto patched = patch(merged, body);
    const Faults faults = tooLong(body, *api);
    if (!faults.isEmpty())
        return Reply::from(Error::invalid(patched ? faults : faults + patched.error().faults));
    if (!patched && isPublicWithCredits(patched.error()))
        return publicWithCredits();
    return std::nullopt;
}

void update(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const QString name = call->param(u"api_name"_s);
    const QString version = call->param(u"api_version"_s);
    call->audit->target = name + u'/' + version;
    const Api* api = services.documents().api(name, version);
    if (const auto refused = updateRefusal(api, *body))
        return done(*refused);
    ChangeSet changes(u"api.update"_s);
    changes.patch(Kind::Api, api->id, *body, ReadOptions::platformPatch(), expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"API updated successfully"_s));
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"api_name"_s);
    const QString version = call->param(u"api_version"_s);
    call->audit->target = name + u'/' + version;
    const Api* api = services.documents().api(name, version);
    if (!api)
        return done(unknownApi());
    ChangeSet changes(u"api.delete"_s);
    changes.remove(Kind::Api, api->id, expectedOf(*call));
    applyAndReply(services, call, changes, done, Reply::message(200, u"API deleted successfully"_s));
}

void read(Services& services, const Call& call, const Done& done)
{
    const Api* api = services.documents().api(call->param(u"api_name"_s), call->param(u"api_version"_s));
    if (!api)
        return done(unknownApi());
    done(withRevision(*call, *api, toJson(*api)));
}

void list(Services& services, const Call& call, const Done& done)
{
    Result<ListRequest> list = listRequestOf(services, *call);
    if (!list)
        return done(Reply::from(list.error()));
    list->query.sort = list->query.sort.isEmpty() ? u"api_name"_s : list->query.sort;
    list->query.where = ownOnly<Api>(*call);
    const auto page = control::query(services.documents().of<Api>(), list->query);
    if (!page)
        return done(Reply::from(page.error()));
    done(Reply::object(200, pageObject<Api>(u"apis"_s, *page, list->paging, [&call](const Api& api) {
                           return withMeta(*call, api, toJson(api));
                       })));
}

} // namespace apis_calls
} // namespace

void registerApis(Registry& registry, Services& services)
{
    using namespace apis_calls;
    registry.on(CallId::ApiCreate, services, create);
    registry.on(CallId::ApiUpdate, services, update);
    registry.on(CallId::ApiDelete, services, remove);
    registry.on(CallId::ApiGet, services, read);
    for (const CallId id : {CallId::ApiList, CallId::ApiListAll})
        registry.on(id, services, list);
}

} // namespace gatehouse::admin
