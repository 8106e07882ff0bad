// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/jwt.h"

#include "gateway/filters/token_verifier.h"

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

// RFC 6750 section 3; without a token there is no error to tell.
constexpr std::string_view bearerChallenge = "Bearer realm=\"gatehouse\"";

} // namespace

JwtFilter::JwtFilter(JwtConfig config)
    : CallerFilter(config.identifies ? FilterId::Authenticate : FilterId::TokenCheck, config)
    , m_config(std::move(config))
    , m_inAuthorization(http::equalsIgnoreCase(m_config.header, "Authorization"))
{
    if (!m_config.tokens)
        return;
    for (const std::string& scope : m_config.tokens->rules().scopes)
        m_scopes += (m_scopes.empty() ? "" : " ") + scope;
}

std::string_view JwtFilter::presented(const proxy::Exchange& exchange) const
{
    return bearerToken(exchange.header(m_config.header));
}

Verdict JwtFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    if (!m_config.tokens)
        return refuseToken(exchange, "the API has no token rules");
    // Whatever happens, only the gateway says what a claim is.
    for (const auto& [claim, header] : m_config.tokens->rules().claimHeaders)
        exchange.upstreamEdits().remove(header);
    const std::string_view token = presented(exchange);
    if (token.empty())
        return optional() ? Verdict::Continue : refuseToken(exchange, {});
    const Answer answer = m_config.tokens->verify(token);
    using Fault = ForeignTokens::Fault;
    if ((answer.fault == Fault::NoKeys || answer.fault == Fault::UnknownKey) && waitForKeys(exchange))
        return Verdict::Wait;
    return decide(exchange, answer);
}

/// A key may be newer than the ones at hand: they are fetched again, but not for every guess (RFC 7517
/// section 4.5 leaves rotation to the issuer).
bool JwtFilter::waitForKeys(proxy::Exchange& exchange) const
{
    return m_config.tokens->keys().refresh([&]() -> KeySource::Waiter {
        auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
        return [this, resumer] {
            // Runs only while the exchange lives, and with it the snapshot that owns this filter.
            resumer->resume([this](proxy::Exchange& waiting) {
                return decide(waiting, m_config.tokens->verify(presented(waiting)));
            });
        };
    });
}

Verdict JwtFilter::decide(proxy::Exchange& exchange, const Answer& answer) const
{
    if (answer.token)
        return accept(exchange, answer);
    if (answer.fault == ForeignTokens::Fault::NoKeys)
        return refuse(exchange, {.reason = Reason::KeysUnavailable, .detail = answer.why});
    return refuseToken(exchange, answer.why);
}

Verdict JwtFilter::accept(proxy::Exchange& exchange, const Answer& answer) const
{
    const ForeignToken& token = *answer.token;
    if (!token.scoped) {
        exchange.answerEdits().set(
            "WWW-Authenticate",
            exchange.arena().concat(
                {bearerChallenge, ", error=\"insufficient_scope\", scope=\"", m_scopes, "\""}));
        return refuse(exchange, {.reason = Reason::InsufficientScope, .detail = "token has too few scopes"});
    }
    writeClaims(exchange, token);
    if (m_inAuthorization)
        slot(exchange, Slot::CredentialSource) = static_cast<std::uint64_t>(CredentialSource::Authorization);
    return exchange.identity() ? Verdict::Continue : identify(exchange, token);
}

Verdict JwtFilter::identify(proxy::Exchange& exchange, const ForeignToken& token) const
{
    const proxy::CredentialEntry* consumer =
        callerOf(exchange, proxy::CallerName::ExternalId, token.consumer);
    if (!consumer)
        consumer = callerOf(exchange, proxy::CallerName::ProviderId, token.consumer);
    if (!consumer && token.stranger) {
        exchange.setIdentity(token.stranger);
        return Verdict::Continue;
    }
    const std::string_view fault =
        consumer ? faultOf(*consumer, exchange.wallMs()) : std::string_view("consumer not found");
    if (!fault.empty())
        return refuseToken(exchange, fault);
    admit(exchange, *consumer, m_inAuthorization);
    return Verdict::Continue;
}

void JwtFilter::writeClaims(proxy::Exchange& exchange, const ForeignToken& token) const
{
    proxy::Arena& arena = exchange.arena();
    for (const auto& [header, value] : token.headers)
        exchange.upstreamEdits().set(arena.copy(header), arena.copy(value));
}

Verdict JwtFilter::refuseToken(proxy::Exchange& exchange, std::string_view why) const
{
    Refusal refusal{.reason = Reason::Unauthenticated, .code = "token_missing", .text = "Token is missing"};
    if (why.empty()) {
        refusal.detail = refusal.text;
        return refuseCaller(exchange, refusal, bearerChallenge);
    }
    const bool expired = why == crypto::nameOf(crypto::JwtFault::Expired);
    refusal.code = expired ? "token_expired" : "token_invalid";
    refusal.text = expired ? "Token has expired" : "Token is not valid";
    refusal.detail = why;
    // Whoever sets up a client must be able to see what its tokens lack.
    return refuseCaller(
        exchange, refusal,
        exchange.arena().concat({bearerChallenge, ", error=\"invalid_token\", error_description=\"",
                                 refusal.text, expired ? "" : ": ", expired ? "" : why, "\""}));
}

Verdict JwtFilter::recheck(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !m_config.identifies || !identity || identity->id.starts_with("token:"))
        return Verdict::Continue;
    return recheckCaller(exchange, proxy::CallerName::ExternalId, identity->name);
}

} // namespace gatehouse::filters
