// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of ExchangeDriver that stay open: WebSockets and event streams.
#include "gateway/http/websocket_handshake.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/websocket_words.h"
#include "gateway/proxy/worker_context.h"

namespace gatehouse::proxy {

namespace close_code = http::close_code;

// --- the handshake

/// Everybody else has let the request through; is it a handshake, and may it be one here?
bool ExchangeDriver::enterUpgrade()
{
    const http::HandshakeFault fault = http::checkHandshake(m_exchange.m_head);
    if (m_context.draining)
        m_exchange.fail(Reason::Draining);
    else if (!m_context.settings->webSocket.enabled)
        m_exchange.fail(Reason::WebSocketDenied, "WEBSOCKETS_ENABLED is off");
    else if (!m_exchange.api()->allowUpgrade)
        m_exchange.fail(Reason::WebSocketDenied, "api_websocket is off");
    else if (fault != http::HandshakeFault::None)
        m_exchange.failAs(Reason::BadHandshake, http::row(fault).status, {}, http::row(fault).text);
    else
        return true;
    answerLocally();
    return false;
}

/// Whether the upstream's 101 is what was asked for; else answers the client.
bool ExchangeDriver::checkUpgradeAnswer()
{
    const http::RequestHead& head = m_exchange.m_head;
    const std::string_view fault =
        m_exchange.wantsWebSocket()
            ? http::checkHandshakeAnswer(m_exchange.m_answer,
                                         head.headers.value(http::HeaderId::SecWebSocketKey), head.headers)
            : "101 though no upgrade was asked for";
    if (fault.empty())
        return true;
    leaveUpstream();
    m_exchange.fail(Reason::UpstreamBadHead, fault);
    answerLocally();
    return false;
}

/// On HTTP/2 any good answer to CONNECT says that the tunnel is open (RFC 9113 section 8.5).
bool ExchangeDriver::opensByMistake() const
{
    const int status = m_exchange.m_answer.status;
    return m_exchange.m_head.extendedConnect && status >= 200 && status < 300;
}

// --- WebSockets

WebSocketSettings ExchangeDriver::webSocketLimits() const
{
    return effectiveLimits(m_context.settings->webSocket, m_exchange.api()->streams);
}

/// 101 has been gathered; without an upstream the socket is only there to be closed (acceptAndClose()).
void ExchangeDriver::openWebSocket()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    m_client->becomeTunnel();
    if (m_upstream)
        m_upstream->becomeTunnel();
    m_streaming = false;
    m_requestEnded = false;
    m_webSocket = std::make_unique<WebSocketTunnel>(m_context, *m_client, m_upstream, webSocketLimits(),
                                                    m_exchange.api()->metricsIndex);
    goLive();
    const std::uint16_t code = std::exchange(facts.closeCode, std::uint16_t{0});
    if (m_upstream && !m_context.draining)
        return;
    withWebSocket([&](WebSocketTunnel& tunnel) {
        if (m_upstream)
            tunnel.close(close_code::GoingAway, words::ShuttingDown, Reason::None);
        else
            tunnel.close(code, facts.closeText, Reason::RateLimited);
        tunnel.settle();
    });
}

void ExchangeDriver::noteWebSocket()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    facts.closeCode = m_webSocket->closeCode();
    facts.messagesIn = m_webSocket->messagesIn();
    facts.messagesOut = m_webSocket->messagesOut();
    if (m_webSocket->reason() != Reason::None)
        facts.reason = m_webSocket->reason();
}

void ExchangeDriver::endWebSocket()
{
    const bool cut = m_webSocket->end() == WebSocketTunnel::End::Cut;
    noteWebSocket();
    leaveUpstream();
    m_webSocket.reset();
    if (!cut)
        return endAnswer({});
    m_client->abortAnswer();
    finish();
}

// --- event streams

void ExchangeDriver::openEventStream()
{
    const std::optional<std::int64_t>& own = m_exchange.api()->streams.streamIdleMs;
    m_eventStream = true;
    m_events = {};
    m_endStreamMs = 0;
    m_upstream->becomeStream(own.value_or(m_context.settings->streamIdleMs));
    m_context.count(observe::Metric::EventStreamsActive, 1);
    goLive();
    if (m_context.draining)
        drain();
}

