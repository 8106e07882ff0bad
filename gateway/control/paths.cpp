// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/paths.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

/// With the version in the path, and with the name alone for callers who tell the version in a header.
void addVersioned(QList<PublishedPath>& paths, const QString& below, const Api& api, proxy::Protocol protocol)
{
    paths.append({{}, below + api.path(), protocol});
    paths.append({{}, below + u'/' + api.name, protocol, true, true});
}

/// An API made on the platform surface answers REST and SOAP, whatever its type says; GraphQL and gRPC have
/// no registered endpoints to narrow them down, so those prefixes open only for APIs of that type.
QList<PublishedPath> platformPaths(const Api& api)
{
    using proxy::Protocol;
    const QString type = api.type.toUpper();
    QList<PublishedPath> paths{{{}, u"/api/rest"_s + api.path(), Protocol::Rest},
                               {{}, u"/api/soap"_s + api.path(), Protocol::Soap}};
    if (type == u"GRAPHQL")
        addVersioned(paths, u"/api/graphql"_s, api, Protocol::GraphQl);
    if (type == u"GRPC")
        addVersioned(paths, u"/api/grpc"_s, api, Protocol::GrpcBridge);
    if (type == u"GRPC" || api.grpcWebEnabled)
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

QList<PublishedPath> publishedPaths(const Api& api)
{
    const proxy::Protocol own = protocolOf(api);
    QList<PublishedPath> paths;
    if (isContract(api)) {
        paths.append({{}, api.contractPath(), own});
        paths.append({{}, u"/apis/%1/%2"_s.arg(api.tenant, api.name), own, true});
    } else {
        paths = platformPaths(api);
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

} // namespace gatehouse::control
