// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/output_watch.h"

#include "gateway/net/socket.h"

#include <algorithm>
#include <utility>

namespace gatehouse::proxy {

namespace {

constexpr std::int64_t looksPerPatience = 4;

} // namespace

void OutputWatch::begin(std::int64_t nowMs)
{
    m_startMs = m_pausedMs = nowMs;
    m_taken = 0;
    m_waiting = false;
}

void OutputWatch::waits(int fd, std::int64_t nowMs, bool afresh, std::uint64_t leastRate)
{
    if (std::exchange(m_waiting, true))
        return look(fd, nowMs);
    afresh = afresh && !behind(leastRate);
    m_startMs = afresh ? nowMs : m_startMs + nowMs - m_pausedMs;
    m_taken = afresh ? 0 : m_taken;
    m_movedMs = nowMs;
    m_acknowledged = net::acknowledgedBytes(fd);
}

void OutputWatch::pauses(int fd, std::int64_t nowMs)
{
    if (!m_waiting)
        return;
    look(fd, nowMs);
    m_pausedMs = nowMs;
    m_waiting = false;
}

void OutputWatch::look(int fd, std::int64_t nowMs)
{
    const std::uint64_t acknowledged = net::acknowledgedBytes(fd);
    if (acknowledged == m_acknowledged)
        return;
    m_taken += acknowledged - std::exchange(m_acknowledged, acknowledged);
    m_movedMs = nowMs;
}

/// Until the pause.
bool OutputWatch::behind(std::uint64_t leastRate) const
{
    return m_taken * 1000 < leastRate * static_cast<std::uint64_t>(m_pausedMs - m_startMs);
}

std::int64_t OutputWatch::nextLook(std::int64_t nowMs, std::int64_t patienceMs, std::int64_t deadlineMs)
{
    return std::min(deadlineMs, nowMs + std::max<std::int64_t>(patienceMs / looksPerPatience, 1));
}

} // namespace gatehouse::proxy
