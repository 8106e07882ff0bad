// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/worker_engine.h"

#include "gateway/proxy/http2_connection.h"

#include <array>

#include <sys/socket.h>

namespace gatehouse::proxy {

namespace {
constexpr std::int64_t flushIntervalMs = 200;
constexpr int acceptsPerTurn = 64;
constexpr std::size_t looksForIdle = 32;

constexpr std::string_view tooMany =
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";
constexpr std::string_view noDescriptor =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

bool isAdministration(std::uint8_t roles)
{
    return (roles & RolePlatform) && !(roles & RoleTraffic);
}

/// Best effort: one try, and no waiting for a connection that is not wanted. What the client has said already
/// is read first, because a close with unread input would be a reset that takes the answer with it.
void turnAway(net::Fd fd, std::string_view answer)
{
    if (answer.empty())
        return;
    std::array<char, 4096> ignored;
    for (int i = 0; i < 4 && ::recv(fd.get(), ignored.data(), ignored.size(), MSG_DONTWAIT) > 0; ++i) {
    }
    (void)!::send(fd.get(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(fd.get(), SHUT_WR);
}

} // namespace

WorkerEngine::WorkerEngine(net::Worker& worker, const ProxyServices& services, int workers,
                           std::shared_ptr<const ProxySettings> settings, observe::ExchangeSink* sink,
                           std::shared_ptr<ConnectionLimits> limits, AddressBrake& brake)
    : m_context(worker, services, workers, sink)
    , m_pools(m_context)
    , m_mirrors(m_context, m_pools)
    , m_http2(m_context)
    , m_limits(std::move(limits))
{
    m_context.settings = std::move(settings);
    m_context.brake = &brake;
    m_context.makeRoom = &m_makeRoom;
}

WorkerEngine::~WorkerEngine() = default;

void WorkerEngine::onFlush()
{
    m_context.sink->flush(false);
    m_context.wheel.start(m_flushTimer, m_context.poller.nowMs() + flushIntervalMs);
}

void WorkerEngine::listen(net::Fd socket, const ListenerSpec& spec, bool shared)
{
    if (m_context.sink && !m_flushTimer.active())
        m_context.wheel.start(m_flushTimer, m_context.poller.nowMs() + flushIntervalMs);
    const std::size_t place = m_specs.size();
    m_specs.push_back(spec);
    auto listener = std::make_unique<net::Listener>(
        m_context.poller, m_context.wheel, std::move(socket),
        [this, place](net::Fd fd, const net::SocketAddress& peer) { onAccept(std::move(fd), peer, place); },
        acceptsPerTurn, shared);
    listener->setLastResort([this](net::Fd fd) {
        m_shed.fetch_add(1, std::memory_order_relaxed);
        turnAway(std::move(fd), noDescriptor);
    });
    listener->start();
    m_listeners.push_back(std::move(listener));
}

void WorkerEngine::onAccept(net::Fd fd, const net::SocketAddress& peer, std::size_t listener)
{
    m_accepted.fetch_add(1, std::memory_order_relaxed);
    const ListenerSpec& spec = m_specs[listener];
    if (!hasDescriptorFor(fd, spec)) {
        m_shed.fetch_add(1, std::memory_order_relaxed);
        return turnAway(std::move(fd), spec.transport ? std::string_view() : noDescriptor);
    }
    if (spec.proxyMode == ProxyMode::Off)
        return admit(std::move(fd), peer, spec);
    const bool believed = !spec.proxyPeers || spec.proxyPeers->contains(peer.ip);
    if (believed)
        return receiveProxied(std::move(fd), peer, listener);
    if (spec.proxyMode == ProxyMode::Optional)
        return admit(std::move(fd), peer, spec);
    m_notProxied.fetch_add(1, std::memory_order_relaxed);
}

void WorkerEngine::receiveProxied(net::Fd fd, const net::SocketAddress& peer, std::size_t listener)
{
    constexpr std::size_t MostPending = 4096; // they count for no limit yet
    if (m_receivers.size() >= MostPending) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    const bool required = m_specs[listener].proxyMode == ProxyMode::Required;
    m_receivers.push_back(std::make_unique<ProxyReceiver>(m_context, *this, std::move(fd), peer, required));
    ProxyReceiver& receiver = *m_receivers.back();
    receiver.index = m_receivers.size() - 1;
    receiver.listener = listener;
    receiver.start();
}

void WorkerEngine::onProxied(ProxyReceiver& receiver, net::Fd fd, const net::SocketAddress& client)
{
    const std::size_t listener = receiver.listener;
    forget(receiver);
    admit(std::move(fd), client, m_specs[listener]);
    reportIfEmpty(); // it may not have been let in
}

void WorkerEngine::onNotProxied(ProxyReceiver& receiver, std::string_view)
{
    m_notProxied.fetch_add(1, std::memory_order_relaxed);
    forget(receiver);
    reportIfEmpty();
}

void WorkerEngine::forget(ProxyReceiver& receiver)
{
    const std::size_t at = receiver.index;
    std::unique_ptr<ProxyReceiver> dead = std::move(m_receivers[at]);
    if (at + 1 != m_receivers.size()) {
        m_receivers[at] = std::move(m_receivers.back());
        m_receivers[at]->index = at;
    }
    m_receivers.pop_back();
    m_context.bury(std::move(dead));
}

void WorkerEngine::admit(net::Fd fd, const net::SocketAddress& peer, const ListenerSpec& spec)
{
    const bool counted = !isAdministration(spec.roles);
    if (counted && !enter(peer.ip)) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return turnAway(std::move(fd), spec.transport ? std::string_view() : tooMany);
    }
    std::unique_ptr<net::Transport> transport =
        spec.transport ? spec.transport(std::move(fd)) : std::make_unique<net::PlainTransport>(std::move(fd));
    if (!transport)
        return counted ? m_limits->leave(peer.ip) : void();
    open(std::move(transport), peer, spec.roles, nullptr, counted);
}

/// Where all places are taken, an idle connection gives up its own.
bool WorkerEngine::enter(const net::IpAddress& peer)
{
    const ClientSettings& limits = m_context.settings->client;
    if (m_limits->enter(peer, limits))
        return true;
    if (!m_limits->full(limits))
        return false;
    closeSomeIdle(1);
    return m_limits->enter(peer, limits);
}

void WorkerEngine::adopt(net::Fd fd, const net::SocketAddress& peer, std::uint8_t roles,
                         std::shared_ptr<Trace> trace)
{
    if (m_context.draining || !m_limits->enter(peer.ip, m_context.settings->client))
        return; // the other end sees the connection close
    open(std::make_unique<net::PlainTransport>(std::move(fd)), peer, roles, std::move(trace), true);
}

void WorkerEngine::open(std::unique_ptr<net::Transport> transport, const net::SocketAddress& peer,
                        std::uint8_t roles, std::shared_ptr<Trace> trace, bool counted)
{
    auto owned = std::make_unique<ClientConnection>(m_context, *this, std::move(transport), peer, roles);
    ClientConnection& connection = *owned;
    connection.setTrace(std::move(trace));
    connection.index = m_connections.size();
    connection.counted = counted;
    m_connections.push_back(std::move(owned));
    m_open.store(m_connections.size(), std::memory_order_relaxed);
    connection.open();
}

/// The kernel gives out the lowest free number, so a high one says that few are left. Those belong to
/// administration, which is how the trouble ends.
bool WorkerEngine::hasDescriptorFor(const net::Fd& fd, const ListenerSpec& spec)
{
    const ClientSettings& limits = m_context.settings->client;
    const int ceiling = limits.acceptCeiling != 0 ? limits.acceptCeiling : limits.descriptorCeiling;
    if (ceiling == 0 || fd.get() < ceiling || isAdministration(spec.roles))
        return true;
    makeRoom();
    return false;
}

void WorkerEngine::makeRoom()
{
    closeSomeIdle(looksForIdle);
}

/// Makes room for the next ones: idle connections go before anybody else has to.
void WorkerEngine::closeSomeIdle(std::size_t most)
{
    for (std::size_t i = 0; i < looksForIdle && most > 0 && !m_connections.empty(); ++i) {
        m_idleCursor = (m_idleCursor + 1) % m_connections.size();
        ServedConnection& connection = *m_connections[m_idleCursor];
        if (!(connection.roles() & RoleTraffic) || !connection.isIdle())
            continue;
        const std::size_t before = m_connections.size();
        connection.closeIdle(); // unless it has something to say after all
        most -= m_connections.size() < before ? 1 : 0;
    }
}

void WorkerEngine::onClosed(ServedConnection& connection)
{
    if (connection.counted)
        m_limits->leave(connection.peer());
    const std::size_t at = connection.index;
    std::unique_ptr<ServedConnection> dead = std::move(m_connections[at]);
    if (at + 1 != m_connections.size()) {
        m_connections[at] = std::move(m_connections.back());
        m_connections[at]->index = at;
    }
    m_connections.pop_back();
    m_open.store(m_connections.size(), std::memory_order_relaxed);
    m_context.bury(std::move(dead));
    reportIfEmpty();
}

void WorkerEngine::becomeHttp2(ServedConnection& connection, std::unique_ptr<net::Transport> transport,
                               const ClientEnd& end, std::string_view first)
{
    auto owned = std::make_unique<Http2Connection>(m_context, *this, m_http2, std::move(transport), end);
    Http2Connection& successor = *owned;
    successor.index = connection.index;
    successor.counted = connection.counted;
    std::unique_ptr<ServedConnection> dead = std::exchange(m_connections[connection.index], std::move(owned));
    m_context.bury(std::move(dead));
    successor.open(first);
}

ExchangeDriver* WorkerEngine::takeDriver()
{
    if (m_freeDrivers.empty()) {
        m_drivers.push_back(std::make_unique<ExchangeDriver>(m_context, m_pools, m_mirrors, m_beside));
        m_freeDrivers.push_back(m_drivers.back().get());
    }
    ExchangeDriver* const driver = m_freeDrivers.back();
    m_freeDrivers.pop_back();
    m_active.store(m_drivers.size() - m_freeDrivers.size(), std::memory_order_relaxed);
    return driver;
}

void WorkerEngine::giveDriver(ExchangeDriver* driver)
{
    driver->recycle();
    m_freeDrivers.push_back(driver);
    m_active.store(m_drivers.size() - m_freeDrivers.size(), std::memory_order_relaxed);
}

void WorkerEngine::drain(std::int64_t deadlineMs, std::function<void(bool)> whenEmpty)
{
    m_context.draining = true;
    for (const auto& listener : m_listeners)
        listener->closeEmpty();
    for (const auto& receiver : m_receivers)
        receiver->drain();
    m_pools.closeIdle();
    for (std::size_t i = m_connections.size(); i-- > 0;)
        m_connections[i]->drain(); // a closing one is replaced by the last, which has been asked already
    m_context.wheel.start(m_drainTimer, m_context.poller.nowMs() + deadlineMs);
    m_whenEmpty = std::move(whenEmpty); // not earlier: what was accepted just now may have ended at once
    reportIfEmpty();
}

void WorkerEngine::onDrainDeadline()
{
    m_cut = !isEmpty();
    m_receivers.clear();
    while (!m_connections.empty())
        m_connections.back()->kill();
    reportIfEmpty();
}

void WorkerEngine::reportIfEmpty()
{
    if (!m_context.draining || !isEmpty())
        return;
    m_context.wheel.stop(m_drainTimer);
    if (const auto tell = std::exchange(m_whenEmpty, nullptr))
        tell(!m_cut);
}

void WorkerEngine::shutDown()
{
    m_context.draining = true;
    m_listeners.clear();
    m_receivers.clear();
    while (!m_connections.empty())
        m_connections.back()->kill();
    m_beside.clear();
    m_mirrors.clear();
    m_pools.clear();
    m_context.wheel.stop(m_flushTimer);
    if (m_context.sink)
        m_context.sink->flush(true);
}

void WorkerEngine::addCounts(DataPlaneCounts& counts) const
{
    counts.accepted += m_accepted.load(std::memory_order_relaxed);
    counts.refused += m_refused.load(std::memory_order_relaxed);
    counts.shed += m_shed.load(std::memory_order_relaxed);
    counts.notProxied += m_notProxied.load(std::memory_order_relaxed);
    counts.connections += m_open.load(std::memory_order_relaxed);
    counts.active += m_active.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < counts.http2Faults.size(); ++i)
        counts.http2Faults[i] += m_http2.faults(static_cast<http::Http2Fault>(i));
    counts.http2Malformed += m_http2.malformed();
}

} // namespace gatehouse::proxy
