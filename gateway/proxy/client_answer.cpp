// SPDX-License-Identifier: GPL-3.0-or-later
// The output side of a client connection: answers, closing, draining.
#include "gateway/http/status.h"
#include "gateway/proxy/client_connection.h"
#include "gateway/proxy/progress.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

namespace gatehouse::proxy {

void ClientConnection::add(std::string_view bytes)
{
    m_output.add(bytes, *m_transport);
    if (m_driver)
        m_driver->countOut(bytes.size());
}

AnswerPlan ClientConnection::planAnswer(const Exchange& exchange, std::optional<std::uint64_t> length)
{
    const http::RequestHead& request = exchange.head();
    const AnswerHead& answer = exchange.answer();
    const std::uint32_t most = m_context.settings->client.maxRequestsPerConnection;
    const bool isHead = request.methodId == http::Method::Head;
    AnswerPlan plan;
    // An answer that is over before an unread body, a failed one and one that kept the client from sending it
    // end the connection; any other may still see the body's end.
    const bool unreadEnds =
        answer.local || answer.status >= 400 || exchange.isAnswerWhole() || m_expectsContinue;
    if (m_context.draining || answer.closes || m_bodyBroken || m_endOfInput ||
        (most != 0 && m_requests >= most) || (!m_bodyDone && unreadEnds))
        m_keepAlive = false;
    m_headOnly = isHead || !http::statusHasBody(answer.status);
    if (answer.status == 101 || answer.status == 204) {
        plan.framing = AnswerPlan::Framing::None;
    } else if (isHead || answer.status == 304) {
        const bool known = answer.local || answer.headers.has(http::HeaderId::ContentLength);
        plan.framing = known && length ? AnswerPlan::Framing::Length : AnswerPlan::Framing::None;
    } else if (length) {
        plan.framing = AnswerPlan::Framing::Length;
    } else if (request.minorVersion == 0) {
        plan.framing = AnswerPlan::Framing::Close;
        m_keepAlive = false;
    } else {
        plan.framing = AnswerPlan::Framing::Chunked;
    }
    plan.length = length.value_or(0);
    plan.keepAlive = m_keepAlive || answer.status == 101;
    plan.sayKeepAlive = m_keepAlive && request.minorVersion == 0;
    return plan;
}

void ClientConnection::startAnswer(Exchange& exchange, std::optional<std::uint64_t> length)
{
    const AnswerPlan plan = planAnswer(exchange, length);
    m_framing = plan.framing;
    m_answering = true;
    m_longLived = exchange.isLongLived();
    m_outputWatch.begin(m_context.poller.nowMs());
    const std::string_view date = m_context.date.text(m_context.poller.wallMs());
    add(m_context.gather.head([&](http::MessageWriter& writer) {
        writeAnswerHead(exchange, plan, m_context.settings->answers, date, writer);
    }));
}

void ClientConnection::sendBody(std::string_view data)
{
    if (data.empty() || m_headOnly)
        return;
    if (m_framing != AnswerPlan::Framing::Chunked || m_tunnel)
        return add(data);
    Gather& gather = m_context.gather;
    if (gather.scratchRoom() < http::chunkHeadMax)
        m_output.flush(*m_transport);
    char* const line = gather.reserve(http::chunkHeadMax);
    const std::size_t size = http::writeChunkHead(line, data.size());
    gather.commit(size);
    add({line, size});
    add(data);
    add(http::chunkEnd);
}

void ClientConnection::endAnswer(const http::Trailers& trailers)
{
    if (m_framing == AnswerPlan::Framing::Chunked && !m_headOnly && !m_tunnel)
        add(trailers.empty() ? http::lastChunk
                             : m_driver->exchange().arena().copy(http::lastChunkWith(trailers)));
}

void ClientConnection::flush()
{
    const bool waited = m_output.waits();
    m_output.flush(*m_transport);
    if (m_output.failed())
        return m_hook.schedule(m_context.poller);
    if (congested())
        m_aboveMark = true;
    if (m_output.pending() > 0) {
        if (!waited)
            m_pace.full(m_context.poller.nowMs());
        watchOutput();
        updateInterest();
    }
}

bool ClientConnection::congested() const
{
    const std::size_t most = m_context.settings->client.marks.high;
    return m_output.pending() >= (m_pace.unproven() ? std::min(most, LinePace::piece) : most);
}

void ClientConnection::onWritten()
{
    if (m_output.failed())
        return gone(Reason::ClientGone);
    if (m_output.pending() > 0) {
        watchOutput();
    } else if (m_state != State::Lingering) {
        m_outputWatch.pauses(m_transport->fd(), m_context.poller.nowMs());
        m_context.wheel.stop(m_timer);
        if (!m_bodyDone && m_wantsBody)
            watchBody();
    }
    if (m_driver && m_output.pending() == 0)
        m_driver->onClientFlushed(); // may end the exchange
    const std::size_t left = m_output.pending();
    if (m_state == State::Exchanging && m_driver &&
        (left == 0 || (m_aboveMark && left <= m_context.settings->client.marks.low))) {
        m_aboveMark = false;
        m_driver->onClientDrained();
    }
    updateInterest();
}

void ClientConnection::abortAnswer()
{
    m_output.flush(*m_transport); // what was promised so far
    m_keepAlive = false;
    m_aborted = true;
}

void ClientConnection::becomeTunnel()
{
    m_tunnel = true;
    m_headOnly = false;
    m_keepAlive = false;
    m_framing = AnswerPlan::Framing::Close;
    m_bodyDone = false;
    m_body.begin(http::BodyFraming::UntilClose);
    m_wantsBody = true;
    m_hook.schedule(m_context.poller); // bytes behind the head are the tunnel's
}

net::ProxyAddresses ClientConnection::addresses() const
{
    return {m_end.peer(), net::localAddress(m_transport->fd())};
}

// --- the end of an exchange and of the connection

void ClientConnection::exchangeDone()
{
    m_keeper.giveDriver(std::exchange(m_driver, nullptr));
    m_answering = false;
    m_aboveMark = false;
    m_wantsBody = false;
    m_headStartNs = 0;
    if (m_pace.slow())
        m_context.poller.setPatient(m_transport->fd(), false);
    m_pace.nextAnswer();
    m_context.wheel.stop(m_timer);
    if (m_aborted || m_output.failed())
        return close();
    if (!m_bodyDone && !m_keepAlive)
        return linger();
    if (!m_keepAlive)
        return m_endOfInput || m_input.empty() ? close() : linger();
    awaitRequest();
    // Not at once: the caller may be inside a call of this connection or hold views of its input.
    if (!m_input.empty() || m_transport->hasBufferedInput())
        m_hook.schedule(m_context.poller);
    else
        updateInterest();
}

/// The next request comes behind what is left of this one's body, which is dropped.
void ClientConnection::awaitRequest()
{
    if (m_bodyDone) {
        m_state = State::Waiting;
        return watchWaiting();
    }
    m_state = State::Skipping;
    startDropping();
}

void ClientConnection::startDropping()
{
    m_lateSinceMs = m_rateStartMs = m_context.poller.nowMs();
    m_rateBytes = 0;
    startTimer(m_context.settings->client.lingerMs);
}

void ClientConnection::skipBody()
{
    watchLateInput();
    if (discardBody()) {
        awaitRequest();
        return readHead();
    }
    if (m_bodyBroken)
        close();
}

/// Whoever still sends a body gets more time, but not more than in all, nor for a trickle. Who has been too
/// slow or wrong before gets none.
void ClientConnection::watchLateInput()
{
    const ClientSettings& settings = m_context.settings->client;
    if (m_bodyDone || m_bodyBroken || m_tunnel || m_context.draining)
        return;
    m_context.wheel.start(m_timer, std::min(m_lateSinceMs + settings.lingerTotalMs,
                                            progressDeadline(settings, m_context.poller.nowMs(),
                                                             settings.lingerMs, m_rateStartMs, m_rateBytes)));
}

/// A connection that closes while the client still sends would be reset by the kernel, and the client would
/// lose the answer. So the answer's end is told, and input is dropped for a while (RFC 9112 section 9.6).
void ClientConnection::linger()
{
    m_state = State::Lingering;
    m_input.clear();
    m_transport->shutdownWrite();
    startDropping();
    updateInterest();
}

/// The next request may be on its way already. Closing now would lose it, so an idle connection stays for a
/// moment; what comes meanwhile is answered with "Connection: close" (RFC 9112 section 9.6).
void ClientConnection::drain()
{
    if (m_state == State::Waiting && m_headStartNs == 0)
        watchWaiting();
    else if (m_state == State::Exchanging && m_driver)
        m_driver->drain();
}

void ClientConnection::kill()
{
    if (m_state == State::Closed)
        return;
    gone(Reason::Draining);
    if (m_state != State::Closed)
        close();
}

void ClientConnection::close()
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    m_context.wheel.stop(m_timer);
    if (m_transport->isEncrypted() && !m_aborted)
        m_transport->shutdownWrite(); // tells an end from a truncation
    m_context.poller.remove(m_transport->fd());
    m_output.clear();
    m_input.clear();
    m_keeper.onClosed(*this);
}

} // namespace gatehouse::proxy
