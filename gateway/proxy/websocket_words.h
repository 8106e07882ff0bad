// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

/// What the gateway itself says on a WebSocket.
namespace gatehouse::proxy::words {

inline constexpr std::string_view SlowDown =
    R"({"type":"error","message":"Slow down! Too many messages."})"; // operations B2
inline constexpr std::uint32_t MaxNotices = 64;                      ///< that wait for a gap or for a reader
inline constexpr std::string_view Abuse = "Too many messages";
inline constexpr std::string_view ShuttingDown = "Server shutting down"; // operations B3
inline constexpr std::string_view Idle = "Idle timeout";
inline constexpr std::string_view ClientBroke = "Client broke the protocol";
inline constexpr std::string_view ClientLeft = "Client left";
inline constexpr std::string_view UpstreamBroke = "Upstream broke the protocol";
inline constexpr std::string_view UpstreamLeft = "Upstream closed the connection";
inline constexpr std::string_view UpstreamSilent = "Upstream does not answer";
inline constexpr std::string_view GatewayCloses = "Closed by the gateway";
inline constexpr std::string_view Withdrawn = "Access withdrawn";

} // namespace gatehouse::proxy::words
