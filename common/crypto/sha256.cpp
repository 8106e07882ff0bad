// SPDX-License-Identifier: GPL-3.0-or-later
// The EVP functions look the algorithm up and allocate on every call; for a short message that costs more
// than hashing.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "common/crypto/sha256.h"

#include <openssl/sha.h>

namespace gatehouse::crypto {

Digest sha256(QByteArrayView bytes)
{
    Digest out;
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes.data(), size_t(bytes.size()));
    SHA256_Final(out.data(), &context);
    return out;
}

QByteArray sha256Hex(QByteArrayView bytes)
{
    return view(sha256(bytes)).toByteArray().toHex();
}

} // namespace gatehouse::crypto
