// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/json_text.h"

#include "common/core/byte_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace gatehouse::observe {

namespace {

bool isPlain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

constexpr std::uint64_t repeated(unsigned char byte)
{
    return 0x0101010101010101ULL * byte;
}

/// The top bit of each byte that is not plain, and perhaps of others behind such a one.
std::uint64_t specialBits(std::uint64_t word)
{
    const auto zeroByte = [](std::uint64_t w) { return (w - repeated(0x01)) & ~w; };
    const std::uint64_t control = (word - repeated(0x20)) & ~word;
    const std::uint64_t special = zeroByte(word ^ repeated('"')) | zeroByte(word ^ repeated('\\'));
    return (control | special | word) & repeated(0x80);
}

template <typename Word>
Word load(const char* at)
{
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

template <typename Word>
void store(char* out, Word word)
{
    std::memcpy(out, &word, sizeof word);
}

/// Copies up to 15 bytes if all of them are plain; else what was written is of no use. The first and the last
/// bytes are taken as words, which overlap.
bool copyPlainEnds(char* out, const char* at, std::size_t size)
{
    if (size >= 8) {
        const auto first = load<std::uint64_t>(at);
        const auto last = load<std::uint64_t>(at + size - 8);
        store(out, first);
        store(out + size - 8, last);
        return (specialBits(first) | specialBits(last)) == 0;
    }
    if (size >= 4) {
        const auto first = load<std::uint32_t>(at);
        const auto last = load<std::uint32_t>(at + size - 4);
        store(out, first);
        store(out + size - 4, last);
        return specialBits(std::uint64_t(first) << 32 | last) == 0;
    }
    bool plain = true;
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = at[i];
        plain = plain && isPlain(static_cast<unsigned char>(at[i]));
    }
    return plain;
}

unsigned specialsOf(const ByteBlock& block)
{
    return block.low() | block.high() | block.equal('"') | block.equal('\\');
}

/// Copies bytes up to the first that needs a change (control bytes, quotes, backslashes, outside ASCII);
/// returns how many. Up to `end - at` bytes are written.
std::size_t copyPlain(char* out, const char* const begin, const char* const end)
{
    const char* at = begin;
    for (; end - at >= std::ptrdiff_t(ByteBlock::size); at += ByteBlock::size, out += ByteBlock::size) {
        const ByteBlock block(at);
        block.copyTo(out);
        if (const unsigned specials = specialsOf(block); specials != 0)
            return static_cast<std::size_t>(at - begin) +
                   static_cast<std::size_t>(std::countr_zero(specials));
    }
    const auto left = static_cast<std::size_t>(end - at);
    if (copyPlainEnds(out, at, left))
        return static_cast<std::size_t>(end - begin);
    for (; isPlain(static_cast<unsigned char>(*at)); ++at)
        *out++ = *at;
    return static_cast<std::size_t>(at - begin);
}

/// Length of the valid UTF-8 sequence at the start of `s` (RFC 3629); 0 when it is not valid.
std::size_t utf8Length(std::string_view s)
{
    const auto at = [&](std::size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0U; };
    const auto isTail = [&](std::size_t i) { return (at(i) & 0xc0U) == 0x80U; };
    const unsigned first = at(0);
    if (first >= 0xc2 && first <= 0xdf)
        return isTail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const bool overlong = first == 0xe0 && at(1) < 0xa0;
        const bool surrogate = first == 0xed && at(1) > 0x9f;
        return isTail(1) && isTail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool overlong = first == 0xf0 && at(1) < 0x90;
        const bool tooLarge = first == 0xf4 && at(1) > 0x8f;
        return isTail(1) && isTail(2) && isTail(3) && !overlong && !tooLarge ? 4 : 0;
    }
    return 0;
}

