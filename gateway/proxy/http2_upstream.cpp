// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/http2_upstream.h"

#include "gateway/proxy/http2_upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

namespace gatehouse::proxy {

namespace {

constexpr std::uint32_t mostStreams = 100; // on one connection, whatever the upstream allows
constexpr std::int64_t lookMs = 1'000;     // between two looks at a full line

} // namespace

Http2Upstream::Http2Upstream(WorkerContext& context, Http2UpstreamPool& pool,
                             std::unique_ptr<net::Transport> transport, const net::SocketAddress& peer)
    : Http2Link(context, http::Http2Session::Role::Client, context.settings->client.http2,
                std::move(transport))
    , m_context(context)
    , m_pool(pool)
    , m_peer(peer)
    , m_peerText(peer.text())
    , m_idleSinceMs(context.poller.nowMs())
{
}

Http2Upstream::~Http2Upstream()
{
    if (state() != State::Closed)
        shut();
}

bool Http2Upstream::open()
{
    return begin({});
}

http::Http2Fields& Http2Upstream::fields()
{
    return m_pool.fields();
}

bool Http2Upstream::hasRoom() const
{
    const std::uint32_t most = std::min(session().peerMaxStreams(), mostStreams);
    return state() == State::Open && !m_retired && streams().size() < most && !session().exhausted();
}

Http2UpstreamStream& Http2Upstream::take(UpstreamUser& user)
{
    if (m_free.empty()) {
        m_all.push_back(std::make_unique<Http2UpstreamStream>(m_context, *this));
        m_free.push_back(m_all.back().get());
    }
    Http2UpstreamStream* const stream = m_free.back();
    m_free.pop_back();
    if (m_served)
        addAlone(m_pool.counts().reused, 1);
    stream->assign(user, std::exchange(m_served, true));
    add(*stream);
    countIdle(false);
    updateTimer();
    return *stream;
}

void Http2Upstream::onReleased(Http2Noted& stream)
{
    m_free.push_back(static_cast<Http2UpstreamStream*>(&stream));
    m_idleSinceMs = m_context.poller.nowMs();
    countIdle(isIdle());
    m_pool.onRoom();
}

void Http2Upstream::onGoaway(std::int32_t, std::uint32_t)
{
    m_retired = true; // libnghttp2 closes the streams that are not served
    m_pool.onRoom();  // for another one
}

void Http2Upstream::onPingAnswered()
{
    m_pingedMs = 0;
    updateTimer();
}

void Http2Upstream::onAnswer()
{
    if (std::exchange(m_pingAgainMs, 0) != 0)
        updateTimer();
}

void Http2Upstream::onFault(http::Http2Fault)
{
    failAll(Reason::UpstreamBadHead, m_peerText + " broke the rules of HTTP/2");
}

void Http2Upstream::onLost(const net::IoResult& result)
{
    m_retired = true; // who tries again must not come back to it
    if (outputFailed() && !std::exchange(m_heardOut, true)) {
        readInput(); // why it left may have arrived
        if (state() == State::Closed)
            return;
    }
    const bool failed = result.status == net::IoStatus::Failed;
    if (failed && !m_received && transport().tlsFault() == net::TlsFault::Refused)
        failAll(Reason::TlsFailed, transport().describeFailure(result, m_peer)); // as during a handshake
    else
        failAll(failed ? Reason::UpstreamReset : Reason::UpstreamClosedEarly,
                m_peerText + (failed ? " reset the connection"
                                     : " closed the connection in the middle of the answer"));
    close();
}

/// Whoever tries again within this must not come back here.
void Http2Upstream::failAll(Reason reason, const std::string& detail)
{
    m_retired = true;
    const std::vector<Http2Noted*> streams = this->streams();
    for (Http2Noted* const stream : streams)
        static_cast<Http2UpstreamStream*>(stream)->lose(reason, detail);
}

void Http2Upstream::onTurn()
{
    if (isIdle() && !outputWaits() && (m_retired || session().finished()))
        return close();
    updateTimer();
}

void Http2Upstream::updateTimer()
{
    const UpstreamSettings& settings = m_context.settings->upstream;
    std::int64_t deadline = isIdle()          ? m_idleSinceMs + settings.idleExpiryMs
                            : m_pingedMs != 0 ? m_pingedMs + settings.pingWaitMs
                                              : nextPingMs();
    if (outputWaits()) // its streams ask when something moved last
        deadline = std::min(deadline, m_context.poller.nowMs() + lookMs);
    m_context.wheel.start(m_timer, deadline);
}

std::int64_t Http2Upstream::nextPingMs() const
{
    return std::max(readMs() + m_context.settings->upstream.pingAfterMs, m_pingAgainMs);
}

void Http2Upstream::onTimeout()
{
    if (state() != State::Open)
        return;
    const UpstreamSettings& settings = m_context.settings->upstream;
    const std::int64_t now = m_context.poller.nowMs();
    watchOutput();
    if (isIdle()) {
        if (now >= m_idleSinceMs + settings.idleExpiryMs) {
            if (m_retired || outputWaits())
                return close(); // what waits is nobody's any more
            retire();
        }
    } else if (m_pingedMs != 0) {
        if (now >= m_pingedMs + settings.pingWaitMs) {
            failAll(Reason::UpstreamReadTimeout, m_peerText + " does not answer PING");
            return close();
        }
    } else if (now >= nextPingMs()) {
        m_pingedMs = now;
        m_pingAgainMs = now + settings.pingAgainMs;
        session().ping();
        wantOutput();
    }
    updateTimer();
}

void Http2Upstream::retire()
{
    if (!std::exchange(m_retired, true))
        session().refuseNewStreams();
    m_pool.onRoom(); // for another one
    wantOutput();
}

void Http2Upstream::close()
{
    if (state() == State::Closed)
        return;
    m_context.wheel.stop(m_timer);
    failAll(Reason::UpstreamReset, m_peerText + " is not used any more"); // should anybody be left
    shut();
    countIdle(false);
    m_pool.onClosed(*this);
}

void Http2Upstream::countIdle(bool idle)
{
    if (std::exchange(m_countedIdle, idle) != idle)
        addAlone(m_pool.counts().idle, idle ? 1 : -1);
}

} // namespace gatehouse::proxy
