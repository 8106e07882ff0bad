// SPDX-License-Identifier: GPL-3.0-or-later
// The input side of a client connection: events, heads, bodies, time-outs. The answers are in
// client_answer.cpp.
#include "gateway/proxy/client_connection.h"

#include "gateway/proxy/head_reason.h"
#include "gateway/proxy/progress.h"
#include "gateway/proxy/worker_context.h"

namespace gatehouse::proxy {

ClientConnection::ClientConnection(WorkerContext& context, ConnectionKeeper& keeper,
                                   std::unique_ptr<net::Transport> transport, const net::SocketAddress& peer,
                                   std::uint8_t roles)
    : m_context(context)
    , m_keeper(keeper)
    , m_transport(std::move(transport))
    , m_input(context.buffers)
    , m_output(context.buffers, context.gather)
    , m_end(peer, roles)
{
}

ClientConnection::~ClientConnection() = default;

void ClientConnection::open()
{
    startTimer(m_context.settings->client.handshakeTimeoutMs);
    handshake();
}

void ClientConnection::handshake()
{
    const net::IoResult result = m_transport->handshake();
    if (result.status == net::IoStatus::Failed)
        return onHandshakeFailed();
    if (result.status == net::IoStatus::Closed)
        return close();
    const bool done = result.status == net::IoStatus::Ok;
    const std::uint32_t wanted = result.status == net::IoStatus::WantWrite ? EPOLLOUT : EPOLLIN;
    if (m_watched)
        m_context.poller.modify(m_transport->fd(), wanted);
    else if (m_context.poller.add(m_transport->fd(), wanted, this) != 0)
        return close();
    m_watched = true;
    if (done)
        startWaiting();
}

/// Clear text on a TLS port is answered by the exchange (HttpsOnly); whoever failed otherwise gets time to
/// read the alert, which a reset would take away.
void ClientConnection::onHandshakeFailed()
{
    std::unique_ptr<net::Transport> socket = m_transport->takeSocket();
    if (!socket)
        return close();
    const bool clearText = m_transport->tlsFault() == net::TlsFault::PlainText;
    m_transport = std::move(socket);
    if (!m_watched && m_context.poller.add(m_transport->fd(), EPOLLIN, this) != 0)
        return close();
    m_watched = true;
    if (!clearText)
        return linger();
    const bool redirect = m_context.settings->answers.redirectClearText;
    m_end.setRoles(std::uint8_t(RoleHttpsOnly | (redirect ? RoleRedirect : 0)));
    m_context.poller.modify(m_transport->fd(), EPOLLIN);
    startWaiting();
}

void ClientConnection::startWaiting()
{
    m_state = State::Waiting;
    if (m_transport->negotiatedProtocol() == "h2")
        return becomeHttp2();
    // Whoever connects has something to say: the patience for a head starts now.
    startTimer(m_context.settings->client.headerTimeoutMs);
    if (m_transport->hasBufferedInput())
        m_hook.schedule(m_context.poller);
}

// --- events

void ClientConnection::onIo(std::uint32_t events)
{
    if (m_state == State::Closed)
        return;
    if (m_state == State::Handshaking)
        return handshake();
    const bool room = events & EPOLLOUT;
    if (room) {
        m_pace.room(m_transport->fd(), m_context.poller.nowMs());
        m_context.poller.setPatient(m_transport->fd(), m_pace.slow());
        if (m_output.writable(*m_transport, m_pace.most()))
            m_pace.full(m_context.poller.nowMs());
        onWritten();
        if (m_state == State::Closed)
            return;
    }
    if (events & EPOLLIN || (room && m_transport->readWaitsForRoom() && wantsInput()))
        return readInput();
    if (events & (EPOLLHUP | EPOLLERR))
        gone(Reason::ClientGone);
}

void ClientConnection::readInput()
{
    do {
        const net::IoResult result =
            m_transport->read(m_context.buffers.receiveArea(), net::BufferPool::receiveSize);
        if (result.status == net::IoStatus::WantRead || result.status == net::IoStatus::WantWrite)
            break;
        if (result.status == net::IoStatus::Closed)
            return onEndOfInput();
        if (result.status == net::IoStatus::Failed)
            return gone(Reason::ClientGone);
        m_rateBytes += result.bytes;
        if (m_state == State::Lingering) {
            watchLateInput();
            break;
        }
        m_input.attach({m_context.buffers.receiveArea(), result.bytes});
        process();
        m_input.settle();
        if (m_state == State::Closed)
            return;
    } while (m_transport->hasBufferedInput() && m_input.empty());
    updateInterest();
}

void ClientConnection::onEndOfInput()
{
    m_endOfInput = true;
    if (m_state == State::Exchanging && m_bodyDone && m_answering && m_output.pending() > 0) {
        m_keepAlive = false; // the rest of the answer may still be wanted
        return updateInterest();
    }
    gone(Reason::ClientGone);
}

void ClientConnection::onHook()
{
    if (m_state == State::Closed)
        return;
    if (m_output.failed())
        return gone(Reason::ClientGone);
    process();
    if (m_state == State::Closed)
        return;
    m_input.settle();
    if (m_transport->hasBufferedInput() && m_input.empty())
        return readInput();
    updateInterest();
}

void ClientConnection::process()
{
    if (m_state == State::Waiting)
        readHead();
    else if (m_state == State::Exchanging && m_wantsBody && !m_bodyDone)
        pump();
    else if (m_state == State::Skipping)
        skipBody();
}

// --- heads

ExchangeDriver::Origin ClientConnection::origin()
{
    return m_end.origin(*this, *m_transport, m_headStartNs, m_trace.get());
}

void ClientConnection::readHead()
{
    if (m_input.empty())
        return;
    if (m_headStartNs == 0) {
        m_headStartNs = m_context.poller.nowNs();
        startTimer(m_context.settings->client.headerTimeoutMs);
    }
    ExchangeDriver* const driver = m_keeper.takeDriver();
    http::RequestHead& head = driver->exchange().m_head;
    switch (m_parser.parse(m_input.view(), m_context.settings->client.head, head)) {
    case http::ParseStatus::Incomplete:
        return m_keeper.giveDriver(driver);
    case http::ParseStatus::Refused:
        m_driver = driver;
        return refuseHead(m_parser.error());
    case http::ParseStatus::Http2Preface:
        if (m_requests == 0 && m_context.settings->client.http2Enabled) {
            m_keeper.giveDriver(driver);
            return becomeHttp2();
        }
        m_driver = driver;
        return refuseHead(http::HeadError::VersionNotSupported);
    case http::ParseStatus::Complete:
        break;
    }
    m_driver = driver;
    startExchange();
}

void ClientConnection::becomeHttp2()
{
    m_state = State::Closed;
    m_context.wheel.stop(m_timer);
    m_context.poller.remove(m_transport->fd());
    m_keeper.becomeHttp2(*this, std::move(m_transport), m_end, m_input.view());
    m_input.clear();
}

void ClientConnection::refuseHead(http::HeadError error)
{
    m_state = State::Exchanging;
    m_context.wheel.stop(m_timer);
    m_keepAlive = false;
    m_bodyDone = false; // where the next request would start is unknown
    m_bodyBroken = true;
    m_wantsBody = false;
    m_expectsContinue = false;
    m_input.clear();
    m_driver->exchange().m_head.clear();
    m_driver->reject(origin(), reasonOf(error), http::textOf(error),
                     static_cast<std::uint16_t>(http::statusOf(error)));
}

void ClientConnection::startExchange()
{
    Exchange& exchange = m_driver->exchange();
    http::RequestHead& head = exchange.m_head;
    m_state = State::Exchanging;
    m_context.wheel.stop(m_timer);
    ++m_requests;
    const std::string_view bytes = m_input.view().substr(0, head.headBytes);
    head.rebase(bytes.data(), exchange.m_arena.copy(bytes).data());
    m_input.consume(head.headBytes);
    m_driver->countIn(head.headBytes);
    m_parser.reset();
    m_body.begin(head.framing, head.contentLength);
    m_bodyDone = head.framing == http::BodyFraming::None;
    m_bodyBroken = false;
    m_wantsBody = false;
    m_expectsContinue = head.expectContinue && !m_bodyDone;
    m_keepAlive = head.keepAlive;
    m_driver->start(origin());
}

// --- bodies

void ClientConnection::readBody(bool on)
{
    m_wantsBody = on;
    if (m_bodyDone)
        return;
    if (!on) {
        if (m_output.pending() == 0) // else somebody takes an answer too slowly, and is watched on
            m_context.wheel.stop(m_timer);
        return updateInterest();
    }
    if (std::exchange(m_expectsContinue, false) && m_input.empty()) {
        add("HTTP/1.1 100 Continue\r\n\r\n");
        flush();
    }
    m_rateStartMs = m_context.poller.nowMs();
    m_rateBytes = 0;
    pump();
    if (!m_bodyDone && m_state == State::Exchanging) {
        watchBody();
        updateInterest();
    }
}

/// Gives the driver what has arrived. The driver may end the exchange within any of these calls.
void ClientConnection::pump()
{
    ExchangeDriver* const driver = m_driver;
    const std::uint32_t request = m_requests;
    const auto alive = [&] { return m_driver == driver && m_requests == request && m_wantsBody; };
    while (alive() && !m_bodyDone) {
        const http::BodyReader::Step step = m_body.step(m_input.view());
        m_input.consume(step.consumed);
        m_driver->countIn(step.consumed);
        if (step.status == http::BodyReader::Status::NeedMore)
            break;
        if (step.status == http::BodyReader::Status::Failed)
            return onBodyFault();
        if (step.status == http::BodyReader::Status::Done) {
            m_bodyDone = true;
            m_context.wheel.stop(m_timer);
            driver->onRequestEnd(m_body.trailers());
        } else {
            driver->onRequestBody(step.data);
        }
    }
    if (m_driver != driver || m_requests != request)
        return;
    if (!m_bodyDone && m_wantsBody)
        watchBody();
    driver->onRequestPause();
}

void ClientConnection::onBodyFault()
{
    m_bodyBroken = true;
    m_wantsBody = false;
    m_keepAlive = false;
    m_input.clear();
    m_driver->onRequestFailed(Reason::BadBody, http::textOf(m_body.error()));
}

bool ClientConnection::discardBody()
{
    m_wantsBody = false;
    while (!m_bodyDone && !m_bodyBroken) {
        const http::BodyReader::Step step = m_body.step(m_input.view());
        m_input.consume(step.consumed);
        if (m_driver)
            m_driver->countIn(step.consumed);
        if (step.status == http::BodyReader::Status::Failed)
            m_bodyBroken = true;
        else if (step.status == http::BodyReader::Status::Done)
            m_bodyDone = true;
        else if (step.status == http::BodyReader::Status::NeedMore)
            break;
    }
    return m_bodyDone;
}

// --- interest and time

bool ClientConnection::wantsInput() const
{
    // What nobody has asked for stays in the kernel, so that a flood of pipelined requests or of body bytes
    // cannot fill our memory.
    const bool room = m_input.empty() || m_state == State::Waiting || (m_wantsBody && !m_bodyDone);
    const bool paused = m_state == State::Exchanging && !m_bodyDone && !m_wantsBody && !m_input.empty();
    return !m_endOfInput && ((room && !paused) || m_state == State::Lingering);
}

void ClientConnection::updateInterest()
{
    if (m_state == State::Closed || m_state == State::Handshaking)
        return;
    const bool in = wantsInput();
    if (in && m_input.empty() && m_transport->hasBufferedInput())
        m_hook.schedule(m_context.poller); // the kernel knows nothing of it
    m_context.poller.modify(m_transport->fd(), m_transport->interest(in, m_output.pending() > 0));
}

void ClientConnection::startTimer(std::int64_t ms)
{
    m_context.wheel.start(m_timer, m_context.poller.nowMs() + ms);
}

void ClientConnection::watchWaiting()
{
    const ClientSettings& settings = m_context.settings->client;
    startTimer(m_context.draining ? std::min(settings.drainGraceMs, settings.idleTimeoutMs)
                                  : settings.idleTimeoutMs);
}

bool ClientConnection::isIdle() const
{
    return m_state == State::Waiting && m_headStartNs == 0 && m_input.empty();
}

/// An idle connection has waited long enough, but what the kernel holds for it already is still served.
void ClientConnection::closeIdle()
{
    readInput();
    if (isIdle())
        close();
}

void ClientConnection::watchBody()
{
    const ClientSettings& settings = m_context.settings->client;
    if (m_tunnel)
        return m_context.wheel.stop(m_timer);
    m_context.wheel.start(m_timer, progressDeadline(settings, m_context.poller.nowMs(),
                                                    settings.bodyTimeoutMs, m_rateStartMs, m_rateBytes));
}

void ClientConnection::watchOutput()
{
    const ClientSettings& settings = m_context.settings->client;
    const std::int64_t now = m_context.poller.nowMs();
    m_outputWatch.waits(m_transport->fd(), now, m_longLived, settings.minBytesPerSecond);
    m_context.wheel.start(m_timer, OutputWatch::nextLook(now, settings.writeTimeoutMs,
                                                         outputDeadline(settings, m_outputWatch)));
}

void ClientConnection::onTimeout()
{
    switch (m_state) {
    case State::Closed:
        return;
    case State::Handshaking:
    case State::Skipping:
    case State::Lingering:
        return close();
    case State::Waiting:
        if (m_headStartNs == 0)
            return closeIdle();
        m_driver = m_keeper.takeDriver();
        m_state = State::Exchanging;
        m_keepAlive = false;
        m_bodyDone = false;
        m_bodyBroken = true;
        m_wantsBody = false;
        m_expectsContinue = false;
        m_input.clear();
        return m_driver->reject(origin(), Reason::HeaderTimeout, "the head did not arrive in time", 0);
    case State::Exchanging:
        break;
    }
    if (m_output.pending() > 0) {
        watchOutput();
        if (m_context.poller.nowMs() < outputDeadline(m_context.settings->client, m_outputWatch))
            return;
        m_transport->resetAtEnd(); // else the kernel would offer it the rest for minutes
        return gone(Reason::SlowReader);
    }
    if (!m_bodyDone && m_wantsBody) {
        m_wantsBody = false;
        m_keepAlive = false;
        m_bodyBroken = true;
        m_driver->onRequestFailed(Reason::BodyTimeout, "the body did not arrive in time");
    }
}

void ClientConnection::gone(Reason reason)
{
    if (m_state == State::Exchanging && m_driver) {
        m_keepAlive = false;
        m_aborted = true;
        return m_driver->onClientGone(reason); // comes back through exchangeDone()
    }
    close();
}

} // namespace gatehouse::proxy
