// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/plan.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable limitsTable()
{
    using L = PlanLimits;
    TableBuilder<L> t(u"limits"_s);
    const auto count = [&t](const QString& name, std::optional<qint64> L::*member, const QString& label,
                            const QString& help) {
        t.field(name, member, label, help).atLeast(0).unit(u"requests"_s);
    };
    const auto burst = [&t](const QString& name, qint64 L::*member, const QString& label) {
        t.field(name, member, label, u"Requests that may come at once; 0: the limit itself."_s)
            .atLeast(0)
            .unit(u"requests"_s);
    };
    count(u"requests_per_second"_s, &L::requestsPerSecond, u"Per second"_s, u"Unset: no limit."_s);
    count(u"requests_per_minute"_s, &L::requestsPerMinute, u"Per minute"_s, u"Unset: no limit."_s);
    count(u"requests_per_hour"_s, &L::requestsPerHour, u"Per hour"_s, u"Unset: no limit."_s);
    count(u"requests_per_day"_s, &L::requestsPerDay, u"Per day"_s, u"Unset: no limit."_s);
    count(u"requests_per_month"_s, &L::requestsPerMonth, u"Per month"_s, u"Unset: no limit."_s);
    burst(u"burst_per_second"_s, &L::burstPerSecond, u"Burst per second"_s);
    burst(u"burst_per_minute"_s, &L::burstPerMinute, u"Burst per minute"_s);
    burst(u"burst_per_hour"_s, &L::burstPerHour, u"Burst per hour"_s);
    count(u"monthly_request_quota"_s, &L::monthlyRequestQuota, u"Monthly quota"_s,
          u"Starts anew with the month. Unset: none."_s);
    count(u"daily_request_quota"_s, &L::dailyRequestQuota, u"Daily quota"_s,
          u"Starts anew with the day. Unset: none."_s);
    t.field(u"monthly_bandwidth_quota"_s, &L::monthlyBandwidthQuota, u"Monthly bandwidth"_s,
            u"Bytes in both directions. Unset: none."_s)
        .atLeast(0)
        .unit(u"bytes"_s);
    t.field(u"enable_throttling"_s, &L::enableThrottling, u"Throttle"_s,
            u"Delay requests that are too many instead of refusing them."_s);
    t.field(u"max_queue_time_ms"_s, &L::maxQueueTimeMs, u"Longest delay"_s,
            u"After this the request is refused."_s)
        .range(0, 600000)
        .unit(u"ms"_s);
    return t.build();
}

EntityTable planTable()
{
    TableBuilder<Plan> t(u"plan"_s, u"tiers"_s, u"Plan"_s, u"Plans"_s, {u"tenant_id"_s, u"tier_id"_s});
    t.group(u"Plan"_s);
    t.field(u"tier_id"_s, &Plan::tierId, u"Id"_s, u"Short name that assignments refer to."_s)
        .alias(u"slug"_s)
        .required()
        .length(1, 64)
        .immutable();
    t.field(u"name"_s, &Plan::name, u"Kind"_s, u"For information; what counts are the limits."_s)
        .required()
        .oneOf({u"free"_s, u"pro"_s, u"enterprise"_s, u"custom"_s});
    t.field(u"display_name"_s, &Plan::displayName, u"Name"_s, u"Name shown to people."_s)
        .required()
        .length(1, 255);
    t.field(u"description"_s, &Plan::description, u"Description"_s, u"Whom it is for."_s)
        .nullable()
        .length(0, 1000);
    t.field(u"limits"_s, &Plan::limits, u"Limits"_s, u"How much may be called."_s).required();
    t.field(u"price_monthly"_s, &Plan::priceMonthly, u"Monthly price"_s, u"For information."_s).atLeast(0);
    t.field(u"price_yearly"_s, &Plan::priceYearly, u"Yearly price"_s, u"For information."_s).atLeast(0);
    t.field(u"features"_s, &Plan::features, u"Features"_s, u"For information."_s)
        .items(0, 100)
        .length(1, 255);
    t.field(u"is_default"_s, &Plan::isDefault, u"Default"_s,
            u"Applies to everybody without an assignment."_s);
    t.field(u"enabled"_s, &Plan::enabled, u"Enabled"_s, u"Off: cannot be assigned any more."_s);
    t.field(u"created_at"_s, &Plan::createdAt, u"Created"_s, u"When it was made."_s).readOnly();
    t.field(u"updated_at"_s, &Plan::updatedAt, u"Changed"_s, u"When it was changed last."_s).readOnly();
    t.group(u"Approval"_s);
    t.field(u"tenant_id"_s, &Plan::tenant, u"Tenant"_s, u"Offered to this tenant only. Unset: to all."_s)
        .nullable()
        .length(0, 255)
        .refersTo(Kind::Tenant);
    t.field(u"requires_approval"_s, &Plan::requiresApproval, u"Needs approval"_s,
            u"Subscriptions wait until somebody approves."_s);
    t.field(u"auto_approve_roles"_s, &Plan::autoApproveRoles, u"Approved at once for"_s,
            u"Roles that do not wait."_s)
        .items(0, 50)
        .refersTo(Kind::Role);
    t.field(u"pricing_metadata"_s, &Plan::pricingMetadata, u"Pricing data"_s, u"Values of your own."_s)
        .items(0, 100);
    t.field(u"status"_s, &Plan::status, u"State"_s, u"Archived plans are not offered."_s);
    return t.build();
}

