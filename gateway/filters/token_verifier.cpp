// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/token_verifier.h"

#include "gateway/http/cookies.h"
#include "gateway/http/syntax.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

constexpr std::string_view cookieName = "access_token_cookie";

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// Where the first word ends. A plain loop: find_first_of() asks memchr for every character of a long token.
std::size_t wordEnd(std::string_view text)
{
    return static_cast<std::size_t>(std::find_if(text.begin(), text.end(), isBlank) - text.begin());
}

} // namespace

std::string_view bearerToken(std::string_view field)
{
    const std::string_view value = http::trimmed(field);
    const std::size_t blank = wordEnd(value);
    if (blank == value.size())
        return http::equalsIgnoreCase(value, "bearer") ? std::string_view() : value;
    if (!http::equalsIgnoreCase(value.substr(0, blank), "bearer"))
        return {};
    const std::string_view token = http::trimmed(value.substr(blank));
    return wordEnd(token) == token.size() ? token : std::string_view();
}

PresentedToken presentedToken(const proxy::Exchange& exchange)
{
    const http::HeaderTable& headers = exchange.head().headers;
    if (const std::string_view token = http::cookieValue(headers, cookieName); !token.empty())
        return {token, true};
    return {bearerToken(headers.value(http::HeaderId::Authorization)), false};
}

TokenVerifier::TokenVerifier(const Clock& clock, crypto::KeySet keys, std::size_t maxTokens)
    : m_clock(clock)
    , m_keys(std::make_shared<const crypto::KeySet>(std::move(keys)))
    , m_cache(maxTokens)
{
}

std::shared_ptr<const crypto::KeySet> TokenVerifier::keys() const
{
    const std::scoped_lock lock(m_keysMutex);
    return m_keys;
}

std::shared_ptr<const VerifiedToken> TokenVerifier::verify(std::string_view token, crypto::JwtFault& fault)
{
    const std::int64_t nowSec = m_clock.wallMs() / 1000;
    const std::uint64_t generation = m_generation.load(std::memory_order_acquire);
    if (auto known = m_cache.find(token, nowSec, generation))
        return known;
    std::shared_ptr<const VerifiedToken> verified = check(token, nowSec, fault);
    if (verified)
        m_cache.remember(token, verified, nowSec, generation);
    return verified;
}

std::shared_ptr<const VerifiedToken> TokenVerifier::check(std::string_view token, std::int64_t nowSec,
                                                          crypto::JwtFault& fault) const
{
    crypto::JwtClaims claims;
    fault = crypto::verifyJwt(token, *keys(), {.nowSeconds = nowSec}, claims);
    if (fault == crypto::JwtFault::None && (claims.subject.empty() || claims.id.empty() || !claims.expires))
        fault = crypto::JwtFault::Claims;
    if (fault != crypto::JwtFault::None)
        return nullptr;
    return std::make_shared<const VerifiedToken>(VerifiedToken{
        std::move(claims.subject), std::move(claims.id), std::move(claims.role), *claims.expires});
}

void TokenVerifier::setKeys(crypto::KeySet keys)
{
    {
        const std::scoped_lock lock(m_keysMutex);
        m_keys = std::make_shared<const crypto::KeySet>(std::move(keys));
    }
    m_cache.clear(m_generation.fetch_add(1, std::memory_order_acq_rel) + 1);
}

} // namespace gatehouse::filters
