// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/byte_block.h"

#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace gatehouse::observe {

/// The most bytes that `size` bytes become inside a JSON string.
constexpr std::size_t jsonTextBound(std::size_t size)
{
    return 6 * size;
}

/// Writes bytes as the inside of a JSON string and returns the end; needs jsonTextBound() bytes of room.
/// Quotes, backslashes and control bytes are escaped; bytes that are not valid UTF-8 become U+FFFD, so that
/// every line parses. Plain ASCII is copied in pieces.
char* writeJsonText(char* out, std::string_view bytes);
void appendJsonText(std::string& out, std::string_view bytes);

inline char* writeText(char* out, std::string_view text)
{
    return copyShort(out, text);
}

template <typename Number>
char* writeNumber(char* out, Number value)
{
    return std::to_chars(out, out + 24, value).ptr;
}

/// Nanoseconds as milliseconds with three decimals: 1234567 -> 1.235. Needs 24 bytes.
char* writeMs(char* out, std::int64_t ns);

/// "2026-01-02T03:04:05.678Z"
void appendIsoTime(std::string& out, std::int64_t wallMs);

/// Keeps the text of the last second, so that most lines only write their milliseconds.
class IsoTimeCache {
public:
    /// Always 24 bytes.
    char* write(char* out, std::int64_t wallMs);

private:
    std::int64_t m_second = -1;
    std::string m_text;
};

} // namespace gatehouse::observe
