// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/settings_table.h"

#include "gateway/config/setting_names.h"

#include <QHash>

#include <array>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

namespace {

constexpr SettingRow kRows[] = {
#define SETTING(id, name, older, type, def, least, most, choices, reload, group, help)                       \
    {Setting::id, name,    older,          SettingType::type,   def, least,                                  \
     most,        choices, Reload::reload, SettingGroup::group, help},
#include "gateway/config/settings_table.def"
#undef SETTING
};

QString number(double value)
{
    return QString::number(value, 'g', 15);
}

std::vector<QStringList> allNames()
{
    std::vector<QStringList> names;
    for (const SettingRow& row : kRows)
        names.push_back(QStringList(row.nameText()) + row.olderNameList());
    return names;
}

QHash<QString, const SettingRow*> rowsByName()
{
    QHash<QString, const SettingRow*> rows;
    for (const SettingRow& row : kRows) {
        for (const QString& name : namesOf(row)) {
            if (!rows.contains(name.toUpper()))
                rows.insert(name.toUpper(), &row);
        }
    }
    return rows;
}

QString boundsText(const SettingRow& row)
{
    return row.hasBounds() ? u" from %1 to %2"_s.arg(number(row.least), number(row.most)) : QString();
}

} // namespace

bool SettingRow::isNumeric() const
{
    return type == SettingType::Integer || type == SettingType::IntegerOrDefault ||
           type == SettingType::Number || type == SettingType::Duration || type == SettingType::Bytes;
}

QStringList SettingRow::olderNameList() const
{
    return QString::fromLatin1(olderNames).split(u',', Qt::SkipEmptyParts);
}

QStringList SettingRow::choiceList() const
{
    return QString::fromLatin1(choices).split(u'|', Qt::SkipEmptyParts);
}

QString SettingRow::ruleText() const
{
    switch (type) {
    case SettingType::Integer:
    case SettingType::IntegerOrDefault:
        return u"a whole number"_s + boundsText(*this);
    case SettingType::Number:
        return u"a number"_s + boundsText(*this);
    case SettingType::Bool:
        return u"true or false"_s;
    case SettingType::BoolAny:
        return u"1, true, yes, on or 0, false, no, off"_s;
    case SettingType::Duration:
        return u"seconds, or a number with ms, s, m, h or d,"_s + boundsText(*this) +
               (hasBounds() ? u" seconds"_s : QString());
    case SettingType::Bytes:
        return u"bytes, or a number with K, M or G,"_s + boundsText(*this);
    case SettingType::Enum:
        return u"one of "_s + choiceList().join(u", "_s);
    case SettingType::TimeUnit:
        return u"a unit of time"_s;
    case SettingType::List:
        return u"a list separated by commas"_s;
    case SettingType::CidrList:
        return u"addresses or networks separated by commas"_s;
    case SettingType::SecretJson:
        return u"JSON"_s;
    case SettingType::Path:
        return u"a path"_s;
    case SettingType::Text:
    case SettingType::Secret:
        return hasBounds() ? u"text of %1 to %2 characters"_s.arg(number(least), number(most)) : u"text"_s;
    }
    return {};
}

QString SettingRow::defaultWords() const
{
    const QString text = QString::fromLatin1(defaultText);
    if (text == "@cores"_L1)
        return u"number of processors"_s;
    if (text == "@data"_L1)
        return u"~/.local/share/gatehouse"_s;
    if (text == "@logs"_L1)
        return u"platform-logs in the data directory"_s;
    if (text == "@host"_L1)
        return u"0.0.0.0 with TLS_CERTIFICATE, else 127.0.0.1"_s;
    if (text == "@logformat"_L1)
        return u"json in production, else plain"_s;
    if (text == "@accesslog"_L1)
        return u"errors in production, else on"_s;
    return text;
}

std::span<const SettingRow> settingsTable()
{
    return kRows;
}

const SettingRow& row(Setting setting)
{
    return kRows[static_cast<std::size_t>(setting)];
}

const SettingRow* findSetting(const QString& name)
{
    static const QHash<QString, const SettingRow*> rows = rowsByName();
    return rows.value(name.toUpper());
}

const QStringList& namesOf(const SettingRow& row)
{
    static const std::vector<QStringList> names = allNames();
    return names[static_cast<std::size_t>(row.id)];
}

QString toString(SettingType type)
{
    static constexpr std::array names{"text",    "integer",  "integer",   "number",   "boolean",
                                      "boolean", "duration", "time unit", "bytes",    "choice",
                                      "list",    "path",     "secret",    "networks", "secret JSON"};
    return QString::fromLatin1(names[static_cast<std::size_t>(type)]);
}

QString toString(SettingGroup group)
{
    static constexpr std::array names{"Process",
                                      "Administrator and storage",
                                      "Secrets and encryption",
                                      "Sign-in",
                                      "HTTP surface",
                                      "Limits of connections and heads",
                                      "Connections that stay open",
                                      "Addresses and TLS",
                                      "Upstreams",
                                      "Dumps",
                                      "Logs",
                                      "Metrics",
                                      "Alerts",
                                      "Demo data",
                                      "Informational keys"};
    return QString::fromLatin1(names[static_cast<std::size_t>(group)]);
}

QString toString(Reload reload)
{
    return reload == Reload::Hot ? u"reload"_s : u"restart"_s;
}

} // namespace gatehouse::config
