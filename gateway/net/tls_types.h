// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::net {

/// Whether clients show a certificate of their own.
enum class ClientCertificates : std::uint8_t { Off, Optional, Required };

/// A certificate with its chain (leaf first) and its private key, both PEM. A DER file named like the
/// certificate with ".ocsp" behind it is stapled when it is fresh (RFC 6066 section 8).
struct CertificateFiles {
    std::string chain;
    std::string key;
};

enum class TlsItem : std::uint8_t {
    Certificate,
    PrivateKey,
    Directory, ///< of certificates
    ClientCa,
    ClientCrl,
    TicketKeys,
    Ciphers,
    Groups,
    Ocsp
};

/// Something wrong with the options or their files. Fatal ones keep the options from being used.
struct TlsProblem {
    TlsItem item = TlsItem::Certificate;
    bool fatal = true;
    std::string file; ///< empty when it is not about a file
    std::string message;
};

/// What a TLS listener offers. Paths are absolute.
struct TlsServerOptions {
    std::vector<CertificateFiles> certificates;     ///< the first one serves names that no other has
    bool onlyTls13 = false;                         ///< else TLS 1.2 as well; nothing older (RFC 8996)
    std::string ciphers;                            ///< of TLS 1.2, OpenSSL's words; empty: the safe default
    std::string groups;                             ///< key exchange groups; empty: the safe default
    std::string clientCa;                           ///< authorities of client certificates; empty: none
    std::string clientCrl;                          ///< their revocation lists, PEM; empty: not checked
    std::vector<std::string> protocols{"http/1.1"}; ///< ALPN, the best one first (RFC 7301)
    std::string ticketKeys;                    ///< file that several gateways share; empty: keys of our own
    std::int64_t ticketRotationSeconds = 3600; ///< age at which own keys are replaced
    std::int64_t sessionSeconds = 4 * 3600;    ///< how long a session can be resumed
    /// An expired certificate is an error, not a warning, unless it is in use; so are revocation lists that
    /// shut clients out, unless those in use do as well.
    bool refuseExpired = false;
    std::vector<TlsProblem> problems; ///< of finding the files; told with those of reading them
};

/// Why clients are refused, whatever they show.
struct RevocationFault {
    std::string authority; ///< whose clients; empty: all
    std::string file;
    std::string message;
};

/// What people want to know of a certificate in use. Times in seconds since 1970.
struct CertificateStatus {
    std::string file;
    std::string subject;
    std::string issuer;
    std::string serial; ///< lower-case hex
    std::string sha256; ///< lower-case hex
    std::vector<std::string> names;
    std::int64_t notBefore = 0;
    std::int64_t notAfter = 0;
    std::int64_t ocspUntil = 0; ///< a response is stapled until then; 0: none
};

/// What a certificate of the process is for.
enum class CertificateUse : std::uint8_t {
    Server,            ///< shown to whoever connects
    ClientAuthority,   ///< signs the certificates that clients show
    UpstreamAuthority, ///< signs the certificates that upstreams show
    UpstreamClient     ///< shown to upstreams
};

struct UsedCertificate {
    CertificateUse use = CertificateUse::Server;
    CertificateStatus status;
};

/// A certificate with less time left should be renewed.
inline constexpr std::int64_t certificateSoonDays = 30;

/// Handshakes of one role; counted by workers, read by anybody.
struct TlsCounters {
    std::atomic<std::uint64_t> handshakes{0};
    std::atomic<std::uint64_t> resumed{0}; ///< of those
    std::atomic<std::uint64_t> failures{0};
};

} // namespace gatehouse::net
