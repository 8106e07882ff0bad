// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/jwt_key.h"

#include "common/crypto/constant_time.h"
#include "common/crypto/openssl_handle.h"
#include "common/crypto/pem.h"

#include <array>

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::crypto {

namespace {

enum class Family { Hmac, Rsa, RsaPss, Ec, Edwards };

struct AlgorithmRow {
    JwtAlgorithm algorithm;
    std::string_view name;
    Family family;
    const EVP_MD* (*digest)();
    int coordinate;    // bytes of r and of s, for elliptic curves
    const char* curve; // OpenSSL's name
};

// RFC 7518 3.1, RFC 8037 3.1. In the order of the enumeration.
constexpr std::array kAlgorithms{
    AlgorithmRow{JwtAlgorithm::HS256, "HS256", Family::Hmac, EVP_sha256, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::HS384, "HS384", Family::Hmac, EVP_sha384, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::HS512, "HS512", Family::Hmac, EVP_sha512, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::RS256, "RS256", Family::Rsa, EVP_sha256, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::RS384, "RS384", Family::Rsa, EVP_sha384, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::RS512, "RS512", Family::Rsa, EVP_sha512, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::PS256, "PS256", Family::RsaPss, EVP_sha256, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::PS384, "PS384", Family::RsaPss, EVP_sha384, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::PS512, "PS512", Family::RsaPss, EVP_sha512, 0, nullptr},
    AlgorithmRow{JwtAlgorithm::ES256, "ES256", Family::Ec, EVP_sha256, 32, "prime256v1"},
    AlgorithmRow{JwtAlgorithm::ES384, "ES384", Family::Ec, EVP_sha384, 48, "secp384r1"},
    AlgorithmRow{JwtAlgorithm::ES512, "ES512", Family::Ec, EVP_sha512, 66, "secp521r1"},
    AlgorithmRow{JwtAlgorithm::EdDSA, "EdDSA", Family::Edwards, nullptr, 0, nullptr},
};

constexpr int kMinRsaBits = 2048; // RFC 7518 3.3

const AlgorithmRow& row(JwtAlgorithm algorithm)
{
    return kAlgorithms[std::size_t(algorithm)];
}

using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

/// r and s as in the token (RFC 7518 3.4) to the DER that OpenSSL wants. Empty when the size is wrong.
std::string derSignature(std::string_view raw, int coordinate)
{
    if (raw.size() != 2 * std::size_t(coordinate))
        return {};
    Signature signature(ECDSA_SIG_new());
    BIGNUM* const r = BN_bin2bn(bytes(raw.data()), coordinate, nullptr);
    BIGNUM* const s = BN_bin2bn(bytes(raw.data()) + coordinate, coordinate, nullptr);
    require(signature && r && s && ECDSA_SIG_set0(signature.get(), r, s) == 1, "ECDSA_SIG_set0");
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    require(size > 0, "i2d_ECDSA_SIG");
    std::string out(reinterpret_cast<const char*>(der), std::size_t(size));
    OPENSSL_free(der);
    return out;
}

QByteArray rawSignature(const QByteArray& der, int coordinate)
{
    const unsigned char* at = bytes(der.constData());
    const Signature signature(d2i_ECDSA_SIG(nullptr, &at, der.size()));
    QByteArray out(2 * coordinate, '\0');
    require(signature &&
                BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes(out.data()), coordinate) ==
                    coordinate &&
                BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes(out.data()) + coordinate, coordinate) ==
                    coordinate,
            "ECDSA signature");
    return out;
}

bool setPadding(EVP_PKEY_CTX* context, Family family)
{
    if (family != Family::RsaPss)
        return true;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

/// The reason why `key` cannot serve `algorithm`, or empty.
QString unfit(const EVP_PKEY* key, const AlgorithmRow& algorithm)
{
    switch (algorithm.family) {
    case Family::Rsa:
    case Family::RsaPss:
        if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
            return u"needs an RSA key"_s;
        return EVP_PKEY_get_bits(key) < kMinRsaBits ? u"needs an RSA key of at least 2048 bits"_s : QString();
    case Family::Ec: {
        std::array<char, 64> group{};
        size_t length = 0;
        const bool fits = EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
                          EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1 &&
                          std::string_view(group.data(), length) == algorithm.curve;
        return fits ? QString() : u"needs a key on the curve %1"_s.arg(QLatin1StringView(algorithm.curve));
    }
    case Family::Edwards:
        return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 ? QString() : u"needs an Ed25519 key"_s;
    case Family::Hmac:
        break;
    }
    return u"needs a secret, not a key pair"_s;
}

Error badKey(const QString& kid, const QString& why)
{
    return Error::invalid(u"keys[%1]"_s.arg(kid), u"type"_s, why);
}

} // namespace

std::string_view nameOf(JwtAlgorithm algorithm)
{
    return row(algorithm).name;
}

std::optional<JwtAlgorithm> jwtAlgorithm(std::string_view name)
{
    for (const AlgorithmRow& candidate : kAlgorithms) {
        if (candidate.name == name)
            return candidate.algorithm;
    }
    return std::nullopt;
}

JwtKey::JwtKey(const QString& kid, JwtAlgorithm algorithm)
    : m_kid(kid.toStdString())
    , m_algorithm(algorithm)
{
}

