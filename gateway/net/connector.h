// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/poller.h"
#include "gateway/net/socket.h"
#include "gateway/net/timer_wheel.h"

#include <memory>
#include <vector>

namespace gatehouse::net {

/// The order in which the addresses of a host are tried: each family begins at its own place, so that
/// connections spread over all addresses; the families take turns, the first address's family first (RFC 8305
/// section 4).
std::vector<IpAddress> connectOrder(const std::vector<IpAddress>& addresses, std::size_t turn);

/// Whoever waits for a Connector. Called from the event loop, never from inside start(). The connector may be
/// deleted within the call.
class ConnectUser {
public:
    virtual void onConnected(Fd fd, const SocketAddress& peer) = 0;
    /// Of the last address that failed.
    virtual void onConnectFailed(int error, const SocketAddress& peer) = 0;

protected:
    ~ConnectUser() = default;
};

/// Connects to one of several addresses: the next one is tried when an attempt fails, and beside it when it
/// takes longer than a moment (RFC 8305 section 5); the first connection that stands wins. Has no time limit
/// of its own. One thread.
class Connector {
public:
    static constexpr std::int64_t NextAfterMs = 250;

    /// `ceiling`: descriptors from this number on are not taken; 0: all may be.
    Connector(Poller& poller, TimerWheel& wheel, ConnectUser& user, int ceiling = 0);
    ~Connector();
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;

    /// An errno value when every address failed at once; failedPeer() names the last one. Else 0, and the
    /// user is told.
    int start(std::vector<IpAddress> addresses, std::uint16_t port);
    const SocketAddress& failedPeer() const { return m_failed; }

private:
    class Attempt;

    bool startNext();
    void onNext();
    void onAttempt(Attempt& attempt);

    Poller& m_poller;
    TimerWheel& m_wheel;
    ConnectUser& m_user;
    int m_ceiling;
    std::vector<IpAddress> m_addresses;
    std::uint16_t m_port = 0;
    std::size_t m_next = 0;
    int m_error = 0;
    SocketAddress m_failed;
    std::vector<std::unique_ptr<Attempt>> m_attempts;
    CallbackTimer<Connector, &Connector::onNext> m_timer{this};
};

} // namespace gatehouse::net
