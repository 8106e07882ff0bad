// SPDX-License-Identifier: GPL-3.0-or-later
// The upstream phase of ExchangeDriver: connect, send, take the answer's head or its failure. Which target,
// and whether there is another attempt, is in driver_target.cpp.
#include "gateway/http/grpc.h"
#include "gateway/http/message_writer.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/forward_request.h"
#include "gateway/proxy/mirror.h"
#include "gateway/proxy/trace.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <utility>

namespace gatehouse::proxy {

void ExchangeDriver::attempt(bool fresh, bool same)
{
    m_step = Step::Upstream;
    holdBody();
    if (!replayable()) { // all of the body or nothing
        m_exchange.fail(Reason::UpstreamReset, "a part of the body is gone with the attempt before");
        return answerLocally();
    }
    if (!same) {
        m_permit = m_breaker->acquire(breakerSettings(), nowNs());
        if (m_permit == Breaker::Permit::Refused) {
            m_exchange.fail(Reason::CircuitOpen, "the circuit is open after repeated failures");
            return answerLocally();
        }
        ++m_exchange.m_facts.attempts;
    }
    if (Trace* const trace = m_exchange.m_facts.trace)
        trace->attempt(std::string(m_exchange.m_facts.upstreamText));
    m_dropAnswer = false;
    const ApiRuntime& api = *m_exchange.api();
    if (m_exchange.wantsWebSocket() || !(api.upstreamHttp2 || api.upstreamMayHttp2))
        m_pool = &m_pools.pool(*m_target);
    else
        m_pool = &m_pools.source(*m_target, api.upstreamHttp2);
    m_acquiring = true;
    m_waitSinceNs = nowNs();
    if (UpstreamChannel* const channel = m_pool->acquire(*this, m_exchange.api()->timeouts, fresh))
        onUpstreamReady(*channel);
}

void ExchangeDriver::onUpstreamReady(UpstreamChannel& channel)
{
    m_acquiring = false;
    m_exchange.m_facts.times.waitedNs += nowNs() - m_waitSinceNs;
    // What cannot be repeated must not meet a connection that the upstream has closed meanwhile.
    const bool repeatable = replayable() && http::isIdempotent(m_exchange.m_head.methodId) &&
                            m_exchange.m_facts.upstreamMethod.empty();
    if (channel.reused() && (!repeatable || m_exchange.m_head.framing == http::BodyFraming::Chunked) &&
        channel.isStale()) {
        channel.abandon();
        return attempt(true);
    }
    m_upstream = &channel;
    if (!channel.peerText().empty())
        m_exchange.m_facts.upstreamText = m_exchange.m_arena.copy(channel.peerText());
    sendRequest();
}

// --- sending

void ExchangeDriver::sendRequest()
{
    const http::RequestHead& head = m_exchange.m_head;
    const http::Method method = m_exchange.m_facts.upstreamMethod.empty()
                                    ? head.methodId
                                    : http::methodFromText(m_exchange.m_facts.upstreamMethod);
    m_upstream->begin(m_exchange.m_answer, m_exchange.m_arena, method, m_exchange.api()->timeouts);
    m_exchange.m_facts.times.upstreamSentNs = nowNs();
    m_streaming = !m_requestEnded;
    const RequestStage* const stage = m_exchange.m_requestStage.get();
    m_chunkedUp =
        m_streaming && (head.framing != http::BodyFraming::Length || (stage && !stage->keepsLength()));
    m_upstream->writeHead(m_exchange, *m_target, bodyPlan(), m_context.settings->trust);
    if (!m_streaming) {
        if (!m_exchange.m_body.empty())
            m_upstream->sendBody(m_exchange.m_body);
        m_upstream->flush(true);
        return mirror();
    }
    if (head.expectContinue)
        m_upstream->flush(false); // the client's 100 leaves through the same gather
    m_pumping = true;
    m_client->readBody(true);
    m_pumping = false;
    if (m_exchange.answered()) { // the body is malformed or too large
        leaveUpstream();
        return answerLocally();
    }
    onRequestPause();
}

RequestBodyPlan ExchangeDriver::bodyPlan() const
{
    if (m_streaming)
        return m_chunkedUp ? RequestBodyPlan::chunked()
                           : RequestBodyPlan::length(m_exchange.m_head.contentLength);
    if (m_exchange.m_head.framing != http::BodyFraming::None || !m_exchange.m_body.empty())
        return RequestBodyPlan::length(m_exchange.m_body.size());
    // RFC 9110 section 8.6; the caller said it was a GET
    return m_exchange.m_facts.upstreamMethod == "POST" ? RequestBodyPlan::length(0) : RequestBodyPlan::none();
}

/// What is at hand whole is copied; nothing is collected or held back for it.
void ExchangeDriver::mirror()
{
    const MirrorRules* const rules = m_exchange.api()->mirror.get();
    if (!rules || m_exchange.wantsWebSocket() || std::exchange(m_mirrored, true))
        return;
    m_mirrors.copy(m_exchange, *rules, bodyPlan(), m_exchange.m_body);
}

void ExchangeDriver::sendPiece(std::string_view data)
{
    m_streamed = true;
    if (!m_upstream || m_upstream->writeFailed() || data.empty())
        return; // its answer, if any, is still to come
    m_upstream->sendBody(data);
}

void ExchangeDriver::onUpstreamDrained()
{
    if (m_webSocket)
        return withWebSocket([](WebSocketTunnel& tunnel) { tunnel.upstreamDrained(); });
    if (!m_streaming)
        return;
    m_client->readBody(true);
    onRequestPause();
}

// --- the answer arrives

/// The status by which an answer's head is judged for another attempt. A gRPC call that failed before it had
/// anything to say tells so in the head; those of the bridge can be told apart from streams, and are repeated
/// (data-plane 14).
int ExchangeDriver::callStatus() const
{
    const AnswerHead& head = m_exchange.m_answer;
    if (m_exchange.api()->protocol != Protocol::GrpcBridge)
        return head.status;
    switch (http::parseGrpcStatus(head.headers.value(http::HeaderId::GrpcStatus))
                .value_or(http::GrpcStatus::Ok)) {
    case http::GrpcStatus::Unavailable:
    case http::GrpcStatus::ResourceExhausted:
    case http::GrpcStatus::Aborted:
    case http::GrpcStatus::DeadlineExceeded:
        return 503;
    default:
        return head.status;
    }
}

void ExchangeDriver::onUpstreamHead()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    const int status = m_exchange.m_answer.status;
    facts.times.upstreamHeadNs = nowNs();
    facts.upstreamStatus = static_cast<std::uint16_t>(status);
    if (Trace* const trace = facts.trace)
        trace->attemptEnded(status, Reason::None, {});
    m_groupState->latency.record(m_context.index, status,
                                 facts.times.upstreamHeadNs - facts.times.upstreamSentNs);
    judgeHead(status);
    if (const RetryCondition condition = conditionOf(callStatus()); condition && mayRetry(condition))
        return dropAnswer();
    if (status == 101 && !checkUpgradeAnswer())
        return;
    if (opensByMistake()) {
        leaveUpstream();
        m_exchange.fail(Reason::UpstreamBadHead, "the upstream did not switch to WebSocket");
        return answerLocally();
    }
    passAnswer();
}

