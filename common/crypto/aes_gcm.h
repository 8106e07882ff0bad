// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QByteArray>
#include <QByteArrayView>

namespace gatehouse::crypto {

inline constexpr int kAesKeySize = 32;
inline constexpr int kAesNonceSize = 12;
inline constexpr int kAesTagSize = 16;

/// AES-256-GCM with a fresh random nonce: nonce (12), ciphertext, tag (16). `key` has 32 bytes. The same key
/// may seal at most 2^32 messages (NIST SP 800-38D 8.3); derive a new one before.
QByteArray sealAesGcm(const Secret& key, QByteArrayView plain, QByteArrayView associated = {});
/// The inverse. Any change of a byte, the key or `associated` is ErrorType::Corrupt.
Result<QByteArray> openAesGcm(const Secret& key, QByteArrayView sealed, QByteArrayView associated = {});

} // namespace gatehouse::crypto
