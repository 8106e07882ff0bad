// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// Why a head or a chunked body was refused. Each one has a status (for requests; a refused response is
/// always 502) and a text for the answer and the log.
enum class HeadError : std::uint8_t {
    None,
    BadRequestLine,
    BadStatusLine,
    BadMethod,
    MethodNotSupported, ///< CONNECT and TRACE
    BadTarget,
    TargetTooLong,
    BadVersion,
    VersionNotSupported,
    BareLineFeed,
    BareCarriageReturn,
    FoldedHeader,
    BadHeaderName,
    BadHeaderValue,
    SpaceBeforeColon,
    HeadTooLarge,
    TooManyHeaders,
    HostMissing,
    HostDuplicate,
    HostInvalid,
    LengthInvalid,
    LengthDuplicate,
    LengthAndChunked,
    TransferCodingInvalid,     ///< duplicate, "chunked" not last, or in HTTP/1.0
    TransferCodingUnsupported, ///< a coding other than chunked
    BadExpectation,
    ChunkSizeInvalid,
    ChunkTooLarge,
    ChunkExtensionTooLong,
    ChunkEndInvalid,
    TrailerInvalid,
    TrailerTooLarge,
    PseudoField,          ///< HTTP/2: missing, repeated, unknown or misplaced (RFC 9113 section 8.3)
    ConnectionField,      ///< HTTP/2: a field of HTTP/1 connections (RFC 9113 section 8.2.2)
    ProtocolNotSupported, ///< HTTP/2: extended CONNECT to something else than WebSocket (RFC 8441)
    Truncated,            ///< the peer closed in the middle
    Rejected              ///< llhttp refused what none of the above names
};

/// 400, 405, 414, 417, 431, 501 or 505.
int statusOf(HeadError error);
/// "Content-Length and Transfer-Encoding together".
std::string_view textOf(HeadError error);
/// Stable word for logs and metrics: "length_and_chunked".
std::string_view wordOf(HeadError error);

} // namespace gatehouse::http
