// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/data_plane.h"

#include "gateway/proxy/worker_engine.h"

#include <algorithm>

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
    for (int i = 0; i < m_options.workers; ++i) {
        m_workers.push_back(std::make_unique<net::Worker>(i));
        m_workers.back()->start();
        observe::ExchangeSink* const sink = m_options.sinkFor ? m_options.sinkFor(i) : nullptr;
        m_workers.back()->postAndWait([this, sink, i] {
            m_engines.push_back(std::make_unique<WorkerEngine>(*m_workers[static_cast<std::size_t>(i)],
                                                               m_services, m_options.workers,
                                                               m_options.settings, sink, m_limits));
        });
    }
    Result<void> bound = bindAll();
    if (!bound)
        stop();
    return bound;
}

Result<void> DataPlane::bindAll()
{
    for (const ListenerSpec& spec : m_options.listeners) {
        net::SocketAddress address = spec.address;
        for (std::size_t i = 0; i < m_workers.size(); ++i) {
            Result<net::Fd> socket = net::listenTcp(address);
            if (!socket)
                return socket.error();
            if (i == 0) { // the port that 0 has picked is everybody's
                address = net::localAddress(socket->get());
                m_addresses.push_back(address);
            }
            m_workers[i]->postAndWait([&, i] { m_engines[i]->listen(std::move(socket).value(), spec); });
        }
    }
    return {};
}

void DataPlane::setSettings(std::shared_ptr<const ProxySettings> settings)
{
    m_options.settings = settings;
    for (std::size_t i = 0; i < m_workers.size(); ++i)
        m_workers[i]->postAndWait([&, i] { m_engines[i]->setSettings(settings); });
}

void DataPlane::drain(std::int64_t deadlineMs, std::function<void(bool)> whenEmpty)
{
    struct Progress {
        std::atomic<std::size_t> left;
        std::atomic<bool> clean{true};
        std::function<void(bool)> whenEmpty;
    };
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
    for (std::size_t i = 0; i < m_engines.size(); ++i)
        m_workers[i]->postAndWait([this, i] { m_engines[i]->shutDown(); });
    for (const auto& worker : m_workers)
        worker->stop();
    m_engines.clear();
    m_workers.clear();
}

DataPlaneCounts DataPlane::counts() const
{
    DataPlaneCounts counts;
    for (const auto& engine : m_engines)
        engine->addCounts(counts);
    return counts;
}

} // namespace gatehouse::proxy
