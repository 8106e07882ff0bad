// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/parts.h"

#include "common/model/table_builder.h"

#include <QRegularExpression>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Names of headers that carry something else must not be handed to whoever issues tokens.
void checkClaimHeaders(const JwtRules& rules, const QString& prefix, Faults& faults)
{
    static const QRegularExpression name(u"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$"_s);
    static const QStringList taken{u"host"_s,       u"content-length"_s, u"transfer-encoding"_s,
                                   u"connection"_s, u"authorization"_s,  u"te"_s,
                                   u"upgrade"_s,    u"trailer"_s};
    for (auto at = rules.claimHeaders.begin(); at != rules.claimHeaders.end(); ++at) {
        const QString header = at.value().toString();
        if (!name.match(header).hasMatch() || taken.contains(header.toLower()))
            faults.append({keyedPath(keyedPath(prefix, u"claim_headers"_s), at.key()), u"format"_s,
                           u"must be the name of a header that is free for such use"_s});
    }
}

/// A token is read with keys or asked about, not both.
void checkIntrospection(const JwtRules& rules, const QString& prefix, Faults& faults)
{
    const bool asks = !rules.introspectionUrl.isEmpty();
    const auto fault = [&](const QString& field, const QString& rule, const QString& text) {
        faults.append({keyedPath(prefix, field), rule, text});
    };
    if (asks && rules.clientId.isEmpty())
        fault(u"client_id"_s, u"required"_s, u"is required with introspection_url"_s);
    if (!asks && !(rules.clientId.isEmpty() && rules.clientSecret.isEmpty()))
        fault(u"introspection_url"_s, u"required"_s, u"is required with client_id and client_secret"_s);
    if (!asks)
        return;
    const auto clash = [&](bool given, const QString& field) {
        if (given)
            fault(field, u"conflict"_s, u"cannot be combined with introspection_url"_s);
    };
    clash(!rules.jwksUrl.isEmpty(), u"jwks_url"_s);
    clash(rules.jwks.has_value(), u"jwks"_s);
    clash(!rules.publicKey.isEmpty(), u"public_key"_s);
    clash(!rules.sharedSecret.isEmpty(), u"shared_secret"_s);
}

void addIntrospection(TableBuilder<JwtRules>& t)
{
    t.field(u"introspection_url"_s, &JwtRules::introspectionUrl, u"Introspection"_s,
            u"Address where the issuer is asked about each token, for tokens that are not signed (RFC 7662). "
            u"Empty: tokens are read with the keys."_s)
        .format(TextFormat::Url);
    t.field(u"client_id"_s, &JwtRules::clientId, u"Client id"_s,
            u"The gateway's own name at the issuer, for introspection."_s)
        .nullable()
        .length(0, 255);
    t.field(u"client_secret"_s, &JwtRules::clientSecret, u"Client secret"_s,
            u"The gateway's own password at the issuer, for introspection."_s)
        .nullable()
        .secret()
        .length(0, 1024);
    t.field(u"introspection_timeout"_s, &JwtRules::introspectionTimeout, u"Introspection timeout"_s,
            u"Without an answer of the issuer by then, the call gets 503."_s)
        .range(0.1, 60)
        .unit(u"s"_s);
    t.field(
         u"introspection_cache_seconds"_s, &JwtRules::introspectionCacheSeconds, u"Good tokens"_s,
         u"How long the issuer is not asked again about a good token; never past the token's end. 0: asked "
         u"each time."_s)
        .range(0, 3600)
        .unit(u"s"_s);
    t.field(u"introspection_refused_seconds"_s, &JwtRules::introspectionRefusedSeconds, u"Bad tokens"_s,
            u"How long the issuer is not asked again about a bad token. 0: asked each time."_s)
        .range(0, 300)
        .unit(u"s"_s);
}

