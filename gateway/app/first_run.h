// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

namespace gatehouse::config {
class Settings;
}
namespace gatehouse::control {
class ControlPlane;
}

namespace gatehouse::app {

/// Makes what a first start makes (control::firstRun) and writes generated secrets into `first-run-secrets`
/// of the data directory, 0600. Control thread, after the documents are loaded; may block.
Result<void> makeFirstRun(control::ControlPlane& control, const config::Settings& settings, bool fresh);

} // namespace gatehouse::app
