// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/reload.h"

#include "gateway/app/process_file.h"
#include "gateway/app/proxy_settings.h"
#include "gateway/app/tls_settings.h"
#include "gateway/config/guards.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Reload;
using gatehouse::config::Setting;

namespace gatehouse::app {

namespace {

QStringList namesOf(const std::vector<Setting>& settings)
{
    QStringList names;
    for (const Setting setting : settings)
        names.append(config::row(setting).nameText());
    return names;
}

Faults faultsOf(const config::Issues& issues)
{
    Faults faults;
    for (const config::Issue& issue : issues)
        faults.append({issue.setting, issue.rule, issue.message + u" ("_s + issue.origin.text() + u')'});
    return faults;
}

/// What is wrong with the keys that sign tokens. Without any the guard has said so.
void checkKeys(const config::Settings& settings, config::GuardResult& result)
{
    const Secret& keys = settings.secret(Setting::JwtKeys);
    const Secret& secret = settings.secret(Setting::JwtSecret);
    if (keys.isEmpty() && secret.isEmpty())
        return;
    QStringList notes;
    const auto made = crypto::KeySet::fromSettings(QString::fromUtf8(keys.reveal()), secret, &notes);
    const QString name = config::row(Setting::JwtKeys).nameText();
    const config::Origin& origin = settings.origin(Setting::JwtKeys);
    for (const QString& note : notes)
        result.warnings.append({name, u"type"_s, note, origin});
    if (!made)
        result.errors.append({name, u"type"_s, made.error().text(), origin});
}

/// One that was not named lies in the data directory, which the store looks after.
void checkProcessFile(const config::Settings& settings, config::GuardResult& result)
{
    const QString path = settings.path(Setting::PidFile);
    if (!settings.isSet(Setting::PidFile) || path.isEmpty())
        return;
    if (const QString fault = processFileFault(path); !fault.isEmpty())
        result.errors.append(
            {config::row(Setting::PidFile).nameText(), u"type"_s, fault, settings.origin(Setting::PidFile)});
    else if (const QString directory = QFileInfo(path).absolutePath(); !QFileInfo::exists(directory))
        result.warnings.append({config::row(Setting::PidFile).nameText(), u"advice"_s,
                                u"%1 does not exist; the gateway makes it at its start"_s.arg(directory),
                                settings.origin(Setting::PidFile)});
}

} // namespace

config::GuardResult checkSettings(const config::LoadResult& loaded)
{
    config::GuardResult guards = config::checkGuards(loaded.settings);
    guards.errors += unsupported(loaded.settings);
    checkKeys(loaded.settings, guards);
    checkProcessFile(loaded.settings, guards);
    const TlsIssues tls = checkTls(loaded.settings);
    guards.errors += tls.errors;
    guards.warnings += tls.warnings;
    return guards;
}

Result<ReloadPlan> planReload(const config::Settings& current, const config::LoadInput& input)
{
    const config::LoadResult loaded = config::load(input);
    const config::GuardResult guards = checkSettings(loaded);
    const Faults faults = faultsOf(loaded.errors + guards.errors);
    if (!faults.isEmpty())
        return Error::invalid(faults);
    const Result<crypto::KeySet> keys =
        crypto::KeySet::fromSettings(QString::fromUtf8(loaded.settings.secret(Setting::JwtKeys).reveal()),
                                     current.secret(Setting::JwtSecret), nullptr);
    if (!keys)
        return keys.error();
    // A listener keeps speaking what it spoke at its start.
    const bool switchesTls = servesTls(current) != servesTls(loaded.settings);
    const std::vector<Setting> waiting = switchesTls ? listenerTlsSettings() : std::vector<Setting>();
    ReloadPlan plan{current.withHot(loaded.settings, waiting), *keys, {}, {}, {}};
    plan.hot = namesOf(plan.settings.changedSince(current, Reload::Hot));
    plan.restart = namesOf(loaded.settings.changedSince(plan.settings, Reload::Hot)) +
                   namesOf(loaded.settings.changedSince(current, Reload::Restart));
    for (const config::Issue& issue : loaded.warnings + guards.warnings)
        plan.warnings.append(issue.text());
    return plan;
}

QString ReloadPlan::text() const
{
    const QString changed = hot.isEmpty() ? u"no setting changed"_s : u"changed: %1"_s.arg(hot.join(u", "));
    return restart.isEmpty()
               ? changed
               : u"%1; these differ but need a restart or an upgrade: %2"_s.arg(changed, restart.join(u", "));
}

} // namespace gatehouse::app
