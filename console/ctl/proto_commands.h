// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/ctl/command.h"

namespace gatehouse::console {

/// The .proto files of gRPC APIs.
QList<Command> protoCommands();

} // namespace gatehouse::console
