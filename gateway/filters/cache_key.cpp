// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/cache_key.h"

#include "gateway/proxy/forward_request.h"
#include "gateway/shared_state/counter_key.h"

#include <algorithm>
#include <array>

namespace gatehouse::filters {

using http::HeaderId;

namespace {

bool passes(const proxy::Exchange& exchange, HeaderId id)
{
    const http::Header* const field = exchange.head().headers.find(id);
    return field && proxy::passesToUpstream(exchange, *field);
}

/// The swap of header rules makes Authorization of a field of the client's.
bool sendsOwnCredentials(const proxy::Exchange& exchange)
{
    const bool swapped =
        !exchange.api()->authorizationSwap.empty() && exchange.upstreamEdits().find("Authorization");
    return swapped || passes(exchange, HeaderId::Authorization) || passes(exchange, HeaderId::Cookie);
}

std::string_view callerOf(proxy::Exchange& exchange, bool ownCredentials)
{
    const proxy::Identity* const identity = exchange.identity();
    if (!identity)
        return "-";
    proxy::Arena& arena = exchange.arena();
    const std::string_view kind = arena.number(static_cast<std::int64_t>(identity->kind));
    if (!ownCredentials)
        return arena.concat({kind, ":", identity->id});
    const auto hash = [&](std::string_view name) {
        return arena.number(
            static_cast<std::int64_t>(shared_state::stableHash(sentField(exchange, name)) >> 1U));
    };
    return arena.concat({kind, ":", identity->id, "\n", hash("Authorization"), "\n", hash("Cookie")});
}

} // namespace

CacheKey cacheKeyOf(proxy::Exchange& exchange, std::string_view scope, std::string_view version)
{
    const http::RequestHead& head = exchange.head();
    const std::string_view server = exchange.upstream() ? std::string_view(exchange.upstream()->id) : "";
    CacheKey key;
    key.ownCredentials = sendsOwnCredentials(exchange);
    key.target = exchange.arena().concat(
        {scope, "\n", exchange.hostName(), "\n", head.path, head.hasQuery ? "?" : "", head.query});
    key.place = exchange.arena().concat({version, "\n", exchange.scheme(), "\n", head.host, "\n", server,
                                         "\n", exchange.upstreamPath(), "?", exchange.upstreamQuery()});
    key.caller = callerOf(exchange, key.ownCredentials);
    return key;
}

std::string_view sentField(proxy::Exchange& exchange, std::string_view name)
{
    const proxy::HeaderEdits& edits = exchange.upstreamEdits();
    if (const std::string_view* const edited = edits.find(name))
        return *edited;
    if (edits.hides(name))
        return {};
    const http::HeaderTable& fields = exchange.head().headers;
    std::string_view sent;
    for (const http::Header* field = fields.find(name); field; field = fields.next(*field)) {
        if (!proxy::passesToUpstream(exchange, *field))
            continue;
        sent = sent.empty() ? field->value : exchange.arena().concat({sent, ", ", field->value});
    }
    return sent;
}

bool canVaryBy(std::string_view name)
{
    constexpr std::array<std::string_view, 6> made{"*",   "X-Forwarded-For", "X-Request-ID", "Forwarded",
                                                   "Via", "X-Real-IP"};
    return std::none_of(made.begin(), made.end(),
                        [name](std::string_view one) { return http::equalsIgnoreCase(one, name); });
}

} // namespace gatehouse::filters
