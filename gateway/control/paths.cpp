// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/paths.h"

#include "common/model/operation.h"
#include "gateway/control/documents.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

/// With the version in the path, and with the name alone for callers who tell the version in a header.
void addVersioned(QList<PublishedPath>& paths, const QString& below, const Api& api, proxy::Protocol protocol)
{
    paths.append({{}, below + api.path(), protocol});
    paths.append({{}, below + u'/' + api.name, protocol, true, true});
}

/// What the endpoints of an API open.
struct Opened {
    bool graphQl = false;
    bool grpc = false;
};

bool isPostTo(const Operation& operation, QStringView uri)
{
    return operation.active && operation.method == u"POST" && operation.publicUri() == uri;
}

Opened openedBy(const Documents& documents, const Api& api)
{
    Opened opened;
    for (const Operation* operation : documents.of<Operation>().with(By::Api, api.id)) {
        opened.graphQl = opened.graphQl || isPostTo(*operation, u"/graphql");
        opened.grpc = opened.grpc || isPostTo(*operation, u"/grpc");
    }
    return opened;
}

/// Callers who tell the version in a header name no tenant, so without a type only the usual one has it.
void addOpened(QList<PublishedPath>& paths, const QString& below, const Api& api, proxy::Protocol protocol)
{
    QList<PublishedPath> both;
    addVersioned(both, below, api, protocol);
    for (PublishedPath& path : both) {
        path.opened = true;
        if (!path.sharedByVersions || api.tenant == Api().tenant)
            paths.append(std::move(path));
    }
}

/// An API made on the platform surface answers REST and SOAP, whatever its type says. What is sent to the
/// prefixes of GraphQL and gRPC is narrowed down by no endpoint, so those open only where something says that
/// it is meant: the type, servers that speak gRPC, or the endpoint that the original looks up there.
QList<PublishedPath> platformPaths(const Api& api, const Opened& opened)
{
    using proxy::Protocol;
    const QString graphQl = u"/api/graphql"_s, grpc = u"/api/grpc"_s;
    QList<PublishedPath> paths{{{}, u"/api/rest"_s + api.path(), Protocol::Rest},
                               {{}, u"/api/soap"_s + api.path(), Protocol::Soap}};
    if (api.type.toUpper() == u"GRAPHQL")
        addVersioned(paths, graphQl, api, Protocol::GraphQl);
    else if (opened.graphQl)
        addOpened(paths, graphQl, api, Protocol::GraphQl);
    if (speaksGrpc(api))
        addVersioned(paths, grpc, api, Protocol::GrpcBridge);
    else if (opened.grpc)
        addOpened(paths, grpc, api, Protocol::GrpcBridge);
    if (api.type.toUpper() == u"GRPC" || api.grpcWebEnabled)
        addVersioned(paths, u"/grpc-web"_s, api, Protocol::GrpcWeb);
    return paths;
}

proxy::Protocol protocolOf(const Api& api)
{
    using proxy::Protocol;
    const QString type = api.type.toUpper();
    if (type == u"SOAP")
        return Protocol::Soap;
    if (type == u"GRAPHQL")
        return Protocol::GraphQl;
    if (type == u"GRPC")
        return Protocol::Grpc;
    return Protocol::Rest;
}

QString withoutTrailingSlash(QString path)
{
    while (path.size() > 1 && path.endsWith(u'/'))
        path.chop(1);
    return path;
}

QList<PublishedPath> pathsOf(const Api& api, const Opened& opened)
{
    const proxy::Protocol own = protocolOf(api);
    QList<PublishedPath> paths;
    if (isContract(api)) {
        paths.append({{}, api.contractPath(), own});
        paths.append({{}, u"/apis/%1/%2"_s.arg(api.tenant, api.name), own, true});
    } else {
        paths = platformPaths(api, opened);
    }
    for (const QString& prefix : api.prefixes)
        paths.append({{}, withoutTrailingSlash(prefix), own});

    if (api.hosts.isEmpty())
        return paths;
    QList<PublishedPath> onHosts;
    for (const QString& host : api.hosts) {
        for (PublishedPath path : std::as_const(paths)) {
            path.host = host.toLower();
            onHosts.append(std::move(path));
        }
    }
    return onHosts;
}

} // namespace

bool isContract(const Api& api)
{
    return !api.contractVersion.isEmpty();
}

const QStringList& reservedSegments()
{
    static const QStringList segments{u"api"_s,     u"platform"_s, u"v1"_s,   u"health"_s,
                                      u"metrics"_s, u"realms"_s,   u"apis"_s, u"grpc-web"_s};
    return segments;
}

bool speaksGrpc(const Api& api)
{
    return api.type.toUpper() == u"GRPC" ||
           std::any_of(api.servers.begin(), api.servers.end(), [](const QString& server) {
               return server.startsWith(u"grpc://"_s) || server.startsWith(u"grpcs://"_s);
           });
}

bool opensProtocol(const Operation& operation)
{
    return isPostTo(operation, u"/graphql") || isPostTo(operation, u"/grpc");
}

QList<PublishedPath> publishedPaths(const Api& api)
{
    return pathsOf(api, {});
}

QList<PublishedPath> publishedPaths(const Documents& documents, const Api& api)
{
    return pathsOf(api, isContract(api) ? Opened() : openedBy(documents, api));
}

} // namespace gatehouse::control
