// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/authenticate.h"

#include "common/crypto/sha256.h"
#include "gateway/http/uri.h"
#include "gateway/shared_state/revocation_set.h"

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

bool revokedInSnapshot(const proxy::Exchange& exchange, const VerifiedToken& token)
{
    const auto& revoked = exchange.snapshot().revokedTokens;
    if (revoked.size() == 0)
        return false;
    const std::int64_t* const expires = revoked.find(shared_state::TokenName(token.subject, token.id).view());
    return expires && *expires > exchange.wallMs() / 1000;
}

} // namespace

const proxy::Identity* userOf(const proxy::Exchange& exchange, const VerifiedToken& token,
                              shared_state::SharedState* state, std::string_view& detail)
{
    const auto* const found = exchange.snapshot().users.find(token.subject);
    if (!found) {
        detail = "user not found";
        return nullptr;
    }
    const proxy::Identity* const user = found->get();
    if (user->allTokensRevoked || revokedInSnapshot(exchange, token) ||
        (state && state->isRevoked(token.subject, token.id)))
        detail = "token revoked";
    else if (!user->active)
        detail = "user is inactive";
    else
        return user;
    return nullptr;
}

AuthenticateFilter::AuthenticateFilter(AuthenticateConfig config)
    : CallerFilter(FilterId::Authenticate, config)
    , m_config(std::move(config))
    , m_challenge(m_config.apiKeys ? "ApiKey realm=\"gatehouse\", header=\"" + m_config.apiKeyHeader + '"'
                                   : std::string("Bearer realm=\"gatehouse\""))
{
}

std::string_view AuthenticateFilter::keyOf(proxy::Exchange& exchange) const
{
    const std::string_view inHeader = exchange.header(m_config.apiKeyHeader);
    if (!inHeader.empty() || m_config.apiKeyQuery.empty())
        return inHeader;
    const auto inQuery = http::queryValue(exchange.head().query, m_config.apiKeyQuery);
    return inQuery ? exchange.arena().copy(*inQuery) : std::string_view();
}

Verdict AuthenticateFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    if (m_config.apiKeys) {
        const std::string_view key = keyOf(exchange);
        if (!key.empty())
            return byKey(exchange, key);
    }
    if (m_config.tokens) {
        const PresentedToken presented = presentedToken(exchange);
        if (!presented.token.empty())
            return byToken(exchange, presented);
    }
    if (optional())
        return Verdict::Continue;
    return m_config.apiKeys ? refuseKey(exchange, KeyFault::Missing) : refuseToken(exchange, "no token");
}

Verdict AuthenticateFilter::recheck(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !identity)
        return Verdict::Continue;
    if (exchange.credential())
        return recheckKey(exchange);
    return identity->kind == proxy::PrincipalKind::User ? recheckUser(exchange, *identity)
                                                        : Verdict::Continue;
}

Verdict AuthenticateFilter::withdraw(proxy::Exchange& exchange, std::string_view detail) const
{
    return refuse(exchange, {.reason = Reason::Unauthenticated, .detail = detail});
}

/// Like byKey(), but without memory of the exchange, which may live for weeks.
Verdict AuthenticateFilter::recheckKey(proxy::Exchange& exchange) const
{
    std::string key(exchange.header(m_config.apiKeyHeader));
    if (key.empty() && !m_config.apiKeyQuery.empty())
        key = http::queryValue(exchange.head().query, m_config.apiKeyQuery).value_or(std::string());
    const crypto::Digest digest = crypto::sha256(QByteArrayView(key.data(), qsizetype(key.size())));
    const auto* const found =
        exchange.snapshot().credentials.find({reinterpret_cast<const char*>(digest.data()), digest.size()});
    if (!found)
        return withdraw(exchange, "API key is not valid any more");
    const proxy::CredentialEntry& entry = *found;
    if (const KeyFault fault = filters::faultOf(entry, exchange.wallMs()); fault != KeyFault::None)
        return withdraw(exchange, refusalOf(fault).text);
    exchange.setIdentity(entry.identity.get(), &entry);
    return Verdict::Continue;
}

Verdict AuthenticateFilter::recheckUser(proxy::Exchange& exchange, const proxy::Identity& user) const
{
    crypto::JwtFault fault = crypto::JwtFault::None;
    const std::string_view text = presentedToken(exchange).token;
    const auto token = m_config.tokens && !text.empty() ? m_config.tokens->verify(text, fault) : nullptr;
    std::string_view detail;
    const proxy::Identity* now = nullptr;
    if (token) {
        now = userOf(exchange, *token, state(), detail);
    } else if (fault == crypto::JwtFault::Expired) {
        const auto* const found = exchange.snapshot().users.find(user.name);
        now = found && (*found)->active && !(*found)->allTokensRevoked ? found->get() : nullptr;
    }
    if (!now)
        return withdraw(exchange, detail.empty() ? "user or token is not valid any more" : detail);
    exchange.setIdentity(now);
    return Verdict::Continue;
}

Verdict AuthenticateFilter::byKey(proxy::Exchange& exchange, std::string_view key) const
{
    const crypto::Digest digest =
        crypto::sha256(QByteArrayView(key.data(), static_cast<qsizetype>(key.size())));
    const std::string_view raw(reinterpret_cast<const char*>(digest.data()), digest.size());
    const auto* const found = exchange.snapshot().credentials.find(raw);
    if (!found)
        return refuseKey(exchange, KeyFault::Unknown);
    const proxy::CredentialEntry& entry = *found;
    if (const KeyFault fault = filters::faultOf(entry, exchange.wallMs()); fault != KeyFault::None)
        return refuseKey(exchange, fault);
    slot(exchange, Slot::CredentialSource) = static_cast<std::uint64_t>(CredentialSource::ApiKey);
    exchange.setIdentity(entry.identity.get(), &entry);
    return Verdict::Continue;
}

Verdict AuthenticateFilter::byToken(proxy::Exchange& exchange, const PresentedToken& presented) const
{
    crypto::JwtFault fault = crypto::JwtFault::None;
    const std::shared_ptr<const VerifiedToken> token = m_config.tokens->verify(presented.token, fault);
    if (!token)
        return refuseToken(exchange, crypto::nameOf(fault));
    std::string_view detail;
    const proxy::Identity* const user = userOf(exchange, *token, state(), detail);
    if (!user)
        return refuseToken(exchange, detail);
    const CredentialSource source =
        presented.fromCookie ? CredentialSource::Cookie : CredentialSource::Authorization;
    slot(exchange, Slot::CredentialSource) = static_cast<std::uint64_t>(source);
    exchange.setIdentity(user);
    return Verdict::Continue;
}

Verdict AuthenticateFilter::refuseToken(proxy::Exchange& exchange, std::string_view detail) const
{
    return refuseCaller(exchange, {.reason = Reason::Unauthenticated, .detail = detail}, m_challenge);
}

Verdict AuthenticateFilter::refuseKey(proxy::Exchange& exchange, KeyFault fault) const
{
    const KeyRefusal& row = refusalOf(fault);
    const Refusal refusal{.reason = row.reason, .code = row.code, .text = row.text, .detail = row.text};
    return refuseCaller(exchange, refusal, m_challenge);
}

} // namespace gatehouse::filters
