// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/transport.h"

#include <cerrno>

#include <sys/socket.h>

namespace gatehouse::net {

namespace {

IoResult fromErrno(int error, IoStatus blocked)
{
    // Both are one condition; EINTR cannot happen on non-blocking sockets but costs nothing to treat alike.
    if (error == EAGAIN || error == EINTR)
        return {blocked, 0, 0};
    return {IoStatus::Failed, 0, error};
}

} // namespace

void Transport::resetAtEnd()
{
    const linger hard{1, 0};
    ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

IoResult PlainTransport::read(char* into, std::size_t room)
{
    const ssize_t got = ::recv(m_fd.get(), into, room, 0);
    if (got > 0)
        return {IoStatus::Ok, static_cast<std::size_t>(got), 0};
    if (got == 0)
        return {IoStatus::Closed, 0, 0};
    return fromErrno(errno, IoStatus::WantRead);
}

IoResult PlainTransport::writev(const iovec* vectors, int count)
{
    ssize_t sent = 0;
    if (count == 1) {
        sent = ::send(m_fd.get(), vectors->iov_base, vectors->iov_len, MSG_NOSIGNAL);
    } else {
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(vectors); // the C interface lacks the const
        message.msg_iovlen = static_cast<std::size_t>(count);
        sent = ::sendmsg(m_fd.get(), &message, MSG_NOSIGNAL);
    }
    if (sent >= 0)
        return {IoStatus::Ok, static_cast<std::size_t>(sent), 0};
    return fromErrno(errno, IoStatus::WantWrite);
}

void PlainTransport::shutdownWrite()
{
    ::shutdown(m_fd.get(), SHUT_WR);
}

bool PlainTransport::isStale()
{
    char byte = 0;
    const ssize_t got = ::recv(m_fd.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

std::string PlainTransport::describeFailure(const IoResult& result, const SocketAddress& peer) const
{
    return describePeerError(result.error, peer);
}

} // namespace gatehouse::net
