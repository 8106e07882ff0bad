// SPDX-License-Identifier: GPL-3.0-or-later
// Keys: rotate, look up, the test key (week-one runbook 8.5, 8.6, 9).
#include "common/api/v1_requests.h"
#include "common/core/ids.h"
#include "common/crypto/sha256.h"
#include "common/model/api.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/control/first_run.h"
#include "gateway/control/housekeeping.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace keys_calls {

using control::By;
using control::ChangeSet;

constexpr qint64 hourMs = 3'600'000;

/// Puts a new key beside the old one. The old one ends with the grace period; one that is still in its own
/// ends at once, so that a leaked key can be rotated twice. What has ended before is forgotten.
Credential rotate(const Services& services, const Subscription& subscription, const QByteArray& key,
                  int graceHours, ChangeSet& changes)
{
    const qint64 now = services.clock.wallMs();
    Credential fresh = control::apiKeyCredential(key, subscription.principal, subscription.id);
    for (const Credential* old : keysOf(services, subscription)) {
        if (!old->previous) {
            fresh.label = old->label;
            fresh.rotationCount = old->rotationCount + 1;
        }
        if (old->previous && old->state != CredentialState::Active) {
            changes.remove(Kind::Credential, old->id);
            continue;
        }
        if (old->previous || graceHours == 0) {
            changes.put(control::endedKey(*old, now));
            continue;
        }
        Credential previous = *old;
        previous.previous = true;
        previous.expiresAt = {now + graceHours * hourMs};
        changes.put(previous);
    }
    fresh.rotatedAt = {now};
    changes.put(fresh, control::Expected::absent());
    return fresh;
}

void rotateKey(Services& services, const Call& call, const Done& done)
{
    const Result<RotateRequest> request = bodyAs<RotateRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    Reply refused = notFound({});
    const auto subscription = subscriptionOf(services, *call, call->param(u"id"_s), refused);
    if (!subscription)
        return done(refused);
    if (subscription->state != SubscriptionState::Active)
        return done(wrongState(u"The subscription is %1"_s.arg(toWire(subscription->state))));
    const QByteArray key = control::newApiKey();
    ChangeSet changes(u"subscription.rotate_key"_s);
    const Credential fresh = rotate(services, *subscription, key, request->gracePeriodHours, changes);
    const TimeMs oldEnds{services.clock.wallMs() + request->gracePeriodHours * hourMs};
    const QJsonObject answer{
        {u"subscription_id"_s, subscription->id},     {u"new_api_key"_s, QString::fromLatin1(key)},
        {u"api_key"_s, QString::fromLatin1(key)},     {u"new_api_key_prefix"_s, fresh.prefix.toString()},
        {u"old_key_expires_at"_s, timeJson(oldEnds)}, {u"grace_period_hours"_s, request->gracePeriodHours},
        {u"rotation_count"_s, fresh.rotationCount}};
    apply(services, call, changes, done, [answer](const auto&) { return Reply::raw(200, answer); });
}

void rotationInfo(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto subscription = subscriptionOf(services, *call, call->param(u"id"_s), refused);
    if (!subscription)
        return done(refused);
    QJsonObject object = subscriptionJson(services, *subscription);
    TimeMs previousEnds;
    for (const Credential* key : keysOf(services, *subscription)) {
        if (key->previous && key->isUsable(services.clock.wallMs()))
            previousEnds = key->expiresAt;
    }
    object.insert(u"previous_key_expires_at"_s, timeJson(previousEnds));
    object.insert(u"has_active_grace_period"_s, previousEnds.isSet());
    done(Reply::raw(200, object));
}

QJsonObject keyJson(const Services& services, const Credential& key)
{
    QJsonObject object{{u"id"_s, key.id},
                       {u"api_key_prefix"_s, key.prefix.toString()},
                       {u"status"_s, toWire(key.state)},
                       {u"previous"_s, key.previous},
                       {u"label"_s, textJson(key.label)},
                       {u"consumer_id"_s, key.principal},
                       {u"subscription_id"_s, textJson(key.subscriptionId)},
                       {u"expires_at"_s, timeJson(key.expiresAt)},
                       {u"created_at"_s, timeJson(key.createdAt)},
                       {u"last_rotated_at"_s, timeJson(key.rotatedAt)},
                       {u"last_used_at"_s, timeJson(lastUse(services, key))},
                       {u"rotation_count"_s, key.rotationCount}};
    if (const auto consumer = services.documents().of<Consumer>().find(key.principal)) {
        object.insert(u"consumer"_s, consumer->externalId);
        object.insert(u"email"_s, consumer->email);
    }
    if (const auto subscription = services.documents().of<Subscription>().find(key.subscriptionId)) {
        object.insert(u"api"_s, subscription->api);
        object.insert(u"subscription_status"_s, toWire(subscription->state));
    }
    return object;
}

