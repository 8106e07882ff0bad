// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/crypto/hmac.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::crypto {

enum class JwtAlgorithm {
    HS256,
    HS384,
    HS512,
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    EdDSA
};

std::string_view nameOf(JwtAlgorithm algorithm);
/// Exact spelling of RFC 7518; "none" and everything unknown is nothing.
std::optional<JwtAlgorithm> jwtAlgorithm(std::string_view name);

/// One key for one algorithm. The algorithm belongs to the key, so a token cannot choose how it is verified.
/// Immutable and shared freely between threads.
class JwtKey {
public:
    /// HS256, HS384 or HS512.
    static Result<JwtKey> fromSecret(const QString& kid, const Secret& secret,
                                     JwtAlgorithm algorithm = JwtAlgorithm::HS256);
    /// PEM: a public key or certificate, and a private key for signing; either may be empty, not both. RSA
    /// needs 2048 bits.
    static Result<JwtKey> fromPem(const QString& kid, JwtAlgorithm algorithm, const QByteArray& publicPem,
                                  const Secret& privatePem = {});
    /// One member of a JWK set (RFC 7517): kty RSA, EC (P-256, P-384, P-521), OKP (Ed25519) or oct.
    /// `fallback` is used when the key names no "alg" and its type allows several.
    static Result<JwtKey> fromJwk(const QJsonObject& jwk, std::optional<JwtAlgorithm> fallback = {});

    const std::string& kid() const { return m_kid; }
    JwtAlgorithm algorithm() const { return m_algorithm; }
    bool canSign() const { return m_canSign; }
    /// `signature` is raw, as in the token. ES256 and its kin: r and s, one after the other.
    bool verify(std::string_view signingInput, std::string_view signature) const;
    Result<QByteArray> sign(std::string_view signingInput) const;

private:
    JwtKey(const QString& kid, JwtAlgorithm algorithm);
    /// Takes over an EVP_PKEY, also when it does not fit.
    static Result<JwtKey> fromHandle(const QString& kid, JwtAlgorithm algorithm, void* handle, bool canSign);
    QByteArray hmac(std::string_view input) const;

    std::string m_kid;
    JwtAlgorithm m_algorithm;
    bool m_canSign = false;
    Secret m_secret;                  // HS384, HS512
    std::optional<HmacSha256> m_hmac; // HS256 only: the fast path
    std::shared_ptr<void> m_key;      // EVP_PKEY
};

/// The keys that verify, and the one that signs. Immutable and shared freely between threads.
class KeySet {
public:
    KeySet() = default;
    explicit KeySet(std::vector<JwtKey> keys);

    /// The rules of JWT_KEYS and JWT_SECRET_KEY (auth 3). `notes` receives one line for each entry that was
    /// left out. Error when neither gives a key. Reads the files that *_path members name.
    static Result<KeySet> fromSettings(const QString& jwtKeys, const Secret& jwtSecretKey,
                                       QStringList* notes = nullptr);
    /// All usable keys of a JWK set document; keys of other uses or types are left out and noted.
    static Result<KeySet> fromJwks(const QByteArray& json, std::optional<JwtAlgorithm> fallback = {},
                                   QStringList* notes = nullptr);

    bool isEmpty() const { return m_keys.empty(); }
    const std::vector<JwtKey>& keys() const { return m_keys; }
    /// The key of that id. Without an id: the only key, or the one called "legacy-key". Null when there is
    /// none.
    const JwtKey* find(std::optional<std::string_view> kid) const;
    /// The first active key that can sign, or null.
    const JwtKey* signer() const;

private:
    std::vector<JwtKey> m_keys;
    std::optional<std::size_t> m_signer;
};

} // namespace gatehouse::crypto
