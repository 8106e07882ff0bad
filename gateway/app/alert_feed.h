// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/app/gateway.h"

namespace gatehouse::app {

/// Connects the alerts with what they are judged by, with consoles, metrics and the file that keeps their
/// state (state/alerts.json in the data directory). Once, before the first tick.
void feedAlerts(Gateway::Parts& parts, const config::Settings& settings);
/// Brings the alerts to the settings as they are now.
void applyAlertSettings(Gateway::Parts& parts, const config::Settings& settings);
/// A file that is not there is no error.
Result<void> restoreAlerts(Gateway::Parts& parts, const config::Settings& settings);

} // namespace gatehouse::app
