// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/plan.h"
#include "gateway/admin/handler.h"
#include "gateway/admin/services.h"

namespace gatehouse::admin {

/// The plan of that id, or null.
std::shared_ptr<const Plan> tierById(const Services& services, const QString& tierId);
const TierAssignment* assignmentOf(const Services& services, const QString& userId);
/// The plan that holds for a user now: assigned and inside its dates, its fallback outside, else the default
/// one; null when there is none.
std::shared_ptr<const Plan> tierInForce(const Services& services, const QString& userId);
/// The limits that hold: those of the assignment when it has its own, else the plan's; nothing without a
/// plan.
std::optional<PlanLimits> limitsInForce(const Services& services, const QString& userId);
std::shared_ptr<const Plan> defaultTier(const Services& services);

/// Makes it the one assignment of its user, in the name of `by`, and answers with it.
void storeAssignment(Services& services, const Call& call, TierAssignment wanted, const QString& by,
                     const QString& action, int status, const Done& done);

} // namespace gatehouse::admin
