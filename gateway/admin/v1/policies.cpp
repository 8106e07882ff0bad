// SPDX-License-Identifier: GPL-3.0-or-later
// Policies: create, list, read, change, delete (week-one runbook section 6).
#include "gateway/control/policies.h"

#include "common/core/ids.h"
#include "common/model/api.h"
#include "gateway/admin/v1/policy_json.h"
#include "gateway/admin/v1/resource.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace policies_calls {

/// "100 requests in 60 seconds" under the names of other gateways becomes requests per minute.
QJsonObject withMinutes(QJsonObject config)
{
    const QJsonValue count =
        config.contains(u"maxRequests"_s) ? config.value(u"maxRequests"_s) : config.value(u"max_requests"_s);
    if (!count.isDouble())
        return config;
    const QString window = config.contains(u"intervalSeconds"_s) ? u"intervalSeconds"_s : u"window_seconds"_s;
    const double seconds = config.value(window).toDouble(60);
    if (seconds <= 0)
        return config; // the table refuses the unknown names
    for (const QString& name : {u"maxRequests"_s, u"max_requests"_s, window})
        config.remove(name);
    config.insert(u"requests_per_minute"_s, qint64(std::max(1.0, count.toDouble() * 60 / seconds)));
    return config;
}

/// Other names of a rate limit.
void nameCanonically(QJsonObject& body, PolicyType type)
{
    if (type == PolicyType::RateLimit && body.value(u"config"_s).isObject())
        body.insert(u"config"_s, withMinutes(body.value(u"config"_s).toObject()));
}

/// Shorthands of the create call: `api_id` binds the new policy to one API.
QJsonObject withShorthands(QJsonObject body)
{
    if (const auto type = fromWire<PolicyType>(body.value(u"policy_type"_s).toString()))
        nameCanonically(body, *type);
    const QString apiId = body.take(u"api_id"_s).toString();
    if (!apiId.isEmpty() && !body.contains(u"bindings"_s))
        body.insert(u"bindings"_s, QJsonArray{QJsonObject{{u"api_id"_s, apiId}}});
    return body;
}

/// What the table and the settings of the type say, told together.
Error withSettings(const Error& error, const QJsonObject& body, std::optional<PolicyType> type)
{
    if (!type)
        type = fromWire<PolicyType>(body.value(u"policy_type"_s).toString());
    Faults faults = error.faults;
    if (faults.isEmpty())
        return error;
    if (!type) { // nobody knows what the settings should be
        faults.removeIf([](const Fault& fault) {
            const bool noObject = fault.field == u"config"_s && fault.rule == u"type"_s;
            return fault.field.startsWith(u"config"_s) && !noObject;
        });
        return Error::invalid(faults);
    }
    const auto told = [&](const Fault& found) {
        return std::any_of(faults.begin(), faults.end(),
                           [&](const Fault& fault) { return fault.field.startsWith(found.field); });
    };
    for (const Fault& found : control::settingsFaults(*type, body.value(u"config"_s).toObject())) {
        if (!told(found))
            faults.append(found);
    }
    return Error::invalid(faults);
}

/// Writes bindings with their ids and the settings in canonical keys.
Result<Policy> completed(Policy policy)
{
    const Result<QJsonObject> config = canonicalConfig(policy.type, policy.config);
    if (!config)
        return config.error();
    policy.config = *config;
    for (PolicyBinding& binding : policy.bindings) {
        if (binding.id.isEmpty())
            binding.id = newId();
    }
    return policy;
}

std::shared_ptr<const Policy> policyInPath(const Services& services, const Request& request, Reply& refused)
{
    return policyOf(services, request, request.param(u"id"_s), refused);
}

constexpr Resource<Policy> policies{policyInPath, policyJson};