/// Why the key is refused; empty when it is accepted.
QString faultOf(const Services& services, const Credential& key)
{
    const qint64 now = services.clock.wallMs();
    const auto consumer = services.documents().of<Consumer>().find(key.principal);
    if (!consumer || consumer->status != ConsumerStatus::Active)
        return consumer ? u"consumer is %1"_s.arg(toWire(consumer->status)) : u"consumer is gone"_s;
    if (key.previous && !key.isUsable(now))
        return u"key was rotated out"_s;
    if (key.state != CredentialState::Active)
        return u"key is revoked"_s;
    if (!key.isUsable(now))
        return u"key has expired"_s;
    if (key.subscriptionId.isEmpty())
        return {};
    const auto subscription = services.documents().of<Subscription>().find(key.subscriptionId);
    if (!subscription || !subscription->isUsable(now))
        return subscription ? u"subscription is %1"_s.arg(toWire(subscription->state))
                            : u"subscription is gone"_s;
    return {};
}

void validateKey(Services& services, const Call& call, const Done& done)
{
    const Result<KeyLookupRequest> request = bodyAs<KeyLookupRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    const Credential* key = services.documents().credentialByHash(crypto::sha256Hex(request->key.toUtf8()));
    const auto consumer = key ? services.documents().of<Consumer>().find(key->principal) : nullptr;
    if (!key || !consumer || !seesTenant(*call, consumer->tenant))
        return done(Reply::raw(200, {{u"valid"_s, false}, {u"reason"_s, u"key is not known"_s}}));
    QJsonObject object = keyJson(services, *key);
    const QString fault = faultOf(services, *key);
    object.insert(u"valid"_s, fault.isEmpty());
    object.insert(u"reason"_s, textJson(fault));
    object.insert(u"tenant_id"_s, consumer->tenant);
    object.insert(u"using_previous_key"_s, key->previous);
    object.insert(u"key_expires_at"_s, timeJson(key->expiresAt));
    if (key->previous && fault.isEmpty())
        object.insert(u"warning"_s, u"This key was rotated out and stops working at key_expires_at"_s);
    done(Reply::raw(200, object));
}

/// The owners that the wish names by id, subscription or e-mail; nothing when it names none.
std::optional<QStringList> ownersOf(const Services& services, const ListWish& wish)
{
    if (wish.has(u"consumer_id"_s))
        return QStringList{wish.value(u"consumer_id"_s)};
    QStringList owners;
    if (wish.has(u"subscription_id"_s)) {
        const auto id = wish.value(u"subscription_id"_s);
        if (const auto subscription = services.documents().of<Subscription>().find(id))
            owners.append(subscription->principal);
        return owners;
    }
    if (!wish.has(u"email"_s))
        return std::nullopt;
    for (const Consumer* consumer :
         services.documents().of<Consumer>().with(By::Email, wish.value(u"email"_s).toLower()))
        owners.append(consumer->id);
    return owners;
}

/// Calls `visit` with every key that the wish can mean: those of the named owners by their index, else all.
template <typename Visit>
void forCandidates(const Services& services, const ListWish& wish, const Visit& visit)
{
    const auto keys = services.documents().of<Credential>();
    const std::optional<QStringList> owners = ownersOf(services, wish);
    if (!owners)
        return keys.forEach(visit);
    for (const QString& owner : *owners) {
        for (const Credential* key : keys.with(By::Principal, owner))
            visit(*key);
    }
}

void list(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    const Result<ListWish> wish =
        listWishOf(*call, {u"prefix"_s, u"email"_s, u"consumer_id"_s, u"subscription_id"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    const std::optional<CompactText> prefix =
        wish->has(u"prefix"_s) ? std::optional<CompactText>(wish->value(u"prefix"_s).left(12)) : std::nullopt;
    const std::optional<QString> consumer = wish->given(u"consumer_id"_s), email = wish->given(u"email"_s),
                                 subscription = wish->given(u"subscription_id"_s);
    const auto consumers = services.documents().of<Consumer>();
    std::vector<const Credential*> found;
    forCandidates(services, *wish, [&](const Credential& key) {
        if (key.type != CredentialKind::ApiKey || (prefix && !key.prefix.startsWith(*prefix)) ||
            (consumer && key.principal != *consumer) || (subscription && key.subscriptionId != *subscription))
            return;
        const Consumer* const owner = consumers.at(key.principal);
        if (owner && owner->tenant == tenant &&
            (!email || owner->email.compare(*email, Qt::CaseInsensitive) == 0))
            found.push_back(&key);
    });
    done(pageReply(found, *wish, [&](const Credential& key) { return keyJson(services, key); }));
}

/// Makes the test consumer of a tenant if there is none, subscribes it to everything, and gives it a new key.
void testKey(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    call->audit->target = tenant;
    const control::TestKey made = control::newTestKey(services.documents(), tenant, services.clock.wallMs());
    const QJsonObject answer{{u"api_key"_s, QString::fromLatin1(made.key)},
                             {u"consumer_id"_s, made.consumerId},
                             {u"tenant_id"_s, tenant}};
    apply(services, call, made.changes, done, [answer](const auto&) { return Reply::raw(201, answer); });
}

} // namespace keys_calls
} // namespace

void registerKeys(Registry& registry, Services& services)
{
    using namespace keys_calls;
    onAll(registry, services, {CallId::SubscriptionV1RotateKey}, rotateKey);
    onAll(registry, services, {CallId::SubscriptionV1RotationInfo}, rotationInfo);
    onAll(registry, services, {CallId::SubscriptionV1Validate}, validateKey);
    onAll(registry, services, {CallId::KeyList}, list);
    onAll(registry, services, {CallId::TenantTestKey}, testKey);
}

} // namespace gatehouse::admin::v1
