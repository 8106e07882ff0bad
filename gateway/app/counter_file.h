// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/config/settings.h"
#include "gateway/shared_state/limiter_cells.h"

namespace gatehouse::app {

/// Where quotas and bandwidth are kept over a restart: state/counters.json in the data directory.
QString counterFile(const config::Settings& settings);

/// Writes the counters of windows that still run, whole or not at all.
Result<void> saveCounters(const QString& path, const shared_state::LimiterCells& cells);
/// Reads them back; a file that is not there is no error.
Result<void> restoreCounters(const QString& path, shared_state::LimiterCells& cells);

} // namespace gatehouse::app
