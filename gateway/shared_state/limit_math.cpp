// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/limit_math.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::shared_state {

namespace {

// Sums of fractions of tokens stay this close to the exact value.
constexpr double epsilon = 1e-6;
// The longest answer of a rule that never lets the call pass.
constexpr double yearNs = 31'536'000e9;

/// Half a nanosecond is noise of the division, not waiting time.
std::int64_t ceilNs(double ns)
{
    return static_cast<std::int64_t>(std::ceil(std::clamp(ns - 0.5, 0.0, yearNs)));
}

void finishOutcome(LimitOutcome& outcome, std::int64_t nowNs)
{
    if (outcome.allowed)
        outcome.retryAfterNs = 0;
    outcome.resetEpochSec = (nowNs + outcome.resetAfterNs + 999'999'999) / 1'000'000'000;
}

std::uint64_t minus(std::uint64_t limit, std::uint64_t used)
{
    return limit > used ? limit - used : 0;
}

bool fits(std::uint64_t used, std::uint64_t cost, std::uint64_t limit)
{
    return cost <= limit && used <= limit - cost;
}

/// Moves the counter into the window of `nowNs`. A counter of a shorter window that lies in this one goes on,
/// so that a rule with a longer window does not forget.
std::int64_t enterWindow(CounterState& state, const LimitRule& rule, std::int64_t nowNs)
{
    const bool aligned = rule.startNs == 0;
    const std::int64_t start = aligned ? nowNs - nowNs % rule.windowNs : rule.startNs;
    if (state.fresh() || state.stampNs < start || (aligned && state.stampNs > nowNs)) {
        const bool adjacent =
            !state.fresh() && state.stampNs < start && state.stampNs >= start - rule.windowNs;
        state.level = adjacent ? static_cast<double>(state.count) : 0;
        state.count = 0;
        state.stampNs = start;
    }
    return start;
}

LimitOutcome decideFixed(CounterState& state, const LimitRule& rule, std::int64_t nowNs, std::uint64_t cost,
                         bool commit)
{
    const std::int64_t end = enterWindow(state, rule, nowNs) + rule.windowNs;
    LimitOutcome outcome;
    outcome.allowed = fits(state.count, cost, rule.limit);
    if (outcome.allowed && commit)
        state.count += cost;
    outcome.limit = rule.limit;
    outcome.used = state.count;
    outcome.remaining = minus(rule.limit, state.count);
    outcome.resetAfterNs = std::max<std::int64_t>(end - nowNs, 0);
    outcome.retryAfterNs = outcome.resetAfterNs;
    state.endsNs = end;
    return outcome;
}

/// How long until `cost` fits, when what was counted before fades evenly.
double slidingWait(const CounterState& state, const LimitRule& rule, double elapsed, double cost)
{
    const auto limit = static_cast<double>(rule.limit);
    const auto count = static_cast<double>(state.count);
    const auto window = static_cast<double>(rule.windowNs);
    if (cost > limit)
        return yearNs;
    if (count + cost <= limit)
        return window * (1 - (limit - count - cost) / state.level) - elapsed;
    return (window - elapsed) + window * (1 - (limit - cost) / count);
}

LimitOutcome decideSliding(CounterState& state, const LimitRule& rule, std::int64_t nowNs, std::uint64_t cost,
                           bool commit)
{
    const std::int64_t start = enterWindow(state, rule, nowNs);
    const auto window = static_cast<double>(rule.windowNs);
    const auto elapsed = static_cast<double>(nowNs - start);
    const auto faded =
        static_cast<std::uint64_t>(std::ceil(state.level * (window - elapsed) / window - epsilon));
    LimitOutcome outcome;
    outcome.allowed = fits(faded + state.count, cost, rule.limit);
    if (!outcome.allowed)
        outcome.retryAfterNs = ceilNs(slidingWait(state, rule, elapsed, static_cast<double>(cost)));
    else if (commit)
        state.count += cost;
    outcome.limit = rule.limit;
    outcome.used = faded + state.count;
    outcome.remaining = minus(rule.limit, outcome.used);
    outcome.resetAfterNs = start + rule.windowNs - nowNs;
    state.endsNs = start + 2 * rule.windowNs;
    return outcome;
}

double capacityOf(const LimitRule& rule)
{
    return static_cast<double>(rule.burst > 0 ? rule.burst : std::max<std::uint64_t>(rule.limit, 1));
}

double nsPerToken(const LimitRule& rule)
{
    return rule.limit > 0 ? static_cast<double>(rule.windowNs) / static_cast<double>(rule.limit) : yearNs;
}

/// Brings the tokens up to date. What is kept is how many are used, so that another capacity neither fills
/// the bucket nor forgets what passed: 10 used of 10 are 10 used of 100.
void refill(CounterState& state, const LimitRule& rule, std::int64_t nowNs)
{
    if (state.fresh()) {
        state.level = 0;
    } else if (rule.limit > 0) {
        const auto elapsed = static_cast<double>(std::max<std::int64_t>(nowNs - state.stampNs, 0));
        state.level -= elapsed * static_cast<double>(rule.limit) / static_cast<double>(rule.windowNs);
    }
    state.level = std::clamp(state.level, 0.0, capacityOf(rule));
    state.stampNs = nowNs;
}

LimitOutcome decideBucket(CounterState& state, const LimitRule& rule, std::int64_t nowNs, std::uint64_t cost,
                          bool commit)
{
    refill(state, rule, nowNs);
    const double capacity = capacityOf(rule);
    const double tokens = capacity - state.level;
    const auto wanted = static_cast<double>(cost);
    LimitOutcome outcome;
    outcome.allowed = tokens + epsilon >= wanted;
    if (!outcome.allowed)
        outcome.retryAfterNs = ceilNs((wanted - tokens) * nsPerToken(rule));
    else if (commit)
        state.level = std::min(state.level + wanted, capacity);
    outcome.limit = rule.limit;
    outcome.remaining = static_cast<std::uint64_t>(capacity - state.level + epsilon);
    outcome.used = static_cast<std::uint64_t>(capacity) - outcome.remaining;
    outcome.resetAfterNs = ceilNs(state.level * nsPerToken(rule));
    state.endsNs = nowNs + std::max<std::int64_t>(outcome.resetAfterNs, 1);
    return outcome;
}

} // namespace

