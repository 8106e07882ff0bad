// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/data_plane.h"

#include "gateway/proxy/trace.h"
#include "gateway/proxy/upstream_monitor.h"
#include "gateway/proxy/worker_engine.h"

#include <algorithm>

#include <sys/socket.h>

namespace gatehouse::proxy {

DataPlane::DataPlane(const ProxyServices& services, DataPlaneOptions options)
    : m_services(services)
    , m_options(std::move(options))
    , m_limits(std::make_shared<ConnectionLimits>())
{
    m_options.workers = std::max(m_options.workers, 1);
    if (!m_options.settings)
        m_options.settings = std::make_shared<ProxySettings>();
}

DataPlane::~DataPlane()
{
    stop();
}

Result<void> DataPlane::start()
{
    m_running = true;
    m_services.states->setWorkers(static_cast<std::size_t>(m_options.workers));
    startMonitor();
    for (int i = 0; i < m_options.workers; ++i) {
        m_workers.push_back(std::make_unique<net::Worker>(i));
        m_workers.back()->start();
        observe::ExchangeSink* const sink = m_options.sinkFor ? m_options.sinkFor(i) : nullptr;
        m_workers.back()->postAndWait([this, sink, i] {
            m_engines.push_back(std::make_unique<WorkerEngine>(*m_workers[static_cast<std::size_t>(i)],
                                                               m_services, m_options.workers,
                                                               m_options.settings, sink, m_limits, m_brake));
        });
    }
    Result<void> bound = bindAll();
    if (!bound)
        stop();
    return bound;
}

void DataPlane::startMonitor()
{
    m_helper = std::make_unique<net::Worker>(m_options.workers);
    m_helper->start();
    m_services.states->setListener([this, remote = m_helper->remote()](const UpstreamEvent& event) {
        remote.post([this, event] {
            if (m_monitor)
                m_monitor->onEvent(event);
        });
    });
    const auto refresh = [this] {
        if (m_monitor)
            m_monitor->refresh();
    };
    m_helper->postAndWait([this, refresh] {
        m_monitor = std::make_unique<UpstreamMonitor>(*m_helper, m_services, m_options.settings);
        refresh();
    });
    m_services.snapshots->setListener([helper = m_helper.get(), refresh] { helper->post(refresh); });
}

void DataPlane::stopMonitor()
{
    m_services.snapshots->setListener({});
    m_helper->postAndWait([this] { m_monitor.reset(); });
}

Result<void> DataPlane::bindAll()
{
    for (std::size_t i = 0; i < m_options.listeners.size(); ++i) {
        std::vector<net::Fd> sockets = std::move(m_options.sockets[i]);
        if (sockets.empty()) {
            Result<std::vector<net::Fd>> bound = bindEach(m_options.listeners[i].address);
            if (!bound)
                return bound.error();
            sockets = std::move(bound).value();
        }
        m_addresses.push_back(net::localAddress(sockets.front().get()));
        m_bound.push_back(std::move(sockets));
    }
    return {};
}

void DataPlane::accept()
{
    std::vector<std::vector<net::Fd>> all = std::exchange(m_bound, {});
    for (std::size_t i = 0; i < all.size(); ++i)
        share(std::move(all[i]), m_options.listeners[i]);
}

/// One socket per worker on the same address.
Result<std::vector<net::Fd>> DataPlane::bindEach(const net::SocketAddress& wanted) const
{
    std::vector<net::Fd> sockets;
    net::SocketAddress address = wanted;
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        Result<net::Fd> socket = net::listenTcp(address);
        if (!socket)
            return socket.error();
        address = net::localAddress(socket->get()); // the port that 0 has picked is everybody's
        sockets.push_back(std::move(socket).value());
    }
    return sockets;
}

/// Every socket gets a worker and every worker a socket, however many there are of each.
void DataPlane::share(std::vector<net::Fd> sockets, const ListenerSpec& spec)
{
    const std::size_t given = sockets.size();
    std::vector<int>& handedOn = m_sockets.emplace_back();
    for (const net::Fd& socket : sockets)
        handedOn.push_back(socket.get());
    for (std::size_t i = given; i < m_workers.size(); ++i)
        sockets.push_back(net::duplicate(sockets[i % given].get()));
    for (std::size_t i = 0; i < sockets.size(); ++i) {
        const std::size_t worker = i % m_workers.size();
        const bool shared = given < m_workers.size();
        m_workers[worker]->postAndWait(
            [&, i, worker] { m_engines[worker]->listen(std::move(sockets[i]), spec, shared); });
    }
}

void DataPlane::setSettings(std::shared_ptr<const ProxySettings> settings)
{
    m_options.settings = settings;
    for (std::size_t i = 0; i < m_workers.size(); ++i)
        m_workers[i]->postAndWait([&, i] { m_engines[i]->setSettings(settings); });
    if (m_helper)
        m_helper->postAndWait([&] { m_monitor->setSettings(settings); });
}

void DataPlane::drain(std::int64_t deadlineMs, std::function<void(bool)> whenEmpty)
{
    struct Progress {
        std::atomic<std::size_t> left;
        std::atomic<bool> clean{true};
        std::function<void(bool)> whenEmpty;
    };
    m_sockets.clear();
    auto progress = std::make_shared<Progress>();
    progress->left = m_workers.size();
    progress->whenEmpty = std::move(whenEmpty);
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        WorkerEngine* const engine = m_engines[i].get();
        m_workers[i]->post([engine, deadlineMs, progress] {
            engine->drain(deadlineMs, [progress](bool clean) {
                if (!clean)
                    progress->clean = false;
                if (progress->left.fetch_sub(1) == 1 && progress->whenEmpty)
                    progress->whenEmpty(progress->clean);
            });
        });
    }
}

void DataPlane::stop()
{
    if (!std::exchange(m_running, false))
        return;
    stopMonitor();
    for (std::size_t i = 0; i < m_engines.size(); ++i)
        m_workers[i]->postAndWait([this, i] { m_engines[i]->shutDown(); });
    for (const auto& worker : m_workers)
        worker->stop();
    m_helper->stop(); // after those that report to it
    m_services.states->setListener({});
    m_engines.clear();
    m_workers.clear();
    m_bound.clear();
}

bool DataPlane::workersTurn()
{
    const bool all = !m_pulse || m_pulse->load() == m_workers.size();
    if (!all)
        return false;
    m_pulse = std::make_shared<std::atomic<std::size_t>>(0);
    for (const auto& worker : m_workers)
        worker->post([pulse = m_pulse] { pulse->fetch_add(1); });
    return true;
}

Result<net::Fd> DataPlane::openInside(const net::SocketAddress& peer, std::uint8_t roles,
                                      std::shared_ptr<Trace> trace)
{
    if (!m_running)
        return Error::unavailable(QStringLiteral("The data plane is not running"));
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
        return Error::unavailable(QString::fromStdString("no socket pair: " + net::errnoText(errno)));
    net::Fd ours(ends[0]);
    // A task must be copyable, which a descriptor is not.
    auto theirs = std::make_shared<net::Fd>(ends[1]);
    const std::size_t at = m_nextInside++ % m_workers.size();
    WorkerEngine* const engine = m_engines[at].get();
    m_workers[at]->post([engine, theirs, peer, roles, trace = std::move(trace)] {
        engine->adopt(std::move(*theirs), peer, roles, trace);
    });
    return ours;
}

DataPlaneCounts DataPlane::counts() const
{
    DataPlaneCounts counts;
    for (const auto& engine : m_engines)
        engine->addCounts(counts);
    return counts;
}

} // namespace gatehouse::proxy
