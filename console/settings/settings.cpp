// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/settings/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonObject>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

using Scope = SettingInfo::Scope;

QString fullKey(Setting setting)
{
    return QLatin1StringView(Settings::info(setting).key);
}

QString layoutKey(const QString& name)
{
    return fullKey(Setting::Layouts) + u'/' + name;
}

QList<SettingInfo> makeTable()
{
    return {
        {Setting::Theme,
         "look/theme",
         u"auto"_s,
         Scope::Roaming,
         QT_TRANSLATE_NOOP("Settings", "Theme"),
         QT_TRANSLATE_NOOP("Settings", "Light, dark, or as the desktop says."),
         {u"auto"_s, u"light"_s, u"dark"_s}},
        {Setting::Language,
         "look/language",
         QString(),
         Scope::Roaming,
         QT_TRANSLATE_NOOP("Settings", "Language"),
         QT_TRANSLATE_NOOP("Settings", "Takes effect at the next start."),
         {QString(), u"en"_s, u"de"_s}},
        {Setting::StartPlace,
         "start/place",
         QString(),
         Scope::Roaming,
         QT_TRANSLATE_NOOP("Settings", "First place"),
         QT_TRANSLATE_NOOP("Settings", "Where the console opens."),
         {}},
        {Setting::RefreshSeconds,
         "live/refreshSeconds",
         5,
         Scope::Roaming,
         QT_TRANSLATE_NOOP("Settings", "Refresh every (seconds)"),
         QT_TRANSLATE_NOOP("Settings", "How often live pages ask the gateway, 1 to 300."),
         {}},
        {Setting::Profiles, "connections/profiles", QByteArray(), Scope::Roaming, "", "", {}},
        {Setting::LastProfile, "connections/last", QString(), Scope::Local, "", "", {}},
        {Setting::Geometry, "window/geometry", QByteArray(), Scope::Local, "", "", {}},
        {Setting::WindowState, "window/state", QByteArray(), Scope::Local, "", "", {}},
        {Setting::LastPlace, "window/place", QString(), Scope::Local, "", "", {}},
        {Setting::Layouts, "layouts", QByteArray(), Scope::Local, "", "", {}},
        {Setting::Shortcuts, "keys/shortcuts", QVariantMap(), Scope::Roaming, "", "", {}},
        {Setting::DesktopNotifications,
         "alerts/desktop",
         false,
         Scope::Roaming,
         QT_TRANSLATE_NOOP("Settings", "Notify on the desktop"),
         QT_TRANSLATE_NOOP("Settings",
                           "Of critical alerts, and when the gateway cannot be reached. Needs a tray."),
         {}},
        {Setting::LockMinutes,
         "safety/lockMinutes",
         0,
         Scope::Roaming,
         QT_TRANSLATE_NOOP("Settings", "Lock after (minutes)"),
         QT_TRANSLATE_NOOP("Settings", "Without a key or a mouse; then the password is asked for. 0: never."),
         {}},
        {Setting::StopLocalGateway,
         "local/stopWithConsole",
         true,
         Scope::Local,
         QT_TRANSLATE_NOOP("Settings", "Local gateway"),
         QT_TRANSLATE_NOOP("Settings", "On: a gateway started by the console stops when the console closes."),
         {}},
        {Setting::TrafficAddresses, "tester/addresses", QVariantMap(), Scope::Roaming, "", "", {}},
        {Setting::Tenants, "desk/tenants", QVariantMap(), Scope::Roaming, "", "", {}},
        {Setting::KeychainChoice,
         "connections/keychain",
         u"keychain"_s,
         Scope::Local,
         QT_TRANSLATE_NOOP("Settings", "Keep passwords in"),
         QT_TRANSLATE_NOOP("Settings",
                           "The keychain of the desktop, or only in memory until the console is closed."),
         {u"keychain"_s, u"session"_s}},
    };
}

} // namespace

std::unique_ptr<Settings> Settings::forUser()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return atPath(folder + u"/gatehouse/console.ini"_s);
}

