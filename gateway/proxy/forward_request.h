// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/chunked.h"
#include "gateway/http/message_writer.h"
#include "gateway/proxy/exchange.h"
#include "gateway/proxy/settings.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::proxy {

/// How the forwarded body is framed.
struct RequestBodyPlan {
    enum class Kind : std::uint8_t { None, Length, Chunked } kind = Kind::None;
    std::uint64_t bytes = 0;

    static RequestBodyPlan none() { return {}; }
    static RequestBodyPlan length(std::uint64_t bytes) { return {Kind::Length, bytes}; }
    static RequestBodyPlan chunked() { return {Kind::Chunked, 0}; }
};

/// Writes the fields for the upstream but Host and framing: the caller's by the route's policy (data-plane
/// 7), then the filters' edits, then the gateway's own. Credentials, cookies, hop-by-hop fields and identity
/// headers of the caller never pass.
void writeUpstreamFields(Exchange& exchange, const TrustSettings& trust, http::FieldWriter& writer);
/// Writes a complete HTTP/1 head: the target's base path and the path (never decoded), the host of
/// upstreamHostOf(), writeUpstreamFields() and the framing.
void writeUpstreamHead(Exchange& exchange, const UpstreamTarget& target, const RequestBodyPlan& body,
                       const TrustSettings& trust, http::MessageWriter& writer);

/// Value of Host or :authority: the target's, or the caller's where the API says so (data-plane 7).
std::string_view upstreamHostOf(const Exchange& exchange, const UpstreamTarget& target);

/// Whether a field of the caller passes, edits not considered.
bool passesToUpstream(const Exchange& exchange, const http::Header& field);

/// How often an OPTIONS may be passed on (Max-Forwards, RFC 9110 section 7.6.2); nothing: nobody has said.
std::optional<std::uint32_t> forwardsLeft(const Exchange& exchange);

/// What may follow a streamed body: the caller's trailers, by the rules for fields. A name that a filter has
/// edited is that filter's, late as well.
http::Trailers upstreamTrailers(Exchange& exchange, const http::Trailers& trailers);

/// The upstream path below the target's base path: a filter's, else the operation's rewrite, else the
/// caller's with or without the prefix. `arena` keeps what has to be built.
std::string_view upstreamPathOf(const Exchange& exchange, Arena& arena);

/// `<...>` sequences go, and what is longer than 8192 bytes is cut and marked (data-plane 7). Usually `value`
/// itself.
std::string_view cleanHeaderValue(std::string_view value, Arena& arena);

/// Fields of the gRPC protocol itself ("grpc-timeout"): where HTTP/2 is spoken they belong to the message.
inline bool isGrpcName(std::string_view name)
{
    return name.size() > 5 && http::equalsIgnoreCase(name.substr(0, 5), "grpc-");
}

} // namespace gatehouse::proxy
