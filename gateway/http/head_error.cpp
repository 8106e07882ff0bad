// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/head_error.h"

#include <array>

namespace gatehouse::http {

namespace {

struct Row {
    int status;
    std::string_view word;
    std::string_view text;
};

// In the order of HeadError.
constexpr std::array<Row, static_cast<std::size_t>(HeadError::Rejected) + 1> rows{{
    {200, "none", "no error"},
    {400, "bad_request_line", "the request line is not \"METHOD target HTTP/1.1\""},
    {400, "bad_status_line", "the status line is not \"HTTP/1.1 NNN reason\""},
    {400, "bad_method", "the method is not a valid token"},
    {405, "method_not_supported", "CONNECT and TRACE are not supported"},
    {400, "bad_target", "the request target is malformed"},
    {414, "target_too_long", "the request target is too long"},
    {400, "bad_version", "the protocol version is malformed"},
    {505, "version_not_supported", "only HTTP/1.0 and HTTP/1.1 are supported here"},
    {400, "bare_line_feed", "a line ends with LF instead of CRLF"},
    {400, "bare_carriage_return", "a CR is not followed by LF"},
    {400, "folded_header", "a header line starts with white space"},
    {400, "bad_header_name", "a header name is malformed"},
    {400, "bad_header_value", "a header value holds control characters"},
    {400, "space_before_colon", "white space between a header name and its colon"},
    {431, "head_too_large", "the headers are too large"},
    {431, "too_many_headers", "there are too many headers"},
    {400, "host_missing", "the Host header is missing"},
    {400, "host_duplicate", "there is more than one Host header"},
    {400, "host_invalid", "the Host header is malformed"},
    {400, "length_invalid", "Content-Length is not a number"},
    {400, "length_duplicate", "there is more than one Content-Length"},
    {400, "length_and_chunked", "Content-Length and Transfer-Encoding together"},
    {400, "transfer_coding_invalid", "Transfer-Encoding is not exactly \"chunked\""},
    {501, "transfer_coding_unsupported", "the only supported transfer coding is chunked"},
    {417, "bad_expectation", "the only supported expectation is 100-continue"},
    {400, "chunk_size_invalid", "a chunk size is not a hexadecimal number followed by CRLF"},
    {400, "chunk_too_large", "a chunk is too large"},
    {400, "chunk_extension_too_long", "the chunk extensions are too long"},
    {400, "chunk_end_invalid", "a chunk does not end with CRLF"},
    {400, "trailer_invalid", "a trailer field is malformed"},
    {431, "trailer_too_large", "the trailer fields are too large"},
    {400, "pseudo_field", "a pseudo-header field is missing, repeated, unknown or misplaced"},
    {400, "connection_field", "a header field that only HTTP/1 connections have"},
    {501, "protocol_not_supported", "the only protocol of an extended CONNECT here is websocket"},
    {400, "truncated", "the connection was closed in the middle of a message"},
    {400, "rejected", "the message is malformed"},
}};

const Row& row(HeadError error)
{
    return rows[static_cast<std::size_t>(error)];
}

} // namespace

int statusOf(HeadError error)
{
    return row(error).status;
}

std::string_view textOf(HeadError error)
{
    return row(error).text;
}

std::string_view wordOf(HeadError error)
{
    return row(error).word;
}

} // namespace gatehouse::http
