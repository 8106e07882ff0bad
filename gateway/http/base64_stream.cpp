// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/base64_stream.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t groupBytes = 3;
constexpr std::uint8_t groupCharacters = 4;

int valueOf(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : -1;
}

} // namespace

bool Base64Decoder::take(std::string_view text, std::string& out)
{
    for (const char c : text) {
        const bool padding = c == '=';
        const int value = padding ? 0 : valueOf(c);
        if (value < 0 || (padding && m_count < 2) || (!padding && m_padding != 0))
            return false;
        m_padding = static_cast<std::uint8_t>(m_padding + (padding ? 1 : 0));
        m_bits = m_bits << 6 | static_cast<std::uint32_t>(value);
        if (++m_count < groupCharacters)
            continue;
        for (std::size_t i = 0; i + m_padding < groupBytes; ++i)
            out += static_cast<char>(m_bits >> (16 - 8 * i) & 0xffU);
        m_bits = 0;
        m_count = m_padding = 0;
    }
    return true;
}

void Base64Encoder::take(std::string_view bytes, std::string& out)
{
    out.reserve(out.size() + (bytes.size() / groupBytes + 1) * groupCharacters);
    for (const char c : bytes) {
        m_group[m_count] = static_cast<unsigned char>(c);
        if (++m_count < groupBytes)
            continue;
        write(out);
        m_count = 0;
    }
}

void Base64Encoder::pause(std::string& out)
{
    if (m_count == 0)
        return;
    std::fill(m_group + m_count, m_group + groupBytes, static_cast<unsigned char>(0));
    write(out);
    m_count = 0;
}

void Base64Encoder::write(std::string& out) const
{
    const std::uint32_t bits = std::uint32_t{m_group[0]} << 16 | std::uint32_t{m_group[1]} << 8 | m_group[2];
    for (std::size_t i = 0; i < groupCharacters; ++i)
        out += i <= m_count ? alphabet[bits >> (18 - 6 * i) & 0x3fU] : '=';
}

} // namespace gatehouse::http
