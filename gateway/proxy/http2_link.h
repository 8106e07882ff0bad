// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_session.h"
#include "gateway/net/poller.h"
#include "gateway/net/transport.h"
#include "gateway/proxy/line_pace.h"
#include "gateway/proxy/output.h"
#include "gateway/proxy/output_watch.h"
#include "gateway/proxy/turn_callback.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

struct WorkerContext;

/// A stream in the hands of its connection. The session's calls only leave notes in it; react() acts on them
/// when libnghttp2 is not on the stack.
class Http2Noted {
public:
    virtual void react() = 0;
    /// It can be used again.
    virtual bool done() const = 0;

    std::size_t index = 0; ///< place in the connection's list
    bool touched = false;  ///< in the connection's list of streams with notes

protected:
    ~Http2Noted() = default;
};

/// What an HTTP/2 connection to a client and one to an upstream have in common: reads once and writes once
/// per loop turn, and keeps the streams.
class Http2Link : private net::IoHandler, protected http::Http2SessionUser {
public:
    // --- for the streams ------------------------------------------------------------------------
    http::Http2Session& session() { return m_session; }
    const http::Http2Session& session() const { return m_session; }
    /// The stream has notes to react to.
    void touch(Http2Noted& stream);
    void wantOutput();
    /// Bytes of bodies that wait, or do not wait any more. The connection's window opens at once, so that one
    /// stalled stream does not stop the others: towards a client within a bound, towards an upstream always,
    /// because the others are those of other clients there, and each stream's own window bounds what waits.
    void onBuffered(std::size_t bytes);
    void onTaken(std::size_t bytes);
    bool withholdsRoom() const { return m_withheld > 0; }
    /// Whether no stream gets room because the line is full, of which something has moved within
    /// `patienceMs`. One system call while something waits.
    bool lineMoves(std::int64_t patienceMs);

protected:
    enum class State : std::uint8_t { Open, Lingering, Closed };

    Http2Link(WorkerContext& context, http::Http2Session::Role role, const http::Http2Limits& limits,
              std::unique_ptr<net::Transport> transport);
    ~Http2Link();

    /// Starts to read; `first` has been read already. False when the descriptor cannot be watched.
    bool begin(std::string_view first);
    void add(Http2Noted& stream);
    const std::vector<Http2Noted*>& streams() const { return m_streams; }
    net::Transport& transport() { return *m_transport; }
    const net::Transport& transport() const { return *m_transport; }
    State state() const { return m_state; }
    bool outputWaits() const { return m_output.pending() > 0; }
    bool outputFailed() const { return m_output.failed(); }
    /// How far what waits has come: at the last look, which each turn and lineMoves() take.
    const OutputWatch& outputWatch() const { return m_outputWatch; }
    void watchOutput();
    /// At which the other side must take what waits, in bytes a second.
    virtual std::uint64_t leastRate() const { return 0; }
    std::int64_t readMs() const { return m_readMs; } ///< something arrived
    void react();
    void readInput();
    /// Tells the other side that nothing follows, and drops what still comes.
    void startLingering();
    /// The owner must be freed after it.
    void shut();

    /// Bytes have gone through the session.
    virtual void onReceived() = 0;
    /// The session has ended because of the other side. Once.
    virtual void onFault(http::Http2Fault fault) = 0;
    /// The transport has ended (Closed) or failed.
    virtual void onLost(const net::IoResult& result) = 0;
    /// The stream is done and out of the list.
    virtual void onReleased(Http2Noted& stream) = 0;
    /// Output has been written, and all notes are acted on.
    virtual void onTurn() = 0;

private:
    void onIo(std::uint32_t events) override;
    void onHook();
    void receive(std::string_view bytes);
    void send();
    void checkFault();
    bool wantsInput() const;
    void updateInterest();

    WorkerContext& m_context;
    std::unique_ptr<net::Transport> m_transport;
    http::Http2Session m_session;
    Output m_output;
    std::vector<Http2Noted*> m_streams;
    std::vector<Http2Noted*> m_touched;
    std::size_t m_roomAtOnce;   ///< see onBuffered()
    std::size_t m_buffered = 0; ///< bytes of bodies
    std::size_t m_withheld = 0; ///< of them not given back to the connection's window
    std::size_t m_lingered = 0; ///< bytes dropped while lingering
    OutputWatch m_outputWatch;
    LinePace m_pace;
    std::int64_t m_readMs = 0;
    State m_state = State::Open;
    bool m_reacting = false;
    bool m_faultTold = false;
    TurnCallback<Http2Link, &Http2Link::onHook> m_hook{this};
};

} // namespace gatehouse::proxy
