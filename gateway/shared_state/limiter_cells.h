// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/shared_state/counter_key.h"
#include "gateway/shared_state/limit.h"
#include "gateway/shared_state/limit_math.h"
#include "gateway/shared_state/window_clock.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace gatehouse::shared_state {

/// The counters of all limits of this process: a hash table in stripes, each with its own lock that is held
/// for the few instructions of one decision. Exact under any number of threads. A key costs about 100 bytes
/// once seen and is dropped when its window has long passed; the table never grows beyond `maxCells`, then
/// the cells that end soonest make room (counted in evictions()). A known key makes no allocation.
/// Thread-safe.
class LimiterCells {
public:
    static constexpr std::size_t stripeCount = 1024;

    explicit LimiterCells(const Clock& clock, std::size_t maxCells = 1'048'576);
    ~LimiterCells();

    /// Counts `cost` when the rule allows it. What is refused is not counted.
    LimitOutcome take(const CounterKey& key, const LimitRule& rule, std::uint64_t cost = 1);
    /// What take() would say, without counting.
    LimitOutcome peek(const CounterKey& key, const LimitRule& rule, std::uint64_t cost = 1) const;
    /// Counts without asking, for what is known only afterwards (bytes). Windows only. Returns the new count.
    std::uint64_t add(const CounterKey& key, const LimitRule& rule, std::uint64_t amount);
    /// Takes back what take() counted in the window that still runs.
    void giveBack(const CounterKey& key, const LimitRule& rule, std::uint64_t amount);
    /// The counter starts anew.
    void forget(const CounterKey& key);
    void clear();

    /// The counters that still say something, with the numbers under which they are filed; for keeping them
    /// over a restart.
    struct Saved {
        CounterKey key;
        CounterState state;
    };
    std::vector<Saved> save() const;
    /// Puts them back; those whose window has passed are left out.
    void restore(const std::vector<Saved>& saved);
    /// Adds what another process has counted since save() (CounterGrowth). Windows only.
    void merge(const std::vector<Saved>& grown);

    /// Follows a step of the wall clock (see WindowClock).
    void realign() { m_clock.realign(); }
    /// Cells that hold a counter; for metrics.
    std::size_t size() const;
    /// Counters dropped before their time because the table was full.
    std::uint64_t evictions() const { return m_evictions.load(std::memory_order_relaxed); }

private:
    struct Cell;
    struct Stripe;

    template <typename Change>
    auto change(const CounterKey& key, Change apply);
    static Cell* find(const Stripe& stripe, const CounterKey& key);
    static Cell& place(Stripe& stripe, const CounterKey& key);
    void makeRoom(Stripe& stripe, std::int64_t nowNs);
    static void rebuild(Stripe& stripe, const std::vector<Cell>& kept);
    Stripe& stripeOf(const CounterKey& key) const;

    WindowClock m_clock;
    std::size_t m_maxPerStripe;
    std::unique_ptr<Stripe[]> m_stripes;
    std::atomic<std::uint64_t> m_evictions{0};
};

} // namespace gatehouse::shared_state
