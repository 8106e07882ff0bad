// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/json_scan.h"

#include <charconv>
#include <cmath>

namespace gatehouse::crypto {

namespace {

constexpr int kMaxDepth = 32;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<unsigned> hex4(std::string_view text)
{
    unsigned value = 0;
    if (text.size() < 4)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + 4, value, 16);
    return error == std::errc() && end == text.data() + 4 ? std::optional(value) : std::nullopt;
}

void appendUtf8(std::string& out, unsigned point)
{
    const auto tail = [&](int shift) { out += char(0x80 | ((point >> shift) & 0x3f)); };
    if (point < 0x80) {
        out += char(point);
    } else if (point < 0x800) {
        out += char(0xc0 | (point >> 6));
        tail(0);
    } else if (point < 0x10000) {
        out += char(0xe0 | (point >> 12));
        tail(6);
        tail(0);
    } else {
        out += char(0xf0 | (point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// Resolves \uXXXX at `at`, which stands on the first hex digit, and moves behind it.
bool unescapeUnicode(std::string_view raw, std::size_t& at, std::string& out)
{
    const auto first = hex4(raw.substr(at));
    if (!first)
        return false;
    at += 4;
    unsigned point = *first;
    if (point >= 0xdc00 && point <= 0xdfff)
        return false;
    if (point >= 0xd800 && point <= 0xdbff) {
        const auto second = raw.substr(at, 2) == "\\u" ? hex4(raw.substr(at + 2)) : std::nullopt;
        if (!second || *second < 0xdc00 || *second > 0xdfff)
            return false;
        at += 6;
        point = 0x10000 + ((point - 0xd800) << 10) + (*second - 0xdc00);
    }
    appendUtf8(out, point);
    return true;
}

std::optional<std::string> unescape(std::string_view raw)
{
    if (raw.find('\\') == std::string_view::npos)
        return std::string(raw);
    static constexpr std::string_view letters = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    std::string out;
    for (std::size_t i = 0; i < raw.size();) {
        if (raw[i] != '\\') {
            out += raw[i++];
            continue;
        }
        const char letter = raw[i + 1];
        i += 2;
        if (letter == 'u') {
            if (!unescapeUnicode(raw, i, out))
                return std::nullopt;
        } else {
            out += meanings[letters.find(letter)];
        }
    }
    return out;
}

} // namespace

JsonScan::JsonScan(std::string_view text, char open, char close)
    : m_text(text)
    , m_close(close)
{
    space();
    m_good = take(open);
}

JsonScan::Step JsonScan::next(std::string& key, Value& value)
{
    if (!m_good)
        return Step::Malformed;
    m_good = false; // until this step has gone well
    space();
    if (take(m_close)) {
        space();
        return m_at == m_text.size() ? Step::End : Step::Malformed;
    }
    if (!m_first) {
        if (!take(','))
            return Step::Malformed;
        space();
    }
    m_first = false;
    key.clear();
    if (m_close == '}') {
        std::string_view inside;
        if (!skipString(inside))
            return Step::Malformed;
        auto name = unescape(inside);
        space();
        if (!name || !take(':'))
            return Step::Malformed;
        key = std::move(*name);
        space();
    }
    if (!skipValue(1, value))
        return Step::Malformed;
    m_good = true;
    return Step::Member;
}

bool JsonScan::skipValue(int depth, Value& value)
{
    if (m_at >= m_text.size() || depth > kMaxDepth)
        return false;
    const std::size_t begin = m_at;
    bool good = false;
    switch (m_text[m_at]) {
    case '"':
        value.kind = Kind::String;
        return skipString(value.raw);
    case '{':
        value.kind = Kind::Object;
        good = skipContainer(depth, '}');
        break;
    case '[':
        value.kind = Kind::Array;
        good = skipContainer(depth, ']');
        break;
    case 't':
        value.kind = Kind::True;
        good = skipWord("true");
        break;
    case 'f':
        value.kind = Kind::False;
        good = skipWord("false");
        break;
    case 'n':
        value.kind = Kind::Null;
        good = skipWord("null");
        break;
    default:
        value.kind = Kind::Number;
        good = skipNumber();
    }
    value.raw = m_text.substr(begin, m_at - begin);
    return good;
}

bool JsonScan::skipContainer(int depth, char close)
{
    ++m_at;
    space();
    if (take(close))
        return true;
    do {
        space();
        std::string_view name;
        if (close == '}') {
            if (!skipString(name))
                return false;
            space();
            if (!take(':'))
                return false;
            space();
        }
        Value inner;
        if (!skipValue(depth + 1, inner))
            return false;
        space();
    } while (take(','));
    return take(close);
}

bool JsonScan::skipString(std::string_view& inside)
{
    if (!take('"'))
        return false;
    const std::size_t begin = m_at;
    for (; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '"') {
            inside = m_text.substr(begin, m_at - begin);
            ++m_at;
            return true;
        }
        if (static_cast<unsigned char>(c) < 0x20)
            return false;
        if (c != '\\')
            continue;
        if (++m_at >= m_text.size())
            return false;
        static constexpr std::string_view letters = "\"\\/bfnrtu";
        if (letters.find(m_text[m_at]) == std::string_view::npos)
            return false;
        if (m_text[m_at] == 'u' && !hex4(m_text.substr(m_at + 1)))
            return false;
    }
    return false;
}

bool JsonScan::skipNumber()
{
    take('-');
    if (!take('0') && !digits())
        return false;
    if (take('.') && !digits())
        return false;
    if (take('e') || take('E')) {
        if (!take('+'))
            take('-');
        return digits();
    }
    return true;
}

bool JsonScan::digits()
{
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && isDigit(m_text[m_at]))
        ++m_at;
    return m_at > begin;
}

bool JsonScan::skipWord(std::string_view word)
{
    if (m_text.substr(m_at, word.size()) != word)
        return false;
    m_at += word.size();
    return true;
}

void JsonScan::space()
{
    while (m_at < m_text.size() &&
           (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
        ++m_at;
}

bool JsonScan::take(char c)
{
    if (m_at >= m_text.size() || m_text[m_at] != c)
        return false;
    ++m_at;
    return true;
}

std::optional<std::string> JsonScan::text(const Value& value)
{
    return value.kind == Kind::String ? unescape(value.raw) : std::nullopt;
}

std::optional<std::int64_t> JsonScan::wholeNumber(const Value& value)
{
    constexpr double kMax = 9007199254740992.0;
    if (value.kind != Kind::Number)
        return std::nullopt;
    double number = 0;
    const char* const end = value.raw.data() + value.raw.size();
    const auto [stop, error] = std::from_chars(value.raw.data(), end, number);
    if (error != std::errc() || stop != end || !(std::abs(number) <= kMax))
        return std::nullopt;
    return std::int64_t(std::floor(number));
}

} // namespace gatehouse::crypto
