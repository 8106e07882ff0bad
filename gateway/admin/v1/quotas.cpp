// SPDX-License-Identifier: GPL-3.0-or-later
// What consumers and subscriptions have used of their daily and monthly quotas (week-one runbook 6.5).
#include "common/model/api.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/quota_reading.h"
#include "gateway/admin/v1/quota_use.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/admin/v1/text_search.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/control/policies.h"
#include "gateway/control/urls.h"
#include "gateway/shared_state/local_state.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace quotas_calls {

using control::By;
using filters::QuotaFilter;
using filters::QuotaUsage;

QJsonObject shown(const QuotaUsage& usage, const QString& source)
{
    QJsonObject object = usageJson(usage);
    object.insert(u"source"_s, source);
    return object;
}

/// Calls `visit` with what is used of each quota of the plan that counts, and where the quota comes from.
template <typename Visit>
void forPlanUsage(const Services& services, const Consumer& consumer, const QString& subscriptionPlan,
                  const QString& counterId, const Visit& visit)
{
    const Plan* plan = planFor(services, consumer, subscriptionPlan);
    for (const QuotaUsage& usage : planUsage(services, consumer, subscriptionPlan, counterId))
        visit(usage, u"plan %1"_s.arg(plan->tierId));
}

QJsonArray planQuotas(const Services& services, const Consumer& consumer, const QString& subscriptionPlan,
                      const QString& counterId)
{
    QJsonArray list;
    forPlanUsage(
        services, consumer, subscriptionPlan, counterId,
        [&list](const QuotaUsage& usage, const QString& source) { list.append(shown(usage, source)); });
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
            config.per == RatePer::Api ? 0 : shared_state::stableHash(subscription.principal.toStdString());
        for (const filters::QuotaRule& rule : control::quotaRulesOf(*applied.policy, config, *api))
            visit(rule, subject);
    }
}

/// The same for the quotas that policies set for calls of the subscription.
template <typename Visit>
void forPolicyUsage(const Services& services, const Subscription& subscription, const Visit& visit)
{
    forPolicyQuotas(services, subscription, [&](const filters::QuotaRule& rule, std::uint64_t subject) {
        visit(QuotaFilter::usageOf(rule, subject, services.clock.wallMs(), services.counters),
              u"policy %1"_s.arg(QString::fromStdString(rule.name)));
    });
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
    forPolicyUsage(services, subscription, [&quotas](const QuotaUsage& usage, const QString& source) {
        quotas.append(shown(usage, source));
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
            {u"name"_s, consumer.name},
            {u"tenant_id"_s, consumer.tenant},
            {u"plan"_s, plan ? QJsonValue(plan->tierId) : QJsonValue()},
            {u"quotas"_s, planQuotas(services, consumer, {}, consumer.id)},
            {u"subscriptions"_s, subscriptions}};
}

constexpr Resource<Consumer> consumers{consumerOf, consumerQuotaJson};
constexpr Resource<Subscription> subscriptions{subscriptionOf, quotaJson};

/// The largest share of a quota that the consumer or one of its subscriptions has used; 1 is all of it.
double highestShare(const Services& services, const Consumer& consumer)
{
    double highest = 0;
    const auto look = [&highest](const QuotaUsage& usage, const QString&) {
        if (usage.limit > 0)
            highest = std::max(highest, double(usage.used) / double(usage.limit));
    };
    forPlanUsage(services, consumer, {}, consumer.id, look);
    forSubscriptions(services, consumer, [&](const Subscription& each) {
        forPlanUsage(services, consumer, each.planId, counterOf(each), look);
        forPolicyUsage(services, each, look);
    });
    return highest;
}

/// By `search` in name, e-mail and external id, and by `state`: nearly (80 % and more) or exhausted.
bool isWanted(const Services& services, const Consumer& consumer, const TextSearch& search,
              const QString& state)
{
    constexpr double nearly = 0.8;
    return search.isIn(consumer.name, consumer.email, consumer.externalId) &&
           (state.isEmpty() || highestShare(services, consumer) >= (state == u"exhausted"_s ? 1 : nearly));
}

void list(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<ListWish> wish = listWishOf(*call, {u"search"_s, u"state"_s}, {u"name"_s, u"external_id"_s});
    Faults faults = wish ? Faults() : wish.error().faults;
    const QString state = call->value(u"state"_s);
    if (call->query.hasQueryItem(u"state"_s) && state != u"nearly"_s && state != u"exhausted"_s)
        faults.append({u"query.state"_s, u"enum"_s, u"must be one of nearly, exhausted"_s});
    if (!faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    std::vector<const Consumer*> found = services.documents().of<Consumer>().with(By::Tenant, tenant);
    const TextSearch search(wish->value(u"search"_s));
    std::erase_if(found, [&](const Consumer* each) { return !isWanted(services, *each, search, state); });
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

} // namespace quotas_calls
} // namespace

std::vector<observe::AlertReading> quotaUse(const Services& services)
{
    using namespace quotas_calls;
    std::vector<observe::AlertReading> readings;
    QString whose;
    const auto add = [&readings, &whose](const QuotaUsage& usage, const QString& source) {
        if (usage.used > 0 && usage.limit > 0)
            readings.push_back({QStringList{whose, periodOf(usage), unitOf(usage), source}.join(u", "_s),
                                100 * double(usage.used) / double(usage.limit),
                                {}});
    };
    services.documents().of<Consumer>().forEach([&](const Consumer& consumer) {
        whose = consumer.externalId;
        forPlanUsage(services, consumer, {}, consumer.id, add);
        forSubscriptions(services, consumer, [&](const Subscription& each) {
            whose = u"%1 on %2"_s.arg(consumer.externalId, each.api);
            if (!each.planId.isEmpty()) // else the consumer's, which is told already
                forPlanUsage(services, consumer, each.planId, counterOf(each), add);
            forPolicyUsage(services, each, add);
        });
    });
    return readings;
}

void registerQuotas(Registry& registry, Services& services)
{
    using namespace quotas_calls;
    onAll(registry, services, {CallId::ConsumerQuota, CallId::QuotaV1Get}, readConsumer);
    onAll(registry, services, {CallId::SubscriptionQuota}, readSubscription);
    onAll(registry, services, {CallId::QuotaV1List}, list);
    onAll(registry, services, {CallId::QuotaV1Reset}, reset);
}

} // namespace gatehouse::admin::v1
