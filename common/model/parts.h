// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"
#include "common/model/wire_enum.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace gatehouse {

// Parts shared by APIs, upstreams, plans and policies. Each has its own field table.

/// How a token of a foreign issuer is checked.
struct JwtRules {
    QString issuer;
    QStringList audience; ///< one of them must be in the token; empty = not checked
    QString jwksUrl;
    std::optional<QJsonObject> jwks; ///< the keys themselves: a JWK set
    QString publicKey;               ///< one more key, PEM
    QString sharedSecret;            ///< for HS256 and its kin
    QStringList algorithms{QStringLiteral("RS256"), QStringLiteral("ES256")};
    QStringList scopes;                           ///< all of them in `scope` or `scp`
    QJsonObject requiredClaims;                   ///< claim -> value that must be equal
    QString consumerClaim{QStringLiteral("sub")}; ///< names the consumer
    bool knownConsumers = true;                   ///< false: a name that is no consumer may call too
    QJsonObject claimHeaders;                     ///< claim -> header for the upstream
    QString header{QStringLiteral("Authorization")};
    int clockSkewSeconds = 30;
    int refreshSeconds = 3600;  ///< keys are fetched anew that often,
    int minRefreshSeconds = 30; ///< and for unknown keys at most that often

    // Tokens that only their issuer understands (RFC 7662): all are asked about, none is read.
    QString introspectionUrl; ///< empty: tokens are signed
    QString clientId;         ///< the gateway's own at the issuer
    QString clientSecret;
    double introspectionTimeout = 5;     ///< seconds
    int introspectionCacheSeconds = 60;  ///< answers for a token are kept so long, never past its exp; 0: not
    int introspectionRefusedSeconds = 5; ///< and those against it
};
template <>
const EntityTable& tableOf<JwtRules>();

/// How signed requests are checked (docs/authentication.md).
struct HmacRules {
    int clockSkewSeconds = 300;
    QStringList signedHeaders; ///< must be among those the client signed
    bool unsignedBodies = false;
};
template <>
const EntityTable& tableOf<HmacRules>();

/// An answer may be kept and served again.
struct CacheRules {
    int ttlSeconds = 60;
    QStringList methods{QStringLiteral("GET"), QStringLiteral("HEAD")};
    QStringList vary;
    qint64 maxBodyBytes = 1 << 20;
    bool respectUpstream = true;         ///< Cache-Control of the upstream wins
    bool perCaller = true;               ///< identified callers have answers of their own
    int staleWhileRevalidateSeconds = 0; ///< served stale while one request fetches anew
    int staleIfErrorSeconds = 0;         ///< served stale when the upstream fails
};
template <>
const EntityTable& tableOf<CacheRules>();

/// Which answers are compressed.
struct CompressRules {
    QStringList types{QStringLiteral("text/*"),
                      QStringLiteral("application/json"),
                      QStringLiteral("application/xml"),
                      QStringLiteral("application/javascript"),
                      QStringLiteral("application/problem+json"),
                      QStringLiteral("application/soap+xml"),
                      QStringLiteral("image/svg+xml")};
    int minBytes = 1024;
};
template <>
const EntityTable& tableOf<CompressRules>();

/// When and how often a failed call is tried again.
struct RetryRules {
    QStringList on{QStringLiteral("connect"), QStringLiteral("timeout"), QStringLiteral("502"),
                   QStringLiteral("503"), QStringLiteral("504")};
    QStringList methods{QStringLiteral("GET"), QStringLiteral("HEAD"), QStringLiteral("OPTIONS"),
                        QStringLiteral("PUT"), QStringLiteral("DELETE")};
    int baseDelayMs = 100;
    int maxDelayMs = 2000;
    int budgetPercent = 20;  ///< retries may not exceed this share of all requests
    int budgetPerSecond = 3; ///< but so many are always allowed
};
template <>
const EntityTable& tableOf<RetryRules>();

/// When an upstream is left alone for a while.
struct BreakerRules {
    bool enabled = true;
    int failures = 5;
    int windowSeconds = 60;
    int openSeconds = 30;
    int successes = 2; ///< successful probes that close it again
};
template <>
const EntityTable& tableOf<BreakerRules>();

/// TLS towards an upstream.
struct UpstreamTls {
    bool verify = true;
    QString serverName; ///< empty = host of the address
    QString caFile;
    QString clientCertFile;
    QString clientKeyFile;
};
template <>
const EntityTable& tableOf<UpstreamTls>();

enum class CredentialInjection : std::uint8_t { None, ApiKey, Bearer, Basic, OAuth2 };
constexpr auto wireNames(CredentialInjection)
{
    return std::array{"none", "api_key", "bearer", "basic", "oauth2"};
}

/// What the gateway shows to the upstream. The secret is given here or names a vault entry.
struct UpstreamCredential {
    CredentialInjection type = CredentialInjection::None;
    QString header; ///< for api_key; default Authorization
    QString secret;
    QString vaultKey; ///< "username/key_name"
    QString username; ///< basic
    QString tokenUrl; ///< oauth2
    QString clientId;
    QString scope;
};
template <>
const EntityTable& tableOf<UpstreamCredential>();

/// WS-Security header that is put into SOAP envelopes.
struct WsSecurity {
    QString username;
    QString password;
    QString passwordType{QStringLiteral("PasswordText")};
    bool addTimestamp = true;
    int timestampTtlSeconds = 300;
};
template <>
const EntityTable& tableOf<WsSecurity>();

} // namespace gatehouse
