// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_peer.h"

#include "gateway/net/tls_handles.h"

#include <array>

namespace gatehouse::net {

std::string fingerprintOf(const x509_st* certificate)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    std::string text;
    if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1)
        return text;
    text.reserve(std::size_t{size} * 2);
    for (unsigned int i = 0; i < size; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

std::string nameText(const X509_name_st* name)
{
    const BioHandle memory(BIO_new(BIO_s_mem()));
    constexpr unsigned long flags = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    if (!memory || X509_NAME_print_ex(memory.get(), name, 0, flags) < 0)
        return {};
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::unique_ptr<PeerCertificate> peerCertificateOf(const ssl_st* ssl)
{
    const X509* const certificate = SSL_get0_peer_certificate(ssl);
    if (!certificate)
        return nullptr;
    return std::make_unique<PeerCertificate>(
        PeerCertificate{fingerprintOf(certificate), nameText(X509_get_subject_name(certificate))});
}

bool peerHasExpired(const ssl_st* ssl)
{
    const X509* const certificate = SSL_get0_peer_certificate(ssl);
    return certificate && X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0;
}

} // namespace gatehouse::net
