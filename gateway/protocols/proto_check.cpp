// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/proto_check.h"

#include "gateway/http/utf8.h"

#include <algorithm>

namespace gatehouse::protocols {

namespace {

/// Walks over a text, outside of comments and strings.
class Nesting {
public:
    explicit Nesting(std::string_view text)
        : m_text(text)
    {
    }

    /// The line where blocks or lists nest deeper than `most`; 0 when none does.
    int lineDeeperThan(int most)
    {
        int depth = 0;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '\n')
                ++m_line;
            else if (c == '"' || c == '\'')
                skipString(c);
            else if (c == '/' && m_at + 1 < m_text.size())
                skipComment();
            else if (c == '{' || c == '[' || c == '<' || c == '(')
                ++depth;
            else if ((c == '}' || c == ']' || c == '>' || c == ')') && depth > 0)
                --depth;
            if (depth > most)
                return m_line;
        }
        return 0;
    }

private:
    void skipString(char quote)
    {
        while (++m_at < m_text.size() && m_text[m_at] != quote && m_text[m_at] != '\n') {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                ++m_at;
        }
        if (m_at < m_text.size() && m_text[m_at] == '\n')
            ++m_line;
    }
    void skipComment()
    {
        const bool block = m_text[m_at + 1] == '*';
        if (!block && m_text[m_at + 1] != '/')
            return;
        const std::size_t end = std::min(m_text.find(block ? "*/" : "\n", m_at + 2), m_text.size());
        m_line += static_cast<int>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                                              m_text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        m_at = block ? std::min(end + 1, m_text.size()) : end - 1; // the line break is counted by the walk
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
};

bool looksLikeProto(std::string_view text)
{
    return text.find("syntax") != std::string_view::npos || text.find("message") != std::string_view::npos ||
           text.find("service") != std::string_view::npos;
}

} // namespace

void checkProtoText(std::string_view text, const ProtoLimits& limits, std::vector<ProtoFault>& faults)
{
    const auto add = [&faults](std::string why, int line = 0) {
        faults.push_back({{}, line, line > 0 ? 1 : 0, std::move(why)});
    };
    if (text.size() > limits.maxBytes)
        return add("File too large (max " + std::to_string(limits.maxBytes) + " bytes)");
    if (text.find('\0') != std::string_view::npos)
        add("contains a NUL byte");
    if (!http::isUtf8(text))
        add("is not UTF-8");
    if (!looksLikeProto(text))
        add("has neither syntax nor message nor service");
    if (const int line = Nesting(text).lineDeeperThan(limits.maxNesting); line > 0)
        add("blocks nest deeper than " + std::to_string(limits.maxNesting), line);
}

} // namespace gatehouse::protocols
