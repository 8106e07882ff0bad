// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/control/stage.h"

namespace gatehouse::control {

/// Forbidden when somebody who belongs to a tenant changed documents of another one, or such as concern the
/// whole platform, whatever call it was (unified-model, Admin callers). Callers without a tenant and the
/// gateway itself may change everything.
Result<void> checkTenants(const Documents& documents, const QList<StagedChange>& changes, const Actor& actor);

} // namespace gatehouse::control
