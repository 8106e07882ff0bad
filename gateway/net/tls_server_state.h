// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/tls_certificate.h"
#include "gateway/net/tls_revocation.h"
#include "gateway/net/tls_server.h"
#include "gateway/net/tls_tickets.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::net {

/// One set of certificates in use: an SSL_CTX each, and who gets which. Immutable; connections keep theirs
/// alive. For the .cpp files of this folder.
class TlsServer::State {
public:
    /// Null after a fatal problem. `before` is what is in use, null when there is none.
    static std::shared_ptr<const State> make(const TlsServerOptions& options, const State* before,
                                             std::shared_ptr<TicketKeys> tickets,
                                             std::shared_ptr<TlsCounters> counters, TlsProblems& problems);

    struct Entry {
        SslContextHandle context;
        CertificateStatus status;
        OcspResponse ocsp;
    };

    /// SHA-256 of the certificate from this file; empty when there is none.
    std::string sha256Of(const std::string& file) const;
    const Entry& fallback() const { return *m_entries.front(); }
    /// By exact name, else by wildcard of one label (RFC 6125 section 6.4.3), else the first.
    const Entry& entryFor(std::string_view name) const;
    const std::vector<std::unique_ptr<Entry>>& entries() const { return m_entries; }
    const std::vector<CertificateStatus>& clientAuthorities() const { return m_clientAuthorities; }
    const RevocationLists& revocation() const { return m_revocation; }
    TlsCounters& counters() const { return *m_counters; }
    /// Sessions must not outlive a change of who may connect, so its hash is part of their context.
    std::array<unsigned char, 32> sessionContext(ClientCertificates wanted) const;

private:
    bool configure(SSL_CTX* context, const TlsServerOptions& options, TlsProblems& problems);
    bool trustClients(SSL_CTX* context, const TlsServerOptions& options, TlsProblems& problems);
    void addNames(std::size_t index, TlsProblems& problems);

    static int onTicket(SSL* ssl, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
                        EVP_MAC_CTX* mac, int encrypt);
    static int onServerName(SSL* ssl, int* alert, void* self);
    static int onProtocols(SSL* ssl, const unsigned char** out, unsigned char* outSize,
                           const unsigned char* in, unsigned int inSize, void* self);
    static int onOcsp(SSL* ssl, void* entry);

    std::vector<std::unique_ptr<Entry>> m_entries;
    std::vector<CertificateStatus> m_clientAuthorities;
    RevocationLists m_revocation;
    std::unordered_map<std::string, std::size_t> m_names; ///< "*.example.com" as it is written
    std::string m_protocols;                              ///< ALPN wire form
    std::array<unsigned char, 32> m_clientPolicy{};
    std::shared_ptr<TicketKeys> m_tickets;
    std::shared_ptr<TlsCounters> m_counters;
};

} // namespace gatehouse::net
