// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <map>
#include <mutex>
#include <vector>

namespace gatehouse::observe {

enum class HealthState : std::uint8_t { Ok, Degraded, Down };
enum class HealthNeed : std::uint8_t { Required, Optional };

struct HealthCheck {
    QString name;
    HealthNeed need = HealthNeed::Required;
    HealthState state = HealthState::Down;
    QString text; ///< for operators; anonymous callers never see it
};

/// Named checks and the answer they add up to. Whoever owns a dependency reports its state here; asking never
/// touches the dependency, so readiness answers at once even when one hangs. Thread-safe.
class HealthRegistry {
public:
    /// Registers a check; it is down until its owner reports.
    void add(const QString& name, HealthNeed need);
    void report(const QString& name, HealthState state, const QString& text = {});
    void remove(const QString& name);
    /// While draining the gateway is not ready, whatever the checks say.
    void setDraining(bool draining);

    /// True when no required check is down and the gateway does not drain.
    bool isReady() const;
    /// "ok", "degraded" (something is not good) or "draining".
    QString status() const;
    std::vector<HealthCheck> checks() const;
    /// {"status":...,"checks":{name:{"status":...[,"required","text"]}}}; texts only for privileged callers.
    QJsonObject toJson(bool privileged) const;

private:
    bool readyLocked() const;

    mutable std::mutex m_mutex;
    std::map<QString, HealthCheck> m_checks;
    bool m_draining = false;
};

QString toString(HealthState state);

} // namespace gatehouse::observe
