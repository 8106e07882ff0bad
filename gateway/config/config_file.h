// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QMap>
#include <QString>

namespace gatehouse::config {

/// Reads the text of a configuration file into NAME -> value: nested keys are joined with _ and made upper
/// case
/// ({"log": {"level": "INFO"}} gives LOG_LEVEL); lists are joined with commas. JSON when it starts with a
/// brace, otherwise the plain part of YAML: nested maps by indentation, scalars, quoted scalars, "- item"
/// lists, comments. Anchors, multi-line scalars and flow maps are refused with the line.
Result<QMap<QString, QString>> parseConfigFile(const QByteArray& content);

} // namespace gatehouse::config
