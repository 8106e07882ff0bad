// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/tls_transport.h"

#include "gateway/net/tls_failure.h"
#include "gateway/net/tls_peer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace gatehouse::net {

namespace {

constexpr std::size_t recordSize = SSL3_RT_MAX_PLAIN_LENGTH;
constexpr std::size_t mostIdleBytes = 32 * 1024; // two records of the largest size
constexpr unsigned char handshakeRecord = 22;    // RFC 8446 section 5.1

/// Walks over the pieces of a gathered write in steps of one record.
class RecordCutter {
public:
    RecordCutter(const iovec* vectors, int count)
        : m_vectors(vectors)
        , m_count(count)
    {
        skipEmpty();
    }
    bool done() const { return m_at == m_count; }

    /// The next bytes, at most a record: in place when they lie together, else copied.
    std::string_view next(char* scratch) const
    {
        const std::string_view first = piece(m_at).substr(m_offset);
        if (first.size() >= recordSize || m_at + 1 == m_count)
            return first.substr(0, recordSize);
        std::size_t size = 0;
        for (int i = m_at; i < m_count && size < recordSize; ++i) {
            const std::string_view bytes = (i == m_at ? first : piece(i)).substr(0, recordSize - size);
            std::memcpy(scratch + size, bytes.data(), bytes.size());
            size += bytes.size();
        }
        return {scratch, size};
    }
    void advance(std::size_t bytes)
    {
        m_offset += bytes;
        while (m_at < m_count && m_offset >= m_vectors[m_at].iov_len)
            m_offset -= m_vectors[m_at++].iov_len;
        skipEmpty();
    }

private:
    std::string_view piece(int at) const
    {
        return {static_cast<const char*>(m_vectors[at].iov_base), m_vectors[at].iov_len};
    }
    void skipEmpty()
    {
        while (m_at < m_count && m_offset == 0 && m_vectors[m_at].iov_len == 0)
            ++m_at;
    }

    const iovec* m_vectors;
    int m_count;
    int m_at = 0;
    std::size_t m_offset = 0;
};

} // namespace

void SslDelete::operator()(ssl_st* ssl) const
{
    SSL_free(ssl);
}

TlsTransport::TlsTransport(Role role, Fd fd, SslHandle ssl, std::shared_ptr<const void> owner,
                           TlsCounters& counters)
    : m_fd(std::move(fd))
    , m_socket{m_fd.get()}
    , m_ssl(std::move(ssl))
    , m_owner(std::move(owner))
    , m_counters(counters)
    , m_role(role)
{
    BIO* const bio = makeSocketBio(m_socket);
    SSL_set_bio(m_ssl.get(), bio, bio);
    if (role == Role::Server)
        SSL_set_accept_state(m_ssl.get());
    else
        SSL_set_connect_state(m_ssl.get());
}

