// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/tier_lookup.h"

#include "gateway/admin/handlers/common.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/control/rules.h"

namespace gatehouse::admin {

std::shared_ptr<const Plan> tierById(const Services& services, const QString& tierId)
{
    const Plan* plan = control::planOf(services.documents(), tierId, {});
    return plan && plan->tierId == tierId ? services.documents().of<Plan>().find(plan->id) : nullptr;
}

const TierAssignment* assignmentOf(const Services& services, const QString& userId)
{
    return services.documents().of<TierAssignment>().first(control::By::Principal, userId);
}

std::shared_ptr<const Plan> defaultTier(const Services& services)
{
    const Plan* plan = control::defaultPlan(services.documents());
    return plan ? services.documents().of<Plan>().find(plan->id) : nullptr;
}

std::shared_ptr<const Plan> tierInForce(const Services& services, const QString& userId)
{
    if (const TierAssignment* assignment = assignmentOf(services, userId)) {
        const bool inDates = assignment->isEffective(services.clock.wallMs());
        const auto plan = tierById(services, inDates ? assignment->tierId : assignment->fallbackTierId);
        if (plan && plan->enabled)
            return plan;
    }
    return defaultTier(services);
}

std::optional<PlanLimits> limitsInForce(const Services& services, const QString& userId)
{
    const TierAssignment* assignment = assignmentOf(services, userId);
    if (assignment && assignment->overrideLimits && assignment->isEffective(services.clock.wallMs()))
        return assignment->overrideLimits;
    const auto plan = tierInForce(services, userId);
    return plan ? std::optional(plan->limits) : std::nullopt;
}

} // namespace gatehouse::admin
