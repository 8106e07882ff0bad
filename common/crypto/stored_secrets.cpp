// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/stored_secrets.h"

namespace gatehouse::crypto {

using namespace Qt::Literals::StringLiterals;

namespace {
constexpr QLatin1StringView mark("enc:");
}

StoredSecrets::StoredSecrets(const Secret& key)
{
    if (!key.isEmpty())
        m_cipher = Fernet::fromSetting(key.reveal());
}

QString StoredSecrets::seal(const QString& plain) const
{
    if (plain.isEmpty() || !m_cipher)
        return plain;
    return mark + QString::fromLatin1(m_cipher->encrypt(plain.toUtf8()));
}

Result<QString> StoredSecrets::open(const QString& stored) const
{
    if (!stored.startsWith(mark))
        return stored;
    if (!m_cipher)
        return Error::corrupt(u"The key is encrypted, and TOKEN_ENCRYPTION_KEY is not set"_s);
    const Result<QByteArray> plain = m_cipher->decrypt(stored.mid(mark.size()).toLatin1());
    if (!plain)
        return Error::corrupt(u"The key was encrypted with another TOKEN_ENCRYPTION_KEY"_s);
    return QString::fromUtf8(*plain);
}

} // namespace gatehouse::crypto
