// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/observe/access_line.h"
#include "gateway/observe/exchange_sink.h"
#include "gateway/observe/log_writer.h"
#include "gateway/observe/metrics.h"
#include "gateway/observe/tally.h"

#include <atomic>
#include <memory>

namespace gatehouse::observe {

enum class AccessMode : std::uint8_t { Off, Errors, On };

struct RecorderOptions {
    AccessFormat format = AccessFormat::Json;
    AccessMode mode = AccessMode::On;
    /// Share of good requests that gets a line, 0..1. Requests with status 400 and above always get one.
    double sampling = 1.0;
};

/// Records finished exchanges of one worker: counters, tally and access line. No locks and no system calls
/// per request; full buffers (64 KiB) and tallies are handed over.
///
/// The worker calls flush() every 200 ms and once before it ends. The objects given must outlive the
/// recorder.
class Recorder final : public ExchangeSink {
public:
    static constexpr std::size_t BufferBytes = 64 * 1024;
    static constexpr std::int64_t HandOverNs = 500'000'000;

    Recorder(WorkerMetrics& metrics, TallyBox& tallies, LogWriter& log, const Clock& clock,
             const RecorderOptions& options);

    void finished(const RequestRecord& record) noexcept override;
    /// Hands over the access lines, and the tally when half a second has passed. `last` hands over in any
    /// case.
    void flush(bool last = false) override;
    /// From any thread.
    void setMode(AccessMode mode, double sampling)
    {
        m_mode.store(mode, std::memory_order_relaxed);
        m_sampling.store(sampling, std::memory_order_relaxed);
    }

    WorkerMetrics* metrics() override { return &m_metrics; }

private:
    bool wantsLine(const RequestRecord& record);
    void handOverLines();

    WorkerMetrics& m_metrics;
    TallyBox& m_tallies;
    LogWriter& m_log;
    const Clock& m_clock;
    std::atomic<AccessMode> m_mode;
    std::atomic<double> m_sampling;
    double m_share = 0;
    AccessLine m_line;
    std::string m_buffer;
    std::unique_ptr<Tally> m_tally;
    RecentEndpoints m_recent; ///< of m_tally
    std::int64_t m_handedOverNs = 0;
};

} // namespace gatehouse::observe
