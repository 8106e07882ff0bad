// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/chunked.h"

#include "gateway/http/header_table.h"
#include "gateway/http/syntax.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::http {

namespace {

// Fields that must not come late: framing, routing, authentication, control, content handling (RFC 9110
// section 6.5.1).
constexpr std::array<std::string_view, 38> forbiddenTrailers{
    "accept-encoding",
    "age",
    "api-key",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "cookie",
    "date",
    "expect",
    "expires",
    "forwarded",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "location",
    "max-forwards",
    "pragma",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "retry-after",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "www-authenticate",
    "x-api-key",
};

bool isForbiddenTrailer(std::string_view name)
{
    constexpr std::string_view forwarded = "x-forwarded-";
    return equalsIgnoreCase(name.substr(0, forwarded.size()), forwarded) ||
           std::any_of(forbiddenTrailers.begin(), forbiddenTrailers.end(),
                       [name](std::string_view one) { return equalsIgnoreCase(one, name); });
}

} // namespace

const ChunkLimits& ChunkedDecoder::defaultLimits()
{
    static const ChunkLimits limits;
    return limits;
}

void ChunkedDecoder::reset()
{
    *this = ChunkedDecoder(*m_limits);
}

ChunkedDecoder::Step ChunkedDecoder::fail(HeadError error)
{
    m_state = State::Failed;
    m_error = error;
    return {Status::Failed, 0, {}};
}

ChunkedDecoder::Step ChunkedDecoder::step(std::string_view input)
{
    std::size_t at = 0;
    while (m_state != State::Done && m_state != State::Failed && at < input.size()) {
        if (m_state == State::Data) {
            const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, input.size() - at));
            m_left -= take;
            if (m_left == 0)
                m_state = State::DataCr;
            return {Status::Data, at + take, input.substr(at, take)};
        }
        if (const HeadError error = byte(input[at]); error != HeadError::None)
            return fail(error);
        ++at;
    }
    if (m_state == State::Failed)
        return {Status::Failed, 0, {}};
    return {m_state == State::Done ? Status::Done : Status::NeedMore, at, {}};
}

HeadError ChunkedDecoder::byte(char byte)
{
    switch (m_state) {
    case State::Size:
        return sizeByte(byte);
    case State::Extension:
        return extensionByte(byte);
    case State::SizeLf:
        if (byte != '\n')
            return HeadError::ChunkSizeInvalid;
        m_state = m_left == 0 ? State::Trailer : State::Data;
        m_lineBytes = 0;
        m_sawDigit = false;
        return HeadError::None;
    case State::DataCr:
        m_state = State::DataLf;
        return byte == '\r' ? HeadError::None : HeadError::ChunkEndInvalid;
    case State::DataLf:
        m_state = State::Size;
        return byte == '\n' ? HeadError::None : HeadError::ChunkEndInvalid;
    case State::Trailer:
        return trailerByte(byte);
    case State::Data:
    case State::Done:
    case State::Failed:
        break; // step() does not come here with these
    }
    return HeadError::None;
}

HeadError ChunkedDecoder::sizeByte(char byte)
{
    const int digit = hexValue(byte);
    if (digit >= 0) {
        // Also stops endless leading zeros.
        if (++m_lineBytes > maxSizeDigits)
            return HeadError::ChunkSizeInvalid;
        m_sawDigit = true;
        m_left = m_left << 4 | static_cast<std::uint64_t>(digit);
        return m_left > m_limits->maxChunkBytes ? HeadError::ChunkTooLarge : HeadError::None;
    }
    if (!m_sawDigit || (byte != ';' && byte != '\r'))
        return HeadError::ChunkSizeInvalid;
    m_state = byte == ';' ? State::Extension : State::SizeLf;
    return HeadError::None;
}

HeadError ChunkedDecoder::extensionByte(char byte)
{
    if (byte == '\r') {
        m_state = State::SizeLf;
        return HeadError::None;
    }
    if (!isCleanValue({&byte, 1}))
        return HeadError::ChunkSizeInvalid;
    const bool tooLong =
        ++m_lineBytes > m_limits->maxLineBytes || ++m_extensionBytes > m_limits->maxExtensionBytes;
    return tooLong ? HeadError::ChunkExtensionTooLong : HeadError::None;
}

HeadError ChunkedDecoder::trailerByte(char byte)
{
    if (++m_trailerBytes > m_limits->maxTrailerBytes)
        return HeadError::TrailerTooLarge;
    if (byte != '\n') {
        // A CR may only stand before LF.
        if (!m_line.empty() && m_line.back() == '\r')
            return HeadError::TrailerInvalid;
        m_line.push_back(byte);
        return HeadError::None;
    }
    if (m_line.empty() || m_line.back() != '\r')
        return HeadError::TrailerInvalid;
    m_line.pop_back();
    if (m_line.empty()) {
        m_state = State::Done;
        return HeadError::None;
    }
    const HeadError error = takeTrailer();
    m_line.clear();
    return error;
}

HeadError addTrailer(Trailers& trailers, std::string_view name, std::string_view value,
                     std::uint32_t maxTrailers)
{
    if (!isToken(name) || !isCleanValue(value))
        return HeadError::TrailerInvalid;
    if (isForbiddenTrailer(name))
        return HeadError::None;
    if (trailers.size() >= maxTrailers)
        return HeadError::TrailerTooLarge;
    trailers.emplace_back(name, value);
    return HeadError::None;
}

void LateFields::clear()
{
    m_trailers.clear();
    m_bytes = 0;
    m_error = HeadError::None;
}

void LateFields::add(std::string_view name, std::string_view value)
{
    constexpr std::size_t LineOverhead = 4; // ": " and CRLF
    const ChunkLimits& limits = ChunkedDecoder::defaultLimits();
    if (m_error != HeadError::None)
        return;
    m_bytes += name.size() + value.size() + LineOverhead;
    m_error = m_bytes > limits.maxTrailerBytes ? HeadError::TrailerTooLarge
                                               : addTrailer(m_trailers, name, value, limits.maxTrailers);
}

HeadError ChunkedDecoder::takeTrailer()
{
    const std::string_view line = m_line;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
        return HeadError::TrailerInvalid;
    return addTrailer(m_trailers, line.substr(0, colon), trimmed(line.substr(colon + 1)),
                      m_limits->maxTrailers);
}

std::size_t writeChunkHead(char* out, std::uint64_t size)
{
    char* end = std::to_chars(out, out + chunkHeadMax - 2, size, 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    return static_cast<std::size_t>(end - out);
}

std::string lastChunkWith(const Trailers& trailers)
{
    std::string text = "0\r\n";
    for (const auto& [name, value] : trailers)
        text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n";
}

} // namespace gatehouse::http
