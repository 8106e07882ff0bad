// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::http {

/// The reason phrase of RFC 9110 section 15; "Unknown" for other numbers.
std::string_view statusText(int status);
/// 1xx, 204 and 304 never have a body (RFC 9112 section 6.3).
constexpr bool statusHasBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

} // namespace gatehouse::http
