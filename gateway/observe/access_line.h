// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/json_text.h"
#include "gateway/observe/request_record.h"

#include <string>

namespace gatehouse::observe {

enum class AccessFormat : std::uint8_t { Json, Text };

/// Writes the one line per request. JSON: flat, compact, no blank after colons, `status` an unquoted number,
/// so that `grep '"status":5'` finds server errors. Text: key=value, quoted where needed. Neither credentials
/// nor the query nor bodies are ever written; path and user agent are redacted.
class AccessLine {
public:
    explicit AccessLine(AccessFormat format)
        : m_format(format)
    {
    }
    /// Appends the line with its line feed.
    void append(std::string& out, const RequestRecord& record);

private:
    char* writeJson(char* out, const RequestRecord& record, std::string_view path, std::string_view agent);
    char* writeText(char* out, const RequestRecord& record, std::string_view path, std::string_view agent);
    static std::string_view safe(std::string_view text, std::string& scratch);

    AccessFormat m_format;
    IsoTimeCache m_time;
    std::string m_path;
    std::string m_agent;
};

/// "DEBUG", "INFO", "WARNING" (4xx) or "ERROR" (5xx and no answer).
std::string_view levelOfStatus(std::uint16_t status);

} // namespace gatehouse::observe
