// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/alerting.h"

#include "common/model/table_builder.h"

#include <algorithm>
#include <cmath>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isShare(AlertSignal signal)
{
    return unitOf(signal) == u"%"_s;
}

template <typename Fault>
void checkBurn(const AlertRule& r, const Fault& fault)
{
    if (r.objectivePercent <= 0)
        return fault(u"objective_percent"_s, u"required"_s, u"is required for slo_burn"_s);
    const double most = 100 / (100 - r.objectivePercent); // when every answer is an error
    if (r.threshold >= most)
        fault(u"threshold"_s, u"conflict"_s,
              u"must be below %1 with this objective, or it can never be passed"_s.arg(most, 0, 'g', 6));
}

void checkRule(const AlertRule& r, const QString& prefix, Faults& faults)
{
    const auto fault = [&](const QString& field, const QString& rule, const QString& text) {
        faults.append({keyedPath(prefix, field), rule, text});
    };
    const QString signal = toWire(r.signal);
    if (r.signal == AlertSignal::SloBurn)
        checkBurn(r, fault);
    else if (r.objectivePercent > 0)
        fault(u"objective_percent"_s, u"conflict"_s, u"goes with slo_burn only"_s);
    if (isShare(r.signal) && r.threshold >= 100)
        fault(u"threshold"_s, u"conflict"_s, u"must be below 100, or it can never be passed"_s);
    const bool falls = r.signal == AlertSignal::CertificateExpiry;
    const bool either = r.signal == AlertSignal::RequestRate;
    const bool below = r.comparison == AlertComparison::Below;
    if (!either && below != falls)
        fault(u"comparison"_s, u"conflict"_s,
              u"must be %1 for %2"_s.arg(falls ? u"below"_s : u"above"_s, signal));
    if (below && r.threshold <= 0)
        fault(u"threshold"_s, u"conflict"_s, u"must be above 0: nothing is ever below that"_s);
    if (r.eachApi && !r.api.isEmpty())
        fault(u"each_api"_s, u"conflict"_s, u"cannot be together with api"_s);
    if (isOfTraffic(r.signal))
        return;
    for (const auto& [given, field] :
         {std::pair(!r.api.isEmpty(), u"api"_s), std::pair(r.eachApi, u"each_api"_s),
          std::pair(!r.tenant.isEmpty(), u"tenant_id"_s)}) {
        if (given)
            fault(field, u"conflict"_s,
                  u"does not go with %1, which is not taken from requests"_s.arg(signal));
    }
}

EntityTable alertRuleTable()
{
    using R = AlertRule;
    TableBuilder<R> t(u"alert_rule"_s, u"alert_rules"_s, u"Alert rule"_s, u"Alert rules"_s,
                      {u"tenant_id"_s, u"name"_s});
    t.group(u"Rule"_s);
    t.field(u"id"_s, &R::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"name"_s, &R::name, u"Name"_s, u"Unique in its tenant; part of the notification."_s)
        .required()
        .length(1, 255);
    t.field(u"description"_s, &R::description, u"Description"_s, u"What to do when it fires."_s)
        .nullable()
        .length(0, 2000);
    t.field(u"enabled"_s, &R::enabled, u"Enabled"_s, u"Off: not judged."_s);
    t.group(u"Condition"_s);
    t.field(u"signal"_s, &R::signal, u"Signal"_s, u"What is measured."_s).required();
    t.field(u"comparison"_s, &R::comparison, u"Fires when"_s, u"Above or below the threshold."_s);
    t.field(
         u"threshold"_s, &R::threshold, u"Threshold"_s,
         u"Percent for shares, ms for latencies, days for certificates, requests per minute, multiples of the allowed errors for `slo_burn`; 0 for states."_s)
        .required()
        .range(0, 1e12);
    t.field(u"for_seconds"_s, &R::forSeconds, u"For"_s, u"Must hold so long before it fires."_s)
        .range(0, 86400)
        .unit(u"s"_s);
    t.field(u"window_seconds"_s, &R::windowSeconds, u"Measured over"_s, u"Time the signal is taken from."_s)
        .range(1, 86400)
        .unit(u"s"_s);
    t.field(u"recover_seconds"_s, &R::recoverSeconds, u"Ends after"_s,
            u"Must have been good so long before it ends."_s)
        .range(0, 86400)
        .unit(u"s"_s);
    t.field(u"slack_percent"_s, &R::slackPercent, u"Slack"_s,
            u"While it fires, good means back by this share of the threshold, so that it does not flap."_s)
        .range(0, 100)
        .unit(u"%"_s);
    t.field(u"min_requests"_s, &R::minRequests, u"At least"_s,
            u"With fewer requests the signal is not judged."_s)
        .atLeast(0)
        .unit(u"requests"_s);
    t.field(u"api"_s, &R::api, u"API"_s, u"name/version. Unset: the whole gateway."_s)
        .nullable()
        .length(0, 128)
        .refersTo(Kind::Api);
    t.field(u"each_api"_s, &R::eachApi, u"Each API by itself"_s,
            u"One alert for every API that is beyond the threshold."_s);
    t.field(u"tenant_id"_s, &R::tenant, u"Tenant"_s, u"Unset: every tenant."_s)
        .nullable()
        .length(0, 255)
        .refersTo(Kind::Tenant);
    t.field(u"objective_percent"_s, &R::objectivePercent, u"Objective"_s,
            u"For `slo_burn`: the share of answers without 5xx that is promised, such as 99.9. 0: none."_s)
        .nullable()
        .range(0, 99.999)
        .unit(u"%"_s);
    t.group(u"Notification"_s);
    t.field(u"severity"_s, &R::severity, u"Severity"_s, u"How bad it is."_s);
    t.field(u"channels"_s, &R::channels, u"Channels"_s, u"Who is told. Empty: every channel."_s)
        .items(0, 50)
        .refersTo(Kind::Channel);
    t.field(u"repeat_seconds"_s, &R::repeatSeconds, u"Remind every"_s,
            u"0: told once when it fires and once when it ends. Reminders stop when it is acknowledged."_s)
        .range(0, 604800)
        .unit(u"s"_s);
    t.check(checkRule);
    return t.build();
}

