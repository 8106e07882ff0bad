// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/raw_socket.h"
#include "tests/integration/harness/test_authority.h"

#include <memory>
#include <string>

struct ssl_ctx_st;
struct ssl_session_st;

namespace gatehouse::harness {

/// How one end of a test speaks TLS. It is OpenSSL's own, blocking, and knows nothing of the gateway's.
struct TlsPeerOptions {
    std::string authorities; ///< PEM; empty: the other side is not checked
    std::string serverName;  ///< of clients: asked for and checked
    TestPair own;            ///< certificate to show, or none
    std::string protocols;   ///< ALPN wire form: "\x08http/1.1"
    int mostVersion = 0;     ///< TLS1_2_VERSION; 0: the newest
    bool noTickets = false;
    bool wantOcsp = false;
    std::string ciphers; ///< of TLS 1.2; empty: the usual
};

/// What a handshake came to.
struct TlsOutcome {
    bool good = false;
    std::string error; ///< OpenSSL's word for it
    bool resumed = false;
    std::string version;  ///< "TLSv1.3"
    std::string protocol; ///< of ALPN
    std::string peerName; ///< common name of the other side's certificate
    std::string ocsp;     ///< stapled response, DER
};

/// One end's settings and, for clients, the session to resume.
class TlsPeer {
public:
    explicit TlsPeer(const TlsPeerOptions& options, bool server = false);
    ~TlsPeer();
    TlsPeer(const TlsPeer&) = delete;
    TlsPeer& operator=(const TlsPeer&) = delete;

    /// Speaks TLS on the socket from now on.
    TlsOutcome start(RawSocket& socket);
    /// Asks for a new handshake on a connection of TLS 1.2; false when it is refused.
    static bool renegotiate(RawSocket& socket);
    /// Changes the keys it writes with (TLS 1.3), and asks the other side for the same when `both`.
    static bool updateKeys(RawSocket& socket, bool both);
    /// A server's further session ticket (TLS 1.3), in the middle of a connection.
    static bool sendTicket(RawSocket& socket);
    /// Whether the server gave a session that the next start() offers.
    bool hasSession() const { return m_session != nullptr; }
    void forgetSession();
    void keepSession(ssl_session_st* session);

private:
    TlsPeerOptions m_options;
    ssl_ctx_st* m_context;
    ssl_session_st* m_session = nullptr;
    bool m_server;
};

} // namespace gatehouse::harness
