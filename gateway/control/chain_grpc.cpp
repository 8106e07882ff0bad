// SPDX-License-Identifier: GPL-3.0-or-later
// The filters that belong to gRPC alone: native calls, gRPC-Web, the bridge for JSON.
#include "common/model/api.h"
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/control/route_compiler.h"
#include "gateway/protocols/grpc_bridge.h"
#include "gateway/protocols/grpc_web.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

std::vector<std::string> texts(const std::optional<QStringList>& list)
{
    std::vector<std::string> result;
    for (const QString& text : list.value_or(QStringList()))
        result.push_back(text.toStdString());
    return result;
}

protocols::GrpcAccess accessOf(const Api& api)
{
    return {texts(api.grpcAllowedPackages), texts(api.grpcAllowedServices), texts(api.grpcAllowedMethods)};
}

QJsonObject valuesOf(const Api& api)
{
    const auto array = [](const std::optional<QStringList>& list) {
        return QJsonArray::fromStringList(list.value_or(QStringList()));
    };
    return {{u"grpc_web"_s, api.grpcWebEnabled},
            {u"packages"_s, array(api.grpcAllowedPackages)},
            {u"services"_s, array(api.grpcAllowedServices)},
            {u"methods"_s, array(api.grpcAllowedMethods)}};
}

} // namespace

void ChainCompiler::addGrpc(ChainBuild& build)
{
    if (build.protocol == proxy::Protocol::GrpcBridge)
        return addGrpcBridge(build);
    const Api& api = build.api;
    protocols::GrpcConfig config;
    config.access = accessOf(api);
    config.web = api.grpcWebEnabled;
    config.webOnly = build.protocol == proxy::Protocol::GrpcWeb;
    build.add(
        std::make_shared<protocols::GrpcFilter>(std::move(config)), [&] { return valuesOf(api); },
        build.apiSource(u"api_grpc_web_enabled, api_grpc_allowed_*"_s));
}

void ChainCompiler::addGrpcBridge(ChainBuild& build)
{
    const Api& api = build.api;
    const ProtoFile* const file = protoFileOf(build.documents, api);
    protocols::GrpcBridgeConfig config;
    config.access = accessOf(api);
    if (m_services.reflections)
        config.reflected = m_services.reflections->source(build.documents, api, m_options.reflection);
    if (!config.reflected)
        config.schema = m_protos.of(file, {.maxBytes = m_options.maxProtoBytes});
    config.maxMessage = m_options.maxGrpcMessage;
    config.maxAnswer = m_options.maxGrpcAnswer;
    config.api = api.key().toStdString();
    config.package = api.grpcPackage.toStdString();
    config.ownPackage = ownPackageOf(api.name, api.version).toStdString();
    config.byHttp = takesJson(build.documents, api);
    config.strict = m_options.strictEnvelope && !build.contract;
    const bool byHttp = config.byHttp;
    const bool reflected = config.reflected != nullptr;
    build.add(
        std::make_shared<protocols::GrpcBridgeFilter>(std::move(config)),
        [&] {
            QJsonObject values = valuesOf(api);
            values.remove(u"grpc_web"_s);
            values.insert(u"proto_file"_s, file && !reflected ? file->id : QString());
            values.insert(u"package"_s, file && !reflected ? file->package : QString());
            values.insert(u"reflection"_s, reflected);
            values.insert(u"upstream"_s, byHttp ? u"http"_s : u"grpc"_s);
            return values;
        },
        build.apiSource(u"api_grpc_*, proto file"_s));
}

} // namespace gatehouse::control
