// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_client.h"

#include "gateway/net/file_stamp.h"
#include "gateway/net/tls_certificate.h"
#include "gateway/net/tls_failure.h"
#include "gateway/net/tls_transport.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace gatehouse::net {

struct TlsClient::State {
    SslContextHandle context;
    std::vector<UsedCertificate> certificates;
    std::string identity; ///< whom it trusts and what it shows
    std::uint64_t generation = 0;
};

namespace {

/// What a connection keeps alive.
struct Keep {
    std::shared_ptr<const void> state;
    std::shared_ptr<TlsCounters> counters;
    std::shared_ptr<TlsSessions> sessions;
    std::uint64_t generation;
};

/// Tickets may come long after the handshake, when others are trusted already.
int onSession(SSL* ssl, SSL_SESSION* session)
{
    const auto* const keep = static_cast<const Keep*>(SSL_get_app_data(ssl));
    const bool taken = keep && keep->sessions && SSL_SESSION_is_resumable(session) != 0 &&
                       keep->sessions->add(session, keep->generation);
    return taken ? 1 : 0; // 1: ours now
}

using UsedCertificates = std::vector<UsedCertificate>;

void setAuthorities(SSL_CTX* context, const TlsClientOptions& options, UsedCertificates& used,
                    TlsProblems& problems)
{
    if (options.caFile.empty()) {
        SSL_CTX_set_default_verify_paths(context);
        return;
    }
    std::string why;
    const std::optional<std::string> pem = readSmallFile(options.caFile, why);
    const std::vector<CertificateHandle> authorities =
        pem ? certificatesOf(*pem) : std::vector<CertificateHandle>();
    for (const CertificateHandle& authority : authorities) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
        used.push_back(
            {CertificateUse::UpstreamAuthority, certificateStatus(options.caFile, authority.get())});
    }
    if (authorities.empty())
        problems.push_back({TlsItem::ClientCa, true, options.caFile, pem ? "holds no PEM certificate" : why});
}

void setCertificate(SSL_CTX* context, const TlsClientOptions& options, UsedCertificates& used,
                    TlsProblems& problems)
{
    if (options.chainFile.empty() && options.keyFile.empty())
        return;
    const auto loaded = loadCertificate({options.chainFile, options.keyFile}, {}, problems);
    if (!loaded)
        return;
    useCertificate(context, *loaded, problems);
    used.push_back({CertificateUse::UpstreamClient, loaded->status});
}

std::string wireForm(const std::vector<std::string>& protocols)
{
    std::string wire;
    for (const std::string& protocol : protocols)
        wire.append(1, static_cast<char>(protocol.size())).append(protocol);
    return wire;
}

SslContextHandle makeContext(const TlsClientOptions& options, UsedCertificates& used, TlsProblems& problems)
{
    SslContextHandle context(SSL_CTX_new(TLS_client_method()));
    if (!context)
        return context;
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context.get(), 1);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context.get(), onSession);
    const std::string protocols = wireForm(options.protocols);
    SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned int>(protocols.size()));
    SSL_CTX_set_verify(context.get(), options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    setAuthorities(context.get(), options, used, problems);
    setCertificate(context.get(), options, used, problems);
    ERR_clear_error();
    return context;
}

std::string stampsOf(const TlsClientOptions& options)
{
    return fileStamp(options.caFile) + fileStamp(options.chainFile) + fileStamp(options.keyFile);
}

/// Changes when the system's authorities do, which OpenSSL reads one by one when it needs them.
std::string systemState()
{
    const auto placeOf = [](const char* variable, const char* usual) {
        const char* const own = std::getenv(variable);
        return std::string(own ? own : usual);
    };
    return fileStamp(placeOf(X509_get_default_cert_file_env(), X509_get_default_cert_file())) +
           fileStamp(placeOf(X509_get_default_cert_dir_env(), X509_get_default_cert_dir()));
}

std::string identityOf(const TlsClientOptions& options, const UsedCertificates& used)
{
    std::string identity = options.caFile.empty() ? systemState() : std::string();
    for (const UsedCertificate& one : used)
        identity += std::to_string(int(one.use)) + one.status.sha256;
    return identity;
}

std::string fatalText(const TlsProblems& problems)
{
    std::string text;
    for (const TlsProblem& problem : problems) {
        if (problem.fatal)
            text += (text.empty() ? "" : "; ") + problem.file + ' ' + problem.message;
    }
    return text;
}

bool setOffer(SSL* ssl, AlpnOffer offer)
{
    constexpr std::string_view Http2OrOlder = "\x02h2\x08http/1.1";
    return offer == AlpnOffer::Usual ||
           SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(Http2OrOlder.data()),
                               static_cast<unsigned int>(Http2OrOlder.size())) == 0;
}

/// Asks for the name and has it verified (RFC 6125); addresses are no server names (RFC 6066 section 3).
bool setName(SSL* ssl, const std::string& name)
{
    if (IpAddress::parse(name))
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str()) == 1;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                    const_cast<char*>(name.c_str())) == 1 &&
           SSL_set1_host(ssl, name.c_str()) == 1;
}

} // namespace

