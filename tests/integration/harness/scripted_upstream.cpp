// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/scripted_upstream.h"

#include <algorithm>
#include <chrono>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::harness {

ScriptedUpstream::ScriptedUpstream(Script script, const net::SocketAddress& address, int receiveBuffer)
    : m_script(std::move(script))
    , m_stop(::eventfd(0, EFD_CLOEXEC))
{
    m_listener = net::listenTcp(address).value();
    m_address = net::localAddress(m_listener.get());
    if (receiveBuffer > 0) // whom it accepts inherits it
        ::setsockopt(m_listener.get(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    m_acceptor = std::thread([this] { acceptLoop(); });
}

ScriptedUpstream::Script ScriptedUpstream::always(std::string answer)
{
    return [answer = std::move(answer)](RawSocket& socket, int) {
        while (socket.readRequest().complete && socket.send(answer)) {
        }
    };
}

ScriptedUpstream::Script ScriptedUpstream::after(std::function<void(RawSocket&)> then)
{
    return [then = std::move(then)](RawSocket& socket, int) {
        if (socket.readRequest().complete)
            then(socket);
    };
}

void ScriptedUpstream::stopListening()
{
    const std::uint64_t one = 1;
    (void)!::write(m_stop.get(), &one, sizeof one);
    if (m_acceptor.joinable())
        m_acceptor.join();
    m_listener.reset();
}

ScriptedUpstream::~ScriptedUpstream()
{
    stopListening();
    {
        const std::scoped_lock lock(m_mutex);
        for (const int fd : m_open)
            ::shutdown(fd, SHUT_RDWR); // wakes scripts that still read
    }
    for (std::thread& thread : m_threads)
        thread.join();
}

void ScriptedUpstream::acceptLoop()
{
    for (;;) {
        pollfd waiting[2] = {{m_listener.get(), POLLIN, 0}, {m_stop.get(), POLLIN, 0}};
        ::poll(waiting, 2, -1);
        if (waiting[1].revents)
            return;
        net::Fd fd(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!fd)
            continue;
        const std::scoped_lock lock(m_mutex);
        const int number = m_connections++;
        m_open.push_back(fd.get());
        m_threads.emplace_back([this, number, handle = fd.release()] {
            RawSocket socket{net::Fd(handle)};
            m_script(socket, number);
            const std::scoped_lock inner(m_mutex);
            std::erase(m_open, handle);
            socket.close();
            m_changed.notify_all();
        });
        m_changed.notify_all();
    }
}

Message ScriptedUpstream::record(RawSocket& socket)
{
    Message message = socket.readRequest();
    if (!message.firstLine.empty()) {
        const std::scoped_lock lock(m_mutex);
        m_requests.push_back(message);
        m_changed.notify_all();
    }
    return message;
}

std::vector<Message> ScriptedUpstream::requests() const
{
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

int ScriptedUpstream::connections() const
{
    const std::scoped_lock lock(m_mutex);
    return m_connections;
}

bool ScriptedUpstream::waitForRequests(std::size_t count, int timeoutMs) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                              [&] { return m_requests.size() >= count; });
}

bool ScriptedUpstream::waitForConnections(int count, int timeoutMs) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs),
                              [&] { return m_connections >= count; });
}

bool ScriptedUpstream::waitForQuiet(int timeoutMs) const
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::milliseconds(timeoutMs), [&] { return m_open.empty(); });
}

} // namespace gatehouse::harness
