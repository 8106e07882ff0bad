// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/base64url.h"

#include <array>

namespace gatehouse::crypto {

namespace {

constexpr std::array<signed char, 256> makeTable()
{
    std::array<signed char, 256> table{};
    table.fill(-1);
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < 64; ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
    return table;
}
constexpr auto kTable = makeTable();

int digit(char c)
{
    return kTable[static_cast<unsigned char>(c)];
}

} // namespace

QByteArray toBase64Url(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size())
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

qsizetype fromBase64Url(QByteArrayView text, unsigned char* out)
{
    if (text.size() % 4 == 1)
        return -1;
    unsigned char* const begin = out;
    int bits = 0;
    unsigned buffer = 0;
    int wrong = 0;
    for (const char c : text) {
        const int value = digit(c);
        wrong |= value;
        buffer = (buffer << 6) | (unsigned(value) & 63u);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            *out++ = static_cast<unsigned char>(buffer >> bits);
        }
    }
    const bool stray = (buffer & ((1u << bits) - 1)) != 0;
    return wrong < 0 || stray ? -1 : out - begin;
}

std::optional<QByteArray> fromBase64Url(QByteArrayView text)
{
    QByteArray out(decodedSize(text.size()), Qt::Uninitialized);
    const qsizetype size = fromBase64Url(text, reinterpret_cast<unsigned char*>(out.data()));
    if (size < 0)
        return std::nullopt;
    return out;
}

} // namespace gatehouse::crypto
