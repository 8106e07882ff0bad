// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

#include <QDateTime>

namespace gatehouse::console {

/// A revision as the gateway lists it: {revision, at, actor, source, action, created, updated, removed}.
QString revisionId(const QJsonObject& revision);
QDateTime revisionTime(const QJsonObject& revision);
/// "2 created, 1 changed"
QString revisionExtent(const QJsonObject& revision);
QList<Column> revisionColumns();
/// One column of two lines for TwoLineDelegate: what was done; which revision, when, by whom, how much.
QList<Column> revisionSummary();

} // namespace gatehouse::console
