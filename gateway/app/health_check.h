// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"

namespace gatehouse::app {

/// Asks /ready on the admin listener of the settings, within five seconds. The exit status: 0 ready, 1 not.
/// `why` says what was wrong.
int healthCheck(const config::Settings& settings, QString* why);

} // namespace gatehouse::app
