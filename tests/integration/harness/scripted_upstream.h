// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/raw_socket.h"

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::harness {

/// An upstream that does what a script says, byte for byte, and remembers what reached it. Each connection
/// runs the script on a thread of its own; the connection closes when the script returns.
class ScriptedUpstream {
public:
    /// `number` counts the connections from 0.
    using Script = std::function<void(RawSocket& socket, int number)>;

    /// `receiveBuffer`: see RawSocket::setReceiveBuffer(); 0 leaves it to the kernel.
    explicit ScriptedUpstream(Script script, int receiveBuffer = 0)
        : ScriptedUpstream(std::move(script), {net::IpAddress::v4(0x7f000001), 0}, receiveBuffer)
    {
    }
    ScriptedUpstream(Script script, const net::SocketAddress& address, int receiveBuffer = 0);
    /// Answers every request on a connection with the same bytes.
    static Script always(std::string answer);
    /// Reads one request on each connection, then does one thing.
    static Script after(std::function<void(RawSocket&)> then);
    ~ScriptedUpstream();

    net::SocketAddress address() const { return m_address; }
    std::uint16_t port() const { return m_address.port; }
    /// For scripts: keeps what arrived, and returns it.
    Message record(RawSocket& socket);

    std::vector<Message> requests() const;
    int connections() const;
    /// False when fewer arrive before the time is over.
    bool waitForRequests(std::size_t count, int timeoutMs = PatienceMs) const;
    bool waitForConnections(int count, int timeoutMs = PatienceMs) const;
    /// Whether all connections have ended.
    bool waitForQuiet(int timeoutMs = PatienceMs) const;
    /// Refuses new connections from now on.
    void stopListening();

private:
    void acceptLoop();

    Script m_script;
    net::Fd m_listener;
    net::Fd m_stop;
    net::SocketAddress m_address;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<Message> m_requests;
    std::vector<int> m_open;
    int m_connections = 0;
    std::list<std::thread> m_threads;
    std::thread m_acceptor;
};

} // namespace gatehouse::harness
