// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "gateway/filters/body_schema.h"

#include <QJsonObject>

namespace gatehouse::control {

/// A JSON Schema as the data path applies it. Every keyword that is not known, and every one that says
/// something impossible, is added to `faults` with its path below `path`: what would not be checked is not
/// accepted in silence. Words that only describe (title, example, x-...) say nothing.
filters::BodySchema::Shared bodySchemaOf(const QJsonObject& schema, const QString& path, Faults& faults);

} // namespace gatehouse::control
