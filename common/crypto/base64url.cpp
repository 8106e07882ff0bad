// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/base64url.h"

#include <array>

namespace gatehouse::crypto {

namespace {

using Table = std::array<signed char, 256>;

constexpr Table makeTable(const char* lastTwo)
{
    Table table{};
    table.fill(-1);
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (int i = 0; i < 62; ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
    table[static_cast<unsigned char>(lastTwo[0])] = 62;
    table[static_cast<unsigned char>(lastTwo[1])] = 63;
    return table;
}
constexpr Table kUrlTable = makeTable("-_");
constexpr Table kTable = makeTable("+/");

qsizetype decode(const Table& table, QByteArrayView text, unsigned char* out)
{
    const auto digit = [&table](char c) { return int(table[static_cast<unsigned char>(c)]); };
    if (text.size() % 4 == 1)
        return -1;
    const unsigned char* const begin = out;
    const char* at = text.data();
    int wrong = 0;
    for (qsizetype groups = text.size() / 4; groups > 0; --groups, at += 4, out += 3) {
        const int a = digit(at[0]), b = digit(at[1]), c = digit(at[2]), d = digit(at[3]);
        wrong |= a | b | c | d;
        out[0] = static_cast<unsigned char>(a << 2 | b >> 4);
        out[1] = static_cast<unsigned char>(b << 4 | c >> 2);
        out[2] = static_cast<unsigned char>(c << 6 | d);
    }
    const qsizetype rest = text.size() % 4;
    if (rest >= 2) {
        const int a = digit(at[0]), b = digit(at[1]), c = rest == 3 ? digit(at[2]) : 0;
        const bool stray = rest == 3 ? (c & 0x03) != 0 : (b & 0x0f) != 0;
        wrong |= a | b | c | (stray ? -1 : 0);
        *out++ = static_cast<unsigned char>(a << 2 | b >> 4);
        if (rest == 3)
            *out++ = static_cast<unsigned char>(b << 4 | c >> 2);
    }
    return wrong < 0 ? -1 : out - begin;
}

} // namespace

QByteArray toBase64Url(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size())
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

qsizetype fromBase64Url(QByteArrayView text, unsigned char* out)
{
    return decode(kUrlTable, text, out);
}

qsizetype fromBase64(QByteArrayView text, unsigned char* out)
{
    if (text.size() % 4 != 0)
        return -1;
    for (int padding = 0; padding < 2 && text.endsWith('='); ++padding)
        text.chop(1);
    return decode(kTable, text, out);
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
