// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/vault.h"

#include "common/model/principal.h"
#include "common/model/stored_files.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

QString Vault::referenceTo(const VaultEntry& entry)
{
    return entry.username + u'/' + entry.keyName;
}

const VaultEntry* Vault::find(const Documents& documents, const QString& reference)
{
    // Either name may have a slash in it.
    for (qsizetype at = reference.indexOf(u'/'); at >= 0; at = reference.indexOf(u'/', at + 1)) {
        for (const VaultEntry* entry : documents.of<VaultEntry>().with(By::Principal, reference.left(at))) {
            if (entry->keyName == reference.sliced(at + 1))
                return entry;
        }
    }
    return nullptr;
}

Result<QString> Vault::open(const Documents& documents, const QString& reference)
{
    const VaultEntry* const entry = find(documents, reference);
    const User* const owner = entry ? documents.user(entry->username) : nullptr;
    if (!owner)
        return Error::notFound(u"there is no vault entry %1"_s.arg(reference));
    if (m_key.isEmpty())
        return Error::unavailable(u"VAULT_KEY is not set"_s);
    const QString name = owner->username + u'\n' + owner->email;
    auto key = m_owners.find(name);
    if (key == m_owners.end())
        key = m_owners.emplace(name, crypto::Fernet::forVault(owner->email, owner->username, m_key)).first;
    const QByteArray sealed = entry->encryptedValue;
    const Result<QByteArray> plain =
        key->second.decrypt(sealed.startsWith("v1:") ? QByteArrayView(sealed).sliced(3) : sealed);
    if (!plain)
        return Error::corrupt(
            u"vault entry %1 was made under another VAULT_KEY or e-mail address"_s.arg(reference));
    return QString::fromUtf8(*plain);
}

} // namespace gatehouse::control