void checkChannel(const Channel& c, const QString& prefix, Faults& faults)
{
    const auto needs = [&](const QString& field) {
        const QString path = keyedPath(prefix, field);
        for (const Fault& known : std::as_const(faults)) {
            if (known.field.startsWith(path)) // what was given is wrong
                return;
        }
        faults.append({path, u"required"_s, u"is required for %1"_s.arg(toWire(c.type))});
    };
    const bool web = c.type == ChannelType::Slack || c.type == ChannelType::Webhook;
    if (web && c.url.isEmpty())
        needs(u"url"_s);
    if (c.type == ChannelType::Email && c.recipients.isEmpty())
        needs(u"recipients"_s);
}

EntityTable channelTable()
{
    using C = Channel;
    TableBuilder<C> t(u"channel"_s, u"channels"_s, u"Channel"_s, u"Channels"_s, {u"name"_s});
    t.group(u"Channel"_s);
    t.field(u"id"_s, &C::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"name"_s, &C::name, u"Name"_s, u"Unique."_s).required().length(1, 255);
    t.field(u"type"_s, &C::type, u"Kind"_s, u"How the notification travels."_s).required();
    t.field(u"url"_s, &C::url, u"Address"_s,
            u"Where the notification is posted. Never shown again: such addresses often hold a secret."_s)
        .nullable()
        .secret()
        .length(0, 2048)
        .format(TextFormat::Url);
    t.field(u"secret"_s, &C::secret, u"Secret"_s,
            u"Signs webhooks; the receiver checks X-Webhook-Signature."_s)
        .nullable()
        .secret()
        .length(16, 255);
    t.field(u"recipients"_s, &C::recipients, u"Recipients"_s, u"E-mail addresses."_s)
        .items(0, 50)
        .format(TextFormat::Email);
    t.field(u"events"_s, &C::events, u"Events"_s, u"`alert`, `*`, or names such as subscription.created."_s)
        .items(1, 50)
        .length(1, 64);
    t.field(u"min_severity"_s, &C::minSeverity, u"From severity"_s, u"Less severe alerts are not sent."_s);
    t.field(u"enabled"_s, &C::enabled, u"Enabled"_s, u"Off: nothing is sent."_s);
    t.group(u"Last test"_s);
    t.field(u"last_test_at"_s, &C::lastTestAt, u"Tested"_s, u"When a test was delivered last."_s).readOnly();
    t.field(u"last_test_ms"_s, &C::lastTestMs, u"Delivered in"_s, u"How long the delivery took."_s)
        .readOnly()
        .atLeast(0)
        .unit(u"ms"_s);
    t.field(u"last_test_error"_s, &C::lastTestError, u"Error"_s, u"Why the last test failed."_s)
        .nullable()
        .readOnly();
    t.check(checkChannel);
    return t.build();
}