/// The client gets a proper end: it may connect again, to another instance.
void ExchangeDriver::endEventStream(Reason reason)
{
    if (m_answerEnded)
        return;
    if (reason != Reason::None)
        m_exchange.m_facts.reason = reason;
    m_exchange.m_facts.times.upstreamEndNs = nowNs();
    leaveUpstream();
    if (m_exchange.m_answer.framing != http::BodyFraming::Length)
        return endAnswer({});
    m_client->abortAnswer(); // less came than was promised
    finish();
}

// --- both

void ExchangeDriver::goLive()
{
    m_live = true;
    m_exchange.m_facts.policy = m_exchange.m_arena.copy(m_exchange.m_facts.policy); // outlives the snapshot
    m_context.live.add(*this);
}

void ExchangeDriver::leaveLive()
{
    if (std::exchange(m_live, false))
        m_context.live.remove(*this);
    if (std::exchange(m_eventStream, false))
        m_context.count(observe::Metric::EventStreamsActive, -1);
    m_webSocket.reset();
    m_inWebSocket = false;
    m_endStreamMs = 0;
}

void ExchangeDriver::drain()
{
    if (m_webSocket) {
        withWebSocket([](WebSocketTunnel& tunnel) {
            tunnel.close(close_code::GoingAway, words::ShuttingDown, Reason::None);
            tunnel.settle();
        });
    } else if (m_eventStream && !m_answerEnded) {
        if (m_events.between())
            return endEventStream(Reason::None);
        m_endStreamMs = m_context.poller.nowMs() + m_context.settings->webSocket.closeTimeoutMs;
    }
}

void ExchangeDriver::onTick(bool recheck)
{
    if (recheck && !m_answerEnded && !stillAllowed()) {
        if (!m_webSocket)
            return endEventStream(m_exchange.m_facts.reason);
        withWebSocket([this](WebSocketTunnel& tunnel) {
            tunnel.close(close_code::Policy, words::Withdrawn, m_exchange.m_facts.reason);
            tunnel.settle();
        });
    }
    if (m_webSocket) {
        withWebSocket([&](WebSocketTunnel& tunnel) {
            if (recheck)
                tunnel.setLimits(webSocketLimits());
            tunnel.tick();
        });
    } else if (m_endStreamMs != 0 && m_context.poller.nowMs() >= m_endStreamMs) {
        endEventStream(Reason::None);
    }
}

bool ExchangeDriver::recheckFilters()
{
    for (const FilterChain* chain : {m_exchange.m_facts.snapshot->guard.get(), m_exchange.chain()}) {
        if (!chain)
            continue;
        for (const Filter* filter : chain->with(HookRecheck)) {
            if (filter->recheck(m_exchange) == Verdict::Respond || m_exchange.answered())
                return false;
        }
    }
    return true;
}

/// Asks again, with the newest snapshot, what routing, authentication and authorisation were asked at the
/// start. A stream that goes on moves over to that snapshot, so that the old one can go.
bool ExchangeDriver::stillAllowed()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    const Exchange::Facts before = facts;
    const int status = m_exchange.m_answer.status;
    const bool local = m_exchange.m_answer.local;
    SnapshotReader::Ref old = std::exchange(m_exchange.m_snapshotRef, m_context.snapshots.acquire());
    facts.snapshot = m_exchange.m_snapshotRef.get();
    facts.answered = false;
    const std::string_view api = before.route->api->id;
    bool allowed = findRoute() && facts.route->api->id == api;
    if (allowed && m_webSocket &&
        !(m_context.settings->webSocket.enabled && facts.route->api->allowUpgrade)) {
        m_exchange.fail(Reason::WebSocketDenied);
        allowed = false;
    }
    allowed = allowed && recheckFilters();
    const Reason reason = facts.reason == before.reason ? Reason::NoRoute : facts.reason;
    m_exchange.m_answer.status = status;
    m_exchange.m_answer.local = local;
    // An identity that nobody has renewed belongs to the old snapshot.
    const bool renewed = !before.identity || facts.identity != before.identity || m_exchange.m_ownedIdentity;
    if (allowed && renewed) {
        facts.answered = before.answered;
        if (facts.policy.data() != before.policy.data())
            facts.policy = m_exchange.m_arena.copy(facts.policy);
        m_target = nullptr; // of the old snapshot, and of no more use
        return true;
    }
    facts = before;
    m_exchange.m_snapshotRef = std::move(old);
    if (!allowed)
        facts.reason = reason;
    return allowed;
}

} // namespace gatehouse::proxy
