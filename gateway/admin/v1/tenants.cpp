// SPDX-License-Identifier: GPL-3.0-or-later
// Tenants: the borders between contracts, consumers, plans and policies.
#include "common/core/ids.h"
#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "gateway/admin/v1/v1.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {

using control::By;
using control::ChangeSet;

QJsonObject tenantJson(const Tenant& tenant)
{
    QJsonObject object = toJson(tenant);
    addHeader(object, tenant);
    return object;
}

std::shared_ptr<const Tenant> tenantOf(const Services& services, const Call& call, const Done& done)
{
    const QString slug = call->param(u"tenant"_s);
    call->audit->target = slug;
    if (const auto refused = tenantRefusal(services, *call, slug)) {
        done(*refused);
        return nullptr;
    }
    return byKey<Tenant>(services, {slug});
}

OnApplied answerWith(Services& services, int status, const QString& id)
{
    return [&services, status, id](const auto&) {
        const auto tenant = services.documents().of<Tenant>().find(id);
        return tenant ? Reply::raw(status, tenantJson(*tenant)) : notFound(u"Tenant"_s);
    };
}

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
    ChangeSet changes(u"tenant.create"_s);
    changes.put(*tenant, control::Expected::absent());
    apply(services, call, changes, done, answerWith(services, 201, tenant->id));
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish = listWishOf(*call, {});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Tenant*> found;
    services.documents().of<Tenant>().forEach([&](const Tenant& tenant) {
        if (seesTenant(*call, tenant.slug))
            found.push_back(&tenant);
    });
    const qsizetype total = qsizetype(found.size());
    QJsonArray items;
    for (const Tenant* tenant : pageOf(found, *wish))
        items.append(tenantJson(*tenant));
    done(Reply::raw(200, pageJson(items, *wish, total)));
}

void read(Services& services, const Call& call, const Done& done)
{
    if (const auto tenant = tenantOf(services, call, done))
        done(Reply::raw(200, tenantJson(*tenant)));
}

void update(Services& services, const Call& call, const Done& done)
{
    const auto tenant = tenantOf(services, call, done);
    if (!tenant)
        return;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    Tenant changed = *tenant;
    const Result<PatchResult> patched = patch(changed, *body, ReadOptions::v1Patch());
    if (!patched)
        return done(Reply::from(patched.error()));
    ChangeSet changes(u"tenant.update"_s);
    changes.put(changed);
    apply(services, call, changes, done, answerWith(services, 200, tenant->id));
}

template <typename E>
qsizetype countOf(const Services& services, const QString& slug)
{
    qsizetype count = 0;
    services.documents().of<E>().forEach([&](const E& each) { count += each.tenant == slug ? 1 : 0; });
    return count;
}

void remove(Services& services, const Call& call, const Done& done)
{
    const auto tenant = tenantOf(services, call, done);
    if (!tenant)
        return;
    const qsizetype apis = countOf<Api>(services, tenant->slug);
    const qsizetype consumers = countOf<Consumer>(services, tenant->slug);
    const qsizetype policies = countOf<Policy>(services, tenant->slug);
    if (apis + consumers + policies > 0)
        return done(
            Reply::error(409, u"GH011"_s,
                         u"Tenant %1 still owns %2 APIs, %3 consumers and %4 policies"_s.arg(tenant->slug)
                             .arg(apis)
                             .arg(consumers)
                             .arg(policies)));
    if (tenant->slug == u"default"_s)
        return done(wrongState(u"Tenant default always exists"_s));
    ChangeSet changes(u"tenant.delete"_s);
    changes.remove(Kind::Tenant, tenant->id);
    apply(services, call, changes, done, [](const auto&) { return Reply::noContent(); });
}

} // namespace

void registerTenants(Registry& registry, Services& services)
{
    onAll(registry, services, {CallId::TenantCreate}, create);
    onAll(registry, services, {CallId::TenantList}, list);
    onAll(registry, services, {CallId::TenantGet}, read);
    onAll(registry, services, {CallId::TenantUpdate}, update);
    onAll(registry, services, {CallId::TenantDelete}, remove);
}

} // namespace gatehouse::admin::v1
