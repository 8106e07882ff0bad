// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/websocket_peer.h"

#include "gateway/http/websocket_handshake.h"
#include "tests/integration/harness/http2_tunnel.h"

#include <algorithm>

namespace gatehouse::harness {

using namespace gatehouse::http;

int Frame::closeCode() const
{
    if ((first & 0x0F) != 8 || payload.size() < 2)
        return 0;
    return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

std::string WebSocketPeer::lines(std::string_view more)
{
    return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
           std::string(Key) + "\r\n" + std::string(more);
}

WebSocketPeer WebSocketPeer::overHttp2(RawSocket socket)
{
    WebSocketPeer peer(std::move(socket));
    peer.m_tunnel = &Http2Tunnel::start(peer.m_socket);
    return peer;
}

/// Header lines as fields of HTTP/2.
static Fields fieldsOf(std::string_view lines)
{
    Fields fields;
    for (std::size_t end = lines.find("\r\n"); end != std::string_view::npos; end = lines.find("\r\n")) {
        const std::size_t colon = lines.find(": ");
        std::string name(lines.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        fields.emplace_back(std::move(name), lines.substr(colon + 2, end - colon - 2));
        lines.remove_prefix(end + 2);
    }
    return fields;
}

Message WebSocketPeer::open(std::string_view path, std::string_view more)
{
    if (m_tunnel)
        return m_tunnel->open(Http2Tunnel::request(path, fieldsOf(more)));
    socket().send("GET " + std::string(path) + " HTTP/1.1\r\nHost: api.test\r\n" + lines(more) + "\r\n");
    return socket().readAnswer();
}

WebSocketPeer WebSocketPeer::accept(RawSocket& socket, const Message& request, std::string_view more)
{
    WebSocketPeer peer;
    peer.m_borrowed = &socket;
    peer.m_isClient = false;
    const WebSocketAccept value = webSocketAccept(request.header("sec-websocket-key"));
    socket.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Accept: " +
                std::string(value.data(), value.size()) + "\r\n" + std::string(more) + "\r\n");
    return peer;
}

void WebSocketPeer::echo(std::string* heard)
{
    for (Frame frame = read(PatienceMs * 6); frame.valid; frame = read(PatienceMs * 6)) {
        const unsigned opcode = frame.first & 0x0F;
        if (heard && opcode < 8)
            *heard += frame.payload + (frame.first & 0x80 ? "|" : "");
        if (opcode == 10)
            continue;
        if (!send(opcode == 9 ? 0x8A : frame.first, frame.payload) || opcode == 8)
            return;
    }
}

std::string WebSocketPeer::bytes(unsigned first, std::string_view payload) const
{
    constexpr std::uint32_t Mask = 0x2719A3F5;
    std::string out(payload.size() + webSocketHeadMax, '\0');
    out.resize(writeWebSocketFrame(out.data(), WebSocketOpcode::Text, payload, m_isClient ? &Mask : nullptr));
    out[0] = static_cast<char>(first);
    return out;
}

bool WebSocketPeer::send(unsigned first, std::string_view payload)
{
    return socket().send(bytes(first, payload));
}

bool WebSocketPeer::close(unsigned code, std::string_view reason)
{
    char payload[125];
    return send(0x88, {payload, writeClosePayload(payload, static_cast<std::uint16_t>(code), reason)});
}

bool WebSocketPeer::readMore(std::size_t wanted, int timeoutMs)
{
    while (m_input.size() < wanted) {
        const std::string more = socket().readSome(timeoutMs);
        if (more.empty())
            return false;
        m_input += more;
    }
    return true;
}

Frame WebSocketPeer::read(int timeoutMs)
{
    Frame frame;
    if (!readMore(2, timeoutMs))
        return frame;
    const auto at = [this](std::size_t i) { return static_cast<unsigned char>(m_input[i]); };
    const unsigned length = at(1) & 0x7F;
    const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
    frame.first = at(0);
    frame.masked = (at(1) & 0x80) != 0;
    const std::size_t head = 2 + extended + (frame.masked ? 4 : 0);
    if (!readMore(head, timeoutMs))
        return frame;
    std::uint64_t size = extended ? 0 : length;
    for (std::size_t i = 0; i < extended; ++i)
        size = size << 8 | at(2 + i);
    if (!readMore(head + size, timeoutMs))
        return frame;
    frame.payload = m_input.substr(head, size);
    for (std::size_t i = 0; frame.masked && i < size; ++i)
        frame.payload[i] = static_cast<char>(frame.payload[i] ^ m_input[head - 4 + (i & 3)]);
    m_input.erase(0, head + size);
    frame.valid = true;
    return frame;
}

} // namespace gatehouse::harness
