// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/body_reader.h"
#include "gateway/http/head_parser.h"
#include "gateway/net/poller.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/net/transport.h"
#include "gateway/proxy/client_stream.h"
#include "gateway/proxy/forward_answer.h"
#include "gateway/proxy/input_queue.h"
#include "gateway/proxy/line_pace.h"
#include "gateway/proxy/output.h"
#include "gateway/proxy/output_watch.h"
#include "gateway/proxy/served_connection.h"
#include "gateway/proxy/turn_callback.h"

#include <cstdint>
#include <memory>

namespace gatehouse::proxy {

struct WorkerContext;

/// One HTTP/1 connection of a client: reads heads and bodies, one exchange at a time (pipelined requests wait
/// unread), writes answers, watches the time.
class ClientConnection final : public ServedConnection, private net::IoHandler, private ClientStream {
public:
    ClientConnection(WorkerContext& context, ConnectionKeeper& keeper,
                     std::unique_ptr<net::Transport> transport, const net::SocketAddress& peer,
                     std::uint8_t roles);
    ~ClientConnection() override;

    void open();
    void drain() override;
    bool isIdle() const override;
    void closeIdle() override;
    void kill() override;
    /// Every exchange of this connection is written down there. Before open().
    void setTrace(std::shared_ptr<Trace> trace) { m_trace = std::move(trace); }
    const net::IpAddress& peer() const override { return m_end.peer().ip; }
    std::uint8_t roles() const override { return m_end.roles(); }

private:
    enum class State : std::uint8_t { Handshaking, Waiting, Exchanging, Skipping, Lingering, Closed };

    void onIo(std::uint32_t events) override;
    void onHook();
    void onTimeout();
    void handshake();
    void onHandshakeFailed();
    void startWaiting();
    void readInput();
    void onEndOfInput();
    void process();
    void readHead();
    void becomeHttp2();
    void refuseHead(http::HeadError error);
    void startExchange();
    void pump();
    void onBodyFault();
    void onWritten();
    bool wantsInput() const;
    void updateInterest();
    void watchWaiting();
    void watchBody();
    void watchOutput();
    void startTimer(std::int64_t ms);
    void gone(Reason reason);
    void linger();
    void skipBody();
    void startDropping();
    void watchLateInput();
    void awaitRequest();
    void close();
    ExchangeDriver::Origin origin();
    AnswerPlan planAnswer(const Exchange& exchange, std::optional<std::uint64_t> length);

    void readBody(bool on) override;
    bool discardBody() override;
    bool bodyComplete() const override { return m_bodyDone; }
    void startAnswer(Exchange& exchange, std::optional<std::uint64_t> length) override;
    void sendBody(std::string_view data) override;
    void endAnswer(const http::Trailers& trailers) override;
    void flush() override;
    std::size_t pending() const override { return m_output.pending(); }
    std::size_t undelivered() const override
    {
        return pending() + net::unacknowledgedBytes(m_transport->fd());
    }
    bool congested() const override;
    std::size_t takesAtOnce() const override { return m_pace.most(); }
    bool broken() const override { return m_output.failed(); }
    void abortAnswer() override;
    void becomeTunnel() override;
    void exchangeDone() override;
    net::ProxyAddresses addresses() const override;

    void add(std::string_view bytes);

    WorkerContext& m_context;
    ConnectionKeeper& m_keeper;
    std::unique_ptr<net::Transport> m_transport;
    ExchangeDriver* m_driver = nullptr;
    InputQueue m_input;
    Output m_output;
    http::RequestHeadParser m_parser;
    http::BodyReader m_body;
    ClientEnd m_end;
    std::shared_ptr<Trace> m_trace;
    State m_state = State::Handshaking;
    AnswerPlan::Framing m_framing = AnswerPlan::Framing::None;
    bool m_watched = false;
    bool m_wantsBody = false;
    bool m_bodyDone = true;
    bool m_bodyBroken = false;
    bool m_keepAlive = true;
    bool m_headOnly = false;        ///< nothing behind the head, whatever the driver sends
    bool m_expectsContinue = false; ///< until the body is asked for
    bool m_answering = false;       ///< between startAnswer() and exchangeDone()
    bool m_aboveMark = false;
    bool m_aborted = false;
    bool m_tunnel = false;
    bool m_longLived = false; ///< the answer stays open by design
    bool m_endOfInput = false;
    std::uint32_t m_requests = 0;
    std::int64_t m_headStartNs = 0; ///< first byte of the head; 0: none yet
    std::int64_t m_rateStartMs = 0; ///< of the body or of what is dropped, for the minimum rate
    std::int64_t m_lateSinceMs = 0; ///< input is dropped
    std::uint64_t m_rateBytes = 0;
    OutputWatch m_outputWatch;
    LinePace m_pace;
    TurnCallback<ClientConnection, &ClientConnection::onHook> m_hook{this};
    net::CallbackTimer<ClientConnection, &ClientConnection::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
