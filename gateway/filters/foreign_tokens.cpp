// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/foreign_tokens.h"

#include "common/crypto/jwt.h"

namespace gatehouse::filters {

ForeignTokens::ForeignTokens(const Clock& clock, TokenRules rules, std::shared_ptr<KeySource> keys,
                             std::size_t maxTokens)
    : m_clock(clock)
    , m_rules(std::move(rules))
    , m_keys(std::move(keys))
    , m_cache(maxTokens)
{
}

TokenAnswer ForeignTokens::verify(std::string_view token)
{
    const std::int64_t nowSec = m_clock.wallMs() / 1000;
    const std::uint64_t generation = m_keys->generation();
    if (auto known = m_cache.find(token, nowSec, generation))
        return {std::move(known), TokenFault::None, {}};
    const KeySource::Keys keys = m_keys->keys();
    if (!keys)
        return {nullptr, TokenFault::NoKeys, "keys of the issuer are not known yet"};

    crypto::JwtClaims claims;
    const crypto::JwtFault fault = crypto::verifyJwt(
        token, *keys, {.nowSeconds = nowSec, .leewaySeconds = m_rules.leewaySeconds}, claims);
    if (fault != crypto::JwtFault::None) {
        const bool unknown = fault == crypto::JwtFault::UnknownKey;
        return {nullptr, unknown ? TokenFault::UnknownKey : TokenFault::Bad, crypto::nameOf(fault)};
    }
    const std::optional<Json> all = Json::parse(claims.payload);
    const std::string_view why = all ? claimsFault(m_rules, *all) : std::string_view("malformed");
    if (!why.empty())
        return {nullptr, TokenFault::Bad, why};
    auto good = tokenOf(m_rules, *all, *claims.expires + m_rules.leewaySeconds);
    m_cache.remember(token, good, nowSec, generation);
    return {std::move(good), TokenFault::None, {}};
}

} // namespace gatehouse::filters
