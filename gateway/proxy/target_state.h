// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/per_worker.h"
#include "gateway/proxy/upstream_group.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace gatehouse::proxy {

/// What one worker counts of one target.
struct alignas(64) TargetCounts {
    std::atomic<std::int64_t> active{0};                                 ///< exchanges under way
    std::array<std::atomic<std::uint64_t>, balancingKinds> selections{}; ///< by BalancingKind
    std::atomic<std::uint64_t> failures{0};
};

/// Health and load of one target, shared by all workers, outside the snapshot. Times are monotonic
/// nanoseconds.
class TargetState {
public:
    explicit TargetState(std::size_t workers = 1)
        : m_counts(workers)
    {
    }

    /// Whether checks and real requests speak for it. Drain is the document's and not looked at here.
    bool usable(std::int64_t nowNs) const noexcept
    {
        return !m_down.load(std::memory_order_relaxed) &&
               m_outUntilNs.load(std::memory_order_relaxed) <= nowNs;
    }
    void succeeded() noexcept
    {
        if (m_failures.load(std::memory_order_relaxed) != 0)
            m_failures.store(0, std::memory_order_relaxed);
    }
    /// True when this failure is the one that should take it out: call eject() then, if it may go.
    bool failed(const EjectionRules& rules) noexcept;
    /// Takes it out; for longer each time, until it has been in for as long as the longest ejection.
    void eject(const EjectionRules& rules, std::int64_t nowNs) noexcept;
    bool ejected(std::int64_t nowNs) const noexcept
    {
        return m_outUntilNs.load(std::memory_order_relaxed) > nowNs;
    }
    std::int64_t ejectedUntilNs() const noexcept { return m_outUntilNs.load(std::memory_order_relaxed); }
    std::uint64_t ejections() const noexcept { return m_ejections.load(std::memory_order_relaxed); }
    std::uint32_t failures() const noexcept { return m_failures.load(std::memory_order_relaxed); }

    /// Set by the active checks; successes of requests do not undo it.
    void setDown(bool down) noexcept { m_down.store(down, std::memory_order_relaxed); }
    bool down() const noexcept { return m_down.load(std::memory_order_relaxed); }
    /// Back (or new) in its group: slow start counts from here.
    void setBack(std::int64_t nowNs) noexcept { m_backNs.store(nowNs, std::memory_order_relaxed); }
    /// Forgets failures and ejections (an administrator's reset). Checks go on.
    void reset(std::int64_t nowNs) noexcept;

    /// The part of its weight that it gets, in thousandths: rises from 100 to 1,000 while it starts slowly.
    std::uint32_t share(std::int64_t slowStartNs, std::int64_t nowNs) const noexcept;

    TargetCounts& counts(std::size_t worker) noexcept { return m_counts.of(worker); }
    std::int64_t active() const noexcept;
    std::uint64_t requests() const noexcept;
    /// Of requests(), those for which it was chosen in this way.
    std::uint64_t selections(BalancingKind kind) const noexcept;
    std::uint64_t failedRequests() const noexcept;

private:
    std::atomic<std::int64_t> m_outUntilNs{0};
    std::atomic<bool> m_down{false};
    std::atomic<std::uint32_t> m_failures{0};
    std::atomic<std::int64_t> m_backNs{0}; ///< 0: always in
    std::atomic<std::int64_t> m_lastOutNs{0};
    std::atomic<std::uint64_t> m_ejections{0};
    PerWorker<TargetCounts> m_counts;
};

} // namespace gatehouse::proxy
