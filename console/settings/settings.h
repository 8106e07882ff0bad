// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QVariant>

#include <memory>

class QSettings;

namespace gatehouse::console {

/// Every setting of the console. The table in settings.cpp gives each its key, type, default, scope and help.
enum class Setting {
    Theme,
    Language,
    StartPlace,
    RefreshSeconds,
    Profiles,
    LastProfile,
    Geometry,
    WindowState,
    LastPlace,
    Layouts,
    Shortcuts,
    KeychainChoice,
    DesktopNotifications, ///< of critical alerts and of a lost connection
    LockMinutes,          ///< without a key or a mouse, until the console locks; 0: never
    StopLocalGateway,     ///< the gateway that the console started ends with it
    TrafficAddresses,     ///< map: id of a connection -> base address for requests
    Tenants,              ///< map: id of a connection -> tenant that is looked at
};

struct SettingInfo {
    /// Roaming settings are exported and imported; Local ones belong to this machine (geometry, last place).
    enum class Scope { Roaming, Local };
    Setting setting;
    const char* key; ///< in the file
    QVariant fallback;
    Scope scope;
    const char* label; ///< translated by label(); empty = not on the settings page
    const char* help;
    QStringList choices; ///< allowed words; empty = free
};

/// The console's own preferences in one INI file; never a secret. GUI thread.
class Settings : public QObject {
    Q_OBJECT
public:
    /// The user's file (XDG config).
    static std::unique_ptr<Settings> forUser();
    /// A file of its own for tests and --connect-file demos; nothing of the user is read or written.
    static std::unique_ptr<Settings> atPath(const QString& path);
    ~Settings() override;

    QVariant value(Setting setting) const;
    QString text(Setting setting) const { return value(setting).toString(); }
    /// A value outside of the choices is refused (false) and nothing changes.
    bool setValue(Setting setting, const QVariant& value);
    void reset(Setting setting);
    bool isDefault(Setting setting) const;

    /// Saved layouts of tables, by name.
    QByteArray layout(const QString& name) const;
    void setLayout(const QString& name, const QByteArray& state);

    QJsonObject exportRoaming() const;
    /// Returns the keys that were not taken, with the reason.
    QStringList importRoaming(const QJsonObject& values);

    static const QList<SettingInfo>& table();
    static const SettingInfo& info(Setting setting);
    static QString label(Setting setting);
    static QString help(Setting setting);
    /// Raised when a key changes its meaning; migrate() in settings.cpp knows every step.
    static constexpr int version = 1;
    void sync();

Q_SIGNALS:
    void changed(gatehouse::console::Setting setting);

private:
    explicit Settings(std::unique_ptr<QSettings> store);
    void migrate();
    std::unique_ptr<QSettings> m_store;
};

} // namespace gatehouse::console
