// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/alerts/signals.h"

#include "common/model/api.h"
#include "gateway/control/rules.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::alerts {

namespace {

using observe::AlertReading;
using Judgement = AlertReading::Judgement;

double percent(std::uint64_t part, std::uint64_t whole)
{
    return whole == 0 ? 0 : 100.0 * double(part) / double(whole);
}

/// How many times faster than allowed errors come: 1 uses up what the objective leaves just in its time.
double burnOf(const AlertRule& rule, const observe::TrafficCounts& counts)
{
    return percent(counts.serverErrors, counts.requests) / (100 - rule.objectivePercent);
}

double valueOf(const AlertRule& rule, const observe::AlertTraffic::Subject& subject)
{
    const observe::TrafficCounts& counts = subject.counts;
    switch (rule.signal) {
    case AlertSignal::ErrorRate:
        return percent(counts.serverErrors, counts.requests);
    case AlertSignal::RateLimitShare:
        return percent(counts.limited, counts.requests);
    case AlertSignal::AuthFailures:
        return percent(counts.refused, counts.requests);
    case AlertSignal::LatencyP95:
        return subject.latency.percentileNs(0.95) * 1e-6;
    case AlertSignal::LatencyP99:
        return subject.latency.percentileNs(0.99) * 1e-6;
    case AlertSignal::RequestRate:
        return double(counts.requests) * 60 / rule.windowSeconds;
    case AlertSignal::SloBurn: // what does not go on is no burn, and one bad minute is none either
        return std::min(burnOf(rule, counts), burnOf(rule, subject.end));
    default:
        Q_UNREACHABLE();
    }
}

/// As observe::Tally names it.
QString countedAs(const Api& api)
{
    const std::string tenant = api.tenant.toStdString();
    return observe::tenantPrefix(tenant).empty() ? api.key() : api.tenant + u':' + api.key();
}

bool isBeyond(const AlertRule& rule, double value)
{
    return rule.comparison == AlertComparison::Below ? value < rule.threshold : value > rule.threshold;
}

AlertReading trafficReading(const AlertRule& rule, const observe::AlertTraffic::Subject& subject)
{
    // Whom a rule of a tenant is told about need not say which.
    const QString own = rule.tenant + u':';
    const QString name = subject.name.startsWith(own) ? subject.name.mid(own.size()) : subject.name;
    AlertReading reading{name.isEmpty() ? rule.api : name, valueOf(rule, subject), {}};
    const bool rate = rule.signal == AlertSignal::RequestRate;
    // Few requests say little about a share or a latency; of a rate they say everything.
    const bool tooFew =
        !rate && (subject.counts.requests == 0 || qint64(subject.counts.requests) < rule.minRequests);
    if (tooFew)
        reading.judgement = Judgement::Good;
    // After a start the window is not full: nothing may end, and no silence be noticed, because of that.
    const bool beyond = !tooFew && isBeyond(rule, reading.value);
    const bool tooSoon = rate && rule.comparison == AlertComparison::Below ? beyond : !beyond;
    if (!subject.whole && tooSoon)
        reading.judgement = Judgement::Unknown;
    return reading;
}

std::vector<AlertReading> asked(const SignalSources::Read& source)
{
    return source ? source() : std::vector<AlertReading>();
}

} // namespace

observe::AlertSpec specOf(const AlertRule& rule)
{
    observe::AlertSpec spec;
    spec.ruleId = rule.id;
    spec.rule = rule.name;
    spec.signal = toWire(rule.signal);
    spec.severity = toWire(rule.severity);
    spec.channels = rule.channels;
    spec.unit = unitOf(rule.signal);
    spec.below = rule.comparison == AlertComparison::Below;
    spec.threshold = rule.threshold;
    spec.forMs = qint64(rule.forSeconds) * 1000;
    spec.recoverMs = qint64(rule.recoverSeconds) * 1000;
    spec.slackPercent = rule.slackPercent;
    spec.repeatMs = qint64(rule.repeatSeconds) * 1000;
    return spec;
}

observe::TrafficWatch watchOf(const AlertRule& rule, const control::Documents& documents)
{
    observe::TrafficWatch watch;
    watch.ruleId = rule.id;
    watch.windowSeconds = rule.windowSeconds;
    watch.latencies = rule.signal == AlertSignal::LatencyP95 || rule.signal == AlertSignal::LatencyP99;
    watch.endSeconds = rule.signal == AlertSignal::SloBurn ? burnEndSeconds(rule) : 0;
    watch.eachApi = rule.eachApi;
    watch.everything = rule.api.isEmpty() && rule.tenant.isEmpty();
    const Api* const only = rule.api.isEmpty() ? nullptr : control::watchedApi(documents, rule);
    documents.of<Api>().forEach([&](const Api& api) {
        const bool named = &api == only;
        const bool owned = rule.api.isEmpty() && api.tenant == rule.tenant;
        if (!watch.everything && (named || owned))
            watch.apis.push_back(countedAs(api).toStdString());
    });
    std::sort(watch.apis.begin(), watch.apis.end());
    return watch;
}

std::vector<AlertReading> readingsOf(const AlertRule& rule, const observe::AlertTraffic& traffic,
                                     const SignalSources& sources, qint64 nowSecond)
{
    switch (rule.signal) {
    case AlertSignal::GatewayDown:
        return asked(sources.gateway);
    case AlertSignal::UpstreamDown:
        return asked(sources.upstreams);
    case AlertSignal::BreakerOpen:
        return asked(sources.breakers);
    case AlertSignal::CertificateExpiry:
        return asked(sources.certificates);
    case AlertSignal::QuotaUsed:
        return asked(sources.quotas);
    default:
        break;
    }
    std::vector<AlertReading> readings;
    for (const observe::AlertTraffic::Subject& subject : traffic.subjects(rule.id, nowSecond))
        readings.push_back(trafficReading(rule, subject));
    return readings;
}

} // namespace gatehouse::alerts
