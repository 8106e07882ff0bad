// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

namespace gatehouse::console {

/// The changed fields of a form (FieldForm::changes(): null = emptied) as the partial update of the platform
/// surface wants them. There null means "leave as it is", so an emptied text is sent as empty text, and
/// everything else that was emptied is named under clearKey().
QJsonObject patchBody(const EntityTable& table, const QJsonObject& changes);

} // namespace gatehouse::console