LimitOutcome decideLimit(CounterState& state, const LimitRule& rule, std::int64_t nowNs, std::uint64_t cost,
                         bool commit)
{
    LimitOutcome outcome;
    switch (rule.algorithm) {
    case Algorithm::FixedWindow:
        outcome = decideFixed(state, rule, nowNs, cost, commit);
        break;
    case Algorithm::SlidingWindow:
        outcome = decideSliding(state, rule, nowNs, cost, commit);
        break;
    case Algorithm::TokenBucket:
        outcome = decideBucket(state, rule, nowNs, cost, commit);
        break;
    }
    finishOutcome(outcome, nowNs);
    return outcome;
}

std::uint64_t addToWindow(CounterState& state, const LimitRule& rule, std::int64_t nowNs,
                          std::uint64_t amount)
{
    state.endsNs = enterWindow(state, rule, nowNs) + rule.windowNs;
    return state.count += amount;
}

void addGrowth(CounterState& state, const CounterState& grown)
{
    if (state.fresh() || state.stampNs < grown.stampNs)
        state = grown;
    else if (grown.endsNs > state.stampNs)
        state.count += grown.count;
}

void giveBackTo(CounterState& state, const LimitRule& rule, std::int64_t nowNs, std::uint64_t amount)
{
    if (state.fresh())
        return;
    if (rule.algorithm == Algorithm::TokenBucket) {
        refill(state, rule, nowNs);
        state.level = std::max(state.level - static_cast<double>(amount), 0.0);
        return;
    }
    enterWindow(state, rule, nowNs);
    state.count = minus(state.count, amount);
}

} // namespace gatehouse::shared_state
