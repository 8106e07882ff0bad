// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/socket.h"
#include "gateway/net/tls_types.h"
#include "gateway/net/transport.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct ssl_ctx_st;
struct ssl_session_st;

namespace gatehouse::net {

/// How the gateway speaks TLS to upstreams. Paths are absolute; empty ones are not used.
struct TlsClientOptions {
    bool verify = true;    ///< the certificate must be valid and belong to the name
    std::string caFile;    ///< authorities, PEM; empty: those of the system
    std::string chainFile; ///< certificate shown to the upstream, with its chain
    std::string keyFile;
    std::vector<std::string> protocols{"http/1.1"}; ///< offered by ALPN, the best one first

    auto operator<=>(const TlsClientOptions&) const = default;
};

/// What one connection offers by ALPN (RFC 7301).
enum class AlpnOffer : std::uint8_t {
    Usual,       ///< what the options say
    Http2OrOlder ///< HTTP/2, else HTTP/1.1
};

/// Sessions of one target that can be resumed. One worker.
class TlsSessions {
public:
    TlsSessions() = default;
    ~TlsSessions();
    TlsSessions(const TlsSessions&) = delete;
    TlsSessions& operator=(const TlsSessions&) = delete;

    /// Takes the session over; false when the files were read anew since its connection began.
    bool add(ssl_session_st* session, std::uint64_t generation);
    /// The newest one, now the caller's; null when there is none. Sessions of TLS 1.3 are used once (RFC 8446
    /// appendix C.4), older ones stay.
    ssl_session_st* take();
    /// Forgets everything unless it stems from the same generation of a client: what was verified by other
    /// authorities must not be resumed.
    void bind(std::uint64_t generation);

private:
    static constexpr std::size_t most = 4;
    std::vector<ssl_session_st*> m_sessions; ///< newest last
    std::uint64_t m_generation = 0;
};

/// TLS towards upstreams with one set of options. Any thread.
class TlsClient {
public:
    /// Reads the files. When they are of no use, connect() gives nothing and problem() says why, until
    /// reload().
    explicit TlsClient(TlsClientOptions options);
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    /// `name` is asked for (SNI) and verified, unless it is an address, which is verified only. `sessions`
    /// may be null. Null when problem() has something to say.
    std::unique_ptr<Transport> connect(Fd fd, const std::string& name,
                                       const std::shared_ptr<TlsSessions>& sessions,
                                       AlpnOffer offer = AlpnOffer::Usual) const;
    /// Reads the files again; bad ones leave everything as it is. Empty text when all is well.
    std::string reload();
    std::string problem() const;
    /// Whether a file is another one than at the last reading.
    bool filesChanged() const;
    /// Moves on when the files hold other authorities or another certificate. A connection whose generation,
    /// read before connect(), is an older one must not serve further requests.
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    /// Authorities (not those of the system) and the certificate shown, as they are in use.
    std::vector<UsedCertificate> certificates() const;

    /// What is wrong with the files of these options; empty: nothing.
    static std::vector<TlsProblem> check(const TlsClientOptions& options);

private:
    struct State;

    TlsClientOptions m_options;
    std::shared_ptr<TlsCounters> m_counters;
    mutable std::mutex m_mutex; ///< of the three below: taken once per connection
    std::shared_ptr<const State> m_state;
    std::string m_problem;
    std::string m_stamps;                       ///< of the files, taken before they were read
    std::atomic<std::uint64_t> m_generation{0}; ///< of m_state; written when that is in its place
};

/// One TlsClient per set of options, so that targets with equal ones share it. Control thread.
class TlsClients {
public:
    std::shared_ptr<const TlsClient> get(const TlsClientOptions& options);
    /// Reads the files of all anew; what failed, one text each.
    std::vector<std::string> reload();
    bool filesChanged() const;
    std::vector<UsedCertificate> certificates() const;

private:
    std::map<TlsClientOptions, std::weak_ptr<TlsClient>> m_clients;
};

} // namespace gatehouse::net
