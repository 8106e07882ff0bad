// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// Checks that bytes which come in pieces are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing
/// above U+10FFFF. `mask` undoes a WebSocket mask while reading, so that nothing is copied.
class Utf8Checker {
public:
    /// False at the first byte that cannot continue a valid text. `at`: place of the first byte in the mask.
    bool add(std::string_view bytes, std::uint32_t mask = 0, std::size_t at = 0);
    /// No character is left half done.
    bool complete() const { return m_more == 0; }
    void reset() { *this = Utf8Checker(); }

private:
    bool addByte(std::uint8_t byte);

    std::uint8_t m_more = 0;     ///< continuation bytes still to come
    std::uint8_t m_least = 0x80; ///< bounds of the next one
    std::uint8_t m_most = 0xBF;
};

/// Whether the whole text is UTF-8.
inline bool isUtf8(std::string_view text)
{
    Utf8Checker checker;
    return checker.add(text) && checker.complete();
}

} // namespace gatehouse::http
