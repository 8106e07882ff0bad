// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace gatehouse::shared_state {

enum class Algorithm : std::uint8_t {
    FixedWindow,   ///< windows aligned to 1970-01-01 UTC; up to twice the limit across an edge
    SlidingWindow, ///< the previous window counts by the share that still overlaps; about the limit in any
                   ///< window
    TokenBucket    ///< `burst` tokens at once, refilled with `limit` per window
};

/// How much is allowed. Not part of the counter: another rule for the same key goes on with what was counted.
struct LimitRule {
    Algorithm algorithm = Algorithm::FixedWindow;
    std::uint64_t limit = 0;   ///< per window
    std::int64_t windowNs = 0; ///< longer than zero
    std::uint64_t burst = 0;   ///< TokenBucket only: its capacity
    /// FixedWindow only: the window of this moment begins here, as a calendar month does (nanoseconds since
    /// 1970); zero: windows are aligned to 1970.
    std::int64_t startNs = 0;
};

/// What the counter said.
struct LimitOutcome {
    bool allowed = true;
    std::uint64_t limit = 0;
    std::uint64_t used = 0;         ///< in this window, this call included when it was allowed
    std::uint64_t remaining = 0;    ///< after this call
    std::int64_t retryAfterNs = 0;  ///< zero when allowed; else how long until the same call would pass
    std::int64_t resetAfterNs = 0;  ///< until the window ends, or the bucket is full
    std::int64_t resetEpochSec = 0; ///< the same as seconds since 1970, rounded up
};

/// Whole seconds, rounded up, at least one: the value of Retry-After.
constexpr std::int64_t retryAfterSeconds(const LimitOutcome& outcome)
{
    const std::int64_t seconds = (outcome.retryAfterNs + 999'999'999) / 1'000'000'000;
    return seconds < 1 ? 1 : seconds;
}

} // namespace gatehouse::shared_state
