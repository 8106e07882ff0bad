// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/revision.h"

#include <vector>

namespace gatehouse::control {
class Documents;
}

namespace gatehouse::alerts {

/// What a change of the documents means to those who watch subscriptions (week-one runbook section 15).
struct SubscriptionEvent {
    QString name; ///< "subscription.created", .approved, .rejected, .revoked, .expired, .key_rotated
    QJsonObject subscription; ///< id, tenant_id, consumer, api, status, plan_id; never a key
};

/// Over whichever surface the change was made.
std::vector<SubscriptionEvent> subscriptionEvents(const control::Documents& documents,
                                                  const QList<control::DocumentDiff>& changes);

} // namespace gatehouse::alerts
