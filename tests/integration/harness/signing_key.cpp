// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/signing_key.h"

#include <QByteArray>

#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace gatehouse::harness {

namespace {

void require(bool good)
{
    if (!good)
        qFatal("a key for the test could not be made or used");
}

EVP_PKEY* generate(SigningKey::Kind kind)
{
    switch (kind) {
    case SigningKey::Kind::Rsa:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t(2048));
    case SigningKey::Kind::P256:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case SigningKey::Kind::P384:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384");
    case SigningKey::Kind::P521:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521");
    case SigningKey::Kind::Ed25519:
        break;
    }
    return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
}

std::size_t coordinateBytes(SigningKey::Kind kind)
{
    return kind == SigningKey::Kind::P256 ? 32 : kind == SigningKey::Kind::P384 ? 48 : 66;
}

std::string padded(const BIGNUM* number, std::size_t bytes)
{
    std::string out(bytes, '\0');
    require(BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out.data()), int(bytes)) >= 0);
    return out;
}

/// A number of the key; `bytes` 0: as many as it has.
std::string number(EVP_PKEY* key, const char* name, std::size_t bytes = 0)
{
    BIGNUM* value = nullptr;
    require(EVP_PKEY_get_bn_param(key, name, &value) == 1);
    const std::string out = padded(value, bytes ? bytes : std::size_t(BN_num_bytes(value)));
    BN_free(value);
    return base64Url(out);
}

std::string digestSign(EVP_PKEY* key, const std::string& alg, const std::string& input)
{
    const std::string bits = alg.substr(2);
    const EVP_MD* const digest = alg == "EdDSA"  ? nullptr
                                 : bits == "256" ? EVP_sha256()
                                 : bits == "384" ? EVP_sha384()
                                                 : EVP_sha512();
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* parameters = nullptr;
    require(EVP_DigestSignInit(context, &parameters, digest, nullptr, key) == 1);
    if (alg.starts_with("PS")) {
        require(EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1);
        require(EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    const auto* const bytes = reinterpret_cast<const unsigned char*>(input.data());
    std::size_t size = 0;
    require(EVP_DigestSign(context, nullptr, &size, bytes, input.size()) == 1);
    std::string out(size, '\0');
    require(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, bytes,
                           input.size()) == 1);
    EVP_MD_CTX_free(context);
    out.resize(size);
    return out;
}

} // namespace

SigningKey::SigningKey(Kind kind)
    : m_kind(kind)
    , m_key(generate(kind), EVP_PKEY_free)
{
    require(m_key != nullptr);
}

std::string SigningKey::jwkMembers() const
{
    EVP_PKEY* const key = m_key.get();
    if (m_kind == Kind::Rsa)
        return R"("kty":"RSA","n":")" + number(key, OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
               number(key, OSSL_PKEY_PARAM_RSA_E) + '"';
    if (m_kind == Kind::Ed25519) {
        std::string bytes(32, '\0');
        std::size_t size = bytes.size();
        require(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1);
        return R"("kty":"OKP","crv":"Ed25519","x":")" + base64Url(bytes) + '"';
    }
    const char* const curve = m_kind == Kind::P256 ? "P-256" : m_kind == Kind::P384 ? "P-384" : "P-521";
    const std::size_t bytes = coordinateBytes(m_kind);
    return std::string(R"("kty":"EC","crv":")") + curve + R"(","x":")" +
           number(key, OSSL_PKEY_PARAM_EC_PUB_X, bytes) + R"(","y":")" +
           number(key, OSSL_PKEY_PARAM_EC_PUB_Y, bytes) + '"';
}

std::string SigningKey::publicPem() const
{
    BIO* const memory = BIO_new(BIO_s_mem());
    require(PEM_write_bio_PUBKEY(memory, m_key.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    std::string pem(text, std::size_t(size));
    BIO_free(memory);
    return pem;
}

std::string SigningKey::signDer(const std::string& alg, const std::string& input) const
{
    return digestSign(m_key.get(), alg, input);
}

std::string SigningKey::sign(const std::string& alg, const std::string& input) const
{
    const std::string der = signDer(alg, input);
    if (!alg.starts_with("ES"))
        return der;
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* const signature = d2i_ECDSA_SIG(nullptr, &at, long(der.size()));
    require(signature != nullptr);
    const std::size_t bytes = coordinateBytes(m_kind);
    const std::string out =
        padded(ECDSA_SIG_get0_r(signature), bytes) + padded(ECDSA_SIG_get0_s(signature), bytes);
    ECDSA_SIG_free(signature);
    return out;
}

std::string base64Url(const std::string& bytes)
{
    return QByteArray::fromStdString(bytes)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

std::string hmacSha256(const std::string& secret, const std::string& input)
{
    unsigned int size = 32;
    std::string out(size, '\0');
    require(HMAC(EVP_sha256(), secret.data(), int(secret.size()),
                 reinterpret_cast<const unsigned char*>(input.data()), input.size(),
                 reinterpret_cast<unsigned char*>(out.data()), &size) != nullptr);
    return out;
}

} // namespace gatehouse::harness
