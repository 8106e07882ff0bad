// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/model/document_header.h"
#include "common/model/field.h"
#include "common/model/parts.h"

namespace gatehouse {

enum class PolicyType : std::uint8_t {
    Cors,
    RateLimit,
    JwtValidation,
    IpFilter,
    Logging,
    Caching,
    Transform
};
constexpr auto wireNames(PolicyType)
{
    return std::array{"cors", "rate_limit", "jwt_validation", "ip_filter", "logging", "caching", "transform"};
}

enum class PolicyScope : std::uint8_t { Api, Gateway, Tenant };
constexpr auto wireNames(PolicyScope)
{
    return std::array{"api", "gateway", "tenant"};
}

/// Narrows a policy to one API. A policy of scope api without bindings applies to every API of its tenant.
struct PolicyBinding {
    QString id;
    QString apiId;
    QString tenant;
    bool enabled = true;
};
template <>
const EntityTable& tableOf<PolicyBinding>();

/// `config` is kept as JSON in its canonical keys; policyConfigTable() describes it for each type.
struct Policy : DocumentHeader {
    static constexpr Kind kKind = Kind::Policy;

    QString name;
    QString description;
    PolicyType type = PolicyType::RateLimit;
    QString tenant; ///< empty: whole platform
    PolicyScope scope = PolicyScope::Api;
    QJsonObject config;
    int priority = 100; ///< lower first
    bool enabled = true;
    bool dryRun = false; ///< decides and records, but lets pass
    QList<PolicyBinding> bindings;
};
template <>
const EntityTable& tableOf<Policy>();

enum class RatePer : std::uint8_t { Consumer, Ip, Api, Key };
constexpr auto wireNames(RatePer)
{
    return std::array{"consumer", "ip", "api", "key"};
}

/// A token bucket: capacity `burst`, filled by the rate. Without a burst, a tenth of the minute's requests.
struct RateLimitConfig {
    std::optional<qint64> requestsPerMinute;
    std::optional<qint64> requestsPerSecond;
    std::optional<qint64> burst;
    RatePer per = RatePer::Consumer;
    std::optional<qint64> dailyLimit;
    std::optional<qint64> monthlyLimit;

    double tokensPerSecond() const;
    qint64 capacity() const;
};
template <>
const EntityTable& tableOf<RateLimitConfig>();

struct CorsConfig {
    QStringList origins;
    QStringList methods;
    QStringList headers;
    QStringList exposeHeaders;
    bool allowCredentials = false;
    int maxAge = 3600;
};
template <>
const EntityTable& tableOf<CorsConfig>();

enum class IpMode : std::uint8_t { Allow, Deny };
constexpr auto wireNames(IpMode)
{
    return std::array{"allow", "deny"};
}

struct IpFilterConfig {
    IpMode mode = IpMode::Allow;
    QStringList list;
};
template <>
const EntityTable& tableOf<IpFilterConfig>();

struct LoggingConfig {
    bool logRequest = true;
    bool logResponse = true;
    double sampling = 1.0;
};
template <>
const EntityTable& tableOf<LoggingConfig>();

/// Changes to the headers of one direction, in this order: remove, rename, add.
struct HeaderChanges {
    QStringList remove;
    QJsonObject rename; ///< old -> new
    QJsonObject add;    ///< name -> value; replaces
};
template <>
const EntityTable& tableOf<HeaderChanges>();

struct TransformConfig {
    HeaderChanges requestHeaders;
    HeaderChanges responseHeaders;
    QString pathPattern; ///< regular expression on the forwarded path
    QString pathReplacement;
    std::optional<QJsonObject> requestBody;
    std::optional<QJsonObject> responseBody;
};
template <>
const EntityTable& tableOf<TransformConfig>();

/// The config with canonical keys (aliases such as "rpm" are replaced) and every default filled in: what is
/// stored.
Result<QJsonObject> canonicalConfig(PolicyType type, const QJsonObject& config);

/// The table of a policy type's config.
const EntityTable& policyConfigTable(PolicyType type);

} // namespace gatehouse
