// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/poller.h"
#include "gateway/net/socket.h"
#include "gateway/net/timer_wheel.h"

namespace gatehouse::net {

/// Accepts on one listening socket, a bounded number per turn so that accepting never starves traffic. It
/// keeps a spare descriptor: when all others are used, it accepts with that one just to turn the client away,
/// so that nobody hangs in the backlog. When not even that works it pauses and tries again. Worker's thread.
class Listener final : private IoHandler {
public:
    using OnAccept = std::function<void(Fd fd, const SocketAddress& peer)>;

    /// `socket` comes from listenTcp(). `maxPerTurn` connections per readiness call. `onAccept` may stop or
    /// close the listener, but not delete it.
    /// `shared`: other threads accept on the same socket; only one of them is woken for a connection.
    Listener(Poller& poller, TimerWheel& wheel, Fd socket, OnAccept onAccept, int maxPerTurn = 8,
             bool shared = false);
    ~Listener();

    /// Starts accepting; idempotent.
    void start();
    /// Stops accepting but keeps the socket and its backlog.
    void stop();
    /// Closes the socket: new connections are refused from now on.
    void close();
    /// Accepts what the kernel holds already, then closes.
    void closeEmpty();
    /// Gets connections for which there is no descriptor but the spare one; it must let go of them at once.
    void setLastResort(std::function<void(Fd)> turnAway) { m_turnAway = std::move(turnAway); }
    SocketAddress address() const { return m_address; }
    int fd() const { return m_socket.get(); }
    /// How often accepting paused for lack of descriptors or memory.
    std::uint64_t pauses() const { return m_pauses; }

private:
    void onIo(std::uint32_t events) override;
    void resume();
    bool acceptOne();
    int turnAwayOne();

    Poller& m_poller;
    TimerWheel& m_wheel;
    Fd m_socket;
    SocketAddress m_address;
    OnAccept m_onAccept;
    int m_maxPerTurn;
    bool m_shared;
    std::function<void(Fd)> m_turnAway;
    Fd m_spare;
    bool m_wanted = false;
    std::uint64_t m_pauses = 0;
    CallbackTimer<Listener, &Listener::resume> m_retry{this};
};

} // namespace gatehouse::net
