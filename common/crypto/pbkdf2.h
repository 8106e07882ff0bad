// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QByteArrayView>

namespace gatehouse::crypto {

/// PBKDF2-HMAC-SHA256 (RFC 8018). Slow by intention; never call it on a worker thread.
Secret pbkdf2Sha256(QByteArrayView password, QByteArrayView salt, int iterations, int length = 32);

} // namespace gatehouse::crypto
