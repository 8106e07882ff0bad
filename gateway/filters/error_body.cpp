// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/error_body.h"

#include "gateway/filters/grpc_error.h"
#include "gateway/filters/json_text.h"
#include "gateway/filters/limit_filter.h"
#include "gateway/filters/scratch.h"
#include "gateway/filters/xml_reader.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

std::string_view codeOf(const ErrorFacts& facts)
{
    return facts.code.empty() ? facts.text : facts.code;
}

std::string rawIpBody(const ErrorFacts& facts)
{
    return JsonObjectText()
        .add("status_code", std::int64_t{facts.status})
        .add("error_code", codeOf(facts))
        .add("error_message", facts.text)
        .take();
}

std::string rawTierBody(const ErrorFacts& facts)
{
    std::string message = "Rate limit exceeded: quota " + std::to_string(facts.limit) + " per ";
    message.append(facts.unit);
    return JsonObjectText()
        .add("error", "Rate limit exceeded")
        .add("error_code", "RATE_LIMIT_EXCEEDED")
        .add("message", message)
        .add("limit", static_cast<std::int64_t>(facts.limit))
        .add("remaining", std::int64_t{0})
        .add("reset_at", facts.resetSec)
        .add("retry_after", facts.retrySec)
        .take();
}

std::string rateLimitBody(const ErrorFacts& facts)
{
    return JsonObjectText()
        .add("error", "rate_limit_exceeded")
        .add("message", facts.text)
        .add("policy", facts.policy)
        .add("retry_after", facts.retrySec)
        .take();
}

std::string contractBody(const ErrorFacts& facts)
{
    JsonObjectText body;
    body.add("error", facts.reason).add("message", facts.text).add("reason", facts.reason);
    if (!facts.code.empty())
        body.add("code", facts.code);
    if (facts.retrySec > 0)
        body.add("policy", facts.policy).add("retry_after", facts.retrySec);
    return body.add("request_id", facts.requestId).take();
}

ErrorBody platformBody(const ErrorFacts& facts)
{
    JsonObjectText body;
    if (facts.strict)
        body.add("status_code", std::int64_t{facts.status});
    body.add("error_code", codeOf(facts)).add("error_message", facts.text);
    return {facts.strict ? std::uint16_t{200} : facts.status, body.take()};
}

/// A browser asks before it calls an API that is not there: it gets no permission, but no error either
/// (data-plane 10).
bool isLostPreflight(const proxy::Exchange& exchange)
{
    if (exchange.reason() != proxy::Reason::NoRoute || exchange.head().methodId != http::Method::Options)
        return false;
    const std::string_view path = exchange.head().path;
    return path.starts_with("/api/rest/") || path.starts_with("/api/soap/") ||
           path.starts_with("/api/graphql/") || path.starts_with("/api/grpc/") ||
           path.starts_with("/grpc-web/");
}

/// GraphQL and gRPC say which API there is not, if that can be said in plain characters (data-plane 2).
std::string_view toldText(proxy::Exchange& exchange)
{
    constexpr std::size_t mostShown = 200;
    if (exchange.reason() != proxy::Reason::NoRoute)
        return exchange.errorText();
    std::string_view name = exchange.head().path;
    std::string_view version = exchange.header("X-API-Version");
    if (name.starts_with("/api/grpc/")) {
        name.remove_prefix(std::string_view("/api/grpc/").size());
        version = version.empty() ? "v1" : version;
    } else if (name.starts_with("/api/graphql/")) {
        name.remove_prefix(std::string_view("/api/graphql/").size());
    } else {
        return exchange.errorText();
    }
    while (name.ends_with('/'))
        name.remove_suffix(1);
    if (version.empty() || name.find('/') != std::string_view::npos)
        version = {}; // it is in the path, or not told
    const auto isPlain = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
    };
    if (name.empty() || name.size() + version.size() > mostShown || !isPlain(name) || !isPlain(version))
        return exchange.errorText();
    return exchange.arena().concat({"API does not exist: ", name, version.empty() ? "" : "/", version});
}

bool isOnSoapPath(const proxy::Exchange& exchange)
{
    if (const proxy::ApiRuntime* api = exchange.api())
        return api->protocol == proxy::Protocol::Soap && api->surface == proxy::Surface::Platform;
    return exchange.head().path.starts_with("/api/soap/");
}

} // namespace

std::string xmlErrorBody(std::string_view code, std::string_view text)
{
    std::string body = "<error><error_code>";
    appendXmlText(body, code);
    body.append("</error_code><error_message>");
    appendXmlText(body, text);
    return body.append("</error_message></error>");
}

bool isXmlOnSoapPaths(proxy::Reason reason)
{
    using proxy::Reason;
    switch (reason) {
    case Reason::NoRoute:
    case Reason::NoOperation:
    case Reason::MethodNotAllowed:
    case Reason::ApiDisabled:
    case Reason::IpDenied:
    case Reason::NoCredits:
    case Reason::Invalid:
    case Reason::Internal:
    case Reason::NoUpstream:
        return true;
    default:
        return proxy::row(reason).source == proxy::Source::Upstream;
    }
}

ErrorBody makeErrorBody(const ErrorFacts& facts)
{
    switch (facts.shape) {
    case ErrorShape::RawIp:
        return {facts.status, rawIpBody(facts)};
    case ErrorShape::RawTier:
        return {facts.status, rawTierBody(facts)};
    case ErrorShape::RateLimit:
        return {facts.status, rateLimitBody(facts)};
    case ErrorShape::Surface:
        break;
    }
    if (facts.surface == proxy::Surface::Contract)
        return {facts.status, contractBody(facts)};
    return platformBody(facts);
}

void SurfaceErrorRenderer::render(proxy::Exchange& exchange) const
{
    if (isLostPreflight(exchange))
        return exchange.respond(204, {}, {});
    if (renderGrpcError(exchange))
        return;
    ErrorFacts facts;
    facts.shape = static_cast<ErrorShape>(slot(exchange, Slot::ErrorShape));
    if (facts.shape == ErrorShape::Surface && isXmlOnSoapPaths(exchange.reason()) && isOnSoapPath(exchange)) {
        const std::string_view code = exchange.errorCode();
        const std::string_view text = exchange.errorText();
        return exchange.respond(exchange.errorStatus(), "application/xml",
                                xmlErrorBody(code.empty() ? text : code, text));
    }
    if (const proxy::ApiRuntime* api = exchange.api())
        facts.surface = api->surface;
    facts.strict = strict();
    facts.status = exchange.errorStatus();
    facts.reason = proxy::nameOf(exchange.reason());
    facts.code = exchange.errorCode();
    facts.text = toldText(exchange);
    facts.requestId = exchange.requestId();
    facts.policy = exchange.policy();
    facts.limit = slot(exchange, Slot::LimitMax);
    facts.resetSec = static_cast<std::int64_t>(slot(exchange, Slot::LimitResetSec));
    facts.retrySec = static_cast<std::int64_t>(slot(exchange, Slot::LimitRetrySec));
    facts.unit = wordOf(static_cast<proxy::WindowUnit>(slot(exchange, Slot::LimitUnit)));
    const ErrorBody body = makeErrorBody(facts);
    exchange.respond(body.status, "application/json", body.json);
}

} // namespace gatehouse::filters
