// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "common/model/field.h"
#include "common/model/plan.h"
#include "common/model/time_ms.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace gatehouse {

// Request bodies of /v1 (week-one runbook). Read them with fromJson<T>(json, ReadOptions::v1Create()).

/// The words of endpoint.method: a kind of protocol, not an HTTP method.
enum class ContractProtocol : std::uint8_t { Rest, GraphQl, Grpc, Soap, Ws };
constexpr auto wireNames(ContractProtocol)
{
    return std::array{"REST", "GRAPHQL", "GRPC", "SOAP", "WS"};
}

/// Where a contract's calls go.
struct ContractEndpoint {
    QString url;
    ContractProtocol method = ContractProtocol::Rest;
    QJsonValue timeout{QJsonValue::Null}; ///< "15s", "500ms", "1m" or seconds; null: the gateway's setting
    bool stripPrefix = true;
    QString upstreamPath;
};
template <>
const EntityTable& tableOf<ContractEndpoint>();

/// Who may call a contract.
struct ContractAuth {
    AuthType type = AuthType::ApiKey;
    QString header{QStringLiteral("X-API-Key")};
    QString query;
    bool required = true;
    std::optional<JwtRules> jwt;
    std::optional<HmacRules> hmac;
};
template <>
const EntityTable& tableOf<ContractAuth>();

struct ContractPortal {
    bool visible = false;
    QStringList categories;
};
template <>
const EntityTable& tableOf<ContractPortal>();

/// A contract as the runbook writes it; both spellings of the names are accepted.
struct ContractRequest {
    QString name;
    QString version{QStringLiteral("1.0.0")};
    QString tenant{QStringLiteral("default")};
    QString displayName;
    QString description;
    ContractEndpoint endpoint;
    ContractAuth auth;
    ContractPortal portal;
    ApiStatus status = ApiStatus::Published;
    QString openapiUrl;
    bool active = true;
    QStringList hosts; ///< empty: every host
};
template <>
const EntityTable& tableOf<ContractRequest>();

struct DeprecateRequest {
    QString reason;
    TimeMs sunsetAt;
    QString replacementId;
    int gracePeriodDays = 0;
};
template <>
const EntityTable& tableOf<DeprecateRequest>();

struct BindRequest {
    QString policyId;
    QString apiId;
    QString tenant;
    QString gatewayInstance; ///< accepted and ignored: there is one gateway
    bool enabled = true;
};
template <>
const EntityTable& tableOf<BindRequest>();

/// Subscribes a consumer. The names that other clients send are accepted beside the ids.
struct KeySubscribeRequest {
    QString consumerId;
    QString apiId;
    QString tenant{QStringLiteral("default")};
    QString planId;
    QString label;
    TimeMs expiresAt;
};
template <>
const EntityTable& tableOf<KeySubscribeRequest>();

/// Body of approve, reject, suspend, reactivate and revoke.
struct StateChangeRequest {
    QString reason;
    TimeMs expiresAt; ///< approve only
};
template <>
const EntityTable& tableOf<StateChangeRequest>();

/// Body of POST /v1/alerts/{id}/acknowledge.
struct AcknowledgeRequest {
    QString comment;
};
template <>
const EntityTable& tableOf<AcknowledgeRequest>();

/// What a caller may ask a subscription to become.
enum class SubscriptionWish : std::uint8_t { Active, Suspended };
constexpr auto wireNames(SubscriptionWish)
{
    return std::array{"active", "suspended"};
}

struct SubscriptionChangeRequest {
    std::optional<SubscriptionWish> status;
    QString reason;
    std::optional<QString> planId;
};
template <>
const EntityTable& tableOf<SubscriptionChangeRequest>();

enum class BulkAction : std::uint8_t { Approve, Reject, Suspend, Reactivate, Revoke };
constexpr auto wireNames(BulkAction)
{
    return std::array{"approve", "reject", "suspend", "reactivate", "revoke"};
}

struct BulkSubscriptionsRequest {
    QStringList ids;
    BulkAction action = BulkAction::Approve;
    QString reason;
};
template <>
const EntityTable& tableOf<BulkSubscriptionsRequest>();

struct KeyLookupRequest {
    QString key;
};
template <>
const EntityTable& tableOf<KeyLookupRequest>();

enum class LoginKind : std::uint8_t { Basic, Hmac };
constexpr auto wireNames(LoginKind)
{
    return std::array{"basic", "hmac"};
}

/// A password or a shared secret for a consumer.
struct CredentialRequest {
    LoginKind type = LoginKind::Basic;
    QString login;  ///< empty: the external id of the consumer, or a generated key id
    QString secret; ///< empty: generated
    QString label;
    TimeMs expiresAt;
};
template <>
const EntityTable& tableOf<CredentialRequest>();

struct ExtendRequest {
    int days = 0; ///< 7 or 14
    QString reason;
};
template <>
const EntityTable& tableOf<ExtendRequest>();

struct RotateRequest {
    int gracePeriodHours = 24; ///< 0: the old key ends at once
};
template <>
const EntityTable& tableOf<RotateRequest>();

/// A plan in the words of /v1; the document is the tier of the platform surface.
struct PlanRequest {
    QString slug;
    QString name;
    QString description;
    std::optional<qint64> perSecond;
    std::optional<qint64> perMinute;
    std::optional<qint64> perDay;
    std::optional<qint64> perMonth;
    std::optional<qint64> burst;
    bool requiresApproval = false;
    QStringList autoApproveRoles;
    std::optional<QJsonObject> pricingMetadata;
    PlanStatus status = PlanStatus::Active;
};
template <>
const EntityTable& tableOf<PlanRequest>();

/// Seconds of "15s", "500ms", "2m" or of a number; nothing when it is none of them or not positive.
std::optional<double> secondsOfDuration(const QJsonValue& value);
/// The shortest text that secondsOfDuration() reads back.
QString durationText(double seconds);

} // namespace gatehouse
