// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/result.h"

namespace gatehouse::config {
class Settings;
}
namespace gatehouse::control {
class ControlPlane;
}
namespace gatehouse::observe {
class LogSystem;
class Telemetry;
} // namespace gatehouse::observe

namespace gatehouse::app {

/// Documents and traffic to look at, as many as the DEMO_* settings say. Control thread, after the documents
/// and the numbers are loaded; may block.
Result<void> makeDemo(control::ControlPlane& control, const config::Settings& settings, const Clock& clock,
                      observe::Telemetry& telemetry, observe::LogSystem& logs);

} // namespace gatehouse::app
