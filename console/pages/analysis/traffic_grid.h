// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/charts/heat_map.h"

#include <QJsonObject>

namespace gatehouse::console {

/// The answer of GET /platform/analytics/timeseries?metric_type=latency_bands as a map: the slowest band on
/// top, bands that nobody fell into left out at both ends. At most `mostColumns`: neighbours are added up.
/// `now` is the end of the time asked for, in seconds since 1970; the bucket that is not over yet belongs to
/// it.
HeatGrid latencyGrid(const QJsonObject& answer, qint64 now, int rangeSeconds);
/// The same of metric_type=top_apis: the busiest on top.
HeatGrid apiGrid(const QJsonObject& answer, qint64 now, int rangeSeconds);

constexpr int mostGridColumns = 96;

} // namespace gatehouse::console
