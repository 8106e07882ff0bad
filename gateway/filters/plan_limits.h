// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/token_verifier.h"
#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

/// The numbers of a tier or plan that hold for a principal now: its own inside the dates of the assignment,
/// else those of its fallback or of the default plan; null when there are none.
const proxy::PrincipalLimits* planLimitsOf(const proxy::Exchange& exchange, const proxy::Identity& identity,
                                           const proxy::PrincipalLimits* defaults);

/// Whom tier and quota count: the identity; on public APIs, where nobody is asked who he is, the user of a
/// token that verifies (data-plane 5.4). It gives no rights. Null: nobody.
const proxy::Identity* countedCaller(const proxy::Exchange& exchange, TokenVerifier* tokens);

} // namespace gatehouse::filters
