// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/ctl/command.h"

namespace gatehouse::console {

/// Upstream groups and the state of their targets.
QList<Command> upstreamCommands();

} // namespace gatehouse::console
