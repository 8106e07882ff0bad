// SPDX-License-Identifier: GPL-3.0-or-later
// Contracts: create, list, read, change, delete (week-one runbook section 4).
#include "common/model/operation.h"
#include "common/model/subscription.h"
#include "gateway/admin/v1/contract_find.h"
#include "gateway/admin/v1/contract_json.h"
#include "gateway/admin/v1/text_search.h"
#include "gateway/control/first_run.h"
#include "gateway/control/paths.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace contracts_calls {

using control::By;
using control::ChangeSet;

Api freshContract(const ContractRequest& request)
{
    Api api;
    api.id = newId();
    api.match = RouteMatch::Any;
    api.headerMode = HeaderMode::All;
    applyTo(api, request);
    return api;
}

/// Callers name a host and a path, not a tenant: no two APIs publish the same. A draft keeps its place.
std::optional<Reply> pathRefusal(const Services& services, const Request& request, const Api& api)
{
    for (const control::PublishedPath& path : control::publishedPaths(api)) {
        const Api* owner =
            path.sharedByVersions ? nullptr : services.documents().of<Api>().first(By::Path, path.key());
        if (!owner || owner->id == api.id)
            continue;
        const QString whose =
            seesTenant(request, owner->tenant) ? u"tenant "_s + owner->tenant : u"another tenant"_s;
        return Reply::from(
            Error::invalid(
                api.hosts.isEmpty() ? u"apiName"_s : u"hosts"_s, u"path_taken"_s,
                u"%1 publishes %2 already; choose another name or another host"_s.arg(whose, path.key())),
            409);
    }
    return std::nullopt;
}

void create(Services& services, const Call& call, const Done& done)
{
    Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const QString inPath = call->param(u"tenant"_s);
    if (!inPath.isEmpty() && !body->contains(u"tenant_id"_s))
        body->insert(u"tenant"_s, inPath);
    const Result<ContractRequest> request = fromJson<ContractRequest>(*body, ReadOptions::v1Create());
    if (!request)
        return done(Reply::from(request.error()));
    call->audit->target = request->name + u'/' + request->version;
    if (!inPath.isEmpty() && request->tenant != inPath)
        return done(Reply::from(
            Error::invalid(u"tenant"_s, u"conflict"_s, u"must be %1, as in the path"_s.arg(inPath))));
    if (const auto refused = tenantRefusal(services, *call, request->tenant))
        return done(*refused);
    const Api api = freshContract(*request);
    if (services.documents().apiIn(api.tenant, api.name, api.version))
        return done(conflict(u"apiName"_s, u"%1 exists already"_s.arg(api.key())));
    if (const auto refused = pathRefusal(services, *call, api))
        return done(*refused);
    ChangeSet changes(u"contract.create"_s);
    changes.put(api, control::Expected::absent());
    if (const auto subscription = control::testSubscription(services.documents(), api))
        changes.put(*subscription);
    applyAndShow(contracts, services, call, done, changes, api.id, 201);
}

void list(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    const Result<ListWish> wish =
        withWord<ApiStatus>(listWishOf(*call, {u"status"_s, u"name"_s, u"search"_s}), u"status"_s);
    if (!wish)
        return done(Reply::from(wish.error()));
    if (!tenant.isEmpty()) {
        if (const auto refused = tenantRefusal(services, *call, tenant))
            return done(*refused);
    }
    const std::optional<QString> status = wish->given(u"status"_s), name = wish->given(u"name"_s);
    const TextSearch search(wish->value(u"search"_s));
    std::vector<const Api*> found;
    services.documents().of<Api>().forEach([&](const Api& api) {
        const bool mine = tenant.isEmpty() ? seesTenant(*call, api.tenant) : api.tenant == tenant;
        if (mine && (!status || toWire(api.status) == *status) && (!name || api.name == *name) &&
            search.isIn(api.name, api.displayName))
            found.push_back(&api);
    });
    done(pageReply(found, *wish, [&](const Api& api) { return contractJson(services, api); }));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(contracts, services, call, done);
}

