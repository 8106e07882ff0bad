// SPDX-License-Identifier: GPL-3.0-or-later
// Plans: the tiers of the platform surface in the words of /v1 (week-one runbook 6.5).
#include "common/api/v1_requests.h"
#include "common/core/ids.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/control/rules.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace plans_calls {

using control::By;

PlanRequest requestOf(const Plan& plan)
{
    const PlanLimits& limits = plan.limits;
    PlanRequest request;
    request.slug = plan.tierId;
    request.name = plan.displayName;
    request.description = plan.description;
    request.perSecond = limits.requestsPerSecond;
    request.perMinute = limits.requestsPerMinute;
    request.perDay = limits.dailyRequestQuota ? limits.dailyRequestQuota : limits.requestsPerDay;
    request.perMonth = limits.monthlyRequestQuota ? limits.monthlyRequestQuota : limits.requestsPerMonth;
    const qint64 burst = limits.requestsPerSecond ? limits.burstPerSecond : limits.burstPerMinute;
    if (burst > 0)
        request.burst = burst;
    request.requiresApproval = plan.requiresApproval;
    request.autoApproveRoles = plan.autoApproveRoles;
    request.pricingMetadata = plan.pricingMetadata;
    request.status = plan.status;
    return request;
}

void applyTo(Plan& plan, const PlanRequest& request)
{
    PlanLimits& limits = plan.limits;
    plan.tierId = request.slug;
    plan.displayName = request.name;
    plan.description = request.description;
    limits.requestsPerSecond = request.perSecond;
    limits.requestsPerMinute = request.perMinute;
    limits.dailyRequestQuota = request.perDay;
    limits.requestsPerDay = std::nullopt;
    limits.monthlyRequestQuota = request.perMonth;
    limits.requestsPerMonth = std::nullopt;
    limits.burstPerSecond = request.perSecond ? request.burst.value_or(0) : 0;
    limits.burstPerMinute = request.perMinute && !request.perSecond ? request.burst.value_or(0) : 0;
    plan.requiresApproval = request.requiresApproval;
    plan.autoApproveRoles = request.autoApproveRoles;
    plan.pricingMetadata = request.pricingMetadata;
    plan.status = request.status;
    plan.enabled = request.status != PlanStatus::Archived;
}

QJsonObject planJson(const Services&, const Plan& plan)
{
    QJsonObject object = toJson(requestOf(plan));
    addHeader(object, plan);
    object.insert(u"tenant_id"_s, textJson(plan.tenant));
    return object;
}

/// Plans for all tenants belong to callers without one.
std::optional<Reply> refusalFor(const Request& request, const Plan& plan)
{
    if (!plan.tenant.isEmpty() || request.caller.user->tenant.isEmpty())
        return std::nullopt;
    return Reply::error(403, u"GH005"_s, u"A plan for all tenants needs a caller without a tenant"_s);
}

/// The plan that id or short name in the path names.
std::shared_ptr<const Plan> planOf(const Services& services, const Request& request, Reply& refused)
{
    const QString tenant = request.param(u"tenant"_s);
    const QString reference =
        request.params.contains(u"slug"_s) ? request.param(u"slug"_s) : request.param(u"id"_s);
    if (const auto refusal = tenantRefusal(services, request, tenant)) {
        refused = *refusal;
        return nullptr;
    }
    const Plan* found = control::planOf(services.documents(), reference, tenant);
    if (!found || !isOffered(*found, tenant)) {
        refused = notFound(u"Plan %1"_s.arg(reference));
        return nullptr;
    }
    request.audit->target = found->tierId;
    return services.documents().of<Plan>().find(found->id);
}

constexpr Resource<Plan> plans{planOf, planJson};

void create(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<PlanRequest> request = bodyAs<PlanRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    call->audit->target = request->slug;
    if (byKey<Plan>(services, {tenant, request->slug}))
        return done(conflict(u"slug"_s, u"%1 is already used in tenant %2"_s.arg(request->slug, tenant)));
    Plan plan;
    plan.id = newId();
    plan.tenant = tenant;
    applyTo(plan, *request);
    createOne(plans, services, call, done, u"plan.create"_s, plan);
}