EntityTable silenceTable()
{
    using S = Silence;
    TableBuilder<S> t(u"silence"_s, u"silences"_s, u"Silence"_s, u"Silences"_s, {u"id"_s});
    t.group(u"Silence"_s);
    t.field(u"id"_s, &S::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"rule_id"_s, &S::ruleId, u"Rule"_s, u"Unset: every rule."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::AlertRule);
    t.field(u"api"_s, &S::api, u"API"_s, u"Unset: every API."_s)
        .nullable()
        .length(0, 128)
        .refersTo(Kind::Api);
    t.field(u"starts_at"_s, &S::startsAt, u"From"_s, u"Unset: at once."_s);
    t.field(u"ends_at"_s, &S::endsAt, u"Until"_s, u"Afterwards notifications are sent again."_s).required();
    t.field(u"reason"_s, &S::reason, u"Reason"_s, u"Shown beside silenced alerts."_s)
        .nullable()
        .length(0, 500);
    t.check([](const S& s, const QString& prefix, Faults& faults) {
        if (s.startsAt.isSet() && s.endsAt.isSet() && s.startsAt >= s.endsAt)
            faults.append({keyedPath(prefix, u"ends_at"_s), u"range"_s, u"must be later than starts_at"_s});
    });
    return t.build();
}

EntityTable sloTable()
{
    using S = Slo;
    TableBuilder<S> t(u"slo"_s, u"slos"_s, u"Objective"_s, u"Objectives"_s, {u"name"_s});
    t.group(u"Objective"_s);
    t.field(u"id"_s, &S::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"name"_s, &S::name, u"Name"_s, u"Unique."_s).required().length(1, 255);
    t.field(u"api"_s, &S::api, u"API"_s, u"name/version. Unset: the whole gateway."_s)
        .nullable()
        .length(0, 128)
        .refersTo(Kind::Api);
    t.field(u"tenant_id"_s, &S::tenant, u"Tenant"_s, u"Unset: every tenant."_s)
        .nullable()
        .length(0, 255)
        .refersTo(Kind::Tenant);
    t.field(u"objective"_s, &S::objective, u"Good is"_s,
            u"`availability`: no 5xx. `latency`: not slower than below."_s);
    t.field(u"target_percent"_s, &S::targetPercent, u"Target"_s,
            u"Share of good requests that is promised."_s)
        .range(1, 99.9999)
        .unit(u"%"_s);
    t.field(u"latency_ms"_s, &S::latencyMs, u"Latency"_s,
            u"For `latency`: a request is good when not slower."_s)
        .range(1, 600000)
        .unit(u"ms"_s);
    t.field(u"window_days"_s, &S::windowDays, u"Over"_s, u"Time the promise covers."_s)
        .range(1, 90)
        .unit(u"days"_s);
    t.field(u"enabled"_s, &S::enabled, u"Enabled"_s, u"Off: not measured."_s);
    return t.build();
}

} // namespace

bool isOfTraffic(AlertSignal signal)
{
    switch (signal) {
    case AlertSignal::ErrorRate:
    case AlertSignal::RateLimitShare:
    case AlertSignal::LatencyP95:
    case AlertSignal::LatencyP99:
    case AlertSignal::RequestRate:
    case AlertSignal::AuthFailures:
    case AlertSignal::SloBurn:
        return true;
    default:
        return false;
    }
}

QString unitOf(AlertSignal signal)
{
    switch (signal) {
    case AlertSignal::ErrorRate:
    case AlertSignal::RateLimitShare:
    case AlertSignal::AuthFailures:
    case AlertSignal::QuotaUsed:
        return u"%"_s;
    case AlertSignal::LatencyP95:
    case AlertSignal::LatencyP99:
        return u"ms"_s;
    case AlertSignal::RequestRate:
        return u"requests/min"_s;
    case AlertSignal::CertificateExpiry:
        return u"days"_s;
    case AlertSignal::SloBurn:
        return u"x"_s;
    default:
        return {};
    }
}

int sensibleDecimals(double value)
{
    const double size = std::abs(value);
    int decimals = size >= 100 ? 0 : size >= 1 ? 1 : 2;
    while (decimals > 0 && QString::number(value, 'f', decimals).endsWith(u'0'))
        --decimals;
    return decimals;
}

int burnEndSeconds(const AlertRule& rule)
{
    constexpr int part = 12;
    return std::max(1, rule.windowSeconds / part);
}

template <>
const EntityTable& tableOf<AlertRule>()
{
    static const EntityTable table = alertRuleTable();
    return table;
}

template <>
const EntityTable& tableOf<Channel>()
{
    static const EntityTable table = channelTable();
    return table;
}

template <>
const EntityTable& tableOf<Silence>()
{
    static const EntityTable table = silenceTable();
    return table;
}

template <>
const EntityTable& tableOf<Slo>()
{
    static const EntityTable table = sloTable();
    return table;
}

} // namespace gatehouse
