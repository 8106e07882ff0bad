// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QStringList>

namespace gatehouse::app {

enum class Action { Run, Restore, CheckConfig, PrintConfig, HealthCheck, Help, Version };

struct CommandLine {
    Action action = Action::Run;
    bool json = false; ///< --print-config --json
    QString file;      ///< of --restore
};

/// Invalid names every word that is not understood.
Result<CommandLine> parseCommandLine(const QStringList& arguments);
QString helpText();

} // namespace gatehouse::app
