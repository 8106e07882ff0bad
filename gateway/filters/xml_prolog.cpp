// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/xml_prolog.h"

#include "gateway/http/ascii.h"
#include "gateway/http/header_table.h"

#include <algorithm>
#include <array>

namespace gatehouse::filters {

using http::equalsIgnoreCase;

namespace {

constexpr std::string_view malformed = "not well-formed (invalid token)";
constexpr std::string_view wide = "UTF-16 and UTF-32 are not allowed";
constexpr std::string_view foreign = "the encoding is not UTF-8, US-ASCII or ISO-8859-1";
constexpr std::string_view doctype = "a document type declaration is not allowed";
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

bool isSpace(unsigned char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

std::string_view unspaced(std::string_view text)
{
    while (!text.empty() && isSpace(http::asByte(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(http::asByte(text.back())))
        text.remove_suffix(1);
    return text;
}

/// In UTF-8 and in ISO-8859-1 alike.
bool startsName(unsigned char byte)
{
    const unsigned char lower = byte | 0x20U;
    return (lower >= 'a' && lower <= 'z') || byte == '_' || byte == ':' || byte >= 0x80;
}

/// Takes `name = "value"` off the begin of `rest`; false: something else stands there.
bool takeAttribute(std::string_view& rest, std::string_view& name, std::string_view& value)
{
    const std::size_t equal = rest.find('=');
    if (equal == std::string_view::npos)
        return false;
    name = unspaced(rest.substr(0, equal));
    rest = unspaced(rest.substr(equal + 1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\''))
        return false;
    const std::size_t end = rest.find(rest.front(), 1);
    if (end == std::string_view::npos)
        return false;
    value = rest.substr(1, end - 1);
    rest = unspaced(rest.substr(end + 1));
    return true;
}

/// Of an XML declaration, from behind "xml".
std::string_view faultOfDeclaration(std::string_view rest)
{
    rest = unspaced(rest);
    for (std::string_view name, value; !rest.empty();) {
        if (!takeAttribute(rest, name, value))
            return malformed;
        if (equalsIgnoreCase(name, "encoding") && !isPlainEncoding(value))
            return foreign;
    }
    return {};
}

} // namespace

std::string_view mediaParameter(std::string_view contentType, std::string_view name)
{
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= contentType.size(); ++at) {
        if (at < contentType.size() && contentType[at] == '"')
            quoted = !quoted;
        if (at < contentType.size() && (quoted || contentType[at] != ';'))
            continue;
        const std::string_view one = contentType.substr(begin, at - begin);
        begin = at + 1;
        const std::size_t equal = one.find('=');
        if (equal == std::string_view::npos || !equalsIgnoreCase(unspaced(one.substr(0, equal)), name))
            continue;
        std::string_view value = unspaced(one.substr(equal + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return value;
    }
    return {};
}

bool isPlainEncoding(std::string_view name)
{
    constexpr std::array<std::string_view, 7> plain{"",      "utf-8",      "utf8",  "us-ascii",
                                                    "ascii", "iso-8859-1", "latin1"};
    return std::any_of(plain.begin(), plain.end(),
                       [name](std::string_view one) { return equalsIgnoreCase(one, name); });
}

XmlProlog::XmlProlog(std::string_view contentType)
{
    constexpr std::string_view parts = "multipart/";
    if (equalsIgnoreCase(contentType.substr(0, parts.size()), parts)) {
        m_at = At::Boundary;
        m_root = mediaParameter(contentType, "start");
    } else if (!isPlainEncoding(mediaParameter(contentType, "charset"))) {
        refuse(foreign);
    }
}

void XmlProlog::refuse(std::string_view fault)
{
    m_fault = fault;
    m_state = State::Refused;
}

XmlProlog::State XmlProlog::take(std::string_view piece)
{
    for (const char byte : piece) {
        if (m_state != State::Undecided)
            break;
        if (++m_seen > Longest)
            refuse("no element begins within the first 16384 bytes");
        else if (byte == 0)
            refuse(wide);
        else
            step(http::asByte(byte));
    }
    return m_state;
}

XmlProlog::State XmlProlog::end()
{
    if (m_state != State::Undecided)
        return m_state;
    if (m_sawText)
        refuse("no element found");
    else
        m_state = State::Passes;
    return m_state;
}

void XmlProlog::step(unsigned char byte)
{
    m_sawText = m_sawText || !isSpace(byte);
    switch (m_at) {
    case At::Boundary:
    case At::PartHead:
        return partHead(char(byte));
    case At::Mark:
        return mark(byte);
    case At::Between:
        return between(byte);
    case At::Open:
        return open(byte);
    case At::Bang: // "<!": "<!-" only in a comment, and "<!DOCTYPE" is the one thing else that may stand here
        if (byte != '-')
            return refuse(doctype);
        m_text.push_back('-');
        if (m_text.size() == 2) {
            m_text.clear();
            m_at = At::Comment;
        }
        return;
    case At::Comment:
        return comment(char(byte));
    case At::Instruction:
        m_text.push_back(char(byte));
        if (endsWith("?>"))
            endInstruction();
        return;
    }
}

/// "--" only at its end (XML 1.0 section 2.5).
void XmlProlog::comment(char byte)
{
    if (endsWith("--")) {
        m_at = At::Between;
        return byte == '>' ? void() : refuse(malformed);
    }
    if (m_text.size() == 2)
        m_text.erase(0, 1);
    m_text.push_back(byte);
}

/// Up to the empty line behind the head of the first part (RFC 2046 section 5.1).
void XmlProlog::partHead(char byte)
{
    if (m_text.empty() && isSpace(http::asByte(byte)))
        return;
    m_text.push_back(byte);
    if (m_at == At::Boundary) {
        if (byte != '-')
            return refuse("the body does not start with a part");
        if (m_text.size() == 2)
            m_at = At::PartHead;
        return;
    }
    if (!endsWith("\n\r\n") && !endsWith("\n\n"))
        return;
    if (const std::string_view fault = faultOfPart(); !fault.empty())
        return refuse(fault);
    m_text.clear();
    m_at = At::Mark;
}

std::string_view XmlProlog::faultOfPart() const
{
    std::string_view id;
    for (std::string_view rest = m_text; !rest.empty();) {
        const std::size_t newline = std::min(rest.find('\n'), rest.size() - 1);
        const std::string_view line = rest.substr(0, newline);
        rest.remove_prefix(newline + 1);
        const std::size_t colon = std::min(line.find(':'), line.size());
        const std::string_view name = unspaced(line.substr(0, colon));
        const std::string_view value = unspaced(line.substr(std::min(colon + 1, line.size())));
        if (equalsIgnoreCase(name, "Content-ID"))
            id = value;
        if (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t'))
            return "the head of the first part has folded lines";
        const bool plain = equalsIgnoreCase(value, "binary") || equalsIgnoreCase(value, "8bit") ||
                           equalsIgnoreCase(value, "7bit");
        if (equalsIgnoreCase(name, "Content-Transfer-Encoding") && !plain)
            return "the first part is not sent as it is (Content-Transfer-Encoding)";
        if (equalsIgnoreCase(name, "Content-Type") && !isPlainEncoding(mediaParameter(value, "charset")))
            return foreign;
    }
    return m_root.empty() || id == m_root ? std::string_view() : "the first part is not the root";
}

/// The byte order mark of UTF-8 may stand before all else; those of others begin with 0xFE or 0xFF.
void XmlProlog::mark(unsigned char byte)
{
    if (m_text.empty() && (byte == 0xFE || byte == 0xFF))
        return refuse(wide);
    if (byte != http::asByte(byteOrderMark[m_text.size()]))
        return m_text.empty() ? between(byte) : refuse(malformed);
    m_text.push_back(char(byte));
    if (m_text.size() < byteOrderMark.size())
        return;
    m_text.clear();
    m_at = At::Between;
}

void XmlProlog::between(unsigned char byte)
{
    m_at = At::Between;
    if (byte == '<')
        m_at = At::Open;
    else if (!isSpace(byte))
        refuse(malformed);
}

void XmlProlog::open(unsigned char byte)
{
    m_text.clear();
    if (byte == '?')
        m_at = At::Instruction;
    else if (byte == '!')
        m_at = At::Bang;
    else if (startsName(byte))
        m_state = State::Passes;
    else
        refuse(malformed);
}

void XmlProlog::endInstruction()
{
    const std::string_view text = std::string_view(m_text).substr(0, m_text.size() - 2);
    const bool declares =
        equalsIgnoreCase(text.substr(0, 3), "xml") && (text.size() == 3 || isSpace(http::asByte(text[3])));
    if (declares) {
        if (const std::string_view fault = faultOfDeclaration(text.substr(3)); !fault.empty())
            return refuse(fault);
    }
    m_at = At::Between;
}

} // namespace gatehouse::filters
