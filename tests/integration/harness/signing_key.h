// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

struct evp_pkey_st;

namespace gatehouse::harness {

/// A key that an issuer of tokens signs with, made for a test by OpenSSL itself: nothing of the product's
/// own cryptography is involved.
class SigningKey {
public:
    enum class Kind { Rsa, P256, P384, P521, Ed25519 };
    explicit SigningKey(Kind kind);

    /// The public members of a JWK (RFC 7518 section 6, RFC 8037): "\"kty\":\"RSA\",\"n\":...".
    std::string jwkMembers() const;
    /// SubjectPublicKeyInfo, PEM.
    std::string publicPem() const;
    /// The signature of RFC 7518 section 3 for this algorithm, as bytes. `alg` need not fit the rules a token
    /// must keep: an RSA key signs RS* and PS*, a curve any ES*.
    std::string sign(const std::string& alg, const std::string& input) const;
    /// As sign() for ES*, but in the DER form that X.509 uses and RFC 7518 forbids.
    std::string signDer(const std::string& alg, const std::string& input) const;

private:
    Kind m_kind;
    std::shared_ptr<evp_pkey_st> m_key;
};

/// Base64url without padding.
std::string base64Url(const std::string& bytes);
/// HS256 over the input with that secret, as bytes.
std::string hmacSha256(const std::string& secret, const std::string& input);

} // namespace gatehouse::harness
