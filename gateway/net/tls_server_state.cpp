// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_server_state.h"

#include "gateway/net/tls_failure.h"

#include <algorithm>
#include <cstring>
#include <ctime>

#include <openssl/err.h>

namespace gatehouse::net {

namespace {

// Forward secrecy and authenticated encryption only; the small AES first, because that is what hardware is
// quick at. Clients without AES hardware move ChaCha20 to the front (SSL_OP_PRIORITIZE_CHACHA).
constexpr const char* safeCiphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* safeSuites =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* safeGroups = "X25519:P-256:P-384";

using Untyped = void (*)(); // how the C interface takes call backs of several types

std::string wireProtocols(const std::vector<std::string>& protocols)
{
    std::string wire;
    for (const std::string& protocol : protocols) {
        wire += static_cast<char>(protocol.size());
        wire += protocol;
    }
    return wire;
}

void setSessions(SSL_CTX* context, const TlsServerOptions& options)
{
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
    SSL_CTX_set_timeout(context, static_cast<long>(options.sessionSeconds));
    // One ticket does for a client; each costs a MAC, a cipher and a record at every full handshake.
    SSL_CTX_set_num_tickets(context, 1);
}

void setBasics(SSL_CTX* context, const TlsServerOptions& options)
{
    SSL_CTX_set_min_proto_version(context, options.onlyTls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                     SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_ciphersuites(context, safeSuites);
    setSessions(context, options);
}

void hashInto(EVP_MD_CTX* hash, const std::string& bytes)
{
    const std::uint64_t size = bytes.size();
    EVP_DigestUpdate(hash, &size, sizeof size);
    EVP_DigestUpdate(hash, bytes.data(), bytes.size());
}

std::optional<std::string> readPart(const std::string& path, TlsItem item, TlsProblems& problems)
{
    if (path.empty())
        return std::string();
    std::string why;
    std::optional<std::string> bytes = readSmallFile(path, why);
    if (!bytes)
        problems.push_back({item, true, path, why});
    return bytes;
}

} // namespace

std::shared_ptr<const TlsServer::State> TlsServer::State::make(const TlsServerOptions& options,
                                                               const State* before,
                                                               std::shared_ptr<TicketKeys> tickets,
                                                               std::shared_ptr<TlsCounters> counters,
                                                               TlsProblems& problems)
{
    auto state = std::make_shared<State>();
    state->m_tickets = std::move(tickets);
    state->m_counters = std::move(counters);
    state->m_protocols = wireProtocols(options.protocols);
    bool good = !options.certificates.empty();
    if (!good)
        problems.push_back({TlsItem::Certificate, true, {}, "no certificate is given"});
    bool checkedOnce = false; // ciphers and authorities are the same for all
    for (const CertificateFiles& files : options.certificates) {
        std::optional<LoadedCertificate> loaded = loadCertificate(
            files, {options.refuseExpired, before ? before->sha256Of(files.chain) : std::string()}, problems);
        auto entry = std::make_unique<Entry>();
        entry->context.reset(SSL_CTX_new(TLS_server_method()));
        TlsProblems once;
        const bool configured = entry->context && state->configure(entry->context.get(), options, once);
        if (!std::exchange(checkedOnce, true))
            problems.insert(problems.end(), once.begin(), once.end());
        if (!loaded || !configured || !useCertificate(entry->context.get(), *loaded, problems)) {
            good = false;
            continue;
        }
        entry->status = std::move(loaded->status);
        entry->ocsp = std::move(loaded->ocsp);
        if (!entry->ocsp.der.empty())
            SSL_CTX_set_tlsext_status_arg(entry->context.get(), entry.get());
        state->m_entries.push_back(std::move(entry));
        state->addNames(state->m_entries.size() - 1, problems);
    }
    return good ? state : nullptr;
}

bool TlsServer::State::configure(SSL_CTX* context, const TlsServerOptions& options, TlsProblems& problems)
{
    setBasics(context, options);
    bool good = true;
    if (SSL_CTX_set_cipher_list(context, options.ciphers.empty() ? safeCiphers : options.ciphers.c_str()) !=
        1) {
        problems.push_back({TlsItem::Ciphers, true, {}, takeTlsError("no usable cipher")});
        good = false;
    }
    if (SSL_CTX_set1_groups_list(context, options.groups.empty() ? safeGroups : options.groups.c_str()) !=
        1) {
        problems.push_back({TlsItem::Groups, true, {}, takeTlsError("unknown key exchange group")});
        good = false;
    }
    SSL_CTX_set_app_data(context, this);
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, onTicket);
    SSL_CTX_callback_ctrl(context, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
                          reinterpret_cast<Untyped>(onServerName));
    SSL_CTX_set_tlsext_servername_arg(context, this);
    SSL_CTX_callback_ctrl(context, SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB, reinterpret_cast<Untyped>(onOcsp));
    if (!m_protocols.empty())
        SSL_CTX_set_alpn_select_cb(context, onProtocols, this);
    return trustClients(context, options, problems) && good;
}

bool TlsServer::State::trustClients(SSL_CTX* context, const TlsServerOptions& options, TlsProblems& problems)
{
    const std::optional<std::string> ca = readPart(options.clientCa, TlsItem::ClientCa, problems);
    const std::optional<std::string> crl = readPart(options.clientCrl, TlsItem::ClientCrl, problems);
    if (!ca || !crl)
        return false;
    using Hash = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
    const Hash hash(EVP_MD_CTX_new());
    EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
    hashInto(hash.get(), *ca);
    hashInto(hash.get(), *crl);
    EVP_DigestFinal_ex(hash.get(), m_clientPolicy.data(), nullptr);
    if (ca->empty())
        return true;
    const std::vector<CertificateHandle> authorities = certificatesOf(*ca);
    if (authorities.empty())
        problems.push_back({TlsItem::ClientCa, true, options.clientCa, "holds no PEM certificate"});
    X509_STORE* const store = SSL_CTX_get_cert_store(context);
    m_clientAuthorities.clear(); // the same for the context of each certificate
    for (const CertificateHandle& authority : authorities) {
        m_clientAuthorities.push_back(certificateStatus(options.clientCa, authority.get()));
        X509_STORE_add_cert(store, authority.get());
        SSL_CTX_add_client_CA(context, authority.get());
    }
    if (crl->empty())
        return !authorities.empty();
    m_revocation = {};
    if (!m_revocation.read(options.clientCrl, *crl, authorities)) {
        problems.push_back({TlsItem::ClientCrl, true, options.clientCrl, "holds no PEM revocation list"});
        return false;
    }
    m_revocation.use(store);
    m_revocation.tellUnmatched(problems);
    return !authorities.empty();
}

void TlsServer::State::addNames(std::size_t index, TlsProblems& problems)
{
    const CertificateStatus& status = m_entries[index]->status;
    for (const std::string& name : status.names) {
        const auto [at, added] = m_names.try_emplace(name, index);
        if (!added && at->second != index)
            problems.push_back(
                {TlsItem::Certificate, false, status.file,
                 "the name " + name + " is served with " + m_entries[at->second]->status.file});
    }
}

std::string TlsServer::State::sha256Of(const std::string& file) const
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [&file](const auto& entry) { return entry->status.file == file; });
    return at == m_entries.end() ? std::string() : (*at)->status.sha256;
}

