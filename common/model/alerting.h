// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

namespace gatehouse {

enum class AlertSignal : std::uint8_t {
    GatewayDown,
    ErrorRate,
    RateLimitShare,
    LatencyP95,
    LatencyP99,
    RequestRate,
    UpstreamDown,
    BreakerOpen,
    CertificateExpiry,
    QuotaUsed,
    AuthFailures,
    SloBurn,
};
constexpr auto wireNames(AlertSignal)
{
    return std::array{"gateway_down",       "error_rate",   "rate_limit_share", "latency_p95",
                      "latency_p99",        "request_rate", "upstream_down",    "breaker_open",
                      "certificate_expiry", "quota_used",   "auth_failures",    "slo_burn"};
}

enum class AlertComparison : std::uint8_t { Above, Below };
constexpr auto wireNames(AlertComparison)
{
    return std::array{"above", "below"};
}

enum class Severity : std::uint8_t { Info, Warning, Critical };
constexpr auto wireNames(Severity)
{
    return std::array{"info", "warning", "critical"};
}

/// Whether a signal is taken from requests, and so can be asked of one API over a window.
bool isOfTraffic(AlertSignal signal);
/// Unit of its values and thresholds: "%", "ms", "days", "requests/min", "x" for multiples; empty for states,
/// which are 1 when bad and 0 when good.
QString unitOf(AlertSignal signal);
/// Decimal places of a measured value that say something: 7.4 rather than 7.4391, 0.25, 482. Zeros at the end
/// are not counted.
int sensibleDecimals(double value);

/// Fires when the signal has been beyond the threshold for a time; tells once when it fires and once when it
/// ends.
struct AlertRule : DocumentHeader {
    static constexpr Kind kKind = Kind::AlertRule;

    QString name;
    QString description;
    AlertSignal signal = AlertSignal::ErrorRate;
    AlertComparison comparison = AlertComparison::Above;
    double threshold = 0; ///< in unitOf(signal)
    int forSeconds = 300;
    int recoverSeconds = 60;  ///< good so long before it ends
    double slackPercent = 10; ///< while it fires, good means back by this share of the threshold
    int windowSeconds = 300;
    qint64 minRequests = 0; ///< below this number the signal is not judged
    Severity severity = Severity::Warning;
    QString tenant;
    QString api;          ///< "name/version"; empty = whole gateway
    bool eachApi = false; ///< every API is judged by itself
    bool enabled = true;
    QStringList channels;        ///< ids; empty = all
    int repeatSeconds = 0;       ///< reminders while it fires; 0 = none
    double objectivePercent = 0; ///< slo_burn: share of good answers that is promised; 0 = unset
};
template <>
const EntityTable& tableOf<AlertRule>();
/// slo_burn looks at its window and at the end of it, a twelfth: what has ended does not go on firing.
int burnEndSeconds(const AlertRule& rule);

enum class ChannelType : std::uint8_t { Email, Slack, Webhook, Desktop };
constexpr auto wireNames(ChannelType)
{
    return std::array{"email", "slack", "webhook", "desktop"};
}

/// Where notifications go.
struct Channel : DocumentHeader {
    static constexpr Kind kKind = Kind::Channel;

    QString name;
    ChannelType type = ChannelType::Webhook;
    QString url;            ///< slack and webhook; a secret, because it often holds one
    QString secret;         ///< webhook: key of the HMAC signature
    QStringList recipients; ///< email
    QStringList events{QStringLiteral("alert")};
    Severity minSeverity = Severity::Info;
    bool enabled = true;
    TimeMs lastTestAt;
    std::optional<qint64> lastTestMs; ///< how long the delivery took
    QString lastTestError;
};
template <>
const EntityTable& tableOf<Channel>();

/// No notifications of matching alerts for a time.
struct Silence : DocumentHeader {
    static constexpr Kind kKind = Kind::Silence;

    QString ruleId; ///< empty = every rule
    QString api;    ///< empty = every API
    TimeMs startsAt;
    TimeMs endsAt;
    QString reason;
};
template <>
const EntityTable& tableOf<Silence>();

enum class SloKind : std::uint8_t { Availability, Latency };
constexpr auto wireNames(SloKind)
{
    return std::array{"availability", "latency"};
}

/// A promise: a share of good requests over a time.
struct Slo : DocumentHeader {
    static constexpr Kind kKind = Kind::Slo;

    QString name;
    QString tenant;
    QString api; ///< empty = whole gateway
    SloKind objective = SloKind::Availability;
    double targetPercent = 99.9;
    int latencyMs = 500; ///< latency: a request is good when it is not slower
    int windowDays = 30;
    bool enabled = true;
};
template <>
const EntityTable& tableOf<Slo>();

} // namespace gatehouse
