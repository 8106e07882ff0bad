// SPDX-License-Identifier: GPL-3.0-or-later
// What arrives: frames, limits, faults. What is sent, and the end, are in websocket_close.cpp.
#include "gateway/proxy/websocket_tunnel.h"

#include "gateway/proxy/client_stream.h"
#include "gateway/proxy/route.h"
#include "gateway/proxy/upstream_channel.h"
#include "gateway/proxy/websocket_words.h"
#include "gateway/proxy/worker_context.h"

namespace gatehouse::proxy {

using http::WebSocketOpcode;
using http::WebSocketParser;
namespace close_code = http::close_code;

WebSocketSettings effectiveLimits(const WebSocketSettings& settings, const StreamRules& rules)
{
    WebSocketSettings limits = settings;
    limits.maxMessageBytes = rules.maxMessageBytes.value_or(limits.maxMessageBytes);
    limits.messageLimit = rules.messageLimit.value_or(limits.messageLimit);
    limits.bytesPerSecond = rules.bytesPerSecond.value_or(limits.bytesPerSecond);
    limits.idleTimeoutMs = rules.idleTimeoutMs.value_or(limits.idleTimeoutMs);
    return limits;
}

WebSocketTunnel::WebSocketTunnel(WorkerContext& context, ClientStream& client, UpstreamChannel* upstream,
                                 const WebSocketSettings& limits, std::uint32_t apiSlot)
    : m_context(context)
    , m_clientStream(client)
    , m_upstreamConnection(upstream)
    , m_apiSlot(apiSlot)
{
    setLimits(limits);
    m_upstream.present = upstream != nullptr;
    m_client.heardMs = m_upstream.heardMs = m_activeMs = nowMs();
    m_context.count(observe::Metric::WebSocketsActive, 1);
}

WebSocketTunnel::~WebSocketTunnel()
{
    m_context.count(observe::Metric::WebSocketsActive, -1);
}

void WebSocketTunnel::setLimits(const WebSocketSettings& limits)
{
    m_limits = limits;
    m_client.parser.setMaxMessage(limits.maxMessageBytes);
    m_upstream.parser.setMaxMessage(limits.maxUpstreamMessageBytes);
}

std::int64_t WebSocketTunnel::nowMs() const
{
    return m_context.poller.nowMs();
}

void WebSocketTunnel::fromClient(std::string_view bytes)
{
    m_secondBytes += bytes.size();
    m_throttled = m_throttled || (m_limits.bytesPerSecond != 0 && m_secondBytes > m_limits.bytesPerSecond);
    read(m_client, m_upstream, bytes);
}

void WebSocketTunnel::fromUpstream(std::string_view bytes)
{
    read(m_upstream, m_client, bytes);
}

void WebSocketTunnel::read(Peer& from, Peer& to, std::string_view bytes)
{
    from.heardMs = nowMs();
    while (!bytes.empty()) {
        const WebSocketParser::Step step = from.parser.step(bytes);
        bytes.remove_prefix(step.consumed);
        switch (step.status) {
        case WebSocketParser::Status::NeedMore:
            break;
        case WebSocketParser::Status::Head:
            m_activeMs = from.heardMs;
            onHead(from, to, step);
            if (from.parser.endedFrame())
                onFrameEnd(from, to);
            break;
        case WebSocketParser::Status::Payload:
            m_activeMs = from.heardMs;
            if (from.passing)
                write(to, step.bytes);
            if (from.parser.endedFrame())
                onFrameEnd(from, to);
            break;
        case WebSocketParser::Status::Control:
            onControl(from, to);
            break;
        case WebSocketParser::Status::Failed:
            return onFault(from, to);
        }
    }
}

void WebSocketTunnel::onHead(Peer& from, Peer& to, const WebSocketParser::Step& step)
{
    if (from.parser.startsMessage())
        from.dropping = isClient(from) && !admit();
    from.passing = !from.dropping && to.present && !to.closeWanted;
    if (!from.passing)
        return;
    to.midFrame = to.midMessage = true;
    if (step.inParser)
        writeCopy(to, step.bytes);
    else
        write(to, step.bytes);
}

void WebSocketTunnel::onFrameEnd(Peer& from, Peer& to)
{
    if (from.passing)
        to.midFrame = false;
    if (!from.parser.endedMessage())
        return;
    if (isClient(from))
        m_context.count(observe::Metric::WebSocketReceived);
    else if (from.passing)
        m_context.count(observe::Metric::WebSocketSent);
    if (!from.passing)
        return;
    to.midMessage = false;
    ++from.messages;
    m_context.countMessage(m_apiSlot, isClient(from) ? observe::SocketMessage::FromClient
                                                     : observe::SocketMessage::FromUpstream);
}

void WebSocketTunnel::onControl(Peer& from, Peer& to)
{
    const std::string_view payload = from.parser.payload();
    switch (from.parser.opcode()) {
    case WebSocketOpcode::Close:
        from.gotClose = true;
        if (m_closeCode == 0)
            m_closeCode = from.parser.closeCode();
        startClosing();
        // The other end is asked first: its answer is the answer. Without one, ours is the echo.
        closePeerAs(to.present ? to : from, payload);
        if (to.gotClose)
            closePeerAs(from, payload);
        break;
    case WebSocketOpcode::Pong:
        if (from.pongsOwed > 0 && payload == from.pingPayload()) {
            --from.pongsOwed;
            break; // ours; that it was heard is noted already
        }
        [[fallthrough]];
    default: // who pings whom is the peers' affair
        if (to.present && !to.closeWanted)
            writeFrame(to, from.parser.opcode(), payload);
    }
}

void WebSocketTunnel::onFault(Peer& from, Peer& to)
{
    from.gotClose = true; // nothing it sends is read any more (RFC 6455 section 7.1.7)
    startClosing();
    if (isClient(from)) {
        if (m_reason == Reason::None)
            m_reason = Reason::FrameViolation;
        closePeer(from, from.parser.closeCode(), from.parser.problem());
        closePeer(to, close_code::GoingAway, words::ClientBroke);
    } else {
        if (m_reason == Reason::None)
            m_reason = Reason::UpstreamBadBody;
        closePeer(to, close_code::InternalError, words::UpstreamBroke);
        closePeer(from, from.parser.closeCode(), from.parser.problem());
    }
}

/// Begins a window when the last one is over. Only windows over the limit that follow each other add up.
bool WebSocketTunnel::startWindow(std::int64_t now)
{
    if (now < m_windowEndMs)
        return false;
    if (!m_windowAbused || now >= m_windowEndMs + m_limits.messageWindowMs)
        m_abusedWindows = 0;
    m_windowAbused = false;
    m_windowMessages = 0;
    m_windowEndMs = now + m_limits.messageWindowMs;
    return true;
}

/// Whether a message of the client may pass. One that may not is answered with a notice, and the abuse of
/// several windows with the end.
bool WebSocketTunnel::admit()
{
    if (m_limits.messageLimit == 0 || m_client.closeWanted)
        return true;
    startWindow(nowMs());
    if (++m_windowMessages <= m_limits.messageLimit)
        return true;
    m_context.count(observe::Metric::WebSocketDropped);
    m_context.countMessage(m_apiSlot, observe::SocketMessage::Dropped);
    if (!std::exchange(m_windowAbused, true) && ++m_abusedWindows >= m_limits.abuseWindows &&
        m_limits.abuseWindows != 0)
        close(close_code::Policy, words::Abuse, Reason::RateLimited);
    else if (m_notices < words::MaxNotices)
        ++m_notices;
    return false;
}

} // namespace gatehouse::proxy
