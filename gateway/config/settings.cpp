// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/settings.h"

#include "gateway/config/loader.h"

#include <algorithm>
#include <array>
#include <cassert>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

QString Origin::text() const
{
    switch (kind) {
    case Kind::Default:
        return u"default"_s;
    case Kind::Environment:
        return u"environment"_s;
    case Kind::CommandLine:
        return u"command line"_s;
    case Kind::ConfigFile:
        return u"file %1"_s.arg(file);
    case Kind::SecretFile:
        return u"secret file %1"_s.arg(file);
    case Kind::DotEnv:
        return line > 0 ? u"%1 line %2"_s.arg(file).arg(line) : file;
    }
    return {};
}

QString Issue::text() const
{
    const QString where = origin.kind == Origin::Kind::Default ? QString() : u" (%1)"_s.arg(origin.text());
    return u"%1: %2%3"_s.arg(setting, message, where);
}

Settings::Settings(std::vector<SettingValue> values)
    : m_values(std::make_shared<const std::vector<SettingValue>>(std::move(values)))
{
    assert(m_values->size() == settingsTable().size());
}

Settings Settings::defaults(const QString& dataDir)
{
    LoadInput input;
    input.processors = 1;
    input.readDotEnv = false;
    if (!dataDir.isEmpty())
        input.overrides.insert(u"GATEHOUSE_DATA_DIR"_s, dataDir);
    return load(input).settings;
}

const SettingValue& Settings::value(Setting setting, std::initializer_list<SettingType> types) const
{
    assert(std::find(types.begin(), types.end(), row(setting).type) != types.end());
    static_cast<void>(types);
    return value(setting);
}

QString Settings::text(Setting setting) const
{
    return value(setting, {SettingType::Text, SettingType::Enum, SettingType::TimeUnit}).text;
}

qint64 Settings::integer(Setting setting) const
{
    return static_cast<qint64>(value(setting, {SettingType::Integer, SettingType::IntegerOrDefault}).number);
}

double Settings::number(Setting setting) const
{
    return value(setting, {SettingType::Number}).number;
}

bool Settings::flag(Setting setting) const
{
    return value(setting, {SettingType::Bool, SettingType::BoolAny}).flag;
}

std::chrono::milliseconds Settings::duration(Setting setting) const
{
    return std::chrono::milliseconds(qRound64(value(setting, {SettingType::Duration}).number * 1000));
}

qint64 Settings::bytes(Setting setting) const
{
    return static_cast<qint64>(value(setting, {SettingType::Bytes}).number);
}

QStringList Settings::list(Setting setting) const
{
    return value(setting, {SettingType::List, SettingType::CidrList}).list;
}

QString Settings::path(Setting setting) const
{
    return value(setting, {SettingType::Path}).text;
}

const Secret& Settings::secret(Setting setting) const
{
    return value(setting, {SettingType::Secret, SettingType::SecretJson}).secret;
}

QString Settings::maskedText(Setting setting) const
{
    const SettingValue& v = value(setting);
    if (row(setting).isSecret())
        return v.secret.isEmpty() ? u"(not set)"_s : u"(set)"_s;
    return v.text;
}

bool Settings::isProduction() const
{
    const QString env = text(Setting::Env).toLower();
    return env == "production"_L1 || env == "prod"_L1;
}

std::chrono::seconds timeUnit(const QString& word)
{
    struct Unit {
        const char* words;
        int seconds;
    };
    static constexpr std::array units{
        Unit{"s,sec,secs,second,seconds", 1}, Unit{"m,min,mins,minute,minutes", 60},
        Unit{"h,hr,hrs,hour,hours", 3600}, Unit{"d,day,days", 86400}, Unit{"w,wk,week,weeks", 604800}};
    for (const Unit& unit : units) {
        if (QString::fromLatin1(unit.words).split(u',').contains(word, Qt::CaseInsensitive))
            return std::chrono::seconds(unit.seconds);
    }
    return std::chrono::seconds(0);
}

std::chrono::seconds Settings::accessTokenLife() const
{
    return integer(Setting::AuthExpireTime) * timeUnit(text(Setting::AuthExpireUnit));
}

std::chrono::seconds Settings::refreshTokenLife() const
{
    return integer(Setting::AuthRefreshTime) * timeUnit(text(Setting::AuthRefreshUnit));
}

Settings Settings::withHot(const Settings& newer, const std::vector<Setting>& but) const
{
    std::vector<SettingValue> values = *m_values;
    for (const SettingRow& r : settingsTable()) {
        if (r.reload == Reload::Hot && std::find(but.begin(), but.end(), r.id) == but.end())
            values[static_cast<std::size_t>(r.id)] = newer.value(r.id);
    }
    return Settings(std::move(values));
}

std::vector<Setting> Settings::changedSince(const Settings& older, Reload reload) const
{
    std::vector<Setting> changed;
    for (const SettingRow& r : settingsTable()) {
        const SettingValue& now = value(r.id);
        const SettingValue& then = older.value(r.id);
        if (r.reload == reload &&
            (now.set != then.set || now.text != then.text || !now.secret.equals(then.secret.reveal())))
            changed.push_back(r.id);
    }
    return changed;
}

} // namespace gatehouse::config
