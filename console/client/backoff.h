// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <functional>

namespace gatehouse::console {

/// Waiting times between attempts: doubles from first to longest, each shortened by up to a fifth at random,
/// so that many consoles do not come back in one moment.
class Backoff {
public:
    Backoff(int firstMs, int longestMs, std::function<double()> random)
        : m_firstMs(firstMs)
        , m_longestMs(longestMs)
        , m_random(std::move(random))
    {
    }
    int nextMs()
    {
        const int base = m_currentMs == 0 ? m_firstMs : std::min(m_currentMs * 2, m_longestMs);
        m_currentMs = base;
        return base - static_cast<int>(base * 0.2 * m_random());
    }
    void reset() { m_currentMs = 0; }

private:
    int m_firstMs;
    int m_longestMs;
    int m_currentMs = 0;
    std::function<double()> m_random;
};

} // namespace gatehouse::console
