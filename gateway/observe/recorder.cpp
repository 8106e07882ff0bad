// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/recorder.h"

namespace gatehouse::observe {

Recorder::Recorder(WorkerMetrics& metrics, TallyBox& tallies, LogWriter& log, const Clock& clock,
                   const RecorderOptions& options)
    : m_metrics(metrics)
    , m_tallies(tallies)
    , m_log(log)
    , m_clock(clock)
    , m_mode(options.mode)
    , m_sampling(options.sampling)
    , m_line(options.format)
    , m_tally(std::make_unique<Tally>())
{
    m_buffer.reserve(BufferBytes + 4096);
    m_handedOverNs = clock.monotonicNs();
}

void Recorder::finished(const RequestRecord& record) noexcept
{
    if (record.refusal)
        m_tally->denials.add(record);
    if (record.surface == Surface::Probe)
        return;
    if (record.surface == Surface::Traffic) {
        m_metrics.count(record);
        m_tally->add(record, m_recent);
    }
    if (!wantsLine(record))
        return;
    m_line.append(m_buffer, record);
    if (m_buffer.size() >= BufferBytes)
        handOverLines();
}

bool Recorder::wantsLine(const RequestRecord& record)
{
    const AccessMode mode = m_mode.load(std::memory_order_relaxed);
    if (mode == AccessMode::Off)
        return false;
    if (record.status >= 400 || record.status == 0)
        return true;
    if (mode == AccessMode::Errors || !record.logAccess)
        return false;
    m_share += m_sampling.load(std::memory_order_relaxed);
    if (m_share < 1.0)
        return false;
    m_share -= 1.0;
    return true;
}

void Recorder::handOverLines()
{
    if (m_buffer.empty())
        return;
    std::string full = std::move(m_buffer);
    m_buffer = std::string();
    m_buffer.reserve(BufferBytes + 4096);
    m_log.submit(LogStream::Access, std::move(full));
}

void Recorder::flush(bool last)
{
    handOverLines();
    const std::int64_t now = m_clock.monotonicNs();
    if (!last && now - m_handedOverNs < HandOverNs)
        return;
    m_handedOverNs = now;
    if (m_tally->isEmpty() && m_tally->denials.isEmpty())
        return;
    m_recent.forget();
    if (last) {
        m_tallies.leave(std::move(m_tally));
        m_tally = std::make_unique<Tally>();
    } else {
        m_tally = m_tallies.exchange(std::move(m_tally));
    }
}

} // namespace gatehouse::observe
