// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/v1_requests.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename R>
void addReason(TableBuilder<R>& t)
{
    t.field(u"reason"_s, &R::reason, u"Reason"_s, u"Why; kept with the document."_s)
        .alias(u"status_reason"_s)
        .nullable()
        .length(0, 500);
}

EntityTable deprecateTable()
{
    using R = DeprecateRequest;
    TableBuilder<R> t(u"deprecation"_s);
    t.field(u"reason"_s, &R::reason, u"Reason"_s, u"Why, and what to use instead."_s)
        .required()
        .length(1, 1000);
    t.field(u"sunset_at"_s, &R::sunsetAt, u"Ends"_s, u"When the contract goes away. Unset: open."_s);
    t.field(u"replacement_contract_id"_s, &R::replacementId, u"Replacement"_s, u"Contract to use instead."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Api);
    t.field(u"grace_period_days"_s, &R::gracePeriodDays, u"Grace period"_s, u"Days it works after its end."_s)
        .range(0, 730)
        .unit(u"days"_s);
    return t.build();
}

EntityTable bindTable()
{
    using R = BindRequest;
    TableBuilder<R> t(u"binding"_s);
    t.field(u"policy_id"_s, &R::policyId, u"Policy"_s, u"What is bound."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Policy);
    t.field(u"api_catalog_id"_s, &R::apiId, u"API"_s, u"Applies to this one only."_s)
        .alias(u"api_id"_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Api);
    t.field(u"tenant_id"_s, &R::tenant, u"Tenant"_s, u"Applies to every API of it."_s)
        .nullable()
        .length(0, 255)
        .refersTo(Kind::Tenant);
    t.field(u"gateway_instance_id"_s, &R::gatewayInstance, u"Gateway"_s, u"Ignored: this gateway is meant."_s)
        .nullable()
        .length(0, 255);
    t.field(u"enabled"_s, &R::enabled, u"Enabled"_s, u"Off: the binding is kept but not applied."_s);
    t.check([](const R& r, const QString& prefix, Faults& faults) {
        if (r.apiId.isEmpty() && r.tenant.isEmpty())
            faults.append(
                {keyedPath(prefix, u"api_catalog_id"_s), u"required"_s, u"give an API or a tenant"_s});
    });
    return t.build();
}

EntityTable v1SubscribeTable()
{
    using R = KeySubscribeRequest;
    TableBuilder<R> t(u"subscription request"_s);
    t.field(u"consumer_id"_s, &R::consumerId, u"Consumer"_s, u"Who will call."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Consumer);
    t.field(u"api_id"_s, &R::apiId, u"API"_s, u"What will be called."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Api);
    t.field(u"tenant_id"_s, &R::tenant, u"Tenant"_s, u"The tenant of both."_s)
        .alias(u"tenant"_s)
        .length(1, 255)
        .refersTo(Kind::Tenant);
    t.field(u"plan_id"_s, &R::planId, u"Plan"_s, u"Limits of this subscription; id or short name."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Plan);
    t.field(u"label"_s, &R::label, u"Label"_s, u"Where the key is used."_s).nullable().length(0, 255);
    t.field(u"expires_at"_s, &R::expiresAt, u"Expires"_s, u"Unset: never."_s);
    return t.build();
}

EntityTable stateTable()
{
    using R = StateChangeRequest;
    TableBuilder<R> t(u"state change"_s);
    addReason(t);
    t.field(u"expires_at"_s, &R::expiresAt, u"Expires"_s, u"Unset: never."_s);
    return t.build();
}

EntityTable acknowledgeTable()
{
    using R = AcknowledgeRequest;
    TableBuilder<R> t(u"acknowledgement"_s);
    t.field(u"comment"_s, &R::comment, u"Comment"_s, u"What is being done about it."_s)
        .nullable()
        .length(0, 1000);
    return t.build();
}

EntityTable changeTable()
{
    using R = SubscriptionChangeRequest;
    TableBuilder<R> t(u"subscription change"_s);
    t.field(u"status"_s, &R::status, u"State"_s, u"active or suspended."_s);
    t.field(u"status_reason"_s, &R::reason, u"Reason"_s, u"Why."_s)
        .alias(u"reason"_s)
        .nullable()
        .length(0, 500);
    t.field(u"plan_id"_s, &R::planId, u"Plan"_s, u"Id or short name; an empty text takes it away."_s)
        .length(0, 64)
        .refersTo(Kind::Plan);
    t.check([](const R& r, const QString& prefix, Faults& faults) {
        if (!r.status && !r.planId)
            faults.append({keyedPath(prefix, u"status"_s), u"required"_s, u"give a state or a plan"_s});
    });
    return t.build();
}

EntityTable v1BulkTable()
{
    using R = BulkSubscriptionsRequest;
    TableBuilder<R> t(u"bulk subscriptions"_s);
    t.field(u"ids"_s, &R::ids, u"Subscriptions"_s, u"Up to 50."_s).required().items(1, 50).length(1, 64);
    t.field(u"action"_s, &R::action, u"Action"_s, u"approve, reject, suspend, reactivate or revoke."_s)
        .required();
    addReason(t);
    return t.build();
}

