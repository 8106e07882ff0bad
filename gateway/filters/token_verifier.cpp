// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/token_verifier.h"

#include "gateway/http/cookies.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

constexpr std::string_view cookieName = "access_token_cookie";

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Where the first word ends. A plain loop: find_first_of() asks memchr for every character of a long token.
std::size_t wordEnd(std::string_view text)
{
    return static_cast<std::size_t>(std::find_if(text.begin(), text.end(), isBlank) - text.begin());
}

/// "Bearer <token>" in any case, or one bare token.
std::string_view bearerToken(std::string_view field)
{
    const std::string_view value = trimmed(field);
    const std::size_t blank = wordEnd(value);
    if (blank == value.size())
        return http::equalsIgnoreCase(value, "bearer") ? std::string_view() : value;
    if (!http::equalsIgnoreCase(value.substr(0, blank), "bearer"))
        return {};
    const std::string_view token = trimmed(value.substr(blank));
    return wordEnd(token) == token.size() ? token : std::string_view();
}

} // namespace

PresentedToken presentedToken(const proxy::Exchange& exchange)
{
    const http::HeaderTable& headers = exchange.head().headers;
    if (const std::string_view token = http::cookieValue(headers, cookieName); !token.empty())
        return {token, true};
    return {bearerToken(headers.value(http::HeaderId::Authorization)), false};
}

std::size_t TokenVerifier::Hash::operator()(std::string_view token) const
{
    // The signature is as good as random, so its end is enough.
    constexpr std::size_t enough = 32;
    const std::string_view tail = token.substr(token.size() - std::min(token.size(), enough));
    return std::hash<std::string_view>{}(tail);
}

TokenVerifier::TokenVerifier(const Clock& clock, crypto::KeySet keys, std::size_t maxTokens)
    : m_clock(clock)
    , m_maxPerShard(maxTokens / shardCount + 1)
    , m_keys(std::make_shared<const crypto::KeySet>(std::move(keys)))
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
    Shard& shard = m_shards[(Hash{}(token) >> 48) % shardCount];
    std::uint64_t generation = 0;
    {
        const std::scoped_lock lock(shard.mutex);
        generation = shard.generation;
        const auto at = shard.tokens.find(token);
        if (at != shard.tokens.end() && at->second->expiresSec > nowSec)
            return at->second;
    }
    std::shared_ptr<const VerifiedToken> verified = check(token, nowSec, fault);
    if (verified)
        remember(shard, token, verified, nowSec, generation);
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

void TokenVerifier::remember(Shard& shard, std::string_view token,
                             std::shared_ptr<const VerifiedToken> verified, std::int64_t nowSec,
                             std::uint64_t generation) const
{
    const std::scoped_lock lock(shard.mutex);
    if (shard.generation != generation)
        return; // verified with keys that have gone meanwhile
    if (shard.tokens.size() >= m_maxPerShard) {
        std::erase_if(shard.tokens, [&](const auto& entry) { return entry.second->expiresSec <= nowSec; });
        if (shard.tokens.size() >= m_maxPerShard)
            shard.tokens.erase(shard.tokens.begin());
    }
    shard.tokens.insert_or_assign(std::string(token), std::move(verified));
}

void TokenVerifier::setKeys(crypto::KeySet keys)
{
    {
        const std::scoped_lock lock(m_keysMutex);
        m_keys = std::make_shared<const crypto::KeySet>(std::move(keys));
    }
    for (Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        shard.tokens.clear();
        ++shard.generation;
    }
}

std::size_t TokenVerifier::cached() const
{
    std::size_t total = 0;
    for (const Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        total += shard.tokens.size();
    }
    return total;
}

} // namespace gatehouse::filters
