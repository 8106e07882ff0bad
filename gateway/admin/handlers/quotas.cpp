// SPDX-License-Identifier: GPL-3.0-or-later
// What the caller may still use (platform-routes section 12). These answers are never in an envelope.
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/handlers/raw_faults.h"
#include "gateway/admin/handlers/tier_lookup.h"
#include "gateway/filters/quota.h"
#include "gateway/filters/tier.h"
#include "gateway/observe/monitor_store.h"
#include "gateway/observe/telemetry.h"
#include "gateway/shared_state/local_state.h"

#include <QDateTime>
#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace quotas_calls {

using filters::QuotaUsage;

QString wordOf(QuotaUsage::Kind kind)
{
    switch (kind) {
    case QuotaUsage::Kind::DailyRequests:
        return u"daily_requests"_s;
    case QuotaUsage::Kind::MonthlyRequests:
        return u"monthly_requests"_s;
    case QuotaUsage::Kind::MonthlyBytes:
        break;
    }
    return u"monthly_bandwidth"_s;
}

QString isoTime(std::int64_t seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::utc()).toString(Qt::ISODate);
}

/// The numbers in force for the data path.
proxy::PrincipalLimits numbersOf(const PlanLimits& limits)
{
    const auto number = [](const std::optional<qint64>& value) { return std::uint64_t(value.value_or(0)); };
    proxy::PrincipalLimits numbers;
    numbers.quotaPerDay = number(limits.dailyRequestQuota);
    numbers.quotaPerMonth = number(limits.monthlyRequestQuota);
    numbers.quotaBytesPerMonth = number(limits.monthlyBandwidthQuota);
    return numbers;
}

const proxy::Identity* identityOf(const proxy::RuntimeSnapshot& snapshot, const QString& user)
{
    const auto* const found = snapshot.users.find(user.toStdString());
    return found ? found->get() : nullptr;
}

std::vector<QuotaUsage> usageOf(const Services& services, const QString& user, const PlanLimits& limits)
{
    const auto snapshot = services.hub.current();
    const proxy::Identity* identity = identityOf(*snapshot, user);
    if (!identity)
        return {};
    return filters::QuotaFilter::usageOf(*identity, numbersOf(limits), services.clock.wallMs(),
                                         services.counters);
}

double percent(std::uint64_t used, std::uint64_t limit)
{
    return limit == 0 ? 0 : 100.0 * double(used) / double(limit);
}

QJsonObject shown(const QuotaUsage& quota)
{
    const double share = percent(quota.used, quota.limit);
    return {{u"quota_type"_s, wordOf(quota.kind)},
            {u"current_usage"_s, qint64(quota.used)},
            {u"limit"_s, qint64(quota.limit)},
            {u"remaining"_s, qint64(quota.limit > quota.used ? quota.limit - quota.used : 0)},
            {u"percentage_used"_s, share},
            {u"reset_at"_s, isoTime(quota.resetEpochSec)},
            {u"is_warning"_s, share >= 80},
            {u"is_critical"_s, share >= 95},
            {u"is_exhausted"_s, quota.used >= quota.limit},
            {u"burst_used"_s, 0},
            {u"burst_limit"_s, 0},
            {u"burst_percentage"_s, 0}};
}

QJsonObject tierInfo(const Plan& plan)
{
    const QJsonObject whole = toJson(plan);
    return {{u"tier_id"_s, plan.tierId},
            {u"tier_name"_s, plan.name},
            {u"display_name"_s, plan.displayName},
            {u"limits"_s, whole.value(u"limits"_s)},
            {u"price_monthly"_s, whole.value(u"price_monthly"_s)},
            {u"features"_s, whole.value(u"features"_s)}};
}

Reply noTier()
{
    return Reply::detail(404, u"No tier assigned to user"_s);
}

Reply noLimits()
{
    return Reply::detail(404, u"No limits found for user"_s);
}

