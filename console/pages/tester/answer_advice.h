// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/traffic_caller.h"

#include <QString>

namespace gatehouse::console {

/// One sentence on what to do about an answer that the gateway gave by itself; empty: there is nothing to do.
QString adviceFor(const TrafficAnswer& answer);

} // namespace gatehouse::console
