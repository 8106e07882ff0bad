// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/services.h"
#include "gateway/observe/alert_engine.h"

#include <vector>

namespace gatehouse::admin::v1 {

/// What share of each quota consumers have used, in percent, for alerts: "acme-corp, day, requests". Quotas
/// of which nothing has been used are left out. Costs time with the number of consumers.
std::vector<observe::AlertReading> quotaUse(const Services& services);

} // namespace gatehouse::admin::v1
