// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/aes_gcm.h"

#include "common/crypto/openssl_handle.h"
#include "common/crypto/random.h"

#include <climits>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::crypto {

namespace {

// EVP counts in int; one message of ours stays far below that (a document store of 2 GiB does not fit in
// memory mode).
constexpr qsizetype kMaxMessage = INT_MAX - 64;

} // namespace

QByteArray sealAesGcm(const Secret& key, QByteArrayView plain, QByteArrayView associated)
{
    require(key.size() == kAesKeySize && plain.size() <= kMaxMessage, "seal: size of key or message");
    QByteArray out(kAesNonceSize + plain.size() + kAesTagSize, Qt::Uninitialized);
    unsigned char* const nonce = bytes(out.data());
    unsigned char* const text = nonce + kAesNonceSize;
    fillRandom({nonce, kAesNonceSize});
    CipherContext context(EVP_CIPHER_CTX_new());
    require(context != nullptr, "EVP_CIPHER_CTX_new");
    int written = 0;
    require(EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), bytes(key.reveal().constData()), nonce,
                                nullptr),
            "EVP_EncryptInit");
    if (!associated.isEmpty())
        require(EVP_EncryptUpdate(context.get(), nullptr, &written, bytes(associated.data()),
                                  int(associated.size())),
                "EVP_EncryptUpdate");
    if (!plain.isEmpty())
        require(EVP_EncryptUpdate(context.get(), text, &written, bytes(plain.data()), int(plain.size())),
                "EVP_EncryptUpdate");
    require(EVP_EncryptFinal_ex(context.get(), text + plain.size(), &written), "EVP_EncryptFinal");
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kAesTagSize, text + plain.size()),
            "GCM tag");
    return out;
}

Result<QByteArray> openAesGcm(const Secret& key, QByteArrayView sealed, QByteArrayView associated)
{
    require(key.size() == kAesKeySize, "open: size of key");
    const qsizetype size = sealed.size() - kAesNonceSize - kAesTagSize;
    if (size < 0 || size > kMaxMessage)
        return Error::corrupt(u"sealed data of %1 bytes cannot be complete"_s.arg(sealed.size()));
    const unsigned char* const nonce = bytes(sealed.data());
    const unsigned char* const text = nonce + kAesNonceSize;
    QByteArray tag = sealed.last(kAesTagSize).toByteArray();
    QByteArray out(size, Qt::Uninitialized);
    CipherContext context(EVP_CIPHER_CTX_new());
    require(context != nullptr, "EVP_CIPHER_CTX_new");
    int written = 0;
    bool good = EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), bytes(key.reveal().constData()), nonce,
                                    nullptr) == 1;
    if (good && !associated.isEmpty())
        good = EVP_DecryptUpdate(context.get(), nullptr, &written, bytes(associated.data()),
                                 int(associated.size()));
    if (good && size > 0)
        good = EVP_DecryptUpdate(context.get(), bytes(out.data()), &written, text, int(size));
    good = good && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kAesTagSize, tag.data()) == 1 &&
           EVP_DecryptFinal_ex(context.get(), bytes(out.data()) + size, &written) == 1;
    if (!good)
        return Error::corrupt(u"decryption failed: the key is another one, or the data is damaged"_s);
    return out;
}

} // namespace gatehouse::crypto
