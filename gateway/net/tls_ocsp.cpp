// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_certificate.h"

#include <ctime>

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <unistd.h>

namespace gatehouse::net {

namespace {

using Response = Owned<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using Basic = Owned<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using CertId = Owned<OCSP_CERTID, OCSP_CERTID_free>;
using Store = Owned<X509_STORE, X509_STORE_free>;

constexpr long allowedSkewSeconds = 300;

/// Signed by the issuer or a responder the issuer has appointed.
bool isSigned(OCSP_BASICRESP* basic, const LoadedCertificate& certificate)
{
    const Store trusted(X509_STORE_new());
    STACK_OF(X509)* const known = sk_X509_new_null();
    bool good = trusted && known;
    for (const CertificateHandle& above : certificate.chain) {
        good = good && X509_STORE_add_cert(trusted.get(), above.get()) == 1 &&
               sk_X509_push(known, above.get()) > 0;
    }
    if (good) // the chain need not reach a root: the issuer itself is what we trust here
        X509_STORE_set_flags(trusted.get(), X509_V_FLAG_PARTIAL_CHAIN);
    good = good && OCSP_basic_verify(basic, known, trusted.get(), 0) == 1;
    sk_X509_free(known);
    return good;
}

/// Empty when the response says "good" of the certificate and is fresh.
std::string verdict(OCSP_BASICRESP* basic, const LoadedCertificate& certificate, std::int64_t& until)
{
    X509* const issuer = certificate.chain.front().get();
    int status = V_OCSP_CERTSTATUS_UNKNOWN;
    ASN1_GENERALIZEDTIME* from = nullptr;
    ASN1_GENERALIZEDTIME* next = nullptr;
    bool found = false;
    for (const EVP_MD* const digest : {EVP_sha1(), EVP_sha256()}) {
        const CertId id(OCSP_cert_to_id(digest, certificate.leaf.get(), issuer));
        found = found ||
                (id && OCSP_resp_find_status(basic, id.get(), &status, nullptr, nullptr, &from, &next) == 1);
    }
    if (!found)
        return "is about another certificate";
    if (!isSigned(basic, certificate))
        return "is not signed by the issuer of the certificate";
    if (status == V_OCSP_CERTSTATUS_REVOKED)
        return "says that the certificate is revoked";
    if (status != V_OCSP_CERTSTATUS_GOOD)
        return "says that the certificate is unknown";
    if (!next)
        return "does not say how long it is good";
    until = secondsOf(next);
    if (OCSP_check_validity(from, next, allowedSkewSeconds, -1) != 1)
        return until <= std::time(nullptr) ? "is too old; fetch a new one" : "is not valid yet";
    return {};
}

} // namespace

OcspResponse loadOcsp(const std::string& file, const LoadedCertificate& certificate, TlsProblems& problems)
{
    OcspResponse response;
    if (::access(file.c_str(), F_OK) != 0)
        return response;
    std::string why;
    const std::optional<std::string> der = readSmallFile(file, why);
    if (der && certificate.chain.empty()) {
        why = "cannot be checked: the certificate file does not hold the issuer's certificate";
    } else if (der) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(der->data());
        const Response parsed(d2i_OCSP_RESPONSE(nullptr, &bytes, static_cast<long>(der->size())));
        const Basic basic(parsed && OCSP_response_status(parsed.get()) == OCSP_RESPONSE_STATUS_SUCCESSFUL
                              ? OCSP_response_get1_basic(parsed.get())
                              : nullptr);
        why = basic ? verdict(basic.get(), certificate, response.until)
                    : "is no successful OCSP response (DER)";
    }
    ERR_clear_error();
    if (why.empty())
        response.der = *der;
    else
        problems.push_back({TlsItem::Ocsp, false, file, why + "; it is not stapled"});
    if (response.der.empty())
        response.until = 0;
    return response;
}

} // namespace gatehouse::net
