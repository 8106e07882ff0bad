// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

namespace gatehouse {

/// Converts a JSON value to the type of the field and checks its rules. On success `value` holds what
/// FieldDef::set() takes. On failure a fault has been added. `value` must not be null.
bool checkValue(const FieldDef& field, QJsonValue& value, ReadContext& context, const QString& path);

} // namespace gatehouse
