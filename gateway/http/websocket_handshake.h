// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_parser.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// What is wrong with the opening handshake of a client (RFC 6455 section 4.2.1).
enum class HandshakeFault : std::uint8_t { None, Method, HttpVersion, Tokens, Version, Key, Body };

struct HandshakeFaultRow {
    std::uint16_t status; ///< 426 where the client could ask in another way, else 400
    std::string_view text;
};
const HandshakeFaultRow& row(HandshakeFault fault);

/// Whether the client wants WebSocket: it names it in Upgrade, or sends a key for it. Such a request is
/// never passed on as a plain one.
bool wantsWebSocket(const RequestHead& head);
/// Checks a request that wantsWebSocket().
HandshakeFault checkHandshake(const RequestHead& head);

/// Value of Sec-WebSocket-Accept for a key (section 4.2.2).
using WebSocketAccept = std::array<char, 28>;
WebSocketAccept webSocketAccept(std::string_view key);

/// A Sec-WebSocket-Key (section 4.1) of 16 random bytes, for handshakes that HTTP/2 carried without one.
using WebSocketKey = std::array<char, 24>;
WebSocketKey webSocketKey(const std::array<std::uint64_t, 2>& random);

/// What is wrong with a server's 101 (section 4.1); empty: nothing. Extensions are never offered; `request`
/// names the subprotocols that were.
std::string_view checkHandshakeAnswer(const ResponseHead& answer, std::string_view key,
                                      const HeaderTable& request);

} // namespace gatehouse::http
