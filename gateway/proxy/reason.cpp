// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/reason.h"

#include <array>
#include <cstddef>

namespace gatehouse::proxy {

namespace {

using enum Source;

// Codes and texts: platform error codes; statuses: 502 refused/reset/garbage, 503 open breaker/no healthy,
// 504 timeouts.
constexpr std::array<ReasonRow, static_cast<std::size_t>(Reason::Count_)> table{{
    {Reason::None, "none", Source::None, 200, "", "", false},
    {Reason::BadHead, "bad_head", Client, 400, "REQ400", "Malformed request", false},
    {Reason::AmbiguousFraming, "ambiguous_framing", Client, 400, "REQ400", "Ambiguous request framing",
     false},
    {Reason::HeadTooLarge, "head_too_large", Client, 431, "REQ431", "Request header fields too large", false},
    {Reason::TooManyHeaders, "too_many_headers", Client, 431, "REQ431", "Too many request header fields",
     false},
    {Reason::UriTooLong, "uri_too_long", Client, 414, "REQ414", "Request target too long", false},
    {Reason::BadTarget, "bad_target", Client, 400, "REQ400", "Invalid request target", false},
    {Reason::UnsupportedVersion, "unsupported_version", Client, 505, "REQ505", "HTTP version not supported",
     false},
    {Reason::MethodNotSupported, "method_not_supported", Client, 405, "GTW004", "Method not supported",
     false},
    {Reason::HeaderTimeout, "header_timeout", Client, 408, "REQ408", "Timed out waiting for the request head",
     false},
    {Reason::BodyTimeout, "body_timeout", Client, 408, "REQ408", "Timed out waiting for the request body",
     false},
    {Reason::BodyTooLarge, "body_too_large", Client, 413, "REQ001", "Request entity too large", false},
    {Reason::BadBody, "bad_body", Client, 400, "REQ400", "Malformed request body", false},
    {Reason::ClientGone, "client_gone", Client, 0, "", "Client closed the connection", false},
    {Reason::SlowReader, "slow_reader", Client, 0, "", "Client reads too slowly", false},
    {Reason::HttpsRequired, "https_required", Client, 400, "REQ400", "This port serves HTTPS only", false},
    {Reason::BadHandshake, "bad_handshake", Client, 400, "REQ426", "Malformed WebSocket handshake", false},
    {Reason::FrameViolation, "frame_violation", Client, 0, "", "Client broke the WebSocket protocol", false},
    {Reason::NoRoute, "no_route", Gateway, 404, "GTW001",
     "API does not exist for the requested name and version", false},
    {Reason::NoOperation, "no_operation", Gateway, 404, "GTW003",
     "Endpoint does not exist for the requested API", false},
    {Reason::MethodNotAllowed, "method_not_allowed", Gateway, 405, "GTW004", "Method not supported", false},
    {Reason::ApiDisabled, "api_disabled", Gateway, 403, "GTW012", "API is disabled", false},
    {Reason::IpDenied, "ip_denied", Gateway, 403, "API010", "IP restricted", false},
    {Reason::OriginDenied, "origin_denied", Gateway, 403, "CORS403", "Origin not allowed", false},
    {Reason::Unauthenticated, "unauthenticated", Gateway, 401, "", "Unauthorized", false},
    {Reason::InsufficientScope, "insufficient_scope", Gateway, 403, "GTW016", "Token lacks a scope", false},
    {Reason::KeysUnavailable, "keys_unavailable", Gateway, 503, "GTW017",
     "Keys of the token issuer are not available", false},
    {Reason::NotSubscribed, "not_subscribed", Gateway, 403, "", "You are not subscribed to this resource",
     false},
    {Reason::WrongGroup, "wrong_group", Gateway, 401, "", "You do not have the correct group for this",
     false},
    {Reason::WrongRole, "wrong_role", Gateway, 403, "GTW014", "Forbidden: role not allowed for this API",
     false},
    {Reason::RateLimited, "rate_limited", Gateway, 429, "", "Rate limit exceeded", false},
    {Reason::ThrottleQueueFull, "throttle_queue_full", Gateway, 429, "", "Throttle queue limit exceeded",
     false},
    {Reason::BandwidthLimited, "bandwidth_limited", Gateway, 429, "", "Bandwidth limit exceeded", false},
    {Reason::QuotaExhausted, "quota_exhausted", Gateway, 429, "", "Quota exceeded", false},
    {Reason::NoCredits, "no_credits", Gateway, 401, "GTW008", "User does not have any credits", false},
    {Reason::ConnectionLimit, "connection_limit", Gateway, 429, "REQ429", "Too many connections", false},
    {Reason::WebSocketDenied, "websocket_denied", Gateway, 403, "GTW015", "WebSocket is not allowed here",
     false},
    {Reason::StreamIdle, "stream_idle", Gateway, 0, "", "Nothing was said for too long", false},
    {Reason::Invalid, "invalid", Gateway, 400, "GTW011", "Validation failed", false},
    {Reason::QueryRefused, "query_refused", Gateway, 400, "GTW013", "Query is not allowed", false},
    {Reason::NotCached, "not_cached", Gateway, 504, "GTW018", "Not in the cache", false},
    {Reason::Draining, "draining", Gateway, 503, "GTW503", "Gateway is shutting down", false},
    {Reason::Overloaded, "overloaded", Gateway, 503, "GTW503", "Gateway is overloaded", false},
    {Reason::Internal, "internal", Gateway, 500, "GTW006", "Internal server error", false},
    {Reason::NoUpstream, "no_upstream", Gateway, 404, "GTW001", "No upstream servers configured", false},
    {Reason::NoHealthyUpstream, "no_healthy_upstream", Upstream, 503, "GTW503", "No healthy upstream", false},
    {Reason::CircuitOpen, "circuit_open", Upstream, 503, "GTW999", "Upstream circuit open", false},
    {Reason::PoolTimeout, "pool_timeout", Upstream, 504, "GTW010", "Gateway timeout", true},
    {Reason::DnsFailed, "dns_failed", Upstream, 502, "GTW502", "Upstream name cannot be resolved", true},
    {Reason::ConnectRefused, "connect_refused", Upstream, 502, "GTW502", "Upstream refused the connection",
     true},
    {Reason::ConnectTimeout, "connect_timeout", Upstream, 504, "GTW010", "Gateway timeout", true},
    {Reason::ConnectUnreachable, "connect_unreachable", Upstream, 502, "GTW502", "Upstream is unreachable",
     true},
    {Reason::TlsFailed, "tls_failed", Upstream, 502, "GTW502", "Upstream TLS handshake failed", true},
    {Reason::TlsCertificateExpired, "tls_certificate_expired", Upstream, 502, "GTW502",
     "Upstream certificate has expired or is not valid yet", true},
    {Reason::TlsNameMismatch, "tls_name_mismatch", Upstream, 502, "GTW502",
     "Upstream certificate belongs to another name", true},
    {Reason::TlsUnknownAuthority, "tls_unknown_authority", Upstream, 502, "GTW502",
     "Upstream certificate is signed by an unknown authority", true},
    {Reason::UpstreamNoHttp2, "upstream_no_http2", Upstream, 502, "GTW502", "Upstream does not offer HTTP/2",
     true},
    {Reason::UpstreamReset, "upstream_reset", Upstream, 502, "GTW502", "Upstream reset the connection", true},
    {Reason::UpstreamClosedEarly, "upstream_closed_early", Upstream, 502, "GTW502",
     "Upstream closed the connection early", true},
    {Reason::UpstreamReadTimeout, "upstream_read_timeout", Upstream, 504, "GTW010", "Gateway timeout", true},
    {Reason::UpstreamWriteTimeout, "upstream_write_timeout", Upstream, 504, "GTW010", "Gateway timeout",
     true},
    {Reason::UpstreamBadHead, "upstream_bad_head", Upstream, 502, "GTW502", "Malformed answer from upstream",
     true},
    {Reason::UpstreamBadBody, "upstream_bad_body", Upstream, 502, "GTW502",
     "Malformed answer body from upstream", true},
    {Reason::UpstreamHeadTooLarge, "upstream_head_too_large", Upstream, 502, "GTW502",
     "Upstream answer head too large", true},
    {Reason::DeadlineExceeded, "deadline_exceeded", Upstream, 504, "GTW010",
     "The deadline of the call has passed", false},
    {Reason::CallDenied, "call_denied", Gateway, 403, "GTW013", "The call is not allowed", false},
    {Reason::IssuerUnavailable, "issuer_unavailable", Gateway, 503, "GTW019",
     "The token issuer cannot be asked", false},
}};

consteval bool inOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].reason) != i)
            return false;
    }
    return true;
}
static_assert(inOrder(), "one row per reason, in the order of the enum");

} // namespace

std::span<const ReasonRow> reasonTable()
{
    return table;
}

const ReasonRow& row(Reason reason)
{
    return table[static_cast<std::size_t>(reason)];
}

} // namespace gatehouse::proxy
