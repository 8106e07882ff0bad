// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/security_settings.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable settingsTable()
{
    using S = SecuritySettings;
    TableBuilder<S> t(u"security_settings"_s, u"settings"_s, u"Security settings"_s, u"Security settings"_s,
                      {u"type"_s});
    t.group(u"Backup"_s);
    t.field(u"type"_s, &S::type, u"Document"_s, u"Always security_settings."_s).generated();
    t.field(u"enable_auto_save"_s, &S::enableAutoSave, u"Save automatically"_s,
            u"Write an encrypted dump at regular times."_s)
        .nullable();
    t.field(u"auto_save_frequency_seconds"_s, &S::autoSaveFrequencySeconds, u"Every"_s,
            u"Time between two dumps."_s)
        .nullable()
        .range(60, 31536000)
        .unit(u"s"_s);
    t.field(u"dump_path"_s, &S::dumpPath, u"Dump path"_s,
            u"Directory, or file name that the time is added to."_s)
        .nullable()
        .length(0, 4096);
    t.group(u"Addresses"_s);
    t.field(u"ip_whitelist"_s, &S::ipWhitelist, u"Allowed addresses"_s, u"Only these may call. Empty: all."_s)
        .nullable()
        .items(0, 10000)
        .format(TextFormat::Address);
    t.field(u"ip_blacklist"_s, &S::ipBlacklist, u"Refused addresses"_s, u"These may not call."_s)
        .nullable()
        .items(0, 10000)
        .format(TextFormat::Address);
    t.field(u"trust_x_forwarded_for"_s, &S::trustXForwardedFor, u"Trust X-Forwarded-For"_s,
            u"Take the client's address from a proxy in front."_s)
        .nullable();
    t.field(u"xff_trusted_proxies"_s, &S::xffTrustedProxies, u"Trusted proxies"_s,
            u"Proxies that are believed. Empty: all."_s)
        .nullable()
        .items(0, 1000)
        .format(TextFormat::Address);
    t.field(u"allow_localhost_bypass"_s, &S::allowLocalhostBypass, u"Local bypass"_s,
            u"Calls of this machine skip the address rules."_s)
        .nullable();
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<SecuritySettings>()
{
    static const EntityTable table = settingsTable();
    return table;
}

} // namespace gatehouse
