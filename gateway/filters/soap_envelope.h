// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/json_tree.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::filters {

enum class SoapVersion : std::uint8_t { Unknown, V11, V12 };

/// By the namespace of the envelope; reads no further than its first tag. Unknown for everything else.
SoapVersion soapVersionOf(std::string_view document);

/// Where the header of an envelope is, in bytes of the document.
struct SoapOutline {
    SoapVersion version = SoapVersion::Unknown; ///< Unknown: the document is XML and no envelope
    std::string headerName;                     ///< with the prefix of the document: "soap:Header"
    std::size_t entriesAt = 0;                  ///< where the first header entry stands or would stand
    enum class Header : std::uint8_t {
        Missing,
        Empty,
        Open
    } header = Header::Missing; ///< Empty: "<Header/>"
    struct Range {
        std::size_t begin = 0, end = 0;
    };
    std::vector<Range> securities; ///< wsse:Security entries for the next receiver: the caller's own
};

/// Reads the whole document. A fault when it is no well-formed XML, or beyond the limits of the reader.
struct SoapOutlineRead {
    std::optional<std::string> fault;
    SoapOutline outline;
};
SoapOutlineRead outlineOf(std::string_view document);

/// The document with `security` as the first entry of its header, which is made when it is missing, in the
/// place of the caller's own ones; every other byte stays as it is. `outline`: of this document, not Unknown.
std::string withSecurity(std::string_view document, const SoapOutline& outline, std::string_view security);

/// The first entry of a SOAP body as validation rules see it (data-plane 9): elements by local name, leaves
/// as text (null when empty), repeated elements as lists, attributes ignored.
struct SoapContent {
    std::optional<std::string> fault; ///< for the caller
    std::string name;                 ///< of the entry; empty: the body is empty
    Json value;
};
SoapContent soapContentOf(std::string_view document);

inline constexpr std::string_view wsseNamespace =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

} // namespace gatehouse::filters
