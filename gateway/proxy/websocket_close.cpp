// SPDX-License-Identifier: GPL-3.0-or-later
// The sending side of a WebSocket tunnel: frames of the gateway's own in the gaps, back-pressure, silence,
// and the end.
#include "gateway/proxy/client_stream.h"
#include "gateway/proxy/upstream_channel.h"
#include "gateway/proxy/websocket_tunnel.h"
#include "gateway/proxy/websocket_words.h"
#include "gateway/proxy/worker_context.h"

#include <cstring>

namespace gatehouse::proxy {

using http::WebSocketOpcode;
namespace close_code = http::close_code;

// --- sending

/// `bytes` stay valid until settle().
void WebSocketTunnel::write(Peer& to, std::string_view bytes)
{
    if (isClient(to))
        m_clientStream.sendBody(bytes);
    else
        m_upstreamConnection->sendBody(bytes);
}

void WebSocketTunnel::writeCopy(Peer& to, std::string_view bytes)
{
    Gather& gather = m_context.gather;
    if (gather.scratchRoom() < bytes.size())
        flush(to);
    char* const room = gather.reserve(bytes.size());
    if (!room) {
        write(to, bytes);
        return flush(to);
    }
    std::memcpy(room, bytes.data(), bytes.size());
    gather.commit(bytes.size());
    write(to, {room, bytes.size()});
}

/// A frame of at most 125 bytes of payload.
void WebSocketTunnel::writeFrame(Peer& to, WebSocketOpcode opcode, std::string_view payload)
{
    std::array<char, http::webSocketHeadMax + 125> frame;
    const auto mask = static_cast<std::uint32_t>(m_context.random.next());
    const std::size_t size =
        http::writeWebSocketFrame(frame.data(), opcode, payload, isClient(to) ? nullptr : &mask);
    writeCopy(to, {frame.data(), size});
}

void WebSocketTunnel::flush(Peer& to)
{
    if (isClient(to))
        m_clientStream.flush();
    else if (to.present)
        m_upstreamConnection->flush(false);
}

/// Between two frames of the other end there is room for a ping or a close, between two messages for a
/// message.
void WebSocketTunnel::fillGaps(Peer& to)
{
    if (!to.present || to.closeSent || to.midFrame)
        return;
    if (isClient(to) && m_notices > 0 && !to.midMessage && !to.closeWanted) {
        // Whoever does not read what he is told is not told again and again.
        const std::size_t room = m_context.settings->client.marks.low;
        for (; m_notices > 0 && m_clientStream.pending() < room; --m_notices)
            writeFrame(to, WebSocketOpcode::Text, words::SlowDown);
    }
    if (std::exchange(to.wantPing, false) && !to.closeWanted)
        sendPing(to);
    if (to.closeWanted) {
        writeFrame(to, WebSocketOpcode::Close, {to.closePayload.data(), to.closeSize});
        to.closeSent = true;
    }
    flush(to);
}

void WebSocketTunnel::sendPing(Peer& to)
{
    if (to.pongsOwed++ == 0)
        to.pingToken = m_context.random.next();
    to.pingMs = nowMs(); // not earlier: in the middle of a long frame there is no room to ask
    writeFrame(to, WebSocketOpcode::Ping, to.pingPayload());
}

void WebSocketTunnel::settle()
{
    flush(m_client);
    flush(m_upstream);
    fillGaps(m_client);
    fillGaps(m_upstream);
    balance();
    updateEnd();
}

/// Whoever does not take what the other end sends stops the other end.
void WebSocketTunnel::balance()
{
    if (m_upstream.present && m_clientStream.pending() >= m_context.settings->client.marks.high)
        m_upstreamConnection->setReading(false);
    m_clientPaused = m_upstream.present && m_upstreamConnection->congested();
    if (m_clientPaused || m_throttled)
        m_clientStream.readBody(false);
}

void WebSocketTunnel::clientDrained()
{
    if (m_upstream.present)
        m_upstreamConnection->setReading(true);
    settle();
}

void WebSocketTunnel::upstreamDrained()
{
    m_clientPaused = false;
    if (!m_throttled)
        m_clientStream.readBody(true); // may come back with what has arrived meanwhile
}

// --- the end

void WebSocketTunnel::startClosing()
{
    if (m_closeDeadlineMs == 0)
        m_closeDeadlineMs = nowMs() + m_limits.closeTimeoutMs;
}

void WebSocketTunnel::closePeerAs(Peer& peer, std::string_view payload)
{
    if (!peer.present || std::exchange(peer.closeWanted, true))
        return;
    peer.closeSize =
        static_cast<std::uint8_t>(payload.copy(peer.closePayload.data(), peer.closePayload.size()));
}

void WebSocketTunnel::closePeer(Peer& peer, std::uint16_t code, std::string_view reason)
{
    std::array<char, 125> payload;
    if (isClient(peer) && m_closeCode == 0)
        m_closeCode = code;
    closePeerAs(peer, {payload.data(), http::writeClosePayload(payload.data(), code, reason)});
}

void WebSocketTunnel::close(std::uint16_t code, std::string_view reason, Reason why)
{
    if (m_closeDeadlineMs != 0)
        return;
    startClosing();
    m_reason = why;
    closePeer(m_client, code, reason);
    closePeer(m_upstream, close_code::GoingAway,
              code == close_code::GoingAway ? reason : words::GatewayCloses);
}

void WebSocketTunnel::clientGone()
{
    if (m_upstream.present && !m_upstream.closeWanted) {
        closePeer(m_upstream, close_code::GoingAway, words::ClientLeft);
        flush(m_upstream);
        fillGaps(m_upstream);
    }
    m_end = End::Cut;
}

void WebSocketTunnel::upstreamGone()
{
    m_upstream.present = false;
    m_upstreamConnection = nullptr;
    m_clientPaused = false;
    startClosing();
    if (m_client.gotClose) {
        closePeerAs(m_client, m_client.parser.payload());
    } else if (!m_client.closeWanted) {
        if (m_reason == Reason::None)
            m_reason = Reason::UpstreamClosedEarly;
        closePeer(m_client, close_code::InternalError, words::UpstreamLeft);
    }
    settle();
    m_clientStream.readBody(true); // its close frame is still wanted
}

void WebSocketTunnel::updateEnd()
{
    if (m_end != End::Open || m_closeDeadlineMs == 0)
        return;
    // A frame that will never be completed leaves no room for a close frame.
    if (m_client.midFrame && (!m_upstream.present || m_upstream.parser.failed())) {
        m_end = End::Cut;
        return;
    }
    const bool upstreamLost = m_upstream.midFrame && m_client.parser.failed();
    const auto done = [](const Peer& peer) { return peer.closeSent && peer.gotClose; };
    if (done(m_client) && (!m_upstream.present || upstreamLost || done(m_upstream)))
        m_end = End::Orderly;
}

// --- time

/// Asks a silent peer for a sign of life; one that owes an answer for too long is taken for dead.
void WebSocketTunnel::watch(Peer& peer, std::int64_t now)
{
    if (!peer.present || m_limits.pingIntervalMs == 0 || m_end != End::Open)
        return;
    // What it has not taken yet hides the ping from it, and what we do not read hides its pong from us.
    const bool blocked = isClient(peer) ? m_clientStream.pending() > 0 || m_throttled || m_clientPaused
                                        : m_upstreamConnection->pending() > 0 || m_clientStream.pending() > 0;
    if (blocked || peer.heardMs >= peer.pingMs) // the answer may come within the same millisecond
        peer.pingMs = 0;
    if (blocked)
        peer.heardMs = now;
    if (peer.pingMs != 0 && now - peer.pingMs >= m_limits.pongTimeoutMs) {
        if (!isClient(peer))
            return close(close_code::InternalError, words::UpstreamSilent, Reason::UpstreamReadTimeout);
        m_reason = Reason::ClientGone;
        m_end = End::Cut;
    } else if (peer.pingMs == 0 && now - peer.heardMs >= m_limits.pingIntervalMs) {
        peer.wantPing = true;
    }
}

/// Whether what has arrived is still being passed on. Whoever takes nothing of what waits here is cut by his
/// connection; what only the kernel has must have moved since the last look.
bool WebSocketTunnel::messagesUnderWay()
{
    if (m_throttled || m_clientStream.pending() > 0 ||
        (m_upstream.present && m_upstreamConnection->pending() > 0))
        return true;
    const std::size_t before = m_undelivered;
    m_undelivered =
        m_clientStream.undelivered() + (m_upstream.present ? m_upstreamConnection->undelivered() : 0);
    return m_undelivered != 0 && m_undelivered != before;
}

void WebSocketTunnel::tick()
{
    const std::int64_t now = nowMs();
    if (m_closeDeadlineMs != 0) {
        if (now >= m_closeDeadlineMs)
            m_end = m_end == End::Open ? End::Cut : m_end;
    } else {
        watch(m_client, now);
        watch(m_upstream, now);
        if (m_limits.idleTimeoutMs != 0 && now - m_activeMs >= m_limits.idleTimeoutMs) {
            if (messagesUnderWay())
                m_activeMs = now;
            else
                close(close_code::GoingAway, words::Idle, Reason::StreamIdle);
        }
    }
    const std::uint64_t perSecond = m_limits.bytesPerSecond;
    m_secondBytes = m_secondBytes > perSecond && perSecond != 0 ? m_secondBytes - perSecond : 0;
    const bool released = m_throttled && (perSecond == 0 || m_secondBytes <= perSecond);
    m_throttled = m_throttled && !released;
    settle();
    if (released && !m_clientPaused)
        m_clientStream.readBody(true); // may come back with what has arrived meanwhile
}

} // namespace gatehouse::proxy
