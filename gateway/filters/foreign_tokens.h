// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/crypto/jwt.h"
#include "gateway/filters/json_tree.h"
#include "gateway/filters/key_source.h"
#include "gateway/filters/token_cache.h"
#include "gateway/proxy/identity.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::filters {

/// What a token of another issuer must say (RFC 7519, RFC 9068). An API's field and a policy compile to the
/// same.
struct TokenRules {
    std::string issuer;                                       ///< empty: not checked
    std::vector<std::string> audience;                        ///< one of them; empty: not checked
    std::vector<std::string> scopes;                          ///< all of them in `scope` or `scp`
    std::vector<std::pair<std::string, Json>> requiredClaims; ///< equal, or among the elements of a list
    std::string consumerClaim = "sub";
    std::vector<std::pair<std::string, std::string>> claimHeaders; ///< claim, upstream header
    bool knownConsumers = true; ///< false: whoever the issuer vouches for may be a caller
    std::int64_t leewaySeconds = 30;
    proxy::Symbol tenant = 0; ///< of callers who are no consumers
};

/// What a good token says; its consumer is looked up anew for each request.
struct ForeignToken {
    std::string consumer;
    std::vector<std::pair<std::string, std::string>> headers; ///< for the upstream
    std::shared_ptr<const proxy::Identity> stranger;          ///< for a name that is no consumer; may be null
    std::int64_t expiresSec = 0;                              ///< with the leeway
    bool scoped = true;                                       ///< has all the scopes
};

/// Verifies tokens of one issuer under one set of rules and remembers the good ones. Thread-safe.
class ForeignTokens {
public:
    ForeignTokens(const Clock& clock, TokenRules rules, std::shared_ptr<KeySource> keys,
                  std::size_t maxTokens = 65'536);

    enum class Fault : std::uint8_t { None, NoKeys, UnknownKey, Bad };
    struct Answer {
        std::shared_ptr<const ForeignToken> token; ///< null: refused
        Fault fault = Fault::None;
        std::string_view why; ///< a word for the log and the challenge
    };
    Answer verify(std::string_view token);

    KeySource& keys() { return *m_keys; }
    const TokenRules& rules() const { return m_rules; }

private:
    std::string_view faultOf(const crypto::JwtClaims& claims, const Json& all) const;
    std::shared_ptr<const ForeignToken> tokenOf(const crypto::JwtClaims& claims, const Json& all) const;

    const Clock& m_clock;
    TokenRules m_rules;
    std::shared_ptr<KeySource> m_keys;
    TokenCache<ForeignToken> m_cache;
};

/// A member of the claims by name, or by a path with dots when there is no such name ("realm_access.roles").
const Json* claimOf(const Json& claims, std::string_view name);
/// One line for a header: texts and numbers as they are, lists joined by commas, objects as JSON. Without
/// characters that could end the line.
std::string claimText(const Json& value);

} // namespace gatehouse::filters
