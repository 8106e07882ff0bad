// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/upstream_pool.h"

#include "gateway/proxy/waiting.h"

#include <algorithm>

namespace gatehouse::proxy {

UpstreamPool::UpstreamPool(WorkerContext& context, const UpstreamTarget& target)
    : m_context(context)
    , m_target(target)
    , m_counts(context.states.shared().pool(target.key).of(context.index))
{
    watch();
}

UpstreamPool::~UpstreamPool()
{
    addAlone(m_counts.open, -static_cast<std::int64_t>(m_connections.size()));
    addAlone(m_counts.idle, -static_cast<std::int64_t>(m_idle.size()));
}

static std::size_t perWorker(std::size_t all, int workers)
{
    const auto count = static_cast<std::size_t>(workers);
    return (all + count - 1) / count;
}

std::size_t UpstreamPool::share() const
{
    const std::uint32_t all =
        m_target.maxConnections != 0 ? m_target.maxConnections : m_context.settings->upstream.maxConnections;
    return perWorker(std::max<std::uint32_t>(all, 1), m_context.workers);
}

std::size_t UpstreamPool::idleShare() const
{
    if (!m_context.settings->upstream.keepConnections)
        return 0;
    const std::size_t all = m_target.maxIdle >= 0 ? static_cast<std::size_t>(m_target.maxIdle)
                                                  : m_context.settings->upstream.maxIdle;
    return perWorker(all, m_context.workers);
}

/// Told when the name gets other addresses, so that idle connections to those that are gone do not stay.
void UpstreamPool::watch()
{
    m_addresses.clear();
    m_watch = m_context.services.resolver->watch(
        m_target.host, m_context.poller,
        [this](const net::Resolved& found) { onAddresses(found.addresses); });
}

void UpstreamPool::onAddresses(const std::vector<net::IpAddress>& addresses)
{
    m_addresses = addresses;
    const std::vector<UpstreamConnection*> idle = m_idle; // abandon() takes them out
    for (UpstreamConnection* const connection : idle) {
        if (isGone(connection->peer().ip))
            connection->abandon();
    }
    if (m_http2)
        m_http2->retireGone();
}

bool UpstreamPool::isGone(const net::IpAddress& address) const
{
    return !m_addresses.empty() &&
           std::find(m_addresses.begin(), m_addresses.end(), address) == m_addresses.end();
}

Http2UpstreamPool& UpstreamPool::http2()
{
    if (!m_http2)
        m_http2 = std::make_unique<Http2UpstreamPool>(m_context, *this);
    return *m_http2;
}

/// An idle connection that this user's request may go over.
UpstreamConnection* UpstreamPool::takeIdle(const UpstreamUser& user)
{
    if (m_target.proxyProtocol == net::ProxyVersion::Off)
        return takeIdle();
    const net::ProxyAddresses wanted = user.proxyAddresses();
    const auto at = std::find_if(m_idle.begin(), m_idle.end(), [&wanted](const UpstreamConnection* one) {
        return one->proxied() == wanted;
    });
    if (at == m_idle.end())
        return nullptr;
    UpstreamConnection* const connection = *at;
    m_idle.erase(at);
    leftIdle(1);
    return connection;
}

/// `count` of them are not idle any more.
void UpstreamPool::leftIdle(std::ptrdiff_t count)
{
    m_leastIdle = std::min(m_leastIdle, m_idle.size());
    addAlone(m_counts.idle, -count);
}

/// The idle connection that carries the user's request from now on; null: there is none.
UpstreamConnection* UpstreamPool::assignIdle(UpstreamUser& user)
{
    followTls();
    UpstreamConnection* const connection = takeIdle(user);
    if (connection) {
        connection->assign(user);
        addAlone(m_counts.reused, 1);
    }
    return connection;
}

UpstreamConnection* UpstreamPool::takeIdle()
{
    if (m_idle.empty())
        return nullptr;
    UpstreamConnection* const connection = m_idle.back();
    m_idle.pop_back();
    leftIdle(1);
    return connection;
}

UpstreamConnection* UpstreamPool::acquire(UpstreamUser& user, const UpstreamTimeouts& timeouts, bool fresh)
{
    if (m_waiting.empty() && !fresh) {
        if (UpstreamConnection* const connection = assignIdle(user))
            return connection;
    }
    if ((fresh || m_waiting.empty()) && counted() >= share() && !m_idle.empty())
        takeIdle()->abandon(); // makes room: none of the idle ones fits
    if (m_waiting.empty() && counted() < share()) {
        open(user, timeouts.connectMs);
        return nullptr;
    }
    const bool full =
        m_waiting.size() >= m_context.settings->upstream.maxWaiting; // then fail in the next tick
    const std::int64_t deadline = m_context.poller.nowMs() + (full ? 0 : timeouts.poolMs);
    m_waiting.push_back({&user, timeouts.connectMs, timeouts.poolMs, deadline});
    if (!m_timer.active() || deadline < m_timer.deadlineMs())
        m_context.wheel.start(m_timer, deadline);
    return nullptr;
}

void UpstreamPool::open(UpstreamUser& user, std::uint32_t connectMs)
{
    auto owned = std::make_unique<UpstreamConnection>(m_context, *this);
    UpstreamConnection& connection = *owned;
    connection.index = m_connections.size();
    m_connections.push_back(std::move(owned));
    addAlone(m_counts.open, 1);
    connection.open(user, connectMs);
}

void UpstreamPool::cancel(const UpstreamUser& user)
{
    std::erase_if(m_waiting, [&user](const Waiter& waiter) { return waiter.user == &user; });
    const auto at = std::find_if(m_connections.begin(), m_connections.end(), [&user](const auto& connection) {
        return connection->user() == &user && connection->connecting();
    });
    if (at != m_connections.end())
        (*at)->abandon();
}

void UpstreamPool::retarget(const UpstreamTarget& target)
{
    closeIdle();
    m_target = target;
    m_tlsSessions = std::make_shared<net::TlsSessions>();
    if (m_http2)
        m_http2->forget();
    watch();
}

void UpstreamPool::closeIdle()
{
    if (m_http2)
        m_http2->retireAll();
    while (UpstreamConnection* const connection = takeIdle())
        connection->abandon();
}

void UpstreamPool::followTls()
{
    const std::uint64_t now = tlsGeneration();
    if (std::exchange(m_tlsGeneration, now) != now)
        closeIdle();
}

void UpstreamPool::onIdle(UpstreamConnection& connection)
{
    m_idle.push_back(&connection);
    addAlone(m_counts.idle, 1);
    const bool gone = isGone(connection.peer().ip) || connection.tlsGeneration() != tlsGeneration();
    if (!m_waiting.empty() && !gone) {
        m_serve.schedule(m_context.poller);
        return;
    }
    const std::size_t most = idleShare();
    if (gone || most == 0) {
        connection.abandon();
    } else if (m_idle.size() > most && !m_trimTimer.active()) {
        m_leastIdle = m_idle.size();
        m_context.wheel.start(m_trimTimer, m_context.poller.nowMs() + m_context.settings->upstream.surplusMs);
    }
}

/// Closes those above the share that nobody has taken for a while: to close them at once would have steady
/// traffic with more requests at a time than the share connect anew for many of them.
void UpstreamPool::onTrim()
{
    const std::size_t most = idleShare();
    const std::size_t unused = std::min(m_leastIdle, m_idle.size());
    for (std::size_t left = unused > most ? unused - most : 0; left > 0 && !m_idle.empty(); --left)
        m_idle.front()->abandon();
    m_leastIdle = m_idle.size();
    if (m_idle.size() > most)
        m_context.wheel.start(m_trimTimer, m_context.poller.nowMs() + m_context.settings->upstream.surplusMs);
}

void UpstreamPool::onClosed(UpstreamConnection& connection, bool wasIdle)
{
    if (wasIdle)
        leftIdle(static_cast<std::ptrdiff_t>(std::erase(m_idle, &connection)));
    const std::size_t at = connection.index;
    std::unique_ptr<UpstreamConnection> dead = std::move(m_connections[at]);
    if (at + 1 != m_connections.size()) {
        m_connections[at] = std::move(m_connections.back());
        m_connections[at]->index = at;
    }
    m_connections.pop_back();
    addAlone(m_counts.open, -1);
    m_outside -= dead->outsideLimit() ? 1 : 0;
    m_context.bury(std::move(dead));
    if (!m_waiting.empty())
        m_serve.schedule(m_context.poller);
}

void UpstreamPool::onOutsideLimit(bool outside)
{
    m_outside += outside ? 1 : std::size_t(-1);
    if (outside && !m_waiting.empty())
        m_serve.schedule(m_context.poller);
}

void UpstreamPool::serveWaiters()
{
    while (!m_waiting.empty()) {
        const Waiter waiter = m_waiting.front();
        UpstreamConnection* const connection = assignIdle(*waiter.user);
        if (!connection && counted() >= share()) {
            if (m_idle.empty())
                return;
            takeIdle()->abandon(); // none of the idle ones fits
        }
        m_waiting.pop_front();
        if (connection) {
            waiter.user->onUpstreamReady(*connection);
        } else {
            open(*waiter.user, waiter.connectMs);
        }
    }
}

void UpstreamPool::onTimeout()
{
    const std::vector<Waiter> late = takeLate(m_waiting, m_context.poller.nowMs());
    if (!m_waiting.empty())
        m_context.wheel.start(m_timer, firstDeadline(m_waiting));
    for (const Waiter& waiter : late) {
        waiter.user->onUpstreamFailed(
            Reason::PoolTimeout, "all connections to " + m_target.host + ':' + std::to_string(m_target.port) +
                                     " were busy for " + std::to_string(waiter.poolMs) + " ms");
    }
}

UpstreamPool& UpstreamPools::pool(const UpstreamTarget& target)
{
    std::unique_ptr<UpstreamPool>& pool = m_pools[target.key];
    if (!pool)
        pool = std::make_unique<UpstreamPool>(m_context, target);
    else if (pool->target().port != target.port || pool->target().host != target.host ||
             pool->target().scheme != target.scheme || pool->target().proxyProtocol != target.proxyProtocol)
        pool->retarget(target);
    else
        pool->setLimits(target);
    pool->use();
    return *pool;
}

/// HTTP/2 without being told to is spoken over TLS alone, where the server is asked; and not where each
/// connection belongs to one client.
UpstreamSource& UpstreamPools::source(const UpstreamTarget& target, bool required)
{
    if (required)
        return pool(target).http2();
    if (!target.tls || target.proxyProtocol != net::ProxyVersion::Off)
        return pool(target);
    return pool(target).http2().whereOffered();
}

void UpstreamPools::clear()
{
    m_pools.clear();
}

void UpstreamPools::closeIdle()
{
    for (auto& [key, pool] : m_pools)
        pool->closeIdle();
}

} // namespace gatehouse::proxy
