// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/crypto/jwt_key.h"

#include <QJsonObject>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::crypto {

/// What a verified token says. Times are seconds since 1970.
struct JwtClaims {
    std::string subject;               ///< sub; empty when absent
    std::string id;                    ///< jti
    std::string issuer;                ///< iss
    std::vector<std::string> audience; ///< aud: one text or a list of texts
    std::string role;                  ///< role, when it is a text
    std::string scope;                 ///< scope, when it is a text
    std::optional<std::int64_t> expires;
    std::optional<std::int64_t> notBefore;
    std::optional<std::int64_t> issuedAt;
    std::string payload; ///< the whole claim set as JSON

    /// All claims, parsed on demand; for filters that need more than the fields above.
    QJsonObject all() const;
};

/// Why a token was refused; a closed list, for logs and counters. Answers say only "Unauthorized".
enum class JwtFault {
    None,
    Malformed,
    Algorithm,
    Critical,
    UnknownKey,
    Signature,
    Claims,
    Expired,
    NotYetValid
};
std::string_view nameOf(JwtFault fault);

struct JwtTimes {
    std::int64_t nowSeconds = 0;
    std::int64_t leewaySeconds = 0;
    bool needsExpiry = true; ///< a token without exp is refused
};

/// A token of up to 16 KiB in compact form (RFC 7515). Refuses: "none", an algorithm that is not the key's,
/// "crit", doubled header members, any base64url but the canonical one, and what JwtTimes rules out. Fills
/// `claims` only when the answer is None. No Qt JSON is involved.
JwtFault verifyJwt(std::string_view token, const KeySet& keys, const JwtTimes& times, JwtClaims& claims);

/// A token with header {"alg","kid","typ":"JWT"}. Error when the set has no signer.
Result<QByteArray> signJwt(const QJsonObject& claims, const KeySet& keys);

} // namespace gatehouse::crypto
