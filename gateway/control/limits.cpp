// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/plan.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/control/rules.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

proxy::WindowUnit unitOf(const QString& word, proxy::WindowUnit fallback)
{
    using proxy::WindowUnit;
    static const QHash<QString, WindowUnit> units{
        {u"second"_s, WindowUnit::Second}, {u"minute"_s, WindowUnit::Minute}, {u"hour"_s, WindowUnit::Hour},
        {u"day"_s, WindowUnit::Day},       {u"week"_s, WindowUnit::Week},     {u"month"_s, WindowUnit::Month},
        {u"year"_s, WindowUnit::Year}};
    QString singular = word.toLower();
    if (singular.isEmpty())
        return fallback;
    if (singular.endsWith(u's'))
        singular.chop(1);
    return units.value(singular, WindowUnit::Minute); // unknown words are 60 s (data-plane 5.1)
}

std::uint64_t positiveOr(const std::optional<qint64>& value, std::uint64_t fallback)
{
    return value && *value > 0 ? std::uint64_t(*value) : fallback;
}

bool isSet(const std::optional<qint64>& value)
{
    return value.value_or(0) != 0;
}

/// Data-plane sections 5.1 to 5.3.
void addOwnLimits(proxy::PrincipalLimits& limits, const TrafficLimits& own)
{
    using proxy::WindowUnit;
    limits.rateOn = own.rateLimitEnabled.value_or(false) || isSet(own.rateLimit);
    limits.rateCount = positiveOr(own.rateLimit, 60);
    limits.rateUnit = unitOf(own.rateLimitWindow, WindowUnit::Minute);

    limits.throttleOn =
        own.throttleEnabled.value_or(false) || isSet(own.throttleLimit) || isSet(own.throttleQueueLimit);
    limits.throttleCount = positiveOr(own.throttleLimit, 10);
    limits.throttleUnit = unitOf(own.throttleWindow, WindowUnit::Second);
    limits.throttleQueue = positiveOr(own.throttleQueueLimit, 10);
    const double wait = isSet(own.throttleWait) ? double(*own.throttleWait) : 0.5;
    // Only the exact word leaves the wait in seconds.
    const bool seconds = own.throttleWaitUnit.isEmpty() || own.throttleWaitUnit == u"second";
    const std::int64_t unit =
        seconds ? 1 : proxy::secondsOf(unitOf(own.throttleWaitUnit, WindowUnit::Second));
    limits.throttleWaitMs = std::int64_t(wait * 1000.0) * unit;

    if (own.bandwidthEnabled.value_or(true))
        limits.bandwidthBytes = positiveOr(own.bandwidthLimitBytes, 0);
    limits.bandwidthUnit = unitOf(own.bandwidthWindow, WindowUnit::Day);
}

/// 0 and 999999 or more mean no limit (data-plane 5.4).
std::uint64_t window(const std::optional<qint64>& value)
{
    return value && *value > 0 && *value < 999'999 ? std::uint64_t(*value) : 0;
}

void addPlanLimits(proxy::PrincipalLimits& limits, const PlanLimits& plan)
{
    limits.perSecond = window(plan.requestsPerSecond);
    limits.perMinute = window(plan.requestsPerMinute);
    limits.perHour = window(plan.requestsPerHour);
    limits.hasPlan = true;
    limits.perDay = window(plan.requestsPerDay);
    limits.perMonth = window(plan.requestsPerMonth);
    limits.quotaPerDay = positiveOr(plan.dailyRequestQuota, 0);
    limits.quotaPerMonth = positiveOr(plan.monthlyRequestQuota, 0);
    limits.quotaBytesPerMonth = positiveOr(plan.monthlyBandwidthQuota, 0);
    limits.planThrottle = plan.enableThrottling;
    limits.planMaxQueueMs = plan.maxQueueTimeMs;
    limits.burstPerSecond = std::uint64_t(std::max<qint64>(0, plan.burstPerSecond));
    limits.burstPerMinute = std::uint64_t(std::max<qint64>(0, plan.burstPerMinute));
    limits.burstPerHour = std::uint64_t(std::max<qint64>(0, plan.burstPerHour));
}

} // namespace

const Plan* defaultPlan(const Documents& documents)
{
    const Plan* found = nullptr;
    documents.of<Plan>().forEach([&](const Plan& plan) {
        if (plan.isDefault && plan.enabled && (!found || plan.tierId < found->tierId))
            found = &plan;
    });
    return found;
}

std::shared_ptr<const proxy::PrincipalLimits> limitsOfPlan(const Plan& plan)
{
    auto limits = std::make_shared<proxy::PrincipalLimits>();
    addPlanLimits(*limits, plan.limits);
    return limits;
}

std::shared_ptr<const proxy::PrincipalLimits> limitsOfUser(const Documents& documents, const User& user)
{
    auto limits = std::make_shared<proxy::PrincipalLimits>();
    addOwnLimits(*limits, user);
    const TierAssignment* assignment = documents.of<TierAssignment>().first(By::Principal, user.username);
    if (!assignment)
        return limits; // the tier filter knows the default plan
    if (assignment->overrideLimits)
        addPlanLimits(*limits, *assignment->overrideLimits);
    else if (const Plan* plan = planOf(documents, assignment->tierId, {}); plan && plan->enabled)
        addPlanLimits(*limits, plan->limits);
    limits->validFromMs = assignment->effectiveFrom.ms;
    limits->validUntilMs = assignment->effectiveUntil.ms;
    const Plan* fallback =
        assignment->fallbackTierId.isEmpty() ? nullptr : planOf(documents, assignment->fallbackTierId, {});
    if (limits->hasPlan && fallback && fallback->enabled)
        limits->fallback = limitsOfPlan(*fallback);
    return limits;
}

std::shared_ptr<const proxy::PrincipalLimits>
limitsOfConsumer(const Documents& documents, const Consumer& consumer, const QString& subscriptionPlan)
{
    auto limits = std::make_shared<proxy::PrincipalLimits>();
    addOwnLimits(*limits, consumer);
    const QString& reference = subscriptionPlan.isEmpty() ? consumer.planId : subscriptionPlan;
    if (reference.isEmpty())
        return limits;
    if (const Plan* plan = planOf(documents, reference, consumer.tenant); plan && plan->enabled)
        addPlanLimits(*limits, plan->limits);
    return limits;
}

} // namespace gatehouse::control
