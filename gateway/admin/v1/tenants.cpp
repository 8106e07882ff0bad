// SPDX-License-Identifier: GPL-3.0-or-later
// Tenants: the borders between contracts, consumers, plans and policies.
#include "common/core/ids.h"
#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/admin/v1/text_search.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace tenants_calls {

QJsonObject tenantJson(const Services&, const Tenant& tenant)
{
    QJsonObject object = toJson(tenant);
    addHeader(object, tenant);
    return object;
}

std::shared_ptr<const Tenant> tenantOf(const Services& services, const Request& request, Reply& refused)
{
    const QString slug = request.param(u"tenant"_s);
    request.audit->target = slug;
    if (const auto refusal = tenantRefusal(services, request, slug)) {
        refused = *refusal;
        return nullptr;
    }
    return byKey<Tenant>(services, {slug});
}

constexpr Resource<Tenant> tenants{tenantOf, tenantJson};

void create(Services& services, const Call& call, const Done& done)
{
    Result<Tenant> tenant = bodyAs<Tenant>(*call);
    if (!tenant)
        return done(Reply::from(tenant.error()));
    call->audit->target = tenant->slug;
    if (!call->caller.user->tenant.isEmpty())
        return done(Reply::error(403, u"GH005"_s, u"Only a caller without a tenant may create tenants"_s));
    if (byKey<Tenant>(services, {tenant->slug}))
        return done(conflict(u"slug"_s, u"%1 is already used"_s.arg(tenant->slug)));
    tenant->id = newId();
    createOne(tenants, services, call, done, u"tenant.create"_s, *tenant);
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish =
        listWishOf(*call, {u"search"_s}, {u"slug"_s, u"display_name"_s, u"description"_s, u"active"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    const TextSearch search(wish->value(u"search"_s));
    std::vector<const Tenant*> found;
    services.documents().of<Tenant>().forEach([&](const Tenant& tenant) {
        if (seesTenant(*call, tenant.slug) &&
            search.isIn(tenant.slug, tenant.displayName, tenant.description))
            found.push_back(&tenant);
    });
    done(pageReply(found, *wish, [&](const Tenant& tenant) { return tenantJson(services, tenant); }));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(tenants, services, call, done);
}

void update(Services& services, const Call& call, const Done& done)
{
    editOne(tenants, services, call, done, u"tenant.update"_s,
            [&](Tenant& tenant) { return patched(tenant, call->json()); });
}

template <typename E>
qsizetype countOf(const Services& services, const QString& slug)
{
    qsizetype count = 0;
    services.documents().of<E>().forEach([&](const E& each) { count += each.tenant == slug ? 1 : 0; });
    return count;
}

/// What keeps a tenant from being deleted.
std::optional<Reply> holding(const Services& services, const Tenant& tenant)
{
    const qsizetype apis = countOf<Api>(services, tenant.slug);
    const qsizetype consumers = countOf<Consumer>(services, tenant.slug);
    const qsizetype policies = countOf<Policy>(services, tenant.slug);
    if (apis + consumers + policies > 0)
        return Reply::error(409, u"GH011"_s,
                            u"Tenant %1 still owns %2 APIs, %3 consumers and %4 policies"_s.arg(tenant.slug)
                                .arg(apis)
                                .arg(consumers)
                                .arg(policies));
    if (tenant.slug == u"default"_s)
        return wrongState(u"Tenant default always exists"_s);
    return std::nullopt;
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(tenants, services, call, done, u"tenant.delete"_s,
              [&](const Tenant& tenant) { return holding(services, tenant); });
}

} // namespace tenants_calls
} // namespace

void registerTenants(Registry& registry, Services& services)
{
    using namespace tenants_calls;
    onAll(registry, services, {CallId::TenantCreate}, create);
    onAll(registry, services, {CallId::TenantList}, list);
    onAll(registry, services, {CallId::TenantGet}, read);
    onAll(registry, services, {CallId::TenantUpdate}, update);
    onAll(registry, services, {CallId::TenantDelete}, remove);
}

} // namespace gatehouse::admin::v1
