// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"

#include <optional>
#include <string_view>

namespace gatehouse::filters {

/// What follows the scheme in a value of Authorization (RFC 9110 section 11.4), without blanks around it;
/// nothing when the scheme is another.
std::optional<std::string_view> afterScheme(std::string_view field, std::string_view scheme);

/// The parameter `name` of auth-params such as `key="a", nonce="b"`; quotes are taken off, escapes are not
/// understood. Nothing when it is missing, there twice, or the list is malformed.
std::optional<std::string_view> authParameter(std::string_view parameters, std::string_view name);

} // namespace gatehouse::filters
