// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/proxy_receiver.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/socket.h>

namespace gatehouse::proxy {

ProxyReceiver::ProxyReceiver(WorkerContext& context, ProxyKeeper& keeper, net::Fd fd,
                             const net::SocketAddress& peer, bool required)
    : m_context(context)
    , m_keeper(keeper)
    , m_fd(std::move(fd))
    , m_peer(peer)
    , m_client(peer)
    , m_required(required)
{
}

ProxyReceiver::~ProxyReceiver()
{
    if (m_fd)
        m_context.poller.remove(m_fd.get());
}

void ProxyReceiver::start()
{
    watch();
    if (m_context.poller.add(m_fd.get(), EPOLLIN | EPOLLRDHUP, this) != 0)
        refuse("the connection cannot be watched");
}

void ProxyReceiver::watch()
{
    const ClientSettings& settings = m_context.settings->client;
    const std::int64_t patience = m_context.draining
                                      ? std::min(settings.drainGraceMs, settings.handshakeTimeoutMs)
                                      : settings.handshakeTimeoutMs;
    m_context.wheel.start(m_timer, m_context.poller.nowMs() + patience);
}

/// The kernel wakes us only for more than what has been looked at already.
void ProxyReceiver::wakeAt(int bytes)
{
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
}

void ProxyReceiver::onIo(std::uint32_t events)
{
    if (m_decided)
        return skip();
    std::array<char, net::proxyHeaderWindow> bytes{};
    const ssize_t got = ::recv(m_fd.get(), bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        return refuse("closed before the header");
    const net::ProxyHeader header = net::parseProxyHeader({bytes.data(), static_cast<std::size_t>(got)});
    switch (header.status) {
    case net::ProxyHeader::Status::Incomplete:
        if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
            return refuse("closed in the middle of the header");
        return wakeAt(static_cast<int>(got) + 1);
    case net::ProxyHeader::Status::Malformed:
        return refuse("the header is malformed");
    case net::ProxyHeader::Status::Absent:
        return m_required ? refuse("there is no header") : pass();
    case net::ProxyHeader::Status::Complete:
        break;
    }
    m_decided = true;
    m_left = header.size;
    if (!header.addresses.source.ip.isNull())
        m_client = header.addresses.source;
    wakeAt(1);
    skip();
}

void ProxyReceiver::skip()
{
    std::array<char, 4096> bytes; // NOLINT: written by recv
    while (m_left > 0) {
        const ssize_t got = ::recv(m_fd.get(), bytes.data(), std::min(m_left, bytes.size()), MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0)
            return refuse("closed in the middle of the header");
        m_left -= static_cast<std::size_t>(got);
    }
    pass();
}

void ProxyReceiver::pass()
{
    m_context.wheel.stop(m_timer);
    m_context.poller.remove(m_fd.get());
    wakeAt(1);
    m_keeper.onProxied(*this, std::move(m_fd), m_client);
}

void ProxyReceiver::refuse(std::string_view why)
{
    m_context.wheel.stop(m_timer);
    m_keeper.onNotProxied(*this, why);
}

void ProxyReceiver::onTimeout()
{
    refuse("the header did not come in time");
}

} // namespace gatehouse::proxy
