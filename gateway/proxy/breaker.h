// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

namespace gatehouse::proxy {

/// What the settings of the moment say; taken from the snapshot at each call, so a change is in effect at
/// once.
struct BreakerSettings {
    bool enabled = true;
    std::uint32_t threshold = 5;             ///< failures that open the circuit, at least 1
    std::int64_t timeoutNs = 30'000'000'000; ///< how long it stays open
    std::int64_t windowNs = 0;               ///< failures within this time count; 0: those in a row
    std::uint32_t successes = 1;             ///< attempts in a row that close it again
};

/// Circuit breaker of one upstream key. Shared by all workers and outside the snapshot: an apply neither
/// opens nor closes it. Lock-free but for failures that count within a window.
///
/// Closed -> `threshold` failures, in a row or within any stretch of `windowNs` -> open for `timeoutNs` ->
/// half-open: one attempt at a time is let through; `successes` of them close the circuit and zero the count,
/// a failure opens it again.
class Breaker {
public:
    /// A permit must be given back with exactly one of succeeded(), failed() or abandoned().
    enum class Permit : std::uint8_t { Refused, Normal, Trial };
    enum class State : std::uint8_t { Closed, Open, HalfOpen };

    Permit acquire(const BreakerSettings& settings, std::int64_t nowNs) noexcept;
    void succeeded(Permit permit, const BreakerSettings& settings) noexcept;
    void failed(Permit permit, const BreakerSettings& settings, std::int64_t nowNs) noexcept;
    /// The attempt says nothing about the upstream (the client left, the pool was full).
    void abandoned(Permit permit) noexcept;

    State state(std::int64_t nowNs) const noexcept;
    std::uint32_t failures() const noexcept { return m_failures.load(std::memory_order_relaxed); }
    /// The upstream is known to be well again: an open circuit lets a trial through at once.
    void letTry(std::int64_t nowNs) noexcept;
    /// Closes it by hand (an administrator's reset).
    void reset() noexcept;

private:
    std::uint32_t count(const BreakerSettings& settings, std::int64_t nowNs) noexcept;
    std::uint32_t countInWindow(const BreakerSettings& settings, std::int64_t nowNs) noexcept;

    std::atomic<std::uint32_t> m_failures{0};
    std::atomic<std::uint32_t> m_successes{0};   ///< of trials in a row
    std::atomic<std::int64_t> m_openUntilNs{0};  ///< 0 = closed
    std::atomic<std::int64_t> m_trialUntilNs{0}; ///< a trial is under way until then at most
    std::mutex m_windowMutex;
    std::vector<std::int64_t> m_times; ///< of the failures within the window, no more than open the circuit
};

} // namespace gatehouse::proxy