EntityTable jwtTable()
{
    TableBuilder<JwtRules> t(u"jwt rules"_s);
    t.field(u"issuer"_s, &JwtRules::issuer, u"Issuer"_s, u"The `iss` claim must be equal to this."_s)
        .required()
        .length(1, 512);
    t.field(u"audience"_s, &JwtRules::audience, u"Audience"_s,
            u"One of these must be in `aud`. Empty: not checked."_s)
        .items(0, 20);
    t.field(u"jwks_url"_s, &JwtRules::jwksUrl, u"Key set"_s,
            u"Address of the issuer's public keys. Empty: found through the issuer's discovery document."_s)
        .format(TextFormat::Url);
    t.field(u"jwks"_s, &JwtRules::jwks, u"Key set document"_s,
            u"The keys themselves instead of an address: a JWK set."_s);
    t.field(u"public_key"_s, &JwtRules::publicKey, u"Public key"_s,
            u"One key or certificate as PEM, for tokens without a key id."_s)
        .nullable()
        .length(0, 16384);
    t.field(u"shared_secret"_s, &JwtRules::sharedSecret, u"Shared secret"_s,
            u"For HS256, HS384 and HS512; at least as long as the digest."_s)
        .nullable()
        .secret()
        .length(0, 1024);
    t.field(u"algorithms"_s, &JwtRules::algorithms, u"Algorithms"_s,
            u"Signature algorithms that are accepted."_s)
        .items(1, 13)
        .oneOf({u"HS256"_s, u"HS384"_s, u"HS512"_s, u"RS256"_s, u"RS384"_s, u"RS512"_s, u"PS256"_s,
                u"PS384"_s, u"PS512"_s, u"ES256"_s, u"ES384"_s, u"ES512"_s, u"EdDSA"_s});
    t.field(u"scopes"_s, &JwtRules::scopes, u"Scopes"_s, u"All of these must be in `scope` or `scp`."_s)
        .items(0, 20)
        .length(1, 128)
        .pattern(u"[\\x21\\x23-\\x5B\\x5D-\\x7E]+"_s);
    t.field(u"required_claims"_s, &JwtRules::requiredClaims, u"Required claims"_s,
            u"Claims that must have exactly these values."_s)
        .items(0, 20);
    t.field(u"consumer_claim"_s, &JwtRules::consumerClaim, u"Consumer claim"_s,
            u"The claim that names the consumer: its external id, or its id at the identity provider."_s)
        .length(1, 64);
    t.field(u"known_consumers"_s, &JwtRules::knownConsumers, u"Known consumers only"_s,
            u"Off: whoever the issuer vouches for is a caller, also one that is no consumer here."_s);
    t.field(u"claim_headers"_s, &JwtRules::claimHeaders, u"Claims for the upstream"_s,
            u"Claim -> header that tells it to the upstream."_s)
        .items(0, 20);
    t.field(u"header"_s, &JwtRules::header, u"Token header"_s, u"Header that carries the token."_s)
        .length(1, 64)
        .format(TextFormat::HeaderName);
    t.field(u"clock_skew_seconds"_s, &JwtRules::clockSkewSeconds, u"Clock skew"_s,
            u"How far the issuer's clock may be off."_s)
        .range(0, 600)
        .unit(u"s"_s);
    t.field(u"refresh_seconds"_s, &JwtRules::refreshSeconds, u"Fetch keys every"_s,
            u"How often the key set is fetched again."_s)
        .range(60, 604800)
        .unit(u"s"_s);
    t.field(u"min_refresh_seconds"_s, &JwtRules::minRefreshSeconds, u"Shortest interval"_s,
            u"A token with an unknown key id fetches the key set again, but not more often than this."_s)
        .range(1, 86400)
        .unit(u"s"_s);
    addIntrospection(t);
    t.check([](const JwtRules& rules, const QString& prefix, Faults& faults) {
        checkClaimHeaders(rules, prefix, faults);
        checkIntrospection(rules, prefix, faults);
    });
    return t.build();
}

