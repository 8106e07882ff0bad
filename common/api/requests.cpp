// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/requests.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable loginTable()
{
    using R = LoginRequest;
    TableBuilder<R> t(u"login"_s);
    t.field(u"email"_s, &R::email, u"E-mail"_s, u"E-mail address or user name."_s)
        .alias(u"username"_s)
        .length(0, 127);
    t.field(u"password"_s, &R::password, u"Password"_s, u"The password."_s).secret().length(0, 255);
    return t.build();
}

EntityTable passwordTable()
{
    using R = PasswordRequest;
    TableBuilder<R> t(u"password change"_s);
    t.field(u"new_password"_s, &R::newPassword, u"New password"_s,
            u"Must be strong; see the rule of users."_s)
        .required()
        .secret()
        .length(6, 36);
    return t.build();
}

EntityTable subscribeTable()
{
    using R = SubscribeRequest;
    TableBuilder<R> t(u"subscribe"_s);
    t.field(u"username"_s, &R::username, u"User"_s, u"Who subscribes."_s)
        .required()
        .length(3, 50)
        .refersTo(Kind::User);
    t.field(u"api_name"_s, &R::apiName, u"API"_s, u"Name of the API."_s)
        .required()
        .length(1, 320) // "tenant:name"
        .refersTo(Kind::Api);
    t.field(u"api_version"_s, &R::apiVersion, u"Version"_s, u"Version of the API."_s).required().length(1, 8);
    return t.build();
}

EntityTable rotateTable()
{
    using R = RotateKeyRequest;
    TableBuilder<R> t(u"rotate key"_s);
    t.field(u"api_credit_group"_s, &R::creditGroup, u"Group"_s, u"Credit group of the key."_s)
        .length(0, 50)
        .refersTo(Kind::CreditGroup);
    return t.build();
}

template <typename R>
void addUser(TableBuilder<R>& t)
{
    t.field(u"user_id"_s, &R::userId, u"User"_s, u"Whose plan changes."_s)
        .required()
        .length(1, 255)
        .refersTo(Kind::User);
}

EntityTable targetRequestTable()
{
    using R = TargetRequest;
    TableBuilder<R> t(u"target request"_s);
    t.field(u"upstream"_s, &R::upstream, u"Upstream"_s, u"Id or name, as the list of states shows it."_s)
        .required()
        .length(1, 1024);
    t.field(u"target"_s, &R::target, u"Target"_s, u"Address of the target. Empty: all, for a reset."_s)
        .length(0, 2048);
    return t.build();
}

EntityTable upgradeTable()
{
    using R = TierUpgradeRequest;
    TableBuilder<R> t(u"upgrade"_s);
    addUser(t);
    t.field(u"new_tier_id"_s, &R::newTierId, u"Plan"_s, u"The new plan."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Plan);
    t.field(u"immediate"_s, &R::immediate, u"At once"_s, u"Off: at the date below."_s);
    t.field(u"scheduled_date"_s, &R::scheduledDate, u"Date"_s, u"When the plan changes."_s);
    return t.build();
}

EntityTable downgradeTable()
{
    using R = TierDowngradeRequest;
    TableBuilder<R> t(u"downgrade"_s);
    addUser(t);
    t.field(u"new_tier_id"_s, &R::newTierId, u"Plan"_s, u"The new plan."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Plan);
    t.field(u"grace_period_days"_s, &R::gracePeriodDays, u"Grace period"_s,
            u"Days before the plan changes."_s)
        .range(0, 3650)
        .unit(u"days"_s);
    return t.build();
}

EntityTable temporaryTable()
{
    using R = TierTemporaryRequest;
    TableBuilder<R> t(u"temporary upgrade"_s);
    addUser(t);
    t.field(u"temp_tier_id"_s, &R::tempTierId, u"Plan"_s, u"The plan for this time."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Plan);
    t.field(u"duration_days"_s, &R::durationDays, u"Days"_s, u"How long it lasts."_s)
        .required()
        .range(1, 3650)
        .unit(u"days"_s);
    return t.build();
}

