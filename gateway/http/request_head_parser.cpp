// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/ascii.h"
#include "gateway/http/framing.h"
#include "gateway/http/head_parser.h"
#include "gateway/http/llhttp_fence.h"
#include "gateway/http/plain_head.h"
#include "gateway/http/syntax.h"
#include "gateway/http/uri.h"

#include <algorithm>
#include <utility>

namespace gatehouse::http {

namespace {

constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
// Constants that a path may point to; rebase() tells them from views into the buffer.
constexpr std::string_view rootPath = "/";
constexpr std::string_view anyPath = "*";

// HTTP-version of RFC 9112 section 2.3; `text` ends the line.
HeadError readVersion(std::string_view text, std::uint8_t& minorVersion)
{
    if (text.size() != 8 || !text.starts_with("HTTP/") || !isDigit(text[5]) || text[6] != '.' ||
        !isDigit(text[7]))
        return HeadError::BadVersion;
    if (text[5] != '1' || text[7] > '1')
        return HeadError::VersionNotSupported;
    minorVersion = static_cast<std::uint8_t>(text[7] - '0');
    return HeadError::None;
}

// "http://host/path" (RFC 9112 section 3.2.2).
HeadError splitAbsolute(std::size_t schemeEnd, RequestHead& head)
{
    const std::string_view scheme = head.target.substr(0, schemeEnd);
    if (!equalsIgnoreCase(scheme, "http") && !equalsIgnoreCase(scheme, "https"))
        return HeadError::BadTarget;
    const std::string_view rest = head.target.substr(schemeEnd + 3);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    head.host = rest.substr(0, end);
    if (!isAuthority(head.host))
        return HeadError::BadTarget;
    head.form = TargetForm::Absolute;
    const SplitTarget split = splitTarget(rest.substr(end));
    head.path = split.path;
    head.query = split.query;
    head.hasQuery = split.hasQuery;
    if (head.path.empty())
        head.path = head.methodId == Method::Options && !head.hasQuery ? anyPath : rootPath;
    return HeadError::None;
}

HeadError readTarget(RequestHead& head)
{
    if (head.target.empty() || !isTargetText(head.target))
        return HeadError::BadTarget;
    if (head.target.front() == '/') {
        const SplitTarget split = splitTarget(head.target);
        head.path = split.path;
        head.query = split.query;
        head.hasQuery = split.hasQuery;
        return HeadError::None;
    }
    if (head.target == anyPath) {
        head.form = TargetForm::Asterisk;
        head.path = head.target;
        return head.methodId == Method::Options ? HeadError::None : HeadError::BadTarget;
    }
    const std::size_t schemeEnd = head.target.find("://");
    return schemeEnd != std::string_view::npos ? splitAbsolute(schemeEnd, head) : HeadError::BadTarget;
}

HeadError readRequestLine(std::string_view line, const HeadLimits& limits, RequestHead& head)
{
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos)
        return HeadError::BadRequestLine;
    head.method = line.substr(0, space);
    if (head.method.size() > maxMethodBytes || !isToken(head.method))
        return HeadError::BadMethod;
    const std::size_t second = line.find(' ', space + 1);
    if (second == std::string_view::npos)
        return HeadError::BadRequestLine;
    head.target = line.substr(space + 1, second - space - 1);
    if (head.target.size() > limits.maxTargetBytes)
        return HeadError::TargetTooLong;
    if (const HeadError error = readVersion(line.substr(second + 1), head.minorVersion);
        error != HeadError::None)
        return error;
    head.methodId = methodFromText(head.method);
    if (head.methodId == Method::Connect || head.methodId == Method::Trace)
        return HeadError::MethodNotSupported;
    return readTarget(head);
}

// RFC 9112 section 3.2: exactly one valid Host in HTTP/1.1. An absolute target wins over it (section 3.2.2).
HeadError readHost(RequestHead& head)
{
    const Header* host = head.headers.find(HeaderId::Host);
    if (!host)
        return head.minorVersion >= 1 ? HeadError::HostMissing : HeadError::None;
    if (head.headers.next(*host))
        return HeadError::HostDuplicate;
    if (!isAuthority(host->value))
        return HeadError::HostInvalid;
    if (head.form != TargetForm::Absolute)
        head.host = host->value;
    return HeadError::None;
}

HeadError readHeaders(RequestHead& head)
{
    if (const HeadError error = readHost(head); error != HeadError::None)
        return error;
    const Framing framing = framingOf(head.headers, head.minorVersion);
    if (framing.error != HeadError::None)
        return framing.error;
    head.framing = framing.framing;
    head.contentLength = framing.length;
    head.keepAlive = keepsAlive(head.headers, head.minorVersion);
    head.upgrade =
        head.headers.has(HeaderId::Upgrade) && head.headers.hasToken(HeaderId::Connection, "upgrade");
    return expectationOf(head.headers, head.minorVersion, head.expectContinue);
}

// The usual head, of a request for a path, in one pass. False: let the long way say what it is.
bool readPlain(std::string_view bytes, const HeadLimits& limits, RequestHead& head)
{
    const std::size_t line = plainFirstLine(bytes, limits);
    if (line == 0)
        return false;
    head.clear();
    if (readRequestLine(bytes.substr(0, line), limits, head) != HeadError::None ||
        head.form != TargetForm::Origin)
        return false;
    head.headBytes = readPlainFields(bytes, line + 2, limits, head.headers);
    if (head.headBytes == 0 || readHeaders(head) != HeadError::None)
        return false;
    const std::string_view rest = bytes.substr(head.method.size(), head.headBytes - head.method.size());
    return trustPlainHeads || llhttpConfirmsRequest(rest, head.target, head.headers);
}

void move(std::string_view& view, const char* from, const char* to)
{
    if (view.data() && view.data() != rootPath.data() && view.data() != anyPath.data())
        view = {to + (view.data() - from), view.size()};
}

} // namespace

