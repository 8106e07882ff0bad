// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/config/loader.h"

#include "gateway/config/config_file.h"
#include "gateway/config/dotenv.h"
#include "gateway/config/setting_names.h"
#include "gateway/config/suggest.h"
#include "gateway/config/value_parser.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QProcessEnvironment>
#include <QThread>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::config {

namespace {

constexpr qint64 kMaxSecretFile = 64 * 1024;
constexpr qint64 kMaxConfigFile = 4 * 1024 * 1024;

struct Candidate {
    QString text;
    Origin origin;
};

/// Reads the sources, then the rows of the table, and collects every problem on the way.
class Loader {
public:
    explicit Loader(const LoadInput& input)
        : m_input(input)
    {
        m_directory = input.workingDirectory.isEmpty() ? QDir::currentPath() : input.workingDirectory;
    }

    LoadResult load()
    {
        addNames(m_input.overrides, Origin::Kind::CommandLine);
        addNames(m_input.environment, Origin::Kind::Environment);
        if (m_input.readDotEnv)
            addDotEnvFiles();
        addConfigFile();
        warnAboutUnknownNames();
        std::vector<SettingValue> values;
        values.reserve(settingsTable().size());
        for (const SettingRow& row : settingsTable())
            values.push_back(readRow(row));
        resolve(values);
        return {Settings(std::move(values)), std::move(m_errors), std::move(m_warnings)};
    }

private:
    void error(const QString& setting, const QString& rule, const QString& message, const Origin& origin = {})
    {
        m_errors.append({setting, rule, message, origin});
    }
    void warning(const QString& setting, const QString& rule, const QString& message,
                 const Origin& origin = {})
    {
        m_warnings.append({setting, rule, message, origin});
    }

    /// The first source that has a name wins, so sources are added in rank. Empty counts as not set.
    void add(const QString& name, const QString& text, Origin origin)
    {
        origin.name = name;
        const QString upper = name.toUpper();
        if (!text.trimmed().isEmpty() && !m_found.contains(upper))
            m_found.insert(upper, {text, origin});
    }

    void addNames(const QMap<QString, QString>& names, Origin::Kind kind)
    {
        // Spelled in capitals first: PORT wins over port.
        for (auto it = names.begin(); it != names.end(); ++it) {
            if (it.key() == it.key().toUpper())
                add(it.key(), it.value(), {kind, {}, 0, {}});
        }
        for (auto it = names.begin(); it != names.end(); ++it)
            add(it.key(), it.value(), {kind, {}, 0, {}});
    }

    void addDotEnvFiles()
    {
        for (const QString& path : findDotEnvFiles(m_directory)) {
            QFile file(path);
            const Origin origin{Origin::Kind::DotEnv, path, 0, {}};
            if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxConfigFile) {
                warning(path, u"unreadable"_s, u"cannot be read (%1)"_s.arg(file.errorString()), origin);
                continue;
            }
            if (file.permissions() & (QFile::WriteOther | QFile::WriteGroup))
                warning(path, u"unsafe"_s, u"can be changed by other users; use mode 0600"_s, origin);
            addDotEnv(parseDotEnv(QString::fromUtf8(file.readAll())), path);
        }
    }

    void addDotEnv(const DotEnvFile& content, const QString& path)
    {
        for (const DotEnvFault& fault : content.faults)
            error(path, u"syntax"_s, fault.message, {Origin::Kind::DotEnv, path, fault.line, {}});
        QHash<QString, DotEnvEntry> last;
        for (const DotEnvEntry& entry : content.entries) {
            const Origin origin{Origin::Kind::DotEnv, path, entry.line, entry.name};
            if (last.contains(entry.name.toUpper()))
                warning(entry.name, u"conflict"_s, u"is given twice in one file; the last one counts"_s,
                        origin);
            last.insert(entry.name.toUpper(), entry);
        }
        for (const DotEnvEntry& entry : std::as_const(last))
            add(entry.name, entry.value, {Origin::Kind::DotEnv, path, entry.line, {}});
    }

