// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/forward_headers.h"

#include "gateway/filters/scratch.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

using http::HeaderId;

constexpr std::string_view userField = "X-Doorman-User";
constexpr std::string_view emailField = "X-User-Email";

/// Fields the gateway itself speaks in; a client's own would be believed by the upstream.
bool isIdentityField(std::string_view name)
{
    return http::equalsIgnoreCase(name, userField) || http::equalsIgnoreCase(name, emailField);
}

/// Without these the client could not read the body that passes through unchanged.
bool describesBody(HeaderId id, std::string_view name)
{
    return id == HeaderId::ContentType || id == HeaderId::ContentEncoding || id == HeaderId::ContentLength ||
           id == HeaderId::Location || id == HeaderId::RetryAfter ||
           http::equalsIgnoreCase(name, "Content-Range");
}

bool isFirstOfItsName(const http::HeaderTable& headers, std::size_t index)
{
    return headers.find(headers[index].name) == &headers[index];
}

} // namespace

ForwardHeadersFilter::ForwardHeadersFilter(ForwardHeadersConfig config)
    : TableFilter(FilterId::ForwardHeaders)
    , m_config(std::move(config))
    , m_allowed(m_config.allowed)
{
}

bool ForwardHeadersFilter::forwards(const http::Header& header) const
{
    if (isNeverForwarded(header.name) || isIdentityField(header.name))
        return false;
    if (m_config.forwardAllRequest)
        return true;
    return (m_config.builtInAllowed && isAlwaysForwarded(header.id)) || m_allowed.contains(header.name);
}

bool ForwardHeadersFilter::returns(const http::Header& header) const
{
    return m_config.forwardAllAnswer || describesBody(header.id, header.name) ||
           m_allowed.contains(header.name);
}

proxy::Verdict ForwardHeadersFilter::request(proxy::Exchange& exchange) const
{
    filterRequest(exchange);
    if (!m_config.authorizationSwap.empty())
        swapAuthorization(exchange);
    if (m_config.addIdentity)
        addIdentity(exchange);
    if (m_config.addForwardedFor)
        addForwarded(exchange);
    exchange.upstreamEdits().set("X-Request-ID", exchange.requestId());
    return proxy::Verdict::Continue;
}

void ForwardHeadersFilter::filterRequest(proxy::Exchange& exchange) const
{
    const http::HeaderTable& headers = exchange.head().headers;
    proxy::HeaderEdits& edits = exchange.upstreamEdits();
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const http::Header& header = headers[i];
        if (http::isHopByHop(header.id) || header.id == HeaderId::Host ||
            header.id == HeaderId::ContentLength)
            continue; // the engine's own business
        if (!forwards(header)) {
            if (isFirstOfItsName(headers, i))
                edits.remove(header.name);
        } else if (needsCleaning(header.value) && !edits.hides(header.name)) {
            edits.remove(header.name);
            for (const http::Header* same = headers.find(header.name); same; same = headers.next(*same))
                edits.add(header.name, cleanHeaderValue(same->value, exchange.arena()));
        }
    }
}

void ForwardHeadersFilter::swapAuthorization(proxy::Exchange& exchange) const
{
    const http::Header* const source = exchange.head().headers.find(m_config.authorizationSwap);
    if (source && forwards(*source) && source->value.find_first_not_of(" \t") != std::string_view::npos) {
        exchange.upstreamEdits().set("Authorization", cleanHeaderValue(source->value, exchange.arena()));
        return;
    }
    // The caller's own Authorization goes on, unless it is what opened this gateway: that one is never given
    // away.
    const auto used = static_cast<CredentialSource>(slot(exchange, Slot::CredentialSource));
    const std::string_view own = exchange.header(HeaderId::Authorization);
    if (!own.empty() && used != CredentialSource::Authorization)
        exchange.upstreamEdits().set("Authorization", cleanHeaderValue(own, exchange.arena()));
}

void ForwardHeadersFilter::addIdentity(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!identity)
        return;
    exchange.upstreamEdits().set(emailField, identity->name);
    exchange.upstreamEdits().set(userField, identity->name);
}

void ForwardHeadersFilter::addForwarded(proxy::Exchange& exchange) const
{
    proxy::HeaderEdits& edits = exchange.upstreamEdits();
    edits.set("X-Forwarded-For", exchange.clientText());
    edits.set("X-Forwarded-Proto", exchange.scheme());
    edits.set("X-Forwarded-Host", exchange.head().host);
}

void ForwardHeadersFilter::answer(proxy::Exchange& exchange) const
{
    if (exchange.answer().local)
        return;
    const http::HeaderTable& headers = exchange.answer().headers;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        if (!http::isHopByHop(headers[i].id) && !returns(headers[i]) && isFirstOfItsName(headers, i) &&
            !exchange.answerEdits().hides(headers[i].name))
            exchange.answerEdits().remove(headers[i].name);
    }
    if (m_config.collectTimings)
        addTimings(exchange);
}

void ForwardHeadersFilter::addTimings(proxy::Exchange& exchange) const
{
    const proxy::ExchangeTimes& times = exchange.times();
    const auto ms = [&](std::int64_t fromNs, std::int64_t toNs) {
        return exchange.arena().number(fromNs == 0 ? 0
                                                   : std::max<std::int64_t>(toNs - fromNs, 0) / 1'000'000);
    };
    exchange.answerEdits().set("X-Gateway-Time", ms(times.startNs, exchange.nowNs()));
    exchange.answerEdits().set("X-Backend-Time", ms(times.upstreamSentNs, times.upstreamHeadNs));
}

} // namespace gatehouse::filters
