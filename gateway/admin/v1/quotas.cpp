// SPDX-License-Identifier: GPL-3.0-or-later
// What consumers and subscriptions have used of their daily and monthly quotas (week-one runbook 6.5).
#include "common/model/api.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/quota_reading.h"
#include "gateway/admin/v1/quota_use.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/control/policies.h"
#include "gateway/control/urls.h"
#include "gateway/shared_state/local_state.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {

using control::By;
using filters::QuotaFilter;
using filters::QuotaUsage;

QJsonObject shown(const QuotaUsage& usage, const QString& source)
{
    QJsonObject object = usageJson(usage);
    object.insert(u"source"_s, source);
    return object;
}

QJsonArray planQuotas(const Services& services, const Consumer& consumer, const QString& subscriptionPlan,
                      const QString& counterId)
{
    QJsonArray list;
    const Plan* plan = planFor(services, consumer, subscriptionPlan);
    for (const QuotaUsage& usage : planUsage(services, consumer, subscriptionPlan, counterId))
        list.append(shown(usage, u"plan %1"_s.arg(plan->tierId)));
    return list;
}

/// Calls `visit` with each quota that a policy sets for calls of the subscription, and its subject.
template <typename Visit>
void forPolicyQuotas(const Services& services, const Subscription& subscription, const Visit& visit)
{
    const auto api = services.documents().of<Api>().find(subscription.apiId);
    if (!api)
        return;
    for (const control::AppliedPolicy& applied : control::policiesOf(services.documents(), *api)) {
        if (applied.policy->type != PolicyType::RateLimit)
            continue;
        const auto config = control::configOf<RateLimitConfig>(*applied.policy);
        if (config.per == RatePer::Ip)
            continue; // belongs to an address
        const std::uint64_t subject =
            config.per == RatePer::Api ? 0 : control::stableKey(counterOf(subscription).toStdString());
        for (const filters::QuotaRule& rule : control::quotaRulesOf(*applied.policy, config, *api))
            visit(rule, subject);
    }
}

QJsonObject quotaJson(const Services& services, const Subscription& subscription)
{
    const auto consumer = services.documents().of<Consumer>().find(subscription.principal);
    QJsonObject object{{u"subscription_id"_s, subscription.id},
                       {u"consumer_id"_s, subscription.principal},
                       {u"api"_s, subscription.api},
                       {u"api_id"_s, subscription.apiId}};
    QJsonArray quotas;
    if (consumer) {
        const Plan* plan = planFor(services, *consumer, subscription.planId);
        object.insert(u"plan"_s, plan ? QJsonValue(plan->tierId) : QJsonValue());
        quotas = planQuotas(services, *consumer, subscription.planId, counterOf(subscription));
    }
    forPolicyQuotas(services, subscription, [&](const filters::QuotaRule& rule, std::uint64_t subject) {
        quotas.append(shown(QuotaFilter::usageOf(rule, subject, services.clock.wallMs(), services.counters),
                            u"policy %1"_s.arg(QString::fromStdString(rule.name))));
    });
    object.insert(u"quotas"_s, quotas);
    return object;
}

/// Calls `visit` with each subscription of the consumer.
template <typename Visit>
void forSubscriptions(const Services& services, const Consumer& consumer, const Visit& visit)
{
    for (const Subscription* each :
         services.documents().of<Subscription>().with(By::Principal, consumer.id)) {
        if (each->principalKind == PrincipalKind::Consumer)
            visit(*each);
    }
}

QJsonObject consumerQuotaJson(const Services& services, const Consumer& consumer)
{
    const Plan* plan = planFor(services, consumer, {});
    QJsonArray subscriptions;
    forSubscriptions(services, consumer,
                     [&](const Subscription& each) { subscriptions.append(quotaJson(services, each)); });
    return {{u"consumer_id"_s, consumer.id},
            {u"external_id"_s, consumer.externalId},
            {u"tenant_id"_s, consumer.tenant},
            {u"plan"_s, plan ? QJsonValue(plan->tierId) : QJsonValue()},
            {u"quotas"_s, planQuotas(services, consumer, {}, consumer.id)},
            {u"subscriptions"_s, subscriptions}};
}

constexpr Resource<Consumer> consumers{consumerOf, consumerQuotaJson};
constexpr Resource<Subscription> subscriptions{subscriptionOf, quotaJson};

void list(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<ListWish> wish = listWishOf(*call, {});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Consumer*> found = services.documents().of<Consumer>().with(By::Tenant, tenant);
    done(pageReply(found, *wish,
                   [&](const Consumer& consumer) { return consumerQuotaJson(services, consumer); }));
}

/// Only what counts for this consumer: a quota that all callers of an API share stays.
void forget(Services& services, const Consumer& consumer)
{
    shared_state::LimiterCells& cells = services.counters.usageCells();
    const auto forgetPlan = [&](const QString& counterId) {
        for (const auto& key : QuotaFilter::countersOf(control::stableKey(counterId.toStdString())))
            cells.forget(key);
    };
    forgetPlan(consumer.id);
    forSubscriptions(services, consumer, [&](const Subscription& each) {
        forgetPlan(each.id);
        forPolicyQuotas(services, each, [&](const filters::QuotaRule& rule, std::uint64_t subject) {
            if (subject != 0)
                cells.forget(QuotaFilter::counterOf(rule, subject));
        });
    });
}

void reset(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto consumer = consumerOf(services, *call, refused);
    if (!consumer)
        return done(refused);
    forget(services, *consumer);
    done(Reply::raw(200, consumerQuotaJson(services, *consumer)));
}

void readConsumer(Services& services, const Call& call, const Done& done)
{
    readOne(consumers, services, call, done);
}

void readSubscription(Services& services, const Call& call, const Done& done)
{
    readOne(subscriptions, services, call, done);
}

void addUse(const QJsonArray& quotas, const QString& whose, std::vector<observe::AlertReading>& readings)
{
    for (const QJsonValue quota : quotas) {
        const double used = quota[u"used"_s].toDouble(), limit = quota[u"limit"_s].toDouble();
        if (used > 0 && limit > 0)
            readings.push_back({QStringList{whose, quota[u"period"_s].toString(), quota[u"unit"_s].toString(),
                                            quota[u"source"_s].toString()}
                                    .join(u", "_s),
                                100 * used / limit,
                                {}});
    }
}

} // namespace

std::vector<observe::AlertReading> quotaUse(const Services& services)
{
    std::vector<observe::AlertReading> readings;
    services.documents().of<Consumer>().forEach([&](const Consumer& consumer) {
        addUse(planQuotas(services, consumer, {}, consumer.id), consumer.externalId, readings);
        forSubscriptions(services, consumer, [&](const Subscription& each) {
            const bool own = !each.planId.isEmpty(); // else the consumer's, which is told already
            for (const QJsonValue quota : quotaJson(services, each).value(u"quotas"_s).toArray()) {
                if (own || quota[u"source"_s].toString().startsWith(u"policy"_s))
                    addUse({quota}, u"%1 on %2"_s.arg(consumer.externalId, each.api), readings);
            }
        });
    });
    return readings;
}

void registerQuotas(Registry& registry, Services& services)
{
    onAll(registry, services, {CallId::ConsumerQuota, CallId::QuotaV1Get}, readConsumer);
    onAll(registry, services, {CallId::SubscriptionQuota}, readSubscription);
    onAll(registry, services, {CallId::QuotaV1List}, list);
    onAll(registry, services, {CallId::QuotaV1Reset}, reset);
}

} // namespace gatehouse::admin::v1
