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
    case RatePer::ConsumerOperation:
        return shared_state::combine(callerSubject(exchange),
                                     exchange.operation() ? exchange.operation()->key : 0);
    case RatePer::Consumer:
        break;
    }
    return callerSubject(exchange);
}

bool RatePolicyFilter::concerns(const proxy::Exchange& exchange) const
{
    const RateScope& only = m_config.only;
    if (!only.caller.empty() && (!exchange.identity() || exchange.identity()->name != only.caller))
        return false;
    if (only.addresses && !only.addresses->contains(exchange.client()))
        return false;
    const proxy::Operation* const operation = exchange.operation();
    if (!only.operation.empty() &&
        (!operation || (operation->id != only.operation && operation->uriTemplate != only.operation)))
        return false;
    return true;
}

Verdict RatePolicyFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled() || !concerns(exchange))
        return Verdict::Continue;
    const shared_state::Take take{{m_scope, subjectOf(exchange)}, m_config.rule, 1};
    return count(exchange, {&take, 1});
}

void RatePolicyFilter::report(proxy::Exchange& exchange, const LimitOutcome& outcome) const
{
    if (!reportLimit(exchange, outcome, m_limitText, m_config.resetAsSecondsLeft))
        return;
    if (m_config.rule.algorithm == shared_state::Algorithm::TokenBucket)
        exchange.answerEdits().set("X-RateLimit-Burst", m_burstText);
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