EntityTable hmacTable()
{
    TableBuilder<HmacRules> t(u"signature rules"_s);
    t.field(u"clock_skew_seconds"_s, &HmacRules::clockSkewSeconds, u"Clock skew"_s,
            u"How far the client's clock may be off. A nonce is remembered for twice that time."_s)
        .range(1, 3600)
        .unit(u"s"_s);
    t.field(u"signed_headers"_s, &HmacRules::signedHeaders, u"Signed headers"_s,
            u"Headers that every client must sign."_s)
        .items(0, 20)
        .format(TextFormat::HeaderName);
    t.field(u"unsigned_bodies"_s, &HmacRules::unsignedBodies, u"Unsigned bodies"_s,
            u"On: a client may leave its body out of the signature, so that it is not collected first."_s);
    return t.build();
}

EntityTable cacheTable()
{
    TableBuilder<CacheRules> t(u"cache rules"_s);
    t.field(u"ttl_seconds"_s, &CacheRules::ttlSeconds, u"Keep for"_s,
            u"How long an answer is served from the cache."_s)
        .alias(u"ttl"_s)
        .range(1, 86400)
        .unit(u"s"_s);
    t.field(u"methods"_s, &CacheRules::methods, u"Methods"_s, u"Methods whose answers are kept."_s)
        .items(1, 2)
        .pattern(u"GET|HEAD"_s);
    t.field(u"vary"_s, &CacheRules::vary, u"Vary by"_s, u"Request headers that make another cache entry."_s)
        .items(0, 20)
        .format(TextFormat::HeaderName);
    t.field(u"max_body_bytes"_s, &CacheRules::maxBodyBytes, u"Largest answer"_s,
            u"Larger answers are not kept."_s)
        .alias(u"max_body"_s)
        .range(0, 64 << 20)
        .unit(u"bytes"_s);
    t.field(u"respect_upstream"_s, &CacheRules::respectUpstream, u"Upstream decides"_s,
            u"Cache-Control of the upstream wins over the time above."_s);
    t.field(
        u"per_caller"_s, &CacheRules::perCaller, u"Per caller"_s,
        u"Identified callers share an answer only when it says `public`, `s-maxage` or `must-revalidate`. "
        "Off: all share it."_s);
    t.field(u"stale_while_revalidate_seconds"_s, &CacheRules::staleWhileRevalidateSeconds,
            u"Stale while fetching"_s,
            u"So long after its time an answer is still served while one request fetches a new one. The "
            u"upstream "
            "may say another time."_s)
        .range(0, 2592000)
        .unit(u"s"_s);
    t.field(u"stale_if_error_seconds"_s, &CacheRules::staleIfErrorSeconds, u"Stale on error"_s,
            u"So long after its time an answer is still served when the upstream fails. The upstream may say "
            "another time."_s)
        .range(0, 2592000)
        .unit(u"s"_s);
    return t.build();
}

EntityTable compressTable()
{
    TableBuilder<CompressRules> t(u"compression rules"_s);
    t.field(u"types"_s, &CompressRules::types, u"Content types"_s,
            u"Types of answers that are compressed; `text/*` means all of that kind."_s)
        .items(1, 100)
        .length(3, 100)
        .pattern(u"[A-Za-z0-9!#$&^_.+-]+/([A-Za-z0-9!#$&^_.+-]+|\\*)"_s);
    t.field(u"min_bytes"_s, &CompressRules::minBytes, u"Smallest answer"_s,
            u"Shorter answers stay as they are."_s)
        .range(0, 1 << 20)
        .unit(u"bytes"_s);
    return t.build();
}