EntityTable trialTable()
{
    using R = TierTrialRequest;
    TableBuilder<R> t(u"trial"_s);
    addUser(t);
    t.field(u"tier_id"_s, &R::tierId, u"Plan"_s, u"The plan that is tried."_s)
        .required()
        .length(1, 64)
        .refersTo(Kind::Plan);
    t.field(u"days"_s, &R::days, u"Days"_s, u"How long it lasts."_s).range(1, 3650).unit(u"days"_s);
    return t.build();
}

EntityTable paymentTable()
{
    using R = TierPaymentRequest;
    TableBuilder<R> t(u"payment failure"_s);
    addUser(t);
    t.field(u"reason"_s, &R::reason, u"Reason"_s, u"Why."_s).nullable().length(0, 1000);
    return t.build();
}

EntityTable bulkTable()
{
    using R = BulkRulesRequest;
    TableBuilder<R> t(u"bulk rules"_s);
    t.field(u"rule_ids"_s, &R::ruleIds, u"Rules"_s, u"Ids of the rules."_s)
        .required()
        .items(0, 10000)
        .length(1, 255)
        .refersTo(Kind::LimitRule);
    return t.build();
}

EntityTable duplicateTable()
{
    using R = DuplicateRuleRequest;
    TableBuilder<R> t(u"duplicate rule"_s);
    t.field(u"new_rule_id"_s, &R::newRuleId, u"New id"_s, u"Id of the copy."_s).required().length(1, 255);
    return t.build();
}

EntityTable vaultTable()
{
    using R = VaultRequest;
    TableBuilder<R> t(u"vault request"_s);
    t.field(u"key_name"_s, &R::keyName, u"Name"_s, u"Unique among your entries."_s).required().length(1, 255);
    t.field(u"value"_s, &R::value, u"Value"_s, u"The secret; it is never shown again."_s)
        .required()
        .secret()
        .length(1, 65536);
    t.field(u"description"_s, &R::description, u"Description"_s, u"What the secret is for."_s)
        .nullable()
        .length(0, 500);
    return t.build();
}

EntityTable pathTable()
{
    using R = PathRequest;
    TableBuilder<R> t(u"path"_s);
    t.field(u"path"_s, &R::path, u"Path"_s, u"Directory or file. Unset: as in the settings."_s)
        .nullable()
        .length(0, 4096);
    return t.build();
}

EntityTable corsTable()
{
    using R = CorsCheckRequest;
    TableBuilder<R> t(u"cors check"_s);
    t.field(u"origin"_s, &R::origin, u"Origin"_s, u"Where the page comes from."_s).required().length(1, 2048);
    t.field(u"method"_s, &R::method, u"Method"_s, u"What the page wants to send."_s).required().length(1, 20);
    t.field(u"request_headers"_s, &R::requestHeaders, u"Headers"_s, u"Headers the page wants to send."_s)
        .nullable()
        .items(0, 100)
        .length(1, 128);
    t.field(u"with_credentials"_s, &R::withCredentials, u"Credentials"_s, u"The page sends cookies."_s)
        .nullable();
    return t.build();
}

EntityTable chaosTable()
{
    using R = ChaosRequest;
    TableBuilder<R> t(u"chaos"_s);
    t.field(u"backend"_s, &R::backend, u"Backend"_s, u"redis or mongo."_s)
        .required()
        .oneOf({u"redis"_s, u"mongo"_s});
    t.field(u"enabled"_s, &R::enabled, u"Away"_s, u"Pretend that it is away."_s).required();
    t.field(u"duration_ms"_s, &R::durationMs, u"For"_s, u"Afterwards it is back by itself."_s)
        .range(0, 3600000)
        .unit(u"ms"_s);
    return t.build();
}

EntityTable crudImportTable()
{
    using R = CrudImportRequest;
    TableBuilder<R> t(u"crud_import"_s);
    t.field(u"items"_s, &R::items, u"Records"_s, u"Objects; without _id one is made."_s).required();
    t.field(u"replace"_s, &R::replace, u"Replace"_s, u"In place of all records that are there."_s);
    return t.build();
}

