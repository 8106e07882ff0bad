// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace gatehouse::http {

/// A token of RFC 9110 section 5.6.2: header names, methods.
bool isToken(std::string_view text);
/// One without capitals: header names of HTTP/2.
bool isLowerToken(std::string_view text);
/// No control characters but tab: may be written as a header value.
bool isCleanValue(std::string_view text);
/// host[:port] of RFC 3986 section 3.2, not empty and without user information.
bool isAuthority(std::string_view text);
/// Only visible ASCII, and no '#': what a request target may hold.
bool isTargetText(std::string_view text);
/// Position of the first control character (below 0x20 but not tab, or 0x7f) at or behind `from`, else
/// size().
std::size_t findControl(std::string_view text, std::size_t from);
/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);
/// Value of a hexadecimal digit, or -1.
int hexValue(char digit);

} // namespace gatehouse::http