std::unique_ptr<Settings> Settings::atPath(const QString& path)
{
    return std::unique_ptr<Settings>(new Settings(std::make_unique<QSettings>(path, QSettings::IniFormat)));
}

Settings::Settings(std::unique_ptr<QSettings> store)
    : m_store(std::move(store))
{
    migrate();
}

Settings::~Settings() = default;

void Settings::migrate()
{
    const QString key = u"version"_s;
    if (m_store->value(key).toInt() < version)
        m_store->setValue(key, version);
}

const QList<SettingInfo>& Settings::table()
{
    static const QList<SettingInfo> table = makeTable();
    return table;
}

const SettingInfo& Settings::info(Setting setting)
{
    const QList<SettingInfo>& all = table();
    const auto it = std::find_if(all.begin(), all.end(),
                                 [setting](const SettingInfo& i) { return i.setting == setting; });
    Q_ASSERT(it != all.end());
    return *it;
}

QString Settings::label(Setting setting)
{
    const char* text = info(setting).label;
    return *text ? QCoreApplication::translate("Settings", text) : QString();
}

QString Settings::help(Setting setting)
{
    const char* text = info(setting).help;
    return *text ? QCoreApplication::translate("Settings", text) : QString();
}

QVariant Settings::value(Setting setting) const
{
    const SettingInfo& entry = info(setting);
    QVariant stored = m_store->value(fullKey(setting), entry.fallback);
    // The INI file knows only text: give back the type of the table, and the default for what cannot be
    // converted.
    if (stored.metaType() != entry.fallback.metaType() && !stored.convert(entry.fallback.metaType()))
        return entry.fallback;
    if (!entry.choices.isEmpty() && !entry.choices.contains(stored.toString()))
        return entry.fallback;
    return stored;
}

bool Settings::setValue(Setting setting, const QVariant& value)
{
    const SettingInfo& entry = info(setting);
    QVariant converted = value;
    if (converted.metaType() != entry.fallback.metaType() && !converted.convert(entry.fallback.metaType()))
        return false;
    if (!entry.choices.isEmpty() && !entry.choices.contains(converted.toString()))
        return false;
    if (this->value(setting) == converted)
        return true;
    m_store->setValue(fullKey(setting), converted);
    Q_EMIT changed(setting);
    return true;
}

void Settings::reset(Setting setting)
{
    m_store->remove(fullKey(setting));
    Q_EMIT changed(setting);
}

bool Settings::isDefault(Setting setting) const
{
    return value(setting) == info(setting).fallback;
}

QByteArray Settings::layout(const QString& name) const
{
    return m_store->value(layoutKey(name)).toByteArray();
}

void Settings::setLayout(const QString& name, const QByteArray& state)
{
    m_store->setValue(layoutKey(name), state);
}

QJsonObject Settings::exportRoaming() const
{
    QJsonObject out;
    for (const SettingInfo& entry : table()) {
        if (entry.scope == Scope::Roaming && !isDefault(entry.setting)) {
            const QVariant current = value(entry.setting);
            out.insert(fullKey(entry.setting), current.metaType().id() == QMetaType::QByteArray
                                                   ? QJsonValue(QString::fromUtf8(current.toByteArray()))
                                                   : QJsonValue::fromVariant(current));
        }
    }
    return out;
}

QStringList Settings::importRoaming(const QJsonObject& values)
{
    QStringList refused;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto entry = std::find_if(table().begin(), table().end(), [&it](const SettingInfo& i) {
            return i.scope == Scope::Roaming && it.key() == QLatin1StringView(i.key);
        });
        if (entry == table().end())
            refused.append(tr("%1: unknown or local setting").arg(it.key()));
        else if (!setValue(entry->setting, it.value().toVariant()))
            refused.append(tr("%1: value not allowed").arg(it.key()));
    }
    return refused;
}

void Settings::sync()
{
    m_store->sync();
}

} // namespace gatehouse::console
