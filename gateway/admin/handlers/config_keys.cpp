// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway says about itself: settings that can be changed while it runs (platform-routes section
// 21), in the keys of the original's envelope with the data it meant to send; and the description of its
// admin API.
#include "common/api/docs_page.h"
#include "common/api/openapi.h"
#include "gateway/admin/handlers/common.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace config_keys_calls {

using config::Setting;
using config::SettingRow;

bool isHot(const SettingRow& row)
{
    return row.reload == config::Reload::Hot;
}

QJsonObject configOf(const config::Settings& settings)
{
    QJsonObject values;
    for (const SettingRow& row : config::settingsTable()) {
        if (isHot(row))
            values.insert(row.nameText(), settings.maskedText(row.id));
    }
    return values;
}

Reply withData(const QJsonObject& data)
{
    return Reply::raw(200, {{u"status_code"_s, 200},
                            {u"response_headers"_s, QJsonValue()},
                            {u"response"_s, QJsonValue()},
                            {u"message"_s, QJsonValue()},
                            {u"error_code"_s, QJsonValue()},
                            {u"error_message"_s, QJsonValue()},
                            {u"data"_s, data}});
}

void current(Services& services, const Call&, const Done& done)
{
    const QString file = services.settings.path(Setting::ConfigFile);
    done(withData({{u"config"_s, configOf(services.settings)},
                   {u"source"_s, file.isEmpty() ? u"environment"_s : file},
                   {u"reload_command"_s, u"kill -HUP <pid>"_s}}));
}

void reload(Services& services, const Call& call, const Done& done)
{
    const Result<SettingsChange> change = services.reloadSettings();
    if (!change)
        return done(Reply::detail(500, u"Failed to reload configuration: %1"_s.arg(change.error().text())));
    call->audit->details.insert(u"changed"_s, QJsonArray::fromStringList(change->changed));
    done(withData({{u"message"_s, u"Configuration reloaded successfully"_s},
                   {u"config"_s, configOf(services.settings)},
                   {u"changed"_s, QJsonArray::fromStringList(change->changed)},
                   {u"restart_needed"_s, QJsonArray::fromStringList(change->waiting)},
                   {u"warnings"_s, QJsonArray::fromStringList(change->warnings)}}));
}

void keys(Services&, const Call&, const Done& done)
{
    QJsonArray rows;
    for (const SettingRow& row : config::settingsTable()) {
        if (isHot(row))
            rows.append(QJsonObject{{u"key"_s, row.nameText()},
                                    {u"description"_s, QString::fromUtf8(row.help)},
                                    {u"example"_s, row.isSecret() ? QString() : row.defaultWords()}});
    }
    done(withData({{u"reloadable_keys"_s, rows},
                   {u"total"_s, rows.size()},
                   {u"notes"_s, QJsonArray{u"Other settings take effect at the next start."_s}}}));
}

void document(Services& services, const Call&, const Done& done)
{
    done(Reply::raw(200, openApiDocument(callTable(), u"Gatehouse admin API"_s, services.version)));
}

Reply page(const Services& services, DocsLayout layout)
{
    const DocsPage page = docsPage(callTable(), u"Gatehouse admin API"_s, services.version, layout);
    return Reply::bytes(200, "text/html; charset=utf-8", page.html)
        .with("Content-Security-Policy", page.policy);
}

void docs(Services& services, const Call&, const Done& done)
{
    done(page(services, DocsLayout::Folded));
}

void reference(Services& services, const Call&, const Done& done)
{
    done(page(services, DocsLayout::Open));
}

} // namespace config_keys_calls
} // namespace

void registerConfigKeys(Registry& registry, Services& services)
{
    using namespace config_keys_calls;
    on(registry, services, CallId::ConfigCurrent, current);
    on(registry, services, CallId::ConfigReload, reload);
    on(registry, services, CallId::ConfigReloadableKeys, keys);
    on(registry, services, CallId::OpenApiDocument, document);
    on(registry, services, CallId::Docs, docs);
    on(registry, services, CallId::Redoc, reference);
}

} // namespace gatehouse::admin
