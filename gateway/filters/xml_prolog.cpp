// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/xml_prolog.h"

#include "gateway/http/ascii.h"
#include "gateway/http/header_table.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::filters {

using http::equalsIgnoreCase;

namespace {

constexpr std::string_view malformed = "not well-formed (invalid token)";
constexpr std::string_view wide = "UTF-16 without byte order mark and UTF-32 are not allowed";
constexpr std::string_view foreign = "the encoding is not UTF-8, UTF-16, US-ASCII or ISO-8859-1";
constexpr std::string_view unlike = "byte order mark, charset and declaration do not name the same encoding";
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

bool hasWideMark(std::string_view document)
{
    return document.starts_with("\xFE\xFF") || document.starts_with("\xFF\xFE");
}

std::optional<std::string> narrowXml(std::string_view document)
{
    QStringDecoder decoder(QStringDecoder::Utf16);
    const QString text = decoder.decode(QByteArrayView(document.data(), qsizetype(document.size())));
    if (decoder.hasError() || document.size() % 2 != 0 || !text.isValidUtf16())
        return std::nullopt;
    std::string narrow = text.toStdString();
    if (narrow.starts_with("<?xml") && narrow.size() > 5 && isSpace(http::asByte(narrow[5])))
        narrow.erase(0, narrow.find("?>") + 2);
    return narrow;
}

XmlProlog::Width XmlProlog::widthOf(std::string_view encoding)
{
    using Names = std::array<std::pair<std::string_view, Width>, 10>;
    constexpr Names known{{{"", Width::Untold},
                           {"utf-8", Width::Plain},
                           {"utf8", Width::Plain},
                           {"us-ascii", Width::Plain},
                           {"ascii", Width::Plain},
                           {"iso-8859-1", Width::Plain},
                           {"latin1", Width::Plain},
                           {"utf-16", Width::Wide},
                           {"utf-16be", Width::Big},
                           {"utf-16le", Width::Little}}};
    const auto* const found = std::find_if(known.begin(), known.end(), [encoding](const auto& one) {
        return equalsIgnoreCase(one.first, encoding);
    });
    return found == known.end() ? Width::Other : found->second;
}

bool XmlProlog::agrees(Width told) const
{
    return told == Width::Untold || told == m_width || (told == Width::Wide && m_width != Width::Plain);
}

XmlProlog::XmlProlog(std::string_view contentType)
{
    constexpr std::string_view parts = "multipart/";
    if (equalsIgnoreCase(contentType.substr(0, parts.size()), parts)) {
        m_at = At::Boundary;
        m_root = mediaParameter(contentType, "start");
        return;
    }
    m_charset = widthOf(mediaParameter(contentType, "charset"));
    if (m_charset == Width::Other)
        refuse(foreign);
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
        else
            takeByte(http::asByte(byte));
    }
    return m_state;
}

/// Of UTF-16 all that is no ASCII looks like one letter: none of it means anything here.
void XmlProlog::takeByte(unsigned char byte)
{
    constexpr unsigned char letter = 0x80;
    if (m_width == Width::Plain)
        return byte == 0 ? refuse(wide) : step(byte);
    if (!std::exchange(m_halfUnit, !m_halfUnit)) {
        m_half = byte;
        return;
    }
    const unsigned char high = m_width == Width::Big ? m_half : byte;
    const unsigned char low = m_width == Width::Big ? byte : m_half;
    if (high == 0 && low == 0)
        return refuse(wide);
    step(high == 0 && low < letter ? low : letter);
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
    case At::SecondMark:
        return secondMark(byte);
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

std::string_view XmlProlog::faultOfPart()
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
        if (!equalsIgnoreCase(name, "Content-Type"))
            continue;
        m_charset = widthOf(mediaParameter(value, "charset"));
        if (m_charset == Width::Other)
            return foreign;
    }
    return m_root.empty() || id == m_root ? std::string_view() : "the first part is not the root";
}

/// The byte order mark of UTF-8 may stand before all else, that of UTF-16 must.
void XmlProlog::mark(unsigned char byte)
{
    if (m_text.empty() && (byte == 0xFE || byte == 0xFF)) {
        m_text.push_back(char(byte));
        m_at = At::SecondMark;
        return;
    }
    if (m_charset > Width::Plain)
        return refuse(wide);
    if (byte != http::asByte(byteOrderMark[m_text.size()]))
        return m_text.empty() ? between(byte) : refuse(malformed);
    m_text.push_back(char(byte));
    if (m_text.size() < byteOrderMark.size())
        return;
    m_text.clear();
    m_at = At::Between;
}

void XmlProlog::secondMark(unsigned char byte)
{
    m_text.push_back(char(byte));
    if (!hasWideMark(m_text))
        return refuse(malformed);
    m_width = byte == 0xFF ? Width::Big : Width::Little;
    if (!agrees(m_charset))
        return refuse(unlike);
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

/// Of an XML declaration, from behind "xml".
std::string_view XmlProlog::faultOfDeclaration(std::string_view rest) const
{
    rest = unspaced(rest);
    for (std::string_view name, value; !rest.empty();) {
        if (!takeAttribute(rest, name, value))
            return malformed;
        if (!equalsIgnoreCase(name, "encoding"))
            continue;
        const Width told = widthOf(value);
        if (told == Width::Other)
            return foreign;
        if (!agrees(told))
            return m_width == Width::Plain ? wide : unlike;
    }
    return {};
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
