// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <string>
#include <string_view>

namespace gatehouse::observe {

/// Appends bytes as the inside of a JSON string. Quotes, backslashes and control bytes are escaped; bytes
/// that are not valid UTF-8 become U+FFFD, so that every line parses. Plain ASCII is copied in one piece.
void appendJsonText(std::string& out, std::string_view bytes);

/// ,"name":"text" — nothing when the text is empty. `prefix` is the ready piece `,"name":"`.
inline void appendJsonField(std::string& out, std::string_view prefix, std::string_view text)
{
    if (text.empty())
        return;
    out.append(prefix);
    appendJsonText(out, text);
    out += '"';
}

template <typename Number>
void appendNumber(std::string& out, Number value)
{
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    out.append(buffer, end.ptr);
}

/// Nanoseconds as milliseconds with three decimals: 1234567 -> 1.235.
void appendMs(std::string& out, std::int64_t ns);

/// "2026-01-02T03:04:05.678Z"
void appendIsoTime(std::string& out, std::int64_t wallMs);

/// Keeps the text of the last second, so that most lines only write their milliseconds.
class IsoTimeCache {
public:
    void append(std::string& out, std::int64_t wallMs);

private:
    std::int64_t m_second = -1;
    std::string m_text;
};

} // namespace gatehouse::observe
