// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/quota.h"

#include "gateway/filters/calendar.h"
#include "gateway/filters/client_address.h"
#include "gateway/filters/plan_limits.h"

#include <array>

namespace gatehouse::filters {

namespace {

using proxy::Verdict;
using shared_state::LimitOutcome;
using shared_state::Take;

constexpr std::int64_t dayNs = 86'400'000'000'000;

const std::uint64_t dayScope = shared_state::stableHash("quota.day");
const std::uint64_t monthScope = shared_state::stableHash("quota.month");
const std::uint64_t bytesScope = shared_state::stableHash("quota.bytes");

shared_state::LimitRule ruleOf(std::uint64_t limit, QuotaPeriod period, std::int64_t wallMs)
{
    shared_state::LimitRule rule{shared_state::Algorithm::FixedWindow, limit, dayNs};
    if (period == QuotaPeriod::Month) {
        const MonthWindow month = monthOf(wallMs);
        rule.startNs = month.startNs;
        rule.windowNs = month.lengthNs;
    }
    return rule;
}

Take takeOf(std::uint64_t scope, std::uint64_t subject, const shared_state::LimitRule& rule)
{
    return {{scope, subject}, rule, 1, true};
}

std::uint64_t scopeOf(const QuotaRule& rule)
{
    return shared_state::combine(shared_state::stableHash("quota.rule"),
                                 shared_state::stableHash(rule.counterId));
}

std::uint64_t subjectOf(const proxy::Exchange& exchange, RatePer per)
{
    switch (per) {
    case RatePer::Address:
        return addressSubject(exchange.client());
    case RatePer::Api:
        return 0;
    case RatePer::Consumer:
    case RatePer::ConsumerOperation:
        break;
    }
    return callerSubject(exchange);
}

} // namespace

QuotaFilter::QuotaFilter(QuotaConfig config)
    : LimitFilter(FilterId::Quota, config.enforcement, config.state)
    , m_config(std::move(config))
{
    m_config.rules.resize(std::min(m_config.rules.size(), maxRules));
    for (const QuotaRule& rule : m_config.rules)
        m_scopes.push_back(scopeOf(rule));
}

const proxy::PrincipalLimits* QuotaFilter::limitsOf(const proxy::Exchange& exchange,
                                                    const proxy::Identity*& caller) const
{
    caller = m_config.ofPlan ? countedCaller(exchange, m_config.tokens.get()) : nullptr;
    return caller ? planLimitsOf(exchange, *caller, m_config.defaults.get()) : nullptr;
}

Verdict QuotaFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return Verdict::Continue;
    std::array<Take, maxTakes> takes;
    std::size_t size = 0;
    const proxy::Identity* caller = nullptr;
    const proxy::PrincipalLimits* const limits = limitsOf(exchange, caller);
    const std::int64_t now = exchange.wallMs();
    if (limits && limits->quotaBytesPerMonth != 0) {
        const auto rule = ruleOf(limits->quotaBytesPerMonth, QuotaPeriod::Month, now);
        LimitOutcome used =
            state().usage({bytesScope, caller->counterKey}, rule, exchange.head().contentLength);
        used.allowed = used.allowed && used.used < used.limit; // the request that crosses it is served
        if (!used.allowed && decide(exchange, {&used, 1}) == Verdict::Respond)
            return Verdict::Respond;
    }
    if (limits && limits->quotaPerDay != 0)
        takes[size++] =
            takeOf(dayScope, caller->counterKey, ruleOf(limits->quotaPerDay, QuotaPeriod::Day, now));
    if (limits && limits->quotaPerMonth != 0)
        takes[size++] =
            takeOf(monthScope, caller->counterKey, ruleOf(limits->quotaPerMonth, QuotaPeriod::Month, now));
    for (std::size_t i = 0; i < m_config.rules.size(); ++i) {
        const QuotaRule& rule = m_config.rules[i];
        takes[size++] =
            takeOf(m_scopes[i], subjectOf(exchange, rule.per), ruleOf(rule.limit, rule.period, now));
    }
    return size == 0 ? Verdict::Continue : count(exchange, {takes.data(), size});
}

Verdict QuotaFilter::decide(proxy::Exchange& exchange, std::span<const LimitOutcome> outcomes) const
{
    for (const LimitOutcome& outcome : outcomes) {
        if (outcome.allowed || !dryRun())
            reportLimit(exchange, outcome);
        if (outcome.allowed)
            continue;
        if (!dryRun()) {
            const std::int64_t retry = retryAfterSeconds(outcome);
            exchange.answerEdits().set("Retry-After", exchange.arena().number(retry));
            slot(exchange, Slot::LimitRetrySec) = static_cast<std::uint64_t>(retry);
        }
        return refuse(exchange, {.reason = proxy::Reason::QuotaExhausted});
    }
    return Verdict::Continue;
}

void QuotaFilter::finish(proxy::Exchange& exchange) const
{
    const proxy::Identity* caller = nullptr;
    const proxy::PrincipalLimits* const limits = enabled() ? limitsOf(exchange, caller) : nullptr;
    if (limits && limits->quotaBytesPerMonth != 0)
        state().addUsage({bytesScope, caller->counterKey},
                         ruleOf(limits->quotaBytesPerMonth, QuotaPeriod::Month, exchange.wallMs()),
                         exchange.bytesIn() + exchange.bytesOut());
}

std::vector<shared_state::CounterKey> QuotaFilter::countersOf(std::uint64_t counterKey)
{
    return {{dayScope, counterKey}, {monthScope, counterKey}, {bytesScope, counterKey}};
}

shared_state::CounterKey QuotaFilter::counterOf(const QuotaRule& rule, std::uint64_t subject)
{
    return {scopeOf(rule), subject};
}

QuotaUsage QuotaFilter::usageOf(const QuotaRule& rule, std::uint64_t subject, std::int64_t wallMs,
                                shared_state::SharedState& state)
{
    const LimitOutcome used =
        state.usage(counterOf(rule, subject), ruleOf(rule.limit, rule.period, wallMs), 0);
    const auto kind =
        rule.period == QuotaPeriod::Day ? QuotaUsage::Kind::DailyRequests : QuotaUsage::Kind::MonthlyRequests;
    return {kind, used.used, rule.limit, used.resetEpochSec};
}

std::vector<QuotaUsage> QuotaFilter::usageOf(const proxy::Identity& identity,
                                             const proxy::PrincipalLimits& limits, std::int64_t wallMs,
                                             shared_state::SharedState& state)
{
    std::vector<QuotaUsage> list;
    const auto add = [&](QuotaUsage::Kind kind, std::uint64_t scope, std::uint64_t limit,
                         QuotaPeriod period) {
        if (limit == 0)
            return;
        const LimitOutcome used = state.usage({scope, identity.counterKey}, ruleOf(limit, period, wallMs), 0);
        list.push_back({kind, used.used, limit, used.resetEpochSec});
    };
    add(QuotaUsage::Kind::MonthlyRequests, monthScope, limits.quotaPerMonth, QuotaPeriod::Month);
    add(QuotaUsage::Kind::DailyRequests, dayScope, limits.quotaPerDay, QuotaPeriod::Day);
    add(QuotaUsage::Kind::MonthlyBytes, bytesScope, limits.quotaBytesPerMonth, QuotaPeriod::Month);
    return list;
}

} // namespace gatehouse::filters
