// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/head_parser.h"
#include "gateway/http/syntax.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

// What surrounds the target in a request line: a long method and " HTTP/1.1".
constexpr std::size_t aroundTarget = 64;

ParseStatus refuse(HeadError& error, HeadError why)
{
    error = why;
    return ParseStatus::Refused;
}

} // namespace

ParseStatus HeadScanner::scan(std::string_view bytes, const HeadLimits& limits, HeadError& error)
{
    for (;;) {
        const std::size_t at = findControl(bytes, m_scanned);
        const std::size_t firstLine = m_line == m_start ? at - m_start : m_firstLine;
        if (firstLine > limits.maxTargetBytes + aroundTarget)
            return refuse(error, HeadError::TargetTooLong);
        if (at > limits.maxHeadBytes)
            return refuse(error, HeadError::HeadTooLarge);
        m_scanned = static_cast<std::uint32_t>(at);
        if (at == bytes.size() || (bytes[at] == '\r' && at + 1 == bytes.size()))
            return ParseStatus::Incomplete;
        if (bytes[at] != '\r' || bytes[at + 1] != '\n')
            return refuse(error, controlError(bytes, at));

        const std::string_view line = bytes.substr(m_line, at - m_line);
        m_line = m_scanned = static_cast<std::uint32_t>(at + 2);
        const ParseStatus status = endLine(line, limits, error);
        if (status != ParseStatus::Incomplete)
            return status;
    }
}

ParseStatus HeadScanner::endLine(std::string_view line, const HeadLimits& limits, HeadError& error)
{
    if (m_firstLine == 0) {
        if (!line.empty()) {
            m_firstLine = static_cast<std::uint32_t>(line.size());
        } else if (m_start == 0) {
            m_start = m_line;
        } else {
            return refuse(error, HeadError::BadRequestLine);
        }
        return ParseStatus::Incomplete;
    }
    if (line.empty())
        return ParseStatus::Complete;
    if (line.front() == ' ' || line.front() == '\t')
        return refuse(error, HeadError::FoldedHeader);
    // llhttp reads some of these in its own way; here they have one meaning only.
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0)
        return refuse(error, HeadError::BadHeaderName);
    if (line[colon - 1] == ' ' || line[colon - 1] == '\t')
        return refuse(error, HeadError::SpaceBeforeColon);
    if (++m_headers > std::min<std::size_t>(limits.maxHeaders, HeaderTable::capacity))
        return refuse(error, HeadError::TooManyHeaders);
    return ParseStatus::Incomplete;
}

HeadError HeadScanner::controlError(std::string_view bytes, std::size_t at) const
{
    if (bytes[at] == '\n')
        return HeadError::BareLineFeed;
    if (bytes[at] == '\r')
        return HeadError::BareCarriageReturn;
    if (m_firstLine == 0)
        return HeadError::BadRequestLine;
    const std::string_view before = bytes.substr(m_line, at - m_line);
    return before.find(':') == std::string_view::npos ? HeadError::BadHeaderName : HeadError::BadHeaderValue;
}

} // namespace gatehouse::http
