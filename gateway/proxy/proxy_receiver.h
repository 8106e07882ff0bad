// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/proxy_protocol.h"
#include "gateway/net/socket.h"
#include "gateway/proxy/worker_context.h"

#include <string_view>

namespace gatehouse::proxy {

class ProxyReceiver;

/// Whether connections of a listener begin with a PROXY header.
enum class ProxyMode : std::uint8_t { Off, Optional, Required };

/// Who accepted the connection. Frees the receiver after the call.
class ProxyKeeper {
public:
    /// `client`: whose connection it really is.
    virtual void onProxied(ProxyReceiver& receiver, net::Fd fd, const net::SocketAddress& client) = 0;
    virtual void onNotProxied(ProxyReceiver& receiver, std::string_view why) = 0;

protected:
    ~ProxyKeeper() = default;
};

/// Takes the PROXY header off a fresh connection, before TLS and HTTP see a byte. Looks before it takes, so
/// that not one byte of what follows is lost.
class ProxyReceiver final : private net::IoHandler {
public:
    ProxyReceiver(WorkerContext& context, ProxyKeeper& keeper, net::Fd fd, const net::SocketAddress& peer,
                  bool required);
    ~ProxyReceiver();
    ProxyReceiver(const ProxyReceiver&) = delete;
    ProxyReceiver& operator=(const ProxyReceiver&) = delete;

    void start();
    /// No more than the time that a request on its way has is left for the header.
    void drain() { watch(); }
    const net::SocketAddress& peer() const { return m_peer; }
    std::size_t index = 0;    ///< place in the keeper's list
    std::size_t listener = 0; ///< place in the keeper's list of listeners

private:
    void onIo(std::uint32_t events) override;
    void onTimeout();
    void watch();
    void skip();
    void pass();
    void refuse(std::string_view why);
    void wakeAt(int bytes);

    WorkerContext& m_context;
    ProxyKeeper& m_keeper;
    net::Fd m_fd;
    net::SocketAddress m_peer;
    net::SocketAddress m_client;
    std::size_t m_left = 0; ///< of the header, still to be taken
    bool m_required;
    bool m_decided = false;
    net::CallbackTimer<ProxyReceiver, &ProxyReceiver::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
