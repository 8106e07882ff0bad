// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/health.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

QString toString(HealthState state)
{
    switch (state) {
    case HealthState::Ok:
        return u"ok"_s;
    case HealthState::Degraded:
        return u"degraded"_s;
    case HealthState::Down:
        return u"down"_s;
    }
    return {};
}

void HealthRegistry::add(const QString& name, HealthNeed need)
{
    std::lock_guard lock(m_mutex);
    m_checks[name] = {name, need, HealthState::Down, u"not checked yet"_s};
}

void HealthRegistry::report(const QString& name, HealthState state, const QString& text)
{
    std::lock_guard lock(m_mutex);
    const auto found = m_checks.find(name);
    if (found == m_checks.end())
        return;
    found->second.state = state;
    found->second.text = text;
}

void HealthRegistry::remove(const QString& name)
{
    std::lock_guard lock(m_mutex);
    m_checks.erase(name);
}

void HealthRegistry::setDraining(bool draining)
{
    std::lock_guard lock(m_mutex);
    m_draining = draining;
}

bool HealthRegistry::readyLocked() const
{
    return !m_draining && std::none_of(m_checks.begin(), m_checks.end(), [](const auto& entry) {
        return entry.second.need == HealthNeed::Required && entry.second.state == HealthState::Down;
    });
}

bool HealthRegistry::isReady() const
{
    std::lock_guard lock(m_mutex);
    return readyLocked();
}

QString HealthRegistry::status() const
{
    std::lock_guard lock(m_mutex);
    if (m_draining)
        return u"draining"_s;
    const bool allGood = std::all_of(m_checks.begin(), m_checks.end(),
                                     [](const auto& entry) { return entry.second.state == HealthState::Ok; });
    return allGood ? u"ok"_s : u"degraded"_s;
}

std::vector<HealthCheck> HealthRegistry::checks() const
{
    std::lock_guard lock(m_mutex);
    std::vector<HealthCheck> out;
    for (const auto& [name, check] : m_checks)
        out.push_back(check);
    return out;
}

QJsonObject HealthRegistry::toJson(bool privileged) const
{
    QJsonObject all;
    for (const HealthCheck& check : checks()) {
        QJsonObject one{{u"status"_s, toString(check.state)}};
        if (privileged) {
            one.insert(u"required"_s, check.need == HealthNeed::Required);
            one.insert(u"text"_s, check.text);
        }
        all.insert(check.name, one);
    }
    return {{u"status"_s, status()}, {u"checks"_s, all}};
}

} // namespace gatehouse::observe
