// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

#include <QUrlQuery>

namespace gatehouse::console {

// Alerts and their rules as people call them, from the row of a list.
QString alertStateWord(const QJsonObject& alert);
Tone alertStateTone(const QJsonObject& alert);
QString severityWord(const QJsonObject& row);
Tone severityTone(const QJsonObject& row);
/// "12.5 %", "down", "3 days".
QString alertValueText(const QJsonObject& alert, const QString& key);
/// "12.5 % (above 5 %)"
QString alertAgainstThreshold(const QJsonObject& alert);
/// The subject, or that it is the whole gateway.
QString alertSourceText(const QJsonObject& alert);
/// Why an alert ended without being good again; empty when that is not so.
QString alertEndingText(const QJsonObject& alert);
/// "share of 5xx answers above 5 % over 5 minutes, for 5 minutes, at least 20 requests"
QString alertRuleSummary(const QJsonObject& rule);
/// "5 minutes"
QString durationText(qint64 seconds);
/// The search of the place Logs that shows the lines behind an alert; empty when no lines are behind it.
QString logSearchFor(const QJsonObject& alert);

} // namespace gatehouse::console
