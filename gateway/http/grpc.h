// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/chunked.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::http {

/// How a gRPC call ended (the protocol's "status codes and their use").
enum class GrpcStatus : std::uint8_t {
    Ok,
    Cancelled,
    Unknown,
    InvalidArgument,
    DeadlineExceeded,
    NotFound,
    AlreadyExists,
    PermissionDenied,
    ResourceExhausted,
    FailedPrecondition,
    Aborted,
    OutOfRange,
    Unimplemented,
    Internal,
    Unavailable,
    DataLoss,
    Unauthenticated,
    Count_
};

/// "NOT_FOUND"
std::string_view nameOf(GrpcStatus status);
/// What a caller who speaks HTTP alone is told (data-plane 14).
std::uint16_t httpStatusOf(GrpcStatus status);
/// What an HTTP status means that came in place of a gRPC answer (gRPC over HTTP/2, "HTTP to gRPC status code
/// mapping").
GrpcStatus grpcStatusOfAnswer(int httpStatus);
/// What an error of the gateway itself means to a gRPC client; `httpStatus` as it would be in HTTP.
GrpcStatus grpcStatusOfError(int httpStatus);
/// The value of grpc-status. Codes nobody has defined are Unknown; nothing when it is no number.
std::optional<GrpcStatus> parseGrpcStatus(std::string_view text);

/// Which of the gRPC protocols a Content-Type names.
enum class GrpcMedia : std::uint8_t { None, Native, Web, WebText };
struct GrpcType {
    GrpcMedia media = GrpcMedia::None;
    std::string_view codec; ///< "+proto", or empty; without parameters
};
GrpcType grpcTypeOf(std::string_view contentType);

/// grpc-message: percent-encoded UTF-8 (gRPC over HTTP/2, "Responses"). Decoding never fails: what is no
/// escape stays as it is.
std::string encodeGrpcMessage(std::string_view text);
std::string decodeGrpcMessage(std::string_view text);

/// The value of grpc-timeout ("100m") in nanoseconds; nothing when it is malformed.
std::optional<std::int64_t> grpcTimeoutNs(std::string_view text);

constexpr std::size_t GrpcPrefixBytes = 5;
constexpr std::uint8_t GrpcCompressed = 0x01; ///< flag of a message
constexpr std::uint8_t GrpcTrailers = 0x80;   ///< flag of a frame of gRPC-Web

/// A length-prefixed message: flags, length as four bytes, payload.
void appendGrpcFrame(std::string& out, std::uint8_t flags, std::string_view payload);
/// The frame that carries trailers in the body of a gRPC-Web answer.
void appendGrpcTrailers(std::string& out, const Trailers& trailers);

/// Reads the messages of a complete or growing body, one after the other, in place.
class GrpcFrames {
public:
    enum class Step : std::uint8_t { Frame, More, End };
    explicit GrpcFrames(std::string_view body)
        : m_body(body)
    {
    }
    /// Frame: flags() and payload() tell of it. More: the body ends inside a frame.
    Step next();
    std::uint8_t flags() const { return m_flags; }
    std::string_view payload() const { return m_payload; }
    /// Bytes of all frames read.
    std::size_t position() const { return m_at; }

private:
    std::string_view m_body;
    std::string_view m_payload;
    std::size_t m_at = 0;
    std::uint8_t m_flags = 0;
};

} // namespace gatehouse::http
