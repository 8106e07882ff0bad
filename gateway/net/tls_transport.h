// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/tls_bio.h"
#include "gateway/net/tls_types.h"
#include "gateway/net/transport.h"

#include <memory>

struct ssl_st;

namespace gatehouse::net {

struct SslDelete {
    void operator()(ssl_st* ssl) const;
};
using SslHandle = std::unique_ptr<ssl_st, SslDelete>;

/// TLS by OpenSSL directly on the descriptor. Made by TlsServer and TlsClient. Records are written whole:
/// what one call gives leaves in as few records as possible, and nothing waits inside except a record that
/// the socket did not take. Worker's thread.
class TlsTransport final : public Transport {
public:
    enum class Role : std::uint8_t { Server, Client };

    /// `ssl` is prepared for the role and has no descriptor yet. `owner` keeps what its call backs use alive;
    /// `counters` belong to it.
    TlsTransport(Role role, Fd fd, SslHandle ssl, std::shared_ptr<const void> owner, TlsCounters& counters);
    ~TlsTransport() override;

    IoResult handshake() override;
    IoResult read(char* into, std::size_t room) override;
    IoResult writev(const iovec* vectors, int count) override;
    bool hasBufferedInput() const override;
    void shutdownWrite() override;
    std::string describeFailure(const IoResult& result, const SocketAddress& peer) const override;
    std::string_view negotiatedProtocol() const override;
    bool isEncrypted() const override { return true; }
    int fd() const override { return m_fd.get(); }
    bool isStale() override;
    TlsFault tlsFault() const override { return m_fault; }
    const PeerCertificate* peerCertificate() const override { return m_peer.get(); }
    std::unique_ptr<Transport> takeSocket() override;

private:
    enum class State : std::uint8_t { Fresh, Handshaking, Open, Ended };

    IoResult peek();
    IoResult finishHandshake();
    IoResult refuse(TlsFault fault, std::string text);
    IoResult outcome(int returned);
    void noteEnd(int returned, bool tellLater);
    IoResult endOfStream();

    Fd m_fd;
    BioSocket m_socket;
    SslHandle m_ssl;
    std::shared_ptr<const void> m_owner;
    TlsCounters& m_counters;
    std::unique_ptr<PeerCertificate> m_peer;
    std::unique_ptr<std::string> m_failure;
    Role m_role;
    State m_state = State::Fresh;
    TlsFault m_fault = TlsFault::None;
    bool m_starved = false; ///< what is left of the input is no whole record
    bool m_endSeen = false; ///< the next read() has no bytes, but something to tell
};

} // namespace gatehouse::net
