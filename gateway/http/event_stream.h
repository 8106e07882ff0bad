// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"

#include <string_view>

namespace gatehouse::http {

/// A Content-Type of server-sent events (WHATWG HTML, "Server-sent events").
inline bool isEventStream(std::string_view contentType)
{
    constexpr std::string_view Type = "text/event-stream";
    return contentType.size() >= Type.size() && equalsIgnoreCase(contentType.substr(0, Type.size()), Type) &&
           (contentType.size() == Type.size() || contentType[Type.size()] == ';' ||
            contentType[Type.size()] == ' ');
}

/// Follows an event stream and knows when it is between two events: at the start, and behind each empty line
/// (lines end with LF, CRLF or CR). There it may end without an event getting lost.
class EventBoundary {
public:
    void add(std::string_view bytes)
    {
        for (const char c : bytes) {
            if (c == '\n' && m_afterCr) {
                m_afterCr = false; // the second half of a line's end
                continue;
            }
            m_afterCr = c == '\r';
            const bool lineEnd = c == '\n' || c == '\r';
            m_between = lineEnd && m_emptyLine;
            m_emptyLine = lineEnd;
        }
    }
    bool between() const { return m_between; }

private:
    bool m_between = true;
    bool m_emptyLine = true; ///< nothing on this line yet
    bool m_afterCr = false;
};

} // namespace gatehouse::http
