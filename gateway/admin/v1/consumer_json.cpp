// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/v1/consumer_json.h"

#include "common/model/plan.h"
#include "gateway/control/rules.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

using control::By;

std::vector<const Credential*> keysOf(const Services& services, const Subscription& subscription)
{
    std::vector<const Credential*> keys;
    for (const Credential* key :
         services.documents().of<Credential>().with(By::Principal, subscription.principal)) {
        if (key->type == CredentialKind::ApiKey && key->subscriptionId == subscription.id)
            keys.push_back(key);
    }
    return keys;
}

bool isOffered(const Plan& plan, const QString& tenant)
{
    return plan.tenant.isEmpty() || plan.tenant == tenant;
}

TimeMs lastUse(const Services& services, const Credential& key)
{
    const std::int64_t marked = services.keyUse.lastUsed(key.id.toStdString()) * 1000;
    return {std::max<qint64>(key.lastUsedAt.ms, marked)};
}

const Credential* currentKey(const Services& services, const Subscription& subscription)
{
    for (const Credential* key : keysOf(services, subscription)) {
        if (!key->previous)
            return key;
    }
    return nullptr;
}

QJsonObject subscriptionJson(const Services& services, const Subscription& subscription)
{
    QJsonObject object{{u"subscription_id"_s, subscription.id},
                       {u"consumer_id"_s, subscription.principal},
                       {u"principal_kind"_s, toWire(subscription.principalKind)},
                       {u"api_id"_s, subscription.apiId},
                       {u"api"_s, subscription.api},
                       {u"api_name"_s, subscription.api.section(u'/', 0, 0)},
                       {u"api_version"_s, subscription.api.section(u'/', 1)},
                       {u"tenant_id"_s, subscription.tenant},
                       {u"plan_id"_s, textJson(subscription.planId)},
                       {u"status"_s, toWire(subscription.state)},
                       {u"status_reason"_s, textJson(subscription.statusReason)},
                       {u"approved_at"_s, timeJson(subscription.approvedAt)},
                       {u"approved_by"_s, textJson(subscription.approvedBy)},
                       {u"expires_at"_s, timeJson(subscription.expiresAt)},
                       {u"ttl_extensions"_s, subscription.ttlExtensions}};
    addHeader(object, subscription);
    const Credential* key = currentKey(services, subscription);
    object.insert(u"api_key_prefix"_s, key ? textJson(key->prefix) : QJsonValue());
    object.insert(u"rotation_count"_s, key ? key->rotationCount : 0);
    object.insert(u"last_rotated_at"_s, key ? timeJson(key->rotatedAt) : QJsonValue());
    TimeMs used;
    for (const Credential* each : keysOf(services, subscription))
        used.ms = std::max(used.ms, lastUse(services, *each).ms);
    object.insert(u"last_used_at"_s, timeJson(used));
    const Plan* plan = control::planOf(services.documents(), subscription.planId, subscription.tenant);
    object.insert(u"plan"_s, plan ? textJson(plan->tierId) : QJsonValue());
    return object;
}

namespace {
namespace consumer_json_calls {

/// Under the names of other clients. Nothing but the end of a certificate is known here.
void addCertificate(QJsonObject& object, const Consumer& consumer, qint64 nowMs)
{
    const bool bound = !consumer.certificateFingerprint.isEmpty() || !consumer.certificateSubject.isEmpty();
    const bool ended = consumer.certificateNotAfter.isSet() && consumer.certificateNotAfter.ms <= nowMs;
    object.insert(u"certificate_status"_s,
                  bound ? QJsonValue(ended ? u"expired"_s : u"active"_s) : QJsonValue());
    object.insert(u"certificate_subject_dn"_s, textJson(consumer.certificateSubject));
    object.insert(u"certificate_not_before"_s, QJsonValue());
    object.insert(u"keycloak_client_id"_s, QJsonValue());
}

/// Of all keys of the consumer.
void addRotation(QJsonObject& object, const Services& services, const Consumer& consumer)
{
    TimeMs last;
    int count = 0;
    for (const Credential* key : services.documents().of<Credential>().with(By::Principal, consumer.id)) {
        if (key->type != CredentialKind::ApiKey || key->previous)
            continue;
        last.ms = std::max(last.ms, key->rotatedAt.ms);
        count += key->rotationCount;
    }
    object.insert(u"last_rotated_at"_s, timeJson(last));
    object.insert(u"rotation_count"_s, count);
}

} // namespace consumer_json_calls
} // namespace

QJsonObject consumerJson(const Services& services, const Consumer& consumer)
{
    using namespace consumer_json_calls;
    QJsonObject object = toJson(consumer);
    addHeader(object, consumer);
    QJsonArray subscriptions;
    for (const Subscription* each :
         services.documents().of<Subscription>().with(By::Principal, consumer.id)) {
        if (each->principalKind == PrincipalKind::Consumer)
            subscriptions.append(subscriptionJson(services, *each));
    }
    object.insert(u"subscriptions"_s, subscriptions);
    addCertificate(object, consumer, services.clock.wallMs());
    addRotation(object, services, consumer);
    return object;
}

std::shared_ptr<const Subscription> subscriptionOf(const Services& services, const Request& request,
                                                   const QString& id, Reply& refused)
{
    auto subscription = services.documents().of<Subscription>().find(id);
    if (!subscription || !seesTenant(request, subscription->tenant)) {
        refused = notFound(u"Subscription %1"_s.arg(id));
        return nullptr;
    }
    request.audit->target = subscription->principal + u':' + subscription->api;
    return subscription;
}

std::shared_ptr<const Subscription> subscriptionOf(const Services& services, const Request& request,
                                                   Reply& refused)
{
    return subscriptionOf(services, request, request.param(u"id"_s), refused);
}

} // namespace gatehouse::admin::v1
