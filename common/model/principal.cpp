// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/principal.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename E>
void addRateLimits(TableBuilder<E>& t)
{
    using L = TrafficLimits;
    t.group(u"Limits"_s);
    t.field(u"rate_limit_duration"_s, &L::rateLimit, u"Requests"_s,
            u"Requests per window. Unset: no own limit."_s)
        .atLeast(0)
        .unit(u"requests"_s);
    t.field(u"rate_limit_duration_type"_s, &L::rateLimitWindow, u"Window"_s,
            u"second, minute, hour, day, week, month or year."_s)
        .nullable()
        .length(1, 7);
    t.field(u"rate_limit_enabled"_s, &L::rateLimitEnabled, u"Rate limit"_s,
            u"On: the limit holds even when no number is set (60)."_s);
    t.field(u"throttle_duration"_s, &L::throttleLimit, u"Requests before delay"_s,
            u"Further requests of the window are delayed."_s)
        .atLeast(0)
        .unit(u"requests"_s);
    t.field(u"throttle_duration_type"_s, &L::throttleWindow, u"Throttle window"_s,
            u"second, minute, hour, day, week, month or year."_s)
        .nullable()
        .length(1, 7);
    t.field(u"throttle_wait_duration"_s, &L::throttleWait, u"Delay"_s, u"Delay for each request too many."_s)
        .atLeast(0);
    t.field(u"throttle_wait_duration_type"_s, &L::throttleWaitUnit, u"Delay unit"_s,
            u"second, minute and so on."_s)
        .nullable()
        .length(1, 7);
    t.field(u"throttle_queue_limit"_s, &L::throttleQueueLimit, u"Most in a window"_s,
            u"More are refused. Unset or 0: 10."_s)
        .atLeast(0)
        .unit(u"requests"_s);
    t.field(u"throttle_enabled"_s, &L::throttleEnabled, u"Throttle"_s,
            u"On: delays happen even when no number is set."_s);
}

template <typename E>
void addBandwidth(TableBuilder<E>& t)
{
    using L = TrafficLimits;
    t.field(u"bandwidth_limit_bytes"_s, &L::bandwidthLimitBytes, u"Bandwidth"_s,
            u"Bytes in both directions per window. Unset or 0: no limit."_s)
        .atLeast(0)
        .unit(u"bytes"_s);
    t.field(u"bandwidth_limit_window"_s, &L::bandwidthWindow, u"Bandwidth window"_s,
            u"second, minute, hour, day, week or month."_s)
        .nullable()
        .length(1, 10);
    t.field(u"bandwidth_limit_enabled"_s, &L::bandwidthEnabled, u"Bandwidth limit"_s,
            u"Off: the limit is not applied."_s);
}

EntityTable userTable()
{
    TableBuilder<User> t(u"user"_s, u"users"_s, u"User"_s, u"Users"_s, {u"username"_s});
    t.group(u"Identity"_s);
    t.field(u"username"_s, &User::username, u"User name"_s, u"Unique; part of tokens and logs."_s)
        .required()
        .length(3, 50)
        .immutable();
    t.field(u"email"_s, &User::email, u"E-mail"_s, u"Unique; used to log in."_s).required().length(3, 127);
    t.field(
         u"password"_s, &User::passwordHash, u"Password"_s,
         u"16 to 50 characters with upper and lower case, a digit and a special character. Kept as a hash, never shown."_s)
        .required()
        .secret()
        .length(6, 255);
    t.field(u"role"_s, &User::role, u"Role"_s, u"Decides what the user may administer."_s)
        .required()
        .length(2, 50)
        .refersTo(Kind::Role);
    t.field(u"groups"_s, &User::groups, u"Groups"_s, u"APIs admit callers by group."_s)
        .items(0, 200)
        .refersTo(Kind::Group);
    t.field(u"active"_s, &User::active, u"Active"_s, u"Off: neither login nor calls."_s).nullable();
    t.field(u"ui_access"_s, &User::uiAccess, u"Console access"_s, u"May use the console."_s).nullable();
    t.field(u"custom_attributes"_s, &User::customAttributes, u"Attributes"_s,
            u"Up to ten values of your own."_s)
        .items(0, 10);
    addRateLimits(t);
    addBandwidth(t);
    t.group(u"Account"_s);
    t.field(u"tenant"_s, &User::tenant, u"Tenant"_s,
            u"The user sees this tenant only. Unset: every tenant."_s)
        .nullable()
        .length(0, 255)
        .refersTo(Kind::Tenant);
    t.field(u"service_client"_s, &User::serviceClient, u"Service client"_s,
            u"Logs in with a client secret instead of a password."_s)
        .readOnly();
    t.field(u"last_login_at"_s, &User::lastLoginAt, u"Last login"_s, u"When the user logged in last."_s)
        .readOnly();
    t.field(u"must_change_password"_s, &User::mustChangePassword, u"Change password"_s,
            u"The next login asks for a new password."_s);
    return t.build();
}

