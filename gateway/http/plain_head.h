// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_parser.h"

#include <cstddef>
#include <string_view>

namespace gatehouse::http {

/// Whether a plain head is taken without llhttp's confirmation (build option GATEHOUSE_PLAIN_HEADS).
#ifdef GATEHOUSE_PLAIN_HEADS
inline constexpr bool trustPlainHeads = true;
#else
inline constexpr bool trustPlainHeads = false;
#endif

/// Reads the fields of a head in one pass, if there is nothing about them that two readers could take
/// differently: every line ends in CRLF and is a token, a colon and a value without control characters
/// (RFC 9112 section 5), no line is folded, the body is told by one Content-Length of digits alone, by one
/// Transfer-Encoding that is "chunked", or not at all, and nothing asks for another protocol. `at`: behind
/// the first line.
///
/// Returns where the body starts. Zero: the head is not plain, or not complete, or breaks a limit; then
/// HeadScanner and llhttp are asked, and `headers` is of no use. Both ways give the same for a plain head
/// (tests/fuzz/fuzz_head.cpp compares them).
std::size_t readPlainFields(std::string_view bytes, std::size_t at, const HeadLimits& limits,
                            HeaderTable& headers);

/// Length of the first line of `bytes` without its CRLF; zero when it is empty, not complete or too long.
std::size_t plainFirstLine(std::string_view bytes, const HeadLimits& limits);

} // namespace gatehouse::http
