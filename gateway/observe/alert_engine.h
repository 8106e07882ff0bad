// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <deque>
#include <functional>
#include <map>
#include <vector>

namespace gatehouse::observe {

/// What a rule asks of the engine. Times are milliseconds.
struct AlertSpec {
    QString ruleId;
    QString rule;         ///< its name
    QString signal;       ///< word of the model, "error_rate"
    QString severity;     ///< "info", "warning", "critical"
    QStringList channels; ///< ids of who is told; empty: everybody
    QString unit;         ///< of value and threshold: "%", "ms", "days", "" for states
    bool below = false;
    double threshold = 0;
    qint64 forMs = 0;        ///< beyond the threshold so long before it fires
    qint64 recoverMs = 0;    ///< good so long before it ends
    double slackPercent = 0; ///< while it fires, good means back by this share of the threshold
    qint64 repeatMs = 0;     ///< reminders; 0: none
};

/// What was measured of one subject of a rule: the whole gateway, an API, a server, a certificate.
struct AlertReading {
    enum class Judgement : std::uint8_t {
        Normal, ///< the value decides
        Good,   ///< too little to judge by: counts as good
        Unknown ///< nothing can be said yet: everything stays as it is
    };
    QString subject; ///< empty: the whole gateway
    double value = 0;
    Judgement judgement = Judgement::Normal;
};

enum class AlertState : std::uint8_t { Pending, Firing, Resolved };
QString toString(AlertState state);

/// One occurrence, from the first bad reading to its end.
struct Alert {
    QString id;
    AlertSpec spec; ///< as it was judged last
    QString subject;
    AlertState state = AlertState::Pending;
    double value = 0; ///< last one
    double worst = 0;
    qint64 sinceMs = 0; ///< first bad reading; times are milliseconds since 1970, 0 = not so far
    qint64 firedMs = 0;
    qint64 resolvedMs = 0;
    qint64 goodSinceMs = 0; ///< while it fires: since when readings have been good
    qint64 toldMs = 0;      ///< when people were told last that it fires
    QString silencedBy;     ///< id of the silence that keeps it quiet now
    QString acknowledgedBy; ///< empty: nobody has
    qint64 acknowledgedMs = 0;
    QString comment; ///< of who acknowledged it
    QString ending;  ///< why it ended, when not by good readings

    bool isFiring() const { return state == AlertState::Firing; }
    bool isAcknowledged() const { return acknowledgedMs != 0; }
    QJsonObject toJson() const;
    static Alert fromJson(const QJsonObject& object);
};

/// What people are to be told.
struct AlertEvent {
    enum class What : std::uint8_t { Fired, Resolved, Reminder };
    What what;
    Alert alert;
};
QString toString(AlertEvent::What what);

/// The states of all alerts, moved on by readings. Knows nothing of documents, clocks or channels: the caller
/// gives the time (milliseconds since 1970), so a test lets hours pass in a moment. A time that runs
/// backwards moves nothing. Control thread.
///
/// Exactly one Fired and one Resolved for each occurrence that fires. A silenced alert tells nothing; when
/// the silence ends before the alert does, Fired comes then. The end of an alert that was told is always
/// told.
class AlertEngine {
public:
    static constexpr std::size_t MaxHistory = 1000;

    /// Id of the silence that matches the alert; empty for none.
    using SilenceOf = std::function<QString(const Alert&)>;
    void setSilences(SilenceOf silences) { m_silences = std::move(silences); }

    /// Moves the alerts of one rule on. A subject without a reading counts as good: it is not there any more.
    std::vector<AlertEvent> judge(const AlertSpec& spec, const std::vector<AlertReading>& readings,
                                  qint64 nowMs);
    /// Ends the alerts of rules that are gone or switched off.
    std::vector<AlertEvent> keepOnly(const QSet<QString>& ruleIds, qint64 nowMs);

    /// False when no such alert fires.
    bool acknowledge(const QString& id, const QString& by, const QString& comment, qint64 nowMs);

    /// Pending and firing, by rule and subject.
    std::vector<const Alert*> current() const;
    const Alert* find(const QString& id) const;
    /// Ended ones, newest first.
    const std::deque<Alert>& history() const { return m_history; }
    /// Grows with every change that save() shows but the running value.
    quint64 changes() const { return m_changes; }

    QJsonObject save() const;
    void restore(const QJsonObject& saved);

private:
    using Key = std::pair<QString, QString>; ///< rule id, subject
    using Events = std::vector<AlertEvent>;

    void readingOf(const AlertSpec& spec, const AlertReading& reading, qint64 nowMs, Events& events);
    void bad(Alert& alert, qint64 nowMs, Events& events);
    bool good(Alert& alert, qint64 nowMs, Events& events);
    void tell(Alert& alert, qint64 nowMs, Events& events);
    void end(Alert& alert, qint64 nowMs, Events& events);

    std::map<Key, Alert> m_current;
    std::deque<Alert> m_history;
    SilenceOf m_silences;
    quint64 m_changes = 0;
};

} // namespace gatehouse::observe
