// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// The value of a parameter of a Content-Type, without its quotes; empty: there is none (RFC 9110 section
/// 8.3.1).
std::string_view mediaParameter(std::string_view contentType, std::string_view name);

/// Begins with the byte order mark of UTF-16, which XML must do in that encoding (XML 1.0 section 4.3.3).
bool hasWideMark(std::string_view document);

/// An XML document in UTF-16 with its mark, in UTF-8 and without declaration; nothing when it is no UTF-16.
std::optional<std::string> narrowXml(std::string_view document);

/// Looks at what stands before the first element of an XML document that streams by (XML 1.0 section 2.8), in
/// pieces cut anywhere: without a document type declaration there are no entities to expand or to fetch, and
/// SOAP forbids them (SOAP 1.1 section 3, SOAP 1.2 part 1 section 5). Refused is as well what could hide one:
/// UTF-32, UTF-16 without its mark or not said alike by mark, charset and declaration, other encodings, and
/// what is no XML. Of a multipart body (SOAP with attachments) it looks at the first part, which must be the
/// root. Memory is bounded by `Longest`. Not thread-safe.
class XmlProlog {
public:
    enum class State : std::uint8_t {
        Undecided,
        Passes, ///< the first element begins, or the body is empty
        Refused ///< fault() says why
    };
    static constexpr std::size_t Longest = 16 * 1024; ///< bytes before the first element

    /// `contentType`: of the body; used during the call only.
    explicit XmlProlog(std::string_view contentType = {});

    /// The next bytes; those behind the decision are not looked at.
    State take(std::string_view piece);
    /// The body is complete.
    State end();

    State state() const { return m_state; }
    std::string_view fault() const { return m_fault; }

private:
    enum class At : std::uint8_t {
        Boundary,
        PartHead,
        Mark,
        SecondMark,
        Between,
        Open,
        Bang,
        Comment,
        Instruction
    };

    /// What a document is written in: any one of UTF-8, US-ASCII and ISO-8859-1, or UTF-16, whose byte order
    /// the mark tells.
    enum class Width : std::uint8_t { Untold, Plain, Wide, Big, Little, Other };
    static Width widthOf(std::string_view encoding);

    void takeByte(unsigned char byte);
    bool agrees(Width told) const;
    void step(unsigned char byte);
    void partHead(char byte);
    void mark(unsigned char byte);
    void secondMark(unsigned char byte);
    void between(unsigned char byte);
    void open(unsigned char byte);
    void comment(char byte);
    void endInstruction();
    std::string_view faultOfPart();
    std::string_view faultOfDeclaration(std::string_view rest) const;
    void refuse(std::string_view fault);
    bool endsWith(std::string_view tail) const { return std::string_view(m_text).ends_with(tail); }

    State m_state = State::Undecided;
    At m_at = At::Mark;
    std::size_t m_seen = 0;
    bool m_sawText = false; ///< anything but white space
    bool m_halfUnit = false;
    unsigned char m_half = 0;        ///< first byte of a unit of UTF-16
    Width m_charset = Width::Untold; ///< as the type says
    Width m_width = Width::Plain;    ///< as the mark says
    std::string_view m_fault;
    std::string m_text; ///< of the part's head or of the instruction so far; of a comment its last two bytes
    std::string m_root; ///< Content-ID of the root part; empty: not told
};

} // namespace gatehouse::filters
