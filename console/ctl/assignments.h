// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/model/field.h"

#include <QStringList>

namespace gatehouse::console {

/// Turns "key=value" words into an object, typed by the field table: lists are separated by commas, objects
/// and lists of objects are JSON, "null" is null. A word "@file" (or "-" for standard input) adds the JSON
/// object of that file first. Every fault is named.
Result<QJsonObject> readAssignments(const EntityTable& table, const QStringList& words);

/// The bytes of a file; "-" reads standard input.
Result<QByteArray> readFile(const QString& path);
/// The JSON object in a file; "-" reads standard input.
Result<QJsonObject> readJsonFile(const QString& path);

} // namespace gatehouse::console
