// SPDX-License-Identifier: GPL-3.0-or-later
// The input side of an HTTP/1.1 connection to a target: one answer, its head and body, up to the next idling.
#include "gateway/proxy/upstream_connection.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::proxy {

void UpstreamConnection::readInput()
{
    do {
        const std::size_t wanted = m_user->takesAtOnce();
        // What a slow client waits for need not come before what others wait for.
        m_context.poller.setPatient(m_transport->fd(), wanted != SIZE_MAX);
        const net::IoResult result = m_transport->read(m_context.buffers.receiveArea(),
                                                       std::min(wanted, net::BufferPool::receiveSize));
        if (result.status == net::IoStatus::WantRead || result.status == net::IoStatus::WantWrite)
            break;
        if (result.status == net::IoStatus::Closed)
            return onPeerClosed();
        if (result.status == net::IoStatus::Failed)
            return failRead(result);
        m_sawAnswer = true;
        onInput({m_context.buffers.receiveArea(), result.bytes});
        if (m_state != State::Busy)
            return;
        m_user->onUpstreamPause(); // before the receive area is used again
        if (m_state != State::Busy)
            return;
        if (m_headDone)
            m_stash.clear();
    } while (m_reading && m_transport->hasBufferedInput());
    if (m_headDone)
        watchProgress();
}

void UpstreamConnection::onInput(std::string_view bytes)
{
    if (m_headDone)
        return readBody(bytes);
    parseHead(bytes);
}

void UpstreamConnection::parseHead(std::string_view bytes)
{
    const bool stashed = !m_stash.empty();
    if (stashed)
        m_stash.append(bytes);
    std::string_view input = stashed ? m_stash.view() : bytes;
    for (;;) {
        const http::ParseStatus status =
            m_parser.parse(input, m_context.settings->upstream.head, m_method, *m_answer);
        if (status == http::ParseStatus::Incomplete) {
            if (!stashed)
                m_stash.append(input);
            else
                m_stash.consume(m_stash.size() - input.size());
            return;
        }
        if (status != http::ParseStatus::Complete) {
            const http::HeadError error = m_parser.error();
            const bool large =
                error == http::HeadError::HeadTooLarge || error == http::HeadError::TooManyHeaders;
            return fail(large ? Reason::UpstreamHeadTooLarge : Reason::UpstreamBadHead,
                        std::string(http::textOf(error)) + " from " + m_peerText);
        }
        const std::string_view rest = input.substr(m_answer->headBytes);
        if (!m_answer->interim) {
            m_answer->rebase(input.data(), m_arena->copy(input.substr(0, m_answer->headBytes)).data());
            return onHeadComplete(rest);
        }
        m_parser.reset();
        m_answer->clear();
        input = rest;
    }
}

static std::int64_t keepAliveTimeoutMs(std::string_view header)
{
    std::int64_t seconds = 0;
    http::forEachToken(header, [&seconds](std::string_view token) {
        constexpr std::string_view Name = "timeout=";
        if (token.size() > Name.size() && http::equalsIgnoreCase(token.substr(0, Name.size()), Name))
            std::from_chars(token.data() + Name.size(), token.data() + token.size(), seconds);
    });
    return std::clamp<std::int64_t>(seconds, 0, 86'400) * 1000;
}

void UpstreamConnection::onHeadComplete(std::string_view rest)
{
    m_headDone = true;
    m_keepAlive = m_answer->keepAlive && !m_answer->upgrade;
    m_advertisedIdleMs = keepAliveTimeoutMs(m_answer->headers.value(http::HeaderId::KeepAlive));
    m_body.begin(m_answer->upgrade ? http::BodyFraming::UntilClose : m_answer->framing,
                 m_answer->contentLength);
    m_wholeAtHand =
        m_answer->framing == http::BodyFraming::None ||
        (m_answer->framing == http::BodyFraming::Length && m_answer->contentLength <= rest.size());
    m_user->onUpstreamHead();
    if (m_state == State::Busy)
        readBody(rest);
}

void UpstreamConnection::readBody(std::string_view bytes)
{
    for (;;) {
        const http::BodyReader::Step step = m_body.step(bytes);
        bytes.remove_prefix(step.consumed);
        switch (step.status) {
        case http::BodyReader::Status::NeedMore:
            return;
        case http::BodyReader::Status::Failed:
            return fail(Reason::UpstreamBadBody,
                        std::string(http::textOf(m_body.error())) + " from " + m_peerText);
        case http::BodyReader::Status::Done:
            m_keepAlive = m_keepAlive && bytes.empty(); // bytes nobody asked for: not to be trusted further
            return complete();
        case http::BodyReader::Status::Data:
            m_user->onUpstreamBody(step.data);
            if (m_state != State::Busy)
                return;
        }
    }
}

void UpstreamConnection::complete()
{
    UpstreamUser* const user = std::exchange(m_user, nullptr);
    const bool reusable = m_keepAlive && m_sentAll && m_output.pending() == 0 && !m_output.failed() &&
                          !m_transport->hasBufferedInput();
    m_state = State::Idle;
    m_stream = false;
    m_context.poller.setPatient(m_transport->fd(), false);
    updatePlace();
    user->onUpstreamEnd(m_body.trailers());
    m_stash.clear();
    m_answer = nullptr;
    if (!reusable || m_context.draining) {
        close();
        return m_pool.onClosed(*this, false);
    }
    if (!m_reading || !m_watched) {
        m_reading = true;
        updateInterest();
    }
    startTimer(idleMs());
    m_pool.onIdle(*this);
}

void UpstreamConnection::onPeerClosed()
{
    if (m_headDone && m_body.finish()) {
        m_keepAlive = false;
        return complete();
    }
    const char* where = !m_sawAnswer  ? "before it answered"
                        : !m_headDone ? "in the middle of the answer's head"
                                      : "in the middle of the answer's body";
    fail(Reason::UpstreamClosedEarly, m_peerText + " closed the connection " + where);
}

} // namespace gatehouse::proxy
