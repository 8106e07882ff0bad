// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/profiles.h"

#include "console/settings/settings.h"

#include <algorithm>

namespace gatehouse::console {

Profiles::Profiles(Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_profiles(profilesFromJson(settings.value(Setting::Profiles).toByteArray(), &m_broken))
{
}

const ConnectionProfile* Profiles::find(const QString& idOrName) const
{
    for (const ConnectionProfile& profile : m_profiles) {
        if (profile.id == idOrName)
            return &profile;
    }
    for (const ConnectionProfile& profile : m_profiles) {
        if (profile.name.compare(idOrName, Qt::CaseInsensitive) == 0)
            return &profile;
    }
    return nullptr;
}

void Profiles::save(const ConnectionProfile& profile)
{
    const auto it =
        std::find_if(m_profiles.begin(), m_profiles.end(),
                     [&profile](const ConnectionProfile& other) { return other.id == profile.id; });
    if (it == m_profiles.end())
        m_profiles.append(profile);
    else
        *it = profile;
    store();
}

void Profiles::remove(const QString& id)
{
    m_profiles.removeIf([&id](const ConnectionProfile& profile) { return profile.id == id; });
    store();
}

void Profiles::store()
{
    m_settings.setValue(Setting::Profiles, profilesToJson(m_profiles));
    Q_EMIT changed();
}

QString Profiles::lastUsed() const
{
    return m_settings.text(Setting::LastProfile);
}

void Profiles::setLastUsed(const QString& id)
{
    m_settings.setValue(Setting::LastProfile, id);
}

} // namespace gatehouse::console
