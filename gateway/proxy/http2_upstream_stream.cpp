// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/http2_upstream_stream.h"

#include "gateway/http/http2_fields.h"
#include "gateway/proxy/arena.h"
#include "gateway/proxy/http2_field.h"
#include "gateway/proxy/http2_upstream.h"
#include "gateway/proxy/trace.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

#include <nghttp2/nghttp2.h>

namespace gatehouse::proxy {

Http2UpstreamStream::Http2UpstreamStream(WorkerContext& context, Http2Upstream& connection)
    : m_context(context)
    , m_connection(connection)
    , m_input(context.buffers)
    , m_output(context.buffers)
{
}

Http2UpstreamStream::~Http2UpstreamStream() = default;

void Http2UpstreamStream::assign(UpstreamUser& user, bool reused)
{
    m_user = &user;
    m_reused = reused;
    m_id = 0;
    m_closeCode = NGHTTP2_NO_ERROR;
    m_headError = http::HeadError::None;
    m_headSent = m_headDone = m_headReady = m_inputEnded = m_ended = m_endSent = false;
    m_aboveMark = m_idle = m_wrote = m_closed = m_unprocessed = m_lost = m_done = false;
    m_inTrailers.clear();
    m_reading = true;
}

std::string_view Http2UpstreamStream::peerText() const
{
    return m_connection.peerText();
}

// --- sending

void Http2UpstreamStream::begin(http::ResponseHead& answer, Arena& arena, http::Method method,
                                const UpstreamTimeouts& timeouts)
{
    m_answer = &answer;
    m_arena = &arena;
    m_method = method;
    m_timeouts = timeouts;
    answer.clear();
}

namespace {

/// Tells the fields as the head they would be in HTTP/1, which is what a trace reads.
void tell(Trace& trace, http::Http2Fields& fields, std::string_view method, std::string_view path)
{
    std::string head;
    head.append(method).append(" ").append(path).append(" HTTP/2\r\n");
    const nghttp2_nv* const all = fields.data();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view name(reinterpret_cast<const char*>(all[i].name), all[i].namelen);
        if (!name.starts_with(':'))
            head.append(name).append(":\r\n");
    }
    trace.sent(head);
}

} // namespace

void Http2UpstreamStream::writeHead(Exchange& exchange, const UpstreamTarget& target,
                                    const RequestBodyPlan& body, const TrustSettings& trust)
{
    http::Http2Fields& fields = m_connection.fields();
    fields.clear();
    fields.pseudo(":method", exchange.upstreamMethod());
    fields.pseudo(":scheme", m_connection.scheme());
    fields.pseudo(":authority", upstreamHostOf(exchange, target));
    const std::string_view path =
        exchange.arena().concat({target.basePath, upstreamPathOf(exchange, exchange.arena()),
                                 exchange.hasUpstreamQuery() ? "?" : "", exchange.upstreamQuery()});
    fields.pseudo(":path", path);
    writeUpstreamFields(exchange, trust, fields);
    fields.header("te", "trailers"); // which gRPC insists on
    if (body.kind == RequestBodyPlan::Kind::Length)
        fields.header("content-length", body.bytes);
    if (Trace* const trace = exchange.trace())
        tell(*trace, fields, exchange.upstreamMethod(), path);
    const bool withBody = body.kind == RequestBodyPlan::Kind::Chunked ||
                          (body.kind == RequestBodyPlan::Kind::Length && body.bytes > 0);
    m_id = m_connection.session().request(fields, withBody, *this);
    m_ended = !withBody;
    if (m_id == 0) { // told in react(), not from inside this call
        m_closed = m_unprocessed = true;
        m_connection.touch(*this);
    }
    m_connection.wantOutput();
}

void Http2UpstreamStream::sendBody(std::string_view data)
{
    if (m_closed || m_ended || data.empty())
        return;
    m_output.append(data);
    m_aboveMark = m_aboveMark || congested();
    wake();
}

void Http2UpstreamStream::endBody(const http::Trailers& trailers)
{
    m_outTrailers = trailers;
}

void Http2UpstreamStream::flush(bool last)
{
    if (last && !std::exchange(m_ended, true))
        wake();
    m_connection.wantOutput();
    watchProgress();
}

