// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QString>

namespace gatehouse::app {

/// PID_FILE: the id of the process that serves, for scripts. Replaced as a whole.
Result<void> writeProcessFile(const QString& path);
/// Only when it still names this process.
void removeProcessFile(const QString& path);

} // namespace gatehouse::app