const TlsServer::State::Entry& TlsServer::State::entryFor(std::string_view name) const
{
    std::string wanted(name);
    std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!wanted.empty() && wanted.back() == '.')
        wanted.pop_back();
    auto at = m_names.find(wanted);
    const std::size_t dot = wanted.find('.');
    if (at == m_names.end() && dot != std::string::npos && dot > 0)
        at = m_names.find('*' + wanted.substr(dot));
    return at == m_names.end() ? fallback() : *m_entries[at->second];
}

std::array<unsigned char, 32> TlsServer::State::sessionContext(ClientCertificates wanted) const
{
    std::array<unsigned char, 32> context = m_clientPolicy;
    if (wanted == ClientCertificates::Off)
        context.fill(0); // any change of authorities is none of these sessions' business
    context[0] = static_cast<unsigned char>(wanted);
    return context;
}

// --- what OpenSSL asks

int TlsServer::State::onTicket(SSL* ssl, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
                               EVP_MAC_CTX* mac, int encrypt)
{
    const auto* const self = static_cast<const State*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    const int answer = self->m_tickets->prepare(name, iv, cipher, mac, encrypt != 0);
    // Tickets of TLS 1.3 are used once (RFC 8446 appendix C.4): whoever comes with one gets the next one.
    return answer == 1 && encrypt == 0 && SSL_version(ssl) >= TLS1_3_VERSION ? 2 : answer;
}

int TlsServer::State::onServerName(SSL* ssl, int*, void* self)
{
    const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (!name)
        return SSL_TLSEXT_ERR_NOACK;
    const Entry& entry = static_cast<const State*>(self)->entryFor(name);
    if (entry.context.get() != SSL_get_SSL_CTX(ssl))
        SSL_set_SSL_CTX(ssl, entry.context.get());
    return SSL_TLSEXT_ERR_OK;
}

int TlsServer::State::onProtocols(SSL*, const unsigned char** out, unsigned char* outSize,
                                  const unsigned char* in, unsigned int inSize, void* self)
{
    const std::string& ours = static_cast<const State*>(self)->m_protocols;
    unsigned char* chosen = nullptr;
    const int found =
        SSL_select_next_proto(&chosen, outSize, reinterpret_cast<const unsigned char*>(ours.data()),
                              static_cast<unsigned int>(ours.size()), in, inSize);
    *out = chosen;
    // A client that speaks only other protocols must not be answered in ours (RFC 7301 section 3.2).
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

int TlsServer::State::onOcsp(SSL* ssl, void* entry)
{
    const auto* const self = static_cast<const Entry*>(entry);
    if (!self || self->ocsp.der.empty() || self->ocsp.until <= std::time(nullptr))
        return SSL_TLSEXT_ERR_NOACK;
    auto* const copy =
        static_cast<unsigned char*>(OPENSSL_memdup(self->ocsp.der.data(), self->ocsp.der.size()));
    if (!copy)
        return SSL_TLSEXT_ERR_NOACK;
    SSL_set_tlsext_status_ocsp_resp(ssl, copy, static_cast<long>(self->ocsp.der.size())); // takes it over
    return SSL_TLSEXT_ERR_OK;
}

} // namespace gatehouse::net
