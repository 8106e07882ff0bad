// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::http {

/// One part of a multipart/form-data body (RFC 7578). `content` is a view of the body.
struct FormPart {
    std::string name;
    std::string fileName; ///< as the client gave it: never a path to be used
    bool isFile = false;  ///< it has a file name, perhaps an empty one
    std::string_view content;
};

/// The parts of a complete body, in order. Nothing, and `why`, when it is not what its type says: strict,
/// with CRLF line ends, at most 32 parts, and an end that is marked as such.
std::optional<std::vector<FormPart>> parseForm(std::string_view contentType, std::string_view body,
                                               std::string& why);

} // namespace gatehouse::http
