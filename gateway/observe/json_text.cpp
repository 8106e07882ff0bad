// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/json_text.h"

#include <array>
#include <cstdint>

namespace gatehouse::observe {

namespace {

constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t i = 0x20; i < 0x7f; ++i)
        plain[i] = i != '"' && i != '\\';
    return plain;
}();

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

void appendEscape(std::string& out, unsigned char byte)
{
    static constexpr char digits[] = "0123456789abcdef";
    switch (byte) {
    case '"':
        out += "\\\"";
        break;
    case '\\':
        out += "\\\\";
        break;
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        out += "\\u00";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

void appendTwo(std::string& out, std::int64_t value)
{
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

void appendThree(std::string& out, std::int64_t value)
{
    out += static_cast<char>('0' + value / 100 % 10);
    appendTwo(out, value);
}

/// The date of a day number since 1970 (proleptic Gregorian calendar).
void appendDate(std::string& out, std::int64_t days)
{
    const std::int64_t shifted = days + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t dayOfEra = shifted - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthShifted = (5 * dayOfYear + 2) / 153;
    const std::int64_t month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9;
    const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    appendTwo(out, year / 100);
    appendTwo(out, year % 100);
    out += '-';
    appendTwo(out, month);
    out += '-';
    appendTwo(out, dayOfYear - (153 * monthShifted + 2) / 5 + 1);
}

void appendSecond(std::string& out, std::int64_t second)
{
    const std::int64_t days = second >= 0 ? second / 86400 : (second - 86399) / 86400;
    const std::int64_t ofDay = second - days * 86400;
    appendDate(out, days);
    out += 'T';
    appendTwo(out, ofDay / 3600);
    out += ':';
    appendTwo(out, ofDay / 60 % 60);
    out += ':';
    appendTwo(out, ofDay % 60);
}

std::int64_t secondOf(std::int64_t wallMs)
{
    return wallMs >= 0 ? wallMs / 1000 : (wallMs - 999) / 1000;
}

} // namespace

void appendJsonText(std::string& out, std::string_view bytes)
{
    std::size_t at = 0;
    while (at < bytes.size()) {
        std::size_t run = at;
        while (run < bytes.size() && kPlain[static_cast<unsigned char>(bytes[run])])
            ++run;
        out.append(bytes.data() + at, run - at);
        if (run == bytes.size())
            return;
        at = run;
        const auto byte = static_cast<unsigned char>(bytes[at]);
        if (byte < 0x80) {
            appendEscape(out, byte);
            ++at;
        } else if (const std::size_t length = utf8Length(bytes.substr(at, 4))) {
            out.append(bytes.data() + at, length);
            at += length;
        } else {
            out += "\xef\xbf\xbd";
            ++at;
        }
    }
}

void appendMs(std::string& out, std::int64_t ns)
{
    const std::int64_t us = (ns + 500) / 1000;
    appendNumber(out, us / 1000);
    out += '.';
    appendThree(out, us % 1000);
}

void appendIsoTime(std::string& out, std::int64_t wallMs)
{
    const std::int64_t second = secondOf(wallMs);
    appendSecond(out, second);
    out += '.';
    appendThree(out, wallMs - second * 1000);
    out += 'Z';
}

void IsoTimeCache::append(std::string& out, std::int64_t wallMs)
{
    const std::int64_t second = secondOf(wallMs);
    if (second != m_second) {
        m_second = second;
        m_text.clear();
        appendSecond(m_text, second);
        m_text += '.';
    }
    out.append(m_text);
    appendThree(out, wallMs - second * 1000);
    out += 'Z';
}

} // namespace gatehouse::observe