EntityTable retryTable()
{
    TableBuilder<RetryRules> t(u"retry rules"_s);
    t.field(u"on"_s, &RetryRules::on, u"Try again on"_s,
            u"Failures that are tried again, on another target if any."_s)
        .items(0, 10)
        .oneOf({u"connect"_s, u"reset"_s, u"timeout"_s, u"500"_s, u"502"_s, u"503"_s, u"504"_s, u"429"_s});
    t.field(u"methods"_s, &RetryRules::methods, u"Methods"_s, u"Methods that may be sent twice."_s)
        .items(0, 10)
        .format(TextFormat::Method);
    t.field(u"base_delay_ms"_s, &RetryRules::baseDelayMs, u"First delay"_s,
            u"Doubles with every attempt, with jitter."_s)
        .range(0, 60000)
        .unit(u"ms"_s);
    t.field(u"max_delay_ms"_s, &RetryRules::maxDelayMs, u"Longest delay"_s, u"Upper bound of the delay."_s)
        .range(0, 60000)
        .unit(u"ms"_s);
    t.field(u"budget_percent"_s, &RetryRules::budgetPercent, u"Retry budget"_s,
            u"Retries may not exceed this share of all requests, so that they cannot overload an upstream."_s)
        .range(0, 100)
        .unit(u"%"_s);
    t.field(u"budget_per_second"_s, &RetryRules::budgetPerSecond, u"Always allowed"_s,
            u"So many retries each second are allowed whatever their share."_s)
        .range(0, 10000);
    t.check([](const RetryRules& rules, const QString& prefix, Faults& faults) {
        if (rules.baseDelayMs > rules.maxDelayMs)
            faults.append({keyedPath(prefix, u"base_delay_ms"_s), u"range"_s,
                           u"must not be greater than max_delay_ms"_s});
    });
    return t.build();
}

EntityTable breakerTable()
{
    TableBuilder<BreakerRules> t(u"breaker rules"_s);
    t.field(u"enabled"_s, &BreakerRules::enabled, u"Circuit breaker"_s,
            u"Leave a failing upstream alone for a while."_s);
    t.field(u"failures"_s, &BreakerRules::failures, u"Failures"_s,
            u"So many within the window open the breaker."_s)
        .range(1, 10000);
    t.field(u"window_seconds"_s, &BreakerRules::windowSeconds, u"Window"_s,
            u"Time in which failures are counted."_s)
        .range(1, 3600)
        .unit(u"s"_s);
    t.field(u"open_seconds"_s, &BreakerRules::openSeconds, u"Open for"_s, u"Time until the first probe."_s)
        .range(1, 3600)
        .unit(u"s"_s);
    t.field(u"successes"_s, &BreakerRules::successes, u"Successes"_s,
            u"Successful probes that close the breaker."_s)
        .range(1, 100);
    return t.build();
}

EntityTable tlsTable()
{
    TableBuilder<UpstreamTls> t(u"upstream tls"_s);
    t.field(u"verify"_s, &UpstreamTls::verify, u"Verify certificate"_s,
            u"Refuse upstreams whose certificate is not valid."_s);
    t.field(u"server_name"_s, &UpstreamTls::serverName, u"Server name"_s,
            u"Name asked for and verified. Empty: the host of the address."_s)
        .format(TextFormat::Host);
    t.field(u"ca_file"_s, &UpstreamTls::caFile, u"CA file"_s,
            u"Certificates trusted instead of the system's."_s)
        .length(0, 4096);
    t.field(u"client_cert_file"_s, &UpstreamTls::clientCertFile, u"Client certificate"_s,
            u"Certificate shown to the upstream."_s)
        .length(0, 4096);
    t.field(u"client_key_file"_s, &UpstreamTls::clientKeyFile, u"Client key"_s,
            u"Private key of that certificate."_s)
        .length(0, 4096);
    t.check([](const UpstreamTls& tls, const QString& prefix, Faults& faults) {
        const auto absolute = [&](const QString& field, const QString& path) {
            if (!path.isEmpty() && !path.startsWith(u'/'))
                faults.append({keyedPath(prefix, field), u"pattern"_s,
                               u"must be an absolute path of a file on the gateway's machine"_s});
        };
        absolute(u"ca_file"_s, tls.caFile);
        absolute(u"client_cert_file"_s, tls.clientCertFile);
        absolute(u"client_key_file"_s, tls.clientKeyFile);
        if (tls.clientCertFile.isEmpty() != tls.clientKeyFile.isEmpty())
            faults.append({keyedPath(prefix, u"client_key_file"_s), u"required"_s,
                           u"certificate and key are needed together"_s});
    });
    return t.build();
}

