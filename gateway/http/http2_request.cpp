// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/http2_request.h"

#include "gateway/http/ascii.h"
#include "gateway/http/framing.h"
#include "gateway/http/http2_limits.h"
#include "gateway/http/syntax.h"
#include "gateway/http/uri.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::http {

namespace {

constexpr std::string_view crumbGlue = "; ";

/// Each pseudo-header once.
bool setOnce(std::string_view& place, std::string_view value)
{
    if (!place.empty() || value.empty())
        return false;
    place = value;
    return true;
}

} // namespace

bool isHttp2Name(HeaderId id, std::string_view name)
{
    return id != HeaderId::Unknown ? name == lowerHeaderName(id) : isLowerToken(name);
}

bool isHttp2Value(std::string_view value)
{
    return isCleanValue(value) && (value.empty() || (!isBlank(value.front()) && !isBlank(value.back())));
}

bool isConnectionField(HeaderId id, std::string_view value)
{
    switch (id) {
    case HeaderId::Connection:
    case HeaderId::KeepAlive:
    case HeaderId::ProxyConnection:
    case HeaderId::TransferEncoding:
    case HeaderId::Upgrade:
        return true;
    case HeaderId::Te:
        return !equalsIgnoreCase(value, "trailers");
    default:
        return false;
    }
}

void Http2RequestReader::begin(RequestHead& head, const HeadLimits& limits)
{
    m_head = &head;
    m_limits = limits;
    m_error = HeadError::None;
    m_scheme = m_authority = m_protocol = {};
    m_crumbs.clear();
    m_bytes = 0;
    m_fields = 0;
    m_regular = false;
    head.clear();
    head.majorVersion = 2;
}

void Http2RequestReader::field(std::string_view name, std::string_view value)
{
    field(name.starts_with(':') ? HeaderId::Unknown : headerIdOf(name), name, value);
}

void Http2RequestReader::field(HeaderId id, std::string_view name, std::string_view value)
{
    m_bytes += name.size() + value.size() + fieldOverhead;
    ++m_fields;
    if (m_error == HeadError::None)
        m_error = take(id, name, value);
}

HeadError Http2RequestReader::take(HeaderId id, std::string_view name, std::string_view value)
{
    if (m_bytes > m_limits.maxHeadBytes)
        return HeadError::HeadTooLarge;
    if (name.starts_with(':'))
        return takePseudo(name, value);
    m_regular = true;
    return takeRegular(id, name, value);
}

HeadError Http2RequestReader::takePseudo(std::string_view name, std::string_view value)
{
    if (m_regular)
        return HeadError::PseudoField;
    std::string_view* place = nullptr;
    if (name == ":method")
        place = &m_head->method;
    else if (name == ":path")
        place = &m_head->target;
    else if (name == ":scheme")
        place = &m_scheme;
    else if (name == ":authority")
        place = &m_authority;
    else if (name == ":protocol")
        place = &m_protocol;
    return place && setOnce(*place, value) ? HeadError::None : HeadError::PseudoField;
}

HeadError Http2RequestReader::takeRegular(HeaderId id, std::string_view name, std::string_view value)
{
    if (m_fields > m_limits.maxHeaders + 4) // the pseudo-headers do not count
        return HeadError::TooManyHeaders;
    if (!isHttp2Name(id, name))
        return HeadError::BadHeaderName;
    if (!isHttp2Value(value))
        return HeadError::BadHeaderValue;
    if (isConnectionField(id, value))
        return HeadError::ConnectionField;
    if (id == HeaderId::SecWebSocketKey && !m_protocol.empty())
        return HeadError::None; // means nothing there (RFC 8441 section 5)
    if (id == HeaderId::Cookie) {
        m_crumbs.push_back(value);
        return HeadError::None;
    }
    return m_head->headers.add(id, id == HeaderId::Unknown ? name : headerName(id), value)
               ? HeadError::None
               : HeadError::TooManyHeaders;
}

std::size_t Http2RequestReader::cookieBytes() const
{
    if (m_crumbs.size() < 2)
        return 0;
    std::size_t bytes = crumbGlue.size() * (m_crumbs.size() - 1);
    for (const std::string_view crumb : m_crumbs)
        bytes += crumb.size();
    return bytes;
}