char* writeEscape(char* out, unsigned char byte)
{
    static constexpr char digits[] = "0123456789abcdef";
    switch (byte) {
    case '"':
        return writeText(out, "\\\"");
    case '\\':
        return writeText(out, "\\\\");
    case '\n':
        return writeText(out, "\\n");
    case '\r':
        return writeText(out, "\\r");
    case '\t':
        return writeText(out, "\\t");
    default:
        out = writeText(out, "\\u00");
        *out++ = digits[byte >> 4];
        *out++ = digits[byte & 15];
        return out;
    }
}

char* writeTwo(char* out, std::int64_t value)
{
    *out++ = static_cast<char>('0' + value / 10 % 10);
    *out++ = static_cast<char>('0' + value % 10);
    return out;
}

char* writeThree(char* out, std::int64_t value)
{
    *out++ = static_cast<char>('0' + value / 100 % 10);
    return writeTwo(out, value);
}

/// The date of a day number since 1970 (proleptic Gregorian calendar).
char* writeDate(char* out, std::int64_t days)
{
    const std::int64_t shifted = days + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t dayOfEra = shifted - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthShifted = (5 * dayOfYear + 2) / 153;
    const std::int64_t month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9;
    const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    out = writeTwo(out, year / 100);
    out = writeTwo(out, year % 100);
    *out++ = '-';
    out = writeTwo(out, month);
    *out++ = '-';
    return writeTwo(out, dayOfYear - (153 * monthShifted + 2) / 5 + 1);
}

/// 19 bytes: 2026-01-02T03:04:05
char* writeSecond(char* out, std::int64_t second)
{
    const std::int64_t days = second >= 0 ? second / 86400 : (second - 86399) / 86400;
    const std::int64_t ofDay = second - days * 86400;
    out = writeDate(out, days);
    *out++ = 'T';
    out = writeTwo(out, ofDay / 3600);
    *out++ = ':';
    out = writeTwo(out, ofDay / 60 % 60);
    *out++ = ':';
    return writeTwo(out, ofDay % 60);
}

std::int64_t secondOf(std::int64_t wallMs)
{
    return wallMs >= 0 ? wallMs / 1000 : (wallMs - 999) / 1000;
}

} // namespace

char* writeJsonText(char* out, std::string_view bytes)
{
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    for (;;) {
        const std::size_t plain = copyPlain(out, at, end);
        out += plain;
        at += plain;
        if (at == end)
            return out;
        const auto byte = static_cast<unsigned char>(*at);
        if (byte < 0x80) {
            out = writeEscape(out, byte);
            ++at;
        } else if (const std::size_t length =
                       utf8Length({at, std::min<std::size_t>(4, static_cast<std::size_t>(end - at))})) {
            out = writeText(out, {at, length});
            at += length;
        } else {
            out = writeText(out, "\xef\xbf\xbd");
            ++at;
        }
    }
}

void appendJsonText(std::string& out, std::string_view bytes)
{
    const std::size_t before = out.size();
    out.resize(before + jsonTextBound(bytes.size()));
    char* const start = out.data() + before;
    out.resize(before + static_cast<std::size_t>(writeJsonText(start, bytes) - start));
}

char* writeMs(char* out, std::int64_t ns)
{
    const std::int64_t us = (ns + 500) / 1000;
    out = writeNumber(out, us / 1000);
    *out++ = '.';
    return writeThree(out, us % 1000);
}

void appendIsoTime(std::string& out, std::int64_t wallMs)
{
    std::array<char, 24> text{};
    IsoTimeCache().write(text.data(), wallMs);
    out.append(text.data(), text.size());
}

char* IsoTimeCache::write(char* out, std::int64_t wallMs)
{
    const std::int64_t second = secondOf(wallMs);
    if (second != m_second || m_text.empty()) {
        m_second = second;
        m_text.resize(19);
        writeSecond(m_text.data(), second);
    }
    out = writeText(out, m_text);
    *out++ = '.';
    out = writeThree(out, wallMs - second * 1000);
    *out++ = 'Z';
    return out;
}

} // namespace gatehouse::observe