Result<JwtKey> JwtKey::fromSecret(const QString& kid, const Secret& secret, JwtAlgorithm algorithm)
{
    if (row(algorithm).family != Family::Hmac)
        return badKey(kid, u"a secret serves HS256, HS384 and HS512 only"_s);
    if (secret.isEmpty())
        return badKey(kid, u"the secret is empty"_s);
    JwtKey key(kid, algorithm);
    key.m_canSign = true;
    if (algorithm == JwtAlgorithm::HS256)
        key.m_hmac.emplace(secret.reveal());
    else
        key.m_secret = secret;
    return key;
}

Result<JwtKey> JwtKey::fromPem(const QString& kid, JwtAlgorithm algorithm, const QByteArray& publicPem,
                               const Secret& privatePem)
{
    Key publicKey = publicPem.isEmpty() ? nullptr : publicKeyFromPem(publicPem);
    Key privateKey = privatePem.isEmpty() ? nullptr : privateKeyFromPem(privatePem.reveal());
    if (!publicPem.isEmpty() && !publicKey)
        return badKey(kid, u"the public key is not a PEM key or certificate"_s);
    if (!privatePem.isEmpty() && !privateKey)
        return badKey(kid, u"the private key is not a PEM key without passphrase"_s);
    if (publicKey && privateKey && EVP_PKEY_eq(publicKey.get(), privateKey.get()) != 1)
        return badKey(kid, u"the public key does not belong to the private key"_s);
    return fromHandle(kid, algorithm, privateKey ? privateKey.release() : publicKey.release(),
                      !privatePem.isEmpty());
}

Result<JwtKey> JwtKey::fromHandle(const QString& kid, JwtAlgorithm algorithm, void* handle, bool canSign)
{
    Key owned(static_cast<EVP_PKEY*>(handle));
    if (!owned)
        return badKey(kid, u"there is neither a public nor a private key"_s);
    if (const QString why = unfit(owned.get(), row(algorithm)); !why.isEmpty())
        return badKey(kid, why);
    JwtKey key(kid, algorithm);
    key.m_canSign = canSign;
    key.m_key = std::shared_ptr<EVP_PKEY>(owned.release(), EVP_PKEY_free);
    return key;
}

QByteArray JwtKey::hmac(std::string_view input) const
{
    if (m_hmac)
        return view(m_hmac->sign(input)).toByteArray();
    QByteArray code(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned size = 0;
    require(HMAC(row(m_algorithm).digest(), m_secret.reveal().constData(), int(m_secret.size()),
                 bytes(input.data()), input.size(), bytes(code.data()), &size) != nullptr,
            "HMAC");
    code.truncate(int(size));
    return code;
}

bool JwtKey::verify(std::string_view signingInput, std::string_view signature) const
{
    if (m_hmac)
        return m_hmac->verify(signingInput, signature);
    const AlgorithmRow& algorithm = row(m_algorithm);
    if (algorithm.family == Family::Hmac)
        return constantTimeEquals(hmac(signingInput), signature);
    std::string der;
    if (algorithm.family == Family::Ec) {
        der = derSignature(signature, algorithm.coordinate);
        signature = der;
    }
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* padding = nullptr; // owned by `context`
    require(context != nullptr, "EVP_MD_CTX_new");
    const EVP_MD* const digest = algorithm.digest ? algorithm.digest() : nullptr;
    return !signature.empty() &&
           EVP_DigestVerifyInit(context.get(), &padding, digest, nullptr,
                                static_cast<EVP_PKEY*>(m_key.get())) == 1 &&
           setPadding(padding, algorithm.family) &&
           EVP_DigestVerify(context.get(), bytes(signature.data()), signature.size(),
                            bytes(signingInput.data()), signingInput.size()) == 1;
}

Result<QByteArray> JwtKey::sign(std::string_view signingInput) const
{
    if (!m_canSign)
        return Error::unavailable(u"the key \"%1\" can only verify"_s.arg(QString::fromStdString(m_kid)));
    const AlgorithmRow& algorithm = row(m_algorithm);
    if (algorithm.family == Family::Hmac)
        return hmac(signingInput);
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* padding = nullptr;
    const EVP_MD* const digest = algorithm.digest ? algorithm.digest() : nullptr;
    size_t size = size_t(EVP_PKEY_get_size(static_cast<EVP_PKEY*>(m_key.get())));
    QByteArray signature(qsizetype(size), Qt::Uninitialized);
    const bool good = context &&
                      EVP_DigestSignInit(context.get(), &padding, digest, nullptr,
                                         static_cast<EVP_PKEY*>(m_key.get())) == 1 &&
                      setPadding(padding, algorithm.family) &&
                      EVP_DigestSign(context.get(), bytes(signature.data()), &size,
                                     bytes(signingInput.data()), signingInput.size()) == 1;
    if (!good)
        return Error::internal(u"the key \"%1\" cannot sign"_s.arg(QString::fromStdString(m_kid)));
    signature.truncate(qsizetype(size));
    return algorithm.family == Family::Ec ? rawSignature(signature, algorithm.coordinate) : signature;
}

} // namespace gatehouse::crypto
