// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_limits.h"
#include "gateway/net/address.h"
#include "gateway/net/transport.h"
#include "gateway/proxy/exchange_driver.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace gatehouse::proxy {

/// The other end of an accepted connection.
class ClientEnd {
public:
    ClientEnd(const net::SocketAddress& peer, std::uint8_t roles)
        : m_peer(peer)
        , m_roles(roles)
    {
        m_textSize = static_cast<std::uint8_t>(peer.ip.write(m_text.data()));
    }
    const net::SocketAddress& peer() const { return m_peer; }
    std::uint8_t roles() const { return m_roles; }
    void setRoles(std::uint8_t roles) { m_roles = roles; }
    ExchangeDriver::Origin origin(ClientStream& stream, const net::Transport& transport, std::int64_t startNs,
                                  Trace* trace = nullptr) const
    {
        return {&stream,
                m_peer.ip,
                {m_text.data(), m_textSize},
                m_roles,
                transport.isEncrypted(),
                startNs,
                transport.peerCertificate(),
                trace};
    }

private:
    net::SocketAddress m_peer;
    std::array<char, 46> m_text;
    std::uint8_t m_textSize = 0;
    std::uint8_t m_roles;
};

/// A connection of a client as its keeper sees it, whatever it speaks.
class ServedConnection {
public:
    virtual ~ServedConnection() = default;
    /// Closes soon if idle, else after the answers under way; answers that stay open by design are ended.
    virtual void drain() = 0;
    virtual bool isIdle() const = 0;
    virtual void closeIdle() = 0;
    /// Closes now, whatever goes on.
    virtual void kill() = 0;
    virtual const net::IpAddress& peer() const = 0;
    /// ListenerRole bits of the listener that accepted it.
    virtual std::uint8_t roles() const = 0;
    std::size_t index = 0; ///< place in the keeper's list
    bool counted = true;   ///< in the limits of connections, as all but those of administration are
};

/// Who keeps the connections of a worker and the pool of drivers.
class ConnectionKeeper {
public:
    virtual ExchangeDriver* takeDriver() = 0;
    virtual void giveDriver(ExchangeDriver* driver) = 0;
    /// The connection is closed; frees it after this turn.
    virtual void onClosed(ServedConnection& connection) = 0;
    /// The client speaks HTTP/2, beginning with `first`: another object takes over, and `connection` is freed
    /// after this turn.
    virtual void becomeHttp2(ServedConnection& connection, std::unique_ptr<net::Transport> transport,
                             const ClientEnd& end, std::string_view first) = 0;

protected:
    ~ConnectionKeeper() = default;
};

} // namespace gatehouse::proxy
