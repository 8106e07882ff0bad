// SPDX-License-Identifier: GPL-3.0-or-later
// What the field tables cannot know of a good body: names of other documents, and words with a meaning.
#include "tests/integration/calls/good_body.h"
#include "tests/integration/calls/good_calls.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

QJsonObject GoodCalls::fieldsOf(CallId id)
{
    return info(id).surface == Surface::V1 ? fieldsOfV1(id) : fieldsOfPlatform(id);
}

QJsonObject GoodCalls::fieldsOfApis(CallId id)
{
    const QString name = u"good-%1"_s.arg(m_number);
    const QJsonArray server{m_origin.server()};
    switch (id) {
    case CallId::ApiCreate:
        return {{u"api_version"_s, u"v1"_s}, {u"api_servers"_s, server}};
    case CallId::OperationCreate:
        return {{u"api_name"_s, api()},
                {u"api_version"_s, u"v1"_s},
                {u"endpoint_method"_s, u"GET"_s},
                {u"endpoint_uri"_s, u"/x"_s}};
    case CallId::ValidationCreate:
    case CallId::ValidationCreateAlias:
        return {{u"endpoint_id"_s, operation()},
                {u"validation_schema"_s,
                 object(R"({"validation_schema":{"a":{"required":true,"type":"string"}}})")}};
    case CallId::ValidationUpdate:
    case CallId::ValidationUpdateAlias:
        return {{u"validation_enabled"_s, false}};
    case CallId::RoutingCreate:
        return {{u"routing_servers"_s, server}, {u"client_key"_s, name}};
    case CallId::UpstreamCreate:
        return {{u"targets"_s, QJsonArray{QJsonObject{{u"url"_s, m_origin.server()}}}}};
    case CallId::UpstreamUpdate:
        return {{u"retry_count"_s, 2}};
    case CallId::UpstreamDrain:
    case CallId::UpstreamUndrain:
    case CallId::UpstreamReset:
        return {{u"upstream"_s, u"upstream:"_s + upstream()}, {u"target"_s, m_origin.server()}};
    default:
        return {};
    }
}

QJsonObject GoodCalls::fieldsOfPlatform(CallId id)
{
    const QString name = u"good-%1"_s.arg(m_number);
    switch (id) {
    case CallId::AuthLogin:
        return {{u"email"_s, u"admin"_s}, {u"password"_s, GatewayProcess::password()}};
    case CallId::AuthRegister:
        return {{u"email"_s, name + u"@example.org"_s}, {u"password"_s, canary()}};
    case CallId::UserCreate:
        return {{u"role"_s, u"user"_s},
                {u"groups"_s, QJsonArray{u"ALL"_s}},
                {u"email"_s, name + u"@example.org"_s}};
    case CallId::SubscriptionAdd:
    case CallId::SubscriptionRemove:
        return {{u"username"_s, user()}, {u"api_name"_s, api()}, {u"api_version"_s, u"v1"_s}};
    case CallId::CreditSave:
        return {{u"username"_s, user()},
                {u"users_credits"_s, QJsonObject{{creditGroup(), QJsonObject{{u"tier_name"_s, u"good"_s},
                                                                             {u"available_credits"_s, 5}}}}}};
    case CallId::CreditDefUpdate:
        return {{u"api_credit_group"_s, creditGroup()}};
    case CallId::CreditRotateKey:
        return {{u"api_credit_group"_s, creditGroup()}};
    case CallId::TierCreate:
        return {{u"name"_s, u"free"_s}};
    case CallId::TierAssign:
        return {{u"user_id"_s, user()}, {u"tier_id"_s, tier()}};
    case CallId::TierUpgrade:
    case CallId::TierDowngrade:
        return {{u"user_id"_s, assigned()}, {u"new_tier_id"_s, tier()}};
    case CallId::TierTemporaryUpgrade:
        return {{u"user_id"_s, assigned()}, {u"temp_tier_id"_s, tier()}};
    case CallId::TierTrial:
        return {{u"user_id"_s, user()}, {u"tier_id"_s, tier()}};
    case CallId::TierPaymentFailure:
        return {{u"user_id"_s, assigned()}};
    case CallId::LimitRuleCreate:
        return {{u"target_identifier"_s, user()}};
    case CallId::LimitRuleBulkDelete:
    case CallId::LimitRuleBulkEnable:
    case CallId::LimitRuleBulkDisable:
        return {{u"rule_ids"_s, QJsonArray{rule()}}};
    case CallId::SecurityUpdate:
        return {{u"auto_save_frequency_seconds"_s, 600 + m_number}};
    case CallId::MemoryRestore:
        return {{u"path"_s, m_dump}};
    case CallId::ToolChaos:
        return {{u"backend"_s, u"redis"_s}, {u"enabled"_s, false}};
    case CallId::CrudImport:
        return {{u"items"_s, QJsonArray{QJsonObject{{u"_id"_s, u"1"_s}, {u"a"_s, 1}}}}};
    case CallId::Validate:
        return {{u"kind"_s, u"group"_s}, {u"document"_s, QJsonObject{{u"group_name"_s, name}}}};
    case CallId::TestRequest:
        return {{u"path"_s, u"/api/rest/"_s + api() + u"/v1/x"_s}};
    default:
        return fieldsOfApis(id);
    }
}

