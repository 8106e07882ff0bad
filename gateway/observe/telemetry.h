// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/live_series.h"
#include "gateway/observe/metrics.h"
#include "gateway/observe/monitor_store.h"
#include "gateway/observe/prometheus.h"
#include "gateway/observe/recorder.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace gatehouse::observe {

/// All counters of the process in one place: a recorder per worker, the stores that their tallies flow into,
/// and the scrape. Recorders are used on their workers; everything else on the control thread.
class Telemetry {
public:
    Telemetry(LogWriter& log, const Clock& clock, std::string version);

    /// Before the worker starts.
    Recorder& addWorker(const RecorderOptions& options);
    /// Once a second: takes the tallies of all workers into the stores.
    void tick(std::int64_t activeConnections);

    /// Who else looks at what each tick brought; also told of ticks without traffic.
    using TallyWatcher = std::function<void(std::int64_t second, const Tally& tally)>;
    void setTallyWatcher(TallyWatcher watcher) { m_watcher = std::move(watcher); }

    /// Who is told of requests refused by address or size.
    using DenialWatcher = std::function<void(const Denials& denials)>;
    void setDenialWatcher(DenialWatcher watcher) { m_denialWatcher = std::move(watcher); }

    /// Who fills a metric of feed Scrape; replaces an earlier one.
    void setCollector(Metric metric, Collector collector) { m_collectors[metric] = std::move(collector); }
    /// How many APIs get series of their own in scrape(), the first ones by their slot.
    void setApiLimit(std::uint32_t limit) { m_apiLimit = limit; }
    /// Whether the families of isAlias() are told too.
    void setAliases(bool on) { m_aliases = on; }
    void setAccessLog(AccessMode mode, double sampling);
    std::string scrape() const;

    /// Sum over all workers of a metric of feed Worker.
    std::int64_t sum(Metric metric) const;

    ApiSlots& apiSlots() { return m_slots; }
    MonitorStore& monitor() { return m_monitor; }
    const LiveSeries& live() const { return m_live; }

private:
    struct Worker {
        WorkerMetrics metrics;
        TallyBox box;
        std::unique_ptr<Recorder> recorder;
    };

    LogWriter& m_log;
    const Clock& m_clock;
    std::string m_version;
    std::int64_t m_startWallMs;
    ApiSlots m_slots;
    std::vector<std::unique_ptr<Worker>> m_workers;
    MonitorStore m_monitor;
    LiveSeries m_live;
    TallyWatcher m_watcher;
    DenialWatcher m_denialWatcher;
    std::map<Metric, Collector> m_collectors;
    std::uint32_t m_apiLimit = 2000;
    bool m_aliases = false;
};

} // namespace gatehouse::observe
