// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/traffic_caller.h"
#include "console/models/curl.h"
#include "console/models/json_table_model.h"

namespace gatehouse::console {

/// The body of POST /platform/test-request for a call; `asCaller`: with the identity of the administrator.
QJsonObject testRequestOf(const TrafficCall& call, bool asCaller);
/// The answer part of what came back, as if it had come over the traffic listener.
TrafficAnswer answerOf(const QJsonObject& traced);
/// The way through the gateway, one row per step and per call to an upstream: {step, filter, decision,
/// detail, took}, and when (waterfall.h).
QList<QJsonObject> stepsOf(const QJsonObject& traced);
QList<Column> stepColumns();
inline constexpr int timelineColumn = 4; ///< of them; drawn by WaterfallDelegate
/// Which API and operation were found, and where the time went; one line.
QString summaryOf(const QJsonObject& traced);

} // namespace gatehouse::console
