// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::filters {

struct XmlAttribute {
    std::string_view namespaceUri; ///< empty: none
    std::string_view localName;
    std::string_view value;
};

/// A start tag. Its views end with the call that shows it.
struct XmlElement {
    std::string_view namespaceUri; ///< empty: none
    std::string_view localName;
    std::string_view prefix; ///< empty: the default namespace, or none
    std::span<const XmlAttribute> attributes;
    std::size_t begin = 0; ///< place of its "<" in the document, in bytes
    std::size_t end = 0;   ///< behind its ">"
    int depth = 0;         ///< 1: the root

    bool is(std::string_view uri, std::string_view name) const
    {
        return localName == name && namespaceUri == uri;
    }
    /// Value of the attribute without namespace; empty when there is none.
    std::string_view attribute(std::string_view name) const;
};

/// Is told what is in a document, in its order. False: has seen enough; nothing more is read.
class XmlSink {
public:
    virtual ~XmlSink() = default;
    virtual bool start(const XmlElement& element) = 0;
    /// `end`: behind the ">" of the end tag, or of the empty tag.
    virtual bool end([[maybe_unused]] std::size_t end) { return true; }
    /// Text of the innermost open element, in pieces; UTF-8.
    virtual bool text([[maybe_unused]] std::string_view text) { return true; }
};

struct XmlLimits {
    int depth = 100;
    std::size_t elements = 200'000;
    std::size_t memory = 4 * 1024 * 1024; ///< of the reader; bytes
};

/// Reads a document of somebody outside (XML 1.0 with namespaces; UTF-8, UTF-16, ISO-8859-1, US-ASCII). A
/// document type declaration is refused, so there are no entities to expand or to fetch, which SOAP forbids
/// anyway (SOAP 1.1 section 3, SOAP 1.2 part 1 section 5). Gives what is wrong, with the place; nothing when
/// all is well or the sink had enough. Any thread.
std::optional<std::string> readXml(std::string_view document, XmlSink& sink, const XmlLimits& limits = {});

/// Appends text as content of an element or of a quoted attribute. ASCII alone comes out, whatever the
/// encoding of the document around it; what XML cannot say (control characters, no UTF-8) becomes U+FFFD.
void appendXmlText(std::string& out, std::string_view utf8);

} // namespace gatehouse::filters