bool mentions(const Plan& plan, const QString& search)
{
    return search.isEmpty() || plan.tierId.contains(search, Qt::CaseInsensitive) ||
           plan.displayName.contains(search, Qt::CaseInsensitive) ||
           plan.description.contains(search, Qt::CaseInsensitive);
}

QStringList sortablePlanFields()
{
    return {u"slug"_s,
            u"name"_s,
            u"status"_s,
            u"rate_limit_per_second"_s,
            u"rate_limit_per_minute"_s,
            u"daily_request_limit"_s,
            u"monthly_request_limit"_s,
            u"burst_limit"_s,
            u"created_at"_s,
            u"updated_at"_s};
}

void list(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<ListWish> wish = withWord<PlanStatus>(
        listWishOf(*call, {u"status"_s, u"search"_s}, sortablePlanFields()), u"status"_s);
    if (!wish)
        return done(Reply::from(wish.error()));
    const QString search = wish->value(u"search"_s);
    std::vector<const Plan*> found;
    services.documents().of<Plan>().forEach([&](const Plan& plan) {
        if (isOffered(plan, tenant) && mentions(plan, search) &&
            (!wish->has(u"status"_s) || toWire(plan.status) == wish->value(u"status"_s)))
            found.push_back(&plan);
    });
    const auto keyOf = [&wish](const Plan& plan) {
        const PlanRequest words = requestOf(plan);
        return sortKeyOf(tableOf<PlanRequest>(), &words, plan, wish->sort);
    };
    done(pageReply(
        found, *wish, [&](const Plan& plan) { return planJson(services, plan); }, keyOf));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(plans, services, call, done);
}

void update(Services& services, const Call& call, const Done& done)
{
    editOne(plans, services, call, done, u"plan.update"_s, [&](Plan& plan) {
        PlanRequest request = requestOf(plan);
        std::optional<Reply> refused = refusalFor(*call, plan);
        if (!refused)
            refused = patched(request, call->json());
        if (!refused)
            applyTo(plan, request);
        return refused;
    });
}

/// Those that mean this very plan: other tenants may have one of the same name.
template <typename E>
qsizetype countOf(const control::Documents& documents, By index, const QString& reference, const Plan& plan)
{
    const auto found = documents.of<E>().with(index, reference);
    return std::count_if(found.begin(), found.end(), [&](const E* each) {
        const Plan* meant = control::planOf(documents, reference, each->tenant);
        return meant && meant->id == plan.id;
    });
}

/// Who still has the plan, for people; empty when nobody has.
QString usersOf(const Services& services, const Plan& plan)
{
    const auto& documents = services.documents();
    qsizetype subscriptions = 0, consumers = 0, users = 0;
    for (const QString& reference : {plan.id, plan.tierId}) {
        subscriptions += countOf<Subscription>(documents, By::Plan, reference, plan);
        consumers += countOf<Consumer>(documents, By::Plan, reference, plan);
        const Plan* meant = control::planOf(documents, reference, {});
        for (const By index : {By::Plan, By::Tier}) { // assigned, or outside of the dates
            if (meant && meant->id == plan.id)
                users += documents.of<TierAssignment>().count(index, reference);
        }
    }
    if (subscriptions + consumers + users == 0)
        return {};
    return u"%1 subscriptions, %2 consumers and %3 users have it"_s.arg(subscriptions)
        .arg(consumers)
        .arg(users);
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(plans, services, call, done, u"plan.delete"_s, [&](const Plan& plan) {
        if (const auto refused = refusalFor(*call, plan))
            return refused;
        const QString users = usersOf(services, plan);
        return users.isEmpty()
                   ? std::nullopt
                   : std::optional(Reply::error(
                         409, u"GH011"_s,
                         u"Plan %1 is in use: %2. Archive it instead."_s.arg(plan.tierId, users)));
    });
}

} // namespace plans_calls
} // namespace

void registerPlans(Registry& registry, Services& services)
{
    using namespace plans_calls;
    onAll(registry, services, {CallId::PlanV1Create}, create);
    onAll(registry, services, {CallId::PlanV1List}, list);
    onAll(registry, services, {CallId::PlanV1Get, CallId::PlanV1BySlug}, read);
    onAll(registry, services, {CallId::PlanV1Update}, update);
    onAll(registry, services, {CallId::PlanV1Delete}, remove);
}

} // namespace gatehouse::admin::v1
