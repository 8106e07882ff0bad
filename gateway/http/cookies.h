// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"

#include <string_view>

namespace gatehouse::http {

/// The value of one cookie in a Cookie field (RFC 6265 section 4.2.1), without quotes; empty when it is not
/// there. Names count as written, the first of a name wins. The result is a part of `field`.
std::string_view cookieValue(std::string_view field, std::string_view name);
/// The same in all Cookie fields of a head; the first that is not empty.
std::string_view cookieValue(const HeaderTable& headers, std::string_view name);

} // namespace gatehouse::http
