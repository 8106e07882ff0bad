// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

namespace gatehouse {

/// Numbers of a plan; unset means no limit.
struct PlanLimits {
    std::optional<qint64> requestsPerSecond;
    std::optional<qint64> requestsPerMinute;
    std::optional<qint64> requestsPerHour;
    std::optional<qint64> requestsPerDay;
    std::optional<qint64> requestsPerMonth;
    qint64 burstPerSecond = 0;
    qint64 burstPerMinute = 0;
    qint64 burstPerHour = 0;
    std::optional<qint64> monthlyRequestQuota;
    std::optional<qint64> dailyRequestQuota;
    std::optional<qint64> monthlyBandwidthQuota; ///< bytes
    bool enableThrottling = false;
    int maxQueueTimeMs = 5000;
};
template <>
const EntityTable& tableOf<PlanLimits>();

enum class PlanStatus : std::uint8_t { Active, Deprecated, Archived };
constexpr auto wireNames(PlanStatus)
{
    return std::array{"active", "deprecated", "archived"};
}

/// A tier of the platform surface and a plan of /v1 are the same document; `tierId` is the plan's slug.
struct Plan : DocumentHeader {
    static constexpr Kind kKind = Kind::Plan;

    QString tierId;
    QString name{QStringLiteral("custom")}; ///< free, pro, enterprise, custom
    QString displayName;
    QString description;
    PlanLimits limits;
    std::optional<double> priceMonthly;
    std::optional<double> priceYearly;
    QStringList features;
    bool isDefault = false;
    bool enabled = true;
    QString tenant; ///< empty: every tenant
    bool requiresApproval = false;
    QStringList autoApproveRoles;
    std::optional<QJsonObject> pricingMetadata;
    PlanStatus status = PlanStatus::Active;
};
template <>
const EntityTable& tableOf<Plan>();

/// The plan of one user. Outside the effective window the fallback applies, else the default plan.
struct TierAssignment : DocumentHeader {
    static constexpr Kind kKind = Kind::TierAssignment;

    QString userId;
    QString tierId;
    QString fallbackTierId; ///< outside of the dates, instead of the default plan; empty: the default plan
    std::optional<PlanLimits> overrideLimits;
    TimeMs effectiveFrom;
    TimeMs effectiveUntil;
    TimeMs assignedAt;
    QString assignedBy;
    QString notes;

    bool isEffective(qint64 nowMs) const
    {
        return (!effectiveFrom.isSet() || effectiveFrom.ms <= nowMs) &&
               (!effectiveUntil.isSet() || nowMs < effectiveUntil.ms);
    }
};
template <>
const EntityTable& tableOf<TierAssignment>();

enum class LimitRuleType : std::uint8_t {
    PerUser,
    PerApi,
    PerEndpoint,
    PerIp,
    PerUserApi,
    PerUserEndpoint,
    Global
};
constexpr auto wireNames(LimitRuleType)
{
    return std::array{"per_user",     "per_api",           "per_endpoint", "per_ip",
                      "per_user_api", "per_user_endpoint", "global"};
}

enum class TimeWindow : std::uint8_t { Second, Minute, Hour, Day, Month };
constexpr auto wireNames(TimeWindow)
{
    return std::array{"second", "minute", "hour", "day", "month"};
}

/// A rate limit of its own, beside users and plans.
struct LimitRule : DocumentHeader {
    static constexpr Kind kKind = Kind::LimitRule;

    QString ruleId;
    LimitRuleType type = LimitRuleType::Global;
    TimeWindow window = TimeWindow::Minute;
    qint64 limit = 0;
    QString target; ///< user, "name/version", endpoint id or address, as the type says
    qint64 burst = 0;
    int priority = 0;
    bool enabled = true;
    QString description;
};
template <>
const EntityTable& tableOf<LimitRule>();

/// Seconds of a window; a month has 30 days.
qint64 windowSeconds(TimeWindow window);

/// Seconds of a window word, singular or plural ("minutes"); 60 for an unknown word (spec data-plane 5.1).
qint64 windowSeconds(const QString& word);

} // namespace gatehouse
