// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QByteArrayView>

namespace gatehouse::crypto {

/// HKDF-SHA256, extract and expand (RFC 5869). `length` is 1..8160 bytes.
Secret hkdfSha256(QByteArrayView input, QByteArrayView salt, QByteArrayView info, int length = 32);

} // namespace gatehouse::crypto
