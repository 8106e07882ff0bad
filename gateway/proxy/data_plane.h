// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/net/socket.h"
#include "gateway/net/transport.h"
#include "gateway/net/worker.h"
#include "gateway/proxy/http2_worker.h"
#include "gateway/proxy/proxy_receiver.h"
#include "gateway/proxy/settings.h"
#include "gateway/proxy/worker_context.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace gatehouse::proxy {

class UpstreamMonitor;
class WorkerEngine;
class Trace;

/// Makes the transport of an accepted connection; empty: plain.
using ClientTransportFactory = std::function<std::unique_ptr<net::Transport>(net::Fd)>;

struct ListenerSpec {
    net::SocketAddress address; ///< port 0 picks one
    std::uint8_t roles = 0;     ///< ListenerRole bits
    ClientTransportFactory transport;
    ProxyMode proxyMode = ProxyMode::Off;
    /// Whose PROXY headers are believed. Null: everybody's. Others are refused where a header is required,
    /// and speak for themselves where it is optional.
    std::shared_ptr<const net::CidrSet> proxyPeers;
};

struct DataPlaneOptions {
    int workers = 1;
    std::vector<ListenerSpec> listeners;
    /// Listening sockets that exist already (socket activation, upgrade), by place in `listeners`. A listener
    /// that has some binds none; its address is theirs. Each is accepted on by at least one worker.
    std::map<std::size_t, std::vector<net::Fd>> sockets;
    std::shared_ptr<const ProxySettings> settings;
    /// Called once per worker while starting; the sink must outlive the data plane. Empty: nothing is
    /// recorded.
    std::function<observe::ExchangeSink*(int worker)> sinkFor;
};

/// Numbers for the metrics and for drain. Read from any thread; sums over the workers.
struct DataPlaneCounts {
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;    ///< over a connection limit
    std::uint64_t shed = 0;       ///< turned away for lack of descriptors
    std::uint64_t notProxied = 0; ///< closed because of a missing or bad PROXY header
    std::uint64_t connections = 0;
    std::uint64_t active = 0;                                         ///< exchanges under way
    std::array<std::uint64_t, Http2Worker::faultCount> http2Faults{}; ///< by http::Http2Fault
    std::uint64_t http2Malformed = 0; ///< streams refused by the rules of RFC 9113
};

/// The data path: workers with their listeners, connections and upstream pools. Control thread.
class DataPlane {
public:
    /// `services` is copied; what it points to must outlive the data plane.
    DataPlane(const ProxyServices& services, DataPlaneOptions options);
    ~DataPlane();
    DataPlane(const DataPlane&) = delete;
    DataPlane& operator=(const DataPlane&) = delete;

    /// Starts the workers and binds every listener; accepts on none. On an error nothing is left running.
    Result<void> start();
    /// Accepts on every listener, once. Nothing of a start may fail after it: whoever fails would take
    /// connections with him, which in an upgrade are the running process's.
    void accept();
    /// The bound addresses, in the order of the options.
    const std::vector<net::SocketAddress>& addresses() const { return m_addresses; }
    /// The listening sockets, in the order of the listeners; empty once they are closed.
    const std::vector<std::vector<int>>& sockets() const { return m_sockets; }
    /// In effect for what happens after it returns.
    void setSettings(std::shared_ptr<const ProxySettings> settings);

    /// Stops accepting, closes idle connections, lets exchanges finish with `Connection: close`; after
    /// `deadlineMs` closes what is left. `whenEmpty` is called once, on a worker's thread; true: nothing had
    /// to be cut.
    void drain(std::int64_t deadlineMs, std::function<void(bool clean)> whenEmpty);
    /// Closes everything and ends the threads. Idempotent.
    void stop();

    /// A connection from inside the process, as if `peer` had connected to a listener of these roles; the
    /// other end, non-blocking. Its exchanges are written down in `trace`.
    Result<net::Fd> openInside(const net::SocketAddress& peer, std::uint8_t roles,
                               std::shared_ptr<Trace> trace);

    DataPlaneCounts counts() const;
    /// Whether every worker has turned its loop since the last call; asks them again. For watchdogs.
    bool workersTurn();

private:
    Result<void> bindAll();
    Result<std::vector<net::Fd>> bindEach(const net::SocketAddress& address) const;
    void share(std::vector<net::Fd> sockets, const ListenerSpec& spec);
    void startMonitor();
    void stopMonitor();

    ProxyServices m_services;
    DataPlaneOptions m_options;
    std::vector<net::SocketAddress> m_addresses;
    std::vector<std::vector<net::Fd>> m_bound; ///< until they are accepted on
    std::vector<std::vector<int>> m_sockets;
    std::shared_ptr<class ConnectionLimits> m_limits;
    AddressBrake m_brake;
    // Engines go after the threads: late tasks may still name their exchanges.
    std::vector<std::unique_ptr<WorkerEngine>> m_engines;
    std::vector<std::unique_ptr<net::Worker>> m_workers;
    std::shared_ptr<std::atomic<std::size_t>> m_pulse; ///< workers that have answered
    std::unique_ptr<net::Worker> m_helper;             ///< the monitor's loop
    std::unique_ptr<UpstreamMonitor> m_monitor;
    std::size_t m_nextInside = 0; ///< worker of the next connection from inside
    bool m_running = false;
};

} // namespace gatehouse::proxy
