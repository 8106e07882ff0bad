// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/owned.h"

#include <QtGlobal>

#include <openssl/bio.h>
#include <openssl/evp.h>

namespace gatehouse::crypto {

/// Owning pointers to OpenSSL objects; for the .cpp files of this folder only.
using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

/// For steps that fail only when memory is gone or the caller broke the contract: going on would be unsafe.
inline void require(bool ok, const char* what)
{
    if (!ok) [[unlikely]]
        qFatal("OpenSSL: %s failed", what);
}

inline unsigned char* bytes(char* data)
{
    return reinterpret_cast<unsigned char*>(data);
}
inline const unsigned char* bytes(const char* data)
{
    return reinterpret_cast<const unsigned char*>(data);
}

} // namespace gatehouse::crypto
