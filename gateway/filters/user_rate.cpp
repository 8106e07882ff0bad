// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/user_rate.h"

namespace gatehouse::filters {

namespace {
const std::uint64_t userRateScope = shared_state::stableHash("user.rate");
} // namespace

UserRateFilter::UserRateFilter(Enforcement enforcement, std::shared_ptr<shared_state::SharedState> state)
    : LimitFilter(FilterId::UserRate, std::move(enforcement), std::move(state))
{
}

shared_state::CounterKey UserRateFilter::keyOf(const proxy::Identity& identity)
{
    return {userRateScope, identity.counterKey};
}

proxy::Verdict UserRateFilter::request(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !identity || !identity->limits || !identity->limits->rateOn)
        return proxy::Verdict::Continue;
    const proxy::PrincipalLimits& limits = *identity->limits;
    const shared_state::Take take{keyOf(*identity), fixedWindow(limits.rateCount, limits.rateUnit), 1};
    return count(exchange, {&take, 1});
}

proxy::Verdict UserRateFilter::decide(proxy::Exchange& exchange,
                                      std::span<const shared_state::LimitOutcome> outcomes) const
{
    if (outcomes.front().allowed)
        return proxy::Verdict::Continue;
    return refuse(exchange, {.reason = proxy::Reason::RateLimited});
}

} // namespace gatehouse::filters
