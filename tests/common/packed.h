// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <zlib.h>

namespace gatehouse {

inline QByteArray packed(const QByteArray& plain, int windowBits)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(plain.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = uInt(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

inline QByteArray gzipped(const QByteArray& plain)
{
    return packed(plain, MAX_WBITS + 16);
}

/// As HTTP means it: zlib (RFC 9110 section 8.4.1.2).
inline QByteArray deflated(const QByteArray& plain)
{
    return packed(plain, MAX_WBITS);
}

/// UTF-16 with its mark, little end first.
inline QByteArray wideText(QStringView text)
{
    QByteArray bytes("\xFF\xFE");
    for (const QChar unit : text)
        bytes.append(char(unit.unicode() & 0xFFU)).append(char(unit.unicode() >> 8U));
    return bytes;
}

} // namespace gatehouse