void Http2UpstreamStream::wake()
{
    if (std::exchange(m_idle, false))
        m_connection.session().resume(m_id);
}

bool Http2UpstreamStream::congested() const
{
    return m_output.size() >= m_context.settings->upstream.marks.high;
}

http::Http2Readable Http2UpstreamStream::onReadable(std::size_t most)
{
    const std::size_t bytes = std::min(most, m_output.size());
    const bool end = m_ended && bytes == m_output.size();
    m_idle = bytes == 0 && !end;
    return {bytes, end, &m_outTrailers};
}

void Http2UpstreamStream::onTake(char* into, std::size_t bytes)
{
    m_wrote = true;
    m_connection.touch(*this);
    while (bytes > 0) {
        const std::string_view piece = m_output.front().substr(0, bytes);
        into = std::copy(piece.begin(), piece.end(), into);
        m_output.consume(piece.size());
        bytes -= piece.size();
    }
}

void Http2UpstreamStream::onFrameSent(std::size_t, bool ends)
{
    m_headSent = true;
    if (!ends)
        return;
    m_endSent = m_wrote = true;
    m_connection.touch(*this);
}

// --- notes from the session

void Http2UpstreamStream::onFieldsBegin()
{
    if (!m_headDone)
        m_reader.begin(*m_answer, m_context.settings->upstream.head);
}

void Http2UpstreamStream::onField(std::string_view name, std::string_view value)
{
    if (m_headDone)
        return m_inTrailers.add(name, value);
    if (!m_reader.wants())
        return;
    readField(m_reader, *m_arena, name, value);
}

void Http2UpstreamStream::onFieldsEnd(bool endStream, std::size_t)
{
    m_inputEnded = m_inputEnded || endStream;
    m_connection.touch(*this);
    m_connection.onAnswer();
    if (m_headDone) {
        m_headError = m_inTrailers.error();
        return;
    }
    m_headError = m_reader.finish(endStream, m_method);
    if (m_headError == http::HeadError::None && m_answer->interim)
        return;
    m_headDone = m_headReady = true;
}

void Http2UpstreamStream::onData(std::string_view data)
{
    m_connection.onBuffered(data.size());
    m_connection.onAnswer();
    m_input.add(data);
    m_connection.touch(*this);
}

void Http2UpstreamStream::onDataEnd()
{
    m_inputEnded = true;
    m_connection.touch(*this);
}

void Http2UpstreamStream::onStreamClosed(std::uint32_t errorCode)
{
    m_closed = true;
    m_closeCode = errorCode;
    m_unprocessed = !m_headSent || errorCode == NGHTTP2_REFUSED_STREAM;
    m_connection.touch(*this);
}

// --- what the user hears

void Http2UpstreamStream::react()
{
    if (m_user && tellHead() && tellBody()) {
        if (m_headDone && m_inputEnded && m_input.empty())
            tellEnd();
        else if (m_closed && m_input.empty())
            tellClosed();
        else if (std::exchange(m_wrote, false))
            tellDrained();
    }
    if (m_user)
        watchProgress();
    m_input.settle();
}

/// These answer whether the user is still there.
bool Http2UpstreamStream::tellHead()
{
    if (m_headError != http::HeadError::None) {
        const bool large =
            m_headError == http::HeadError::HeadTooLarge || m_headError == http::HeadError::TooManyHeaders;
        fail(large ? Reason::UpstreamHeadTooLarge : Reason::UpstreamBadHead,
             std::string(http::textOf(m_headError)) + " from " + std::string(peerText()));
        return false;
    }
    if (!std::exchange(m_headReady, false))
        return true;
    m_user->onUpstreamHead();
    if (m_user && m_input.empty() && !m_inputEnded)
        m_user->onUpstreamPause();
    return m_user != nullptr;
}

bool Http2UpstreamStream::tellBody()
{
    while (m_user && m_headDone && m_reading && !m_input.empty()) {
        const std::size_t shown = m_input.visit([this](std::string_view piece) {
            m_user->onUpstreamBody(piece);
            return m_user && m_reading;
        });
        if (m_user)
            m_user->onUpstreamPause(); // sends on what the pieces are views of
        if (!m_user)
            return false;
        m_input.drop(shown);
        m_connection.onTaken(shown);
        if (!m_inputEnded && !m_closed)
            m_connection.session().consumeStream(m_id, shown);
        m_connection.wantOutput();
    }
    return m_user != nullptr;
}

