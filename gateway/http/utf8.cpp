// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/utf8.h"

#include <bit>
#include <cstring>

namespace gatehouse::http {

bool Utf8Checker::addByte(std::uint8_t byte)
{
    if (m_more > 0) {
        if (byte < m_least || byte > m_most)
            return false;
        --m_more;
        m_least = 0x80;
        m_most = 0xBF;
        return true;
    }
    if (byte < 0x80)
        return true;
    if (byte < 0xC2 || byte > 0xF4)
        return false; // a stray continuation, an overlong form, or above U+10FFFF
    m_more = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    if (byte == 0xE0)
        m_least = 0xA0; // below: overlong
    else if (byte == 0xED)
        m_most = 0x9F; // above: surrogates
    else if (byte == 0xF0)
        m_least = 0x90; // below: overlong
    else if (byte == 0xF4)
        m_most = 0x8F; // above: beyond U+10FFFF
    return true;
}

bool Utf8Checker::add(std::string_view bytes, std::uint32_t mask, std::size_t at)
{
    constexpr std::uint64_t HighBits = 0x8080808080808080;
    // The mask as four bytes in memory, turned so that it fits the first byte.
    std::uint8_t key[4];
    std::memcpy(key, &mask, sizeof key);
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (m_more == 0 && bytes.size() - i >= 8) {
            std::uint8_t turned[8];
            for (std::size_t k = 0; k < 8; ++k)
                turned[k] = key[(at + i + k) & 3];
            std::uint64_t pattern = 0;
            std::memcpy(&pattern, turned, sizeof pattern);
            std::uint64_t word = 0;
            while (bytes.size() - i >= 8) { // plain ASCII, eight bytes at a time
                std::memcpy(&word, bytes.data() + i, sizeof word);
                if (((word ^ pattern) & HighBits) != 0)
                    break;
                i += 8;
            }
            if (i == bytes.size())
                break;
        }
        const std::size_t stop = i + 1;
        do {
            const auto byte =
                static_cast<std::uint8_t>(static_cast<std::uint8_t>(bytes[i]) ^ key[(at + i) & 3]);
            if (!addByte(byte))
                return false;
            ++i;
        } while (i < bytes.size() && (m_more > 0 || i < stop));
    }
    return true;
}

} // namespace gatehouse::http
