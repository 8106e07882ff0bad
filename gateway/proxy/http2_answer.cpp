// SPDX-License-Identifier: GPL-3.0-or-later
// The answer side of a stream, and its end.
#include "gateway/http/status.h"
#include "gateway/proxy/forward_answer.h"
#include "gateway/proxy/http2_connection.h"
#include "gateway/proxy/http2_stream.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

#include <nghttp2/nghttp2.h>

namespace gatehouse::proxy {

void Http2Stream::startAnswer(Exchange& exchange, std::optional<std::uint64_t> length)
{
    const AnswerHead& answer = exchange.answer();
    const bool isHead = exchange.head().methodId == http::Method::Head;
    // An answer that is over with its head ends with it here, too: so gRPC tells errors without a message.
    const bool over = answer.local || answer.framing == http::BodyFraming::None;
    const bool opens = answer.status == 101; // told as 200 (RFC 8441 section 5)
    m_headOnly =
        isHead || (!http::statusHasBody(answer.status) && !opens) || (over && length == 0U && !opens);
    m_answering = true;
    if (m_closed)
        return;
    http::Http2Fields& fields = m_connection->fields();
    fields.clear();
    fields.status(opens ? 200 : answer.status);
    writeAnswerFields(exchange, m_context.settings->answers, m_context.date.text(m_context.poller.wallMs()),
                      fields);
    // As on HTTP/1: what HEAD and 304 leave out may be told, 204 has no length.
    const bool bare = isHead || answer.status == 304 || (!answer.local && over);
    const bool known = answer.local || answer.headers.has(http::HeaderId::ContentLength);
    if (opens || answer.status == 426)
        writeWebSocketFields(answer, fields);
    if (length && answer.status != 204 && !opens && (!bare || known))
        fields.header("content-length", *length);
    m_connection->session().respond(m_id, fields, !m_headOnly);
    m_connection->wantOutput();
}

void Http2Stream::sendBody(std::string_view data)
{
    if (m_headOnly || m_closed || data.empty())
        return;
    if (m_output.empty()) { // an answer that pauses for long is not slow
        m_rateStartMs = m_context.poller.nowMs();
        m_rateBytes = 0;
    }
    m_output.append(data);
    if (congested())
        m_aboveMark = true;
    wake();
}

void Http2Stream::endAnswer(const http::Trailers& trailers)
{
    m_answerEnded = true;
    if (m_headOnly || m_closed)
        return;
    m_outTrailers = trailers;
    wake();
}

void Http2Stream::wake()
{
    if (std::exchange(m_idle, false))
        m_connection->session().resume(m_id);
}

void Http2Stream::flush()
{
    m_connection->wantOutput();
    if (m_closed)
        touch();
    else if (!m_output.empty() && !(m_timer.active() && m_watchesOutput))
        watchOutput();
}

/// An end that has not left counts as one byte, so that nobody takes the answer for sent before it is.
std::size_t Http2Stream::pending() const
{
    if (m_closed || !m_answering)
        return 0;
    return m_output.size() + (m_answerEnded && !m_endSent ? 1 : 0);
}

http::Http2Readable Http2Stream::onReadable(std::size_t most)
{
    const std::size_t bytes = std::min(most, m_output.size());
    const bool end = m_answerEnded && bytes == m_output.size();
    m_idle = bytes == 0 && !end;
    return {bytes, end, &m_outTrailers};
}

void Http2Stream::onTake(char* into, std::size_t bytes)
{
    m_wrote = true;
    m_rateBytes += bytes;
    touch();
    if (bytes > 0)
        m_connection->onTookData();
    while (bytes > 0) {
        const std::string_view piece = m_output.front().substr(0, bytes);
        into = std::copy(piece.begin(), piece.end(), into);
        m_output.consume(piece.size());
        bytes -= piece.size();
    }
}

void Http2Stream::onFrameSent(std::size_t wireBytes, bool ends)
{
    if (m_driver)
        m_driver->countOut(wireBytes);
    if (!ends)
        return;
    m_endSent = true;
    m_wrote = true;
    touch();
}

void Http2Stream::reactToOutput()
{
    m_wrote = false;
    if (!m_output.empty()) {
        watchOutput();
    } else {
        m_context.wheel.stop(m_timer);
        if (!m_bodyDone && m_wantsBody)
            watchBody();
    }
    const std::uint64_t use = m_use;
    if (m_endSent)
        m_driver->onClientFlushed(); // ends the exchange
    if (m_use != use || !m_driver || m_closed)
        return;
    const std::size_t left = m_output.size();
    if (left == 0 || (m_aboveMark && left <= marks.low)) {
        m_aboveMark = false;
        m_driver->onClientDrained();
    }
}

void Http2Stream::abortAnswer()
{
    m_resetCode = m_tunnel ? NGHTTP2_CANCEL : NGHTTP2_INTERNAL_ERROR;
}

void Http2Stream::becomeTunnel()
{
    m_tunnel = true;
    m_wantsBody = true;
    touch(); // what arrived before the answer is the tunnel's
    m_connection->wantOutput();
}

net::ProxyAddresses Http2Stream::addresses() const
{
    return m_connection->addresses();
}

void Http2Stream::exchangeDone()
{
    m_connection->keeper().giveDriver(std::exchange(m_driver, nullptr));
    m_context.wheel.stop(m_timer);
    dropInput();
    m_output.clear();
    m_inTrailers.clear();
    m_outTrailers.clear();
    // A complete answer to an unread body: the client need not send the rest (RFC 9113 section 8.1).
    if (!m_closed)
        m_connection->session().cancel(m_id, m_resetCode);
    m_closed = true;
    m_done = true;
    touch();
    m_connection->wantOutput();
}

} // namespace gatehouse::proxy
