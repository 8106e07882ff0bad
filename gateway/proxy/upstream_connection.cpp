// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/upstream_connection.h"

#include "gateway/proxy/trace.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/socket.h>

namespace gatehouse::proxy {

UpstreamConnection::UpstreamConnection(WorkerContext& context, UpstreamPool& pool)
    : m_context(context)
    , m_pool(pool)
    , m_output(context.buffers, context.gather)
    , m_stash(context.buffers)
{
}

UpstreamConnection::~UpstreamConnection()
{
    if (m_state != State::Closed)
        close();
}

// --- opening

Reason UpstreamConnection::connectReason(int error)
{
    if (net::isResourceError(error)) {
        if (m_context.makeRoom)
            m_context.poller.atTurnEnd(*m_context.makeRoom);
        return Reason::Overloaded;
    }
    switch (error) {
    case ECONNREFUSED:
        return Reason::ConnectRefused;
    case ETIMEDOUT:
        return Reason::ConnectTimeout;
    case ECONNRESET:
        return Reason::UpstreamReset;
    default:
        return Reason::ConnectUnreachable;
    }
}

void UpstreamConnection::open(UpstreamUser& user, std::uint32_t connectMs)
{
    m_user = &user;
    m_uses = 1;
    m_timeouts.connectMs = connectMs;
    if (m_pool.target().proxyProtocol != net::ProxyVersion::Off)
        m_proxied = user.proxyAddresses();
    startTimer(connectMs);
    m_opening = true;
    m_lookup = m_context.services.resolver->resolve(
        m_pool.target().host, m_context.poller, [this](const net::Resolved& found) { onResolved(found); });
    m_opening = false;
}

void UpstreamConnection::onResolved(const net::Resolved& resolved)
{
    if (m_state != State::Resolving)
        return;
    if (!resolved.ok())
        return failConnect(Reason::DnsFailed, resolved.error);
    m_state = State::Connecting;
    m_connector = std::make_unique<net::Connector>(m_context.poller, m_context.wheel, *this,
                                                   m_context.settings->client.descriptorCeiling);
    const int error =
        m_connector->start(net::connectOrder(resolved.addresses, m_pool.nextTurn()), m_pool.target().port);
    if (error == 0)
        return;
    const net::SocketAddress peer = m_connector->failedPeer();
    m_connector.reset();
    failConnect(connectReason(error), net::describePeerError(error, peer));
}

void UpstreamConnection::onConnectFailed(int error, const net::SocketAddress& peer)
{
    fail(connectReason(error), net::describePeerError(error, peer));
}

void UpstreamConnection::failConnect(Reason reason, std::string detail)
{
    if (!m_opening)
        return fail(reason, detail);
    m_failureReason = reason;
    m_failure = std::move(detail);
    m_state = State::Connecting; // nothing more comes from the resolver
    m_hook.schedule(m_context.poller);
}

void UpstreamConnection::onHook()
{
    if (m_state == State::Connecting && !m_connector)
        return fail(m_failureReason, m_failure);
    if (std::exchange(m_resumeRead, false) && m_state == State::Busy && m_reading)
        readInput();
}

/// The first bytes of a fresh connection always fit into the kernel's buffer.
bool UpstreamConnection::sendProxyHeader(int fd)
{
    std::array<char, net::proxyHeaderMax> bytes{};
    const std::size_t size = net::writeProxyHeader(m_pool.target().proxyProtocol, m_proxied, bytes.data());
    return ::send(fd, bytes.data(), size, MSG_NOSIGNAL) == static_cast<ssize_t>(size);
}

void UpstreamConnection::onConnected(net::Fd fd, const net::SocketAddress& peer)
{
    m_connector.reset();
    m_peer = peer;
    m_peerText = m_peer.text();
    const UpstreamTarget& target = m_pool.target();
    if (target.proxyProtocol != net::ProxyVersion::Off && !sendProxyHeader(fd.get()))
        return fail(Reason::UpstreamReset, m_peerText + " did not take the PROXY header");
    m_transport = makeTransport(std::move(fd));
    if (!m_transport) {
        const std::string why = target.tls ? target.tls->problem() : std::string();
        return fail(Reason::TlsFailed, why.empty() ? "TLS towards upstreams is not configured" : why);
    }
    m_state = State::Handshaking;
    handshake();
}

std::unique_ptr<net::Transport> UpstreamConnection::makeTransport(net::Fd fd)
{
    const UpstreamTarget& target = m_pool.target();
    m_tlsGeneration = m_pool.tlsGeneration();
    if (target.tls)
        return target.tls->connect(std::move(fd), target.tlsName, m_pool.tlsSessions(), m_user->alpnOffer());
    if (target.scheme == "https" || target.scheme == "grpcs" || target.scheme == "wss")
        return nullptr; // never clear text where TLS was asked for
    return std::make_unique<net::PlainTransport>(std::move(fd));
}

static Reason tlsReason(net::TlsFault fault)
{
    switch (fault) {
    case net::TlsFault::CertificateExpired:
        return Reason::TlsCertificateExpired;
    case net::TlsFault::NameMismatch:
        return Reason::TlsNameMismatch;
    case net::TlsFault::UnknownAuthority:
        return Reason::TlsUnknownAuthority;
    default:
        return Reason::TlsFailed;
    }
}

void UpstreamConnection::handshake()
{
    const net::IoResult result = m_transport->handshake();
    if (result.status == net::IoStatus::Failed || result.status == net::IoStatus::Closed)
        return fail(tlsReason(m_transport->tlsFault()), m_transport->describeFailure(result, m_peer));
    if (result.status != net::IoStatus::Ok) {
        const std::uint32_t wanted = result.status == net::IoStatus::WantWrite ? EPOLLOUT : EPOLLIN;
        if (!m_watched)
            m_watched = m_context.poller.add(m_transport->fd(), wanted, this) == 0;
        else
            m_context.poller.modify(m_transport->fd(), wanted);
        return;
    }
    m_state = State::Idle;
    m_pool.onOpened();
    m_context.wheel.stop(m_timer);
    updateInterest();
    m_user->onUpstreamReady(*this);
}

void UpstreamConnection::assign(UpstreamUser& user)
{
    m_user = &user;
    ++m_uses;
}

// --- sending

void UpstreamConnection::begin(http::ResponseHead& answer, Arena& arena, http::Method method,
                               const UpstreamTimeouts& timeouts)
{
    m_state = State::Busy;
    m_answer = &answer;
    m_arena = &arena;
    answer.clear();
    m_method = method;
    m_timeouts = timeouts;
    m_parser.reset();
    m_reading = true;
    m_sentAll = false;
    m_headDone = false;
    m_sawAnswer = false;
    m_wasAboveMark = false;
}

void UpstreamConnection::writeHead(Exchange& exchange, const UpstreamTarget& target,
                                   const RequestBodyPlan& body, const TrustSettings& trust)
{
    m_chunked = body.kind == RequestBodyPlan::Kind::Chunked;
    const std::string_view head = m_context.gather.head(
        [&](http::MessageWriter& writer) { writeUpstreamHead(exchange, target, body, trust, writer); });
    send(head);
    if (Trace* const trace = exchange.trace())
        trace->sent(head);
}

void UpstreamConnection::sendBody(std::string_view data)
{
    if (!m_chunked || m_tunnel)
        return send(data);
    Gather& gather = m_context.gather;
    if (gather.scratchRoom() < http::chunkHeadMax)
        flush(false);
    char* const line = gather.reserve(http::chunkHeadMax);
    const std::size_t size = http::writeChunkHead(line, data.size());
    gather.commit(size);
    send({line, size});
    send(data);
    send(http::chunkEnd);
}

void UpstreamConnection::endBody(const http::Trailers& trailers)
{
    if (m_chunked && !m_tunnel)
        send(trailers.empty() ? http::lastChunk : m_arena->copy(http::lastChunkWith(trailers)));
}

bool UpstreamConnection::congested() const
{
    return m_output.pending() >= m_context.settings->upstream.marks.high;
}

std::unique_ptr<net::Transport> UpstreamConnection::giveTransport()
{
    m_context.poller.remove(m_transport->fd());
    std::unique_ptr<net::Transport> transport = std::move(m_transport);
    m_user = nullptr;
    close();
    m_pool.onClosed(*this, false);
    return transport;
}

void UpstreamConnection::flush(bool last)
{
    m_output.flush(*m_transport);
    m_sentAll = m_sentAll || last;
    m_wasAboveMark = m_wasAboveMark || m_output.pending() >= m_context.settings->upstream.marks.high;
    watchProgress();
    updateInterest();
}

void UpstreamConnection::becomeTunnel()
{
    m_tunnel = true;
    becomeStream(0);
}

void UpstreamConnection::becomeStream(std::int64_t idleMs)
{
    m_timeouts.readMs = static_cast<std::uint32_t>(std::min<std::int64_t>(idleMs, UINT32_MAX));
    m_stream = true;
    watchProgress();
}

/// Answers that stay open, and exchanges that wait for a slow client, must not keep everybody else from the
/// target.
void UpstreamConnection::updatePlace()
{
    const bool waitsForClient = !m_reading || (!m_sentAll && m_output.pending() == 0);
    const bool outside =
        m_state == State::Busy && (m_stream || (waitsForClient && m_pool.sparesSlowClients()));
    if (std::exchange(m_outsideLimit, outside) != outside)
        m_pool.onOutsideLimit(outside);
}

bool UpstreamConnection::isStale()
{
    return m_transport->isStale();
}

void UpstreamConnection::setReading(bool reading)
{
    if (m_reading == reading)
        return;
    m_reading = reading;
    if (reading && m_transport->hasBufferedInput()) {
        m_resumeRead = true;
        m_hook.schedule(m_context.poller);
    }
    watchProgress();
    updateInterest();
}

void UpstreamConnection::abandon()
{
    const bool wasIdle = m_state == State::Idle;
    m_user = nullptr;
    close();
    m_pool.onClosed(*this, wasIdle);
}

// --- events

void UpstreamConnection::onIo(std::uint32_t events)
{
    constexpr std::uint32_t Broken = EPOLLHUP | EPOLLERR;
    switch (m_state) {
    case State::Resolving:
    case State::Connecting:
    case State::Closed:
        return;
    case State::Handshaking:
        return handshake();
    case State::Idle: // nothing is asked for, so whatever comes is the end, garbage or a ticket of TLS
        return m_transport->isStale() ? abandon() : void();
    case State::Busy:
        break;
    }
    if (events & EPOLLOUT) {
        m_pace.room(m_transport->fd(), m_context.poller.nowMs());
        m_output.writable(*m_transport);
        watchProgress();
        updateInterest();
        if (m_wasAboveMark && m_output.pending() <= m_context.settings->upstream.marks.low) {
            m_wasAboveMark = false;
            m_user->onUpstreamDrained();
            if (m_state != State::Busy)
                return;
        }
    }
    if (m_reading) {
        const bool answered = events & EPOLLOUT && m_transport->readWaitsForRoom();
        if (answered || events & (EPOLLIN | EPOLLRDHUP | Broken))
            readInput();
        if (m_state == State::Busy && (answered || m_transport->readWaitsForRoom()))
            updateInterest();
    } else if (events & Broken) {
        m_context.poller.remove(m_transport->fd()); // cannot be masked; told again when reading goes on
        m_watched = false;
    }
}

std::int64_t UpstreamConnection::idleMs() const
{
    const std::int64_t ours = m_context.settings->upstream.idleExpiryMs;
    if (m_advertisedIdleMs == 0)
        return ours;
    // A second earlier than the upstream, so that no request crosses with its close.
    return std::min(ours, std::max<std::int64_t>(m_advertisedIdleMs - 1000, 500));
}

// --- time-outs and ends

void UpstreamConnection::watchProgress()
{
    updatePlace();
    const std::int64_t now = m_context.poller.nowMs();
    if (m_output.pending() > 0 && !m_output.failed()) {
        m_pace.full(now);
        m_outputWatch.waits(m_transport->fd(), now, true);
        const std::int64_t deadline = m_outputWatch.movedMs() + m_timeouts.writeMs;
        return m_context.wheel.start(m_timer, OutputWatch::nextLook(now, m_timeouts.writeMs, deadline));
    }
    if (m_transport)
        m_outputWatch.pauses(m_transport->fd(), now);
    if (m_sentAll && m_reading && m_timeouts.readMs != 0)
        startTimer(m_timeouts.readMs);
    else
        m_context.wheel.stop(m_timer);
}

void UpstreamConnection::startTimer(std::int64_t ms)
{
    m_context.wheel.start(m_timer, m_context.poller.nowMs() + ms);
}

std::string UpstreamConnection::timeoutText(std::string_view what, std::uint32_t ms) const
{
    const UpstreamTarget& target = m_pool.target();
    const std::string peer =
        m_peerText.empty() ? target.host + ':' + std::to_string(target.port) : m_peerText;
    return peer + ' ' + std::string(what) + " within " + std::to_string(ms) + " ms";
}

void UpstreamConnection::onTimeout()
{
    switch (m_state) {
    case State::Closed:
        return;
    case State::Handshaking:
        return fail(Reason::ConnectTimeout,
                    timeoutText("did not finish the TLS handshake", m_timeouts.connectMs));
    case State::Resolving:
    case State::Connecting:
        return fail(Reason::ConnectTimeout, timeoutText("accepted no connection", m_timeouts.connectMs));
    case State::Idle:
        return abandon();
    case State::Busy:
        break;
    }
    if (m_output.pending() > 0) {
        watchProgress();
        if (m_context.poller.nowMs() < m_outputWatch.movedMs() + m_timeouts.writeMs)
            return;
        return fail(Reason::UpstreamWriteTimeout,
                    timeoutText("took no more of the request", m_timeouts.writeMs));
    }
    fail(Reason::UpstreamReadTimeout,
         timeoutText(m_headDone ? "sent no more of its answer" : "gave no answer", m_timeouts.readMs));
}

void UpstreamConnection::failRead(const net::IoResult& result)
{
    const net::TlsFault fault = m_transport->tlsFault();
    Reason reason = Reason::UpstreamReset;
    if (fault == net::TlsFault::Truncated)
        reason = Reason::UpstreamClosedEarly;
    else if (fault == net::TlsFault::Refused && !reused() && !m_sawAnswer)
        reason = tlsReason(fault); // what TLS 1.2 tells during the handshake
    fail(reason, m_transport->describeFailure(result, m_peer));
}

void UpstreamConnection::fail(Reason reason, std::string_view detail)
{
    UpstreamUser* const user = std::exchange(m_user, nullptr);
    const std::string text(detail); // may be a member of this
    close();
    m_pool.onClosed(*this, false);
    if (user)
        user->onUpstreamFailed(reason, text);
}

void UpstreamConnection::updateInterest()
{
    if (!m_transport)
        return;
    const std::uint32_t wanted =
        m_transport->interest(m_reading, m_output.pending() > 0 && !m_output.failed());
    if (m_watched)
        m_context.poller.modify(m_transport->fd(), wanted);
    else
        m_watched = m_context.poller.add(m_transport->fd(), wanted, this) == 0;
}

void UpstreamConnection::close()
{
    m_state = State::Closed;
    m_lookup.cancel();
    m_context.wheel.stop(m_timer);
    m_connector.reset();
    if (m_transport) {
        if (m_transport->isEncrypted())
            m_transport->shutdownWrite();
        m_context.poller.remove(m_transport->fd());
        m_transport.reset();
    }
    m_output.clear();
}

} // namespace gatehouse::proxy
