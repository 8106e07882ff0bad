// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/crypto/jwt.h"
#include "gateway/proxy/exchange.h"

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::filters {

/// What a good signature says. Whether the token is still welcome is asked anew for each request.
struct VerifiedToken {
    std::string subject;
    std::string id; ///< jti
    std::string role;
    std::int64_t expiresSec = 0;
};

/// Verifies tokens and remembers those that were good until they expire, so that the signature is computed
/// once per token and not once per request. Only signature and expiry are remembered: user, role and
/// revocation are looked up each time, so a change of these needs no flushing. Bounded; only good tokens take
/// room. Thread-safe.
class TokenVerifier {
public:
    TokenVerifier(const Clock& clock, crypto::KeySet keys, std::size_t maxTokens = 65'536);

    /// Null when the token is not good; `fault` then says why, for the log. A token needs exp, sub and jti.
    std::shared_ptr<const VerifiedToken> verify(std::string_view token, crypto::JwtFault& fault);
    /// New keys; everything remembered is forgotten.
    void setKeys(crypto::KeySet keys);
    std::size_t cached() const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view token) const;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::uint64_t generation = 0; ///< of the keys
        std::unordered_map<std::string, std::shared_ptr<const VerifiedToken>, Hash, std::equal_to<>> tokens;
    };
    static constexpr std::size_t shardCount = 64;

    std::shared_ptr<const VerifiedToken> check(std::string_view token, std::int64_t nowSec,
                                               crypto::JwtFault& fault) const;
    void remember(Shard& shard, std::string_view token, std::shared_ptr<const VerifiedToken> verified,
                  std::int64_t nowSec, std::uint64_t generation) const;
    std::shared_ptr<const crypto::KeySet> keys() const;

    const Clock& m_clock;
    std::size_t m_maxPerShard;
    mutable std::mutex m_keysMutex;
    std::shared_ptr<const crypto::KeySet> m_keys;
    std::array<Shard, shardCount> m_shards;
};

/// Where a user's token came in the request (auth section 1): the cookie access_token_cookie wins, then
/// Authorization with Bearer or a single bare token.
struct PresentedToken {
    std::string_view token; ///< empty: none
    bool fromCookie = false;
};
PresentedToken presentedToken(const proxy::Exchange& exchange);

} // namespace gatehouse::filters
