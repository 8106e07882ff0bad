// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/connector.h"

#include <algorithm>
#include <cerrno>

namespace gatehouse::net {

std::vector<IpAddress> connectOrder(const std::vector<IpAddress>& addresses, std::size_t turn)
{
    std::vector<IpAddress> first;
    std::vector<IpAddress> second;
    for (const IpAddress& address : addresses)
        (address.isV4() == addresses.front().isV4() ? first : second).push_back(address);
    std::vector<IpAddress> order;
    order.reserve(addresses.size());
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            order.push_back(first[(turn + i) % first.size()]);
        if (i < second.size())
            order.push_back(second[(turn + i) % second.size()]);
    }
    return order;
}

class Connector::Attempt final : public IoHandler {
public:
    Attempt(Connector& owner, Fd socket, const SocketAddress& address)
        : fd(std::move(socket))
        , peer(address)
        , m_owner(owner)
    {
    }
    ~Attempt()
    {
        if (fd)
            m_owner.m_poller.remove(fd.get());
    }
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    Fd fd;
    SocketAddress peer;

private:
    void onIo(std::uint32_t) override { m_owner.onAttempt(*this); }
    Connector& m_owner;
};

Connector::Connector(Poller& poller, TimerWheel& wheel, ConnectUser& user, int ceiling)
    : m_poller(poller)
    , m_wheel(wheel)
    , m_user(user)
    , m_ceiling(ceiling)
{
}

Connector::~Connector() = default;

int Connector::start(std::vector<IpAddress> addresses, std::uint16_t port)
{
    m_addresses = std::move(addresses);
    m_port = port;
    return startNext() ? 0 : m_error;
}

bool Connector::startNext()
{
    while (m_next < m_addresses.size()) {
        const SocketAddress peer{m_addresses[m_next++], m_port};
        ConnectStart start = connectTcp(peer);
        if (start.error == 0 && m_ceiling != 0 && start.fd.get() >= m_ceiling)
            start.error = EMFILE; // the last ones belong to administration
        if (start.error == 0) {
            m_attempts.push_back(std::make_unique<Attempt>(*this, std::move(start.fd), peer));
            start.error = m_poller.add(m_attempts.back()->fd.get(), EPOLLOUT, m_attempts.back().get());
            if (start.error == 0) {
                if (m_next < m_addresses.size())
                    m_wheel.start(m_timer, m_poller.nowMs() + NextAfterMs);
                return true;
            }
            m_attempts.pop_back();
        }
        m_error = start.error;
        m_failed = peer;
    }
    return false;
}

void Connector::onNext()
{
    startNext(); // beside the one that is under way
}

void Connector::onAttempt(Attempt& attempt)
{
    const SocketAddress peer = attempt.peer;
    if (const int error = pendingError(attempt.fd.get())) {
        m_error = error;
        m_failed = peer;
        std::erase_if(m_attempts, [&attempt](const auto& one) { return one.get() == &attempt; });
        m_wheel.stop(m_timer);
        if (!startNext() && m_attempts.empty())
            m_user.onConnectFailed(m_error, m_failed);
        return;
    }
    m_poller.remove(attempt.fd.get());
    Fd connected = std::move(attempt.fd);
    m_attempts.clear();
    m_wheel.stop(m_timer);
    m_user.onConnected(std::move(connected), peer);
}

} // namespace gatehouse::net
