// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/random.h"

#include "common/crypto/base64url.h"
#include "common/crypto/openssl_handle.h"

#include <openssl/rand.h>

namespace gatehouse::crypto {

void fillRandom(std::span<unsigned char> out)
{
    require(out.size() <= INT_MAX && RAND_bytes(out.data(), int(out.size())) == 1, "RAND_bytes");
}

QByteArray randomBytes(int count)
{
    QByteArray out(count, Qt::Uninitialized);
    fillRandom({bytes(out.data()), size_t(count)});
    return out;
}

QByteArray randomToken(int bytes)
{
    return toBase64Url(randomBytes(bytes));
}

} // namespace gatehouse::crypto
