// SPDX-License-Identifier: GPL-3.0-or-later
// The route phase of ExchangeDriver: a handler of the process or a published route, and the brakes of the
// whole process.
#include "gateway/http/uri.h"
#include "gateway/http/websocket_handshake.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

namespace gatehouse::proxy {

bool ExchangeDriver::enterRoute()
{
    const http::RequestHead& head = m_exchange.m_head;
    m_step = Step::Chain;
    for (LocalHandler* const handler : m_context.services.handlers) {
        if (handler->handles(head.method, head.path, m_exchange.listenerRoles())) {
            m_handler = handler;
            m_step = Step::Body;
            break;
        }
    }
    const ClientSettings& limits = m_context.settings->client;
    if ((limits.memoryShort || limits.addressBrake.perSecond != 0) && !admit())
        return false;
    if (!m_handler && !findRoute())
        return false;
    const std::uint64_t limit = bodyLimit();
    if (limit != 0 && head.framing == http::BodyFraming::Length && head.contentLength > limit) {
        bodyTooLarge(limit);
        return false;
    }
    return true;
}

/// The brakes of the whole process. Probes pass always, and all passes on the listener of administration
/// alone, so that somebody can look after a gateway in trouble.
bool ExchangeDriver::admit()
{
    constexpr std::int64_t second = 1'000'000'000;
    if (m_handler && m_handler->surface(m_exchange.m_head.path) == observe::Surface::Probe)
        return true;
    const bool traffic = m_exchange.m_facts.listenerRoles & RoleTraffic;
    if (traffic && m_context.settings->client.memoryShort && !m_handler)
        return refuseForNow(Reason::Overloaded, {}, {}, second);
    return passesBrake();
}

/// Also asked for what goes no further than this: malformed heads, bad paths, redirects to https.
bool ExchangeDriver::passesBrake()
{
    const Exchange::Facts& facts = m_exchange.m_facts;
    if (!(facts.listenerRoles & (RoleTraffic | RoleHttpsOnly)))
        return true;
    const AddressBrake::Rule& rule = m_context.settings->client.addressBrake;
    if (const std::int64_t wait = m_context.brake->take(facts.client, rule, nowNs()))
        return refuseForNow(Reason::RateLimited, "REQ429", "Too many requests from this address", wait);
    return true;
}

bool ExchangeDriver::refuseForNow(Reason reason, std::string_view code, std::string_view text,
                                  std::int64_t waitNs)
{
    m_exchange.failAs(reason, 0, code, text);
    m_exchange.answerEdits().set("Retry-After",
                                 m_exchange.m_arena.number((waitNs + 999'999'999) / 1'000'000'000));
    return false;
}

bool ExchangeDriver::findRoute()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    const http::RequestHead& head = m_exchange.m_head;
    std::string_view path = head.path;
    const bool traffic = (facts.listenerRoles & RoleTraffic) && head.form != http::TargetForm::Asterisk;
    facts.route = traffic ? publishedAt(path) : nullptr;
    if (!facts.route) {
        m_exchange.fail(Reason::NoRoute);
        return false;
    }
    const std::size_t published = facts.route->prefix.size();
    if (facts.route->byVersion && !(facts.route = versionOf(*facts.route)))
        return false;
    const ApiRuntime& api = *facts.route->api;
    facts.wantsWebSocket =
        (head.upgrade || head.headers.has(http::HeaderId::SecWebSocketKey)) && http::wantsWebSocket(head);
    facts.subPath = path.substr(std::min(published, path.size()));
    if (facts.subPath.empty())
        facts.subPath = "/";
    // What SOAP calls is a POST however it comes, and its missing endpoints are told to callers only
    // (data-plane 3): by a filter behind the limits.
    const bool soap = api.protocol == Protocol::Soap;
    const std::string_view method = soap ? "POST" : head.method;
    facts.operation = operationOf(api, method);
    m_operationMissing = !facts.operation && api.registeredOnly && !soap;
    facts.upstream =
        facts.operation && facts.operation->upstream ? facts.operation->upstream.get() : api.upstream.get();
    if (m_operationMissing && head.methodId != http::Method::Options) {
        refuseOperation(api);
        return false;
    }
    if (!api.active) {
        // Contracts: week-one runbook 5; APIs of the platform surface: data-plane 4.
        m_exchange.failAs(Reason::ApiDisabled, api.surface == Surface::Contract ? 503 : 403, {}, {});
        return false;
    }
    return true;
}

/// Contracts tell which methods the path has (week-one runbook 5); the platform surface knows no such answer.
void ExchangeDriver::refuseOperation(const ApiRuntime& api)
{
    const std::string_view path = m_exchange.m_facts.subPath;
    const bool slash = path.size() > 1 && path.back() == '/';
    const std::string methods = api.surface == Surface::Contract
                                    ? methodsAt(api, path.substr(0, path.size() - (slash ? 1 : 0)))
                                    : std::string();
    if (methods.empty())
        return m_exchange.fail(Reason::NoOperation);
    m_exchange.fail(Reason::MethodNotAllowed);
    m_exchange.answerEdits().set("Allow", m_exchange.m_arena.copy(methods));
}

/// For the OPTIONS that may go no further: what can be asked for here.
void ExchangeDriver::answerOptions()
{
    const ApiRuntime& api = *m_exchange.api();
    const std::string known = api.registeredOnly ? methodsAt(api, m_exchange.subPath()) : std::string();
    m_exchange.respond(204, {}, {});
    m_exchange.answerEdits().set("Allow", known.empty() ? http::servedMethods
                                                        : std::string_view(m_exchange.m_arena.copy(known)));
    answerLocally();
}

namespace {

/// The path without its empty segments.
std::string dense(std::string_view path)
{
    std::string result;
    http::SegmentIterator segments(path);
    for (std::string_view segment; segments.next(segment);)
        (result += '/') += segment;
    return result.empty() ? "/" : result;
}

} // namespace

/// The route of the path. On the platform surface empty segments do not count (data-plane 2): then `path` is
/// the one without.
const Route* ExchangeDriver::publishedAt(std::string_view& path)
{
    const RouteTable& routes = m_exchange.snapshot().routes;
    const std::string_view host = m_exchange.m_facts.hostName;
    if (const Route* const found = routes.find(host, path))
        return found;
    if (path.find("//") == std::string_view::npos)
        return nullptr;
    const std::string_view without = m_exchange.m_arena.copy(dense(path));
    const Route* const found = routes.find(host, without);
    if (!found || found->api->surface != Surface::Platform)
        return nullptr;
    path = without;
    return found;
}

/// GraphQL and the gRPC bridge are called at the API itself, but registered as /graphql and /grpc (data-plane
/// 3). Of a published path on the platform surface empty segments are dropped, for the upstream too
/// (data-plane 2).
const Operation* ExchangeDriver::operationOf(const ApiRuntime& api, std::string_view method)
{
    std::string_view& path = m_exchange.m_facts.subPath;
    if (const Operation* const found = matchOperation(api, method, path))
        return found;
    if (path == "/" && api.protocol == Protocol::GraphQl)
        return matchOperation(api, method, "/graphql");
    if (path == "/" && api.protocol == Protocol::GrpcBridge)
        return matchOperation(api, method, "/grpc");
    if (api.surface == Surface::Platform && path.find("//") != std::string_view::npos) {
        path = m_exchange.m_arena.copy(dense(path));
        if (const Operation* const found = matchOperation(api, method, path))
            return found;
    }
    return path.size() > 1 && path.back() == '/'
               ? matchOperation(api, method, path.substr(0, path.size() - 1))
               : nullptr;
}

/// The version that X-API-Version names; without it v1, but GraphQL must say it (data-plane 2). Null when the
/// exchange has failed.
const Route* ExchangeDriver::versionOf(const Route& route)
{
    constexpr std::string_view wanted = "X-API-Version header is required";
    const http::RequestHead& head = m_exchange.m_head;
    const bool graphQl = route.api->protocol == Protocol::GraphQl;
    const std::string_view told = m_exchange.header("X-API-Version");
    // Browsers ask before they send it: the newest version answers for all.
    if (graphQl && told.empty() && head.methodId == http::Method::Options)
        return &route;
    if (graphQl && head.path.size() > route.prefix.size() + 1) {
        m_exchange.fail(Reason::NoRoute); // a version in the path that is none
        return nullptr;
    }
    if (graphQl && told.empty()) {
        m_exchange.failAs(Reason::Invalid, 400, wanted, wanted);
        return nullptr;
    }
    const std::string_view prefix =
        m_exchange.m_arena.concat({route.prefix, "/", told.empty() ? "v1" : told});
    const Route* const found = m_exchange.snapshot().routes.find(route.host, prefix);
    if (found && found->prefix == prefix && !found->byVersion)
        return found;
    m_exchange.fail(Reason::NoRoute);
    return nullptr;
}

} // namespace gatehouse::proxy