void create(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const QJsonObject whole = withShorthands(*body);
    const Result<Policy> given = fromJson<Policy>(whole, ReadOptions::v1Create());
    if (!given)
        return done(Reply::from(withSettings(given.error(), whole, std::nullopt)));
    call->audit->target = policyName(*given);
    if (const auto refused = refusalFor(services, *call, given->tenant))
        return done(*refused);
    for (const PolicyBinding& binding : given->bindings) {
        if (const auto refused = bindingRefusal(services, *call, *given, binding))
            return done(*refused);
    }
    Result<Policy> policy = completed(*given);
    if (!policy)
        return done(Reply::from(policy.error()));
    policy->id = newId();
    createOne(policies, services, call, done, u"policy.create"_s, *policy);
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish =
        withWord<PolicyType>(listWishOf(*call,
                                        {u"tenant_id"_s, u"policy_type"_s, u"environment"_s, u"enabled"_s,
                                         u"api_id"_s, u"search"_s},
                                        {u"name"_s, u"policy_type"_s, u"scope"_s, u"priority"_s, u"enabled"_s,
                                         u"dry_run"_s, u"created_at"_s, u"updated_at"_s}),
                             u"policy_type"_s);
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Policy*> found;
    const bool elsewhere = isElsewhere(services, *wish);
    services.documents().of<Policy>().forEach([&](const Policy& policy) {
        if (elsewhere)
            return;
        const bool mine = policy.tenant.isEmpty() || seesTenant(*call, policy.tenant);
        const bool tenant = !wish->has(u"tenant_id"_s) || policy.tenant.isEmpty() ||
                            policy.tenant == wish->value(u"tenant_id"_s);
        const bool type =
            !wish->has(u"policy_type"_s) || toWire(policy.type) == wish->value(u"policy_type"_s);
        const bool enabled =
            !wish->has(u"enabled"_s) || policy.enabled == (wish->value(u"enabled"_s).compare(u"true"_s) == 0);
        const auto binds = [&](const PolicyBinding& b) { return b.apiId == wish->value(u"api_id"_s); };
        const bool bound =
            !wish->has(u"api_id"_s) || std::any_of(policy.bindings.begin(), policy.bindings.end(), binds);
        const QString search = wish->value(u"search"_s);
        const bool named = search.isEmpty() || policy.name.contains(search, Qt::CaseInsensitive) ||
                           policy.description.contains(search, Qt::CaseInsensitive);
        if (mine && tenant && type && enabled && bound && named)
            found.push_back(&policy);
    });
    if (wish->sort.isEmpty())
        std::sort(found.begin(), found.end(), [](const Policy* a, const Policy* b) {
            return a->priority != b->priority ? a->priority < b->priority : a->name < b->name;
        });
    else
        sortBy(found, *wish, [&wish](const Policy& policy) {
            return sortKeyOf(tableOf<Policy>(), &policy, policy, wish->sort);
        });
    QJsonArray items;
    for (const Policy* policy : found)
        items.append(policyJson(services, *policy));
    done(Reply::rawList(200, items));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(policies, services, call, done);
}

/// The stored settings with the given ones laid over, all under canonical keys. Null takes a key away.
QJsonObject mergedConfig(const Policy& policy, const QJsonObject& given)
{
    const EntityTable& table = policyConfigTable(policy.type);
    QJsonObject merged = policy.config;
    QStringList named;
    for (auto it = given.begin(); it != given.end(); ++it) {
        const FieldDef* field = table.field(it.key());
        const QString key = field ? field->name : it.key();
        if (it.value().isNull()) {
            merged.remove(key);
            continue;
        }
        merged.insert(key, it.value());
        named.append(key);
    }
    // One rate replaces the other, unless both are given.
    const QString second = u"requests_per_second"_s, minute = u"requests_per_minute"_s;
    if (named.contains(second) && !named.contains(minute))
        merged.remove(minute);
    else if (named.contains(minute) && !named.contains(second))
        merged.remove(second);
    return merged;
}

