// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/subscription.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable subscriptionTable()
{
    using S = Subscription;
    TableBuilder<S> t(u"subscription"_s, u"subscriptions"_s, u"Subscription"_s, u"Subscriptions"_s,
                      {u"principal_kind"_s, u"principal"_s, u"api"_s});
    t.group(u"Subscription"_s);
    t.field(u"id"_s, &S::id, u"Id"_s, u"Made by the gateway."_s).alias(u"subscription_id"_s).generated();
    t.field(u"principal_kind"_s, &S::principalKind, u"Kind of caller"_s, u"A user or a consumer."_s)
        .immutable();
    t.field(u"principal"_s, &S::principal, u"Caller"_s, u"User name, or id of the consumer."_s)
        .required()
        .length(1, 255)
        .immutable();
    t.field(u"api"_s, &S::api, u"API"_s, u"name/version of the API."_s)
        .required()
        .length(3, 600)
        .immutable()
        .refersTo(Kind::Api);
    t.field(u"api_id"_s, &S::apiId, u"API id"_s, u"Id of the API."_s).nullable().length(0, 64).immutable();
    t.field(u"tenant_id"_s, &S::tenant, u"Tenant"_s, u"The tenant of the API."_s)
        .length(1, 255)
        .immutable()
        .refersTo(Kind::Tenant);
    t.field(u"status"_s, &S::state, u"State"_s, u"Only an active subscription lets calls through."_s);
    t.field(u"status_reason"_s, &S::statusReason, u"Reason"_s, u"Why it is in this state."_s)
        .nullable()
        .length(0, 500);
    t.field(u"plan_id"_s, &S::planId, u"Plan"_s,
            u"Limits of this subscription. Unset: the consumer's plan."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Plan);
    t.field(u"expires_at"_s, &S::expiresAt, u"Expires"_s, u"Unset: never."_s);
    t.field(u"approved_at"_s, &S::approvedAt, u"Approved"_s, u"When it was approved."_s).readOnly();
    t.field(u"approved_by"_s, &S::approvedBy, u"Approved by"_s, u"Who approved it."_s).nullable().readOnly();
    t.field(u"ttl_extensions"_s, &S::ttlExtensions, u"Extensions"_s,
            u"How often the expiry has been moved."_s)
        .readOnly()
        .range(0, 2);
    return t.build();
}

EntityTable credentialTable()
{
    using C = Credential;
    TableBuilder<C> t(u"credential"_s, u"credentials"_s, u"Credential"_s, u"Credentials"_s, {u"hash"_s});
    t.group(u"Credential"_s);
    t.field(u"id"_s, &C::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"type"_s, &C::type, u"Kind"_s, u"API key, client secret, shared secret or password."_s)
        .immutable();
    t.field(u"status"_s, &C::state, u"State"_s, u"A revoked credential is refused at once."_s);
    t.field(u"principal_kind"_s, &C::principalKind, u"Kind of owner"_s, u"A user or a consumer."_s)
        .immutable();
    t.field(u"principal"_s, &C::principal, u"Owner"_s, u"User name, or id of the consumer."_s)
        .required()
        .length(1, 255)
        .immutable();
    t.field(u"subscription_id"_s, &C::subscriptionId, u"Subscription"_s,
            u"Valid for this one. Unset: for all of the owner's."_s)
        .nullable()
        .length(0, 64)
        .immutable()
        .refersTo(Kind::Subscription);
    t.field(u"label"_s, &C::label, u"Label"_s, u"Where the key is used."_s).nullable().length(0, 255);
    t.field(u"expires_at"_s, &C::expiresAt, u"Expires"_s, u"Unset: never."_s);
    t.group(u"Key"_s);
    t.field(u"api_key_prefix"_s, &C::prefix, u"Begins with"_s, u"First characters, to recognise the key."_s)
        .generated()
        .length(0, 32);
    t.field(u"login"_s, &C::login, u"Name"_s, u"Name of a password, id of a shared secret."_s)
        .nullable()
        .length(0, 128)
        .immutable();
    t.field(u"hash"_s, &C::hash, u"Hash"_s, u"What is kept instead of the key."_s).hidden().secret();
    t.field(u"sealed"_s, &C::sealed, u"Sealed secret"_s,
            u"Encrypted secret that signatures are checked with."_s)
        .hidden()
        .secret();
    t.field(u"previous"_s, &C::previous, u"Rotated out"_s,
            u"A newer key exists; this one works until it expires."_s)
        .readOnly();
    t.field(u"rotation_count"_s, &C::rotationCount, u"Rotations"_s, u"How often the key has been changed."_s)
        .readOnly()
        .atLeast(0);
    t.field(u"last_rotated_at"_s, &C::rotatedAt, u"Last rotation"_s, u"When the key was changed."_s)
        .readOnly();
    t.field(u"last_used_at"_s, &C::lastUsedAt, u"Last used"_s, u"When a call was made with it."_s).readOnly();
    return t.build();
}

} // namespace

QList<Subscription> subscriptionsFromPlatform(const QJsonObject& document)
{
    QList<Subscription> list;
    const QString username = document.value(u"username"_s).toString();
    const QJsonArray apis = document.value(u"apis"_s).toArray();
    for (const QJsonValue& api : apis) {
        Subscription subscription;
        subscription.principal = username;
        subscription.api = api.toString();
        if (!username.isEmpty() && !subscription.api.isEmpty())
            list.append(subscription);
    }
    return list;
}

template <>
const EntityTable& tableOf<Subscription>()
{
    static const EntityTable table = subscriptionTable();
    return table;
}

template <>
const EntityTable& tableOf<Credential>()
{
    static const EntityTable table = credentialTable();
    return table;
}

} // namespace gatehouse
