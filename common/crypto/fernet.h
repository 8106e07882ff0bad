// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace gatehouse::crypto {

/// Fernet tokens (github.com/fernet/spec, version 0x80), as Python's cryptography package makes and reads
/// them.
class Fernet {
public:
    /// `key` is base64url of 32 bytes with padding: 44 characters.
    static Result<Fernet> fromKey(QByteArrayView key);
    /// The rule for credit keys (models 9): `value` itself if it is a Fernet key, else
    /// base64url(SHA-256(value)).
    static Fernet fromSetting(QByteArrayView value);
    /// The key of a vault entry (models 15), 100,000 rounds of PBKDF2: call it off the workers.
    static Fernet forVault(const QString& email, const QString& username, const Secret& vaultKey);

    /// A token at the present time. Safe as text: base64url with padding.
    QByteArray encrypt(QByteArrayView plain) const;
    /// The same with a given time (seconds since 1970) and 16 bytes of initialisation vector; for test
    /// vectors.
    QByteArray encryptAt(QByteArrayView plain, qint64 seconds, QByteArrayView iv) const;
    /// ErrorType::Corrupt when the token is malformed or was not made with this key. With `maxAgeSeconds` a
    /// token that is older, or more than 60 s in the future of `nowSeconds`, is refused too.
    Result<QByteArray> decrypt(QByteArrayView token, std::optional<qint64> maxAgeSeconds = {},
                               qint64 nowSeconds = 0) const;

private:
    explicit Fernet(Secret signing, Secret encryption);
    Secret m_signing;
    Secret m_encryption;
};

} // namespace gatehouse::crypto
