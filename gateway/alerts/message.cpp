// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/alerts/message.h"

#include "common/core/ids.h"

#include <QJsonArray>
#include <QLocale>
#include <QSet>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::alerts {

namespace {

using observe::Alert;
using observe::AlertEvent;

QString word(AlertEvent::What what)
{
    return what == AlertEvent::What::Resolved ? u"Resolved"_s
           : what == AlertEvent::What::Fired  ? u"Firing"_s
                                              : u"Still firing"_s;
}

QString lineOf(const AlertEvent& event)
{
    const Alert& alert = event.alert;
    QString line = u"%1 [%2] %3"_s.arg(word(event.what), alert.spec.severity, summaryOf(alert));
    if (event.what == AlertEvent::What::Resolved)
        line += u"; it fired from %1 to %2, at worst %3"_s.arg(
            isoTime(alert.firedMs), isoTime(alert.resolvedMs), valueText(alert, alert.worst));
    else
        line += u"; since %1"_s.arg(isoTime(alert.sinceMs));
    if (!alert.ending.isEmpty())
        line += u" ("_s + alert.ending + u')';
    return line;
}

QString titleOf(const std::vector<AlertEvent>& events)
{
    if (events.size() == 1)
        return u"%1: %2"_s.arg(word(events.front().what), summaryOf(events.front().alert));
    qsizetype fired = 0, resolved = 0;
    for (const AlertEvent& event : events)
        ++(event.what == AlertEvent::What::Resolved ? resolved : fired);
    if (resolved == 0)
        return u"%1 alerts fire"_s.arg(fired);
    if (fired == 0)
        return u"%1 alerts resolved"_s.arg(resolved);
    return u"%1 alerts fire, %2 resolved"_s.arg(fired).arg(resolved);
}

QString worstOf(const std::vector<AlertEvent>& events)
{
    Severity worst = Severity::Info;
    for (const AlertEvent& event : events)
        worst = std::max(worst, fromWire<Severity>(event.alert.spec.severity).value_or(Severity::Info));
    return toWire(worst);
}

/// A number that somebody has set, as it was set.
QString exactText(double value)
{
    return QString::number(value, 'f', QLocale::FloatingPointShortest);
}

QString withUnit(const QString& number, const QString& unit)
{
    return unit == u"x"_s ? number + u" times the allowed errors"_s : number + u' ' + unit;
}

QString wordsOf(AlertSignal signal)
{
    switch (signal) {
    case AlertSignal::GatewayDown:
        return u"gateway not ready"_s;
    case AlertSignal::ErrorRate:
        return u"share of 5xx answers"_s;
    case AlertSignal::RateLimitShare:
        return u"share of 429 answers"_s;
    case AlertSignal::LatencyP95:
        return u"95th percentile of latency"_s;
    case AlertSignal::LatencyP99:
        return u"99th percentile of latency"_s;
    case AlertSignal::RequestRate:
        return u"requests per minute"_s;
    case AlertSignal::UpstreamDown:
        return u"an upstream target is down"_s;
    case AlertSignal::BreakerOpen:
        return u"a circuit breaker is open"_s;
    case AlertSignal::CertificateExpiry:
        return u"days left of a certificate"_s;
    case AlertSignal::QuotaUsed:
        return u"used share of a quota"_s;
    case AlertSignal::AuthFailures:
        return u"share of 401 and 403 answers"_s;
    case AlertSignal::SloBurn:
        return u"burn of the error budget"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QString summaryOf(const AlertRule& rule)
{
    QString text = wordsOf(rule.signal);
    const QString unit = unitOf(rule.signal);
    if (!unit.isEmpty())
        text += u" %1 %2"_s.arg(toWire(rule.comparison), withUnit(exactText(rule.threshold), unit));
    if (rule.signal == AlertSignal::SloBurn)
        text += u" of %1 %"_s.arg(exactText(rule.objectivePercent));
    if (isOfTraffic(rule.signal))
        text += u" over %1 s"_s.arg(rule.windowSeconds);
    if (rule.signal == AlertSignal::SloBurn)
        text += u" and its last %1 s"_s.arg(burnEndSeconds(rule));
    if (rule.forSeconds > 0)
        text += u", for %1 s"_s.arg(rule.forSeconds);
    if (rule.minRequests > 0)
        text += u", with at least %1 requests"_s.arg(rule.minRequests);
    if (rule.eachApi)
        text += u", for each API"_s;
    else if (!rule.api.isEmpty())
        text += u", of "_s + rule.api;
    return text;
}

QString valueText(const Alert& alert, double value)
{
    if (alert.spec.unit.isEmpty())
        return value > 0 ? u"down"_s : u"up"_s;
    return withUnit(QString::number(value, 'f', sensibleDecimals(value)), alert.spec.unit);
}

QString summaryOf(const Alert& alert)
{
    QString text = alert.spec.rule;
    if (!alert.subject.isEmpty())
        text += u" of "_s + alert.subject;
    const QString now = valueText(alert, alert.value);
    if (alert.spec.unit.isEmpty())
        return text + u": "_s + now;
    return text + u": %1, threshold %2 %3"_s.arg(now, alert.spec.below ? u"below"_s : u"above"_s,
                                                 withUnit(exactText(alert.spec.threshold), alert.spec.unit));
}

QJsonObject alertMessage(const std::vector<AlertEvent>& events, const QString& gateway)
{
    QStringList lines;
    QSet<QString> kinds;
    QJsonArray alerts;
    for (const AlertEvent& event : events) {
        lines.append(lineOf(event));
        kinds.insert(toString(event.what));
        QJsonObject alert = event.alert.toJson();
        alert.insert(u"summary"_s, summaryOf(event.alert));
        alerts.append(alert);
    }
    return {{u"event"_s, u"alert."_s + (kinds.size() == 1 ? *kinds.begin() : u"changed"_s)},
            {u"gateway"_s, gateway},
            {u"title"_s, titleOf(events)},
            {u"text"_s, lines.join(u'\n')},
            {u"severity"_s, worstOf(events)},
            {u"alerts"_s, alerts}};
}

QJsonObject testMessage(const QString& channel, const QString& by, const QString& gateway)
{
    return {{u"event"_s, u"test"_s},
            {u"gateway"_s, gateway},
            {u"title"_s, u"Test alert from Gatehouse"_s},
            {u"text"_s, u"%1 sent this over the channel %2. Nothing is wrong."_s.arg(by, channel)},
            {u"severity"_s, u"info"_s},
            {u"alerts"_s, QJsonArray()}};
}

QJsonObject subscriptionMessage(const QString& event, const QJsonObject& subscription, const QString& gateway)
{
    const QString api = subscription.value(u"api"_s).toString();
    return {
        {u"event"_s, event},
        {u"gateway"_s, gateway},
        {u"title"_s, u"%1: %2"_s.arg(event, api)},
        {u"text"_s, u"Subscription %1 of %2 to %3"_s.arg(subscription.value(u"id"_s).toString(),
                                                         subscription.value(u"consumer"_s).toString(), api)},
        {u"severity"_s, u"info"_s},
        {u"subscription"_s, subscription}};
}

} // namespace gatehouse::alerts
