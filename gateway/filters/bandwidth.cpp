// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/bandwidth.h"

namespace gatehouse::filters {

namespace {

const std::uint64_t bandwidthScope = shared_state::stableHash("user.bandwidth");

/// The limits to apply, or null.
const proxy::PrincipalLimits* limitsOf(const proxy::Identity* identity)
{
    if (!identity || !identity->limits || identity->limits->bandwidthBytes == 0)
        return nullptr;
    return identity->limits.get();
}

shared_state::LimitRule ruleOf(const proxy::PrincipalLimits& limits)
{
    return fixedWindow(limits.bandwidthBytes, limits.bandwidthUnit);
}

} // namespace

BandwidthFilter::BandwidthFilter(Enforcement enforcement, std::shared_ptr<shared_state::SharedState> state)
    : EnforcingFilter(FilterId::Bandwidth, std::move(enforcement))
    , m_state(std::move(state))
{
}

shared_state::CounterKey BandwidthFilter::keyOf(const proxy::Identity& identity)
{
    return {bandwidthScope, identity.counterKey};
}

std::optional<shared_state::LimitOutcome> BandwidthFilter::usageOf(const proxy::Identity& identity,
                                                                   shared_state::SharedState& state)
{
    const proxy::PrincipalLimits* const limits = limitsOf(&identity);
    return limits ? std::optional(state.usage(keyOf(identity), ruleOf(*limits), 0)) : std::nullopt;
}

proxy::Verdict BandwidthFilter::request(proxy::Exchange& exchange) const
{
    const proxy::PrincipalLimits* const limits = enabled() ? limitsOf(exchange.identity()) : nullptr;
    if (!limits)
        return proxy::Verdict::Continue;
    const std::uint64_t declared = exchange.head().contentLength;
    const shared_state::LimitOutcome used =
        m_state->usage(keyOf(*exchange.identity()), ruleOf(*limits), declared);
    if (used.allowed && used.used < limits->bandwidthBytes)
        return proxy::Verdict::Continue;
    return refuse(exchange, {.reason = proxy::Reason::BandwidthLimited});
}

void BandwidthFilter::finish(proxy::Exchange& exchange) const
{
    if (const proxy::PrincipalLimits* const limits = enabled() ? limitsOf(exchange.identity()) : nullptr)
        m_state->addUsage(keyOf(*exchange.identity()), ruleOf(*limits),
                          exchange.bytesIn() + exchange.bytesOut());
}

} // namespace gatehouse::filters
