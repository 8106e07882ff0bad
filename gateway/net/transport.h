// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/socket.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <sys/epoll.h>
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

/// Why TLS failed; a closed list, from which the reasons of exchanges are made.
enum class TlsFault : std::uint8_t {
    None,
    Handshake,          ///< no common ground, an alert, garbage
    CertificateExpired, ///< or not valid yet
    NameMismatch,
    UnknownAuthority,
    Refused,   ///< the peer does not accept our certificate, or wants one; with TLS 1.3 after our handshake
    Truncated, ///< the peer left without close_notify: what it sent may be cut short (RFC 8446 section 6.1)
    PlainText  ///< a client that speaks clear text
};

/// Who the peer says it is; checked against the authorities of the listener.
struct PeerCertificate {
    std::string sha256;  ///< of the DER form, lower-case hex
    std::string subject; ///< RFC 2253: "CN=alice,O=Example"
};

/// A byte stream over a non-blocking socket: plain, or TLS. The user owns the registration in the Poller and
/// asks for the events that the last IoStatus named. Worker's thread.
class Transport {
public:
    virtual ~Transport() = default;

    /// Call until Ok before the first read or write; plain transports are Ok at once.
    virtual IoResult handshake() = 0;
    virtual IoResult read(char* into, std::size_t room) = 0;
    /// After a short write the next call must begin with the first byte that was not taken, and offer at
    /// least what this call did or 16 KiB: TLS may have sealed those bytes in a record already.
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
    /// For a connection that waits for nothing: true when the peer has closed it or sent what nobody asked
    /// for. One system call.
    virtual bool isStale() = 0;
    /// What a Failed result was about.
    virtual TlsFault tlsFault() const { return TlsFault::None; }
    /// The certificate the peer has shown, or null. Lives as long as the transport.
    virtual const PeerCertificate* peerCertificate() const { return nullptr; }
    /// After a failed handshake: the socket without TLS, so that a client that speaks clear text (all its
    /// bytes are still unread) can be told, and any other can read our alert before the end. Null otherwise;
    /// this transport is of no use afterwards.
    virtual std::unique_ptr<Transport> takeSocket() { return nullptr; }

    /// What to ask the poller for. When reading waits for the peer to take what TLS owes it (the answer to a
    /// KeyUpdate), asking for input would call us again and again for bytes that cannot be read.
    std::uint32_t interest(bool in, bool out) const
    {
        const bool blocked = in && m_readWaitsForRoom;
        return (in && !blocked ? std::uint32_t(EPOLLIN) : 0U) |
               (out || blocked ? std::uint32_t(EPOLLOUT) : 0U);
    }
    bool readWaitsForRoom() const { return m_readWaitsForRoom; }

    /// The end of the transport resets the connection, and the kernel forgets what the peer has not taken.
    void resetAtEnd();

protected:
    bool m_readWaitsForRoom = false; ///< the last read() said WantWrite
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
    bool isStale() override;

private:
    Fd m_fd;
};

} // namespace gatehouse::net
