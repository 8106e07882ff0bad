// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

namespace gatehouse::console {

/// Targets of upstreams as rows of a table.
namespace targets {

/// One row per target of an entry of GET /platform/upstream/state. Each has what the target has, and of its
/// upstream `id`, `upstream`, `active_checks`, `breaker`, `retries`, `retries_refused`; and `others_up`, how
/// many further targets of it take calls.
QList<QJsonObject> rowsOf(const QJsonObject& upstream);
QString idOf(const QJsonObject& row);
QString nameOf(const QJsonObject& row);
QList<Column> columns();

QString stateWord(const QJsonObject& row);
Tone stateTone(const QJsonObject& row);
QString breakerWord(const QJsonObject& row);
/// "3", "1, backup".
QString weightText(const QJsonObject& row);
/// "12 (0.4 %)".
QString failuresText(const QJsonObject& row);

bool isDrained(const QJsonObject& row);
/// Servers of a routing cannot be drained.
bool isOfRouting(const QJsonObject& row);
/// Something that a reset forgets.
bool hasFailures(const QJsonObject& row);

/// Label and text of what changes from one reading to the next.
struct Fact {
    QString label;
    QString text;
};
QList<Fact> liveFacts(const QJsonObject& row);

} // namespace targets

} // namespace gatehouse::console
