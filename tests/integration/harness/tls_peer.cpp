// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/tls_peer.h"

#include <QtGlobal>

#include <csignal>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

namespace gatehouse::harness {

namespace {

std::string takeError()
{
    const unsigned long code = ERR_peek_last_error();
    const char* const text = code != 0 ? ERR_reason_error_string(code) : nullptr;
    ERR_clear_error();
    return text ? text : "connection ended";
}

/// The records of one socket.
class TlsLayer final : public RawSocket::Layer {
public:
    explicit TlsLayer(SSL* ssl)
        : m_ssl(ssl)
    {
    }
    ~TlsLayer() override
    {
        SSL_set_shutdown(m_ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN); // else its session is not resumed
        SSL_free(m_ssl);
    }

    long read(char* into, std::size_t room) override
    {
        std::size_t got = 0;
        ERR_clear_error();
        return SSL_read_ex(m_ssl, into, room, &got) == 1 ? static_cast<long>(got) : 0;
    }
    long write(const char* data, std::size_t size) override
    {
        std::size_t sent = 0;
        ERR_clear_error();
        return SSL_write_ex(m_ssl, data, size, &sent) == 1 ? static_cast<long>(sent) : 0;
    }
    bool pending() const override { return SSL_pending(m_ssl) > 0; }
    void shutdownWrite() override { SSL_shutdown(m_ssl); }
    bool endedOrderly() const override { return (SSL_get_shutdown(m_ssl) & SSL_RECEIVED_SHUTDOWN) != 0; }

