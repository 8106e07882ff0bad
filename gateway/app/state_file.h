// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QJsonObject>
#include <QString>

namespace gatehouse::app {

/// Small files of running numbers in the data directory, apart from the documents: JSON with a version.

/// Writes `content` under `name`, whole or not at all; makes the directory.
Result<void> writeState(const QString& path, const QString& name, const QJsonValue& content);
/// Undefined when there is no such file; Corrupt when it cannot be understood.
Result<QJsonValue> readState(const QString& path, const QString& name);

} // namespace gatehouse::app
