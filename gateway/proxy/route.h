// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/breaker.h"
#include "gateway/proxy/filter.h"
#include "gateway/proxy/identity.h"
#include "gateway/proxy/sharded_map.h"
#include "gateway/proxy/upstream_group.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

/// Grpc: native, on a path of the API's own. GrpcBridge: JSON in, gRPC out.
enum class Protocol : std::uint8_t { Rest, Soap, GraphQl, Grpc, GrpcWeb, GrpcBridge };

constexpr bool isGrpc(Protocol protocol)
{
    return protocol == Protocol::Grpc || protocol == Protocol::GrpcWeb || protocol == Protocol::GrpcBridge;
}

/// Whose wire conventions (error bodies, header rules) a route follows.
enum class Surface : std::uint8_t { Platform, Contract };

struct UpstreamTimeouts {
    std::uint32_t connectMs = 5'000;
    std::uint32_t readMs = 30'000;
    std::uint32_t writeMs = 30'000;
    std::uint32_t poolMs = 30'000;
};

/// A registered operation: method plus template, where `{x}` stands for one non-empty segment.
struct Operation {
    std::string id;
    std::string method;           ///< upper case; HEAD also matches GET
    std::string uriTemplate;      ///< the public path below the prefix
    std::string upstreamTemplate; ///< where it goes when it differs from the public one; else empty
    std::shared_ptr<const UpstreamGroup> upstream; ///< own servers, or null
    ChainSlot chain = 0;                           ///< of a chain of its own; where none stands: the API's
    std::uint32_t metricsIndex = 0;
    std::uint64_t key = 0; ///< hash of id: part of counters
};

/// What an API sets for its answers that stay open; unset: ProxySettings. Zero: no such limit.
struct StreamRules {
    std::optional<std::uint64_t> maxMessageBytes;
    std::optional<std::uint32_t> messageLimit;
    std::optional<std::uint64_t> bytesPerSecond;
    std::optional<std::int64_t> idleTimeoutMs; ///< of WebSockets
    std::optional<std::int64_t> streamIdleMs;  ///< of event streams
};

struct MirrorRules;

/// What a request for one API needs: compiled from its documents, immutable, shared by all its published
/// prefixes.
struct ApiRuntime {
    std::string id;
    std::string name;
    std::string version;
    Symbol symbol = 0;
    Symbol tenant = 0;
    std::string tenantName;         ///< for the log
    std::uint32_t metricsIndex = 0; ///< stable per api id
    Protocol protocol = Protocol::Rest;
    Surface surface = Surface::Platform;
    bool active = true;
    bool isPublic = false;
    bool authRequired = true;
    bool registeredOnly = true; ///< only registered operations match
    std::vector<Operation> operations;
    std::shared_ptr<const UpstreamGroup> upstream;
    ChainSlot chain = 0;
    UpstreamTimeouts timeouts;
    std::uint32_t retries = 0; ///< extra attempts
    RetryRules retry;
    std::uint64_t breakerKey = 0;
    std::optional<BreakerSettings> breaker; ///< unset: those of the settings
    std::uint64_t bodyLimit = 1'048'576;    ///< bytes; zero: unlimited
    bool upstreamHttp2 = false;             ///< and nothing else: by prior knowledge, over TLS by ALPN
    bool upstreamMayHttp2 = false;          ///< over TLS when the server chooses it

    // Header policy (data-plane section 7), lower case and sorted.
    bool forwardAllRequestHeaders = false;
    bool forwardAllAnswerHeaders = false;
    std::vector<std::string> allowedHeaders;
    bool addForwardedFor = false; ///< X-Forwarded-For, -Proto and -Host
    bool preserveHost = false;    ///< Host of the caller instead of the target's
    bool allowUpgrade = false;    ///< WebSocket
    StreamRules streams;
    std::shared_ptr<const MirrorRules> mirror; ///< null: requests are not copied
    bool addIdentityHeaders = true;            ///< X-User-Email and X-Doorman-User, both the username
    std::string authorizationSwap;             ///< header whose value becomes the upstream's Authorization

    std::uint32_t logSampling = 1'000'000; ///< access-log lines per million
};

/// A published path prefix of an API.
struct Route {
    std::string host;   ///< lower case; empty: any
    std::string prefix; ///< "/api/rest/orders/v1", without trailing slash
    bool stripPrefix = true;
    std::shared_ptr<const ApiRuntime> api;
    /// The version is no part of the path: the request goes to `prefix` + "/" + its X-API-Version.
    bool byVersion = false;
};

/// Finds the longest published prefix on whole segments: one hash look-up per depth that is in use, so that
/// the cost does not grow with the number of routes.
class RouteTable {
public:
    static constexpr std::size_t maxDepth = 16; ///< segments of a published prefix

    void set(Route route);
    void erase(std::string_view host, std::string_view prefix);
    /// `path` without query, starting with a slash; `host` lower case without port. Null when nothing
    /// matches.
    const Route* find(std::string_view host, std::string_view path) const;
    std::size_t size() const { return m_routes.size(); }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        m_routes.forEach([&](std::string_view, const std::shared_ptr<const Route>& route) { visit(*route); });
    }

private:
    const Route* findOnHost(std::string_view host, std::string_view path) const;

    ShardedMap<std::shared_ptr<const Route>> m_routes;  ///< key: host + prefix
    std::array<std::uint32_t, maxDepth + 1> m_depths{}; ///< routes per depth
    std::uint32_t m_hostRoutes = 0;                     ///< routes bound to a host
};

/// The operation that matches `method` and `path` (below the prefix, starting with a slash), or null. Literal
/// segments win over parameters.
const Operation* matchOperation(const ApiRuntime& api, std::string_view method, std::string_view path);

/// The methods of the operations that match the path, for Allow; empty when none does.
std::string methodsAt(const ApiRuntime& api, std::string_view path);

} // namespace gatehouse::proxy
