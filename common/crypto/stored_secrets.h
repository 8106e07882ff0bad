// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/crypto/fernet.h"

#include <QString>

#include <optional>

namespace gatehouse::crypto {

/// Keys that documents keep for others: "enc:" and a Fernet token when there is a key to encrypt with, else
/// as they are (models 9). Text without the mark is taken as it is, so that a key can be introduced later.
/// Any thread.
class StoredSecrets {
public:
    StoredSecrets() = default;
    explicit StoredSecrets(const Secret& key);

    bool encrypts() const { return m_cipher.has_value(); }
    /// The form to store. Empty stays empty.
    QString seal(const QString& plain) const;
    /// The plain text; Corrupt when it is encrypted with another key, or with none at hand.
    Result<QString> open(const QString& stored) const;

private:
    std::optional<Fernet> m_cipher;
};

} // namespace gatehouse::crypto
