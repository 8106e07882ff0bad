// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/alerts/alert_center.h"

#include "gateway/alerts/message.h"
#include "gateway/alerts/subscription_events.h"
#include "gateway/control/control_plane.h"
#include "gateway/observe/telemetry.h"

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::alerts {

namespace {

bool takes(const Channel& channel, const QString& event)
{
    return channel.enabled && (channel.events.contains(u"*"_s) || channel.events.contains(event));
}

bool isOfAlerts(const QList<control::DocumentDiff>& changes)
{
    return std::any_of(changes.begin(), changes.end(), [](const control::DocumentDiff& change) {
        return change.kind == Kind::AlertRule || change.kind == Kind::Api;
    });
}

} // namespace

AlertCenter::AlertCenter(control::ControlPlane& control, observe::Telemetry& telemetry, const Clock& clock,
                         QObject* parent)
    : QObject(parent)
    , m_control(control)
    , m_telemetry(telemetry)
    , m_clock(clock)
    , m_notifier(clock, m_couriers,
                 [this](const QString& id) -> std::shared_ptr<const Channel> {
                     auto channel = m_control.documents().of<Channel>().find(id);
                     return channel && channel->enabled ? channel : nullptr;
                 },
                 {})
{
    m_engine.setSilences([this](const observe::Alert& alert) { return silenceOf(alert); });
    telemetry.setTallyWatcher(
        [this](std::int64_t second, const observe::Tally& tally) { m_traffic.add(second, tally); });
    connect(&control, &control::ControlPlane::published, this,
            [this](quint64, const QList<control::DocumentDiff>& changes) {
                if (isOfAlerts(changes)) // at once: what comes after the answer is watched
                    takeRules();
                for (const SubscriptionEvent& event : subscriptionEvents(m_control.documents(), changes))
                    post(event.name, event.subscription);
            });
}

AlertCenter::~AlertCenter()
{
    m_telemetry.setTallyWatcher({});
}

void AlertCenter::setSources(SignalSources sources)
{
    m_sources = std::move(sources);
    m_readQuotas = std::exchange(m_sources.quotas, [this] { return quotas(); });
}

void AlertCenter::setOptions(const NotifierOptions& options, const MailServer& mail)
{
    m_gateway = options.gateway;
    m_notifier.setOptions(options);
    m_couriers.setMailServer(mail);
}

void AlertCenter::takeRules()
{
    m_rulesTaken = true;
    m_rules.clear();
    std::vector<observe::TrafficWatch> watches;
    const auto table = m_control.documents().of<AlertRule>();
    table.forEach([&](const AlertRule& rule) {
        if (!rule.enabled)
            return;
        m_rules.push_back(table.find(rule.id));
        if (isOfTraffic(rule.signal))
            watches.push_back(watchOf(rule, m_control.documents()));
    });
    m_traffic.setWatches(std::move(watches), m_clock.wallMs() / 1000);
}

void AlertCenter::tick()
{
    if (!m_rulesTaken)
        takeRules();
    const qint64 now = m_clock.wallMs();
    QSet<QString> alive;
    for (const auto& rule : m_rules) {
        alive.insert(rule->id);
        judge(*rule, now);
    }
    for (const observe::AlertEvent& event : m_engine.keepOnly(alive, now))
        tell(event);
    m_notifier.tick();
    save();
}

void AlertCenter::judge(const AlertRule& rule, qint64 nowMs)
{
    const auto readings = readingsOf(rule, m_traffic, m_sources, nowMs / 1000);
    for (const observe::AlertEvent& event : m_engine.judge(specOf(rule), readings, nowMs))
        tell(event);
}

std::vector<observe::AlertReading> AlertCenter::quotas()
{
    constexpr qint64 everyMs = 30'000;
    const qint64 now = m_clock.wallMs();
    if (m_readQuotas && (m_quotasReadMs == 0 || std::abs(now - m_quotasReadMs) >= everyMs)) {
        m_quotas = m_readQuotas();
        m_quotasReadMs = now;
    }
    return m_quotas;
}

void AlertCenter::tell(const observe::AlertEvent& event)
{
    QJsonObject alert = event.alert.toJson();
    alert.insert(u"summary"_s, summaryOf(event.alert));
    Q_EMIT happened({{u"what"_s, toString(event.what)}, {u"alert"_s, alert}});
    const Severity severity = fromWire<Severity>(event.alert.spec.severity).value_or(Severity::Critical);
    m_control.documents().of<Channel>().forEach([&](const Channel& channel) {
        const QStringList& chosen = event.alert.spec.channels;
        if ((chosen.isEmpty() || chosen.contains(channel.id)) && takes(channel, u"alert"_s) &&
            severity >= channel.minSeverity)
            m_notifier.add(channel.id, event);
    });
}

QString AlertCenter::silenceOf(const observe::Alert& alert) const
{
    const qint64 now = m_clock.wallMs();
    QString found;
    m_control.documents().of<Silence>().forEach([&](const Silence& silence) {
        const bool active = silence.startsAt.ms <= now && now < silence.endsAt.ms;
        const bool meant = (silence.ruleId.isEmpty() || silence.ruleId == alert.spec.ruleId) &&
                           (silence.api.isEmpty() || silence.api == alert.subject);
        if (active && meant)
            found = silence.id;
    });
    return found;
}

qint64 AlertCenter::firing(const QString& severity) const
{
    const auto current = m_engine.current();
    return std::count_if(current.begin(), current.end(), [&](const observe::Alert* alert) {
        return alert->isFiring() && alert->spec.severity == severity;
    });
}

const observe::Alert* AlertCenter::acknowledge(const QString& id, const QString& by, const QString& comment)
{
    if (!m_engine.acknowledge(id, by, comment, m_clock.wallMs()))
        return nullptr;
    save();
    const observe::Alert* alert = m_engine.find(id);
    Q_EMIT happened({{u"what"_s, u"acknowledged"_s}, {u"alert"_s, alert->toJson()}});
    return alert;
}

void AlertCenter::test(const std::shared_ptr<const Channel>& channel, const control::Actor& by,
                       const Transport::Done& done)
{
    m_notifier.test(channel, testMessage(channel->name, by.name, m_gateway),
                    [this, id = channel->id, by, done](const Outcome& outcome) {
                        const auto now = m_control.documents().of<Channel>().find(id);
                        if (!now)
                            return done(outcome);
                        Channel tested = *now;
                        tested.lastTestError = outcome.error;
                        if (outcome.delivered) {
                            tested.lastTestAt = {m_clock.wallMs()};
                            tested.lastTestMs = outcome.latencyMs;
                        }
                        control::ChangeSet changes(u"alert_channel.test"_s);
                        changes.put(tested);
                        m_control.apply(changes, by,
                                        [outcome, done](const Result<control::Applied>&) { done(outcome); });
                    });
}

void AlertCenter::post(const QString& event, const QJsonObject& subscription)
{
    m_control.documents().of<Channel>().forEach([&](const Channel& channel) {
        if (takes(channel, event))
            m_notifier.post(channel.id, subscriptionMessage(event, subscription, m_gateway));
    });
}

void AlertCenter::restore(const QJsonObject& state)
{
    m_engine.restore(state.value(u"alerts"_s).toObject());
    m_notifier.restore(state.value(u"notifications"_s).toObject());
}

void AlertCenter::save()
{
    const quint64 changes = m_engine.changes() + m_notifier.changes();
    if (changes == m_savedChanges || !m_saver)
        return;
    m_savedChanges = changes;
    m_saver({{u"alerts"_s, m_engine.save()}, {u"notifications"_s, m_notifier.save()}});
}

} // namespace gatehouse::alerts
