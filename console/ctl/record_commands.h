// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/ctl/command.h"

namespace gatehouse::console {

/// The records of APIs whose data the gateway keeps.
QList<Command> recordCommands();

} // namespace gatehouse::console
