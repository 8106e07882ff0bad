// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/constant_time.h"

#include <openssl/crypto.h>

namespace gatehouse::crypto {

bool constantTimeEquals(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), size_t(a.size())) == 0;
}

} // namespace gatehouse::crypto
