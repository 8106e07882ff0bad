// SPDX-License-Identifier: GPL-3.0-or-later
// The request side of a stream. The answer is in http2_answer.cpp.
#include "gateway/proxy/http2_stream.h"

#include "gateway/http/websocket_handshake.h"
#include "gateway/proxy/head_reason.h"
#include "gateway/proxy/http2_connection.h"
#include "gateway/proxy/http2_field.h"
#include "gateway/proxy/progress.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

#include <nghttp2/nghttp2.h>

namespace gatehouse::proxy {

Http2Stream::Http2Stream(WorkerContext& context)
    : m_context(context)
    , m_input(context.buffers)
    , m_output(context.buffers)
{
}

Http2Stream::~Http2Stream() = default;

http::Http2StreamUser& Http2Stream::begin(Http2Connection& connection, std::int32_t id)
{
    m_connection = &connection;
    m_id = id;
    ++m_use;
    m_startNs = m_context.poller.nowNs();
    m_fields = Fields::Head;
    m_headError = http::HeadError::None;
    m_resetCode = NGHTTP2_NO_ERROR;
    m_headReady = m_inputEnded = m_bodyDone = m_wantsBody = m_discards = false;
    m_expectsContinue = m_headOnly = m_answering = m_answerEnded = m_endSent = m_aboveMark = false;
    m_idle = m_wrote = m_closed = m_done = m_tunnel = m_watchesOutput = false;
    m_driver = connection.keeper().takeDriver();
    return *this;
}

void Http2Stream::touch()
{
    m_connection->touch(*this);
}

// --- notes from the session

void Http2Stream::onFieldsBegin()
{
    if (m_fields == Fields::Head)
        m_reader.begin(m_driver->exchange().m_head, m_context.settings->client.head);
}

void Http2Stream::onField(std::string_view name, std::string_view value)
{
    if (m_fields == Fields::Trailers)
        return m_inTrailers.add(name, value);
    if (!m_driver || !m_reader.wants())
        return;
    readField(m_reader, m_driver->exchange().m_arena, name, value);
}

void Http2Stream::onFieldsEnd(bool endStream, std::size_t wireBytes)
{
    if (m_driver)
        m_driver->countIn(wireBytes);
    m_inputEnded = m_inputEnded || endStream;
    touch();
    if (m_fields == Fields::Trailers || !m_driver)
        return;
    m_fields = Fields::Trailers;
    const std::size_t cookies = m_reader.cookieBytes();
    m_headError = m_reader.finish(endStream, m_driver->exchange().m_arena.allocate(cookies));
    m_headReady = true;
}

void Http2Stream::onData(std::string_view data)
{
    m_connection->onBuffered(data.size());
    if (m_driver)
        m_driver->countIn(data.size());
    if (m_discards || m_done)
        return m_connection->onTaken(data.size()); // the stream's own window stays shut
    m_rateBytes += m_tunnel ? 0 : data.size();     // the rate of a tunnel is that of its reader
    m_input.add(data);
    touch();
}

void Http2Stream::onDataEnd()
{
    m_inputEnded = true;
    touch();
}

void Http2Stream::onStreamClosed(std::uint32_t errorCode)
{
    m_closed = true;
    if (errorCode == NGHTTP2_NO_ERROR && m_endSent)
        m_inputEnded = true;
    touch();
}

// --- what the driver hears

void Http2Stream::react()
{
    if (m_headReady && !m_closed)
        start();
    if (m_driver && m_wrote)
        reactToOutput();
    if (m_closed)
        gone(Reason::ClientGone);
    if (m_driver && m_wantsBody && !m_bodyDone && (!m_input.empty() || m_inputEnded))
        pump();
    m_input.settle();
}

void Http2Stream::start()
{
    m_headReady = false;
    http::RequestHead& head = m_driver->exchange().m_head;
    const ExchangeDriver::Origin origin = m_connection->origin(*this, m_startNs);
    if (m_headError != http::HeadError::None) {
        head.clear();
        head.majorVersion = 2;
        return m_driver->reject(origin, reasonOf(m_headError), http::textOf(m_headError),
                                static_cast<std::uint16_t>(http::statusOf(m_headError)));
    }
    if (head.extendedConnect)
        addWebSocketKey();
    m_bodyDone = m_inputEnded && m_input.empty();
    m_expectsContinue = head.expectContinue && !m_bodyDone;
    m_driver->start(origin);
}

/// The upstream speaks HTTP/1.1 and needs one.
void Http2Stream::addWebSocketKey()
{
    Exchange& exchange = m_driver->exchange();
    const http::WebSocketKey key = http::webSocketKey({m_context.random.next(), m_context.random.next()});
    exchange.m_head.headers.add(http::HeaderId::SecWebSocketKey, "Sec-WebSocket-Key",
                                exchange.m_arena.copy({key.data(), key.size()}));
}

void Http2Stream::readBody(bool on)
{
    m_wantsBody = on;
    if (m_bodyDone)
        return;
    if (!on && m_watchesOutput)
        return; // an answer that nobody takes is watched on
    if (!on)
        return m_context.wheel.stop(m_timer);
    if (m_expectsContinue && m_input.empty() && !m_inputEnded) {
        http::Http2Fields& fields = m_connection->fields();
        fields.clear();
        fields.status(100);
        m_connection->session().inform(m_id, fields);
        m_connection->wantOutput();
    }
    m_expectsContinue = false;
    m_rateStartMs = m_context.poller.nowMs();
    m_rateBytes = 0;
    const std::uint64_t use = m_use;
    pump();
    if (m_use == use && m_driver && m_wantsBody && !m_bodyDone)
        watchBody();
}

/// Gives the driver what has arrived. The driver may end the exchange within any of these calls.
void Http2Stream::pump()
{
    ExchangeDriver* const driver = m_driver;
    const std::uint64_t use = m_use;
    const auto alive = [&] { return m_use == use && m_driver == driver; };
    while (alive() && m_wantsBody && !m_input.empty()) {
        const std::size_t shown = m_input.visit([&](std::string_view piece) {
            driver->onRequestBody(piece);
            return alive() && m_wantsBody;
        });
        if (alive())
            driver->onRequestPause(); // sends on what the pieces are views of
        if (!alive())
            return;
        m_input.drop(std::min(shown, m_input.size()));
        release(shown);
    }
    if (!alive() || !m_wantsBody || !m_input.empty())
        return;
    if (!m_inputEnded)
        return watchBody();
    m_bodyDone = true;
    if (m_tunnel)
        m_resetCode = NGHTTP2_CANCEL; // as good as a connection that closes (RFC 8441 section 5)
    else
        m_context.wheel.stop(m_timer);
    if (m_inTrailers.error() != http::HeadError::None)
        return driver->onRequestFailed(Reason::BadBody, http::textOf(m_inTrailers.error()));
    driver->onRequestEnd(m_inTrailers.trailers());
    if (alive())
        driver->onRequestPause();
}

/// Room for as many bytes more.
void Http2Stream::release(std::size_t bytes)
{
    m_connection->onTaken(bytes);
    if (!m_inputEnded && !m_closed) {
        m_connection->session().consumeStream(m_id, bytes);
        m_connection->wantOutput();
    }
}

bool Http2Stream::discardBody()
{
    m_wantsBody = false;
    m_discards = true;
    dropInput();
    return m_inputEnded;
}

void Http2Stream::dropInput()
{
    if (!m_input.empty())
        m_connection->onTaken(m_input.size());
    m_input.clear();
}

void Http2Stream::gone(Reason reason)
{
    if (!m_driver)
        return;
    if (m_fields == Fields::Head || m_headReady)
        return exchangeDone(); // nobody knows of it yet
    m_resetCode = NGHTTP2_CANCEL;
    m_driver->onClientGone(reason); // comes back through exchangeDone()
}

void Http2Stream::drain()
{
    if (m_driver && m_fields != Fields::Head && !m_headReady)
        m_driver->drain();
}

// --- time

void Http2Stream::watchBody()
{
    if (m_tunnel)
        return; // a WebSocket watches over silence itself
    const ClientSettings& settings = m_context.settings->client;
    m_watchesOutput = false;
    m_context.wheel.start(m_timer, progressDeadline(settings, m_context.poller.nowMs(),
                                                    settings.bodyTimeoutMs, m_rateStartMs, m_rateBytes));
}

void Http2Stream::watchOutput()
{
    const ClientSettings& settings = m_context.settings->client;
    m_watchesOutput = true;
    m_context.wheel.start(m_timer, progressDeadline(settings, m_context.poller.nowMs(),
                                                    settings.writeTimeoutMs, m_rateStartMs, m_rateBytes));
}

/// The connection watches the client for all of its streams.
void Http2Stream::watchLine()
{
    m_context.wheel.start(m_timer, m_context.poller.nowMs() + m_context.settings->client.writeTimeoutMs);
}

void Http2Stream::onTimeout()
{
    if (!m_driver)
        return;
    if (m_watchesOutput && m_connection->lineMoves(m_context.settings->client.writeTimeoutMs))
        return watchLine();
    if (m_watchesOutput)
        return m_connection->onSlowReader(*this);
    if (m_bodyDone || !m_wantsBody)
        return;
    if (m_connection->withholdsRoom())
        return watchBody(); // the client may not send: other streams of its hold all the room
    m_wantsBody = false;
    m_driver->onRequestFailed(Reason::BodyTimeout, "the body did not arrive in time");
}

} // namespace gatehouse::proxy
