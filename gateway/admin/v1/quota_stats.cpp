// SPDX-License-Identifier: GPL-3.0-or-later
// How a tenant stands with the quotas of its plans: how many are used up or nearly, and which most (week-one
// runbook 6.5).
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/admin/v1/quota_reading.h"
#include "gateway/admin/v1/resource.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace quota_stats_calls {

using control::By;
using filters::QuotaUsage;

constexpr double NearlyPercent = 80;
constexpr std::size_t HighestCount = 10;

struct Row {
    const Consumer* consumer;
    const Subscription* subscription; ///< null: the consumer's own plan
    QuotaUsage usage;
    double percent;
};

class Tally {
public:
    explicit Tally(const Services& services)
        : m_services(services)
    {
    }

    void add(const Consumer& consumer)
    {
        ++m_consumers;
        const std::size_t before = m_rows.size();
        append(consumer, nullptr);
        for (const Subscription* each :
             m_services.documents().of<Subscription>().with(By::Principal, consumer.id)) {
            if (each->principalKind == PrincipalKind::Consumer && !each->planId.isEmpty())
                append(consumer, each);
        }
        m_withQuota += m_rows.size() > before ? 1 : 0;
    }

    QJsonObject json(const QString& tenant)
    {
        const auto reached = [this](double percent) {
            return qint64(std::count_if(m_rows.begin(), m_rows.end(),
                                        [percent](const Row& row) { return row.percent >= percent; }));
        };
        const qint64 exhausted = reached(100);
        return {{u"tenant_id"_s, tenant},
                {u"consumers"_s, m_consumers},
                {u"consumers_with_quota"_s, m_withQuota},
                {u"quotas"_s, qint64(m_rows.size())},
                {u"exhausted"_s, exhausted},
                {u"nearly_exhausted"_s, reached(NearlyPercent) - exhausted},
                {u"highest"_s, highest()}};
    }

private:
    void append(const Consumer& consumer, const Subscription* subscription)
    {
        const QString plan = subscription ? subscription->planId : QString();
        const QString& counter = subscription ? counterOf(*subscription) : consumer.id;
        for (const QuotaUsage& usage : planUsage(m_services, consumer, plan, counter))
            m_rows.push_back({&consumer, subscription, usage,
                              usage.limit == 0 ? 100.0 : 100.0 * double(usage.used) / double(usage.limit)});
    }

    QJsonArray highest()
    {
        const auto count = std::ptrdiff_t(std::min(HighestCount, m_rows.size()));
        std::partial_sort(m_rows.begin(), m_rows.begin() + count, m_rows.end(),
                          [](const Row& a, const Row& b) { return a.percent > b.percent; });
        QJsonArray list;
        for (auto row = m_rows.begin(); row != m_rows.begin() + count && row->usage.used > 0; ++row) {
            QJsonObject shown = usageJson(row->usage);
            shown.insert(u"consumer_id"_s, row->consumer->id);
            shown.insert(u"external_id"_s, row->consumer->externalId);
            shown.insert(u"subscription_id"_s,
                         row->subscription ? QJsonValue(row->subscription->id) : QJsonValue());
            shown.insert(u"percent"_s, std::min(row->percent, 100.0));
            list.append(shown);
        }
        return list;
    }

    const Services& m_services;
    int m_consumers = 0;
    int m_withQuota = 0;
    std::vector<Row> m_rows;
};

void stats(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    Tally tally(services);
    for (const Consumer* consumer : services.documents().of<Consumer>().with(By::Tenant, tenant))
        tally.add(*consumer);
    done(Reply::raw(200, tally.json(tenant)));
}

} // namespace quota_stats_calls
} // namespace

void registerQuotaStats(Registry& registry, Services& services)
{
    using namespace quota_stats_calls;
    onAll(registry, services, {CallId::QuotaV1Stats}, stats);
}

} // namespace gatehouse::admin::v1