/// Of the caller, or of `user_id` for those who manage plans.
void status(Services& services, const Call& call, const Done& done)
{
    const QString user = call->value(u"user_id"_s, call->caller.name());
    if (user != call->caller.name() && !call->caller.may(Permission::ManageTiers))
        return done(Reply::detail(403, u"You may only see your own quotas"_s));
    if (!services.documents().user(user))
        return done(Reply::detail(404, u"No user %1"_s.arg(user)));
    const auto plan = tierInForce(services, user);
    const auto limits = limitsInForce(services, user);
    if (!plan || !limits)
        return done(noTier());
    QJsonArray quotas;
    qint64 used = 0, limit = 0;
    bool warning = false, critical = false, exhausted = false;
    for (const QuotaUsage& quota : usageOf(services, user, *limits)) {
        const QJsonObject row = shown(quota);
        quotas.append(row);
        warning = warning || row[u"is_warning"_s].toBool();
        critical = critical || row[u"is_critical"_s].toBool();
        exhausted = exhausted || row[u"is_exhausted"_s].toBool();
        if (quota.kind != QuotaUsage::Kind::MonthlyRequests)
            continue;
        used = qint64(quota.used);
        limit = qint64(quota.limit);
    }
    done(Reply::raw(200, {{u"user_id"_s, user},
                          {u"tier_info"_s, tierInfo(*plan)},
                          {u"quotas"_s, quotas},
                          {u"usage_summary"_s, QJsonObject{{u"total_requests_used"_s, used},
                                                           {u"total_requests_limit"_s, limit},
                                                           {u"has_warnings"_s, warning},
                                                           {u"has_critical"_s, critical},
                                                           {u"has_exhausted"_s, exhausted}}}}));
}

void statusOf(Services& services, const Call& call, const Done& done)
{
    const QString wanted = call->param(u"quota_type"_s);
    const auto limits = limitsInForce(services, call->caller.name());
    if (!limits)
        return done(noLimits());
    const QStringList known{u"monthly_requests"_s, u"daily_requests"_s, u"monthly_bandwidth"_s};
    if (!known.contains(wanted))
        return done(Reply::detail(400, u"Invalid quota type: "_s + wanted));
    for (const QuotaUsage& quota : usageOf(services, call->caller.name(), *limits)) {
        if (wordOf(quota.kind) == wanted)
            return done(Reply::raw(200, shown(quota)));
    }
    done(Reply::detail(404, u"Quota %1 not configured for user"_s.arg(wanted)));
}

/// The days of the last month on which the caller called.
void history(Services& services, const Call& call, const Done& done)
{
    constexpr qint64 daySeconds = 86'400;
    constexpr int days = 31;
    const QString user = call->caller.name();
    const qint64 today = services.nowSeconds() - services.nowSeconds() % daySeconds;
    QJsonArray rows;
    for (qint64 day = today - (days - 1) * daySeconds; day <= today; day += daySeconds) {
        const auto found = services.telemetry.monitor().analyticsUser(user, day, day + daySeconds - 1);
        if (found)
            rows.append(
                QJsonObject{{u"date"_s, isoTime(day).left(10)},
                            {u"requests"_s, found->value(u"summary"_s).toObject().value(u"count"_s)}});
    }
    done(Reply::raw(200, {{u"user_id"_s, user},
                          {u"history"_s, rows},
                          {u"note"_s, u"Requests per day (UTC) of the last 31 days"_s}}));
}

QString csvOf(const std::vector<QuotaUsage>& quotas)
{
    QString text = u"Type,Current Usage,Limit,Remaining,Percentage Used,Reset At\n"_s;
    for (const QuotaUsage& quota : quotas) {
        const QJsonObject row = shown(quota);
        text += u"%1,%2,%3,%4,%5,%6\n"_s.arg(row[u"quota_type"_s].toString())
                    .arg(row[u"current_usage"_s].toInteger())
                    .arg(row[u"limit"_s].toInteger())
                    .arg(row[u"remaining"_s].toInteger())
                    .arg(row[u"percentage_used"_s].toDouble(), 0, 'f', 2)
                    .arg(row[u"reset_at"_s].toString());
    }
    return text;
}

