// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <atomic>
#include <cstdint>

namespace gatehouse::shared_state {

/// Nanoseconds since 1970 that never jump by themselves: the wall clock is read once, then the monotonic
/// clock moves it on. A step of the wall clock therefore neither refills nor freezes a limit; realign()
/// follows it when the owner says so (at most one fresh window). Thread-safe.
class WindowClock {
public:
    explicit WindowClock(const Clock& clock)
        : m_clock(clock)
        , m_offsetNs(offset())
    {
    }

    std::int64_t nowNs() const { return m_clock.monotonicNs() + m_offsetNs.load(std::memory_order_relaxed); }
    /// Takes over the wall clock when it has drifted more than two seconds away.
    void realign()
    {
        const std::int64_t wanted = offset();
        const std::int64_t drift = wanted - m_offsetNs.load(std::memory_order_relaxed);
        if (drift > 2'000'000'000 || drift < -2'000'000'000)
            m_offsetNs.store(wanted, std::memory_order_relaxed);
    }

private:
    std::int64_t offset() const { return m_clock.wallMs() * 1'000'000 - m_clock.monotonicNs(); }

    const Clock& m_clock;
    std::atomic<std::int64_t> m_offsetNs;
};

} // namespace gatehouse::shared_state
