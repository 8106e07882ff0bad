// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/telemetry.h"

namespace gatehouse::observe {

Telemetry::Telemetry(LogWriter& log, const Clock& clock, std::string version)
    : m_log(log)
    , m_clock(clock)
    , m_version(std::move(version))
    , m_startWallMs(clock.wallMs())
{
    setCollector(Metric::LogLinesDropped,
                 [this](const SampleSink& sink) { sink({}, static_cast<double>(m_log.droppedLines())); });
}

Recorder& Telemetry::addWorker(const RecorderOptions& options)
{
    auto worker = std::make_unique<Worker>();
    worker->recorder = std::make_unique<Recorder>(worker->metrics, worker->box, m_log, m_clock, options);
    m_workers.push_back(std::move(worker));
    return *m_workers.back()->recorder;
}

void Telemetry::tick(std::int64_t activeConnections)
{
    Tally all;
    for (const std::unique_ptr<Worker>& worker : m_workers) {
        if (std::unique_ptr<Tally> tally = worker->box.take()) {
            all.merge(*tally);
            all.denials.merge(std::move(tally->denials));
            worker->box.giveBack(std::move(tally));
        }
    }
    const std::int64_t second = m_clock.wallMs() / 1000;
    if (!all.isEmpty())
        m_monitor.add(second, all);
    m_live.addSecond(second, all, activeConnections);
    if (m_denialWatcher && !all.denials.isEmpty())
        m_denialWatcher(all.denials);
    if (m_watcher)
        m_watcher(second, all);
}

void Telemetry::setAccessLog(AccessMode mode, double sampling)
{
    for (const std::unique_ptr<Worker>& worker : m_workers)
        worker->recorder->setMode(mode, sampling);
}

std::int64_t Telemetry::sum(Metric metric) const
{
    std::int64_t total = 0;
    for (const std::unique_ptr<Worker>& worker : m_workers)
        total += worker->metrics.plain(metric);
    return total;
}

std::string Telemetry::scrape() const
{
    std::vector<const WorkerMetrics*> workers;
    for (const std::unique_ptr<Worker>& worker : m_workers)
        workers.push_back(&worker->metrics);
    ScrapeInput input;
    input.workers = workers;
    input.apis = m_slots.all();
    input.collectors = &m_collectors;
    input.version = m_version;
    input.startWallMs = m_startWallMs;
    input.apiLimit = m_apiLimit;
    input.aliases = m_aliases;
    return prometheusText(input);
}

} // namespace gatehouse::observe
