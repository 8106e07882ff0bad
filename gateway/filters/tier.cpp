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

} // namespace

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
        shared_state::LimitRule rule = fixedWindow(limit, row.unit);
        plan.takes[plan.size] = {key, rule, 1};
        plan.windows[plan.size++] = {row.unit, false};
        const std::uint64_t burst = row.burst ? numbers.*row.burst : 0;
        if (burst == 0)
            continue;
        // Tokens come back at the rate of the limit; burst tokens cover a shortage.
        rule.algorithm = shared_state::Algorithm::TokenBucket;
        rule.burst = limit + burst;
        plan.takes[plan.size] = {key, rule, 1};
        plan.windows[plan.size++] = {row.unit, true};
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
    slot(exchange, Slot::LimitUnit) = static_cast<std::uint64_t>(plan.windows[0].unit);
    slot(exchange, Slot::TierUnits) = 0;
    for (std::size_t i = 0; i < plan.size; ++i)
        slot(exchange, Slot::TierUnits) |= (static_cast<std::uint64_t>(plan.windows[i].unit) + 1) << (i * 4);
    return count(exchange, {plan.takes.data(), plan.size});
}

Verdict TierFilter::decide(proxy::Exchange& exchange, std::span<const LimitOutcome> outcomes) const
{
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i].allowed)
            continue;
        if (queue(exchange, outcomes[i]))
            return Verdict::Wait;
        const std::uint64_t unit = ((slot(exchange, Slot::TierUnits) >> (i * 4)) & 0xF) - 1;
        slot(exchange, Slot::LimitUnit) = unit;
        report(exchange, outcomes[i], true);
        return refuse(exchange, {.reason = proxy::Reason::RateLimited,
                                 .detail = wordOf(static_cast<WindowUnit>(unit)),
                                 .shape = ErrorShape::RawTier});
    }
    report(exchange, outcomes.front(), false);
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

void TierFilter::report(proxy::Exchange& exchange, const LimitOutcome& outcome, bool refused) const
{
    if (refused && dryRun())
        return;
    proxy::Arena& arena = exchange.arena();
    proxy::HeaderEdits& edits = exchange.answerEdits();
    const auto limit = static_cast<std::int64_t>(outcome.limit);
    // Remaining is what was left before this request (data-plane 5.4).
    const std::int64_t remaining = refused ? 0 : static_cast<std::int64_t>(outcome.remaining) + 1;
    edits.set("X-RateLimit-Limit", arena.number(limit));
    edits.set("X-RateLimit-Remaining", arena.number(remaining));
    edits.set("X-RateLimit-Reset", arena.number(outcome.resetEpochSec));
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
