// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/alert_engine.h"

#include "common/core/ids.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

using Judgement = AlertReading::Judgement;

bool isBad(const AlertSpec& spec, const AlertReading& reading, bool firing)
{
    if (reading.judgement == Judgement::Good)
        return false;
    const double slack = firing ? spec.threshold * spec.slackPercent / 100 : 0;
    return spec.below ? reading.value < spec.threshold + slack : reading.value > spec.threshold - slack;
}

bool isWorse(const AlertSpec& spec, double value, double than)
{
    return spec.below ? value < than : value > than;
}

} // namespace

QString toString(AlertEvent::What what)
{
    switch (what) {
    case AlertEvent::What::Fired:
        return u"fired"_s;
    case AlertEvent::What::Resolved:
        return u"resolved"_s;
    case AlertEvent::What::Reminder:
        return u"reminder"_s;
    }
    Q_UNREACHABLE();
}

void AlertEngine::tell(Alert& alert, qint64 nowMs, Events& events)
{
    const QString silence = m_silences ? m_silences(alert) : QString();
    if (alert.silencedBy != silence) {
        alert.silencedBy = silence;
        ++m_changes;
    }
    if (!silence.isEmpty())
        return;
    const bool reminder = alert.toldMs != 0;
    if (reminder &&
        (alert.spec.repeatMs <= 0 || alert.isAcknowledged() || nowMs - alert.toldMs < alert.spec.repeatMs))
        return;
    alert.toldMs = nowMs;
    ++m_changes;
    events.push_back({reminder ? AlertEvent::What::Reminder : AlertEvent::What::Fired, alert});
}

void AlertEngine::bad(Alert& alert, qint64 nowMs, Events& events)
{
    if (alert.goodSinceMs != 0) {
        alert.goodSinceMs = 0;
        ++m_changes;
    }
    if (isWorse(alert.spec, alert.value, alert.worst))
        alert.worst = alert.value;
    if (alert.state == AlertState::Pending && nowMs - alert.sinceMs >= alert.spec.forMs) {
        alert.state = AlertState::Firing;
        alert.firedMs = nowMs;
        ++m_changes;
    }
    if (alert.isFiring())
        tell(alert, nowMs, events);
}

void AlertEngine::end(Alert& alert, qint64 nowMs, Events& events)
{
    alert.state = AlertState::Resolved;
    alert.resolvedMs = nowMs;
    ++m_changes;
    if (alert.toldMs != 0)
        events.push_back({AlertEvent::What::Resolved, alert});
    m_history.push_front(alert);
    if (m_history.size() > MaxHistory)
        m_history.pop_back();
}

/// True when the alert is over.
bool AlertEngine::good(Alert& alert, qint64 nowMs, Events& events)
{
    if (!alert.isFiring()) {
        ++m_changes;
        return true;
    }
    if (alert.goodSinceMs == 0) {
        alert.goodSinceMs = nowMs;
        ++m_changes;
    }
    if (nowMs - alert.goodSinceMs < alert.spec.recoverMs)
        return false;
    end(alert, nowMs, events);
    return true;
}

void AlertEngine::readingOf(const AlertSpec& spec, const AlertReading& reading, qint64 nowMs, Events& events)
{
    const Key key{spec.ruleId, reading.subject};
    auto at = m_current.find(key);
    const bool known = at != m_current.end();
    const bool wrong =
        reading.judgement != Judgement::Unknown && isBad(spec, reading, known && at->second.isFiring());
    if (!known) {
        if (!wrong)
            return;
        Alert alert;
        alert.id = newId();
        alert.subject = reading.subject;
        alert.sinceMs = nowMs;
        alert.worst = reading.value;
        at = m_current.emplace(key, std::move(alert)).first;
        ++m_changes;
    }
    Alert& alert = at->second;
    alert.spec = spec;
    if (reading.judgement == Judgement::Unknown)
        return;
    alert.value = reading.value;
    if (wrong)
        bad(alert, nowMs, events);
    else if (good(alert, nowMs, events))
        m_current.erase(at);
}

std::vector<AlertEvent> AlertEngine::judge(const AlertSpec& spec, const std::vector<AlertReading>& readings,
                                           qint64 nowMs)
{
    Events events;
    QSet<QString> read;
    for (const AlertReading& reading : readings) {
        read.insert(reading.subject);
        readingOf(spec, reading, nowMs, events);
    }
    for (auto at = m_current.lower_bound({spec.ruleId, {}});
         at != m_current.end() && at->first.first == spec.ruleId;) {
        const bool over = !read.contains(at->first.second) && good(at->second, nowMs, events);
        at = over ? m_current.erase(at) : std::next(at);
    }
    return events;
}

std::vector<AlertEvent> AlertEngine::keepOnly(const QSet<QString>& ruleIds, qint64 nowMs)
{
    Events events;
    for (auto at = m_current.begin(); at != m_current.end();) {
        if (ruleIds.contains(at->first.first)) {
            ++at;
            continue;
        }
        if (at->second.isFiring()) {
            at->second.ending = u"the rule was removed or switched off"_s;
            end(at->second, nowMs, events);
        }
        ++m_changes;
        at = m_current.erase(at);
    }
    return events;
}

bool AlertEngine::acknowledge(const QString& id, const QString& by, const QString& comment, qint64 nowMs)
{
    const auto at = std::find_if(m_current.begin(), m_current.end(), [&](const auto& entry) {
        return entry.second.id == id && entry.second.isFiring();
    });
    if (at == m_current.end())
        return false;
    at->second.acknowledgedBy = by;
    at->second.acknowledgedMs = nowMs;
    at->second.comment = comment;
    ++m_changes;
    return true;
}

std::vector<const Alert*> AlertEngine::current() const
{
    std::vector<const Alert*> list;
    list.reserve(m_current.size());
    for (const auto& [key, alert] : m_current)
        list.push_back(&alert);
    return list;
}

const Alert* AlertEngine::find(const QString& id) const
{
    for (const auto& [key, alert] : m_current) {
        if (alert.id == id)
            return &alert;
    }
    const auto ended =
        std::find_if(m_history.begin(), m_history.end(), [&](const Alert& alert) { return alert.id == id; });
    return ended == m_history.end() ? nullptr : &*ended;
}

QJsonObject AlertEngine::save() const
{
    QJsonArray current, history;
    for (const auto& [key, alert] : m_current)
        current.append(alert.toJson());
    for (const Alert& alert : m_history)
        history.append(alert.toJson());
    return {{u"current"_s, current}, {u"history"_s, history}};
}

void AlertEngine::restore(const QJsonObject& saved)
{
    m_current.clear();
    m_history.clear();
    for (const QJsonValue each : saved.value(u"current"_s).toArray()) {
        const Alert alert = Alert::fromJson(each.toObject());
        if (!alert.id.isEmpty() && alert.state != AlertState::Resolved)
            m_current.emplace(Key{alert.spec.ruleId, alert.subject}, alert);
    }
    for (const QJsonValue each : saved.value(u"history"_s).toArray()) {
        const Alert alert = Alert::fromJson(each.toObject());
        if (!alert.id.isEmpty() && m_history.size() < MaxHistory)
            m_history.push_back(alert);
    }
}

} // namespace gatehouse::observe
