// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/plan_limits.h"

namespace gatehouse::filters {

using proxy::PrincipalLimits;

const PrincipalLimits* planLimitsOf(const proxy::Exchange& exchange, const proxy::Identity& identity,
                                    const PrincipalLimits* defaults)
{
    const PrincipalLimits* const own = identity.limits.get();
    const std::int64_t now = exchange.wallMs();
    if (!own || !own->hasPlan)
        return defaults;
    if (own->validFromMs <= now && (own->validUntilMs == 0 || now < own->validUntilMs))
        return own;
    return own->fallback ? own->fallback.get() : defaults;
}

const proxy::Identity* countedCaller(const proxy::Exchange& exchange, TokenVerifier* tokens)
{
    if (exchange.identity() || !tokens)
        return exchange.identity();
    const PresentedToken presented = presentedToken(exchange);
    if (presented.token.empty())
        return nullptr;
    crypto::JwtFault fault = crypto::JwtFault::None;
    const auto token = tokens->verify(presented.token, fault);
    if (!token)
        return nullptr;
    const auto* const user = exchange.snapshot().users.find(token->subject);
    return user ? user->get() : nullptr;
}

} // namespace gatehouse::filters