TlsTransport::~TlsTransport()
{
    if (m_state == State::Handshaking) // given up by somebody's clock
        m_counters.failures.fetch_add(1, std::memory_order_relaxed);
    // OpenSSL forbids to resume sessions whose connection just went away; RFC 5246 section 7.2.1 allows it.
    if (m_state == State::Open)
        SSL_set_shutdown(m_ssl.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

// --- handshake

IoResult TlsTransport::handshake()
{
    if (m_state == State::Fresh) {
        if (const IoResult seen = peek(); seen.status != IoStatus::Ok)
            return seen;
        m_state = State::Handshaking;
    }
    ERR_clear_error();
    const int returned = SSL_do_handshake(m_ssl.get());
    return returned == 1 ? finishHandshake() : outcome(returned);
}

/// A client that speaks HTTP to us in clear text can still be answered in kind, as long as its bytes are in
/// the kernel.
IoResult TlsTransport::peek()
{
    if (m_role == Role::Client)
        return {};
    unsigned char first = 0;
    const ssize_t got = ::recv(m_fd.get(), &first, 1, MSG_PEEK);
    if (got == 0)
        return {IoStatus::Closed, 0, 0};
    if (got < 0) {
        if (errno == EAGAIN || errno == EINTR)
            return {IoStatus::WantRead, 0, 0};
        return {IoStatus::Failed, 0, errno};
    }
    if (first != handshakeRecord && first >= 'A' && first <= 'Z')
        return refuse(TlsFault::PlainText, "clear text on a TLS port");
    return {};
}

IoResult TlsTransport::finishHandshake()
{
    SSL* const ssl = m_ssl.get();
    const bool resumed = SSL_session_reused(ssl) == 1;
    if (m_role == Role::Server) {
        // Resumption does not look at the certificate again, which may have expired meanwhile.
        if (resumed && peerHasExpired(ssl))
            return refuse(TlsFault::CertificateExpired, "the client certificate has expired");
        m_peer = peerCertificateOf(ssl);
    }
    m_state = State::Open;
    m_socket.idleBytes = 0;
    m_socket.mostIdleBytes = mostIdleBytes;
    m_counters.handshakes.fetch_add(1, std::memory_order_relaxed);
    if (resumed)
        m_counters.resumed.fetch_add(1, std::memory_order_relaxed);
    return {};
}

IoResult TlsTransport::refuse(TlsFault fault, std::string text)
{
    if (m_state == State::Fresh || m_state == State::Handshaking)
        m_counters.failures.fetch_add(1, std::memory_order_relaxed);
    m_state = State::Ended;
    m_fault = fault;
    m_failure = std::make_unique<std::string>(std::move(text));
    return {IoStatus::Failed, 0, 0};
}

IoResult TlsTransport::outcome(int returned)
{
    const int error = errno;
    switch (SSL_get_error(m_ssl.get(), returned)) {
    case SSL_ERROR_WANT_READ:
        return {IoStatus::WantRead, 0, 0};
    case SSL_ERROR_WANT_WRITE:
        return {IoStatus::WantWrite, 0, 0};
    case SSL_ERROR_ZERO_RETURN:
        return {IoStatus::Closed, 0, 0};
    case SSL_ERROR_SYSCALL:
        if (m_socket.exhausted())
            return refuse(TlsFault::Handshake, "too many TLS records without data");
        if (error == 0)
            return endOfStream();
        refuse(TlsFault::None, {});
        return {IoStatus::Failed, 0, error};
    default:
        break;
    }
    if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return endOfStream();
    TlsFailure failure = takeTlsFailure(m_ssl.get());
    return refuse(failure.fault, std::move(failure.text));
}

/// The peer's end without close_notify. Clients do that every day, and the framing of their requests tells
/// what is missing; the answer of an upstream may end with the connection, so there it matters.
IoResult TlsTransport::endOfStream()
{
    ERR_clear_error();
    if (m_state != State::Open)
        return refuse(TlsFault::Handshake, "the peer left in the middle of the TLS handshake");
    if (m_role == Role::Client)
        return refuse(TlsFault::Truncated, "connection ended without close_notify");
    return {IoStatus::Closed, 0, 0};
}

std::unique_ptr<Transport> TlsTransport::takeSocket()
{
    if (m_state != State::Ended || !m_fd)
        return nullptr;
    return std::make_unique<PlainTransport>(std::move(m_fd));
}

// --- data

IoResult TlsTransport::read(char* into, std::size_t room)
{
    std::size_t total = 0;
    do { // one record per round; the next one is often here already
        std::size_t got = 0;
        ERR_clear_error();
        const int returned = SSL_read_ex(m_ssl.get(), into + total, room - total, &got);
        if (returned != 1) {
            noteEnd(returned, total > 0);
            return total > 0 ? IoResult{IoStatus::Ok, total, 0} : outcome(returned);
        }
        total += got;
        m_starved = false;
        m_readWaitsForRoom = false;
        m_socket.idleBytes = 0;
    } while (total < room && SSL_has_pending(m_ssl.get()) == 1);
    return {IoStatus::Ok, total, 0};
}

/// Why reading went no further. A piece of a record counts as pending for OpenSSL, but only the kernel can
/// bring the rest; the end of the stream has left the kernel, so only we know of it.
void TlsTransport::noteEnd(int returned, bool tellLater)
{
    const int error = SSL_get_error(m_ssl.get(), returned);
    m_readWaitsForRoom = error == SSL_ERROR_WANT_WRITE;
    m_starved = error == SSL_ERROR_WANT_READ || m_readWaitsForRoom;
    m_endSeen = tellLater && !m_starved;
}

IoResult TlsTransport::writev(const iovec* vectors, int count)
{
    thread_local std::array<char, recordSize> scratch;
    RecordCutter cutter(vectors, count);
    std::size_t total = 0;
    while (!cutter.done()) {
        const std::string_view bytes = cutter.next(scratch.data());
        std::size_t sent = 0;
        ERR_clear_error();
        const int returned = SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &sent);
        if (returned != 1) {
            const IoResult result = outcome(returned);
            const bool blocked = result.status == IoStatus::WantWrite || result.status == IoStatus::WantRead;
            return blocked && total > 0 ? IoResult{IoStatus::Ok, total, 0} : result;
        }
        total += sent;
        cutter.advance(sent);
    }
    return {IoStatus::Ok, total, 0};
}

bool TlsTransport::hasBufferedInput() const
{
    return m_state == State::Open && (m_endSeen || (!m_starved && SSL_has_pending(m_ssl.get()) == 1));
}

void TlsTransport::shutdownWrite()
{
    if (m_state == State::Open) {
        ERR_clear_error();
        SSL_shutdown(m_ssl.get());
        ERR_clear_error();
    }
    ::shutdown(m_fd.get(), SHUT_WR);
}

bool TlsTransport::isStale()
{
    char byte = 0;
    std::size_t got = 0;
    ERR_clear_error();
    const int returned = SSL_peek_ex(m_ssl.get(), &byte, 1, &got); // takes session tickets in
    return returned == 1 || SSL_get_error(m_ssl.get(), returned) != SSL_ERROR_WANT_READ;
}

// --- words

std::string TlsTransport::describeFailure(const IoResult& result, const SocketAddress& peer) const
{
    if (result.error != 0 || !m_failure || m_failure->empty())
        return describePeerError(result.error, peer);
    return "TLS with " + peer.text() + ": " + *m_failure;
}

std::string_view TlsTransport::negotiatedProtocol() const
{
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(m_ssl.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

} // namespace gatehouse::net
