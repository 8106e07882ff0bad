// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/websocket.h"

#include "gateway/filters/client_address.h"
#include "gateway/filters/cors.h"
#include "gateway/http/websocket_frames.h"

namespace gatehouse::filters {

using proxy::Reason;
using proxy::Verdict;

namespace {

const std::uint64_t connectScope = shared_state::stableHash("class.websocket_connect");

const CorsFilter* corsOf(const proxy::Exchange& exchange)
{
    for (const auto& filter : exchange.chain()->all()) {
        if (filter->name() == rowOf(FilterId::Cors).name)
            return static_cast<const CorsFilter*>(filter.get());
    }
    return nullptr;
}

/// "https://shop.example" and Host "shop.example".
bool isSameOrigin(std::string_view origin, std::string_view host)
{
    const std::size_t at = origin.find("://");
    return at != std::string_view::npos && http::equalsIgnoreCase(origin.substr(at + 3), host);
}

} // namespace

WebSocketFilter::WebSocketFilter(WebSocketConfig config)
    : LimitFilter(FilterId::WebSocket, config.enforcement, config.state)
    , m_config(std::move(config))
{
}

/// Browsers let any page open a WebSocket and send the cookies of the target along. So a caller known by a
/// cookie needs an origin that somebody has written down; "every origin" is not enough.
bool WebSocketFilter::originAllowed(proxy::Exchange& exchange, std::string_view origin)
{
    const CorsFilter* const cors = corsOf(exchange);
    if (isSameOrigin(origin, exchange.head().host))
        return true;
    const auto source = static_cast<CredentialSource>(slot(exchange, Slot::CredentialSource));
    if (source == CredentialSource::Cookie)
        return cors && cors->namesOrigin(origin);
    return !cors || cors->allowsOrigin(origin);
}

Verdict WebSocketFilter::upgrade(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    const http::Header* const origin = exchange.head().headers.find(http::HeaderId::Origin);
    if (m_config.checkOrigin && origin && !originAllowed(exchange, origin->value))
        return refuse(exchange, {.reason = Reason::OriginDenied, .detail = origin->value});
    if (m_config.rule.limit == 0)
        return Verdict::Continue;
    const shared_state::Take take{{connectScope, callerSubject(exchange)}, m_config.rule, 1};
    return count(exchange, {&take, 1});
}

Verdict WebSocketFilter::decide(proxy::Exchange& exchange,
                                std::span<const shared_state::LimitOutcome> outcomes) const
{
    const shared_state::LimitOutcome& outcome = outcomes.front();
    if (outcome.allowed)
        return Verdict::Continue;
    if (m_config.acceptThenClose) {
        exchange.setPolicy(enforcement().policy);
        exchange.acceptAndClose(http::close_code::Policy, "Rate limit exceeded");
        return Verdict::Respond;
    }
    const std::int64_t retry = retryAfterSeconds(outcome);
    proxy::HeaderEdits& edits = exchange.answerEdits();
    edits.set("X-RateLimit-Limit", exchange.arena().number(static_cast<std::int64_t>(outcome.limit)));
    edits.set("X-RateLimit-Remaining", "0");
    edits.set("X-RateLimit-Reset", exchange.arena().number(retry));
    edits.set("Retry-After", exchange.arena().number(retry));
    slot(exchange, Slot::LimitRetrySec) = static_cast<std::uint64_t>(retry);
    return refuse(exchange, {.reason = Reason::RateLimited, .shape = ErrorShape::RateLimit});
}

} // namespace gatehouse::filters
