// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/limiter_cells.h"

#include <algorithm>

namespace gatehouse::shared_state {

struct LimiterCells::Cell {
    CounterKey key;
    CounterState state;

    bool free() const { return state.fresh(); }
};

/// Open addressing with linear probing; the number of slots is zero or a power of two.
struct alignas(64) LimiterCells::Stripe {
    mutable std::mutex mutex;
    mutable std::vector<Cell> slots;
    std::size_t used = 0;
};

namespace {

// A counter outlives its window by this much, so that a rule made slower still finds it.
constexpr std::int64_t graceNs = 120'000'000'000;
constexpr std::size_t firstSlots = 4;

std::uint64_t mix(const CounterKey& key)
{
    return combine(key.scope, key.subject);
}

/// Counters of different algorithms have nothing to say to each other.
CounterKey keyFor(const CounterKey& key, const LimitRule& rule)
{
    return {key.scope + static_cast<std::uint64_t>(rule.algorithm), key.subject};
}

std::size_t slotOf(const CounterKey& key, std::size_t slots)
{
    return static_cast<std::size_t>(mix(key) >> 16) & (slots - 1);
}

bool tooFull(std::size_t used, std::size_t slots)
{
    return (used + 1) * 4 > slots * 3;
}

} // namespace

LimiterCells::LimiterCells(const Clock& clock, std::size_t maxCells)
    : m_clock(clock)
    , m_maxPerStripe(std::max<std::size_t>(maxCells / stripeCount, 4))
    , m_stripes(std::make_unique<Stripe[]>(stripeCount))
{
}

LimiterCells::~LimiterCells() = default;

LimiterCells::Stripe& LimiterCells::stripeOf(const CounterKey& key) const
{
    return m_stripes[mix(key) % stripeCount];
}

LimiterCells::Cell* LimiterCells::find(const Stripe& stripe, const CounterKey& key)
{
    const std::size_t slots = stripe.slots.size();
    if (slots == 0)
        return nullptr;
    // There is always a free cell, so this ends.
    for (std::size_t at = slotOf(key, slots); !stripe.slots[at].free(); at = (at + 1) & (slots - 1)) {
        if (stripe.slots[at].key == key)
            return &stripe.slots[at];
    }
    return nullptr;
}

LimiterCells::Cell& LimiterCells::place(Stripe& stripe, const CounterKey& key)
{
    const std::size_t mask = stripe.slots.size() - 1;
    std::size_t at = slotOf(key, stripe.slots.size());
    while (!stripe.slots[at].free())
        at = (at + 1) & mask;
    ++stripe.used;
    stripe.slots[at].key = key;
    return stripe.slots[at];
}

void LimiterCells::makeRoom(Stripe& stripe, std::int64_t nowNs)
{
    std::vector<Cell> kept;
    kept.reserve(stripe.used);
    for (const Cell& cell : stripe.slots) {
        if (!cell.free() && cell.state.endsNs + graceNs > nowNs)
            kept.push_back(cell);
    }
    if (kept.size() >= m_maxPerStripe) {
        const std::size_t room = m_maxPerStripe - std::max<std::size_t>(m_maxPerStripe / 8, 1);
        std::nth_element(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(room), kept.end(),
                         [](const Cell& a, const Cell& b) { return a.state.endsNs > b.state.endsNs; });
        m_evictions.fetch_add(kept.size() - room, std::memory_order_relaxed);
        kept.resize(room);
    }
    rebuild(stripe, kept);
}

void LimiterCells::rebuild(Stripe& stripe, const std::vector<Cell>& kept)
{
    std::size_t slots = firstSlots;
    while (kept.size() * 2 > slots)
        slots *= 2;
    stripe.slots.assign(slots, Cell{});
    stripe.used = 0;
    for (const Cell& cell : kept)
        place(stripe, cell.key).state = cell.state;
}

template <typename Change>
auto LimiterCells::change(const CounterKey& key, Change apply)
{
    Stripe& stripe = stripeOf(key);
    const std::scoped_lock lock(stripe.mutex);
    // Read under the lock: no thread may see an earlier time than the one before it.
    const std::int64_t nowNs = m_clock.nowNs();
    Cell* cell = find(stripe, key);
    if (!cell) {
        if (stripe.used >= m_maxPerStripe || tooFull(stripe.used, stripe.slots.size()))
            makeRoom(stripe, nowNs);
        cell = &place(stripe, key);
    }
    return apply(cell->state, nowNs);
}

LimitOutcome LimiterCells::take(const CounterKey& key, const LimitRule& rule, std::uint64_t cost)
{
    return change(keyFor(key, rule), [&](CounterState& state, std::int64_t nowNs) {
        return decideLimit(state, rule, nowNs, cost, true);
    });
}

LimitOutcome LimiterCells::peek(const CounterKey& key, const LimitRule& rule, std::uint64_t cost) const
{
    const CounterKey full = keyFor(key, rule);
    const Stripe& stripe = stripeOf(full);
    const std::scoped_lock lock(stripe.mutex);
    const Cell* const cell = find(stripe, full);
    CounterState state = cell ? cell->state : CounterState{};
    return decideLimit(state, rule, m_clock.nowNs(), cost, false);
}

std::uint64_t LimiterCells::add(const CounterKey& key, const LimitRule& rule, std::uint64_t amount)
{
    return change(keyFor(key, rule), [&](CounterState& state, std::int64_t nowNs) {
        return addToWindow(state, rule, nowNs, amount);
    });
}

void LimiterCells::giveBack(const CounterKey& key, const LimitRule& rule, std::uint64_t amount)
{
    const CounterKey full = keyFor(key, rule);
    Stripe& stripe = stripeOf(full);
    const std::scoped_lock lock(stripe.mutex);
    if (Cell* const cell = find(stripe, full))
        giveBackTo(cell->state, rule, m_clock.nowNs(), amount);
}

void LimiterCells::forget(const CounterKey& key)
{
    for (const Algorithm algorithm :
         {Algorithm::FixedWindow, Algorithm::SlidingWindow, Algorithm::TokenBucket}) {
        const CounterKey full = keyFor(key, {.algorithm = algorithm});
        Stripe& stripe = stripeOf(full);
        const std::scoped_lock lock(stripe.mutex);
        if (!find(stripe, full))
            continue;
        std::vector<Cell> kept;
        for (const Cell& cell : stripe.slots) {
            if (!cell.free() && cell.key != full)
                kept.push_back(cell);
        }
        rebuild(stripe, kept);
    }
}

void LimiterCells::clear()
{
    for (std::size_t i = 0; i < stripeCount; ++i) {
        const std::scoped_lock lock(m_stripes[i].mutex);
        m_stripes[i].slots.clear();
        m_stripes[i].used = 0;
    }
}

std::vector<LimiterCells::Saved> LimiterCells::save() const
{
    std::vector<Saved> saved;
    const std::int64_t nowNs = m_clock.nowNs();
    for (std::size_t i = 0; i < stripeCount; ++i) {
        const std::scoped_lock lock(m_stripes[i].mutex);
        for (const Cell& cell : m_stripes[i].slots) {
            if (!cell.free() && cell.state.endsNs > nowNs)
                saved.push_back({cell.key, cell.state});
        }
    }
    return saved;
}

void LimiterCells::restore(const std::vector<Saved>& saved)
{
    for (const Saved& counter : saved) {
        if (counter.state.endsNs <= m_clock.nowNs())
            continue;
        change(counter.key, [&](CounterState& state, std::int64_t) { return state = counter.state; });
    }
}

void LimiterCells::merge(const std::vector<Saved>& grown)
{
    for (const Saved& counter : grown) {
        if (counter.state.endsNs <= m_clock.nowNs())
            continue;
        change(counter.key, [&](CounterState& state, std::int64_t) {
            addGrowth(state, counter.state);
            return state.count;
        });
    }
}

std::size_t LimiterCells::size() const
{
    std::size_t total = 0;
    for (std::size_t i = 0; i < stripeCount; ++i) {
        const std::scoped_lock lock(m_stripes[i].mutex);
        total += m_stripes[i].used;
    }
    return total;
}

} // namespace gatehouse::shared_state