void ExchangeDriver::onUpstreamFailed(Reason reason, std::string_view detail)
{
    Exchange::Facts& facts = m_exchange.m_facts;
    const bool stale = m_upstream && m_upstream->reused() && !m_upstream->sawAnswer() &&
                       m_upstream->lostConnection() &&
                       (reason == Reason::UpstreamReset || reason == Reason::UpstreamClosedEarly);
    const bool unprocessed = m_upstream && m_upstream->unprocessed();
    const std::int64_t sinceNs = m_acquiring ? m_waitSinceNs : facts.times.upstreamSentNs;
    m_upstream = nullptr;
    m_acquiring = false;
    facts.times.upstreamEndNs = nowNs();
    if (Trace* const trace = facts.trace)
        trace->attemptEnded(0, reason, detail);
    if (m_dropAnswer)
        return retryLater();
    if (m_webSocket)
        return withWebSocket([](WebSocketTunnel& tunnel) { tunnel.upstreamGone(); });
    const bool cut = std::exchange(m_unsettled, false);
    if (m_answerStarted) {
        judge(row(reason).upstreamFault);
        if (cut && row(reason).upstreamFault)
            noteResult(true, detail);
        facts.reason = reason;
        facts.detail = m_exchange.m_arena.copy(detail);
        if (!failStages(reason, facts.detail))
            breakOff();
        return;
    }
    constexpr std::uint8_t MostRefusals = 3;
    if (unprocessed && replayable() && m_refusals++ < MostRefusals)
        return attempt(false, true); // GOAWAY or REFUSED_STREAM (RFC 9113 section 8.7)
    if (stale && replayable() && http::isIdempotent(m_exchange.m_head.methodId) &&
        !std::exchange(m_staleRepeated, true))
        return attempt(true); // it says nothing about the upstream: the connection had only grown old
    if (row(reason).status == 504)
        ++facts.upstreamTimeouts;
    judge(row(reason).upstreamFault);
    if (row(reason).upstreamFault) {
        if (!m_collectAnswer)
            m_groupState->latency.record(m_context.index, 0, facts.times.upstreamEndNs - sinceNs);
        noteResult(true, detail);
        if (!m_collectAnswer && failOver(reason))
            return attempt(false);
        if (!m_collectAnswer && mayRetry(conditionOf(reason)))
            return retryLater();
    }
    m_collectAnswer = false;
    m_exchange.fail(reason, detail);
    if (reason == Reason::Overloaded) { // no descriptor was left: what the client holds is one
        m_exchange.answerEdits().set("Retry-After", "1");
        m_exchange.m_answer.closes = true;
    }
    answerLocally();
}

void ExchangeDriver::onDeadline()
{
    if (m_step == Step::Done || m_answerEnded)
        return;
    leaveUpstream();
    if (!m_answerStarted) {
        m_exchange.fail(Reason::DeadlineExceeded);
        return answerLocally();
    }
    m_exchange.m_facts.reason = Reason::DeadlineExceeded;
    if (!failStages(Reason::DeadlineExceeded, row(Reason::DeadlineExceeded).text))
        breakOff();
}

void ExchangeDriver::leaveUpstream()
{
    m_context.wheel.stop(m_timer);
    settleAnswer();
    if (m_breaker)
        m_breaker->abandoned(std::exchange(m_permit, Breaker::Permit::Refused));
    if (UpstreamChannel* const channel = std::exchange(m_upstream, nullptr))
        channel->abandon();
    if (std::exchange(m_acquiring, false))
        m_pool->cancel(*this);
    m_streaming = false;
    m_collectAnswer = false;
}

} // namespace gatehouse::proxy
