// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_revocation.h"

#include "gateway/net/tls_peer.h"

#include <algorithm>
#include <limits>
#include <map>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace gatehouse::net {

namespace {

bool signedBy(X509_CRL* crl, const X509* authority)
{
    return X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(authority)) == 0 &&
           X509_CRL_verify(crl, X509_get0_pubkey(authority)) == 1;
}

bool issuedAnother(const CertificateHandle& authority, const std::vector<CertificateHandle>& all)
{
    return std::any_of(all.begin(), all.end(), [&authority](const CertificateHandle& other) {
        return other.get() != authority.get() && X509_check_issued(authority.get(), other.get()) == X509_V_OK;
    });
}

/// Nobody is locked out by the lack of a list for those above the issuer, but what is revoked is refused.
int onVerify(int good, X509_STORE_CTX* context)
{
    if (good == 1 || X509_STORE_CTX_get_error(context) != X509_V_ERR_UNABLE_TO_GET_CRL ||
        X509_STORE_CTX_get_error_depth(context) == 0)
        return good;
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1;
}

/// A list without an end is good for ever.
std::int64_t endOf(const X509_CRL* crl)
{
    const ASN1_TIME* const end = X509_CRL_get0_nextUpdate(crl);
    return end ? secondsOf(end) : std::numeric_limits<std::int64_t>::max();
}

} // namespace

bool RevocationLists::read(const std::string& file, const std::string& pem,
                           const std::vector<CertificateHandle>& authorities)
{
    m_file = file;
    const BioHandle memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    while (X509_CRL* const crl = PEM_read_bio_X509_CRL(memory.get(), nullptr, nullptr, nullptr)) {
        const bool known =
            std::any_of(authorities.begin(), authorities.end(),
                        [crl](const CertificateHandle& authority) { return signedBy(crl, authority.get()); });
        m_lists.push_back({CrlHandle(crl), nameText(X509_CRL_get_issuer(crl)), known});
    }
    for (const CertificateHandle& authority : authorities) {
        const bool listed = std::any_of(m_lists.begin(), m_lists.end(), [&authority](const List& list) {
            return signedBy(list.crl.get(), authority.get());
        });
        if (!listed && !issuedAnother(authority, authorities))
            m_unlisted.insert(nameText(X509_get_subject_name(authority.get())));
    }
    ERR_clear_error();
    return !m_lists.empty();
}

void RevocationLists::use(X509_STORE* store) const
{
    for (const List& list : m_lists)
        X509_STORE_add_crl(store, list.crl.get());
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    X509_STORE_set_verify_cb(store, onVerify);
}

std::vector<RevocationFault> RevocationLists::faults(std::int64_t now) const
{
    std::map<std::string, std::pair<bool, std::int64_t>>
        issuers; // whether a list has begun, and the last end
    for (const List& list : m_lists) {
        if (!list.known)
            continue;
        auto& [begun, end] = issuers.try_emplace(list.issuer, false, 0).first->second;
        if (secondsOf(X509_CRL_get0_lastUpdate(list.crl.get())) > now)
            continue;
        begun = true;
        end = std::max(end, endOf(list.crl.get()));
    }
    std::vector<RevocationFault> found;
    if (issuers.empty() && !m_lists.empty())
        found.push_back(
            {{}, m_file, "holds no list that an authority of the clients has signed: clients are refused"});
    for (const auto& [issuer, state] : issuers) {
        const auto [begun, end] = state;
        if (!begun)
            found.push_back(
                {issuer, m_file,
                 "holds a list of " + issuer + " that is not valid yet: its clients are refused"});
        else if (end <= now)
            found.push_back({issuer, m_file,
                             "holds a list of " + issuer + " that has expired on " + dateText(end) +
                                 ": its clients are refused"});
    }
    return found;
}

void RevocationLists::tellUnmatched(TlsProblems& problems) const
{
    for (const List& list : m_lists) {
        if (!list.known)
            problems.push_back(
                {TlsItem::ClientCrl, false, m_file,
                 "holds a list of " + list.issuer + ", which no authority of the clients has signed"});
    }
    for (const std::string& authority : m_unlisted)
        problems.push_back({TlsItem::ClientCrl, false, m_file,
                            "holds no list of " + authority + ": clients with its certificates are refused"});
}

} // namespace gatehouse::net
