// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/bearer.h"

#include "common/crypto/jwt.h"
#include "gateway/filters/token_verifier.h"

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

// RFC 6750 section 3; without a token there is no error to tell.
constexpr std::string_view bearerChallenge = "Bearer realm=\"gatehouse\"";

} // namespace

BearerFilter::BearerFilter(const BearerConfig& config, std::shared_ptr<const TokenRules> rules)
    : CallerFilter(config.identifies ? FilterId::Authenticate : FilterId::TokenCheck, config)
    , m_rules(std::move(rules))
    , m_header(config.header)
    , m_identifies(config.identifies)
    , m_inAuthorization(http::equalsIgnoreCase(config.header, "Authorization"))
{
    if (!m_rules)
        return;
    for (const std::string& scope : m_rules->scopes)
        m_scopes += (m_scopes.empty() ? "" : " ") + scope;
}

std::string_view BearerFilter::presented(const proxy::Exchange& exchange) const
{
    return bearerToken(exchange.header(m_header));
}

Verdict BearerFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    if (!m_rules)
        return refuseToken(exchange, "the API has no token rules");
    // Whatever happens, only the gateway says what a claim is.
    for (const auto& [claim, header] : m_rules->claimHeaders)
        exchange.upstreamEdits().remove(header);
    const std::string_view token = presented(exchange);
    if (token.empty())
        return optional() ? Verdict::Continue : refuseToken(exchange, {});
    return judge(exchange, token);
}

Verdict BearerFilter::decide(proxy::Exchange& exchange, const TokenAnswer& answer) const
{
    if (answer.token)
        return accept(exchange, *answer.token);
    if (answer.fault == TokenFault::NoKeys)
        return refuse(exchange, {.reason = Reason::KeysUnavailable, .detail = answer.why});
    if (answer.fault == TokenFault::NotAsked)
        return refuse(exchange, {.reason = Reason::IssuerUnavailable, .detail = answer.why});
    return refuseToken(exchange, answer.why);
}

Verdict BearerFilter::accept(proxy::Exchange& exchange, const ForeignToken& token) const
{
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

Verdict BearerFilter::identify(proxy::Exchange& exchange, const ForeignToken& token) const
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
    return admit(exchange, *consumer, m_inAuthorization);
}

void BearerFilter::writeClaims(proxy::Exchange& exchange, const ForeignToken& token) const
{
    proxy::Arena& arena = exchange.arena();
    for (const auto& [header, value] : token.headers)
        exchange.upstreamEdits().set(arena.copy(header), arena.copy(value));
}

Verdict BearerFilter::refuseToken(proxy::Exchange& exchange, std::string_view why) const
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

Verdict BearerFilter::recheck(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !m_identifies || !identity || identity->id.starts_with("token:"))
        return Verdict::Continue;
    return recheckCaller(exchange, proxy::CallerName::ExternalId, identity->name);
}

} // namespace gatehouse::filters