HeadError Http2RequestReader::addCookies(char* room)
{
    if (m_crumbs.empty())
        return HeadError::None;
    std::string_view joined = m_crumbs.front();
    if (m_crumbs.size() > 1) {
        char* at = room;
        for (std::size_t i = 0; i < m_crumbs.size(); ++i) {
            if (i > 0)
                at = std::copy(crumbGlue.begin(), crumbGlue.end(), at);
            at = std::copy(m_crumbs[i].begin(), m_crumbs[i].end(), at);
        }
        joined = {room, static_cast<std::size_t>(at - room)};
    }
    const bool added = m_head->headers.add(HeaderId::Cookie, headerName(HeaderId::Cookie), joined);
    return added ? HeadError::None : HeadError::TooManyHeaders;
}

HeadError Http2RequestReader::checkTarget()
{
    RequestHead& head = *m_head;
    if (head.target.size() > m_limits.maxTargetBytes)
        return HeadError::TargetTooLong;
    if (!isTargetText(head.target))
        return HeadError::BadTarget;
    if (head.target == "*") {
        head.form = TargetForm::Asterisk;
        head.path = head.target;
        return head.methodId == Method::Options ? HeadError::None : HeadError::BadTarget;
    }
    if (head.target.front() != '/')
        return HeadError::BadTarget;
    const SplitTarget split = splitTarget(head.target);
    head.path = split.path;
    head.query = split.query;
    head.hasQuery = split.hasQuery;
    return HeadError::None;
}

/// :authority stands for Host; when both are there they must agree (RFC 9113 section 8.3.1).
HeadError Http2RequestReader::checkHost()
{
    const Header* host = m_head->headers.find(HeaderId::Host);
    if (host && m_head->headers.next(*host))
        return HeadError::HostDuplicate;
    m_head->host = m_authority.empty() && host ? host->value : m_authority;
    if (m_head->host.empty())
        return HeadError::HostMissing;
    if (!isAuthority(m_head->host) || (host && !equalsIgnoreCase(host->value, m_head->host)))
        return HeadError::HostInvalid;
    return HeadError::None;
}

HeadError Http2RequestReader::checkMethod()
{
    RequestHead& head = *m_head;
    if (head.method.empty() || head.method.size() > maxMethodBytes || !isToken(head.method))
        return head.method.empty() ? HeadError::PseudoField : HeadError::BadMethod;
    head.methodId = methodFromText(head.method);
    head.extendedConnect = head.methodId == Method::Connect && !m_protocol.empty();
    if (head.methodId == Method::Trace || (head.methodId == Method::Connect && !head.extendedConnect))
        return HeadError::MethodNotSupported;
    return m_protocol.empty() || head.extendedConnect ? HeadError::None : HeadError::PseudoField;
}

/// The last step: the body that the stream's data would be is the tunnel, and begins with the answer.
HeadError Http2RequestReader::becomeHandshake(bool endStream)
{
    RequestHead& head = *m_head;
    if (!equalsIgnoreCase(m_protocol, "websocket"))
        return HeadError::ProtocolNotSupported;
    if (endStream)
        return HeadError::Truncated;
    head.method = "GET";
    head.methodId = Method::Get;
    head.upgrade = true;
    head.expectContinue = false;
    if (head.framing == BodyFraming::Chunked)
        head.framing = BodyFraming::None;
    return head.headers.add(HeaderId::Upgrade, headerName(HeaderId::Upgrade), "websocket")
               ? HeadError::None
               : HeadError::TooManyHeaders;
}

HeadError Http2RequestReader::finish(bool endStream, char* cookieRoom)
{
    RequestHead& head = *m_head;
    if (m_error != HeadError::None)
        return m_error;
    if (const HeadError error = checkMethod(); error != HeadError::None)
        return error;
    if (head.target.empty() || m_scheme.empty())
        return HeadError::PseudoField;
    if (!equalsIgnoreCase(m_scheme, "http") && !equalsIgnoreCase(m_scheme, "https"))
        return HeadError::BadTarget;
    for (const HeadError error : {checkTarget(), checkHost(), addCookies(cookieRoom)}) {
        if (error != HeadError::None)
            return error;
    }
    const Framing framing = framingOf(head.headers, head.minorVersion);
    if (framing.error != HeadError::None)
        return framing.error;
    if (endStream && framing.length > 0)
        return HeadError::LengthInvalid;
    head.contentLength = framing.length;
    if (!endStream)
        head.framing = framing.framing == BodyFraming::None ? BodyFraming::Chunked : framing.framing;
    const HeadError error = expectationOf(head.headers, head.minorVersion, head.expectContinue);
    return error == HeadError::None && head.extendedConnect ? becomeHandshake(endStream) : error;
}

} // namespace gatehouse::http
