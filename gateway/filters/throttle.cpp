// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/throttle.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {
const std::uint64_t throttleScope = shared_state::stableHash("user.throttle");
// Nobody is kept waiting longer; such a caller has left or will repeat anyway.
constexpr std::uint64_t longestWaitMs = 3'600'000;
} // namespace

using proxy::Verdict;

ThrottleFilter::ThrottleFilter(Enforcement enforcement, std::shared_ptr<shared_state::SharedState> state,
                               std::uint32_t leastWaitMs)
    : LimitFilter(FilterId::Throttle, std::move(enforcement), std::move(state))
    , m_leastWaitMs(leastWaitMs)
{
}

shared_state::CounterKey ThrottleFilter::keyOf(const proxy::Identity& identity)
{
    return {throttleScope, identity.counterKey};
}

Verdict ThrottleFilter::request(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !identity || !identity->limits || !identity->limits->throttleOn)
        return Verdict::Continue;
    const proxy::PrincipalLimits& limits = *identity->limits;
    const std::uint64_t queue = limits.throttleQueue != 0 ? limits.throttleQueue : 10;
    const shared_state::Take take{keyOf(*identity), fixedWindow(queue, limits.throttleUnit), 1};
    return count(exchange, {&take, 1});
}

Verdict ThrottleFilter::decide(proxy::Exchange& exchange,
                               std::span<const shared_state::LimitOutcome> outcomes) const
{
    const shared_state::LimitOutcome& outcome = outcomes.front();
    if (!outcome.allowed)
        return refuse(exchange, {.reason = proxy::Reason::ThrottleQueueFull});
    const proxy::PrincipalLimits& limits = *exchange.identity()->limits;
    if (outcome.used <= limits.throttleCount || dryRun())
        return Verdict::Continue;
    const std::uint64_t over = outcome.used - limits.throttleCount;
    const auto unitMs = static_cast<std::uint64_t>(limits.throttleWaitMs > 0 ? limits.throttleWaitMs : 500);
    const std::uint64_t asked = over > longestWaitMs / unitMs ? longestWaitMs : over * unitMs;
    const std::uint64_t waitMs = std::max<std::uint64_t>(asked, m_leastWaitMs);
    exchange.resumeAfter(static_cast<std::int64_t>(waitMs) * 1'000'000);
    return Verdict::Wait;
}

} // namespace gatehouse::filters