QJsonObject GoodCalls::fieldsOfV1(CallId id)
{
    const QString name = u"good-%1"_s.arg(m_number);
    switch (id) {
    case CallId::TenantCreate:
        return {{u"slug"_s, name}};
    case CallId::ContractCreate:
    case CallId::ContractCreateIn:
        return {{u"version"_s, u"1.0.0"_s},
                {u"tenant"_s, u"default"_s},
                {u"endpoint"_s, QJsonObject{{u"url"_s, m_origin.server()}}}};
    case CallId::PolicyCreate:
        return {{u"policy_type"_s, u"rate_limit"_s},
                {u"tenant_id"_s, u"default"_s},
                {u"config"_s, QJsonObject{{u"requests_per_minute"_s, 100000}}}};
    case CallId::PolicyUpdate:
    case CallId::PolicyReplace:
        return {{u"priority"_s, 50 + m_number % 1000}};
    case CallId::PolicyBind:
        return {{u"policy_id"_s, policy()}, {u"api_id"_s, contract()}};
    case CallId::ConsumerCreate:
        return {{u"email"_s, name + u"@example.org"_s}};
    case CallId::SubscriptionV1Create:
        return {{u"consumer_id"_s, consumer()}, {u"api_id"_s, contract()}};
    case CallId::SubscriptionV1Bulk:
        return {{u"ids"_s, QJsonArray{subscription()}}, {u"action"_s, u"suspend"_s}};
    case CallId::SubscriptionV1Validate:
        subscription();
        return {{u"key"_s, m_key}, {u"api_key"_s, m_key}};
    case CallId::ConsumerCredentialRotate:
        return {{u"grace_period_hours"_s, 0}};
    case CallId::SubscriptionV1Reject:
    case CallId::SubscriptionV1Revoke:
        return {{u"reason"_s, name}};
    case CallId::SubscriptionV1Update:
        return {{u"status"_s, u"suspended"_s}};
    case CallId::SubscriptionV1Extend:
        return {{u"extend_days"_s, 7}};
    case CallId::AlertRuleCreate:
        return {{u"signal"_s, u"error_rate"_s}, {u"threshold"_s, 5}};
    case CallId::AlertChannelCreate:
        return {
            {u"type"_s, u"webhook"_s}, {u"url"_s, m_origin.server() + u"/hook"_s}, {u"secret"_s, canary()}};
    default:
        return {};
    }
}

} // namespace gatehouse::harness
