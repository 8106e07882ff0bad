// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/core/password_rules.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QString>

namespace gatehouse::crypto {

inline constexpr int kDefaultBcryptCost = 12;

using gatehouse::PasswordPolicy;

/// Every broken rule at once; empty when the password is good. Also refuses what bcrypt would cut off
/// silently: a NUL and more than 72 bytes of UTF-8.
Faults passwordFaults(const QString& password, const PasswordPolicy& policy = {},
                      const QString& field = QStringLiteral("password"));

/// bcrypt, `$2b$`. `cost` is 4..31; 12 takes about a quarter of a second, so never on a worker thread.
Result<QByteArray> hashPassword(const QString& password, int cost = kDefaultBcryptCost);
/// True when it is the password of `hash` ($2a$, $2b$, $2y$). A malformed or empty hash is never a
/// match, but costs as much time as a real one, so that an unknown user cannot be told from a wrong password.
bool verifyPassword(const QString& password, const QByteArray& hash);
/// True when the hash is of another scheme or cheaper than `cost`: store a new one after the next good login.
bool needsRehash(const QByteArray& hash, int cost = kDefaultBcryptCost);

} // namespace gatehouse::crypto
