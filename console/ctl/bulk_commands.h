// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/ctl/command.h"

namespace gatehouse::console {

/// Commands that do one thing to many documents, in as many calls as that takes, and tell the outcome of
/// each. They end with status 1 when any of them failed; what succeeded stays done.
QList<Command> bulkCommands();

} // namespace gatehouse::console
