// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/uri.h"

#include "common/core/byte_block.h"
#include "gateway/http/ascii.h"
#include "gateway/http/syntax.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

// The byte at `at`, decoded; moves `at` behind it. -1: broken escape.
int decodeAt(std::string_view text, std::size_t& at)
{
    if (text[at] != '%')
        return asByte(text[at++]);
    if (at + 2 >= text.size())
        return -1;
    const int high = hexValue(text[at + 1]);
    const int low = hexValue(text[at + 2]);
    at += 3;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool isUnreserved(char c)
{
    const char low = toLower(c);
    return (low >= 'a' && low <= 'z') || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// Watches the segments of a path go by, decoded, for "." and "..".
class DotWatch {
public:
    void put(int byte)
    {
        ++m_length;
        m_onlyDots = m_onlyDots && byte == '.';
    }
    // True when the segment that ends here is a dot segment.
    bool end()
    {
        const bool dots = m_onlyDots && (m_length == 1 || m_length == 2);
        m_length = 0;
        m_onlyDots = true;
        return dots;
    }

private:
    std::size_t m_length = 0;
    bool m_onlyDots = true;
};

PathFault checkByte(int byte, bool encoded, const PathPolicy& policy)
{
    if (byte < 0)
        return PathFault::BadPercent;
    if (byte < 0x20 || byte == 0x7f)
        return PathFault::Control;
    if (encoded && byte == '/' && policy.refuseEncodedSlash)
        return PathFault::EncodedSlash;
    if (byte == '\\' && policy.refuseBackslash)
        return PathFault::Backslash;
    return PathFault::None;
}

// True when there is nothing in the path that could be a fault under any policy: no escape, no backslash, no
// control character, no segment that starts with a dot or is empty. Nearly every path is like that.
bool isHarmless(std::string_view path)
{
    std::size_t at = 0;
    for (; at + ByteBlock::size < path.size(); at += ByteBlock::size) { // and one byte behind the block
        const ByteBlock block(path.data() + at);
        const ByteBlock next(path.data() + at + 1);
        const unsigned suspect = block.low() | block.equal(0x7f) | block.equal('%') | block.equal('\\');
        if ((suspect | (block.equal('/') & (next.equal('/') | next.equal('.')))) != 0)
            return false;
    }
    char before = 0;
    for (; at < path.size(); ++at) {
        const char c = path[at];
        const bool suspect = c == '%' || c == '\\' || asByte(c) < 0x20 || asByte(c) == 0x7f;
        if (suspect || (before == '/' && (c == '.' || c == '/')))
            return false;
        before = c;
    }
    return true;
}

std::string decodeLoose(std::string_view text)
{
    auto decoded = percentDecode(text, true);
    return decoded ? std::move(*decoded) : std::string(text);
}

// Splits at the first `separator`; the second half is empty when there is none.
std::pair<std::string_view, std::string_view> cut(std::string_view text, char separator)
{
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos)
        return {text, {}};
    return {text.substr(0, at), text.substr(at + 1)};
}

} // namespace

SplitTarget splitTarget(std::string_view target)
{
    const std::size_t mark = target.find('?');
    if (mark == std::string_view::npos)
        return {target, {}, false};
    return {target.substr(0, mark), target.substr(mark + 1), true};
}

std::string_view textOf(PathFault fault)
{
    switch (fault) {
    case PathFault::None:
        return "no fault";
    case PathFault::NotAbsolute:
        return "the path does not start with \"/\"";
    case PathFault::BadPercent:
        return "a \"%\" in the path is not followed by two hexadecimal digits";
    case PathFault::Control:
        return "the path holds control characters";
    case PathFault::DotSegment:
        return "the path holds \".\" or \"..\" segments";
    case PathFault::EncodedSlash:
        return "the path holds an encoded \"/\"";
    case PathFault::Backslash:
        return "the path holds a backslash";
    case PathFault::EmptySegment:
        return "the path holds an empty segment";
    }
    return "the path is malformed";
}

PathFault checkPath(std::string_view path, const PathPolicy& policy)
{
    if (path.empty() || path.front() != '/')
        return PathFault::NotAbsolute;
    if (isHarmless(path))
        return PathFault::None;
    DotWatch dots;
    for (std::size_t at = 0; at < path.size();) {
        const bool encoded = path[at] == '%';
        const std::size_t start = at;
        const int byte = decodeAt(path, at);
        if (const PathFault fault = checkByte(byte, encoded, policy); fault != PathFault::None)
            return fault;
        // An encoded slash or a backslash may end a segment at the upstream, so it does here as well.
        if (byte != '/' && byte != '\\') {
            dots.put(byte);
            continue;
        }
        if (dots.end() && policy.refuseDotSegments)
            return PathFault::DotSegment;
        if (policy.refuseEmptySegments && start > 0 && path[start - 1] == '/')
            return PathFault::EmptySegment;
    }
    return dots.end() && policy.refuseDotSegments ? PathFault::DotSegment : PathFault::None;
}

SegmentIterator::SegmentIterator(std::string_view path, bool skipEmpty)
    : m_rest(path)
    , m_skipEmpty(skipEmpty)
{
}

bool SegmentIterator::next(std::string_view& segment)
{
    while (!m_rest.empty()) {
        const std::size_t start = m_rest.front() == '/' ? 1 : 0;
        const std::size_t end = std::min(m_rest.find('/', start), m_rest.size());
        segment = m_rest.substr(start, end - start);
        m_rest.remove_prefix(end);
        if (!segment.empty() || !m_skipEmpty)
            return true;
    }
    return false;
}

bool sameSegment(std::string_view one, std::string_view other)
{
    constexpr int encodedSlash = 256; // unlike every byte, so that "a%2Fb" is never "a/b"
    const auto next = [](std::string_view text, std::size_t& at) {
        const bool encoded = text[at] == '%';
        const int byte = decodeAt(text, at);
        return encoded && byte == '/' ? encodedSlash : byte;
    };
    if (one == other)
        return true;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < one.size() && j < other.size()) {
        const int byte = next(one, i);
        if (byte < 0 || byte != next(other, j))
            return false;
    }
    return i == one.size() && j == other.size();
}

bool validPercent(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        if (decodeAt(text, at) < 0)
            return false;
    }
    return true;
}

std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const bool space = plusIsSpace && text[at] == '+';
        const int byte = decodeAt(text, at);
        if (byte < 0)
            return std::nullopt;
        decoded.push_back(space ? ' ' : static_cast<char>(byte));
    }
    return decoded;
}

std::string percentEncode(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (char c : text) {
        if (isUnreserved(c))
            encoded.push_back(c);
        else
            encoded.append({'%', digits[asByte(c) >> 4], digits[asByte(c) & 15]});
    }
    return encoded;
}

FormPairs parseForm(std::string_view text)
{
    FormPairs pairs;
    while (!text.empty()) {
        const auto [pair, rest] = cut(text, '&');
        text = rest;
        if (pair.empty())
            continue;
        const auto [name, value] = cut(pair, '=');
        pairs.emplace_back(decodeLoose(name), decodeLoose(value));
    }
    return pairs;
}

std::optional<std::string> queryValue(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto [pair, rest] = cut(query, '&');
        query = rest;
        const auto [key, value] = cut(pair, '=');
        if (!pair.empty() && (key == name || decodeLoose(key) == name))
            return decodeLoose(value);
    }
    return std::nullopt;
}

} // namespace gatehouse::http
