// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

namespace gatehouse::console {

// States of consumers and subscriptions as people call them, from the row of a list.
QString consumerStateWord(const QJsonObject& consumer);
Tone consumerStateTone(const QJsonObject& consumer);
QString subscriptionStateWord(const QJsonObject& subscription);
Tone subscriptionStateTone(const QJsonObject& subscription);

/// A time of the gateway: relative in the cell, absolute in the tooltip.
Column timeColumn(const QString& key, const QString& title, bool sortable = true);
QString timeText(const QJsonObject& row, const QString& key);
QString absoluteTime(const QJsonObject& row, const QString& key);

} // namespace gatehouse::console
