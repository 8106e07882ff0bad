// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/body_reader.h"
#include "gateway/http/head_parser.h"
#include "gateway/net/connector.h"
#include "gateway/net/poller.h"
#include "gateway/net/proxy_protocol.h"
#include "gateway/net/resolver.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/arena.h"
#include "gateway/proxy/line_pace.h"
#include "gateway/proxy/output.h"
#include "gateway/proxy/output_watch.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/route.h"
#include "gateway/proxy/turn_callback.h"
#include "gateway/proxy/upstream_channel.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::proxy {

struct WorkerContext;
class UpstreamPool;

/// One HTTP/1.1 connection to a target: connects, sends what the user gives, reads one answer at a time.
/// Owned by its pool.
class UpstreamConnection final : public UpstreamChannel, public net::IoHandler, public net::ConnectUser {
public:
    UpstreamConnection(WorkerContext& context, UpstreamPool& pool);
    ~UpstreamConnection();
    UpstreamConnection(const UpstreamConnection&) = delete;
    UpstreamConnection& operator=(const UpstreamConnection&) = delete;

    /// Resolves and connects for `user`, who is told by onUpstreamReady() or onUpstreamFailed().
    void open(UpstreamUser& user, std::uint32_t connectMs);
    /// Gives an idle connection to `user`, without a call back.
    void assign(UpstreamUser& user);

    void begin(http::ResponseHead& answer, Arena& arena, http::Method method,
               const UpstreamTimeouts& timeouts) override;
    void writeHead(Exchange& exchange, const UpstreamTarget& target, const RequestBodyPlan& body,
                   const TrustSettings& trust) override;
    void sendBody(std::string_view data) override;
    void endBody(const http::Trailers& trailers) override;
    void flush(bool last) override;
    bool congested() const override;
    void setReading(bool reading) override;
    /// Whether HTTP/2 may be spoken: by prior knowledge, or over TLS because the server chose it.
    bool choseHttp2() const
    {
        return !m_transport->isEncrypted() || m_transport->negotiatedProtocol() == "h2";
    }
    /// The connection itself, for somebody who speaks another protocol over it. It is not this object's any
    /// more.
    std::unique_ptr<net::Transport> giveTransport();
    void becomeTunnel() override;
    void becomeStream(std::int64_t idleMs) override;
    bool outsideLimit() const { return m_outsideLimit; }
    void abandon() override;

    std::size_t pending() const override { return m_output.pending(); }
    std::size_t undelivered() const override
    {
        return pending() + net::unacknowledgedBytes(m_transport->fd());
    }
    bool writeFailed() const override { return m_output.failed(); }
    bool reused() const override { return m_uses > 1; }
    bool wholeAtHand() const override { return m_wholeAtHand; }
    bool sawAnswer() const override { return m_sawAnswer; }
    bool unprocessed() const override { return false; }
    bool isStale() override;
    UpstreamUser* user() const { return m_user; }
    bool connecting() const { return m_state < State::Idle; }
    std::string_view peerText() const override { return m_peerText; }
    const net::SocketAddress& peer() const { return m_peer; }
    /// Of the target's TlsClient when this began to connect; 0: clear text.
    std::uint64_t tlsGeneration() const { return m_tlsGeneration; }
    /// Where the target is told the client's address: whose requests it may carry.
    const net::ProxyAddresses& proxied() const { return m_proxied; }
    std::size_t index = 0; ///< place in the pool's list

private:
    enum class State : std::uint8_t { Resolving, Connecting, Handshaking, Idle, Busy, Closed };

    void send(std::string_view bytes) { m_output.add(bytes, *m_transport); }
    void onIo(std::uint32_t events) override;
    void onTimeout();
    void onHook();
    void onResolved(const net::Resolved& resolved);
    std::unique_ptr<net::Transport> makeTransport(net::Fd fd);
    void onConnected(net::Fd fd, const net::SocketAddress& peer) override;
    void onConnectFailed(int error, const net::SocketAddress& peer) override;
    bool sendProxyHeader(int fd);
    void handshake();
    void readInput();
    void onInput(std::string_view bytes);
    void parseHead(std::string_view bytes);
    void onHeadComplete(std::string_view rest);
    void readBody(std::string_view bytes);
    void onPeerClosed();
    void complete();
    void watchProgress();
    void updateInterest();
    void updatePlace();
    void startTimer(std::int64_t ms);
    void fail(Reason reason, std::string_view detail);
    void failRead(const net::IoResult& result);
    Reason connectReason(int error);
    void failConnect(Reason reason, std::string detail);
    std::string timeoutText(std::string_view what, std::uint32_t ms) const;
    std::int64_t idleMs() const;
    void close();

    WorkerContext& m_context;
    UpstreamPool& m_pool;
    UpstreamUser* m_user = nullptr;
    http::ResponseHead* m_answer = nullptr;
    Arena* m_arena = nullptr;
    std::unique_ptr<net::Transport> m_transport;
    std::unique_ptr<net::Connector> m_connector; ///< while it connects
    net::SocketAddress m_peer;
    std::string m_peerText;
    net::ProxyAddresses m_proxied; ///< whose connection it is, where the target is told
    net::Resolver::Request m_lookup;
    Output m_output;
    OutputWatch m_outputWatch;
    LinePace m_pace;
    net::Stash m_stash;
    http::ResponseHeadParser m_parser;
    http::BodyReader m_body;
    UpstreamTimeouts m_timeouts;
    std::int64_t m_advertisedIdleMs = 0; ///< of the upstream's Keep-Alive header; 0: none
    std::uint64_t m_uses = 0;
    std::uint64_t m_tlsGeneration = 0;
    http::Method m_method = http::Method::Get;
    State m_state = State::Resolving;
    bool m_reading = true;
    bool m_sentAll = false;
    bool m_headDone = false;
    bool m_keepAlive = false;
    bool m_tunnel = false;
    bool m_stream = false;       ///< see becomeStream()
    bool m_outsideLimit = false; ///< takes no place of the pool's maximum
    bool m_chunked = false;      ///< the request's body
    bool m_wholeAtHand = false;
    bool m_sawAnswer = false;
    bool m_wasAboveMark = false;
    bool m_watched = false;
    bool m_opening = false; ///< inside open(): nothing may be told yet
    bool m_resumeRead = false;
    std::string m_failure;
    Reason m_failureReason = Reason::None;
    TurnCallback<UpstreamConnection, &UpstreamConnection::onHook> m_hook{this};
    net::CallbackTimer<UpstreamConnection, &UpstreamConnection::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
