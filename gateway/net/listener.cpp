// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/listener.h"

#include <cerrno>

namespace gatehouse::net {

namespace {
constexpr std::int64_t pauseMs = 100;
}

Listener::Listener(Poller& poller, TimerWheel& wheel, Fd socket, OnAccept onAccept, int maxPerTurn)
    : m_poller(poller)
    , m_wheel(wheel)
    , m_socket(std::move(socket))
    , m_address(localAddress(m_socket.get()))
    , m_onAccept(std::move(onAccept))
    , m_maxPerTurn(maxPerTurn)
{
}

Listener::~Listener()
{
    close();
}

void Listener::start()
{
    if (!m_socket)
        return;
    m_wanted = true;
    if (m_poller.interest(m_socket.get()) == 0)
        m_poller.add(m_socket.get(), EPOLLIN, this);
}

void Listener::stop()
{
    m_wanted = false;
    m_wheel.stop(m_retry);
    if (m_socket)
        m_poller.remove(m_socket.get());
}

void Listener::close()
{
    stop();
    m_socket.reset();
}

void Listener::onIo(std::uint32_t)
{
    for (int i = 0; i < m_maxPerTurn && m_wanted; ++i) {
        Accepted accepted = acceptTcp(m_socket.get());
        if (accepted.fd) {
            m_onAccept(std::move(accepted.fd), accepted.peer);
            continue;
        }
        if (isResourceError(accepted.error)) {
            // The backlog keeps the socket readable: without a pause this would spin.
            ++m_pauses;
            m_poller.remove(m_socket.get());
            m_wheel.start(m_retry, m_poller.nowMs() + pauseMs);
        }
        return;
    }
}

void Listener::resume()
{
    if (m_wanted)
        start();
}

} // namespace gatehouse::net
