// SPDX-License-Identifier: GPL-3.0-or-later
// The request body in ExchangeDriver: its limit, kept whole for filters or passed on as it comes.
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/forward_request.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <utility>

namespace gatehouse::proxy {

std::uint64_t ExchangeDriver::bodyLimit() const
{
    if (m_handler)
        return m_handler->bodyLimit(m_exchange.m_head.path);
    return m_exchange.api() ? m_exchange.api()->bodyLimit : 0;
}

void ExchangeDriver::bodyTooLarge(std::uint64_t limit)
{
    const std::string text = "Request entity too large (max: " + std::to_string(limit) + " bytes)";
    m_exchange.failAs(Reason::BodyTooLarge, 0, {}, text);
}

bool ExchangeDriver::wantsWholeBody() const
{
    constexpr std::uint64_t Small = 16 * 1024;      // cheaper to copy than to hold an upstream connection for
    constexpr std::uint64_t Repeatable = 64 * 1024; // worth keeping when the API asks for retries or copies
    if (m_handler || m_exchange.buffersBody())
        return true;
    if (const FilterChain* chain = m_exchange.chain()) {
        const auto filters = chain->with(HookRequestBody);
        if (std::any_of(filters.begin(), filters.end(), [](const Filter* f) { return f->needsBody(); }))
            return true;
    }
    const http::RequestHead& head = m_exchange.m_head;
    return head.framing == http::BodyFraming::Length &&
           head.contentLength <= (m_exchange.api()->retries > 0 || m_exchange.api()->mirror ||
                                          (m_exchange.upstream() && m_exchange.upstream()->retries > 0)
                                      ? Repeatable
                                      : Small);
}

bool ExchangeDriver::enterBody()
{
    m_step = Step::BodyHooks;
    if (m_exchange.m_head.framing == http::BodyFraming::None) {
        m_requestEnded = true;
        return true;
    }
    if (!wantsWholeBody())
        return true;
    m_collecting = true;
    m_pumping = true;
    m_client->readBody(true);
    m_pumping = false;
    if (m_exchange.answered()) { // it was malformed or too large
        answerLocally();
        return false;
    }
    return !m_collecting;
}

void ExchangeDriver::onRequestBody(std::string_view data)
{
    Exchange::Facts& facts = m_exchange.m_facts;
    if (m_webSocket) {
        facts.requestBodyBytes += data.size();
        return withWebSocket([data](WebSocketTunnel& tunnel) { tunnel.fromClient(data); });
    }
    if (m_exchange.answered() || (facts.longLived && m_answerEnded))
        return;
    facts.requestBodyBytes += data.size();
    const std::uint64_t limit = bodyLimit();
    if (limit != 0 && facts.requestBodyBytes > limit) {
        if (!m_answerStarted)
            bodyTooLarge(limit);
        return onRequestFailed(Reason::BodyTooLarge, {});
    }
    if (m_collecting && m_context.settings->client.memoryShort && !m_handler) {
        refuseForNow(Reason::Overloaded, {}, {}, 1);
        return onRequestFailed(Reason::Overloaded, {});
    }
    if (m_exchange.m_requestStage && !stageRequest(data))
        return;
    takeBody(data);
}

void ExchangeDriver::takeBody(std::string_view data)
{
    if (m_collecting) {
        m_exchange.m_body.append(data);
        return;
    }
    if (!m_streaming)
        return;
    sendPiece(data);
    if (m_exchange.m_requestStage && m_upstream)
        m_upstream->flush(false); // the next piece takes the place of this one
}

/// Between two attempts nothing of the body is taken: it would be missing in the next one.
void ExchangeDriver::holdBody()
{
    if (std::exchange(m_streaming, false))
        m_client->readBody(false);
}

void ExchangeDriver::onRequestEnd(const http::Trailers& trailers)
{
    if (m_webSocket) { // whoever has said farewell may stop sending before the other end has answered
        if (!m_webSocket->clientClosed())
            onClientGone(Reason::ClientGone);
        return;
    }
    if (m_exchange.answered())
        return;
    if (std::string_view rest; m_exchange.m_requestStage) {
        if (!endRequestStage(rest))
            return;
        takeBody(rest);
    }
    m_requestEnded = true;
    if (m_collecting) {
        m_collecting = false;
        if (!m_pumping)
            advance();
    } else if (m_streaming && m_upstream) {
        m_upstream->endBody(upstreamTrailers(m_exchange, trailers));
    }
}

void ExchangeDriver::onRequestPause()
{
    if (m_webSocket)
        return withWebSocket([](WebSocketTunnel& tunnel) { tunnel.settle(); });
    if (!m_streaming || !m_upstream)
        return;
    m_upstream->flush(m_requestEnded);
    if (m_upstream->congested())
        m_client->readBody(false);
}

void ExchangeDriver::onRequestFailed(Reason reason, std::string_view detail)
{
    if (m_answerStarted) {
        m_exchange.m_facts.reason = reason;
        return breakOff();
    }
    if (!m_exchange.answered())
        m_exchange.fail(reason, detail);
    m_collecting = false;
    if (m_pumping)
        return;
    leaveUpstream();
    answerLocally();
}

} // namespace gatehouse::proxy
