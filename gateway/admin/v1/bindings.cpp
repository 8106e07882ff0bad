// SPDX-License-Identifier: GPL-3.0-or-later
// Bindings narrow a policy to an API or a tenant (week-one runbook section 6.1).
#include "common/api/v1_requests.h"
#include "common/core/ids.h"
#include "gateway/admin/v1/policy_json.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace bindings_calls {

using control::ChangeSet;

void bind(Services& services, const Call& call, const Done& done)
{
    const Result<BindRequest> request = bodyAs<BindRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    Reply refused = notFound({});
    const auto policy = policyOf(services, *call, request->policyId, refused);
    if (!policy)
        return done(refused);
    if (const auto foreign = refusalFor(services, *call, policy->tenant))
        return done(*foreign);
    const PolicyBinding binding{newId(), request->apiId, request->tenant, request->enabled};
    if (const auto foreign = bindingRefusal(services, *call, *policy, binding))
        return done(*foreign);
    const auto same = [&](const PolicyBinding& other) {
        return other.apiId == binding.apiId && other.tenant == binding.tenant;
    };
    if (std::any_of(policy->bindings.begin(), policy->bindings.end(), same))
        return done(conflict(u"api_catalog_id"_s, u"the policy is bound to this already"_s));
    Policy changed = *policy;
    changed.bindings.append(binding);
    ChangeSet changes(u"policy.bind"_s);
    changes.put(changed);
    apply(services, call, changes, done,
          [json = bindingJson(*policy, binding)](const auto&) { return Reply::raw(201, json); });
}

void unbind(Services& services, const Call& call, const Done& done)
{
    const QString id = call->param(u"id"_s);
    std::optional<Policy> changed;
    services.documents().of<Policy>().forEach([&](const Policy& policy) {
        const auto same = [&](const PolicyBinding& binding) { return binding.id == id; };
        if (changed || std::none_of(policy.bindings.begin(), policy.bindings.end(), same))
            return;
        changed = policy;
        changed->bindings.removeIf(same);
    });
    if (!changed || !(changed->tenant.isEmpty() || seesTenant(*call, changed->tenant)))
        return done(notFound(u"Binding %1"_s.arg(id)));
    call->audit->target = policyName(*changed);
    if (const auto foreign = refusalFor(services, *call, changed->tenant))
        return done(*foreign);
    if (changed->bindings.isEmpty())
        changed->enabled = false; // without bindings it would cover the whole tenant
    ChangeSet changes(u"policy.unbind"_s);
    changes.put(*changed);
    apply(services, call, changes, done, [](const auto&) { return Reply::noContent(); });
}

void list(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto policy = policyOf(services, *call, call->param(u"id"_s), refused);
    if (!policy)
        return done(refused);
    QJsonArray items;
    for (const PolicyBinding& binding : policy->bindings)
        items.append(bindingJson(*policy, binding));
    done(Reply::rawList(200, items));
}

} // namespace bindings_calls
} // namespace

QJsonObject bindingJson(const Policy& policy, const PolicyBinding& binding)
{
    return {{u"id"_s, binding.id},
            {u"policy_id"_s, policy.id},
            {u"api_catalog_id"_s, textJson(binding.apiId)},
            {u"tenant_id"_s, textJson(binding.tenant)},
            {u"gateway_instance_id"_s, QJsonValue::Null},
            {u"enabled"_s, binding.enabled}};
}

void registerBindings(Registry& registry, Services& services)
{
    using namespace bindings_calls;
    onAll(registry, services, {CallId::PolicyBind}, bind);
    onAll(registry, services, {CallId::PolicyUnbind}, unbind);
    onAll(registry, services, {CallId::PolicyBindings}, list);
}

} // namespace gatehouse::admin::v1