void exportUsage(Services& services, const Call& call, const Done& done)
{
    const QString format = call->value(u"format"_s, u"json"_s);
    if (format != u"json"_s && format != u"csv"_s)
        return done(rawRefusal(Error::invalid(u"format"_s, u"enum"_s, u"must be json or csv"_s)));
    const QString user = call->caller.name();
    const auto limits = limitsInForce(services, user);
    if (!limits)
        return done(noLimits());
    const auto quotas = usageOf(services, user, *limits);
    if (format == u"csv"_s)
        return done(Reply::raw(200, {{u"format"_s, format}, {u"data"_s, csvOf(quotas)}}));
    QJsonArray rows;
    for (const QuotaUsage& quota : quotas) {
        const QJsonObject whole = shown(quota);
        QJsonObject row{{u"type"_s, whole[u"quota_type"_s]}};
        for (const QString& key :
             {u"current_usage"_s, u"limit"_s, u"remaining"_s, u"percentage_used"_s, u"reset_at"_s})
            row.insert(key, whole.value(key));
        rows.append(row);
    }
    done(Reply::raw(200, {{u"format"_s, format},
                          {u"data"_s, QJsonObject{{u"user_id"_s, user},
                                                  {u"export_date"_s, isoTime(services.nowSeconds())},
                                                  {u"quotas"_s, rows}}}}));
}

void tier(Services& services, const Call& call, const Done& done)
{
    const auto current = tierInForce(services, call->caller.name());
    if (!current)
        return done(noTier());
    QJsonArray options;
    services.documents().of<Plan>().forEach([&](const Plan& plan) {
        const bool dearer = plan.priceMonthly.value_or(0) > current->priceMonthly.value_or(0);
        if (plan.id == current->id || !plan.enabled || !dearer)
            return;
        const QJsonObject whole = toJson(plan);
        options.append(QJsonObject{{u"tier_id"_s, plan.tierId},
                                   {u"display_name"_s, plan.displayName},
                                   {u"price_monthly"_s, whole.value(u"price_monthly"_s)},
                                   {u"features"_s, whole.value(u"features"_s)}});
    });
    done(Reply::raw(200, {{u"current_tier"_s, tierInfo(*current)}, {u"upgrade_options"_s, options}}));
}

void bursts(Services& services, const Call& call, const Done& done)
{
    using proxy::WindowUnit;
    const QString user = call->caller.name();
    const auto limits = limitsInForce(services, user);
    const auto snapshot = services.hub.current();
    const proxy::Identity* identity = identityOf(*snapshot, user);
    if (!limits || !identity)
        return done(noLimits());
    const auto used = [&](WindowUnit unit, const std::optional<qint64>& limit, qint64 burst) -> qint64 {
        if (burst <= 0 || !limit || *limit <= 0)
            return 0;
        shared_state::LimitRule rule = filters::fixedWindow(std::uint64_t(*limit), unit);
        rule.algorithm = shared_state::Algorithm::TokenBucket;
        rule.burst = std::uint64_t(*limit + burst);
        const auto now = services.counters.peek(filters::TierFilter::keyOf(*identity, unit), rule, 0);
        return std::min<qint64>(qint64(now.used), burst);
    };
    done(Reply::raw(
        200,
        {{u"user_id"_s, user},
         {u"burst_limits"_s, QJsonObject{{u"per_second"_s, limits->burstPerSecond},
                                         {u"per_minute"_s, limits->burstPerMinute},
                                         {u"per_hour"_s, limits->burstPerHour}}},
         {u"burst_usage"_s,
          QJsonObject{
              {u"per_second"_s, used(WindowUnit::Second, limits->requestsPerSecond, limits->burstPerSecond)},
              {u"per_minute"_s, used(WindowUnit::Minute, limits->requestsPerMinute, limits->burstPerMinute)},
              {u"per_hour"_s, used(WindowUnit::Hour, limits->requestsPerHour, limits->burstPerHour)}}},
         {u"note"_s, u"Live data from rate limiter"_s}}));
}

} // namespace quotas_calls
} // namespace

void registerQuotas(Registry& registry, Services& services)
{
    using namespace quotas_calls;
    on(registry, services, CallId::QuotaStatus, status);
    on(registry, services, CallId::QuotaStatusOf, statusOf);
    on(registry, services, CallId::QuotaHistory, history);
    on(registry, services, CallId::QuotaExport, exportUsage);
    on(registry, services, CallId::QuotaTier, tier);
    on(registry, services, CallId::QuotaBurst, bursts);
}

} // namespace gatehouse::admin
