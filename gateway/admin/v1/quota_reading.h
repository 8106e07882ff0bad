// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/services.h"
#include "gateway/filters/quota.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace gatehouse {
struct Consumer;
struct Plan;
struct Subscription;
} // namespace gatehouse

namespace gatehouse::admin::v1 {

/// The plan that counts: the subscription's, else the consumer's. Null: none.
const Plan* planFor(const Services& services, const Consumer& consumer, const QString& subscriptionPlan);
/// Whose counter a subscription's calls move.
const QString& counterOf(const Subscription& subscription);
/// What is used of the quotas of a plan, under the counter that the data path uses; days first.
std::vector<filters::QuotaUsage> planUsage(const Services& services, const Consumer& consumer,
                                           const QString& subscriptionPlan, const QString& counterId);
/// "day" or "month".
QString periodOf(const filters::QuotaUsage& usage);
/// "requests" or "bytes".
QString unitOf(const filters::QuotaUsage& usage);
/// {period, unit, used, limit, remaining, resets_at}
QJsonObject usageJson(const filters::QuotaUsage& usage);

} // namespace gatehouse::admin::v1
