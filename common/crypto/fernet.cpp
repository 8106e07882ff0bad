// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/fernet.h"

#include "common/crypto/hmac.h"
#include "common/crypto/openssl_handle.h"
#include "common/crypto/pbkdf2.h"
#include "common/crypto/random.h"

#include <QDateTime>
#include <QtEndian>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::crypto {

namespace {

constexpr char kVersion = char(0x80);
constexpr qsizetype kIvSize = 16;
constexpr qsizetype kHeaderSize = 1 + 8 + kIvSize;
constexpr qsizetype kMacSize = 32;
constexpr qint64 kMaxClockSkew = 60;
constexpr int kVaultRounds = 100'000;

/// AES-128-CBC with PKCS 7 padding, both directions. Empty optional: the padding is wrong.
std::optional<QByteArray> cbc(bool encrypt, const Secret& key, const char* iv, QByteArrayView in)
{
    QByteArray out(in.size() + kIvSize, Qt::Uninitialized);
    CipherContext context(EVP_CIPHER_CTX_new());
    int first = 0;
    int last = 0;
    require(context && EVP_CipherInit_ex2(context.get(), EVP_aes_128_cbc(), bytes(key.reveal().constData()),
                                          bytes(iv), encrypt, nullptr) == 1,
            "EVP_CipherInit");
    if (EVP_CipherUpdate(context.get(), bytes(out.data()), &first, bytes(in.data()), int(in.size())) != 1 ||
        EVP_CipherFinal_ex(context.get(), bytes(out.data()) + first, &last) != 1)
        return std::nullopt;
    out.truncate(first + last);
    return out;
}

std::optional<QByteArray> keyBytes(QByteArrayView key)
{
    // Python's decoder takes both alphabets.
    QByteArray text = key.trimmed().toByteArray();
    if (text.size() != 44)
        return std::nullopt;
    text.replace('+', '-').replace('/', '_');
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::Base64UrlEncoding |
                                                                  QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || (*decoded).size() != 32)
        return std::nullopt;
    return decoded.decoded;
}

} // namespace

Fernet::Fernet(Secret signing, Secret encryption)
    : m_signing(std::move(signing))
    , m_encryption(std::move(encryption))
{
}

Result<Fernet> Fernet::fromKey(QByteArrayView key)
{
    const auto raw = keyBytes(key);
    if (!raw)
        return Error::invalid(u"key"_s, u"pattern"_s,
                              u"a Fernet key is 32 bytes in base64url, 44 characters"_s);
    return Fernet(Secret(raw->first(16)), Secret(raw->last(16)));
}

Fernet Fernet::fromSetting(QByteArrayView value)
{
    const auto raw = keyBytes(value);
    const QByteArray key = raw ? *raw : view(sha256(value)).toByteArray();
    return Fernet(Secret(key.first(16)), Secret(key.last(16)));
}

Fernet Fernet::forVault(const QString& email, const QString& username, const Secret& vaultKey)
{
    const QByteArray combined = email.toUtf8() + ':' + username.toUtf8() + ':' + vaultKey.reveal();
    const Secret key = pbkdf2Sha256(vaultKey.reveal(), view(sha256(combined)), kVaultRounds);
    return Fernet(Secret(key.reveal().first(16)), Secret(key.reveal().last(16)));
}

QByteArray Fernet::encrypt(QByteArrayView plain) const
{
    return encryptAt(plain, QDateTime::currentSecsSinceEpoch(), randomBytes(kIvSize));
}

QByteArray Fernet::encryptAt(QByteArrayView plain, qint64 seconds, QByteArrayView iv) const
{
    require(iv.size() == kIvSize, "Fernet: size of the initialisation vector");
    QByteArray token(1, kVersion);
    char time[8];
    qToBigEndian(seconds, time);
    token.append(time, sizeof time);
    token.append(iv.data(), iv.size());
    const auto sealed = cbc(true, m_encryption, iv.data(), plain);
    require(sealed.has_value(), "Fernet: encryption");
    token.append(*sealed);
    token.append(view(HmacSha256(m_signing.reveal()).sign(token)).toByteArray());
    return token.toBase64(QByteArray::Base64UrlEncoding);
}

Result<QByteArray> Fernet::decrypt(QByteArrayView token, std::optional<qint64> maxAgeSeconds,
                                   qint64 nowSeconds) const
{
    const auto decoded = QByteArray::fromBase64Encoding(
        token.toByteArray(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || (*decoded).size() < kHeaderSize + kIvSize + kMacSize || (*decoded).at(0) != kVersion)
        return Error::corrupt(u"not a Fernet token"_s);
    const QByteArrayView all(decoded.decoded);
    const QByteArrayView signedPart = all.chopped(kMacSize);
    if (!HmacSha256(m_signing.reveal()).verify(signedPart, all.last(kMacSize)))
        return Error::corrupt(u"the Fernet token is damaged or was made with another key"_s);
    const qint64 made = qFromBigEndian<qint64>(all.data() + 1);
    if (maxAgeSeconds && (made + *maxAgeSeconds < nowSeconds || made > nowSeconds + kMaxClockSkew))
        return Error::corrupt(u"the Fernet token is too old or from the future"_s);
    const QByteArrayView body = signedPart.sliced(kHeaderSize);
    auto plain = body.size() % kIvSize == 0 ? cbc(false, m_encryption, all.data() + 9, body) : std::nullopt;
    if (!plain)
        return Error::corrupt(u"the Fernet token has a wrong padding"_s);
    return std::move(*plain);
}

} // namespace gatehouse::crypto