TlsSessions::~TlsSessions()
{
    std::for_each(m_sessions.begin(), m_sessions.end(), SSL_SESSION_free);
}

void TlsSessions::bind(std::uint64_t generation)
{
    if (std::exchange(m_generation, generation) == generation)
        return;
    std::for_each(m_sessions.begin(), m_sessions.end(), SSL_SESSION_free);
    m_sessions.clear();
}

bool TlsSessions::add(ssl_session_st* session, std::uint64_t generation)
{
    if (generation != m_generation)
        return false;
    if (m_sessions.size() == most) {
        SSL_SESSION_free(m_sessions.front());
        m_sessions.erase(m_sessions.begin());
    }
    m_sessions.push_back(session);
    return true;
}

ssl_session_st* TlsSessions::take()
{
    if (m_sessions.empty())
        return nullptr;
    SSL_SESSION* const session = m_sessions.back();
    if (SSL_SESSION_get_protocol_version(session) >= TLS1_3_VERSION)
        m_sessions.pop_back();
    else
        SSL_SESSION_up_ref(session);
    return session;
}

TlsClient::TlsClient(TlsClientOptions options)
    : m_options(std::move(options))
    , m_counters(std::make_shared<TlsCounters>())
{
    m_problem = reload();
}

TlsClient::~TlsClient() = default;

std::string TlsClient::reload()
{
    TlsProblems problems;
    std::string stamps = stampsOf(m_options);
    auto fresh = std::make_shared<State>();
    fresh->context = makeContext(m_options, fresh->certificates, problems);
    fresh->identity = identityOf(m_options, fresh->certificates);
    std::string why = fresh->context ? fatalText(problems) : "out of memory";
    const std::scoped_lock lock(m_mutex);
    m_stamps = std::move(stamps);
    if (!why.empty())
        return why;
    const bool changed = !m_state || m_state->identity != fresh->identity;
    const std::uint64_t generation = m_generation.load(std::memory_order_relaxed) + (changed ? 1 : 0);
    fresh->generation = generation;
    m_state = std::move(fresh);
    m_problem.clear();
    m_generation.store(generation, std::memory_order_release);
    return why;
}

std::string TlsClient::problem() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problem;
}

bool TlsClient::filesChanged() const
{
    const std::string now = stampsOf(m_options);
    const std::scoped_lock lock(m_mutex);
    return now != m_stamps;
}

std::vector<UsedCertificate> TlsClient::certificates() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state ? m_state->certificates : UsedCertificates();
}

std::vector<TlsProblem> TlsClient::check(const TlsClientOptions& options)
{
    TlsProblems problems;
    UsedCertificates used;
    makeContext(options, used, problems);
    return problems;
}

std::unique_ptr<Transport> TlsClient::connect(Fd fd, const std::string& name,
                                              const std::shared_ptr<TlsSessions>& sessions,
                                              AlpnOffer offer) const
{
    std::shared_ptr<const State> state;
    {
        const std::scoped_lock lock(m_mutex);
        state = m_state;
    }
    SslHandle ssl(state ? SSL_new(state->context.get()) : nullptr);
    if (!ssl || !setName(ssl.get(), name) || !setOffer(ssl.get(), offer))
        return nullptr;
    if (sessions) {
        sessions->bind(state->generation);
        if (const SessionHandle session{sessions->take()})
            SSL_set_session(ssl.get(), session.get());
    }
    const std::uint64_t generation = state->generation;
    auto keep = std::make_shared<Keep>(Keep{std::move(state), m_counters, sessions, generation});
    SSL_set_app_data(ssl.get(), keep.get());
    return std::make_unique<TlsTransport>(TlsTransport::Role::Client, std::move(fd), std::move(ssl),
                                          std::move(keep), *m_counters);
}

std::shared_ptr<const TlsClient> TlsClients::get(const TlsClientOptions& options)
{
    std::weak_ptr<TlsClient>& known = m_clients[options];
    std::shared_ptr<TlsClient> client = known.lock();
    if (!client) {
        client = std::make_shared<TlsClient>(options);
        known = client;
    }
    return client;
}

std::vector<std::string> TlsClients::reload()
{
    std::vector<std::string> failed;
    std::erase_if(m_clients, [](const auto& entry) { return entry.second.expired(); });
    for (const auto& [options, known] : m_clients) {
        const std::shared_ptr<TlsClient> client = known.lock();
        if (std::string why = client ? client->reload() : std::string(); !why.empty())
            failed.push_back(std::move(why));
    }
    return failed;
}

bool TlsClients::filesChanged() const
{
    return std::any_of(m_clients.begin(), m_clients.end(), [](const auto& entry) {
        const std::shared_ptr<TlsClient> client = entry.second.lock();
        return client && client->filesChanged();
    });
}

std::vector<UsedCertificate> TlsClients::certificates() const
{
    UsedCertificates all;
    for (const auto& [options, known] : m_clients) {
        const std::shared_ptr<TlsClient> client = known.lock();
        UsedCertificates some = client ? client->certificates() : UsedCertificates();
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

} // namespace gatehouse::net
