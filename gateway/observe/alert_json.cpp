// SPDX-License-Identifier: GPL-3.0-or-later
// How alerts are kept and shown.
#include "common/core/ids.h"
#include "gateway/observe/alert_engine.h"

#include <QDateTime>
#include <QJsonArray>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

QJsonValue timeOf(qint64 ms)
{
    return ms == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(isoTime(ms));
}

QJsonValue textOf(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

qint64 msOf(const QJsonValue& value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

AlertState stateOf(const QString& word)
{
    return word == u"firing"_s    ? AlertState::Firing
           : word == u"pending"_s ? AlertState::Pending
                                  : AlertState::Resolved;
}

} // namespace

QString toString(AlertState state)
{
    switch (state) {
    case AlertState::Pending:
        return u"pending"_s;
    case AlertState::Firing:
        return u"firing"_s;
    case AlertState::Resolved:
        return u"resolved"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject Alert::toJson() const
{
    return {{u"id"_s, id},
            {u"rule_id"_s, spec.ruleId},
            {u"rule"_s, spec.rule},
            {u"signal"_s, spec.signal},
            {u"severity"_s, spec.severity},
            {u"subject"_s, textOf(subject)},
            {u"state"_s, toString(state)},
            {u"value"_s, value},
            {u"worst"_s, worst},
            {u"threshold"_s, spec.threshold},
            {u"comparison"_s, spec.below ? u"below"_s : u"above"_s},
            {u"unit"_s, spec.unit},
            {u"channels"_s, QJsonArray::fromStringList(spec.channels)},
            {u"since"_s, timeOf(sinceMs)},
            {u"fired_at"_s, timeOf(firedMs)},
            {u"good_since"_s, timeOf(goodSinceMs)},
            {u"resolved_at"_s, timeOf(resolvedMs)},
            {u"notified_at"_s, timeOf(toldMs)},
            {u"silenced_by"_s, textOf(silencedBy)},
            {u"acknowledged_by"_s, textOf(acknowledgedBy)},
            {u"acknowledged_at"_s, timeOf(acknowledgedMs)},
            {u"comment"_s, textOf(comment)},
            {u"ending"_s, textOf(ending)}};
}

Alert Alert::fromJson(const QJsonObject& object)
{
    const auto text = [&object](const QString& name) { return object.value(name).toString(); };
    const auto time = [&object](const QString& name) { return msOf(object.value(name)); };
    Alert alert;
    alert.id = text(u"id"_s);
    alert.spec.ruleId = text(u"rule_id"_s);
    alert.spec.rule = text(u"rule"_s);
    alert.spec.signal = text(u"signal"_s);
    alert.spec.severity = text(u"severity"_s);
    alert.spec.unit = text(u"unit"_s);
    alert.spec.channels = object.value(u"channels"_s).toVariant().toStringList();
    alert.spec.below = text(u"comparison"_s) == u"below"_s;
    alert.spec.threshold = object.value(u"threshold"_s).toDouble();
    alert.subject = text(u"subject"_s);
    alert.state = stateOf(text(u"state"_s));
    alert.value = object.value(u"value"_s).toDouble();
    alert.worst = object.value(u"worst"_s).toDouble();
    alert.sinceMs = time(u"since"_s);
    alert.firedMs = time(u"fired_at"_s);
    alert.goodSinceMs = time(u"good_since"_s);
    alert.resolvedMs = time(u"resolved_at"_s);
    alert.toldMs = time(u"notified_at"_s);
    alert.silencedBy = text(u"silenced_by"_s);
    alert.acknowledgedBy = text(u"acknowledged_by"_s);
    alert.acknowledgedMs = time(u"acknowledged_at"_s);
    alert.comment = text(u"comment"_s);
    alert.ending = text(u"ending"_s);
    return alert;
}

} // namespace gatehouse::observe