EntityTable upstreamCredentialTable()
{
    using C = UpstreamCredential;
    TableBuilder<C> t(u"upstream credential"_s);
    t.field(u"type"_s, &C::type, u"Kind"_s, u"How the gateway identifies itself to the upstream."_s);
    t.field(u"header"_s, &C::header, u"Header"_s, u"Header that carries the key. Empty: Authorization."_s)
        .format(TextFormat::HeaderName);
    t.field(u"secret"_s, &C::secret, u"Secret"_s, u"Key, token, password or client secret."_s)
        .secret()
        .length(0, 8192);
    t.field(u"vault_key"_s, &C::vaultKey, u"Vault entry"_s,
            u"user/key of a vault entry that holds the secret."_s)
        .length(0, 310)
        .refersTo(Kind::VaultEntry);
    t.field(u"username"_s, &C::username, u"User"_s, u"User name for basic authentication."_s).length(0, 255);
    t.field(u"token_url"_s, &C::tokenUrl, u"Token address"_s, u"Where an OAuth 2 token is fetched."_s)
        .format(TextFormat::Url);
    t.field(u"client_id"_s, &C::clientId, u"Client id"_s, u"OAuth 2 client."_s).length(0, 255);
    t.field(u"scope"_s, &C::scope, u"Scope"_s, u"OAuth 2 scopes, separated by blanks."_s).length(0, 1024);
    t.check([](const C& c, const QString& prefix, Faults& faults) {
        if (c.type != CredentialInjection::None && c.secret.isEmpty() && c.vaultKey.isEmpty())
            faults.append(
                {keyedPath(prefix, u"secret"_s), u"required"_s, u"give a secret or a vault entry"_s});
        if (c.type == CredentialInjection::OAuth2 && c.tokenUrl.isEmpty())
            faults.append({keyedPath(prefix, u"token_url"_s), u"required"_s, u"is required for oauth2"_s});
    });
    return t.build();
}

EntityTable wsSecurityTable()
{
    TableBuilder<WsSecurity> t(u"ws security"_s);
    t.field(u"username"_s, &WsSecurity::username, u"User"_s, u"User of the token. Empty: only a timestamp."_s)
        .nullable()
        .length(0, 255);
    t.field(u"password"_s, &WsSecurity::password, u"Password"_s, u"Password of the token."_s)
        .nullable()
        .secret()
        .length(0, 1024);
    t.field(u"password_type"_s, &WsSecurity::passwordType, u"Password type"_s, u"How the password is sent."_s)
        .nullable()
        .oneOf({u"PasswordText"_s, u"PasswordDigest"_s, u"PasswordDigestSHA256"_s});
    t.field(u"add_timestamp"_s, &WsSecurity::addTimestamp, u"Timestamp"_s,
            u"Add a timestamp with an expiry."_s)
        .nullable();
    t.field(u"timestamp_ttl_seconds"_s, &WsSecurity::timestampTtlSeconds, u"Timestamp life"_s,
            u"After this time the upstream refuses the envelope."_s)
        .nullable()
        .range(1, 86400)
        .unit(u"s"_s);
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<JwtRules>()
{
    static const EntityTable table = jwtTable();
    return table;
}

template <>
const EntityTable& tableOf<HmacRules>()
{
    static const EntityTable table = hmacTable();
    return table;
}

template <>
const EntityTable& tableOf<CacheRules>()
{
    static const EntityTable table = cacheTable();
    return table;
}

template <>
const EntityTable& tableOf<CompressRules>()
{
    static const EntityTable table = compressTable();
    return table;
}

template <>
const EntityTable& tableOf<RetryRules>()
{
    static const EntityTable table = retryTable();
    return table;
}

template <>
const EntityTable& tableOf<BreakerRules>()
{
    static const EntityTable table = breakerTable();
    return table;
}

template <>
const EntityTable& tableOf<UpstreamTls>()
{
    static const EntityTable table = tlsTable();
    return table;
}

template <>
const EntityTable& tableOf<UpstreamCredential>()
{
    static const EntityTable table = upstreamCredentialTable();
    return table;
}

template <>
const EntityTable& tableOf<WsSecurity>()
{
    static const EntityTable table = wsSecurityTable();
    return table;
}

} // namespace gatehouse