void RequestHead::clear()
{
    method = target = path = query = host = {};
    methodId = Method::Other;
    form = TargetForm::Origin;
    majorVersion = 1;
    minorVersion = 1;
    framing = BodyFraming::None;
    hasQuery = expectContinue = upgrade = extendedConnect = false;
    keepAlive = true;
    contentLength = 0;
    headBytes = 0;
    headers.clear();
}

void RequestHead::rebase(const char* from, const char* to)
{
    for (std::string_view* view : {&method, &target, &path, &query, &host})
        move(*view, from, to);
    headers.rebase(from, to);
}

void RequestHeadParser::reset()
{
    m_scanner.reset();
    m_error = HeadError::None;
    m_started = false;
}

ParseStatus RequestHeadParser::refuse(HeadError error)
{
    m_error = error;
    return ParseStatus::Refused;
}

ParseStatus RequestHeadParser::parse(std::string_view bytes, const HeadLimits& limits, RequestHead& head)
{
    if (bytes.empty())
        return ParseStatus::Incomplete;
    [[maybe_unused]] const bool first = !std::exchange(m_started, true);
    // Four bytes tell the preface from every other valid head.
    if (bytes.starts_with(preface.substr(0, 4))) {
        if (bytes.starts_with(preface))
            return ParseStatus::Http2Preface;
        if (preface.starts_with(bytes))
            return ParseStatus::Incomplete;
    }
    if (first) { // what comes in pieces is scanned on where it was left
        if (readPlain(bytes, limits, head))
            return ParseStatus::Complete;
        head.clear();
    }
    const ParseStatus status = m_scanner.scan(bytes, limits, m_error);
    if (status != ParseStatus::Complete)
        return status;

    head.clear();
    const std::string_view line = m_scanner.firstLine(bytes);
    if (const HeadError error = readRequestLine(line, limits, head); error != HeadError::None)
        return refuse(error);
    const std::size_t methodEnd = m_scanner.start() + head.method.size();
    const std::string_view rest = bytes.substr(methodEnd, m_scanner.end() - methodEnd);
    if (const HeadError error = parseRequestWithLlhttp(rest, head.target, head.headers);
        error != HeadError::None)
        return refuse(error);
    if (const HeadError error = readHeaders(head); error != HeadError::None)
        return refuse(error);
    head.headBytes = m_scanner.end();
    return ParseStatus::Complete;
}

} // namespace gatehouse::http
