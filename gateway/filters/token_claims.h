// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/json_tree.h"
#include "gateway/proxy/identity.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::filters {

/// What a token of another issuer must say (RFC 7519, RFC 7662, RFC 9068). An API's field and a policy
/// compile to the same.
struct TokenRules {
    std::string issuer;                                       ///< empty: not checked
    bool issuerIsTold = true;                                 ///< false: checked only where it is told
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

enum class TokenFault : std::uint8_t {
    None,
    NoKeys,
    UnknownKey,
    NotAsked, ///< the issuer could not be asked
    Bad
};
struct TokenAnswer {
    std::shared_ptr<const ForeignToken> token; ///< null: refused
    TokenFault fault = TokenFault::None;
    std::string_view why; ///< a word for the log and the challenge
};

/// Which rule the claims break, in a word for the log and the challenge; empty when none, scopes not
/// considered.
std::string_view claimsFault(const TokenRules& rules, const Json& claims);
/// Of claims without fault.
std::shared_ptr<const ForeignToken> tokenOf(const TokenRules& rules, const Json& claims,
                                            std::int64_t expiresSec);

/// A member of the claims by name, or by a path with dots when there is no such name ("realm_access.roles").
const Json* claimOf(const Json& claims, std::string_view name);
/// One line for a header: texts and numbers as they are, lists joined by commas, objects as JSON. Without
/// characters that could end the line.
std::string claimText(const Json& value);

} // namespace gatehouse::filters
