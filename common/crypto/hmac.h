// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/crypto/sha256.h"

namespace gatehouse::crypto {

/// HMAC-SHA256 (RFC 2104) with the key prepared once: one call costs two or three compressions and no
/// allocation. Immutable after construction, so any number of threads may share one.
class HmacSha256 {
public:
    explicit HmacSha256(QByteArrayView key);
    HmacSha256(const HmacSha256&) = default;
    HmacSha256& operator=(const HmacSha256&) = default;
    ~HmacSha256();

    Digest sign(QByteArrayView message) const;
    /// The code of both parts, one after the other.
    Digest sign(QByteArrayView first, QByteArrayView second) const;
    /// True when `code` has 32 bytes and is the code of `message`. Compares in constant time.
    bool verify(QByteArrayView message, QByteArrayView code) const;

private:
    // The hash states after the inner and the outer key block; SHA256_CTX, hidden so that OpenSSL stays in
    // the .cpp.
    struct alignas(8) State {
        std::array<unsigned char, 112> bytes;
    };
    State m_inner;
    State m_outer;
};

} // namespace gatehouse::crypto