EntityTable credentialTable()
{
    using C = CredentialRequest;
    TableBuilder<C> t(u"consumer credential"_s);
    t.field(u"type"_s, &C::type, u"Kind"_s, u"`basic`: a password. `hmac`: a shared secret for signatures."_s)
        .required();
    t.field(u"login"_s, &C::login, u"Name"_s,
            u"Unset: the consumer's external id; for a shared secret an id is made."_s)
        .nullable()
        .length(0, 128)
        .pattern(u"[^:\\x00-\\x1F\\x7F\"]*"_s);
    t.field(u"secret"_s, &C::secret, u"Secret"_s, u"Unset: one is made and shown once."_s)
        .alias(u"password"_s)
        .nullable()
        .secret()
        .length(0, 512);
    t.field(u"label"_s, &C::label, u"Label"_s, u"Where it is used."_s).nullable().length(0, 255);
    t.field(u"expires_at"_s, &C::expiresAt, u"Expires"_s, u"Unset: never."_s);
    return t.build();
}

EntityTable lookupTable()
{
    TableBuilder<KeyLookupRequest> t(u"key lookup"_s);
    t.field(u"api_key"_s, &KeyLookupRequest::key, u"Key"_s, u"The key itself; it is not kept or logged."_s)
        .alias(u"key"_s)
        .required()
        .length(1, 512)
        .secret();
    return t.build();
}

EntityTable extendTable()
{
    TableBuilder<ExtendRequest> t(u"extension"_s);
    t.field(u"extend_days"_s, &ExtendRequest::days, u"Days"_s, u"7 or 14."_s).required().unit(u"days"_s);
    addReason(t);
    t.check([](const ExtendRequest& r, const QString& prefix, Faults& faults) {
        if (r.days != 7 && r.days != 14)
            faults.append({keyedPath(prefix, u"extend_days"_s), u"enum"_s, u"must be 7 or 14"_s});
    });
    return t.build();
}

EntityTable v1RotateTable()
{
    TableBuilder<RotateRequest> t(u"rotation"_s);
    t.field(u"grace_period_hours"_s, &RotateRequest::gracePeriodHours, u"Grace period"_s,
            u"How long the old key works beside the new one. 0: it ends at once."_s)
        .range(0, 168)
        .unit(u"h"_s);
    return t.build();
}

EntityTable planTable()
{
    using R = PlanRequest;
    TableBuilder<R> t(u"plan request"_s);
    t.field(u"slug"_s, &R::slug, u"Short name"_s, u"Unique; lower-case letters, digits, hyphens."_s)
        .required()
        .length(1, 64)
        .format(TextFormat::Slug)
        .immutable();
    t.field(u"name"_s, &R::name, u"Name"_s, u"Name shown to people."_s).required().length(1, 255);
    t.field(u"description"_s, &R::description, u"Description"_s, u"Whom it is for."_s)
        .nullable()
        .length(0, 1000);
    const auto count = [&t](const QString& name, std::optional<qint64> R::*member, const QString& label) {
        t.field(name, member, label, u"Unset: no limit."_s).atLeast(0).unit(u"requests"_s);
    };
    count(u"rate_limit_per_second"_s, &R::perSecond, u"Per second"_s);
    count(u"rate_limit_per_minute"_s, &R::perMinute, u"Per minute"_s);
    count(u"daily_request_limit"_s, &R::perDay, u"Per day"_s);
    count(u"monthly_request_limit"_s, &R::perMonth, u"Per month"_s);
    count(u"burst_limit"_s, &R::burst, u"Burst"_s);
    t.field(u"requires_approval"_s, &R::requiresApproval, u"Needs approval"_s,
            u"Subscriptions wait until somebody approves."_s);
    t.field(u"auto_approve_roles"_s, &R::autoApproveRoles, u"Approved at once for"_s,
            u"Roles that do not wait."_s)
        .items(0, 50)
        .refersTo(Kind::Role);
    t.field(u"pricing_metadata"_s, &R::pricingMetadata, u"Pricing data"_s, u"Values of your own."_s)
        .items(0, 100);
    t.field(u"status"_s, &R::status, u"State"_s, u"Archived plans are not offered."_s);
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<DeprecateRequest>()
{
    return builtOnce<deprecateTable>();
}

template <>
const EntityTable& tableOf<BindRequest>()
{
    return builtOnce<bindTable>();
}

template <>
const EntityTable& tableOf<KeySubscribeRequest>()
{
    return builtOnce<v1SubscribeTable>();
}

template <>
const EntityTable& tableOf<StateChangeRequest>()
{
    return builtOnce<stateTable>();
}

template <>
const EntityTable& tableOf<AcknowledgeRequest>()
{
    return builtOnce<acknowledgeTable>();
}

template <>
const EntityTable& tableOf<SubscriptionChangeRequest>()
{
    return builtOnce<changeTable>();
}

template <>
const EntityTable& tableOf<BulkSubscriptionsRequest>()
{
    return builtOnce<v1BulkTable>();
}

template <>
const EntityTable& tableOf<CredentialRequest>()
{
    return builtOnce<credentialTable>();
}

template <>
const EntityTable& tableOf<KeyLookupRequest>()
{
    return builtOnce<lookupTable>();
}

template <>
const EntityTable& tableOf<ExtendRequest>()
{
    return builtOnce<extendTable>();
}

template <>
const EntityTable& tableOf<RotateRequest>()
{
    return builtOnce<v1RotateTable>();
}

template <>
const EntityTable& tableOf<PlanRequest>()
{
    return builtOnce<planTable>();
}

} // namespace gatehouse
