// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/address.h"
#include "gateway/proxy/http2_upstream_pool.h"
#include "gateway/proxy/route.h"
#include "gateway/proxy/upstream_connection.h"
#include "gateway/proxy/worker_context.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace gatehouse::proxy {

/// The connections of one worker to one target. Each worker may hold its share of the process-wide maximum;
/// exchanges beyond that wait in order of arrival.
class UpstreamPool final : public UpstreamSource {
public:
    UpstreamPool(WorkerContext& context, const UpstreamTarget& target);
    ~UpstreamPool();

    /// An idle connection at once, or null: then onUpstreamReady() or onUpstreamFailed() comes later.
    UpstreamConnection* acquire(UpstreamUser& user, const UpstreamTimeouts& timeouts, bool fresh) override;
    /// A user that has no connection yet leaves.
    void cancel(const UpstreamUser& user) override;
    /// The key stays, the place has changed: idle connections of the old place close.
    void retarget(const UpstreamTarget& target);
    void setLimits(const UpstreamTarget& target)
    {
        m_target.maxConnections = target.maxConnections;
        m_target.maxIdle = target.maxIdle;
    }

    /// Somebody calls the target: its name is kept fresh.
    void use() { m_watch.use(); }

    const UpstreamTarget& target() const { return m_target; }
    /// TLS sessions that the target's next connections resume.
    const std::shared_ptr<net::TlsSessions>& tlsSessions() const { return m_tlsSessions; }
    /// Where connecting begins among several addresses.
    std::size_t nextTurn() { return m_turn++; }
    /// Also for connections that others have taken over.
    PoolCounts& counts() { return m_counts; }
    /// For those who speak HTTP/2 to the target.
    Http2UpstreamPool& http2();
    /// Its name does not lead to this address any more.
    bool isGone(const net::IpAddress& address) const;
    /// Those of HTTP/2 end after what they serve.
    void closeIdle();
    /// Of the files that connections are verified by now; 0: clear text.
    std::uint64_t tlsGeneration() const { return m_target.tls ? m_target.tls->generation() : 0; }
    /// Lets go of idle connections when those files have changed. To be called before one is taken.
    void followTls();

    /// What this worker may open of the maximum.
    std::size_t share() const;

    // For the connections.
    void onIdle(UpstreamConnection& connection);
    void onOpened() { addAlone(m_counts.opened, 1); }
    void onClosed(UpstreamConnection& connection, bool wasIdle);
    /// A connection carries an answer that stays open, or waits for its client: it does not count against the
    /// maximum, which would else bound the number of WebSockets and let slow clients stop everybody. False:
    /// it counts again.
    void onOutsideLimit(bool outside);
    /// Whether exchanges that wait for their clients are outside of the maximum: not when the target has its
    /// own, which is a promise to it.
    bool sparesSlowClients() const { return m_target.maxConnections == 0; }

private:
    struct Waiter {
        UpstreamUser* user;
        std::uint32_t connectMs;
        std::uint32_t poolMs;
        std::int64_t deadlineMs;
    };

    void onTimeout();
    void onTrim();
    void serveWaiters();
    std::size_t counted() const { return m_connections.size() - m_outside; }
    std::size_t idleShare() const;
    UpstreamConnection* takeIdle();
    UpstreamConnection* takeIdle(const UpstreamUser& user);
    UpstreamConnection* assignIdle(UpstreamUser& user);
    void leftIdle(std::ptrdiff_t count);
    void watch();
    void onAddresses(const std::vector<net::IpAddress>& addresses);
    void open(UpstreamUser& user, std::uint32_t connectMs);

    WorkerContext& m_context;
    UpstreamTarget m_target;
    std::shared_ptr<net::TlsSessions> m_tlsSessions = std::make_shared<net::TlsSessions>();
    PoolCounts& m_counts; ///< of the place, for the metrics
    std::vector<std::unique_ptr<UpstreamConnection>> m_connections;
    std::size_t m_outside = 0;               ///< connections that do not count against the maximum
    std::vector<UpstreamConnection*> m_idle; ///< last in, first out: warm ones are used, cold ones expire
    std::size_t m_leastIdle = 0;             ///< smallest m_idle.size() since the trim timer started
    std::deque<Waiter> m_waiting;
    std::vector<net::IpAddress> m_addresses; ///< of the name, once they have changed; empty: as resolved
    net::Resolver::Request m_watch;
    std::size_t m_turn = 0;
    std::uint64_t m_tlsGeneration = 0; ///< that the idle ones have, or a later one
    net::CallbackTimer<UpstreamPool, &UpstreamPool::onTimeout> m_timer{this};
    net::CallbackTimer<UpstreamPool, &UpstreamPool::onTrim> m_trimTimer{this};
    TurnCallback<UpstreamPool, &UpstreamPool::serveWaiters> m_serve{this};
    std::unique_ptr<Http2UpstreamPool> m_http2; ///< last: uses the rest; null: nobody has asked for it
};

/// All pools of one worker, by target key and address.
class UpstreamPools {
public:
    explicit UpstreamPools(WorkerContext& context)
        : m_context(context)
    {
    }
    UpstreamPool& pool(const UpstreamTarget& target);
    /// For those who would speak HTTP/2 to the target, or must (`required`).
    UpstreamSource& source(const UpstreamTarget& target, bool required);
    void closeIdle();
    /// Closes everything; no exchange may be under way.
    void clear();

private:
    WorkerContext& m_context;
    std::unordered_map<std::uint64_t, std::unique_ptr<UpstreamPool>> m_pools;
};

} // namespace gatehouse::proxy
