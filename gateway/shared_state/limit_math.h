// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/shared_state/limit.h"

#include <cstdint>

namespace gatehouse::shared_state {

/// What one counter remembers; no part of a rule is in it. Times are nanoseconds since 1970.
struct CounterState {
    std::int64_t stampNs = 0; ///< start of the window, or the moment up to which tokens were refilled
    std::uint64_t count = 0;  ///< windows: what passed since stampNs
    double level = 0; ///< sliding window: count of the one before; token bucket: tokens not refilled yet
    std::int64_t endsNs = 0; ///< from here on the counter says nothing any more; zero: never used

    bool fresh() const { return endsNs == 0; }
};

/// Decides whether `cost` passes and, with `commit`, counts it when it does. `nowNs` must not run backwards
/// by less than a second between calls for one counter; a larger step back counts as a new window.
LimitOutcome decideLimit(CounterState& state, const LimitRule& rule, std::int64_t nowNs, std::uint64_t cost,
                         bool commit);
/// Fixed windows: counts without asking and returns the new count.
std::uint64_t addToWindow(CounterState& state, const LimitRule& rule, std::int64_t nowNs,
                          std::uint64_t amount);
/// Windows: adds what `grown` (a part of the same counter) counted elsewhere, as far as it is of this window
/// or a later one.
void addGrowth(CounterState& state, const CounterState& grown);
/// Undoes what decideLimit() counted, as far as the window still runs.
void giveBackTo(CounterState& state, const LimitRule& rule, std::int64_t nowNs, std::uint64_t amount);

} // namespace gatehouse::shared_state
