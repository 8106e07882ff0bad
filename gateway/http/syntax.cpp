// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/syntax.h"

#include "common/core/byte_block.h"
#include "gateway/http/ascii.h"

#include <algorithm>
#include <array>
#include <bit>

namespace gatehouse::http {

namespace {

enum CharClass : unsigned char { TokenChar = 1, HostChar = 2, LowerTokenChar = 4 };

constexpr std::array<unsigned char, 256> buildClasses()
{
    std::array<unsigned char, 256> table{};
    const auto mark = [&](std::string_view chars, unsigned char classes) {
        for (char c : chars)
            table[static_cast<unsigned char>(c)] |= classes;
    };
    mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ", TokenChar | HostChar);
    mark("abcdefghijklmnopqrstuvwxyz0123456789", TokenChar | HostChar | LowerTokenChar);
    mark("!#$%&'*+-.^_`|~", TokenChar | LowerTokenChar);
    // reg-name of RFC 3986 without the comma, which would make a list look like one host.
    mark("-._~!$&'()*+;=%", HostChar);
    return table;
}

constexpr auto classes = buildClasses();

bool all(std::string_view text, CharClass wanted)
{
    return std::all_of(text.begin(), text.end(), [wanted](char c) { return classes[asByte(c)] & wanted; });
}

constexpr bool isControlByte(char c)
{
    return (asByte(c) < 0x20 && c != '\t') || asByte(c) == 0x7f;
}

bool isPort(std::string_view text)
{
    unsigned value = 0;
    for (char c : text) {
        if (!isDigit(c))
            return false;
        value = value * 10 + static_cast<unsigned>(c - '0');
        if (value > 65535)
            return false;
    }
    return true; // "host:" is a valid authority
}

bool isIpLiteral(std::string_view text)
{
    return text.size() >= 2 && std::all_of(text.begin(), text.end(),
                                           [](char c) { return hexValue(c) >= 0 || c == ':' || c == '.'; });
}

} // namespace

bool isToken(std::string_view text)
{
    return !text.empty() && all(text, TokenChar);
}

bool isLowerToken(std::string_view text)
{
    return !text.empty() && all(text, LowerTokenChar);
}

bool isCleanValue(std::string_view text)
{
    if (text.size() < ByteBlock::size)
        return std::none_of(text.begin(), text.end(), isControlByte);
    std::size_t at = 0;
    for (; at + ByteBlock::size < text.size(); at += ByteBlock::size) {
        if (ByteBlock(text.data() + at).controls() != 0)
            return false;
    }
    return ByteBlock(text.data() + text.size() - ByteBlock::size).controls() ==
           0; // overlaps what has been looked at
}

bool isAuthority(std::string_view text)
{
    if (text.empty())
        return false;
    std::string_view rest;
    if (text.front() == '[') {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos || !isIpLiteral(text.substr(1, end - 1)))
            return false;
        rest = text.substr(end + 1);
    } else {
        const std::size_t colon = std::min(text.find(':'), text.size());
        if (colon == 0 || !all(text.substr(0, colon), HostChar))
            return false;
        rest = text.substr(colon);
    }
    return rest.empty() || (rest.front() == ':' && isPort(rest.substr(1)));
}

bool isTargetText(std::string_view text)
{
    const auto isGood = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
    if (text.size() < ByteBlock::size)
        return std::all_of(text.begin(), text.end(), isGood);
    const auto isGoodBlock = [](const char* at) {
        const ByteBlock block(at);
        return (block.aboveBlank() & ~block.equal(0x7f) & ~block.equal('#')) == ByteBlock::all;
    };
    std::size_t at = 0;
    for (; at + ByteBlock::size < text.size(); at += ByteBlock::size) {
        if (!isGoodBlock(text.data() + at))
            return false;
    }
    return isGoodBlock(text.data() + text.size() - ByteBlock::size); // overlaps what has been looked at
}

std::size_t findControl(std::string_view text, std::size_t from)
{
    std::size_t at = from;
    for (; at + ByteBlock::size <= text.size(); at += ByteBlock::size) {
        if (const unsigned controls = ByteBlock(text.data() + at).controls(); controls != 0)
            return at + static_cast<std::size_t>(std::countr_zero(controls));
    }
    while (at < text.size() && !isControlByte(text[at]))
        ++at;
    return at;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

int hexValue(char digit)
{
    if (isDigit(digit))
        return digit - '0';
    const char low = toLower(digit);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

} // namespace gatehouse::http
