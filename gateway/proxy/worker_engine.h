// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/listener.h"
#include "gateway/proxy/beside_calls.h"
#include "gateway/proxy/client_connection.h"
#include "gateway/proxy/connection_limits.h"
#include "gateway/proxy/data_plane.h"
#include "gateway/proxy/http2_worker.h"
#include "gateway/proxy/mirror.h"
#include "gateway/proxy/proxy_receiver.h"
#include "gateway/proxy/turn_callback.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace gatehouse::proxy {

/// Everything one worker owns. Made and ended by tasks on the worker's thread; the object itself outlives the
/// thread, because late tasks may still name its exchanges.
class WorkerEngine final : public ConnectionKeeper, public ProxyKeeper {
public:
    WorkerEngine(net::Worker& worker, const ProxyServices& services, int workers,
                 std::shared_ptr<const ProxySettings> settings, observe::ExchangeSink* sink,
                 std::shared_ptr<ConnectionLimits> limits, AddressBrake& brake);
    ~WorkerEngine();

    /// `shared`: other workers accept on the same socket.
    void listen(net::Fd socket, const ListenerSpec& spec, bool shared);
    /// Serves a connection that comes from inside the process (DataPlane::openInside()).
    void adopt(net::Fd fd, const net::SocketAddress& peer, std::uint8_t roles, std::shared_ptr<Trace> trace);
    void setSettings(std::shared_ptr<const ProxySettings> settings)
    {
        m_context.settings = std::move(settings);
    }
    /// See DataPlane::drain(); `whenEmpty` is called on this thread.
    void drain(std::int64_t deadlineMs, std::function<void(bool clean)> whenEmpty);
    /// Closes everything. Afterwards only the destructor may be called.
    void shutDown();

    void addCounts(DataPlaneCounts& counts) const;

private:
    ExchangeDriver* takeDriver() override;
    void giveDriver(ExchangeDriver* driver) override;
    void onClosed(ServedConnection& connection) override;
    void becomeHttp2(ServedConnection& connection, std::unique_ptr<net::Transport> transport,
                     const ClientEnd& end, std::string_view first) override;

    void open(std::unique_ptr<net::Transport> transport, const net::SocketAddress& peer, std::uint8_t roles,
              std::shared_ptr<Trace> trace, bool counted);
    bool enter(const net::IpAddress& peer);
    void onAccept(net::Fd fd, const net::SocketAddress& peer, std::size_t listener);
    bool hasDescriptorFor(const net::Fd& fd, const ListenerSpec& spec);
    void makeRoom();
    void closeSomeIdle(std::size_t most);
    void admit(net::Fd fd, const net::SocketAddress& peer, const ListenerSpec& spec);
    void receiveProxied(net::Fd fd, const net::SocketAddress& peer, std::size_t listener);
    void onProxied(ProxyReceiver& receiver, net::Fd fd, const net::SocketAddress& client) override;
    void onNotProxied(ProxyReceiver& receiver, std::string_view why) override;
    void forget(ProxyReceiver& receiver);
    void onDrainDeadline();
    void onFlush();
    bool isEmpty() const { return m_connections.empty() && m_receivers.empty(); }
    void reportIfEmpty();

    WorkerContext m_context;
    UpstreamPools m_pools;
    Mirrors m_mirrors; ///< use the pools
    BesideCalls m_beside{m_context, *this};
    Http2Worker m_http2;
    std::shared_ptr<ConnectionLimits> m_limits;
    std::vector<std::unique_ptr<net::Listener>> m_listeners;
    std::vector<ListenerSpec> m_specs; ///< of the listeners
    std::vector<std::unique_ptr<ProxyReceiver>> m_receivers;
    std::vector<std::unique_ptr<ServedConnection>> m_connections;
    std::vector<std::unique_ptr<ExchangeDriver>> m_drivers; ///< all, for ever
    std::vector<ExchangeDriver*> m_freeDrivers;
    std::function<void(bool)> m_whenEmpty;
    bool m_cut = false;
    std::size_t m_idleCursor = 0;
    std::atomic<std::uint64_t> m_accepted{0};
    std::atomic<std::uint64_t> m_refused{0};
    std::atomic<std::uint64_t> m_shed{0};
    std::atomic<std::uint64_t> m_notProxied{0};
    std::atomic<std::uint64_t> m_open{0};
    std::atomic<std::uint64_t> m_active{0};
    TurnCallback<WorkerEngine, &WorkerEngine::makeRoom> m_makeRoom{this};
    net::CallbackTimer<WorkerEngine, &WorkerEngine::onDrainDeadline> m_drainTimer{this};
    net::CallbackTimer<WorkerEngine, &WorkerEngine::onFlush> m_flushTimer{this};
};

} // namespace gatehouse::proxy
