// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/http2_connection.h"

#include "gateway/proxy/progress.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

namespace gatehouse::proxy {

namespace {

constexpr std::int64_t drainRoundTripMs = 1000; // for a PING, before new streams are refused

http::Http2Limits limitsOf(const ProxySettings& settings)
{
    http::Http2Limits limits = settings.client.http2;
    limits.maxFieldBytes = settings.client.head.maxHeadBytes;
    limits.extendedConnect = settings.webSocket.enabled;
    return limits;
}

} // namespace

Http2Connection::Http2Connection(WorkerContext& context, ConnectionKeeper& keeper, Http2Worker& shared,
                                 std::unique_ptr<net::Transport> transport, const ClientEnd& end)
    : Http2Link(context, http::Http2Session::Role::Server, limitsOf(*context.settings), std::move(transport))
    , m_context(context)
    , m_keeper(keeper)
    , m_shared(shared)
    , m_end(end)
    , m_idleSinceMs(context.poller.nowMs())
{
}

Http2Connection::~Http2Connection() = default;

void Http2Connection::open(std::string_view first)
{
    if (!begin(first))
        return close();
    if (m_context.draining)
        drain();
    updateTimer();
}

void Http2Connection::onReceived()
{
    if (!session().inFields())
        m_fieldsSinceMs = 0;
    else if (m_fieldsSinceMs == 0)
        m_fieldsSinceMs = m_context.poller.nowMs();
    updateTimer();
}

void Http2Connection::onFault(http::Http2Fault fault)
{
    m_shared.onFault(fault, m_end.peer());
    allGone(m_lostReason);
}

void Http2Connection::onLost(const net::IoResult&)
{
    allGone(Reason::ClientGone);
    close();
}

void Http2Connection::onTurn()
{
    if (outputWaits())
        m_idleSinceMs = m_context.poller.nowMs(); // the client is still busy with the last answer
    if (!streams().empty() || outputWaits() || !session().finished())
        return updateTimer();
    startLingering(); // see ClientConnection::linger()
    m_context.wheel.start(m_timer, m_context.poller.nowMs() + m_context.settings->client.lingerMs);
}

// --- for the streams

http::Http2StreamUser* Http2Connection::onPeerStream(std::int32_t id)
{
    if (state() != State::Open)
        return nullptr;
    Http2Stream* const stream = m_shared.takeStream();
    add(*stream);
    const std::uint32_t most = m_context.settings->client.maxRequestsPerConnection;
    if (most != 0 && ++m_requests >= most)
        drain();
    return &stream->begin(*this, id);
}

void Http2Connection::onReleased(Http2Noted& stream)
{
    m_shared.giveStream(static_cast<Http2Stream*>(&stream));
    m_idleSinceMs = m_context.poller.nowMs();
}

void Http2Connection::onTookData()
{
    m_tookDataMs = m_context.poller.nowMs();
}

void Http2Connection::onMalformed()
{
    m_shared.onMalformed();
}

void Http2Connection::onSlowReader(Http2Stream& stream)
{
    const std::int64_t patience = m_context.settings->client.writeTimeoutMs;
    if (m_context.poller.nowMs() < m_tookDataMs + patience)
        return stream.gone(Reason::SlowReader); // others of its streams go on
    m_lostReason = Reason::SlowReader;
    session().terminate(http::Http2Fault::SlowReader);
    wantOutput(); // which tells onFault()
}

// --- time

std::uint64_t Http2Connection::leastRate() const
{
    return m_context.settings->client.minBytesPerSecond;
}

void Http2Connection::updateTimer()
{
    if (state() != State::Open)
        return;
    const ClientSettings& settings = m_context.settings->client;
    std::int64_t deadline = 0;
    const auto also = [&deadline](std::int64_t at) {
        deadline = deadline == 0 ? at : std::min(deadline, at);
    };
    if (outputWaits())
        also(OutputWatch::nextLook(m_context.poller.nowMs(), settings.writeTimeoutMs,
                                   outputDeadline(settings, outputWatch())));
    if (m_fieldsSinceMs != 0)
        also(m_fieldsSinceMs + settings.headerTimeoutMs);
    if (m_drainMs != 0 && !m_refusing)
        also(m_drainMs);
    if (streams().empty() && !outputWaits() && !m_refusing)
        also(m_idleSinceMs + settings.idleTimeoutMs);
    if (deadline != 0)
        m_context.wheel.start(m_timer, deadline);
    else
        m_context.wheel.stop(m_timer);
}

void Http2Connection::onTimeout()
{
    if (state() != State::Open)
        return close();
    const ClientSettings& settings = m_context.settings->client;
    const std::int64_t now = m_context.poller.nowMs();
    watchOutput();
    if (outputWaits() && now >= outputDeadline(settings, outputWatch())) {
        m_shared.onFault(http::Http2Fault::SlowReader, m_end.peer());
        allGone(Reason::SlowReader);
        transport().resetAtEnd(); // the kernel takes nothing, not even a farewell
        return close();
    }
    if (m_fieldsSinceMs != 0 && now >= m_fieldsSinceMs + settings.headerTimeoutMs) {
        session().terminate(http::Http2Fault::SlowHead);
    } else if (m_drainMs != 0 && !m_refusing && now >= m_drainMs) {
        onPingAnswered(); // or as good as
    } else if (!outputWaits() && now >= m_idleSinceMs + settings.idleTimeoutMs) {
        closeIdle();
    }
    wantOutput();
}

// --- the end

/// RFC 9113 section 6.8: first the notice, and only after a round trip the last stream that is served.
void Http2Connection::drain()
{
    if (state() != State::Open)
        return;
    if (m_drainMs == 0) {
        m_drainMs = m_context.poller.nowMs() + drainRoundTripMs;
        session().announceEnd();
        session().ping();
        wantOutput();
    }
    // Not when only this connection has served enough: what stays open by design does not end for that.
    for (std::size_t i = 0; m_context.draining && i < streams().size(); ++i)
        static_cast<Http2Stream*>(streams()[i])->drain();
}

void Http2Connection::onPingAnswered()
{
    if (m_drainMs == 0 || m_refusing)
        return;
    m_refusing = true;
    session().refuseNewStreams();
    wantOutput();
}

void Http2Connection::closeIdle()
{
    if (!isIdle() || m_refusing)
        return;
    m_refusing = true;
    session().refuseNewStreams();
    wantOutput();
}

void Http2Connection::allGone(Reason reason)
{
    for (std::size_t i = 0; i < streams().size(); ++i)
        static_cast<Http2Stream*>(streams()[i])->gone(reason);
}

void Http2Connection::kill()
{
    if (state() == State::Closed)
        return;
    allGone(Reason::Draining);
    close();
}

void Http2Connection::close()
{
    if (state() == State::Closed)
        return;
    m_context.wheel.stop(m_timer);
    shut();
    m_keeper.onClosed(*this);
}

} // namespace gatehouse::proxy
