// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/route_compiler.h"

#include "common/model/access.h"
#include "common/model/api_address.h"
#include "common/model/operation.h"
#include "common/model/upstream.h"
#include "gateway/control/servers.h"
#include "gateway/control/urls.h"
#include "gateway/observe/api_slots.h"
#include "gateway/proxy/mirror.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

using GroupPtr = std::shared_ptr<const proxy::UpstreamGroup>;

std::uint32_t milliseconds(const std::optional<double>& seconds, std::uint32_t fallback)
{
    return seconds ? std::uint32_t(std::clamp(*seconds * 1000.0, 1.0, 4e9)) : fallback;
}

std::vector<std::string> lowerSorted(const QStringList& names)
{
    std::vector<std::string> result;
    for (const QString& name : names)
        result.push_back(name.toLower().toStdString());
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

observe::ApiKind kindOfApi(proxy::Protocol protocol)
{
    switch (protocol) {
    case proxy::Protocol::Rest:
        return observe::ApiKind::Rest;
    case proxy::Protocol::Soap:
        return observe::ApiKind::Soap;
    case proxy::Protocol::GraphQl:
        return observe::ApiKind::GraphQl;
    case proxy::Protocol::Grpc:
    case proxy::Protocol::GrpcWeb:
    case proxy::Protocol::GrpcBridge:
        return observe::ApiKind::Grpc;
    }
    return observe::ApiKind::Other;
}

/// What logs, metrics and calls name its servers by; not the same for two tenants.
QString labelOf(const Api& api)
{
    return addressedName(api.tenant, api.name) + u'/' + api.version;
}

void setIdentity(proxy::ApiRuntime& runtime, const Api& api)
{
    runtime.id = api.id.toStdString();
    runtime.name = api.name.toStdString();
    runtime.version = api.version.toStdString();
    runtime.surface = isContract(api) ? proxy::Surface::Contract : proxy::Surface::Platform;
    runtime.isPublic = api.isPublic;
    runtime.authRequired = api.authRequired && api.authType != AuthType::None;
    runtime.breakerKey = stableKey(api.path().toStdString());
}

/// The API's own rules, else those of its upstream.
std::optional<proxy::BreakerSettings> breakerOf(const Documents& documents, const Api& api)
{
    std::optional<BreakerRules> rules = api.breaker;
    const auto upstream = api.upstreamId.isEmpty() ? nullptr : documents.of<Upstream>().find(api.upstreamId);
    if (!rules && upstream)
        rules = upstream->breaker;
    if (!rules)
        return std::nullopt;
    constexpr std::int64_t second = 1'000'000'000;
    return proxy::BreakerSettings{.enabled = rules->enabled,
                                  .threshold = std::uint32_t(rules->failures),
                                  .timeoutNs = rules->openSeconds * second,
                                  .windowNs = rules->windowSeconds * second,
                                  .successes = std::uint32_t(rules->successes)};
}

template <typename To, typename From>
std::optional<To> converted(const std::optional<From>& value, From scale = 1)
{
    return value ? std::optional<To>(To(*value * scale)) : std::nullopt;
}

proxy::StreamRules streamRulesOf(const Api& api)
{
    proxy::StreamRules rules;
    rules.maxMessageBytes = converted<std::uint64_t>(api.websocketMaxMessageBytes);
    rules.messageLimit = converted<std::uint32_t>(api.websocketMessageLimit);
    rules.bytesPerSecond = converted<std::uint64_t>(api.websocketBytesPerSecond);
    rules.idleTimeoutMs = converted<std::int64_t>(api.websocketIdleTimeout, 1000.0);
    rules.streamIdleMs = converted<std::int64_t>(api.streamIdleTimeout, 1000.0);
    return rules;
}

void setHeaders(proxy::ApiRuntime& runtime, const Api& api)
{
    const bool all = api.headerMode == HeaderMode::All;
    runtime.forwardAllRequestHeaders = all;
    // Answers pass unchanged unless somebody wrote down what may pass.
    runtime.forwardAllAnswerHeaders = all || !api.allowedHeaders;
    runtime.allowedHeaders = lowerSorted(api.allowedHeaders.value_or(QStringList()));
    runtime.addForwardedFor = api.forwardedHeaders;
    runtime.preserveHost = api.preserveHost;
    runtime.allowUpgrade = api.websocket;
    runtime.streams = streamRulesOf(api);
    runtime.upstreamHttp2 = api.httpVersion == HttpVersion::Http2;
    runtime.upstreamMayHttp2 = api.httpVersion == HttpVersion::Auto;
    runtime.addIdentityHeaders = api.forwardIdentity;
    runtime.authorizationSwap = api.authorizationFieldSwap.toLower().toStdString();
}

bool isHttpAddress(const QString& url)
{
    return url.startsWith(u"http://") || url.startsWith(u"https://");
}

/// gRPC needs HTTP/2 and no endpoints.
void setGrpc(proxy::ApiRuntime& runtime, bool byHttp, const CompilerOptions& options)
{
    if (!proxy::isGrpc(runtime.protocol))
        return;
    const bool bridge = runtime.protocol == proxy::Protocol::GrpcBridge;
    runtime.upstreamHttp2 = runtime.upstreamHttp2 || !bridge || !byHttp;
    if (runtime.protocol != proxy::Protocol::Grpc)
        runtime.registeredOnly = false;
    if (!bridge)
        return;
    runtime.retries = std::max<std::uint32_t>(runtime.retries, options.grpcRetries.count);
    if (!runtime.retry.given && runtime.upstream)
        runtime.retry = runtime.upstream->retry;
    runtime.retry.given = true;
    if (runtime.retry.baseDelayNs < 0)
        runtime.retry.baseDelayNs = options.grpcRetries.baseDelayNs;
    if (runtime.retry.maxDelayNs < 0)
        runtime.retry.maxDelayNs = options.grpcRetries.maxDelayNs;
}

/// Data-plane section 18: the limit depends on the path.
std::uint64_t bodyLimitOf(const CompilerOptions& options, const Documents& documents, const Api& api,
                          proxy::Protocol protocol)
{
    for (const PublishedPath& path : publishedPaths(documents, api)) {
        if (path.protocol == protocol)
            return filters::bodyLimitFor(options.bodyLimits, path.prefix.toStdString());
    }
    return options.bodyLimits.global;
}

void setTimeouts(proxy::ApiRuntime& runtime, const Api& api, const CompilerOptions& options)
{
    runtime.timeouts.connectMs = milliseconds(api.connectTimeout, options.timeouts.connectMs);
    runtime.timeouts.readMs = milliseconds(api.readTimeout, options.timeouts.readMs);
    runtime.timeouts.writeMs = milliseconds(api.writeTimeout, options.timeouts.writeMs);
    runtime.timeouts.poolMs = milliseconds(api.poolTimeout, options.timeouts.poolMs);
    runtime.retries = std::uint32_t(std::max(0, api.allowedRetryCount));
    if (api.retry)
        runtime.retry = GroupCompiler::retryRules(*api.retry);
    runtime.logSampling = std::uint32_t(std::clamp(api.logSampling, 0.0, 1.0) * 1'000'000.0);
}

} // namespace

