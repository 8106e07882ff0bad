// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/alerts/alert_words.h"

#include "common/model/alerting.h"
#include "console/models/json_row.h"
#include "console/widgets/model_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString inWords(const char* english, int count = -1)
{
    return QCoreApplication::translate("Alerts", english, nullptr, count);
}

/// A number that somebody has set, as it was set.
QString exactly(double value)
{
    return QLocale().toString(value, 'f', QLocale::FloatingPointShortest);
}

QString measured(double value)
{
    return QLocale().toString(value, 'f', sensibleDecimals(value));
}

QString unitText(const QString& unit)
{
    if (unit == u"days"_s)
        return inWords(QT_TRANSLATE_NOOP("Alerts", "days"));
    return unit == u"requests/min"_s ? inWords(QT_TRANSLATE_NOOP("Alerts", "requests/min")) : unit;
}

QString withUnit(const QString& number, const QString& unit)
{
    if (unit == u"x"_s)
        return inWords(QT_TRANSLATE_NOOP("Alerts", "%1 times the allowed errors")).arg(number);
    return number + u' ' + unitText(unit);
}

QString signalText(AlertSignal signal)
{
    switch (signal) {
    case AlertSignal::GatewayDown:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "gateway not ready for traffic"));
    case AlertSignal::ErrorRate:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "share of 5xx answers"));
    case AlertSignal::RateLimitShare:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "share of 429 answers"));
    case AlertSignal::LatencyP95:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "95th percentile of latency"));
    case AlertSignal::LatencyP99:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "99th percentile of latency"));
    case AlertSignal::RequestRate:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "requests per minute"));
    case AlertSignal::UpstreamDown:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "an upstream target is down"));
    case AlertSignal::BreakerOpen:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "a circuit breaker is open"));
    case AlertSignal::CertificateExpiry:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "days left of a certificate"));
    case AlertSignal::QuotaUsed:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "used share of a quota"));
    case AlertSignal::AuthFailures:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "share of 401 and 403 answers"));
    case AlertSignal::SloBurn:
        return inWords(QT_TRANSLATE_NOOP("Alerts", "burn of the error budget"));
    }
    return {};
}

QString thresholdText(const QJsonObject& row)
{
    const QString text = textOf(row, "comparison") == u"below"_s
                             ? inWords(QT_TRANSLATE_NOOP("Alerts", "below %1"))
                             : inWords(QT_TRANSLATE_NOOP("Alerts", "above %1"));
    return text.arg(withUnit(exactly(row.value(u"threshold"_s).toDouble()), textOf(row, "unit")));
}

} // namespace

QString alertStateWord(const QJsonObject& alert)
{
    const QString state = textOf(alert, "state");
    if (state == u"pending"_s)
        return inWords(QT_TRANSLATE_NOOP("Alerts", "Pending"));
    if (state == u"resolved"_s)
        return inWords(QT_TRANSLATE_NOOP("Alerts", "Ended"));
    if (state != u"firing"_s)
        return inWords(QT_TRANSLATE_NOOP("Alerts", "Quiet"));
    if (!alert.value(u"acknowledged_by"_s).isNull() && alert.contains(u"acknowledged_by"_s))
        return inWords(QT_TRANSLATE_NOOP("Alerts", "Acknowledged"));
    if (!textOf(alert, "silenced_by").isEmpty())
        return inWords(QT_TRANSLATE_NOOP("Alerts", "Silenced"));
    return inWords(QT_TRANSLATE_NOOP("Alerts", "Firing"));
}

Tone alertStateTone(const QJsonObject& alert)
{
    const QString state = textOf(alert, "state");
    if (state == u"pending"_s)
        return Tone::Info;
    if (state != u"firing"_s)
        return state == u"resolved"_s ? Tone::Good : Tone::Off;
    const bool handled =
        !textOf(alert, "acknowledged_by").isEmpty() || !textOf(alert, "silenced_by").isEmpty();
    return handled ? Tone::Off : severityTone(alert);
}

QString severityWord(const QJsonObject& row)
{
    return choiceText(textOf(row, "severity"));
}

Tone severityTone(const QJsonObject& row)
{
    const QString severity = textOf(row, "severity");
    return severity == u"critical"_s ? Tone::Bad : severity == u"warning"_s ? Tone::Warning : Tone::Info;
}

