// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "common/crypto/fernet.h"
#include "gateway/control/documents.h"

#include <map>

namespace gatehouse {
struct VaultEntry;
}

namespace gatehouse::control {

/// Opens entries of the vault for the gateway itself, where a document refers to one as "username/key_name"
/// (models section 15). The key of an owner takes a moment to derive and is kept. Control thread only.
class Vault {
public:
    /// `key`: VAULT_KEY; empty: nothing can be opened.
    explicit Vault(Secret key)
        : m_key(std::move(key))
    {
    }

    /// The secret. NotFound; Unavailable without VAULT_KEY; Corrupt when the entry was made under another
    /// VAULT_KEY or e-mail address of its owner.
    Result<QString> open(const Documents& documents, const QString& reference);

    /// Null when there is none.
    static const VaultEntry* find(const Documents& documents, const QString& reference);
    static QString referenceTo(const VaultEntry& entry);

private:
    Secret m_key;
    std::map<QString, crypto::Fernet> m_owners; ///< by name and e-mail address
};

} // namespace gatehouse::control
