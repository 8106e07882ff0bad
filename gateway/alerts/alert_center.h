// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/alerts/couriers.h"
#include "gateway/alerts/notifier.h"
#include "gateway/alerts/signals.h"
#include "gateway/control/change_set.h"

#include <QObject>

namespace gatehouse::control {
class ControlPlane;
}
namespace gatehouse::observe {
class Telemetry;
}

namespace gatehouse::alerts {

/// Judges the alert rules of the documents once a second, and tells people over the channels of the
/// documents. Lives on the control thread; nothing here is on the way of a request.
class AlertCenter final : public QObject {
    Q_OBJECT

public:
    /// Takes the state to the disk. It is asked for whenever the state has changed.
    using Saver = std::function<void(const QJsonObject& state)>;

    AlertCenter(control::ControlPlane& control, observe::Telemetry& telemetry, const Clock& clock,
                QObject* parent = nullptr);
    ~AlertCenter() override;

    void setSources(SignalSources sources);
    void setSaver(Saver saver) { m_saver = std::move(saver); }
    void setOptions(const NotifierOptions& options, const MailServer& mail);
    void setDesktop(Couriers::Desktop desktop) { m_couriers.setDesktop(std::move(desktop)); }

    /// Once a second.
    void tick();
    /// State of the last run; before the first tick.
    void restore(const QJsonObject& state);
    /// Saves now what has changed since the last time.
    void save();

    const observe::AlertEngine& engine() const { return m_engine; }
    const Notifier& notifier() const { return m_notifier; }
    /// How many fire, by word of severity.
    qint64 firing(const QString& severity) const;

    /// The alert as it is then; null when no such alert fires.
    const observe::Alert* acknowledge(const QString& id, const QString& by, const QString& comment);
    /// Sends a test over the channel and notes the result in its document; `done` gets it after that.
    void test(const std::shared_ptr<const Channel>& channel, const control::Actor& by,
              const Transport::Done& done);
    /// Tells channels that take the event ("subscription.created") or all events.
    void post(const QString& event, const QJsonObject& subscription);

Q_SIGNALS:
    /// Something that people may want to see at once: {what, alert}.
    void happened(const QJsonObject& event);

private:
    void takeRules();
    void judge(const AlertRule& rule, qint64 nowMs);
    void tell(const observe::AlertEvent& event);
    QString silenceOf(const observe::Alert& alert) const;
    std::vector<observe::AlertReading> quotas();

    control::ControlPlane& m_control;
    observe::Telemetry& m_telemetry;
    const Clock& m_clock;
    SignalSources m_sources;
    SignalSources::Read m_readQuotas;
    observe::AlertTraffic m_traffic;
    observe::AlertEngine m_engine;
    Couriers m_couriers;
    Notifier m_notifier;
    QString m_gateway;
    Saver m_saver;
    std::vector<std::shared_ptr<const AlertRule>> m_rules;
    bool m_rulesTaken = false; ///< once, after the documents were loaded
    quint64 m_savedChanges = 0;
    std::vector<observe::AlertReading> m_quotas;
    qint64 m_quotasReadMs = 0;
};

} // namespace gatehouse::alerts