QString alertValueText(const QJsonObject& alert, const QString& key)
{
    const double value = alert.value(key).toDouble();
    const QString unit = textOf(alert, "unit");
    if (!unit.isEmpty())
        return withUnit(measured(value), unit);
    return value > 0 ? inWords(QT_TRANSLATE_NOOP("Alerts", "down"))
                     : inWords(QT_TRANSLATE_NOOP("Alerts", "up"));
}

QString alertAgainstThreshold(const QJsonObject& alert)
{
    const QString value = alertValueText(alert, u"value"_s);
    if (textOf(alert, "unit").isEmpty())
        return value;
    return u"%1 (%2)"_s.arg(value, thresholdText(alert));
}

QString alertSourceText(const QJsonObject& alert)
{
    const QString subject = textOf(alert, "subject");
    return subject.isEmpty() ? inWords(QT_TRANSLATE_NOOP("Alerts", "Whole gateway")) : subject;
}

QString alertEndingText(const QJsonObject& alert)
{
    constexpr auto removed = QT_TRANSLATE_NOOP("Alerts", "the rule was removed or switched off");
    const QString ending = textOf(alert, "ending");
    return ending == QLatin1StringView(removed) ? inWords(removed) : ending;
}

QString durationText(qint64 seconds)
{
    constexpr int minute = 60, hour = 3600, day = 86400;
    if (seconds >= day && seconds % day == 0)
        return inWords(QT_TRANSLATE_N_NOOP("Alerts", "%n day(s)"), int(seconds / day));
    if (seconds >= hour && seconds % hour == 0)
        return inWords(QT_TRANSLATE_N_NOOP("Alerts", "%n hour(s)"), int(seconds / hour));
    if (seconds >= minute && seconds % minute == 0)
        return inWords(QT_TRANSLATE_N_NOOP("Alerts", "%n minute(s)"), int(seconds / minute));
    return inWords(QT_TRANSLATE_N_NOOP("Alerts", "%n second(s)"), int(seconds));
}

QString alertRuleSummary(const QJsonObject& rule)
{
    const auto signal = fromWire<AlertSignal>(textOf(rule, "signal"));
    if (!signal)
        return textOf(rule, "summary");
    QString text = signalText(*signal);
    if (!unitOf(*signal).isEmpty())
        text += u' ' + thresholdText(rule);
    QStringList parts{text};
    if (*signal == AlertSignal::SloBurn)
        parts.append(inWords(QT_TRANSLATE_NOOP("Alerts", "objective %1 %"))
                         .arg(exactly(rule.value(u"objective_percent"_s).toDouble())));
    if (isOfTraffic(*signal))
        parts.append(inWords(QT_TRANSLATE_NOOP("Alerts", "measured over %1"))
                         .arg(durationText(rule.value(u"window_seconds"_s).toInteger())));
    if (const qint64 seconds = rule.value(u"for_seconds"_s).toInteger(); seconds > 0)
        parts.append(inWords(QT_TRANSLATE_NOOP("Alerts", "for %1")).arg(durationText(seconds)));
    if (const int least = rule.value(u"min_requests"_s).toInt(); least > 0)
        parts.append(inWords(QT_TRANSLATE_N_NOOP("Alerts", "at least %n request(s)"), least));
    if (rule.value(u"each_api"_s).toBool())
        parts.append(inWords(QT_TRANSLATE_NOOP("Alerts", "each API by itself")));
    else if (!textOf(rule, "api").isEmpty())
        parts.append(inWords(QT_TRANSLATE_NOOP("Alerts", "of %1")).arg(textOf(rule, "api")));
    return parts.join(u", "_s);
}

QString logSearchFor(const QJsonObject& alert)
{
    const auto signal = fromWire<AlertSignal>(textOf(alert, "signal"));
    if (!signal || !isOfTraffic(*signal))
        return {};
    QStringList words;
    if (*signal == AlertSignal::ErrorRate || *signal == AlertSignal::SloBurn)
        words.append(u"level:error"_s);
    else if (*signal == AlertSignal::RateLimitShare || *signal == AlertSignal::AuthFailures)
        words.append(u"level:warning"_s);
    else if (*signal != AlertSignal::RequestRate)
        words.append(u"slower:%1"_s.arg(qint64(alert.value(u"threshold"_s).toDouble())));
    const QString subject = textOf(alert, "subject");
    if (!subject.isEmpty())
        words.append(u"api:"_s + subject.section(u'/', 0, 0));
    return words.join(u' ');
}

} // namespace gatehouse::console
