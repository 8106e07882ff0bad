// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/config/settings.h"
#include "gateway/shared_state/limiter_cells.h"

#include <QJsonArray>

#include <vector>

namespace gatehouse::app {

/// Where quotas and bandwidth are kept over a restart: state/counters.json in the data directory.
QString counterFile(const config::Settings& settings);

/// A counter as a row of JSON, and back; `fine` becomes false when it is none.
QJsonArray counterRow(const shared_state::LimiterCells::Saved& counter);
shared_state::LimiterCells::Saved counterFrom(const QJsonArray& row, bool& fine);

/// Writes them, whole or not at all.
Result<void> saveCounters(const QString& path,
                          const std::vector<shared_state::LimiterCells::Saved>& counters);
/// Reads them back; a file that is not there is no error.
Result<void> restoreCounters(const QString& path, shared_state::LimiterCells& cells);

} // namespace gatehouse::app
