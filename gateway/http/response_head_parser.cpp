// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/ascii.h"
#include "gateway/http/framing.h"
#include "gateway/http/head_parser.h"
#include "gateway/http/llhttp_fence.h"
#include "gateway/http/plain_head.h"
#include "gateway/http/status.h"

#include <utility>

namespace gatehouse::http {

namespace {

// "HTTP/1.1 200 OK" (RFC 9112 section 4). The space before an empty reason is left out by many; it carries
// nothing.
HeadError readStatusLine(std::string_view line, ResponseHead& head)
{
    if (!line.starts_with("HTTP/") || line.size() < 12 || line[6] != '.' || line[8] != ' ')
        return HeadError::BadStatusLine;
    if (line[5] != '1' || (line[7] != '0' && line[7] != '1'))
        return HeadError::VersionNotSupported;
    const std::string_view digits = line.substr(9, 3);
    if (!isDigit(digits[0]) || !isDigit(digits[1]) || !isDigit(digits[2]) || digits[0] == '0')
        return HeadError::BadStatusLine;
    if (line.size() > 12 && line[12] != ' ')
        return HeadError::BadStatusLine;
    head.minorVersion = static_cast<std::uint8_t>(line[7] - '0');
    head.status = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
    head.reason = line.substr(line.size() > 12 ? 13 : 12);
    return HeadError::None;
}

// RFC 9112 section 6.3, rules 1, 2, 4, 6 and 8.
HeadError readFraming(ResponseHead& head, Method requestMethod)
{
    const Framing framing = framingOf(head.headers, head.minorVersion);
    if (framing.error != HeadError::None)
        return framing.error;
    head.keepAlive = keepsAlive(head.headers, head.minorVersion);
    if (requestMethod == Method::Head || !statusHasBody(head.status)) {
        head.framing = BodyFraming::None;
        // Bytes of a body that must not be there would be taken for the next answer.
        const bool announced = framing.framing == BodyFraming::Chunked || framing.length > 0;
        if (requestMethod != Method::Head && head.status != 304 && announced)
            head.keepAlive = false;
        return HeadError::None;
    }
    head.framing = framing.framing;
    head.contentLength = framing.length;
    if (head.framing == BodyFraming::None) {
        head.framing = BodyFraming::UntilClose;
        head.keepAlive = false;
    }
    return HeadError::None;
}

void readMeaning(ResponseHead& head, std::size_t end)
{
    head.interim = head.status < 200 && head.status != 101;
    head.upgrade = head.status == 101;
    head.headBytes = end;
}

// The usual head in one pass. False: let the long way say what it is.
bool readPlain(std::string_view bytes, const HeadLimits& limits, Method requestMethod, ResponseHead& head)
{
    const std::size_t line = plainFirstLine(bytes, limits);
    if (line == 0)
        return false;
    head.clear();
    if (readStatusLine(bytes.substr(0, line), head) != HeadError::None || head.reason.empty())
        return false;
    const std::size_t end = readPlainFields(bytes, line + 2, limits, head.headers);
    if (end == 0 || readFraming(head, requestMethod) != HeadError::None)
        return false;
    readMeaning(head, end);
    return trustPlainHeads || llhttpConfirmsResponse(bytes.substr(0, end), head.headers);
}

} // namespace

void ResponseHead::clear()
{
    reason = {};
    status = 0;
    minorVersion = 1;
    framing = BodyFraming::None;
    keepAlive = true;
    interim = upgrade = false;
    contentLength = 0;
    headBytes = 0;
    headers.clear();
}

void ResponseHead::rebase(const char* from, const char* to)
{
    if (reason.data())
        reason = {to + (reason.data() - from), reason.size()};
    headers.rebase(from, to);
}

void ResponseHeadParser::reset()
{
    m_scanner.reset();
    m_error = HeadError::None;
    m_started = false;
}

ParseStatus ResponseHeadParser::refuse(HeadError error)
{
    m_error = error;
    return ParseStatus::Refused;
}

ParseStatus ResponseHeadParser::parse(std::string_view bytes, const HeadLimits& limits, Method requestMethod,
                                      ResponseHead& head)
{
    if (bytes.empty())
        return ParseStatus::Incomplete;
    if (!std::exchange(m_started, true)) {
        if (readPlain(bytes, limits, requestMethod, head))
            return ParseStatus::Complete;
        head.clear();
    }
    const ParseStatus status = m_scanner.scan(bytes, limits, m_error);
    if (status == ParseStatus::Refused &&
        (m_error == HeadError::BadRequestLine || m_error == HeadError::TargetTooLong))
        m_error = HeadError::BadStatusLine;
    if (status != ParseStatus::Complete)
        return status;

    head.clear();
    if (m_scanner.start() != 0)
        return refuse(HeadError::BadStatusLine); // only clients may send an empty line first
    if (const HeadError error = readStatusLine(m_scanner.firstLine(bytes), head); error != HeadError::None)
        return refuse(error);
    const HeadError error = parseResponseWithLlhttp(bytes.substr(0, m_scanner.end()), head.headers);
    if (error != HeadError::None)
        return refuse(error);
    if (const HeadError framing = readFraming(head, requestMethod); framing != HeadError::None)
        return refuse(framing);
    readMeaning(head, m_scanner.end());
    return ParseStatus::Complete;
}

} // namespace gatehouse::http
