// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/rolling_window.h"

#include <algorithm>

namespace gatehouse::observe {

namespace {

constexpr std::int64_t mostSteps = 60;

std::uint64_t countOf(const Tally& tally, std::uint16_t status)
{
    const auto found = tally.status.find(status);
    return found == tally.status.end() ? 0 : found->second;
}

} // namespace

void TrafficCounts::add(const TrafficCounts& other)
{
    requests += other.requests;
    serverErrors += other.serverErrors;
    limited += other.limited;
    refused += other.refused;
    latency.merge(other.latency);
}

TrafficCounts TrafficCounts::of(const Tally& tally, bool latencies)
{
    TrafficCounts counts{
        tally.count, tally.classes[5], countOf(tally, 429), countOf(tally, 401) + countOf(tally, 403), {}};
    if (latencies)
        counts.latency = tally.latency;
    return counts;
}

TrafficCounts TrafficCounts::of(const EndpointCell& cell, bool latencies)
{
    TrafficCounts counts{cell.count, cell.serverErrors, cell.limited, cell.refused, {}};
    if (latencies)
        counts.latency = cell.latency;
    return counts;
}

RollingWindow::RollingWindow(std::int64_t seconds)
    : m_seconds(std::max<std::int64_t>(1, seconds))
    , m_width((m_seconds + mostSteps - 1) / mostSteps)
{
}

void RollingWindow::add(std::int64_t second, const TrafficCounts& counts)
{
    if (!m_steps.empty()) // a clock that was set back must not disturb the order
        second = std::max(second, m_steps.back().startSecond);
    while (!m_steps.empty() && !holds(m_steps.front(), second))
        m_steps.pop_front();
    const std::int64_t start = second - second % m_width;
    if (m_steps.empty() || m_steps.back().startSecond < start)
        m_steps.push_back({start, {}});
    m_steps.back().counts.add(counts);
}

TrafficCounts RollingWindow::sum(std::int64_t nowSecond, std::int64_t seconds) const
{
    TrafficCounts all;
    for (const Step& step : m_steps) {
        if (step.startSecond <= nowSecond - std::min(seconds, m_seconds))
            continue;
        all.requests += step.counts.requests;
        all.serverErrors += step.counts.serverErrors;
        all.limited += step.counts.limited;
        all.refused += step.counts.refused;
    }
    return all;
}

Histogram RollingWindow::latencies(std::int64_t nowSecond) const
{
    Histogram all;
    for (const Step& step : m_steps) {
        if (!holds(step, nowSecond))
            continue;
        for (const auto& [bucket, times] : step.counts.latency.entries())
            all.addBucket(bucket, times);
    }
    return all;
}

bool RollingWindow::isEmpty(std::int64_t nowSecond) const
{
    return m_steps.empty() || !holds(m_steps.back(), nowSecond);
}

} // namespace gatehouse::observe
