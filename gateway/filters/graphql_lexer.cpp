// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/graphql_lexer.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

GraphQlLexer::Token GraphQlLexer::take(Kind kind, std::size_t size)
{
    const Token token{kind, m_text.substr(0, size)};
    m_text.remove_prefix(size);
    return token;
}

GraphQlLexer::Token GraphQlLexer::bad()
{
    const Token token{Kind::Bad, m_text.substr(0, 1)};
    m_text = m_text.substr(m_text.size());
    return token;
}

void GraphQlLexer::skipIgnored()
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    for (;;) {
        const std::size_t at = m_text.find_first_not_of(" \t\r\n,");
        m_text.remove_prefix(std::min(at, m_text.size()));
        if (m_text.starts_with('#'))
            m_text.remove_prefix(std::min(m_text.find_first_of("\r\n"), m_text.size()));
        else if (m_text.starts_with(mark))
            m_text.remove_prefix(mark.size());
        else
            return;
    }
}

GraphQlLexer::Token GraphQlLexer::next()
{
    skipIgnored();
    if (m_text.empty())
        return {};
    const char c = m_text.front();
    if (isLetter(c))
        return name();
    if (isDigit(c) || c == '-')
        return number();
    if (c == '"')
        return m_text.starts_with("\"\"\"") ? blockString() : string();
    if (m_text.starts_with("..."))
        return take(Kind::Spread, 3);
    constexpr std::string_view punctuators = "!$&():=@[]{|}";
    return punctuators.find(c) != std::string_view::npos ? take(Kind::Punctuator, 1) : bad();
}

GraphQlLexer::Token GraphQlLexer::name()
{
    const auto end =
        std::find_if_not(m_text.begin(), m_text.end(), [](char c) { return isLetter(c) || isDigit(c); });
    return take(Kind::Name, std::size_t(end - m_text.begin()));
}

/// What follows a number directly must not be a name or another dot (section 2.9.1); more is left to the
/// upstream.
GraphQlLexer::Token GraphQlLexer::number()
{
    const auto end = std::find_if_not(m_text.begin() + 1, m_text.end(), [](char c) {
        return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
    });
    if (end != m_text.end() && isLetter(*end))
        return bad();
    return take(Kind::Number, std::size_t(end - m_text.begin()));
}

GraphQlLexer::Token GraphQlLexer::string()
{
    for (std::size_t at = 1; at < m_text.size(); ++at) {
        const char c = m_text[at];
        if (c == '"')
            return take(Kind::String, at + 1);
        if (c == '\n' || c == '\r')
            break;
        if (c == '\\')
            ++at;
    }
    return bad();
}

GraphQlLexer::Token GraphQlLexer::blockString()
{
    std::size_t at = 3;
    for (;;) {
        at = m_text.find("\"\"\"", at);
        if (at == std::string_view::npos)
            return bad();
        if (m_text[at - 1] != '\\')
            return take(Kind::String, at + 3);
        at += 3;
    }
}

} // namespace gatehouse::filters
