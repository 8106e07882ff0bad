// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_failure.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace gatehouse::net {

static TlsFault faultOf(long verifyResult)
{
    switch (verifyResult) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return TlsFault::CertificateExpired;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return TlsFault::NameMismatch;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_CERT_UNTRUSTED:
        return TlsFault::UnknownAuthority;
    default:
        return TlsFault::Handshake;
    }
}

/// Alerts about the certificate of the side that receives them (RFC 8446 section 6.2). Whoever sends them
/// has acted on nothing of what came over the connection.
static bool refusesCertificate(unsigned long code)
{
    if (ERR_GET_LIB(code) != ERR_LIB_SSL)
        return false;
    switch (ERR_GET_REASON(code) - SSL_AD_REASON_OFFSET) {
    case SSL_AD_HANDSHAKE_FAILURE:
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
    case SSL_AD_DECRYPT_ERROR:
    case SSL_AD_CERTIFICATE_REQUIRED:
        return true;
    default:
        return false;
    }
}

std::string takeTlsError(const char* fallback)
{
    const unsigned long code = ERR_peek_error();
    const char* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    std::string text = reason ? reason : fallback;
    ERR_clear_error();
    return text;
}

TlsFailure takeTlsFailure(const ssl_st* ssl)
{
    const unsigned long code = ERR_peek_error();
    const long verified = SSL_get_verify_result(ssl);
    if (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED &&
        verified != X509_V_OK) {
        ERR_clear_error();
        return {faultOf(verified),
                std::string("certificate not accepted: ") + X509_verify_cert_error_string(verified)};
    }
    const TlsFault fault = refusesCertificate(code) ? TlsFault::Refused : TlsFault::Handshake;
    return {fault, takeTlsError("TLS protocol error")};
}

} // namespace gatehouse::net
