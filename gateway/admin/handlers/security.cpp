// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/security_settings.h"
#include "gateway/admin/handlers/common.h"

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {
namespace security_calls {

using control::ChangeSet;

std::shared_ptr<const SecuritySettings> settingsOf(const Services& services)
{
    std::shared_ptr<const SecuritySettings> found;
    const auto table = services.documents().of<SecuritySettings>();
    table.forEach([&](const SecuritySettings& settings) { found = table.find(settings.id); });
    return found ? found : std::make_shared<const SecuritySettings>();
}

QJsonArray warningsOf(const SecuritySettings& settings)
{
    QJsonArray warnings;
    if (settings.trustXForwardedFor && settings.xffTrustedProxies.isEmpty())
        warnings.append(
            u"trust_x_forwarded_for is on without trusted proxies: any client can choose its address"_s);
    if (settings.allowLocalhostBypass && (!settings.ipWhitelist.isEmpty() || !settings.ipBlacklist.isEmpty()))
        warnings.append(u"allow_localhost_bypass is on: local callers skip the IP rules"_s);
    return warnings;
}

QJsonObject stored(const Services& services, const SecuritySettings& settings)
{
    QJsonObject object = toJson(settings);
    object.insert(u"memory_only"_s, services.settings.isMemoryMode());
    return object;
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto settings = settingsOf(services);
    const bool locked = services.settings.isSet(Setting::LocalBypass);
    QJsonObject object = stored(services, *settings);
    if (locked)
        object.insert(u"allow_localhost_bypass"_s, services.settings.flag(Setting::LocalBypass));
    object.insert(u"allow_localhost_bypass_locked"_s, locked);
    object.insert(u"security_warnings"_s, warningsOf(*settings));
    object.insert(u"client_ip"_s, call->clientIp);
    object.insert(u"client_ip_xff"_s,
                  QString::fromLatin1(call->header("x-forwarded-for").split(',').first().trimmed()));
    done(Reply::object(200, object));
}

void update(Services& services, const Call& call, const Done& done)
{
    call->audit->target = u"security_settings"_s;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    SecuritySettings edited = *settingsOf(services);
    const auto patched = patch(edited, *body);
    if (!patched)
        return done(Reply::from(patched.error()));
    call->audit->details = {{u"enable_auto_save"_s, edited.enableAutoSave},
                            {u"auto_save_frequency_seconds"_s, edited.autoSaveFrequencySeconds},
                            {u"dump_path"_s, edited.dumpPath}};
    ChangeSet changes(u"security.update_settings"_s);
    changes.put(edited);
    applyAndReply(services, call, changes, done, [&services](const auto&) {
        return Reply::object(200, stored(services, *settingsOf(services)));
    });
}

void restart(Services& services, const Call& call, const Done& done)
{
    call->audit->target = u"gateway"_s;
    if (const Result<void> scheduled = services.scheduleRestart(); !scheduled)
        return done(
            Reply::error(409, u"SEC004"_s, u"Restart not supported: %1"_s.arg(scheduled.error().message)));
    done(Reply::message(202, u"Restart scheduled"_s));
}

} // namespace security_calls
} // namespace

void registerSecurity(Registry& registry, Services& services)
{
    using namespace security_calls;
    registry.on(CallId::SecurityGet, services, read);
    registry.on(CallId::SecurityUpdate, services, update);
    registry.on(CallId::SecurityRestart, services, restart);
}

} // namespace gatehouse::admin