/// Parts are merged key by key, so that a body with only a timeout keeps the address.
QJsonObject merged(const Api& api, QJsonObject body)
{
    const QJsonObject present = toJson(requestOf(api));
    for (const QString& part : {u"endpoint"_s, u"auth"_s, u"portal"_s}) {
        if (!body.value(part).isObject())
            continue;
        QJsonObject whole = present.value(part).toObject();
        const QJsonObject given = body.value(part).toObject();
        for (auto it = given.begin(); it != given.end(); ++it)
            whole.insert(it.key(), it.value());
        body.insert(part, whole);
    }
    return body;
}

std::optional<Reply> edited(Api& api, const Request& call)
{
    ContractRequest request = requestOf(api);
    Result<QJsonObject> body = call.json();
    if (body)
        body = merged(api, *body);
    if (const auto fault = patched(request, body))
        return fault;
    const QString version = api.version;
    const int major = api.majorVersion();
    applyTo(api, request);
    if (api.version != version)
        return Reply::from(Error::invalid(
            u"apiVersion"_s, u"immutable"_s,
            u"the first number is part of the address and stays %1; create another contract"_s.arg(major)));
    return std::nullopt;
}

void update(Services& services, const Call& call, const Done& done)
{
    editOne(contracts, services, call, done, u"contract.update"_s, [&](Api& api) {
        auto refused = edited(api, *call);
        return refused ? refused : pathRefusal(services, *call, api);
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(contracts, services, call, done, u"contract.delete"_s, nothingAgainst);
}

void operations(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto api = contractOf(services, *call, refused);
    if (!api)
        return done(refused);
    QJsonArray items;
    for (const Operation* operation : services.documents().of<Operation>().with(By::Api, api->id))
        items.append(toJson(*operation));
    done(Reply::rawList(200, items));
}

void versions(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const QString name = call->param(u"name"_s);
    auto found = services.documents().of<Api>().with(By::Name, control::nameKey(tenant, name));
    if (found.empty())
        return done(notFound(u"Contract %1"_s.arg(name)));
    std::sort(found.begin(), found.end(),
              [](const Api* a, const Api* b) { return a->majorVersion() < b->majorVersion(); });
    QJsonArray items;
    for (const Api* api : found)
        items.append(contractJson(services, *api));
    done(Reply::rawList(200, items));
}

} // namespace contracts_calls
} // namespace

std::shared_ptr<const Api> contractOf(const Services& services, const Request& request, Reply& refused)
{
    const QString id = request.param(u"id"_s);
    const QString tenant = request.param(u"tenant"_s);
    auto api = services.documents().of<Api>().find(id);
    if (!api || (!tenant.isEmpty() && api->tenant != tenant)) {
        refused = notFound(u"Contract %1"_s.arg(id));
        return nullptr;
    }
    request.audit->target = api->key();
    if (!seesTenant(request, api->tenant)) {
        refused = *tenantRefusal(services, request, api->tenant);
        return nullptr;
    }
    return api;
}

void registerContracts(Registry& registry, Services& services)
{
    using namespace contracts_calls;
    onAll(registry, services, {CallId::ContractCreate, CallId::ContractCreateIn}, create);
    onAll(registry, services, {CallId::ContractList, CallId::ContractListIn}, list);
    onAll(registry, services, {CallId::ContractGet, CallId::ContractGetIn}, read);
    onAll(registry, services, {CallId::ContractUpdate, CallId::ContractUpdateIn}, update);
    onAll(registry, services, {CallId::ContractDelete, CallId::ContractDeleteIn}, remove);
    onAll(registry, services, {CallId::ContractOperations, CallId::ContractOperationsIn}, operations);
    onAll(registry, services, {CallId::ContractVersions}, versions);
}

} // namespace gatehouse::admin::v1
