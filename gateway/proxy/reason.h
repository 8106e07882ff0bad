// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::proxy {

/// Why an exchange did not end with the upstream's own answer. Closed list: logs, metrics, answers and the
/// console all speak in these words. The rows are in reason.cpp.
enum class Reason : std::uint8_t {
    None,
    // the client's doing
    BadHead,
    AmbiguousFraming,
    HeadTooLarge,
    TooManyHeaders,
    UriTooLong,
    BadTarget,
    UnsupportedVersion,
    MethodNotSupported,
    HeaderTimeout,
    BodyTimeout,
    BodyTooLarge,
    BadBody,
    ClientGone,
    SlowReader,
    HttpsRequired,
    BadHandshake,
    FrameViolation,
    // decisions of the gateway
    NoRoute,
    NoOperation,
    MethodNotAllowed,
    ApiDisabled,
    IpDenied,
    OriginDenied,
    Unauthenticated,
    InsufficientScope,
    KeysUnavailable,
    NotSubscribed,
    WrongGroup,
    WrongRole,
    RateLimited,
    ThrottleQueueFull,
    BandwidthLimited,
    QuotaExhausted,
    NoCredits,
    ConnectionLimit,
    WebSocketDenied,
    StreamIdle,
    Invalid,
    QueryRefused,
    NotCached,
    Draining,
    Overloaded,
    Internal,
    // the upstream's doing
    NoUpstream,
    NoHealthyUpstream,
    CircuitOpen,
    PoolTimeout,
    DnsFailed,
    ConnectRefused,
    ConnectTimeout,
    ConnectUnreachable,
    TlsFailed,
    TlsCertificateExpired,
    TlsNameMismatch,
    TlsUnknownAuthority,
    UpstreamNoHttp2,
    UpstreamReset,
    UpstreamClosedEarly,
    UpstreamReadTimeout,
    UpstreamWriteTimeout,
    UpstreamBadHead,
    UpstreamBadBody,
    UpstreamHeadTooLarge,
    DeadlineExceeded,
    CallDenied,
    IssuerUnavailable, // a decision of the gateway
    Count_
};

enum class Source : std::uint8_t { None, Client, Gateway, Upstream };

struct ReasonRow {
    Reason reason;
    std::string_view name; ///< stable word, snake_case
    Source source;
    std::uint16_t status;  ///< HTTP status of the answer; 0: no answer can be sent
    std::string_view code; ///< wire code; empty: the text stands in its place
    std::string_view text; ///< wire text
    bool upstreamFault;    ///< counts against the upstream's breaker and health
};

std::span<const ReasonRow> reasonTable();
const ReasonRow& row(Reason reason);
inline std::string_view nameOf(Reason reason)
{
    return row(reason).name;
}

} // namespace gatehouse::proxy