bool takesJson(const Documents& documents, const Api& api)
{
    if (api.httpVersion == HttpVersion::Http2)
        return false;
    const QStringList servers = serversOf(documents, api).addresses;
    return !servers.isEmpty() && std::all_of(servers.begin(), servers.end(), isHttpAddress);
}

GroupPtr RouteCompiler::group(const Documents& documents, const QString& upstreamId,
                              const GroupCompiler::Owner& owner, const QStringList& servers) const
{
    if (!upstreamId.isEmpty()) {
        if (const auto upstream = documents.of<Upstream>().find(upstreamId))
            return m_groups.ofUpstream(*upstream, owner.api->upstreamPath);
    }
    return m_groups.ofServers(owner, servers);
}

std::vector<proxy::Operation> RouteCompiler::operations(const Documents& documents, const Api& api) const
{
    std::vector<proxy::Operation> result;
    for (const Operation* operation : documents.of<Operation>().with(By::Api, api.id)) {
        if (!operation->active)
            continue;
        proxy::Operation compiled;
        compiled.id = operation->id.toStdString();
        compiled.key = stableKey(compiled.id);
        compiled.method = operation->method.toUpper().toStdString();
        compiled.uriTemplate = operation->publicUri().toStdString();
        if (!operation->clientUri.isEmpty() && operation->clientUri != operation->uri)
            compiled.upstreamTemplate = operation->uri.toStdString();
        const QString label = u"%1 %2 %3"_s.arg(labelOf(api), operation->method, operation->publicUri());
        compiled.upstream =
            group(documents, operation->upstreamId, {u"endpoint:"_s + operation->id, label, &api, 0},
                  operation->servers.value_or(QStringList()));
        result.push_back(std::move(compiled));
    }
    // The tables have no order of their own; the outcome must not depend on how it came about.
    std::sort(result.begin(), result.end(), [](const proxy::Operation& a, const proxy::Operation& b) {
        return std::tie(a.uriTemplate, a.method, a.id) < std::tie(b.uriTemplate, b.method, b.id);
    });
    return result;
}