EntityTable assignmentTable()
{
    using A = TierAssignment;
    TableBuilder<A> t(u"tier_assignment"_s, u"user_tier_assignments"_s, u"Plan assignment"_s,
                      u"Plan assignments"_s, {u"user_id"_s});
    t.group(u"Assignment"_s);
    t.field(u"user_id"_s, &A::userId, u"User"_s, u"Who gets the plan."_s)
        .required()
        .length(1, 255)
        .immutable()
        .refersTo(Kind::User);
    t.field(u"tier_id"_s, &A::tierId, u"Plan"_s, u"The plan."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Plan);
    t.field(u"fallback_tier_id"_s, &A::fallbackTierId, u"Otherwise"_s,
            u"Plan outside of the dates. Unset: the default plan."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Plan);
    t.field(u"override_limits"_s, &A::overrideLimits, u"Own limits"_s,
            u"Used instead of those of the plan."_s);
    t.field(u"effective_from"_s, &A::effectiveFrom, u"From"_s, u"Unset: at once."_s);
    t.field(u"effective_until"_s, &A::effectiveUntil, u"Until"_s, u"Unset: without end."_s);
    t.field(u"assigned_at"_s, &A::assignedAt, u"Assigned"_s, u"When it was assigned."_s).readOnly();
    t.field(u"assigned_by"_s, &A::assignedBy, u"Assigned by"_s, u"Who assigned it."_s).nullable().readOnly();
    t.field(u"notes"_s, &A::notes, u"Notes"_s, u"Why."_s).nullable().length(0, 1000);
    t.check([](const A& a, const QString& prefix, Faults& faults) {
        if (a.effectiveFrom.isSet() && a.effectiveUntil.isSet() && a.effectiveFrom >= a.effectiveUntil)
            faults.append({keyedPath(prefix, u"effective_until"_s), u"range"_s,
                           u"must be later than effective_from"_s});
    });
    return t.build();
}

EntityTable limitRuleTable()
{
    using R = LimitRule;
    TableBuilder<R> t(u"limit_rule"_s, u"rate_limit_rules"_s, u"Limit rule"_s, u"Limit rules"_s,
                      {u"rule_id"_s});
    t.group(u"Rule"_s);
    t.field(u"rule_id"_s, &R::ruleId, u"Id"_s, u"Unique name."_s).required().length(1, 255).immutable();
    t.field(u"rule_type"_s, &R::type, u"Counts per"_s, u"What has its own counter."_s).required().immutable();
    t.field(u"time_window"_s, &R::window, u"Window"_s, u"Time in which is counted; a month has 30 days."_s)
        .required()
        .immutable();
    t.field(u"limit"_s, &R::limit, u"Requests"_s, u"So many per window."_s)
        .required()
        .atLeast(1)
        .unit(u"requests"_s);
    t.field(u"target_identifier"_s, &R::target, u"Applies to"_s,
            u"User, API as name/version, operation id or address. Unset: to all."_s)
        .nullable()
        .length(0, 255);
    t.field(u"burst_allowance"_s, &R::burst, u"Burst"_s,
            u"Requests beyond the limit that may come at once."_s)
        .atLeast(0)
        .unit(u"requests"_s);
    t.field(u"priority"_s, &R::priority, u"Priority"_s, u"Higher first in lists and reports."_s)
        .range(-1000000, 1000000);
    t.field(u"enabled"_s, &R::enabled, u"Enabled"_s, u"Off: the rule is not applied."_s);
    t.field(u"description"_s, &R::description, u"Description"_s, u"Why the rule exists."_s)
        .nullable()
        .length(0, 1000);
    t.field(u"created_at"_s, &R::createdAt, u"Created"_s, u"When it was made."_s).readOnly();
    t.field(u"updated_at"_s, &R::updatedAt, u"Changed"_s, u"When it was changed last."_s).readOnly();
    t.field(u"created_by"_s, &R::createdBy, u"Created by"_s, u"Who made it."_s).readOnly();
    t.check([](const R& r, const QString& prefix, Faults& faults) {
        const bool needsTarget = r.type == LimitRuleType::PerUser || r.type == LimitRuleType::PerApi ||
                                 r.type == LimitRuleType::PerEndpoint || r.type == LimitRuleType::PerIp;
        if (needsTarget && r.target.isEmpty())
            faults.append({keyedPath(prefix, u"target_identifier"_s), u"required"_s,
                           u"Target identifier required for %1 rules"_s.arg(toWire(r.type))});
    });
    return t.build();
}

} // namespace

qint64 windowSeconds(TimeWindow window)
{
    constexpr std::array<qint64, 5> seconds{1, 60, 3600, 86400, 30 * 86400};
    return seconds[static_cast<std::size_t>(window)];
}

qint64 windowSeconds(const QString& word)
{
    static const QHash<QString, qint64> seconds{
        {u"second"_s, 1},       {u"minute"_s, 60},        {u"hour"_s, 3600},       {u"day"_s, 86400},
        {u"week"_s, 7 * 86400}, {u"month"_s, 30 * 86400}, {u"year"_s, 365 * 86400}};
    QString singular = word.trimmed().toLower();
    if (singular.endsWith(u's'))
        singular.chop(1);
    return seconds.value(singular, 60);
}

template <>
const EntityTable& tableOf<PlanLimits>()
{
    static const EntityTable table = limitsTable();
    return table;
}

template <>
const EntityTable& tableOf<Plan>()
{
    static const EntityTable table = planTable();
    return table;
}

template <>
const EntityTable& tableOf<TierAssignment>()
{
    static const EntityTable table = assignmentTable();
    return table;
}

template <>
const EntityTable& tableOf<LimitRule>()
{
    static const EntityTable table = limitRuleTable();
    return table;
}

} // namespace gatehouse
