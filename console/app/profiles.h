// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/connection_profile.h"

#include <QObject>

namespace gatehouse::console {

class Settings;

/// The saved gateways; the settings file keeps them, the SecretStore keeps their passwords.
class Profiles : public QObject {
    Q_OBJECT
public:
    explicit Profiles(Settings& settings, QObject* parent = nullptr);
    const QList<ConnectionProfile>& all() const { return m_profiles; }
    /// By id, else by name; null when there is none.
    const ConnectionProfile* find(const QString& idOrName) const;
    /// Adds or replaces by id.
    void save(const ConnectionProfile& profile);
    void remove(const QString& id);
    QString lastUsed() const;
    void setLastUsed(const QString& id);
    /// Entries of the settings file that could not be read.
    int broken() const { return m_broken; }

Q_SIGNALS:
    void changed();

private:
    void store();
    Settings& m_settings;
    QList<ConnectionProfile> m_profiles;
    int m_broken = 0;
};

} // namespace gatehouse::console
