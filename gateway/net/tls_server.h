// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/socket.h"
#include "gateway/net/tls_types.h"
#include "gateway/net/transport.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::net {

class TicketKeys;

/// TLS for accepted connections: certificates by server name, session tickets and sessions shared by all
/// workers, and a hot swap that leaves open connections alone. One for all listeners of the process. Any
/// thread.
class TlsServer {
public:
    TlsServer();
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    /// Reads all files and takes them over for connections from now on. Everything that is wrong is returned;
    /// after a fatal problem the certificates before stay in use.
    std::vector<TlsProblem> load(const TlsServerOptions& options);
    /// What load() would say, without any effect.
    static std::vector<TlsProblem> check(const TlsServerOptions& options);
    bool loaded() const { return current() != nullptr; }

    /// TicketKeys::ownKeys() and takeOwnKeys(), for an upgrade; the latter before load().
    std::string ownTicketKeys() const;
    bool takeOwnTicketKeys(std::string_view bytes);

    /// The transport of an accepted connection; null when load() never succeeded or memory is gone.
    std::unique_ptr<Transport> accept(Fd fd, ClientCertificates wanted) const;

    std::vector<CertificateStatus> certificates() const;
    std::vector<CertificateStatus> clientAuthorities() const;
    /// How the revocation lists in use shut clients out now.
    std::vector<RevocationFault> revocationFaults() const;
    const TlsCounters& counters() const { return *m_counters; }

private:
    class State;

    std::shared_ptr<const State> current() const;

    std::shared_ptr<TicketKeys> m_tickets;
    std::shared_ptr<TlsCounters> m_counters;
    mutable std::mutex m_mutex; ///< of m_state alone: taken once per connection
    std::shared_ptr<const State> m_state;
};

} // namespace gatehouse::net