EntityTable validateTable()
{
    using R = ValidateRequest;
    TableBuilder<R> t(u"validate"_s);
    QStringList kinds;
    for (const Kind kind : allKinds())
        kinds.append(toString(kind));
    t.field(u"kind"_s, &R::kind, u"Kind"_s, u"Kind of the document."_s).required().oneOf(kinds);
    t.field(u"id"_s, &R::id, u"Id"_s, u"Set: a partial update of that document."_s).nullable().length(0, 64);
    t.field(u"remove"_s, &R::remove, u"Delete"_s, u"Check whether it may be deleted."_s);
    t.field(u"document"_s, &R::document, u"Document"_s, u"The document, or the fields that change."_s);
    return t.build();
}

EntityTable testCallTable()
{
    using R = TestCallRequest;
    TableBuilder<R> t(u"test request"_s);
    t.field(u"method"_s, &R::method, u"Method"_s, u"HTTP method."_s).length(1, 20).format(TextFormat::Method);
    t.field(u"path"_s, &R::path, u"Path"_s, u"Path with query, as a client sends it."_s)
        .required()
        .length(1, 8192)
        .pattern(u"/[\\x21-\\x7e]*"_s);
    t.field(u"headers"_s, &R::headers, u"Headers"_s, u"Name -> value."_s).items(0, 100);
    t.field(u"body"_s, &R::body, u"Body"_s, u"What is sent."_s).nullable().length(0, 1 << 20);
    t.field(u"body_encoding"_s, &R::bodyEncoding, u"Encoding"_s, u"text or base64."_s)
        .oneOf({u"text"_s, u"base64"_s});
    t.field(u"host"_s, &R::host, u"Host"_s, u"Host header. Unset: the gateway's own."_s)
        .nullable()
        .length(0, 255);
    t.field(u"as_caller"_s, &R::asCaller, u"As myself"_s, u"With your own identity."_s);
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<LoginRequest>()
{
    return builtOnce<loginTable>();
}

template <>
const EntityTable& tableOf<PasswordRequest>()
{
    return builtOnce<passwordTable>();
}

template <>
const EntityTable& tableOf<SubscribeRequest>()
{
    return builtOnce<subscribeTable>();
}

template <>
const EntityTable& tableOf<RotateKeyRequest>()
{
    return builtOnce<rotateTable>();
}

template <>
const EntityTable& tableOf<TargetRequest>()
{
    return builtOnce<targetRequestTable>();
}

template <>
const EntityTable& tableOf<TierUpgradeRequest>()
{
    return builtOnce<upgradeTable>();
}

template <>
const EntityTable& tableOf<TierDowngradeRequest>()
{
    return builtOnce<downgradeTable>();
}

template <>
const EntityTable& tableOf<TierTemporaryRequest>()
{
    return builtOnce<temporaryTable>();
}

template <>
const EntityTable& tableOf<TierTrialRequest>()
{
    return builtOnce<trialTable>();
}

template <>
const EntityTable& tableOf<TierPaymentRequest>()
{
    return builtOnce<paymentTable>();
}

template <>
const EntityTable& tableOf<BulkRulesRequest>()
{
    return builtOnce<bulkTable>();
}

template <>
const EntityTable& tableOf<DuplicateRuleRequest>()
{
    return builtOnce<duplicateTable>();
}

template <>
const EntityTable& tableOf<VaultRequest>()
{
    return builtOnce<vaultTable>();
}

template <>
const EntityTable& tableOf<PathRequest>()
{
    return builtOnce<pathTable>();
}

template <>
const EntityTable& tableOf<CorsCheckRequest>()
{
    return builtOnce<corsTable>();
}

template <>
const EntityTable& tableOf<ChaosRequest>()
{
    return builtOnce<chaosTable>();
}

template <>
const EntityTable& tableOf<CrudImportRequest>()
{
    return builtOnce<crudImportTable>();
}

template <>
const EntityTable& tableOf<ValidateRequest>()
{
    return builtOnce<validateTable>();
}

template <>
const EntityTable& tableOf<TestCallRequest>()
{
    return builtOnce<testCallTable>();
}

} // namespace gatehouse