void Http2UpstreamStream::tellEnd()
{
    leave(NGHTTP2_CANCEL)->onUpstreamEnd(m_inTrailers.trailers());
}

void Http2UpstreamStream::tellClosed()
{
    const std::string peer(peerText());
    if (m_unprocessed)
        return fail(Reason::UpstreamReset, peer + " refused the request");
    if (m_closeCode == NGHTTP2_NO_ERROR)
        return fail(Reason::UpstreamClosedEarly, peer + " closed the stream in the middle of the answer");
    fail(Reason::UpstreamReset, peer + " reset the stream: " + nghttp2_http2_strerror(m_closeCode));
}

void Http2UpstreamStream::tellDrained()
{
    if (!m_aboveMark || m_output.size() > m_context.settings->upstream.marks.low)
        return;
    m_aboveMark = false;
    m_user->onUpstreamDrained();
}

void Http2UpstreamStream::setReading(bool reading)
{
    if (m_reading == reading)
        return;
    m_reading = reading;
    if (reading) {
        m_connection.touch(*this);
        m_connection.wantOutput(); // which comes to react()
    }
    watchProgress();
}

void Http2UpstreamStream::becomeStream(std::int64_t idleMs)
{
    m_timeouts.readMs = static_cast<std::uint32_t>(std::min<std::int64_t>(idleMs, UINT32_MAX));
    watchProgress();
}

// --- ends

/// The stream is nobody's any more. An answer that overtook its request stops it.
UpstreamUser* Http2UpstreamStream::leave(std::uint32_t code)
{
    if (!m_closed && m_id != 0) {
        const bool complete = m_inputEnded && m_endSent;
        if (complete)
            m_connection.session().detach(m_id);
        else
            m_connection.session().cancel(m_id, code);
    }
    m_closed = m_done = true;
    m_context.wheel.stop(m_timer);
    if (!m_input.empty())
        m_connection.onTaken(m_input.size());
    m_input.clear();
    m_output.clear();
    m_outTrailers.clear();
    m_connection.touch(*this);
    m_connection.wantOutput();
    return std::exchange(m_user, nullptr);
}

void Http2UpstreamStream::abandon()
{
    leave(NGHTTP2_CANCEL);
}

void Http2UpstreamStream::fail(Reason reason, std::string_view detail)
{
    if (!m_user)
        return;
    leave(NGHTTP2_CANCEL)->onUpstreamFailed(reason, detail);
}

void Http2UpstreamStream::lose(Reason reason, std::string_view detail)
{
    m_lost = true;
    // An answer that is all here is passed on, also to a client that is slow: it is a window's worth at most.
    while (m_user && m_headDone && m_inputEnded && m_headError == http::HeadError::None) {
        m_reading = true;
        if (!tellHead() || !tellBody())
            return;
        if (m_input.empty())
            return tellEnd();
    }
    fail(reason, detail);
}

void Http2UpstreamStream::watchProgress()
{
    const std::int64_t now = m_context.poller.nowMs();
    if (!m_output.empty())
        m_context.wheel.start(m_timer, now + m_timeouts.writeMs);
    else if (m_ended && m_reading && m_timeouts.readMs != 0)
        m_context.wheel.start(m_timer, now + m_timeouts.readMs);
    else
        m_context.wheel.stop(m_timer);
}

void Http2UpstreamStream::onTimeout()
{
    const std::string peer(peerText());
    if (!m_output.empty() && m_connection.lineMoves(m_timeouts.writeMs)) {
        const std::int64_t now = m_context.poller.nowMs();
        return m_context.wheel.start(
            m_timer, OutputWatch::nextLook(now, m_timeouts.writeMs, now + m_timeouts.writeMs));
    }
    if (!m_output.empty())
        return fail(Reason::UpstreamWriteTimeout, peer + " took no more of the request within " +
                                                      std::to_string(m_timeouts.writeMs) + " ms");
    fail(Reason::UpstreamReadTimeout, peer +
                                          (m_headDone ? " sent no more of its answer" : " gave no answer") +
                                          " within " + std::to_string(m_timeouts.readMs) + " ms");
}

} // namespace gatehouse::proxy