std::optional<Reply> edited(Policy& policy, const Services& services, const Request& request, bool merge)
{
    if (const auto foreign = refusalFor(services, request, policy.tenant))
        return foreign;
    Result<QJsonObject> body = request.json();
    if (body)
        nameCanonically(*body, policy.type);
    if (body && merge && body->value(u"config"_s).isObject())
        body->insert(u"config"_s, mergedConfig(policy, body->value(u"config"_s).toObject()));
    if (!body)
        return Reply::from(body.error());
    const PolicyType type = policy.type;
    if (const auto result = patch(policy, *body, ReadOptions::v1Patch()); !result)
        return Reply::from(withSettings(result.error(), *body, type));
    for (const PolicyBinding& binding : policy.bindings) {
        if (const auto refused = bindingRefusal(services, request, policy, binding))
            return refused;
    }
    Result<Policy> ready = completed(policy);
    if (!ready)
        return Reply::from(ready.error());
    policy = std::move(*ready);
    return std::nullopt;
}

template <bool Merge>
void change(Services& services, const Call& call, const Done& done)
{
    editOne(policies, services, call, done, u"policy.update"_s,
            [&](Policy& policy) { return edited(policy, services, *call, Merge); });
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(policies, services, call, done, u"policy.delete"_s,
              [&](const Policy& policy) { return refusalFor(services, *call, policy.tenant); });
}

} // namespace policies_calls
} // namespace

std::optional<Reply> refusalFor(const Services& services, const Request& request, const QString& tenant)
{
    if (!tenant.isEmpty())
        return tenantRefusal(services, request, tenant);
    if (!request.caller.user->tenant.isEmpty())
        return Reply::error(403, u"GH005"_s,
                            u"A policy of the whole platform needs a caller without a tenant"_s);
    return std::nullopt;
}

std::optional<Reply> bindingRefusal(const Services& services, const Request& request, const Policy& policy,
                                    const PolicyBinding& binding)
{
    const auto outside = [&](const QString& tenant) {
        return !policy.tenant.isEmpty() && tenant != policy.tenant
                   ? std::optional(Reply::from(Error::invalid(
                         u"tenant_id"_s, u"conflict"_s,
                         u"the policy belongs to tenant %1 and cannot be bound in another"_s.arg(
                             policy.tenant))))
                   : std::nullopt;
    };
    if (!binding.apiId.isEmpty()) {
        const auto api = services.documents().of<Api>().find(binding.apiId);
        if (!api || !seesTenant(request, api->tenant))
            return notFound(u"API %1"_s.arg(binding.apiId));
        if (auto refused = outside(api->tenant))
            return refused;
    }
    if (binding.tenant.isEmpty())
        return std::nullopt;
    if (auto refused = tenantRefusal(services, request, binding.tenant))
        return refused;
    return outside(binding.tenant);
}

QString policyName(const Policy& policy)
{
    return policy.tenant.isEmpty() ? policy.name : policy.tenant + u'/' + policy.name;
}

QJsonObject policyJson(const Services&, const Policy& policy)
{
    QJsonObject object = toJson(policy);
    addHeader(object, policy);
    object.insert(u"binding_count"_s, policy.bindings.size());
    return object;
}

std::shared_ptr<const Policy> policyOf(const Services& services, const Request& request, const QString& id,
                                       Reply& refused)
{
    auto policy = services.documents().of<Policy>().find(id);
    if (!policy || !(policy->tenant.isEmpty() || seesTenant(request, policy->tenant))) {
        refused = notFound(u"Policy %1"_s.arg(id));
        return nullptr;
    }
    request.audit->target = policyName(*policy);
    return policy;
}

void registerPolicies(Registry& registry, Services& services)
{
    using namespace policies_calls;
    onAll(registry, services, {CallId::PolicyCreate}, create);
    onAll(registry, services, {CallId::PolicyList}, list);
    onAll(registry, services, {CallId::PolicyGet}, read);
    onAll(registry, services, {CallId::PolicyUpdate}, change<true>);
    onAll(registry, services, {CallId::PolicyReplace}, change<false>);
    onAll(registry, services, {CallId::PolicyDelete}, remove);
}

} // namespace gatehouse::admin::v1
