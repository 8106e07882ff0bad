// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/listener.h"

#include <cerrno>

#include <fcntl.h>

namespace gatehouse::net {

namespace {
constexpr std::int64_t pauseMs = 100;
constexpr int mostAtClose = 4096;

Fd spareDescriptor()
{
    return Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}
} // namespace

Listener::Listener(Poller& poller, TimerWheel& wheel, Fd socket, OnAccept onAccept, int maxPerTurn,
                   bool shared)
    : m_poller(poller)
    , m_wheel(wheel)
    , m_socket(std::move(socket))
    , m_address(localAddress(m_socket.get()))
    , m_onAccept(std::move(onAccept))
    , m_maxPerTurn(maxPerTurn)
    , m_shared(shared)
    , m_spare(spareDescriptor())
{
    limitUnsent(m_socket.get(), fewUnsentBytes);
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
        m_poller.add(m_socket.get(), EPOLLIN | (m_shared ? std::uint32_t(EPOLLEXCLUSIVE) : 0U), this);
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

void Listener::closeEmpty()
{
    for (int i = 0; i < mostAtClose && m_wanted && acceptOne(); ++i) {
    }
    close();
}

void Listener::onIo(std::uint32_t)
{
    for (int i = 0; i < m_maxPerTurn && m_wanted && acceptOne(); ++i) {
    }
}

/// False when there is nothing more to do in this turn.
bool Listener::acceptOne()
{
    Accepted accepted = acceptTcp(m_socket.get());
    if (accepted.fd) {
        m_onAccept(std::move(accepted.fd), accepted.peer);
        return true;
    }
    if (!isResourceError(accepted.error))
        return false;
    const int error = accepted.error == EMFILE ? turnAwayOne() : accepted.error;
    if (!isResourceError(error))
        return error == 0; // the kernel asks for a descriptor before it looks whether anybody waits
    // The backlog keeps the socket readable: without a pause this would spin.
    ++m_pauses;
    m_poller.remove(m_socket.get());
    m_wheel.start(m_retry, m_poller.nowMs() + pauseMs);
    return false;
}

/// 0, or why nobody was turned away.
int Listener::turnAwayOne()
{
    if (!m_spare || !m_turnAway)
        return EMFILE;
    m_spare.reset();
    Accepted accepted = acceptTcp(m_socket.get());
    if (accepted.fd)
        m_turnAway(std::move(accepted.fd));
    m_spare = spareDescriptor();
    return accepted.error;
}

void Listener::resume()
{
    if (!m_spare)
        m_spare = spareDescriptor();
    if (m_wanted)
        start();
}

} // namespace gatehouse::net
