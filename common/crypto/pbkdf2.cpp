// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/pbkdf2.h"

#include "common/crypto/openssl_handle.h"

namespace gatehouse::crypto {

Secret pbkdf2Sha256(QByteArrayView password, QByteArrayView salt, int iterations, int length)
{
    QByteArray out(length, Qt::Uninitialized);
    const int done = PKCS5_PBKDF2_HMAC(password.data(), int(password.size()), bytes(salt.data()),
                                       int(salt.size()), iterations, EVP_sha256(), length, bytes(out.data()));
    require(done == 1, "PKCS5_PBKDF2_HMAC");
    return Secret(out);
}

} // namespace gatehouse::crypto
