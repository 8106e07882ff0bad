// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/socket.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include <sys/uio.h>

namespace gatehouse::net {

enum class IoStatus : std::uint8_t {
    Ok,        ///< `bytes` were moved (fewer than asked is normal)
    WantRead,  ///< nothing moved; wait for EPOLLIN
    WantWrite, ///< nothing moved; wait for EPOLLOUT
    Closed,    ///< orderly end of the peer's data
    Failed     ///< `error` holds errno, or 0 when describeFailure() knows more (TLS)
};

struct IoResult {
    IoStatus status = IoStatus::Ok;
    std::size_t bytes = 0;
    int error = 0;
};

/// A byte stream over a non-blocking socket: plain, or TLS. The user owns the registration in the Poller and
/// asks for the events that the last IoStatus named. Worker's thread.
class Transport {
public:
    virtual ~Transport() = default;

    /// Call until Ok before the first read or write; plain transports are Ok at once.
    virtual IoResult handshake() = 0;
    virtual IoResult read(char* into, std::size_t room) = 0;
    virtual IoResult writev(const iovec* vectors, int count) = 0;
    /// True when bytes can be read without a new EPOLLIN (decrypted already): read again before waiting.
    virtual bool hasBufferedInput() const = 0;
    /// Ends our direction; reading goes on. For TLS this sends close_notify.
    virtual void shutdownWrite() = 0;
    /// Text for a Failed result: "connection reset by 10.0.0.7:8080".
    virtual std::string describeFailure(const IoResult& result, const SocketAddress& peer) const = 0;
    /// "h2", "http/1.1" or empty.
    virtual std::string_view negotiatedProtocol() const = 0;
    virtual bool isEncrypted() const = 0;
    virtual int fd() const = 0;
};

/// One recv or sendmsg per call, MSG_NOSIGNAL, no confirmation reads.
class PlainTransport final : public Transport {
public:
    explicit PlainTransport(Fd fd)
        : m_fd(std::move(fd))
    {
    }
    IoResult handshake() override { return {}; }
    IoResult read(char* into, std::size_t room) override;
    IoResult writev(const iovec* vectors, int count) override;
    bool hasBufferedInput() const override { return false; }
    void shutdownWrite() override;
    std::string describeFailure(const IoResult& result, const SocketAddress& peer) const override;
    std::string_view negotiatedProtocol() const override { return {}; }
    bool isEncrypted() const override { return false; }
    int fd() const override { return m_fd.get(); }

private:
    Fd m_fd;
};

} // namespace gatehouse::net