    SSL* ssl() const { return m_ssl; }

private:
    SSL* m_ssl;
};

void usePem(SSL_CTX* context, const TestPair& pair)
{
    BIO* certificates = BIO_new_mem_buf(pair.certificate.data(), static_cast<int>(pair.certificate.size()));
    X509* certificate = PEM_read_bio_X509(certificates, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context, certificate);
    X509_free(certificate);
    while (X509* const above = PEM_read_bio_X509(certificates, nullptr, nullptr, nullptr))
        SSL_CTX_add_extra_chain_cert(context, above);
    ERR_clear_error();
    BIO_free(certificates);
    BIO* keys = BIO_new_mem_buf(pair.key.data(), static_cast<int>(pair.key.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(keys, nullptr, nullptr, nullptr);
    BIO_free(keys);
    if (SSL_CTX_use_PrivateKey(context, key) != 1)
        qFatal("a certificate of the test cannot be used");
    EVP_PKEY_free(key);
}

void trust(SSL_CTX* context, const std::string& pem)
{
    BIO* memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    while (X509* const authority = PEM_read_bio_X509(memory, nullptr, nullptr, nullptr)) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority);
        X509_free(authority);
    }
    ERR_clear_error();
    BIO_free(memory);
}

int chooseProtocol(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in,
                   unsigned int inSize, void* options)
{
    const std::string& ours = static_cast<const TlsPeerOptions*>(options)->protocols;
    unsigned char* chosen = nullptr;
    const int found =
        SSL_select_next_proto(&chosen, outSize, reinterpret_cast<const unsigned char*>(ours.data()),
                              static_cast<unsigned int>(ours.size()), in, inSize);
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

int onSession(SSL* ssl, SSL_SESSION* session)
{
    static_cast<TlsPeer*>(SSL_get_app_data(ssl))->keepSession(session);
    return 1;
}

std::string peerName(const SSL* ssl)
{
    const X509* const certificate = SSL_get0_peer_certificate(ssl);
    char name[256] = "";
    if (certificate)
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    return name;
}

TlsOutcome outcomeOf(SSL* ssl)
{
    TlsOutcome outcome;
    outcome.good = true;
    outcome.resumed = SSL_session_reused(ssl) == 1;
    outcome.version = SSL_get_version(ssl);
    outcome.peerName = peerName(ssl);
    const unsigned char* bytes = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(ssl, &bytes, &size);
    outcome.protocol.assign(reinterpret_cast<const char*>(bytes), size);
    if (const long length = SSL_get_tlsext_status_ocsp_resp(ssl, &bytes); length > 0)
        outcome.ocsp.assign(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
    return outcome;
}

} // namespace

TlsPeer::TlsPeer(const TlsPeerOptions& options, bool server)
    : m_options(options)
    , m_context(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()))
    , m_server(server)
{
    std::signal(SIGPIPE, SIG_IGN);
    if (options.mostVersion != 0)
        SSL_CTX_set_max_proto_version(m_context, options.mostVersion);
    if (options.noTickets)
        SSL_CTX_set_options(m_context, SSL_OP_NO_TICKET);
    if (!options.ciphers.empty())
        SSL_CTX_set_cipher_list(m_context, options.ciphers.c_str());
    if (!options.own.key.empty())
        usePem(m_context, options.own);
    if (!options.authorities.empty()) {
        trust(m_context, options.authorities);
        SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    SSL_CTX_set_session_id_context(m_context, reinterpret_cast<const unsigned char*>("test"), 4);
    if (server && !options.protocols.empty())
        SSL_CTX_set_alpn_select_cb(m_context, chooseProtocol, &m_options);
    if (!server) {
        SSL_CTX_set_session_cache_mode(m_context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(m_context, onSession);
    }
}

TlsPeer::~TlsPeer()
{
    forgetSession();
    SSL_CTX_free(m_context);
}

void TlsPeer::forgetSession()
{
    SSL_SESSION_free(std::exchange(m_session, nullptr));
}

void TlsPeer::keepSession(ssl_session_st* session)
{
    forgetSession();
    m_session = session;
}

bool TlsPeer::renegotiate(RawSocket& socket)
{
    const auto* const layer = dynamic_cast<const TlsLayer*>(socket.layer());
    char byte = 0;
    ERR_clear_error();
    // The answer to the new hello comes with the next read.
    const bool done = layer && SSL_renegotiate(layer->ssl()) == 1 && SSL_do_handshake(layer->ssl()) == 1 &&
                      SSL_renegotiate_pending(layer->ssl()) == 0 &&
                      SSL_get_error(layer->ssl(), SSL_peek(layer->ssl(), &byte, 1)) == SSL_ERROR_WANT_READ;
    ERR_clear_error();
    return done;
}

bool TlsPeer::updateKeys(RawSocket& socket, bool both)
{
    const auto* const layer = dynamic_cast<const TlsLayer*>(socket.layer());
    return layer &&
           SSL_key_update(layer->ssl(), both ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED) ==
               1 &&
           SSL_do_handshake(layer->ssl()) == 1;
}

bool TlsPeer::sendTicket(RawSocket& socket)
{
    const auto* const layer = dynamic_cast<const TlsLayer*>(socket.layer());
    return layer && SSL_new_session_ticket(layer->ssl()) == 1 && SSL_do_handshake(layer->ssl()) == 1;
}

TlsOutcome TlsPeer::start(RawSocket& socket)
{
    timeval patience{PatienceMs / 1000, 0}; // SSL_read may wait for more than what poll() has seen
    ::setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    SSL* const ssl = SSL_new(m_context);
    SSL_set_fd(ssl, socket.fd());
    SSL_set_app_data(ssl, this);
    if (!m_server && !m_options.serverName.empty()) {
        SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, m_options.serverName.data());
        SSL_set1_host(ssl, m_options.serverName.c_str());
    }
    if (!m_server && !m_options.protocols.empty())
        SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(m_options.protocols.data()),
                            static_cast<unsigned int>(m_options.protocols.size()));
    if (m_options.wantOcsp)
        SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
    if (m_session)
        SSL_set_session(ssl, m_session);
    ERR_clear_error();
    const int done = m_server ? SSL_accept(ssl) : SSL_connect(ssl);
    if (done != 1) {
        const TlsOutcome failed{false, takeError(), false, {}, {}, {}, {}};
        SSL_free(ssl);
        return failed;
    }
    const TlsOutcome outcome = outcomeOf(ssl);
    socket.use(std::make_unique<TlsLayer>(ssl));
    return outcome;
}

} // namespace gatehouse::harness
