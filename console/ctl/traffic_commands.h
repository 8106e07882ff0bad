// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/ctl/command.h"

namespace gatehouse::console {

/// What an operator does by hand with the traffic side: is everybody healthy, one call, a burst of calls, the
/// metrics; the token of a service client, whose key this is, the log, a restart. Addresses come from
/// STOA_GATEWAY_URL (or GATEHOUSE_GATEWAY_URL) and STOA_AUTH_URL.
QList<Command> trafficCommands();

} // namespace gatehouse::console
