// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>

namespace gatehouse::crypto {

/// 32 raw bytes of a SHA-256 or an HMAC-SHA256.
using Digest = std::array<unsigned char, 32>;

Digest sha256(QByteArrayView bytes);
/// Lower case, 64 characters.
QByteArray sha256Hex(QByteArrayView bytes);

inline QByteArrayView view(const Digest& digest)
{
    return {digest.data(), qsizetype(digest.size())};
}

} // namespace gatehouse::crypto
