// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace gatehouse::crypto {

/// RFC 4648 section 5 without padding.
QByteArray toBase64Url(QByteArrayView bytes);
/// Strict: only the alphabet, no padding, no stray bits in the last character; so each value has one spelling
/// only.
std::optional<QByteArray> fromBase64Url(QByteArrayView text);
/// The same into a caller's buffer of at least `decodedSize(text.size())` bytes. Returns the length, or -1.
qsizetype fromBase64Url(QByteArrayView text, unsigned char* out);
/// RFC 4648 section 4 with its padding, as strict and into the same kind of buffer.
qsizetype fromBase64(QByteArrayView text, unsigned char* out);
constexpr qsizetype decodedSize(qsizetype encoded)
{
    return encoded / 4 * 3 + (encoded % 4 == 0 ? 0 : encoded % 4 - 1);
}

} // namespace gatehouse::crypto
