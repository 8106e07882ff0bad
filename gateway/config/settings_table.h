// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <span>

namespace gatehouse::config {

/// How the text of a setting is read.
enum class SettingType : std::uint8_t {
    Text,
    Integer,
    IntegerOrDefault, ///< a bad value is replaced by the default with a warning, as the original did
    Number,           ///< decimal fraction
    Bool,             ///< only "true" is on
    BoolAny,          ///< 1, true, yes, on
    Duration,         ///< seconds, or with a unit: ms, s, m, h, d
    TimeUnit,         ///< word for a unit of time; an unknown one is minutes
    Bytes,            ///< a number of bytes, or with a unit: K, M, G, KiB, MiB, GiB (all binary)
    Enum,
    List, ///< separated by commas
    Path, ///< relative to the data directory
    Secret,
    CidrList,
    SecretJson ///< JSON that holds keys
};

/// When a changed value takes effect.
enum class Reload : std::uint8_t { Hot, Restart };

enum class SettingGroup : std::uint8_t {
    Process,
    Storage,
    Secrets,
    SignIn,
    Http,
    Limits,
    Streams,
    Addresses,
    Upstreams,
    Dumps,
    Logs,
    Metrics,
    Alerts,
    Demo,
    Informational
};

/// One name per row of settings_table.def.
enum class Setting : std::uint16_t {
#define SETTING(id, ...) id,
#include "gateway/config/settings_table.def"
#undef SETTING
};

/// One row of the settings table. All text is static.
///
/// Defaults that start with @ are worked out by the loader: @cores = number of processors; @data = data
/// directory of the user (XDG_DATA_HOME/gatehouse); @logs = platform-logs in the data directory; @host =
/// 0.0.0.0 when a TLS certificate is set, else 127.0.0.1, because clear text stays on loopback unless
/// somebody asks for more;
/// @logformat = json in production, else plain; @accesslog = errors in production, else on.
struct SettingRow {
    Setting id;
    const char* name;
    const char* olderNames; ///< separated by commas, tried in this order after `name`
    SettingType type;
    const char* defaultText;
    double least; ///< with `most`: bounds of the value, or of the length of a text; equal = none
    double most;
    const char* choices;
    Reload reload;
    SettingGroup group;
    const char* help;

    bool isSecret() const { return type == SettingType::Secret || type == SettingType::SecretJson; }
    bool isNumeric() const;
    bool hasBounds() const { return least != most; }
    QString nameText() const { return QString::fromLatin1(name); }
    QStringList olderNameList() const;
    QStringList choiceList() const;
    /// The rule in words, for messages and documentation: "a whole number from 1 to 256".
    QString ruleText() const;
    /// The default in words; "number of processors" for @cores.
    QString defaultWords() const;
};

std::span<const SettingRow> settingsTable();
const SettingRow& row(Setting setting);
/// The row with this name or older name, in any case.
const SettingRow* findSetting(const QString& name);
QString toString(SettingType type);
QString toString(SettingGroup group);
QString toString(Reload reload);

} // namespace gatehouse::config
