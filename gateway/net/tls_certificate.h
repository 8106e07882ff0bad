// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/tls_handles.h"
#include "gateway/net/tls_types.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::net {

/// A response of an OCSP responder for one certificate, checked (RFC 6960 section 3.2).
struct OcspResponse {
    std::string der;
    std::int64_t until = 0; ///< nextUpdate, seconds since 1970
};

/// A certificate ready for use. For the .cpp files of this folder.
struct LoadedCertificate {
    CertificateHandle leaf;
    std::vector<CertificateHandle> chain; ///< without the leaf
    KeyHandle key;
    CertificateStatus status;
    OcspResponse ocsp; ///< `der` is empty when there is none
};

using TlsProblems = std::vector<TlsProblem>;

/// What becomes of a certificate that is not valid now.
struct ExpiryRule {
    bool refuse = false; ///< an error, not a warning
    std::string inUse;   ///< SHA-256 of the one in use from this file; never refused, since it is no worse
};

/// Reads and checks one pair; appends everything that is wrong. Null when it cannot be used.
std::optional<LoadedCertificate> loadCertificate(const CertificateFiles& files, const ExpiryRule& expiry,
                                                 TlsProblems& problems);
/// Shows the certificate in all handshakes of the context.
bool useCertificate(ssl_ctx_st* context, const LoadedCertificate& loaded, TlsProblems& problems);
/// The response in "<chain>.ocsp" when there is one, it is about this certificate and it is fresh; problems
/// are warnings.
OcspResponse loadOcsp(const std::string& file, const LoadedCertificate& certificate, TlsProblems& problems);

/// The file's bytes, at most a megabyte; nullopt and `why` when it cannot be read.
std::optional<std::string> readSmallFile(const std::string& path, std::string& why);
/// All certificates of a PEM text, in order.
std::vector<CertificateHandle> certificatesOf(const std::string& pem);
/// What people want to know of it, but for what is stapled; `file` is where it was read.
CertificateStatus certificateStatus(const std::string& file, const x509_st* certificate);
/// "2026-01-31 12:00:00 UTC".
std::string dateText(std::int64_t seconds);
/// Seconds since 1970.
std::int64_t secondsOf(const ASN1_TIME* time);

} // namespace gatehouse::net
