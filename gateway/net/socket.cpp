// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/socket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/sockios.h>
#include <linux/tcp.h> // its tcp_info is whole, that of netinet/tcp.h is not

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gatehouse::net {

namespace {

bool setOption(int fd, int level, int name, int value)
{
    return ::setsockopt(fd, level, name, &value, sizeof value) == 0;
}

int family(const SocketAddress& address)
{
    return address.ip.isV6() ? AF_INET6 : AF_INET;
}

Error listenError(int error, const SocketAddress& local)
{
    return Error::unavailable(QString::fromStdString(describeListenError(error, local)));
}

template <typename Call>
SocketAddress endpoint(int fd, Call call)
{
    sockaddr_storage raw{};
    socklen_t length = sizeof raw;
    // The C interface takes the generic type for all address families.
    call(fd, reinterpret_cast<sockaddr*>(&raw), &length);
    return SocketAddress::from(raw);
}

} // namespace

void Fd::reset(int fd)
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = fd;
}

std::string errnoText(int error)
{
    std::array<char, 128> buffer{};
    std::string text = ::strerror_r(error, buffer.data(), buffer.size()); // GNU form
    if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && !(text[1] >= 'A' && text[1] <= 'Z'))
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string describePeerError(int error, const SocketAddress& peer)
{
    const std::string address = peer.text();
    switch (error) {
    case ECONNREFUSED:
        return "connection refused by " + address;
    case ECONNRESET:
    case EPIPE:
        return "connection reset by " + address;
    case ETIMEDOUT:
        return "no answer from " + address + " (connection timed out)";
    case EHOSTUNREACH:
    case ENETUNREACH:
        return "no route to " + address;
    case EADDRNOTAVAIL:
        return "no free local port for a connection to " + address;
    default:
        return errnoText(error) + " (" + address + ')';
    }
}

std::string describeListenError(int error, const SocketAddress& local)
{
    std::string text = "cannot listen on " + local.text() + ": " + errnoText(error);
    if (error == EACCES && local.port < 1024)
        text += " (ports below 1024 need the capability CAP_NET_BIND_SERVICE)";
    return text;
}

Result<Fd> listenTcp(const SocketAddress& local, const ListenOptions& options)
{
    Fd fd(::socket(family(local), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd)
        return listenError(errno, local);
    bool good = setOption(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1);
    if (options.reusePort)
        good = good && setOption(fd.get(), SOL_SOCKET, SO_REUSEPORT, 1);
    if (local.ip.isV6())
        good = good && setOption(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, options.v6Only ? 1 : 0);
    sockaddr_storage raw{};
    const socklen_t length = local.toRaw(raw);
    good = good && ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&raw), length) == 0;
    good = good && ::listen(fd.get(), options.backlog) == 0;
    if (!good)
        return listenError(errno, local);
    return fd;
}

void limitUnsent(int fd, int bytes)
{
    setOption(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, bytes);
}

Fd duplicate(int fd)
{
    return Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

void reserveDescriptors()
{
    constexpr rlim_t most = 65536;
    rlimit files{};
    const Fd any(::eventfd(0, EFD_CLOEXEC));
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == 0)
        return;
    // The table never shrinks; the descriptor that made it grow need not stay.
    const Fd last(::fcntl(any.get(), F_DUPFD_CLOEXEC, int(std::min(files.rlim_cur, most)) - 1));
}

Result<Fd> adoptListener(int number)
{
    Fd fd(number);
    const auto option = [&](int name) {
        int value = 0;
        socklen_t length = sizeof value;
        return ::getsockopt(fd.get(), SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
    };
    const int domain = option(SO_DOMAIN);
    if ((domain != AF_INET && domain != AF_INET6) || option(SO_TYPE) != SOCK_STREAM ||
        option(SO_ACCEPTCONN) != 1)
        return Error::invalid(QStringLiteral("LISTEN_FDS"), QStringLiteral("type"),
                              QStringLiteral("descriptor %1 is no listening TCP socket").arg(number));
    const int flags = ::fcntl(fd.get(), F_GETFL);
    if (::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) != 0 || ::fcntl(fd.get(), F_SETFD, FD_CLOEXEC) != 0)
        return Error::internal(QStringLiteral("descriptor %1 cannot be taken over: %2")
                                   .arg(number)
                                   .arg(QString::fromStdString(errnoText(errno))));
    return fd;
}

SocketAddress localAddress(int fd)
{
    return endpoint(fd, ::getsockname);
}

SocketAddress peerAddress(int fd)
{
    return endpoint(fd, ::getpeername);
}

ConnectStart connectTcp(const SocketAddress& peer, const std::optional<SocketAddress>& local)
{
    ConnectStart start;
    Fd fd(::socket(family(peer), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) {
        start.error = errno;
        return start;
    }
    setOption(fd.get(), IPPROTO_TCP, TCP_NODELAY, 1);
    limitUnsent(fd.get(), fewUnsentBytes);
    sockaddr_storage raw{};
    if (local) {
        const socklen_t length = local->toRaw(raw);
        if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&raw), length) != 0) {
            start.error = errno;
            return start;
        }
    }
    const socklen_t length = peer.toRaw(raw);
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&raw), length) == 0) {
        start.connected = true;
    } else if (errno != EINPROGRESS) {
        start.error = errno;
        return start;
    }
    start.fd = std::move(fd);
    return start;
}

std::uint64_t acknowledgedBytes(int fd)
{
    tcp_info info{};
    socklen_t length = sizeof info;
    return ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 ? info.tcpi_bytes_acked : 0;
}

std::size_t unacknowledgedBytes(int fd)
{
    int bytes = 0;
    return ::ioctl(fd, SIOCOUTQ, &bytes) == 0 && bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

int pendingError(int fd)
{
    int error = 0;
    socklen_t length = sizeof error;
    return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

Accepted acceptTcp(int listener)
{
    Accepted accepted;
    sockaddr_storage raw{};
    for (;;) {
        socklen_t length = sizeof raw;
        const int fd =
            ::accept4(listener, reinterpret_cast<sockaddr*>(&raw), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            accepted.fd = Fd(fd);
            break;
        }
        // accept(2): errors of the new connection itself are reported here too; the next one may be fine.
        if (errno == ECONNABORTED || errno == EINTR || errno == EPROTO || errno == ENETDOWN ||
            errno == EHOSTUNREACH || errno == ENETUNREACH)
            continue;
        accepted.error = errno;
        return accepted;
    }
    setOption(accepted.fd.get(), IPPROTO_TCP, TCP_NODELAY, 1);
    accepted.peer = SocketAddress::from(raw);
    return accepted;
}

bool isResourceError(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace gatehouse::net
