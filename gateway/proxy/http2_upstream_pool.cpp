// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/http2_upstream_pool.h"

#include "gateway/proxy/upstream_connection.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/waiting.h"
#include "gateway/proxy/worker_context.h"

#include <QLoggingCategory>

#include <algorithm>
#include <string>

namespace gatehouse::proxy {

Q_LOGGING_CATEGORY(lcUpstreamHttp2, "gateway.http2", QtInfoMsg)

constexpr std::int64_t askAgainMs = 5 * 60 * 1000; // a server that did not choose HTTP/2

Http2UpstreamPool::Http2UpstreamPool(WorkerContext& context, UpstreamPool& connector)
    : m_context(context)
    , m_connector(connector)
{
}

Http2UpstreamPool::~Http2UpstreamPool()
{
    m_waiting.clear();
    while (!m_connections.empty())
        m_connections.back()->close();
}

PoolCounts& Http2UpstreamPool::counts()
{
    return m_connector.counts();
}

Http2Upstream* Http2UpstreamPool::withRoom(std::uint64_t after)
{
    m_connector.followTls();
    const auto at = std::find_if(m_connections.begin(), m_connections.end(), [after](const auto& connection) {
        return connection->hasRoom() && (connection->number > after || !connection->served());
    });
    return at != m_connections.end() ? at->get() : nullptr;
}

UpstreamChannel* Http2UpstreamPool::acquire(UpstreamUser& user, const UpstreamTimeouts& timeouts, bool fresh)
{
    return acquireOrWait(user, timeouts, true, fresh);
}

UpstreamChannel* Http2UpstreamPool::WhereOffered::acquire(UpstreamUser& user,
                                                          const UpstreamTimeouts& timeouts, bool fresh)
{
    if (m_pool.m_context.poller.nowMs() < m_pool.m_olderUntilMs)
        return m_pool.m_connector.acquire(user, timeouts, fresh);
    return m_pool.acquireOrWait(user, timeouts, false, fresh);
}

UpstreamChannel* Http2UpstreamPool::acquireOrWait(UpstreamUser& user, const UpstreamTimeouts& timeouts,
                                                  bool required, bool fresh)
{
    const std::uint64_t after = fresh ? m_opened : 0;
    if (m_waiting.empty()) {
        if (Http2Upstream* const connection = withRoom(after))
            return &connection->take(user);
    }
    const bool full =
        m_waiting.size() >= m_context.settings->upstream.maxWaiting; // then fail in the next tick
    const std::int64_t deadline = m_context.poller.nowMs() + (full ? 0 : timeouts.poolMs);
    m_waiting.push_back({&user, timeouts, deadline, required, after});
    if (!m_timer.active() || deadline < m_timer.deadlineMs())
        m_context.wheel.start(m_timer, deadline);
    m_serve.schedule(m_context.poller);
    return nullptr;
}

void Http2UpstreamPool::cancel(const UpstreamUser& user)
{
    if (std::erase_if(m_waiting, [&user](const Waiter& waiter) { return waiter.user == &user; }) == 0)
        m_connector.cancel(user); // it was sent there
}

void Http2UpstreamPool::onRoom()
{
    if (!m_waiting.empty())
        m_serve.schedule(m_context.poller);
}

void Http2UpstreamPool::serveWaiters()
{
    Waiter waiter;
    while (Http2Upstream* const connection = takeServable(waiter))
        waiter.user->onUpstreamReady(connection->take(*waiter.user));
    if (m_waiting.empty())
        m_context.wheel.stop(m_timer);
    else
        connect();
}

/// Takes the first whom a connection can serve out of the queue. Whoever wants a new one gets any when there
/// can be none, and does not hold up those behind.
Http2Upstream* Http2UpstreamPool::takeServable(Waiter& waiter)
{
    const bool more = m_connecting || mayConnect();
    for (auto at = m_waiting.begin(); at != m_waiting.end(); ++at) {
        const std::uint64_t after = more ? at->after : 0;
        if (Http2Upstream* const connection = withRoom(after)) {
            waiter = *at;
            m_waiting.erase(at);
            return connection;
        }
        if (after == 0)
            break; // nor is there room for anybody else
    }
    return nullptr;
}

/// The retired are no use to those who wait, and end by themselves.
bool Http2UpstreamPool::mayConnect() const
{
    constexpr std::size_t Most = 16; // more exchanges at a time wait
    const auto living = std::count_if(m_connections.begin(), m_connections.end(),
                                      [](const auto& connection) { return !connection->retired(); });
    return static_cast<std::size_t>(living) < std::min(Most, m_connector.share());
}

/// One at a time: the next hundred exchanges may fit onto it.
void Http2UpstreamPool::connect()
{
    if (!mayConnect() || std::exchange(m_connecting, true))
        return;
    if (UpstreamChannel* const channel = m_connector.acquire(*this, m_waiting.back().timeouts, true))
        onUpstreamReady(*channel);
}

void Http2UpstreamPool::onUpstreamReady(UpstreamChannel& channel)
{
    m_connecting = false;
    auto& connection = static_cast<UpstreamConnection&>(channel); // the connector has no other kind
    if (connection.choseHttp2())
        takeOver(connection);
    else
        fallBack(connection);
}

void Http2UpstreamPool::takeOver(UpstreamConnection& connection)
{
    const net::SocketAddress peer = connection.peer();
    const bool outdated = connection.tlsGeneration() != m_connector.tlsGeneration();
    m_connections.push_back(
        std::make_unique<Http2Upstream>(m_context, *this, connection.giveTransport(), peer));
    m_connections.back()->index = m_connections.size() - 1;
    m_connections.back()->number = ++m_opened;
    addAlone(counts().open, 1);
    if (!m_connections.back()->open())
        return m_connections.back()->close();
    if (outdated)
        m_connections.back()->retire();
    serveWaiters();
    retireGone(); // the name may have moved while it connected
}

/// The server speaks HTTP/1.1 on this connection, so whoever may use it gets it, and the rest of them others.
void Http2UpstreamPool::fallBack(UpstreamConnection& connection)
{
    const std::string why =
        std::string(connection.peerText()) + " does not offer HTTP/2: it did not choose h2 by ALPN";
    m_olderUntilMs = m_context.poller.nowMs() + askAgainMs;
    m_context.wheel.stop(m_timer);
    bool given = false;
    while (!m_waiting.empty()) {
        const Waiter waiter = m_waiting.front();
        m_waiting.pop_front();
        if (waiter.required) {
            waiter.user->onUpstreamFailed(Reason::UpstreamNoHttp2, why);
        } else if (!std::exchange(given, true)) {
            qCInfo(lcUpstreamHttp2, "%s; HTTP/1.1 is used", why.c_str());
            connection.assign(*waiter.user);
            waiter.user->onUpstreamReady(connection);
        } else if (UpstreamChannel* const other =
                       m_connector.acquire(*waiter.user, waiter.timeouts, waiter.after != 0)) {
            waiter.user->onUpstreamReady(*other);
        }
    }
    if (!given)
        connection.abandon();
}

void Http2UpstreamPool::onUpstreamFailed(Reason reason, std::string_view detail)
{
    m_connecting = false;
    const std::string text(detail);
    const std::deque<Waiter> waiting = std::exchange(m_waiting, {});
    for (const Waiter& waiter : waiting)
        waiter.user->onUpstreamFailed(reason, text);
}

void Http2UpstreamPool::onClosed(Http2Upstream& connection)
{
    const std::size_t at = connection.index;
    std::unique_ptr<Http2Upstream> dead = std::move(m_connections[at]);
    if (at + 1 != m_connections.size()) {
        m_connections[at] = std::move(m_connections.back());
        m_connections[at]->index = at;
    }
    m_connections.pop_back();
    addAlone(counts().open, -1);
    m_context.bury(std::move(dead));
    onRoom();
}

void Http2UpstreamPool::onTimeout()
{
    const std::vector<Waiter> late = takeLate(m_waiting, m_context.poller.nowMs());
    if (!m_waiting.empty())
        m_context.wheel.start(m_timer, firstDeadline(m_waiting));
    const UpstreamTarget& target = m_connector.target();
    for (const Waiter& waiter : late) {
        waiter.user->onUpstreamFailed(Reason::PoolTimeout,
                                      "all streams to " + target.host + ':' + std::to_string(target.port) +
                                          " were busy for " + std::to_string(waiter.timeouts.poolMs) + " ms");
    }
}

void Http2UpstreamPool::retireAll()
{
    for (const auto& connection : m_connections)
        connection->retire();
}

void Http2UpstreamPool::retireGone()
{
    for (const auto& connection : m_connections) {
        if (m_connector.isGone(connection->peer().ip))
            connection->retire();
    }
}

} // namespace gatehouse::proxy
