// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "gateway/config/settings_table.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <vector>

namespace gatehouse::config {

/// Where the value of a setting came from.
struct Origin {
    enum class Kind : std::uint8_t { Default, ConfigFile, DotEnv, Environment, SecretFile, CommandLine };
    Kind kind = Kind::Default;
    QString file; ///< of ConfigFile, DotEnv and SecretFile
    int line = 0; ///< of DotEnv; 0 = unknown
    QString name; ///< name that was used, an older one perhaps

    /// ".env line 3 (/srv/.env)", "environment", "default".
    QString text() const;
};

/// One problem found while reading settings. `setting` is the name of the variable; `rule` is a stable word
/// ("range", "type", "enum", "required", "conflict", "unreadable", "unknown", "syntax", "weak", "unsafe").
struct Issue {
    QString setting;
    QString rule;
    QString message;
    Origin origin;

    /// "PORT: must be a whole number from 0 to 65535, not 'x' (environment)".
    QString text() const;
};
using Issues = QList<Issue>;

/// One parsed value; which members count depends on the type of the row.
struct SettingValue {
    bool set = false; ///< false = the default
    QString text;     ///< as read, trimmed; the canonical spelling of an Enum; empty for secrets
    double number = 0;
    bool flag = false;
    QStringList list;
    Secret secret;
    Origin origin;
};

/// All settings, typed and checked. An immutable value, cheap to copy, safe to share between threads.
/// Asking for a setting with the accessor of another type is a programming error (asserted).
class Settings {
public:
    /// All defaults, for tests and tools: one processor, the data directory `dataDir`.
    static Settings defaults(const QString& dataDir = {});
    explicit Settings(std::vector<SettingValue> values);

    bool isSet(Setting setting) const { return value(setting).set; }
    const Origin& origin(Setting setting) const { return value(setting).origin; }

    QString text(Setting setting) const; ///< Text, Enum, TimeUnit
    qint64 integer(Setting setting) const;
    int port(Setting setting) const { return static_cast<int>(integer(setting)); }
    double number(Setting setting) const;
    bool flag(Setting setting) const;
    std::chrono::milliseconds duration(Setting setting) const;
    qint64 bytes(Setting setting) const;
    QStringList list(Setting setting) const; ///< List, CidrList
    /// Absolute, cleaned; a slash at the end is kept (dump hints need it). Empty when not set.
    QString path(Setting setting) const;
    const Secret& secret(Setting setting) const; ///< Secret, SecretJson

    /// For people: the value as text; secrets as "(set)" or "(not set)".
    QString maskedText(Setting setting) const;

    bool isProduction() const;
    /// True when documents live in memory (MEM_OR_EXTERNAL=MEM).
    bool isMemoryMode() const { return text(Setting::StoreMode) == QLatin1StringView("MEM"); }
    /// Life of an access or refresh token: value times unit.
    std::chrono::seconds accessTokenLife() const;
    std::chrono::seconds refreshTokenLife() const;

    /// These settings, with the hot ones of `newer` but for some.
    Settings withHot(const Settings& newer, const std::vector<Setting>& but = {}) const;
    /// Settings whose values differ, of this reload class.
    std::vector<Setting> changedSince(const Settings& older, Reload reload) const;

private:
    const SettingValue& value(Setting setting) const
    {
        return (*m_values)[static_cast<std::size_t>(setting)];
    }
    const SettingValue& value(Setting setting, std::initializer_list<SettingType> types) const;

    std::shared_ptr<const std::vector<SettingValue>> m_values;
};

/// Seconds of one unit of AUTH_EXPIRE_TIME_FREQ; 0 for an unknown word.
std::chrono::seconds timeUnit(const QString& word);

} // namespace gatehouse::config
