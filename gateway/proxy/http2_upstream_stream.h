// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_response.h"
#include "gateway/http/http2_session.h"
#include "gateway/net/buffer.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/http2_link.h"
#include "gateway/proxy/stream_input.h"
#include "gateway/proxy/upstream_channel.h"

#include <cstdint>
#include <string>

namespace gatehouse::proxy {

struct WorkerContext;
class Http2Upstream;

/// One request on an HTTP/2 connection to an upstream. Owned by its connection, which uses it again.
class Http2UpstreamStream final : public UpstreamChannel, public Http2Noted, private http::Http2StreamUser {
public:
    Http2UpstreamStream(WorkerContext& context, Http2Upstream& connection);
    ~Http2UpstreamStream();

    void assign(UpstreamUser& user, bool reused);
    void react() override;
    bool done() const override { return m_done; }
    void fail(Reason reason, std::string_view detail);
    /// The connection has ended: an answer that is complete is passed on, else it is fail().
    void lose(Reason reason, std::string_view detail);

    void begin(http::ResponseHead& answer, Arena& arena, http::Method method,
               const UpstreamTimeouts& timeouts) override;
    void writeHead(Exchange& exchange, const UpstreamTarget& target, const RequestBodyPlan& body,
                   const TrustSettings& trust) override;
    void sendBody(std::string_view data) override;
    void endBody(const http::Trailers& trailers) override;
    void flush(bool last) override;
    bool congested() const override;
    void setReading(bool reading) override;
    std::size_t pending() const override { return m_output.size(); }
    void becomeTunnel() override {} // HTTP/2 has no 101
    void becomeStream(std::int64_t idleMs) override;
    void abandon() override;
    bool writeFailed() const override { return m_closed; }
    bool reused() const override { return m_reused; }
    bool wholeAtHand() const override { return m_inputEnded; }
    bool sawAnswer() const override { return m_headDone; }
    bool unprocessed() const override { return m_unprocessed; }
    bool lostConnection() const override { return m_lost; }
    bool isStale() override { return false; }
    std::string_view peerText() const override;

private:
    void onFieldsBegin() override;
    void onField(std::string_view name, std::string_view value) override;
    void onFieldsEnd(bool endStream, std::size_t wireBytes) override;
    void onData(std::string_view data) override;
    void onDataEnd() override;
    http::Http2Readable onReadable(std::size_t most) override;
    void onTake(char* into, std::size_t bytes) override;
    void onFrameSent(std::size_t wireBytes, bool ends) override;
    void onStreamClosed(std::uint32_t errorCode) override;

    bool tellHead();
    bool tellBody();
    void tellEnd();
    void tellDrained();
    void tellClosed();
    UpstreamUser* leave(std::uint32_t code);
    void wake();
    void watchProgress();
    void onTimeout();

    WorkerContext& m_context;
    Http2Upstream& m_connection;
    UpstreamUser* m_user = nullptr;
    http::ResponseHead* m_answer = nullptr;
    Arena* m_arena = nullptr;
    http::Http2ResponseReader m_reader;
    StreamInput m_input;
    net::Buffer m_output;
    http::LateFields m_inTrailers;
    http::Trailers m_outTrailers;
    UpstreamTimeouts m_timeouts;
    std::uint32_t m_closeCode = 0;
    std::int32_t m_id = 0;
    http::Method m_method = http::Method::Get;
    http::HeadError m_headError = http::HeadError::None;
    bool m_reused = false;
    bool m_headSent = false;
    bool m_headDone = false;
    bool m_headReady = false; ///< complete, and the user has not been told
    bool m_inputEnded = false;
    bool m_reading = true;
    bool m_ended = false; ///< the request is complete
    bool m_endSent = false;
    bool m_aboveMark = false;
    bool m_idle = false;  ///< the session waits for resume()
    bool m_wrote = false; ///< since react()
    bool m_closed = false;
    bool m_unprocessed = false;
    bool m_lost = false; ///< with its connection
    bool m_done = true;
    net::CallbackTimer<Http2UpstreamStream, &Http2UpstreamStream::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
