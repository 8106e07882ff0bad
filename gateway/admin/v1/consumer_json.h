// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/plan.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/admin/v1/v1.h"

namespace gatehouse::admin::v1 {

/// A consumer with its subscriptions: the incident runbook goes from one to the other.
QJsonObject consumerJson(const Services& services, const Consumer& consumer);
/// A subscription with what is known of its key; never the key.
QJsonObject subscriptionJson(const Services& services, const Subscription& subscription);

/// Whether subscriptions of the tenant may have the plan.
bool isOffered(const Plan& plan, const QString& tenant);

/// The newest key of a subscription, or null.
const Credential* currentKey(const Services& services, const Subscription& subscription);
/// When a call was made with the key; unset: never.
TimeMs lastUse(const Services& services, const Credential& key);
/// All keys of a subscription: the current one and those in their grace period.
std::vector<const Credential*> keysOf(const Services& services, const Subscription& subscription);

/// The consumer that the path names, when the caller may see it; else null, and `refused` says why.
std::shared_ptr<const Consumer> consumerOf(const Services& services, const Request& request, Reply& refused);
/// The subscription that `id` names, when the caller may see it; else null, and `refused` says why.
std::shared_ptr<const Subscription> subscriptionOf(const Services& services, const Request& request,
                                                   const QString& id, Reply& refused);
/// The one whose id is in the path.
std::shared_ptr<const Subscription> subscriptionOf(const Services& services, const Request& request,
                                                   Reply& refused);

} // namespace gatehouse::admin::v1
