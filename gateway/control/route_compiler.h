// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/compiler.h"
#include "gateway/control/group_compiler.h"
#include "gateway/control/paths.h"
#include "gateway/control/symbols.h"

namespace gatehouse {
struct Upstream;
struct Routing;
} // namespace gatehouse

namespace gatehouse::control {

/// Whether the bridge for gRPC hands the caller's JSON on as it is: to upstreams with an http(s) address that
/// were not said to speak HTTP/2 (data-plane 14, "HTTP mode").
bool takesJson(const Documents& documents, const Api& api);

/// What of an API does not depend on policies.
class RouteCompiler {
public:
    RouteCompiler(const CompilerOptions& options, Symbols& symbols, observe::ApiSlots& apiSlots,
                  net::TlsClients* tls)
        : m_options(options)
        , m_symbols(symbols)
        , m_apiSlots(apiSlots)
        , m_groups(options.stickyKey, tls)
    {
    }

    /// Without chains.
    proxy::ApiRuntime api(const Documents& documents, const Api& api, proxy::Protocol protocol);
    std::shared_ptr<const proxy::UpstreamGroup> routing(const Routing& routing) const;

    /// Where calls of the API go; null when it names no server.
    std::shared_ptr<const proxy::UpstreamGroup> upstreamOf(const Documents& documents, const Api& api) const;

private:
    /// Null when nothing is copied.
    std::shared_ptr<const proxy::MirrorRules> mirrorOf(const Api& api, proxy::Protocol protocol) const;
    GroupCompiler::Group group(const Documents& documents, const QString& upstreamId,
                               const GroupCompiler::Owner& owner, const QStringList& servers) const;
    std::vector<proxy::Operation> operations(const Documents& documents, const Api& api) const;

    const CompilerOptions& m_options;
    Symbols& m_symbols;
    observe::ApiSlots& m_apiSlots;
    GroupCompiler m_groups;
};

} // namespace gatehouse::control
