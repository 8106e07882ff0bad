// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace gatehouse {

inline constexpr std::int64_t msPerSecond = 1000;
inline constexpr std::int64_t nsPerSecond = 1'000'000'000;

/// Time as a dependency, so that tests do not wait. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    /// Nanoseconds of a clock that never jumps. For time-outs, windows of limits, latencies.
    virtual std::int64_t monotonicNs() const = 0;
    /// Milliseconds since 1970-01-01 UTC. For expiry dates, log lines and documents.
    virtual std::int64_t wallMs() const = 0;
};

class SystemClock final : public Clock {
public:
    std::int64_t monotonicNs() const override;
    std::int64_t wallMs() const override;
};

/// Stands still until told.
class ManualClock final : public Clock {
public:
    std::int64_t monotonicNs() const override { return m_monotonicNs; }
    std::int64_t wallMs() const override { return m_wallMs; }
    void setWallMs(std::int64_t ms) { m_wallMs = ms; }
    void advanceMs(std::int64_t ms)
    {
        m_monotonicNs += ms * 1'000'000;
        m_wallMs += ms;
    }

private:
    std::atomic<std::int64_t> m_monotonicNs{0};
    std::atomic<std::int64_t> m_wallMs{1'700'000'000'000};
};

} // namespace gatehouse
