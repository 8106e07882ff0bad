// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/http2_response.h"

#include "gateway/http/ascii.h"
#include "gateway/http/framing.h"
#include "gateway/http/http2_request.h"
#include "gateway/http/status.h"
#include "gateway/http/syntax.h"

#include <algorithm>

namespace gatehouse::http {

void Http2ResponseReader::begin(ResponseHead& head, const HeadLimits& limits)
{
    m_head = &head;
    m_limits = limits;
    m_error = HeadError::None;
    m_bytes = 0;
    m_regular = false;
    head.clear();
}

void Http2ResponseReader::field(std::string_view name, std::string_view value)
{
    field(name.starts_with(':') ? HeaderId::Unknown : headerIdOf(name), name, value);
}

void Http2ResponseReader::field(HeaderId id, std::string_view name, std::string_view value)
{
    constexpr std::size_t Overhead = 32; // RFC 9113 section 6.5.2
    m_bytes += name.size() + value.size() + Overhead;
    if (m_error == HeadError::None)
        m_error = m_bytes > m_limits.maxHeadBytes ? HeadError::HeadTooLarge : take(id, name, value);
}

HeadError Http2ResponseReader::takeStatus(std::string_view name, std::string_view value)
{
    const bool digits =
        value.size() == 3 && std::all_of(value.begin(), value.end(), isDigit) && value[0] != '0';
    if (name != ":status" || m_regular || m_head->status != 0)
        return HeadError::PseudoField;
    if (!digits)
        return HeadError::BadStatusLine;
    m_head->status = (value[0] - '0') * 100 + (value[1] - '0') * 10 + (value[2] - '0');
    return HeadError::None;
}

HeadError Http2ResponseReader::take(HeaderId id, std::string_view name, std::string_view value)
{
    if (name.starts_with(':'))
        return takeStatus(name, value);
    m_regular = true;
    if (!isHttp2Name(id, name))
        return HeadError::BadHeaderName;
    if (!isHttp2Value(value))
        return HeadError::BadHeaderValue;
    if (isConnectionField(id, value))
        return HeadError::ConnectionField;
    const bool added = m_head->headers.size() < m_limits.maxHeaders &&
                       m_head->headers.add(id, id == HeaderId::Unknown ? name : headerName(id), value);
    return added ? HeadError::None : HeadError::TooManyHeaders;
}

HeadError Http2ResponseReader::finish(bool endStream, Method requestMethod)
{
    ResponseHead& head = *m_head;
    if (m_error != HeadError::None)
        return m_error;
    if (head.status == 0)
        return HeadError::PseudoField;
    if (head.status == 101)
        return HeadError::BadStatusLine; // RFC 9113 section 8.6
    head.interim = head.status < 200;
    if (head.interim)
        return endStream ? HeadError::Truncated : HeadError::None;
    const Framing framing = framingOf(head.headers, head.minorVersion);
    if (framing.error != HeadError::None)
        return framing.error;
    if (endStream || requestMethod == Method::Head || !statusHasBody(head.status))
        return HeadError::None; // `framing` stays None
    head.framing = framing.framing == BodyFraming::None ? BodyFraming::Chunked : framing.framing;
    head.contentLength = framing.length;
    return HeadError::None;
}

} // namespace gatehouse::http
