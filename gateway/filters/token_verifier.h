// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/crypto/jwt.h"
#include "gateway/filters/token_cache.h"
#include "gateway/proxy/exchange.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

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
    std::size_t cached() const { return m_cache.size(); }

private:
    std::shared_ptr<const VerifiedToken> check(std::string_view token, std::int64_t nowSec,
                                               crypto::JwtFault& fault) const;
    std::shared_ptr<const crypto::KeySet> keys() const;

    const Clock& m_clock;
    mutable std::mutex m_keysMutex;
    std::shared_ptr<const crypto::KeySet> m_keys;
    std::atomic<std::uint64_t> m_generation{1}; ///< of the keys
    TokenCache<VerifiedToken> m_cache;
};

/// Where a user's token came in the request (auth section 1): the cookie access_token_cookie wins, then
/// Authorization with Bearer or a single bare token.
struct PresentedToken {
    std::string_view token; ///< empty: none
    bool fromCookie = false;
};
PresentedToken presentedToken(const proxy::Exchange& exchange);
/// "Bearer <token>" in any case, or one bare token; empty when it is neither.
std::string_view bearerToken(std::string_view field);

} // namespace gatehouse::filters
