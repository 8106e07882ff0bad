// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/framing.h"

#include "gateway/http/ascii.h"

#include <charconv>
#include <limits>

namespace gatehouse::http {

namespace {

Framing refused(HeadError error)
{
    return {error, BodyFraming::None, 0};
}

Framing codingOf(const HeaderTable& headers, const Header& coding, int minorVersion)
{
    if (headers.has(HeaderId::ContentLength))
        return refused(HeadError::LengthAndChunked);
    // HTTP/1.0 has no transfer codings: its sender or somebody in between is confused (RFC 9112 section 6.1).
    if (minorVersion == 0 || headers.next(coding))
        return refused(HeadError::TransferCodingInvalid);
    if (equalsIgnoreCase(coding.value, "chunked"))
        return {HeadError::None, BodyFraming::Chunked, 0};
    std::string_view last;
    int codings = 0;
    int chunked = 0;
    forEachToken(coding.value, [&](std::string_view token) {
        last = token;
        ++codings;
        chunked += equalsIgnoreCase(token, "chunked") ? 1 : 0;
    });
    const bool wellFormed = codings > 1 && chunked == 1 && equalsIgnoreCase(last, "chunked");
    return refused(wellFormed ? HeadError::TransferCodingUnsupported : HeadError::TransferCodingInvalid);
}

Framing lengthOf(const HeaderTable& headers, const Header& length)
{
    // Equal ones could be folded into one; refusing them costs nobody honest anything.
    if (headers.next(length))
        return refused(HeadError::LengthDuplicate);
    const std::string_view text = length.value;
    if (text.empty() || !isDigit(text.front()))
        return refused(HeadError::LengthInvalid);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (error != std::errc() || end != text.data() + text.size() || value > largest)
        return refused(HeadError::LengthInvalid);
    return {HeadError::None, BodyFraming::Length, value};
}

// What nearly everybody says, if anything: needs no look at a list.
bool saysKeepAliveAlone(const HeaderTable& headers)
{
    const Header* const connection = headers.find(HeaderId::Connection);
    return connection && connection->nextSame == 0 && connection->value == "keep-alive";
}

} // namespace

Framing framingOf(const HeaderTable& headers, int minorVersion)
{
    if (const Header* coding = headers.find(HeaderId::TransferEncoding))
        return codingOf(headers, *coding, minorVersion);
    if (const Header* length = headers.find(HeaderId::ContentLength))
        return lengthOf(headers, *length);
    return {};
}

bool keepsAlive(const HeaderTable& headers, int minorVersion)
{
    if (!headers.has(HeaderId::Connection))
        return minorVersion >= 1;
    if (saysKeepAliveAlone(headers))
        return true;
    if (headers.hasToken(HeaderId::Connection, "close"))
        return false;
    return minorVersion >= 1 || headers.hasToken(HeaderId::Connection, "keep-alive");
}

bool connectionNamesFields(const HeaderTable& headers)
{
    if (saysKeepAliveAlone(headers))
        return false;
    bool names = false;
    for (const Header* field = headers.find(HeaderId::Connection); field && !names;
         field = headers.next(*field))
        forEachToken(field->value, [&names](std::string_view token) {
            names = names || !(equalsIgnoreCase(token, "keep-alive") || equalsIgnoreCase(token, "close") ||
                               equalsIgnoreCase(token, "upgrade"));
        });
    return names;
}

HeadError expectationOf(const HeaderTable& headers, int minorVersion, bool& expects)
{
    const Header* expect = headers.find(HeaderId::Expect);
    if (!expect || minorVersion == 0)
        return HeadError::None;
    if (headers.next(*expect) || !equalsIgnoreCase(expect->value, "100-continue"))
        return HeadError::BadExpectation;
    expects = true;
    return HeadError::None;
}

} // namespace gatehouse::http
