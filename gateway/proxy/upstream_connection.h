// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/body_reader.h"
#include "gateway/http/head_parser.h"
#include "gateway/net/poller.h"
#include "gateway/net/resolver.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/arena.h"
#include "gateway/proxy/output.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/route.h"
#include "gateway/proxy/turn_callback.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::proxy {

struct WorkerContext;
class UpstreamConnection;
class UpstreamPool;

/// The exchange as its upstream connection sees it. Every call comes from the event loop, never from inside a
/// call the user makes; after onUpstreamFailed() and onUpstreamEnd() the connection is no longer the user's.
class UpstreamUser {
public:
    /// The connection is the user's: send the request.
    virtual void onUpstreamReady(UpstreamConnection& connection) = 0;
    /// The answer's head is complete, in what begin() was given.
    virtual void onUpstreamHead() = 0;
    virtual void onUpstreamBody(std::string_view data) = 0;
    virtual void onUpstreamEnd(const http::Trailers& trailers) = 0;
    /// All that arrived in this turn has been told: send on what was gathered.
    virtual void onUpstreamPause() = 0;
    /// Less than the low mark waits to be sent.
    virtual void onUpstreamDrained() = 0;
    virtual void onUpstreamFailed(Reason reason, std::string_view detail) = 0;

protected:
    ~UpstreamUser() = default;
};

/// One HTTP/1.1 connection to a target: connects, sends what the user gives, reads one answer at a time.
/// Owned by its pool.
class UpstreamConnection final : public net::IoHandler {
public:
    UpstreamConnection(WorkerContext& context, UpstreamPool& pool);
    ~UpstreamConnection();
    UpstreamConnection(const UpstreamConnection&) = delete;
    UpstreamConnection& operator=(const UpstreamConnection&) = delete;

    /// Resolves and connects for `user`, who is told by onUpstreamReady() or onUpstreamFailed().
    void open(UpstreamUser& user, std::uint32_t connectMs);
    /// Gives an idle connection to `user`, without a call back.
    void assign(UpstreamUser& user);

    /// Starts a request; the answer's head goes to `answer`, its bytes to `arena`.
    void begin(http::ResponseHead& answer, Arena& arena, http::Method method,
               const UpstreamTimeouts& timeouts);
    void send(std::string_view bytes);
    Gather& gather();
    /// `last`: the request is complete; the read time-out starts when the kernel has it.
    void flush(bool last);
    void setReading(bool reading);
    /// After 101: bytes both ways, and silence is no fault any more.
    void becomeTunnel();
    /// The answer stays open by design: silence is a fault after `idleMs` (0: never), and the connection
    /// takes no place of the pool's maximum until the answer ends.
    void becomeStream(std::int64_t idleMs);
    bool outsideLimit() const { return m_outsideLimit; }
    /// The user leaves in the middle; the connection closes.
    void abandon();

    std::size_t pending() const { return m_output.pending(); }
    /// The upstream takes no more input; its answer may still come.
    bool writeFailed() const { return m_output.failed(); }
    bool reused() const { return m_uses > 1; }
    bool sawAnswer() const { return m_sawAnswer; }
    /// True when the peer has closed it meanwhile. One system call: for requests that cannot be repeated.
    bool isStale();
    UpstreamUser* user() const { return m_user; }
    bool connecting() const { return m_state < State::Idle; }
    const std::string& peerText() const { return m_peerText; }
    std::size_t index = 0; ///< place in the pool's list

private:
    enum class State : std::uint8_t { Resolving, Connecting, Handshaking, Idle, Busy, Closed };

    void onIo(std::uint32_t events) override;
    void onTimeout();
    void onHook();
    void onResolved(const net::Resolved& resolved);
    void connectNext();
    void onConnected();
    std::unique_ptr<net::Transport> makeTransport(net::Fd fd);
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
    void startTimer(std::int64_t ms);
    void fail(Reason reason, std::string_view detail);
    void failRead(const net::IoResult& result);
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
    net::Fd m_connecting;
    net::SocketAddress m_peer;
    std::string m_peerText;
    std::vector<net::IpAddress> m_addresses;
    std::size_t m_nextAddress = 0;
    net::Resolver::Request m_lookup;
    Output m_output;
    net::Stash m_stash;
    http::ResponseHeadParser m_parser;
    http::BodyReader m_body;
    UpstreamTimeouts m_timeouts;
    std::int64_t m_connectDeadlineMs = 0;
    std::int64_t m_advertisedIdleMs = 0; ///< of the upstream's Keep-Alive header; 0: none
    std::uint64_t m_uses = 0;
    http::Method m_method = http::Method::Get;
    State m_state = State::Resolving;
    bool m_reading = true;
    bool m_sentAll = false;
    bool m_headDone = false;
    bool m_keepAlive = false;
    bool m_tunnel = false;
    bool m_outsideLimit = false; ///< see becomeStream()
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