EntityTable consumerTable()
{
    TableBuilder<Consumer> t(u"consumer"_s, u"consumers"_s, u"Consumer"_s, u"Consumers"_s,
                             {u"tenant_id"_s, u"external_id"_s});
    t.group(u"Identity"_s);
    t.field(u"id"_s, &Consumer::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"tenant_id"_s, &Consumer::tenant, u"Tenant"_s, u"The tenant the consumer belongs to."_s)
        .alias(u"tenant"_s)
        .length(1, 255)
        .immutable()
        .refersTo(Kind::Tenant);
    t.field(u"external_id"_s, &Consumer::externalId, u"External id"_s,
            u"Your own name for the consumer; unique in the tenant."_s)
        .required()
        .length(1, 255);
    t.field(u"name"_s, &Consumer::name, u"Name"_s, u"Name shown to people."_s).required().length(1, 255);
    t.field(u"email"_s, &Consumer::email, u"E-mail"_s, u"Whom to ask and to tell."_s)
        .required()
        .length(1, 255);
    t.field(u"company"_s, &Consumer::company, u"Company"_s, u"Where the consumer works."_s)
        .nullable()
        .length(0, 255);
    t.field(u"description"_s, &Consumer::description, u"Description"_s, u"What the consumer does."_s)
        .nullable()
        .length(0, 1000);
    t.field(u"status"_s, &Consumer::status, u"State"_s,
            u"Suspended or blocked, every key of the consumer is refused at once."_s);
    t.field(u"groups"_s, &Consumer::groups, u"Groups"_s, u"APIs admit callers by group."_s)
        .items(0, 200)
        .refersTo(Kind::Group);
    t.field(u"plan_id"_s, &Consumer::planId, u"Plan"_s, u"Limits unless the subscription has its own plan."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Plan);
    t.field(u"consumer_metadata"_s, &Consumer::metadata, u"Metadata"_s, u"Values of your own."_s)
        .items(0, 100);
    t.field(u"keycloak_user_id"_s, &Consumer::keycloakUserId, u"Identity provider id"_s,
            u"Id in an identity provider."_s)
        .nullable()
        .length(0, 255);
    addRateLimits(t);
    addBandwidth(t);
    t.group(u"Certificate"_s);
    t.field(u"certificate_fingerprint"_s, &Consumer::certificateFingerprint, u"Fingerprint"_s,
            u"SHA-256 of the client certificate, in hex."_s)
        .nullable()
        .pattern(u"([0-9a-fA-F]{64})?"_s);
    t.field(u"certificate_subject"_s, &Consumer::certificateSubject, u"Subject"_s,
            u"Subject of the client certificate, such as CN=shop,O=Example. It outlives a renewal."_s)
        .nullable()
        .length(0, 512);
    t.field(u"certificate_not_after"_s, &Consumer::certificateNotAfter, u"Valid until"_s,
            u"End of the certificate."_s)
        .readOnly();
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<User>()
{
    static const EntityTable table = userTable();
    return table;
}

template <>
const EntityTable& tableOf<Consumer>()
{
    static const EntityTable table = consumerTable();
    return table;
}

} // namespace gatehouse
