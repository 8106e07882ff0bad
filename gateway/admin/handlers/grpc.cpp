// SPDX-License-Identifier: GPL-3.0-or-later
// What gRPC APIs offer, and whether they can be called (platform-routes rows 146 and 165).
#include "common/core/later.h"
#include "gateway/admin/handlers/schema_files.h"
#include "gateway/control/proto_files.h"
#include "gateway/control/route_compiler.h"

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {
namespace grpc_calls {

using Types = filters::Fetched<protocols::ProtoSchema>;

QStringList namesOf(const protocols::ProtoSchema& schema)
{
    QStringList names;
    for (const std::string& name : schema.services())
        names.append(QString::fromStdString(name));
    return names;
}

/// Runs `then` on the control thread when the server has been asked, well or not; false when it is not asked
/// now.
bool whenAsked(const std::shared_ptr<Types>& types, QObject* context, bool insist,
               const std::function<void()>& then)
{
    return types->refresh([&]() -> Types::Waiter { return [context, then] { later(context, then); }; },
                          insist);
}

bool hasServers(const Api& api)
{
    return !api.servers.isEmpty() || !api.upstreamId.isEmpty();
}

Reply noServers()
{
    return Reply::error(404, u"GRPC001"_s, u"No upstream servers configured"_s);
}

Reply servicesReply(const QStringList& names, bool reflection, const QString& note)
{
    return Reply::object(200, {{u"services"_s, QJsonArray::fromStringList(names)},
                               {u"reflection_enabled"_s, reflection},
                               {u"note"_s, note}});
}

Reply reflectedReply(const Types& types)
{
    const Types::Value schema = types.value();
    const QString why = QString::fromStdString(types.why());
    if (!schema)
        return servicesReply({}, true, why.isEmpty() ? u"the server is being asked"_s : why);
    return servicesReply(namesOf(*schema), true,
                         why.isEmpty() ? u"services of the server, by reflection"_s
                                       : u"services of the server as it was before: %1"_s.arg(why));
}

/// Row 165: what may be called; without such a list what the proto file or the server offers.
void services(Services& services, QObject* context, const Call& call, const Done& done)
{
    const Api* const api = describedApi(services, call, done);
    if (!api)
        return;
    if (!hasServers(*api))
        return done(noServers());
    const std::shared_ptr<Types> types = services.reflectionOf(*api);
    const QStringList allowed = api->grpcAllowedServices.value_or(QStringList());
    if (!allowed.isEmpty())
        return done(servicesReply(allowed, types != nullptr, u"api_grpc_allowed_services"_s));
    if (types) {
        const auto answer = [types, done] { done(reflectedReply(*types)); };
        if (types->value() || !whenAsked(types, context, false, answer))
            answer();
        return;
    }
    const ProtoFile* const file = control::protoFileOf(services.documents(), *api);
    done(file ? servicesReply(control::readProto(*file).services, false, u"services of the proto file"_s)
              : servicesReply({}, false, u"neither a list of allowed services nor a proto file"_s));
}

void refresh(Services& services, QObject* context, const Call& call, const Done& done)
{
    const Api* const api = describedApi(services, call, done);
    if (!api)
        return;
    if (!hasServers(*api))
        return done(noServers());
    const std::shared_ptr<Types> types = services.reflectionOf(*api);
    if (!types)
        return done(Reply::error(400, u"GRPC002"_s, u"The services of this API do not come by reflection"_s));
    const auto answer = [types, done] {
        const QString why = QString::fromStdString(types->why());
        const Types::Value schema = types->value();
        if (!why.isEmpty() || !schema)
            return done(
                Reply::error(502, u"GRPC003"_s, u"Failed to read the services by reflection: %1"_s.arg(why)));
        done(Reply::object(200, {{u"message"_s, u"Services refreshed successfully"_s},
                                 {u"services_count"_s, namesOf(*schema).size()},
                                 {u"methods_count"_s, qint64(schema->methods().size())}}));
    };
    if (!whenAsked(types, context, true, answer))
        done(Reply::error(503, u"GRPC003"_s,
                          u"Failed to read the services by reflection: too many wait for it"_s));
}

/// Where the types of one API come from, and what is wrong with them.
QJsonObject stateOf(Services& services, const Api& api, QJsonArray& notes)
{
    QStringList names;
    QString origin = u"none"_s, problem;
    const ProtoFile* const file = control::protoFileOf(services.documents(), api);
    if (const std::shared_ptr<Types> types = services.reflectionOf(api)) {
        origin = u"reflection"_s;
        problem = QString::fromStdString(types->why());
        if (const Types::Value schema = types->value())
            names = namesOf(*schema);
        else if (problem.isEmpty())
            problem = u"the server is being asked"_s;
    } else if (control::takesJson(services.documents(), api)) {
        origin = u"upstream takes JSON"_s;
    } else if (file) {
        const control::ProtoReading reading = control::readProto(*file);
        origin = file->isDefault ? u"default proto file"_s : u"proto file"_s;
        names = reading.services;
        problem = reading.faults.join(u"; "_s);
    } else {
        problem = u"no proto file, and reflection is not asked for: the bridge answers 404"_s;
    }
    if (!hasServers(api))
        problem = u"no upstream servers configured"_s;
    if (!problem.isEmpty())
        notes.append(u"%1: %2"_s.arg(api.key(), problem));
    return {{u"api"_s, api.key()},
            {u"types"_s, origin},
            {u"services"_s, QJsonArray::fromStringList(names)},
            {u"grpc_web"_s, api.grpcWebEnabled},
            {u"problem"_s, problem.isEmpty() ? QJsonValue() : QJsonValue(problem)}};
}

/// Row 146. Both parts are compiled in: nothing has to be installed for them.
void check(Services& services, const Call&, const Done& done)
{
    const config::Settings& settings = services.settings;
    QJsonArray apis, notes;
    services.documents().of<Api>().forEach([&](const Api& api) {
        if (api.type.compare(u"GRPC"_s, Qt::CaseInsensitive) == 0)
            apis.append(stateOf(services, api, notes));
    });
    if (!settings.flag(Setting::Http2))
        notes.append(u"HTTP2_ENABLED is off: native gRPC clients cannot connect."_s);
    if (apis.isEmpty())
        notes.append(u"There is no API of the type GRPC."_s);
    const QJsonObject details{{u"apis"_s, apis},
                              {u"native"_s, settings.flag(Setting::Http2)},
                              {u"max_message_bytes"_s, settings.bytes(Setting::GrpcMaxMessage)},
                              {u"max_answer_bytes"_s, settings.bytes(Setting::GrpcMaxAnswer)},
                              {u"max_proto_bytes"_s, settings.bytes(Setting::MaxProto)}};
    done(Reply::object(200, {{u"available"_s, QJsonObject{{u"grpc"_s, true}, {u"grpc_tools_protoc"_s, true}}},
                             {u"reflection_enabled"_s, settings.flag(Setting::GrpcReflection)},
                             {u"notes"_s, notes},
                             {u"details"_s, details}}));
}

} // namespace grpc_calls
} // namespace

void registerGrpc(Registry& registry, Services& shared, QObject* context)
{
    using namespace grpc_calls;
    registry.on(CallId::GrpcServices, [&shared, context](const Call& call, const Done& done) {
        services(shared, context, call, done);
    });
    registry.on(CallId::GrpcServicesRefresh, [&shared, context](const Call& call, const Done& done) {
        refresh(shared, context, call, done);
    });
    on(registry, shared, CallId::ToolGrpc, check);
}

} // namespace gatehouse::admin
