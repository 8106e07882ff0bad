// SPDX-License-Identifier: GPL-3.0-or-later
// Plans: the tiers of the platform surface in the words of /v1 (week-one runbook 6.5).
#include "common/api/v1_requests.h"
#include "common/core/ids.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/admin/v1/v1.h"
#include "gateway/control/rules.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {

using control::By;
using control::ChangeSet;

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

QJsonObject planJson(const Plan& plan)
{
    QJsonObject object = toJson(requestOf(plan));
    addHeader(object, plan);
    object.insert(u"tenant_id"_s, textJson(plan.tenant));
    return object;
}

bool offeredTo(const Plan& plan, const QString& tenant)
{
    return plan.tenant.isEmpty() || plan.tenant == tenant;
}

/// The plan that id or short name names; null after `done` has been told why not.
std::shared_ptr<const Plan> planOf(const Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    const QString reference =
        call->params.contains(u"slug"_s) ? call->param(u"slug"_s) : call->param(u"id"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant)) {
        done(*refused);
        return nullptr;
    }
    const Plan* found = control::planOf(services.documents(), reference);
    if (!found || !offeredTo(*found, tenant)) {
        done(notFound(u"Plan %1"_s.arg(reference)));
        return nullptr;
    }
    call->audit->target = found->tierId;
    return services.documents().of<Plan>().find(found->id);
}

OnApplied answerWith(Services& services, int status, const QString& id)
{
    return [&services, status, id](const auto&) {
        const auto plan = services.documents().of<Plan>().find(id);
        return plan ? Reply::raw(status, planJson(*plan)) : notFound(u"Plan"_s);
    };
}

void create(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<PlanRequest> request = bodyAs<PlanRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    call->audit->target = request->slug;
    if (control::planOf(services.documents(), request->slug))
        return done(conflict(u"slug"_s, u"%1 is already used"_s.arg(request->slug)));
    Plan plan;
    plan.id = newId();
    plan.tenant = tenant;
    applyTo(plan, *request);
    ChangeSet changes(u"plan.create"_s);
    changes.put(plan, control::Expected::absent());
    apply(services, call, changes, done, answerWith(services, 201, plan.id));
}

void list(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<ListWish> wish = listWishOf(*call, {u"status"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Plan*> found;
    services.documents().of<Plan>().forEach([&](const Plan& plan) {
        if (offeredTo(plan, tenant) &&
            (!wish->has(u"status"_s) || toWire(plan.status) == wish->value(u"status"_s)))
            found.push_back(&plan);
    });
    const qsizetype total = qsizetype(found.size());
    QJsonArray items;
    for (const Plan* plan : pageOf(found, *wish))
        items.append(planJson(*plan));
    done(Reply::raw(200, pageJson(items, *wish, total)));
}

void read(Services& services, const Call& call, const Done& done)
{
    if (const auto plan = planOf(services, call, done))
        done(Reply::raw(200, planJson(*plan)));
}

void update(Services& services, const Call& call, const Done& done)
{
    const auto plan = planOf(services, call, done);
    if (!plan)
        return;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    PlanRequest request = requestOf(*plan);
    const Result<PatchResult> patched = patch(request, *body, ReadOptions::v1Patch());
    if (!patched)
        return done(Reply::from(patched.error()));
    Plan changed = *plan;
    applyTo(changed, request);
    ChangeSet changes(u"plan.update"_s);
    changes.put(changed);
    apply(services, call, changes, done, answerWith(services, 200, plan->id));
}

/// Who still has the plan, for people; empty when nobody has.
QString usersOf(const Services& services, const Plan& plan)
{
    const auto& documents = services.documents();
    qsizetype subscriptions = 0, consumers = 0, users = 0;
    for (const QString& reference : {plan.id, plan.tierId}) {
        subscriptions += qsizetype(documents.of<Subscription>().with(By::Plan, reference).size());
        consumers += qsizetype(documents.of<Consumer>().with(By::Plan, reference).size());
        users += qsizetype(documents.of<TierAssignment>().with(By::Tier, reference).size());
    }
    if (subscriptions + consumers + users == 0)
        return {};
    return u"%1 subscriptions, %2 consumers and %3 users have it"_s.arg(subscriptions)
        .arg(consumers)
        .arg(users);
}

void remove(Services& services, const Call& call, const Done& done)
{
    const auto plan = planOf(services, call, done);
    if (!plan)
        return;
    if (const QString users = usersOf(services, *plan); !users.isEmpty())
        return done(Reply::error(409, u"GH011"_s,
                                 u"Plan %1 is in use: %2. Archive it instead."_s.arg(plan->tierId, users)));
    ChangeSet changes(u"plan.delete"_s);
    changes.remove(Kind::Plan, plan->id);
    apply(services, call, changes, done, [](const auto&) { return Reply::noContent(); });
}

} // namespace

void registerPlans(Registry& registry, Services& services)
{
    onAll(registry, services, {CallId::PlanV1Create}, create);
    onAll(registry, services, {CallId::PlanV1List}, list);
    onAll(registry, services, {CallId::PlanV1Get, CallId::PlanV1BySlug}, read);
    onAll(registry, services, {CallId::PlanV1Update}, update);
    onAll(registry, services, {CallId::PlanV1Delete}, remove);
}

} // namespace gatehouse::admin::v1
