// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::crypto {

/// A name that an object has twice: which of the two is meant is open (RFC 8259 section 4).
struct RepeatedJsonName {
    std::string name;
    std::string place; ///< "issuers[2].jwt.issuer"
};

/// Those of all objects of `json`, which must be valid, in the order of the text; at most `most`. Escapes are
/// resolved. Time is linear; memory grows with the names of the objects that are open at a time.
std::vector<RepeatedJsonName> repeatedJsonNames(std::string_view json, std::size_t most);

} // namespace gatehouse::crypto
