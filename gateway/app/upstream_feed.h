// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/app/gateway.h"

namespace gatehouse::app {

/// The part of feedMetrics() that looks at upstreams: targets, groups, balancing and pools.
void feedUpstreams(Gateway::Parts& parts);

} // namespace gatehouse::app
