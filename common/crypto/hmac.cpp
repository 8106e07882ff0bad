// SPDX-License-Identifier: GPL-3.0-or-later
// The low-level states can be copied, which is what makes a prepared key cheap; EVP_MAC needs an allocation
// for that.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "common/crypto/hmac.h"

#include "common/crypto/constant_time.h"

#include <bit>
#include <cstring>

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace gatehouse::crypto {

namespace {

constexpr std::size_t kBlock = 64;

template <typename State>
State keyed(const std::array<unsigned char, kBlock>& key, unsigned char pad)
{
    static_assert(sizeof(State) == sizeof(SHA256_CTX));
    std::array<unsigned char, kBlock> block;
    for (std::size_t i = 0; i < kBlock; ++i)
        block[i] = key[i] ^ pad;
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, block.data(), block.size());
    OPENSSL_cleanse(block.data(), block.size());
    return std::bit_cast<State>(context);
}

} // namespace

HmacSha256::HmacSha256(QByteArrayView key)
{
    std::array<unsigned char, kBlock> padded{};
    if (key.size() > qsizetype(kBlock)) {
        const Digest digest = sha256(key);
        std::memcpy(padded.data(), digest.data(), digest.size());
    } else if (!key.isEmpty()) {
        std::memcpy(padded.data(), key.data(), size_t(key.size()));
    }
    m_inner = keyed<State>(padded, 0x36);
    m_outer = keyed<State>(padded, 0x5c);
    OPENSSL_cleanse(padded.data(), padded.size());
}

HmacSha256::~HmacSha256()
{
    OPENSSL_cleanse(&m_inner, sizeof m_inner);
    OPENSSL_cleanse(&m_outer, sizeof m_outer);
}

Digest HmacSha256::sign(QByteArrayView message) const
{
    return sign(message, {});
}

Digest HmacSha256::sign(QByteArrayView first, QByteArrayView second) const
{
    Digest out;
    auto context = std::bit_cast<SHA256_CTX>(m_inner);
    SHA256_Update(&context, first.data(), size_t(first.size()));
    SHA256_Update(&context, second.data(), size_t(second.size()));
    SHA256_Final(out.data(), &context);
    context = std::bit_cast<SHA256_CTX>(m_outer);
    SHA256_Update(&context, out.data(), out.size());
    SHA256_Final(out.data(), &context);
    return out;
}

bool HmacSha256::verify(QByteArrayView message, QByteArrayView code) const
{
    const Digest expected = sign(message);
    return constantTimeEquals(view(expected), code);
}

} // namespace gatehouse::crypto
