// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/tier.h"

#include "gateway/filters/plan_limits.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

using proxy::PrincipalLimits;
using proxy::Verdict;
using proxy::WindowUnit;
using shared_state::LimitOutcome;

const std::uint64_t tierScope = shared_state::stableHash("tier");

bool limits(std::uint64_t number)
{
    return number > 0 && number < TierFilter::unlimited;
}

struct Row {
    WindowUnit unit;
    std::uint64_t PrincipalLimits::*limit;
    std::uint64_t PrincipalLimits::*burst;
};

// The order in which they are checked; the first describes itself in the headers (data-plane 5.4).
constexpr Row rows[] = {
    {WindowUnit::Minute, &PrincipalLimits::perMinute, &PrincipalLimits::burstPerMinute},
    {WindowUnit::Hour, &PrincipalLimits::perHour, &PrincipalLimits::burstPerHour},
    {WindowUnit::Day, &PrincipalLimits::perDay, nullptr},
    {WindowUnit::Second, &PrincipalLimits::perSecond, &PrincipalLimits::burstPerSecond},
    {WindowUnit::Month, &PrincipalLimits::perMonth, nullptr},
};

/// What the bucket of that unit holds; zero: a window is counted.
std::uint64_t bucketOf(const proxy::Identity& identity, const PrincipalLimits& numbers, WindowUnit unit)
{
    if (identity.kind != proxy::PrincipalKind::Consumer)
        return 0;
    for (const Row& row : rows) {
        if (row.unit == unit)
            return row.burst ? numbers.*row.burst : 0;
    }
    return 0;
}

/// The headers are about what was counted in this place.
void tell(proxy::Exchange& exchange, std::size_t place)
{
    slot(exchange, Slot::LimitUnit) = ((slot(exchange, Slot::TierUnits) >> (place * 4)) & 0xF) - 1;
}

bool isContract(const proxy::Exchange& exchange)
{
    return exchange.api() && exchange.api()->surface == proxy::Surface::Contract;
}

} // namespace

void TierFilter::Plan::add(const shared_state::Take& take, WindowUnit unit)
{
    takes[size] = take;
    units[size++] = unit;
}

TierFilter::TierFilter(TierConfig config)
    : LimitFilter(FilterId::Tier, config.enforcement, config.state)
    , m_config(std::move(config))
{
}

shared_state::CounterKey TierFilter::keyOf(const proxy::Identity& identity, WindowUnit unit)
{
    return {shared_state::combine(tierScope, static_cast<std::uint64_t>(unit)), identity.counterKey};
}

const PrincipalLimits* TierFilter::limitsOf(const proxy::Exchange& exchange) const
{
    const proxy::Identity* const caller = countedCaller(exchange, m_config.tokens.get());
    return caller ? planLimitsOf(exchange, *caller, m_config.defaults.get()) : nullptr;
}

TierFilter::Plan TierFilter::planFor(const proxy::Identity& identity, const PrincipalLimits& numbers) const
{
    Plan plan;
    for (const Row& row : rows) {
        const std::uint64_t limit = numbers.*row.limit;
        if (!limits(limit))
            continue;
        const shared_state::CounterKey key = keyOf(identity, row.unit);
        const shared_state::LimitRule window = fixedWindow(limit, row.unit);
        shared_state::LimitRule bucket = window;
        bucket.algorithm = shared_state::Algorithm::TokenBucket;
        // The plan of a consumer stands for a policy (week-one runbook 6.5, 7.1): its bucket holds the burst.
        if ((bucket.burst = bucketOf(identity, numbers, row.unit)) > 0) {
            plan.add({key, bucket, 1}, row.unit);
            continue;
        }
        plan.add({key, window, 1}, row.unit);
        // Of a user's tier tokens come back at the rate of the limit; burst tokens cover a shortage.
        const std::uint64_t burst = row.burst ? numbers.*row.burst : 0;
        bucket.burst = limit + burst;
        if (burst > 0)
            plan.add({key, bucket, 1}, row.unit);
    }
    return plan;
}

