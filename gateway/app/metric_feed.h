// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/app/gateway.h"

namespace gatehouse::app {

/// Tells the telemetry whom to ask, at each scrape, for the numbers that nobody counts along the way.
void feedMetrics(Gateway::Parts& parts);

} // namespace gatehouse::app
