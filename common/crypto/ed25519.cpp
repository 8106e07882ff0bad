// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/ed25519.h"

#include "common/crypto/openssl_handle.h"
#include "common/crypto/random.h"

namespace gatehouse::crypto {

namespace {

constexpr int kSeedSize = 32;
constexpr int kSignatureSize = 64;

Key privateKey(const Secret& seed)
{
    if (seed.size() != kSeedSize)
        return nullptr;
    return Key(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed.reveal().constData()), kSeedSize));
}

} // namespace

Ed25519KeyPair generateEd25519()
{
    return ed25519FromSeed(Secret(randomBytes(kSeedSize)));
}

Ed25519KeyPair ed25519FromSeed(const Secret& seed)
{
    const Key key = privateKey(seed);
    if (!key)
        return {seed, {}};
    QByteArray publicKey(kSeedSize, Qt::Uninitialized);
    size_t size = kSeedSize;
    require(EVP_PKEY_get_raw_public_key(key.get(), bytes(publicKey.data()), &size) == 1, "raw public key");
    return {seed, publicKey};
}

QByteArray signEd25519(const Secret& seed, QByteArrayView message)
{
    const Key key = privateKey(seed);
    if (!key)
        return {};
    QByteArray signature(kSignatureSize, Qt::Uninitialized);
    size_t size = kSignatureSize;
    DigestContext context(EVP_MD_CTX_new());
    require(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1,
            "sign init");
    require(EVP_DigestSign(context.get(), bytes(signature.data()), &size, bytes(message.data()),
                           size_t(message.size())) == 1,
            "EVP_DigestSign");
    return signature;
}

Ed25519Verifier::Ed25519Verifier(QByteArrayView publicKey)
{
    if (publicKey.size() != kSeedSize)
        return;
    if (EVP_PKEY* key =
            EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(publicKey.data()), kSeedSize))
        m_key = std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

bool Ed25519Verifier::verify(QByteArrayView message, QByteArrayView signature) const
{
    if (!m_key || signature.size() != kSignatureSize)
        return false;
    DigestContext context(EVP_MD_CTX_new());
    require(context != nullptr, "EVP_MD_CTX_new");
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                                static_cast<EVP_PKEY*>(m_key.get())) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature.data()), kSignatureSize, bytes(message.data()),
                            size_t(message.size())) == 1;
}

} // namespace gatehouse::crypto