proxy::ApiRuntime RouteCompiler::api(const Documents& documents, const Api& api, proxy::Protocol protocol)
{
    proxy::ApiRuntime runtime;
    setIdentity(runtime, api);
    setHeaders(runtime, api);
    setTimeouts(runtime, api, m_options);
    runtime.bodyLimit = api.maxBodyBytes ? std::uint64_t(*api.maxBodyBytes)
                                         : bodyLimitOf(m_options, documents, api, protocol);
    runtime.protocol = protocol;
    runtime.symbol = m_symbols.of(Symbols::Space::Api, api.id);
    runtime.tenant = m_symbols.of(Symbols::Space::Tenant, api.tenant);
    runtime.tenantName = api.tenant.toStdString();
    runtime.metricsIndex =
        m_apiSlots.slotFor({api.tenant.toStdString(), runtime.name, runtime.version, kindOfApi(protocol)});
    const auto* tenant = documents.of<Tenant>().first(By::NaturalKey, api.tenant);
    runtime.active = api.active && (!tenant || tenant->active);
    runtime.operations = operations(documents, api);
    // Data-plane 3: GraphQL needs no endpoint documents.
    const bool narrows = runtime.surface == proxy::Surface::Platform ? protocol != proxy::Protocol::GraphQl
                                                                     : !runtime.operations.empty();
    // Data-plane 4: SOAP calls of the built-in storage come before the endpoints.
    const bool named = api.isCrud && protocol == proxy::Protocol::Soap;
    runtime.registeredOnly = api.match == RouteMatch::Registered && narrows && !named;
    runtime.upstream = upstreamOf(documents, api);
    runtime.mirror = mirrorOf(api, protocol);
    runtime.breaker = breakerOf(documents, api);
    setGrpc(runtime, takesJson(documents, api), m_options);
    return runtime;
}

/// Calls of gRPC are streams, which are not copied.
std::shared_ptr<const proxy::MirrorRules> RouteCompiler::mirrorOf(const Api& api,
                                                                  proxy::Protocol protocol) const
{
    if (api.mirrorUrl.isEmpty() || api.mirrorPercent <= 0 || proxy::isGrpc(protocol))
        return nullptr;
    const GroupPtr group =
        m_groups.ofServers({u"mirror:"_s + api.id, labelOf(api) + u" mirror"_s, nullptr, 0}, {api.mirrorUrl});
    if (!group)
        return nullptr;
    auto rules = std::make_shared<proxy::MirrorRules>();
    rules->target = group->targets.front();
    rules->target.key = proxy::mixed(rules->target.key, stableKey("mirror"));
    rules->percent = std::uint32_t(api.mirrorPercent);
    return rules;
}

GroupPtr RouteCompiler::upstreamOf(const Documents& documents, const Api& api) const
{
    return group(documents, api.upstreamId, {u"api:"_s + api.id, labelOf(api), &api, 0}, api.servers);
}

GroupPtr RouteCompiler::routing(const Routing& routing) const
{
    return m_groups.ofServers({u"routing:"_s + routing.clientKey, u"routing "_s + routing.clientKey, nullptr,
                               quint32(routing.serverIndex)},
                              routing.servers);
}

} // namespace gatehouse::control
