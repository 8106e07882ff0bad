// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/rate_policy.h"

#include "gateway/filters/client_address.h"

namespace gatehouse::filters {

using proxy::Verdict;
using shared_state::LimitOutcome;

RatePolicyFilter::RatePolicyFilter(RatePolicyConfig config)
    : LimitFilter(FilterId::RatePolicy, config.enforcement, config.state)
    , m_config(std::move(config))
    , m_scope(shared_state::combine(shared_state::stableHash("rate"),
                                    shared_state::stableHash(m_config.counterId)))
    , m_limitText(std::to_string(m_config.rule.limit))
    , m_burstText(std::to_string(m_config.rule.burst))
{
}

std::uint64_t RatePolicyFilter::subjectOf(const proxy::Exchange& exchange) const
{
    switch (m_config.per) {
    case RatePer::Address:
        return addressSubject(exchange.client());
    case RatePer::Api:
        return 0;
    case RatePer::Consumer:
        break;
    }
    return callerSubject(exchange);
}

Verdict RatePolicyFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    const shared_state::Take take{{m_scope, subjectOf(exchange)}, m_config.rule, 1};
    return count(exchange, {&take, 1});
}

void RatePolicyFilter::report(proxy::Exchange& exchange, const LimitOutcome& outcome) const
{
    std::uint64_t& reported = slot(exchange, Slot::ReportedLimit);
    if (outcome.allowed && reported != 0 && reported <= outcome.remaining + 1)
        return; // another limit is tighter
    reported = outcome.remaining + 1;
    proxy::Arena& arena = exchange.arena();
    proxy::HeaderEdits& edits = exchange.answerEdits();
    const std::int64_t reset = m_config.resetAsSecondsLeft
                                   ? (outcome.resetAfterNs + 999'999'999) / 1'000'000'000
                                   : outcome.resetEpochSec;
    edits.set("X-RateLimit-Limit", m_limitText);
    edits.set("X-RateLimit-Remaining", arena.number(static_cast<std::int64_t>(outcome.remaining)));
    edits.set("X-RateLimit-Reset", arena.number(reset));
    if (m_config.rule.algorithm == shared_state::Algorithm::TokenBucket)
        edits.set("X-RateLimit-Burst", m_burstText);
}

Verdict RatePolicyFilter::decide(proxy::Exchange& exchange, std::span<const LimitOutcome> outcomes) const
{
    const LimitOutcome& outcome = outcomes.front();
    if (outcome.allowed || !dryRun())
        report(exchange, outcome);
    if (outcome.allowed)
        return Verdict::Continue;
    if (!dryRun()) {
        const std::int64_t retry = retryAfterSeconds(outcome);
        exchange.answerEdits().set("Retry-After", exchange.arena().number(retry));
        slot(exchange, Slot::LimitRetrySec) = static_cast<std::uint64_t>(retry);
    }
    return refuse(exchange, {.reason = proxy::Reason::RateLimited, .shape = ErrorShape::RateLimit});
}

} // namespace gatehouse::filters
