// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/reload.h"

#include "gateway/app/proxy_settings.h"
#include "gateway/app/tls_settings.h"
#include "gateway/config/guards.h"

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

} // namespace

config::GuardResult checkSettings(const config::LoadResult& loaded)
{
    config::GuardResult guards = config::checkGuards(loaded.settings);
    guards.errors += unsupported(loaded.settings);
    const TlsIssues tls = checkTls(loaded.settings);
    guards.errors += tls.errors;
    guards.warnings += tls.warnings;
    return guards;
}

Result<ReloadPlan> planReload(const config::Settings& current, const config::LoadInput& input)
{
    const config::LoadResult loaded = config::load(input);
    const config::GuardResult guards = checkSettings(loaded);
    Faults faults = faultsOf(loaded.errors + guards.errors);
    QStringList notes;
    const Result<crypto::KeySet> keys =
        crypto::KeySet::fromSettings(QString::fromUtf8(loaded.settings.secret(Setting::JwtKeys).reveal()),
                                     current.secret(Setting::JwtSecret), &notes);
    if (!keys)
        faults.append({u"JWT_KEYS"_s, u"type"_s, keys.error().text()});
    if (!faults.isEmpty())
        return Error::invalid(faults);
    ReloadPlan plan{current.withHot(loaded.settings), *keys, {}, {}, notes};
    plan.hot = namesOf(loaded.settings.changedSince(current, Reload::Hot));
    plan.restart = namesOf(loaded.settings.changedSince(current, Reload::Restart));
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
