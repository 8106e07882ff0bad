// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// The methods that routes and filters tell apart; every other valid token is Other and is forwarded as it
/// came.
enum class Method : std::uint8_t { Other, Get, Head, Post, Put, Delete, Patch, Options, Connect, Trace };

/// For Allow where no API says which: all that are told apart but CONNECT and TRACE, which nobody is served.
inline constexpr std::string_view servedMethods = "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS";

/// The longest method that is taken, in any version of HTTP.
inline constexpr std::size_t maxMethodBytes = 32;

/// Case-sensitive (RFC 9110 section 9.1).
Method methodFromText(std::string_view text);
/// "GET"; empty for Other.
std::string_view methodText(Method method);
/// Repeating the request is harmless (RFC 9110 section 9.2.2).
constexpr bool isIdempotent(Method method)
{
    return method != Method::Post && method != Method::Patch && method != Method::Connect &&
           method != Method::Other;
}

} // namespace gatehouse::http