Verdict TierFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    const proxy::Identity* const caller = countedCaller(exchange, m_config.tokens.get());
    const PrincipalLimits* const numbers =
        caller ? planLimitsOf(exchange, *caller, m_config.defaults.get()) : nullptr;
    if (!numbers)
        return Verdict::Continue;
    const Plan plan = planFor(*caller, *numbers);
    if (plan.size == 0)
        return Verdict::Continue;
    slot(exchange, Slot::LimitUnit) = static_cast<std::uint64_t>(plan.units[0]);
    slot(exchange, Slot::TierUnits) = 0;
    for (std::size_t i = 0; i < plan.size; ++i)
        slot(exchange, Slot::TierUnits) |= (static_cast<std::uint64_t>(plan.units[i]) + 1) << (i * 4);
    return count(exchange, {plan.takes.data(), plan.size});
}

Verdict TierFilter::decide(proxy::Exchange& exchange, std::span<const LimitOutcome> outcomes) const
{
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].allowed)
            continue;
        if (queue(exchange, outcomes[i]))
            return Verdict::Wait;
        tell(exchange, i);
        report(exchange, outcomes[i], true);
        return refuse(exchange,
                      {.reason = proxy::Reason::RateLimited,
                       .detail = wordOf(static_cast<WindowUnit>(slot(exchange, Slot::LimitUnit))),
                       .shape = isContract(exchange) ? ErrorShape::RateLimit : ErrorShape::RawTier});
    }
    std::size_t told = 0;
    for (std::size_t i = 1; isContract(exchange) && i < outcomes.size(); ++i)
        told = outcomes[i].remaining < outcomes[told].remaining ? i : told;
    tell(exchange, told);
    report(exchange, outcomes[told], false);
    return Verdict::Continue;
}

bool TierFilter::queue(proxy::Exchange& exchange, const LimitOutcome& outcome) const
{
    const PrincipalLimits* const numbers = dryRun() ? nullptr : limitsOf(exchange);
    if (!numbers || !numbers->planThrottle)
        return false;
    std::uint64_t& since = slot(exchange, Slot::TierQueuedSince);
    if (since == 0)
        since = static_cast<std::uint64_t>(exchange.nowNs()) + 1;
    const std::int64_t waited = exchange.nowNs() - (static_cast<std::int64_t>(since) - 1);
    if (waited + outcome.retryAfterNs > numbers->planMaxQueueMs * 1'000'000)
        return false;
    exchange.repeatAfter(std::max<std::int64_t>(outcome.retryAfterNs, 1'000'000));
    return true;
}

void TierFilter::reportBucket(proxy::Exchange& exchange) const
{
    const proxy::Identity* const caller = countedCaller(exchange, m_config.tokens.get());
    const PrincipalLimits* const numbers = limitsOf(exchange);
    const auto unit = static_cast<WindowUnit>(slot(exchange, Slot::LimitUnit));
    const std::uint64_t burst = caller && numbers ? bucketOf(*caller, *numbers, unit) : 0;
    if (burst > 0)
        exchange.answerEdits().set("X-RateLimit-Burst",
                                   exchange.arena().number(static_cast<std::int64_t>(burst)));
}

void TierFilter::report(proxy::Exchange& exchange, const LimitOutcome& outcome, bool refused) const
{
    if (refused && dryRun())
        return;
    proxy::Arena& arena = exchange.arena();
    proxy::HeaderEdits& edits = exchange.answerEdits();
    const auto limit = static_cast<std::int64_t>(outcome.limit);
    // On the platform surface it is what was left before this request (data-plane 5.4).
    const std::int64_t left = static_cast<std::int64_t>(outcome.remaining) + (isContract(exchange) ? 0 : 1);
    const std::int64_t remaining = refused ? 0 : left;
    edits.set("X-RateLimit-Limit", arena.number(limit));
    edits.set("X-RateLimit-Remaining", arena.number(remaining));
    edits.set("X-RateLimit-Reset", arena.number(outcome.resetEpochSec));
    reportBucket(exchange);
    slot(exchange, Slot::ReportedLimit) = static_cast<std::uint64_t>(remaining) + 1;
    if (!refused)
        return;
    const std::int64_t retry = retryAfterSeconds(outcome);
    edits.set("X-RateLimit-Retry-After", arena.number(retry));
    edits.set("Retry-After", arena.number(retry));
    slot(exchange, Slot::LimitMax) = outcome.limit;
    slot(exchange, Slot::LimitResetSec) = static_cast<std::uint64_t>(outcome.resetEpochSec);
    slot(exchange, Slot::LimitRetrySec) = static_cast<std::uint64_t>(retry);
}

} // namespace gatehouse::filters
