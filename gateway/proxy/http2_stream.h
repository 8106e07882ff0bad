// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_request.h"
#include "gateway/http/http2_session.h"
#include "gateway/net/buffer.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/client_stream.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/http2_link.h"
#include "gateway/proxy/stream_input.h"

#include <cstdint>

namespace gatehouse::proxy {

struct WorkerContext;
class Http2Connection;

/// One request of a client and its answer on an HTTP/2 connection. Pooled by the worker.
class Http2Stream final : public Http2Noted, private http::Http2StreamUser, private ClientStream {
public:
    explicit Http2Stream(WorkerContext& context);
    ~Http2Stream();

    http::Http2StreamUser& begin(Http2Connection& connection, std::int32_t id);
    void react() override;
    bool done() const override { return m_done; }
    void gone(Reason reason);
    /// Ends an answer that stays open by design.
    void drain();

private:
    static constexpr net::WaterMarks marks{64 * 1024, 16 * 1024}; ///< of the answer

    void onFieldsBegin() override;
    void onField(std::string_view name, std::string_view value) override;
    void onFieldsEnd(bool endStream, std::size_t wireBytes) override;
    void onData(std::string_view data) override;
    void onDataEnd() override;
    http::Http2Readable onReadable(std::size_t most) override;
    void onTake(char* into, std::size_t bytes) override;
    void onFrameSent(std::size_t wireBytes, bool ends) override;
    void onStreamClosed(std::uint32_t errorCode) override;

    void readBody(bool on) override;
    bool discardBody() override;
    bool bodyComplete() const override { return m_inputEnded; }
    void startAnswer(Exchange& exchange, std::optional<std::uint64_t> length) override;
    void sendBody(std::string_view data) override;
    void endAnswer(const http::Trailers& trailers) override;
    void flush() override;
    std::size_t pending() const override;
    bool congested() const override { return m_output.size() >= marks.high; }
    bool broken() const override { return m_closed; }
    void abortAnswer() override;
    void becomeTunnel() override;
    void exchangeDone() override;
    net::ProxyAddresses addresses() const override;

    enum class Fields : std::uint8_t { Head, Trailers };

    void start();
    void addWebSocketKey();
    void pump();
    void reactToOutput();
    void release(std::size_t bytes);
    void dropInput();
    void touch();
    void wake();
    void watchBody();
    void watchOutput();
    void watchLine();
    void onTimeout();

    WorkerContext& m_context;
    Http2Connection* m_connection = nullptr;
    ExchangeDriver* m_driver = nullptr;
    http::Http2RequestReader m_reader;
    StreamInput m_input;
    net::Buffer m_output;
    http::LateFields m_inTrailers;
    http::Trailers m_outTrailers;
    std::int64_t m_startNs = 0;
    std::int64_t m_rateStartMs = 0; ///< of the body or of the answer, for the minimum rate
    std::uint64_t m_rateBytes = 0;
    std::uint64_t m_use = 0; ///< grows with each request
    std::uint32_t m_resetCode = 0;
    std::int32_t m_id = 0;
    Fields m_fields = Fields::Head;
    http::HeadError m_headError = http::HeadError::None;
    bool m_headReady = false; ///< complete, and nobody has been told
    bool m_inputEnded = false;
    bool m_bodyDone = false; ///< the driver has been told of the end
    bool m_wantsBody = false;
    bool m_discards = false;
    bool m_expectsContinue = false;
    bool m_headOnly = false;
    bool m_tunnel = false; ///< a WebSocket (RFC 8441): DATA both ways are its bytes
    bool m_answering = false;
    bool m_answerEnded = false;
    bool m_endSent = false;
    bool m_aboveMark = false;
    bool m_watchesOutput = false; ///< what the timer is for
    bool m_idle = false;          ///< the session waits for resume()
    bool m_wrote = false;         ///< since react()
    bool m_closed = false;
    bool m_done = true;
    net::CallbackTimer<Http2Stream, &Http2Stream::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
