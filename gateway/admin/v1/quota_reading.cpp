// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/v1/quota_reading.h"

#include "common/model/plan.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/control/rules.h"
#include "gateway/control/urls.h"
#include "gateway/shared_state/local_state.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

using filters::QuotaFilter;
using filters::QuotaUsage;

const Plan* planFor(const Services& services, const Consumer& consumer, const QString& subscriptionPlan)
{
    const QString& reference = subscriptionPlan.isEmpty() ? consumer.planId : subscriptionPlan;
    return reference.isEmpty() ? nullptr : control::planOf(services.documents(), reference, consumer.tenant);
}

const QString& counterOf(const Subscription& subscription)
{
    return subscription.planId.isEmpty() ? subscription.principal : subscription.id;
}

std::vector<QuotaUsage> planUsage(const Services& services, const Consumer& consumer,
                                  const QString& subscriptionPlan, const QString& counterId)
{
    if (!planFor(services, consumer, subscriptionPlan))
        return {};
    proxy::Identity identity;
    identity.counterKey = control::stableKey(counterId.toStdString());
    const auto limits = control::limitsOfConsumer(services.documents(), consumer, subscriptionPlan);
    auto usage = QuotaFilter::usageOf(identity, *limits, services.clock.wallMs(), services.counters);
    std::sort(usage.begin(), usage.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
    return usage;
}

QString periodOf(const QuotaUsage& usage)
{
    return usage.kind == QuotaUsage::Kind::DailyRequests ? u"day"_s : u"month"_s;
}

QString unitOf(const QuotaUsage& usage)
{
    return usage.kind == QuotaUsage::Kind::MonthlyBytes ? u"bytes"_s : u"requests"_s;
}

QJsonObject usageJson(const QuotaUsage& usage)
{
    return {{u"period"_s, periodOf(usage)},
            {u"unit"_s, unitOf(usage)},
            {u"used"_s, qint64(usage.used)},
            {u"limit"_s, qint64(usage.limit)},
            {u"remaining"_s, qint64(usage.limit > usage.used ? usage.limit - usage.used : 0)},
            {u"resets_at"_s, timeJson({usage.resetEpochSec * 1000})}};
}

} // namespace gatehouse::admin::v1
