// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/net/address.h"

#include <string>
#include <utility>

namespace gatehouse::net {

/// Owns one file descriptor.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd)
        : m_fd(fd)
    {
    }
    ~Fd() { reset(); }
    Fd(Fd&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Fd& operator=(Fd&& other) noexcept
    {
        if (this != &other)
            reset(std::exchange(other.m_fd, -1));
        return *this;
    }
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }
    void reset(int fd = -1);
    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// "connection refused by 10.0.0.7:8080": what connect(), read or write to `peer` ended with, for logs and
/// answers.
std::string describePeerError(int error, const SocketAddress& peer);
/// "cannot listen on 0.0.0.0:80: permission denied".
std::string describeListenError(int error, const SocketAddress& local);
/// errno as lower-case words, thread-safe.
std::string errnoText(int error);

struct ListenOptions {
    int backlog = 4096;
    bool reusePort = true; ///< one socket per worker on the same address
    bool v6Only = true;    ///< false: [::] takes IPv4 as well
};

/// Non-blocking listening socket; port 0 picks one, ask localAddress().
Result<Fd> listenTcp(const SocketAddress& local, const ListenOptions& options = {});
/// Bytes that the kernel takes from us for a peer whose window does not let them out yet, give or take one
/// write: for one who may never take any, and for one who has taken as many at once.
constexpr int fewUnsentBytes = 32768;
constexpr int mostUnsentBytes = 131072;
/// Holds a socket, or all that a listening one will accept, to so many (TCP_NOTSENT_LOWAT). Else the kernel
/// keeps up to the largest of tcp_wmem for each reader that stalls, 4 MB, which no budget of ours counts and
/// which tcp_mem, the machine's, has not for thousands of them.
void limitUnsent(int fd, int bytes);
/// A second descriptor of the same open socket.
Fd duplicate(int fd);
/// Makes room in the process's table of descriptors for as many as it may have, but no more than 65,536. Else
/// the kernel doubles the table when connections come, and holds the thread that asks up for some 15 ms each
/// time.
void reserveDescriptors();
/// Takes over a socket from another program: non-blocking and closed on exec from now on. Invalid when it is
/// no listening TCP socket.
Result<Fd> adoptListener(int fd);
SocketAddress localAddress(int fd);
SocketAddress peerAddress(int fd);

struct ConnectStart {
    Fd fd;
    int error = 0;          ///< errno when the attempt failed at once
    bool connected = false; ///< true when no EPOLLOUT needs to be awaited
};
/// Non-blocking connect with TCP_NODELAY and fewUnsentBytes; finished when EPOLLOUT comes and pendingError()
/// is 0.
ConnectStart connectTcp(const SocketAddress& peer, const std::optional<SocketAddress>& local = {});
/// How many bytes the peer of a TCP socket has acknowledged since the connection was made; 0 for others.
std::uint64_t acknowledgedBytes(int fd);
/// How many of the bytes that the kernel has taken the peer has not acknowledged yet.
std::size_t unacknowledgedBytes(int fd);
/// SO_ERROR of a socket, 0 when there is none.
int pendingError(int fd);

struct Accepted {
    Fd fd;
    SocketAddress peer;
    int error = 0; ///< EAGAIN: nobody waits; EMFILE, ENFILE, ENOBUFS, ENOMEM: pause accepting for a moment
};
/// One accept4 (non-blocking, close-on-exec, TCP_NODELAY). Aborted connections are skipped.
Accepted acceptTcp(int listener);
/// True for errors that say the process, not the peer, ran out of something.
bool isResourceError(int error);

} // namespace gatehouse::net
