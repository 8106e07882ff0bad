// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/config_exchange.h"

#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/upstream.h"
#include "gateway/admin/handlers/common.h"

#include <QDateTime>
#include <QSet>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace config_exchange_calls {

/// One document by its key, or all of that kind (platform-routes section 20).
template <typename E>
void exportOneOrAll(Services& services, const Call& call, const Done& done, const QString& parameter,
                    const QString& single, const QString& plural, const Reply& missing)
{
    const QString key = call->value(parameter);
    if (key.isEmpty())
        return done(Reply::object(200, {{plural, control::exportKind(services.documents(), kindOf<E>())}}));
    const auto document = byKey<E>(services, {key});
    done(document ? Reply::object(200, {{single, toJson(*document)}}) : missing);
}

void exportApis(Services& services, const Call& call, const Done& done)
{
    const QString name = call->value(u"api_name"_s);
    const QString version = call->value(u"api_version"_s);
    if (name.isEmpty() || version.isEmpty())
        return done(Reply::object(200, {{u"apis"_s, control::exportKind(services.documents(), Kind::Api)}}));
    const Api* api = services.documents().api(name, version);
    if (!api)
        return done(Reply::error(404, u"CFG404"_s, u"API not found"_s));
    done(Reply::object(200,
                       {{u"api"_s, toJson(*api)},
                        {u"endpoints"_s, control::exportEndpoints(services.documents(), name, version)}}));
}

/// Whether it makes an administrators' role, or changes one. What was exported changes none.
bool touchesAdminRole(const Services& services, const QJsonObject& given)
{
    const QString name = given.value(u"role_name"_s).toString();
    const auto stored = byKey<Role>(services, {name});
    const bool wanted = isAdminRoleName(name) || given.value(u"platform_admin"_s).toVariant().toBool();
    if (!wanted && !(stored && stored->isAdmin()))
        return false;
    const QJsonObject now = stored ? toJson(*stored) : QJsonObject();
    const QStringList fields = given.keys();
    return std::any_of(fields.begin(), fields.end(),
                       [&](const QString& field) { return given.value(field) != now.value(field); });
}

bool touchesAdminRoles(const Services& services, const QJsonObject& bundle)
{
    const QJsonArray roles = bundle.value(u"roles"_s).toArray();
    return std::any_of(roles.begin(), roles.end(),
                       [&](const QJsonValue& role) { return touchesAdminRole(services, role.toObject()); });
}

void import(Services& services, const Call& call, const Done& done)
{
    call->audit->target = u"bulk"_s;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    if (!call->caller.isAdmin() && touchesAdminRoles(services, *body))
        return done(Reply::error(403, u"ROLE014"_s, u"Only admin may modify the admin role"_s));
    const Result<control::Import> import = control::importChanges(services.documents(), *body);
    if (!import)
        return done(Reply::from(import.error()));
    const control::ImportCounts& counts = import->counts;
    const QJsonObject imported{{u"apis"_s, counts.apis},
                               {u"endpoints"_s, counts.endpoints},
                               {u"roles"_s, counts.roles},
                               {u"groups"_s, counts.groups},
                               {u"routings"_s, counts.routings}};
    call->audit->details = {{u"imported"_s, imported}};
    applyAndReply(services, call, import->changes, done, [imported](const auto&) {
        return Reply::object(200, {{u"imported"_s, imported}});
    });
}

/// Of the newest revisions as many are looked at for the import to undo.
constexpr int remembered = 1000;

/// Puts back what the newest import replaced: the five kinds it concerns, and nothing else.
void rollback(Services& services, const Call& call, const Done& done)
{
    call->audit->target = u"latest"_s;
    const QList<control::RevisionInfo> revisions = services.control.revisions(remembered);
    const auto import = std::find_if(revisions.begin(), revisions.end(), [](const auto& revision) {
        return revision.action == u"config.import"_s;
    });
    if (import == revisions.end())
        return done(Reply::error(404, u"CFG404"_s, u"No snapshot found"_s));
    const QSet<Kind> kinds{Kind::Api, Kind::Operation, Kind::Role, Kind::Group, Kind::Routing};
    const QString when =
        QDateTime::fromMSecsSinceEpoch(import->atMs, QTimeZone::utc()).toString(Qt::ISODateWithMs);
    services.control.rollback(
        import->number - 1, actorOf(*call),
        [call, done, when](const Result<control::Applied>& applied) {
            if (!applied)
                return done(applied.error().type == ErrorType::NotFound
                                ? Reply::error(404, u"CFG404"_s, u"No snapshot found"_s)
                                : Reply::from(applied.error()));
            done(Reply::message(200, u"Configuration rolled back to "_s + when));
        },
        kinds);
}

} // namespace config_exchange_calls
} // namespace

void registerConfigExchange(Registry& registry, Services& services)
{
    using namespace config_exchange_calls;
    registry.on(CallId::ConfigExportAll, [&services](const Call&, const Done& done) {
        done(Reply::object(200, control::exportAll(services.documents())));
    });
    registry.on(CallId::ConfigExportApis, services, exportApis);
    registry.on(CallId::ConfigExportRoles, [&services](const Call& call, const Done& done) {
        exportOneOrAll<Role>(services, call, done, u"role_name"_s, u"role"_s, u"roles"_s,
                             Reply::error(404, u"CFG405"_s, u"Role not found"_s));
    });
    registry.on(CallId::ConfigExportGroups, [&services](const Call& call, const Done& done) {
        exportOneOrAll<Group>(services, call, done, u"group_name"_s, u"group"_s, u"groups"_s,
                              Reply::error(404, u"CFG406"_s, u"Group not found"_s));
    });
    registry.on(CallId::ConfigExportRoutings, [&services](const Call& call, const Done& done) {
        exportOneOrAll<Routing>(services, call, done, u"client_key"_s, u"routing"_s, u"routings"_s,
                                Reply::error(404, u"CFG407"_s, u"Routing not found"_s));
    });
    registry.on(CallId::ConfigExportEndpoints, [&services](const Call& call, const Done& done) {
        const QJsonArray endpoints = control::exportEndpoints(
            services.documents(), call->value(u"api_name"_s), call->value(u"api_version"_s));
        done(Reply::object(200, {{u"endpoints"_s, endpoints}}));
    });
    on(registry, services, CallId::ConfigRollback, rollback);
    registry.on(CallId::ConfigImport, services, import);
}

} // namespace gatehouse::admin
