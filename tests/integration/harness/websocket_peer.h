// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/websocket_frames.h"
#include "tests/integration/harness/raw_socket.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::harness {

class Http2Tunnel;

/// One frame as it came over the wire.
struct Frame {
    bool valid = false; ///< a whole frame arrived in time
    unsigned first = 0; ///< FIN, reserved bits, opcode
    bool masked = false;
    std::string payload; ///< unmasked

    /// Of a close frame; 0 without one.
    int closeCode() const;
    std::string closeReason() const { return payload.size() > 2 ? payload.substr(2) : std::string(); }
};

/// One end of a WebSocket over a raw socket; says exactly what it is told to, however wrong.
class WebSocketPeer {
public:
    static constexpr std::string_view Key = "dGhlIHNhbXBsZSBub25jZQ==";
    static constexpr std::string_view Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /// The client's end of a socket that has not said anything yet.
    explicit WebSocketPeer(RawSocket socket = {})
        : m_socket(std::move(socket))
    {
    }
    /// The client's end of a stream of HTTP/2 (RFC 8441).
    static WebSocketPeer overHttp2(RawSocket socket);
    /// The status that accepts its handshake: 101, or 200 on HTTP/2.
    int accepted() const { return m_tunnel ? 200 : 101; }
    /// Null on HTTP/1.1.
    Http2Tunnel* tunnel() { return m_tunnel; }
    /// The header lines of a handshake.
    static std::string lines(std::string_view more = {});
    /// Sends the handshake and reads the answer. `more`: header lines, each with CRLF.
    Message open(std::string_view path, std::string_view more = {});

    /// The upstream's end, which answers the handshake in `request` with 101.
    static WebSocketPeer accept(RawSocket& socket, const Message& request, std::string_view more = {});
    /// Sends back what comes until the close handshake is done or the connection ends; what it got is in
    /// `heard`, messages separated by '|'.
    void echo(std::string* heard = nullptr);

    bool send(unsigned first, std::string_view payload);
    bool text(std::string_view payload) { return send(0x81, payload); }
    bool close(unsigned code, std::string_view reason = {});
    bool raw(std::string_view bytes) { return socket().send(bytes); }
    /// The bytes of a frame of this end.
    std::string bytes(unsigned first, std::string_view payload) const;
    Frame read(int timeoutMs = PatienceMs);
    RawSocket& socket() { return m_borrowed ? *m_borrowed : m_socket; }

private:
    bool readMore(std::size_t wanted, int timeoutMs);

    RawSocket m_socket;
    RawSocket* m_borrowed = nullptr;
    Http2Tunnel* m_tunnel = nullptr; ///< of m_socket
    bool m_isClient = true;
    std::string m_input;
};

} // namespace gatehouse::harness
