// SPDX-License-Identifier: GPL-3.0-or-later
// Policies: create, list, read, change, delete (week-one runbook section 6).
#include "common/core/ids.h"
#include "common/model/api.h"
#include "gateway/admin/v1/policy_json.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {

using control::ChangeSet;

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

/// Shorthands of the create call: `api_id` binds the new policy to one API; other names of a rate limit.
QJsonObject withShorthands(QJsonObject body)
{
    if (body.value(u"policy_type"_s) == u"rate_limit"_s && body.value(u"config"_s).isObject())
        body.insert(u"config"_s, withMinutes(body.value(u"config"_s).toObject()));
    const QString apiId = body.take(u"api_id"_s).toString();
    if (!apiId.isEmpty() && !body.contains(u"bindings"_s))
        body.insert(u"bindings"_s, QJsonArray{QJsonObject{{u"api_id"_s, apiId}}});
    return body;
}

/// Platform-wide policies belong to callers without a tenant.
std::optional<Reply> refusalFor(const Services& services, const Request& request, const QString& tenant)
{
    if (!tenant.isEmpty())
        return tenantRefusal(services, request, tenant);
    if (!request.caller.user->tenant.isEmpty())
        return Reply::error(403, u"GH005"_s,
                            u"A policy of the whole platform needs a caller without a tenant"_s);
    return std::nullopt;
}

/// A policy that would be stored and never applied is refused instead.
bool isEnforced(PolicyType type)
{
    return type == PolicyType::RateLimit || type == PolicyType::Cors || type == PolicyType::IpFilter;
}

/// Writes bindings with their ids and the settings in canonical keys.
Result<Policy> completed(Policy policy)
{
    if (!isEnforced(policy.type))
        return Error::invalid(u"policy_type"_s, u"unsupported"_s,
                              u"%1 is not enforced by this version; rate_limit, cors and ip_filter are"_s.arg(
                                  toWire(policy.type)));
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

OnApplied answerWith(Services& services, int status, const QString& id)
{
    return [&services, status, id](const auto&) {
        const auto policy = services.documents().of<Policy>().find(id);
        return policy ? Reply::raw(status, policyJson(*policy)) : notFound(u"Policy"_s);
    };
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const Result<Policy> given = fromJson<Policy>(withShorthands(*body), ReadOptions::v1Create());
    if (!given)
        return done(Reply::from(given.error()));
    call->audit->target = policyName(*given);
    if (const auto refused = refusalFor(services, *call, given->tenant))
        return done(*refused);
    Result<Policy> policy = completed(*given);
    if (!policy)
        return done(Reply::from(policy.error()));
    policy->id = newId();
    ChangeSet changes(u"policy.create"_s);
    changes.put(*policy, control::Expected::absent());
    apply(services, call, changes, done, answerWith(services, 201, policy->id));
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish =
        listWishOf(*call, {u"tenant_id"_s, u"policy_type"_s, u"environment"_s, u"enabled"_s, u"api_id"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Policy*> found;
    services.documents().of<Policy>().forEach([&](const Policy& policy) {
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
        if (mine && tenant && type && enabled && bound)
            found.push_back(&policy);
    });
    std::sort(found.begin(), found.end(), [](const Policy* a, const Policy* b) {
        return a->priority != b->priority ? a->priority < b->priority : a->name < b->name;
    });
    QJsonArray items;
    for (const Policy* policy : found)
        items.append(policyJson(*policy));
    done(Reply::rawList(200, items));
}

void read(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto policy = policyOf(services, *call, call->param(u"id"_s), refused);
    done(policy ? Reply::raw(200, policyJson(*policy)) : refused);
}

/// The stored settings with the given ones laid over, all under canonical keys. Null takes a key away.
QJsonObject mergedConfig(const Policy& policy, const QJsonObject& given)
{
    const EntityTable& table = policyConfigTable(policy.type);
    QJsonObject merged = policy.config;
    for (auto it = given.begin(); it != given.end(); ++it) {
        const FieldDef* field = table.field(it.key());
        const QString key = field ? field->name : it.key();
        it.value().isNull() ? merged.remove(key) : (merged.insert(key, it.value()), void());
    }
    if (given.contains(u"requests_per_second"_s) && !given.contains(u"requests_per_minute"_s))
        merged.remove(u"requests_per_minute"_s); // one rate replaces the other
    return merged;
}

void change(Services& services, const Call& call, const Done& done, bool merge)
{
    Reply refused = notFound({});
    const auto policy = policyOf(services, *call, call->param(u"id"_s), refused);
    if (!policy)
        return done(refused);
    if (const auto foreign = refusalFor(services, *call, policy->tenant))
        return done(*foreign);
    Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    if (merge && body->value(u"config"_s).isObject())
        body->insert(u"config"_s, mergedConfig(*policy, body->value(u"config"_s).toObject()));
    Policy changed = *policy;
    const Result<PatchResult> patched = patch(changed, *body, ReadOptions::v1Patch());
    if (!patched)
        return done(Reply::from(patched.error()));
    const Result<Policy> ready = completed(std::move(changed));
    if (!ready)
        return done(Reply::from(ready.error()));
    ChangeSet changes(u"policy.update"_s);
    changes.put(*ready);
    apply(services, call, changes, done, answerWith(services, 200, policy->id));
}

void remove(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto policy = policyOf(services, *call, call->param(u"id"_s), refused);
    if (!policy)
        return done(refused);
    if (const auto foreign = refusalFor(services, *call, policy->tenant))
        return done(*foreign);
    ChangeSet changes(u"policy.delete"_s);
    changes.remove(Kind::Policy, policy->id);
    apply(services, call, changes, done, [](const auto&) { return Reply::noContent(); });
}

} // namespace

QString policyName(const Policy& policy)
{
    return policy.tenant.isEmpty() ? policy.name : policy.tenant + u'/' + policy.name;
}

QJsonObject policyJson(const Policy& policy)
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
    onAll(registry, services, {CallId::PolicyCreate}, create);
    onAll(registry, services, {CallId::PolicyList}, list);
    onAll(registry, services, {CallId::PolicyGet}, read);
    onAll(registry, services, {CallId::PolicyUpdate},
          [](Services& s, const Call& call, const Done& done) { change(s, call, done, true); });
    onAll(registry, services, {CallId::PolicyReplace},
          [](Services& s, const Call& call, const Done& done) { change(s, call, done, false); });
    onAll(registry, services, {CallId::PolicyDelete}, remove);
}

} // namespace gatehouse::admin::v1