    void addConfigFile()
    {
        const SettingRow& setting = row(Setting::ConfigFile);
        std::optional<Candidate> given = find(setting);
        if (!given)
            return;
        const QString path = QDir(m_directory).absoluteFilePath(given->text.trimmed());
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxConfigFile)
            return error(setting.nameText(), u"unreadable"_s,
                         u"cannot read '%1': %2"_s.arg(path, file.errorString()), given->origin);
        const Result<QMap<QString, QString>> names = parseConfigFile(file.readAll());
        if (!names)
            return error(setting.nameText(), u"syntax"_s, u"'%1': %2"_s.arg(path, names.error().text()),
                         given->origin);
        for (auto it = names->begin(); it != names->end(); ++it)
            add(it.key(), it.value(), {Origin::Kind::ConfigFile, path, 0, {}});
    }

    static bool isKnown(const QString& name)
    {
        if (findSetting(name))
            return true;
        const SettingRow* base = name.endsWith("_FILE"_L1) ? findSetting(name.chopped(5)) : nullptr;
        return base && base->isSecret();
    }

    void warnAboutUnknownNames()
    {
        QStringList names = m_found.keys();
        names.sort();
        for (const QString& name : std::as_const(names)) {
            if (isKnown(name))
                continue;
            const Origin origin = m_found.value(name).origin;
            QString near = nearestSetting(name);
            if (near.isEmpty() && name.endsWith("_FILE"_L1) && !nearestSetting(name.chopped(5)).isEmpty())
                near = nearestSetting(name.chopped(5)) + u"_FILE"_s;
            const bool ours = name.startsWith("GATEHOUSE_"_L1) || name.startsWith("DOORMAN_"_L1) ||
                              origin.kind == Origin::Kind::CommandLine;
            if (!near.isEmpty())
                warning(name, u"unknown"_s, u"is not a setting; did you mean %1?"_s.arg(near), origin);
            else if (ours)
                warning(name, u"unknown"_s, u"is not a setting"_s, origin);
        }
    }

    std::optional<Candidate> find(const SettingRow& row)
    {
        std::optional<Candidate> chosen;
        for (const QString& name : namesOf(row)) {
            const auto it = m_found.constFind(name);
            if (it == m_found.cend())
                continue;
            if (!chosen)
                chosen = *it;
            else if (chosen->text.trimmed() != it->text.trimmed())
                warning(row.nameText(), u"conflict"_s,
                        u"%1 is set to something else; %2 counts"_s.arg(name, chosen->origin.name),
                        it->origin);
        }
        return chosen;
    }

    /// NAME_FILE of a secret; an error when both ways are used or the file is of no use.
    std::optional<Candidate> findSecretFile(const SettingRow& row, bool valueGiven)
    {
        for (const QString& name : namesOf(row)) {
            const auto it = m_found.constFind(name + u"_FILE"_s);
            if (it == m_found.cend())
                continue;
            if (valueGiven) {
                error(row.nameText(), u"conflict"_s, u"set %1 or %1_FILE, not both"_s.arg(name), it->origin);
                return std::nullopt;
            }
            return readSecretFile(row, *it);
        }
        return std::nullopt;
    }

    std::optional<Candidate> readSecretFile(const SettingRow& row, const Candidate& named)
    {
        const QString path = QDir(m_directory).absoluteFilePath(named.text.trimmed());
        const auto unusable = [&](const QString& why) {
            error(row.nameText(), u"unreadable"_s, u"%1: '%2' %3"_s.arg(named.origin.name, path, why),
                  named.origin);
            return std::nullopt;
        };
        QFile file(path);
        if (!QFileInfo(path).isFile())
            return unusable(u"is not a file"_s);
        if (!file.open(QIODevice::ReadOnly))
            return unusable(u"cannot be read: %1"_s.arg(file.errorString()));
        QByteArray bytes = file.read(kMaxSecretFile + 1);
        if (bytes.size() > kMaxSecretFile)
            return unusable(u"is larger than 64 KiB"_s);
        if (bytes.endsWith('\n'))
            bytes.chop(bytes.endsWith("\r\n") ? 2 : 1);
        if (bytes.isEmpty())
            return unusable(u"is empty"_s);
        return Candidate{QString::fromUtf8(bytes), {Origin::Kind::SecretFile, path, 0, named.origin.name}};
    }

    SettingValue readRow(const SettingRow& row)
    {
        std::optional<Candidate> given = find(row);
        if (row.isSecret()) {
            std::optional<Candidate> file = findSecretFile(row, given.has_value());
            if (file)
                given = file;
        }
        if (!given)
            return defaultOf(row);
        ParsedValue parsed = parseValue(row, row.isSecret() ? given->text : given->text.trimmed());
        if (!parsed.warning.isEmpty())
            warning(row.nameText(), u"value"_s, parsed.warning, given->origin);
        if (!parsed.problem.isEmpty()) {
            error(row.nameText(), parsed.rule, parsed.problem, given->origin);
            return defaultOf(row);
        }
        parsed.value.set = true;
        parsed.value.origin = given->origin;
        return std::move(parsed.value);
    }

    SettingValue defaultOf(const SettingRow& row) const
    {
        static const std::vector<SettingValue> defaults = fixedDefaults();
        if (QLatin1StringView(row.defaultText) != "@cores"_L1)
            return defaults[static_cast<std::size_t>(row.id)];
        const int processors = m_input.processors > 0 ? m_input.processors : QThread::idealThreadCount();
        return parseValue(row, QString::number(qBound(1, processors, 256))).value;
    }

    /// Those that depend on nothing, by the place of their row. resolve() and defaultOf() work out the
    /// others.
    static std::vector<SettingValue> fixedDefaults()
    {
        std::vector<SettingValue> defaults;
        for (const SettingRow& row : settingsTable()) {
            const QString text = QString::fromLatin1(row.defaultText);
            defaults.push_back(text.isEmpty() || text.startsWith(u'@') ? SettingValue{}
                                                                       : parseValue(row, text).value);
        }
        return defaults;
    }

    QString userDataDirectory() const
    {
        const QString xdg = m_input.environment.value(u"XDG_DATA_HOME"_s);
        const QString home = m_input.environment.value(u"HOME"_s, QDir::homePath());
        return (QDir::isAbsolutePath(xdg) ? xdg : home + u"/.local/share"_s) + u"/gatehouse"_s;
    }

    static QString absolute(const QString& path, const QString& base)
    {
        const QString clean = QDir::cleanPath(QDir(base).absoluteFilePath(path));
        return path.endsWith(u'/') && !clean.endsWith(u'/') ? clean + u'/' : clean;
    }

    /// Defaults that depend on other settings, and relative paths.
    void resolve(std::vector<SettingValue>& values)
    {
        const auto at = [&](Setting setting) -> SettingValue& {
            return values[static_cast<std::size_t>(setting)];
        };
        const auto derive = [&](Setting setting, const QString& text) {
            if (!at(setting).set)
                at(setting).text = text;
        };
        const QString env = at(Setting::Env).text.toLower();
        const bool production = env == "production"_L1 || env == "prod"_L1;
        derive(Setting::DataDir, userDataDirectory());
        derive(Setting::LogsDir, u"platform-logs"_s);
        derive(Setting::Host, at(Setting::TlsCertificate).set ? u"0.0.0.0"_s : u"127.0.0.1"_s);
        derive(Setting::LogFormat, production ? u"json"_s : u"plain"_s);
        derive(Setting::AccessLog, production ? u"errors"_s : u"on"_s);
        at(Setting::DataDir).text = absolute(at(Setting::DataDir).text, m_directory);
        const QString data = at(Setting::DataDir).text;
        for (const SettingRow& row : settingsTable()) {
            SettingValue& value = at(row.id);
            if (row.type == SettingType::Path && !value.text.isEmpty())
                value.text = absolute(value.text, row.id == Setting::ConfigFile ? m_directory : data);
        }
    }

    const LoadInput& m_input;
    QString m_directory;
    QHash<QString, Candidate> m_found; ///< by name in capitals
    Issues m_errors;
    Issues m_warnings;
};

} // namespace

LoadInput LoadInput::fromProcess()
{
    LoadInput input;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys())
        input.environment.insert(name, environment.value(name));
    input.workingDirectory = QDir::currentPath();
    return input;
}

LoadResult load(const LoadInput& input)
{
    return Loader(input).load();
}

} // namespace gatehouse::config
