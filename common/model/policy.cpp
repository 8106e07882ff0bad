// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/policy.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable bindingTable()
{
    using B = PolicyBinding;
    TableBuilder<B> t(u"policy binding"_s);
    t.field(u"id"_s, &B::id, u"Id"_s, u"Made by the gateway."_s).nullable().length(0, 64);
    t.field(u"api_id"_s, &B::apiId, u"API"_s, u"The API the policy applies to."_s)
        .alias(u"api_catalog_id"_s)
        .nullable()
        .length(0, 128)
        .refersTo(Kind::Api);
    t.field(u"tenant_id"_s, &B::tenant, u"Tenant"_s, u"The tenant the policy applies to."_s)
        .nullable()
        .length(0, 255)
        .refersTo(Kind::Tenant);
    t.field(u"enabled"_s, &B::enabled, u"Enabled"_s, u"Off: the binding does not count."_s);
    t.check([](const B& b, const QString& prefix, Faults& faults) {
        if (b.apiId.isEmpty() && b.tenant.isEmpty())
            faults.append({keyedPath(prefix, u"api_id"_s), u"required"_s, u"give an API or a tenant"_s});
    });
    return t.build();
}

void checkPolicy(const Policy& policy, const QString& prefix, Faults& faults)
{
    const EntityTable& table = policyConfigTable(policy.type);
    const std::shared_ptr<void> config = table.make();
    ReadOptions options = ReadOptions::v1Create();
    ReadContext context{options, {}};
    readTable(table, config.get(), policy.config, context, keyedPath(prefix, u"config"_s));
    faults += context.faults;
}

EntityTable policyTable()
{
    TableBuilder<Policy> t(u"policy"_s, u"policies"_s, u"Policy"_s, u"Policies"_s,
                           {u"tenant_id"_s, u"name"_s});
    t.group(u"Policy"_s);
    t.field(u"id"_s, &Policy::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"name"_s, &Policy::name, u"Name"_s, u"Unique in the tenant."_s).required().length(1, 255);
    t.field(u"description"_s, &Policy::description, u"Description"_s, u"What it is for."_s)
        .nullable()
        .length(0, 1000);
    t.field(u"policy_type"_s, &Policy::type, u"Type"_s, u"What the policy does."_s).required().immutable();
    t.field(u"tenant_id"_s, &Policy::tenant, u"Tenant"_s,
            u"Applies to the APIs of this tenant. Unset: whole platform."_s)
        .nullable()
        .length(0, 255)
        .refersTo(Kind::Tenant);
    t.field(
        u"scope"_s, &Policy::scope, u"Scope"_s,
        u"What shares the counters of a limit: each API has its own, or all APIs of a tenant or of the gateway count together."_s);
    t.field(u"config"_s, &Policy::config, u"Settings"_s, u"Values of the type."_s);
    t.field(u"priority"_s, &Policy::priority, u"Priority"_s, u"Lower runs first."_s).range(0, 10000);
    t.field(u"enabled"_s, &Policy::enabled, u"Enabled"_s, u"Off: not applied."_s);
    t.field(u"dry_run"_s, &Policy::dryRun, u"Dry run"_s, u"Decides and records, but lets every call pass."_s);
    t.field(u"bindings"_s, &Policy::bindings, u"Bound to"_s, u"Empty: every API of the tenant."_s)
        .items(0, 10000);
    t.check(checkPolicy);
    return t.build();
}

EntityTable rateTable()
{
    using C = RateLimitConfig;
    TableBuilder<C> t(u"rate limit settings"_s);
    t.field(u"requests_per_minute"_s, &C::requestsPerMinute, u"Per minute"_s,
            u"Refilled evenly over the minute."_s)
        .alias(u"requests_per_min"_s)
        .alias(u"rpm"_s)
        .alias(u"limit"_s)
        .range(1, 1e9)
        .unit(u"requests"_s);
    t.field(u"requests_per_second"_s, &C::requestsPerSecond, u"Per second"_s, u"Instead of the minute."_s)
        .range(1, 1e8)
        .unit(u"requests"_s);
    t.field(u"burst"_s, &C::burst, u"Burst"_s,
            u"Requests that may come at once. Unset: a tenth of the minute's."_s)
        .alias(u"burst_limit"_s)
        .range(1, 1e9)
        .unit(u"requests"_s);
    t.field(u"per"_s, &C::per, u"Counted per"_s, u"What has its own counter."_s);
    t.field(u"daily_limit"_s, &C::dailyLimit, u"Per day"_s, u"Quota until midnight UTC."_s)
        .alias(u"dailyLimit"_s)
        .range(1, 1e12)
        .unit(u"requests"_s);
    t.field(u"monthly_limit"_s, &C::monthlyLimit, u"Per month"_s, u"Quota until the month ends."_s)
        .alias(u"monthlyLimit"_s)
        .range(1, 1e12)
        .unit(u"requests"_s);
    t.check([](const C& c, const QString& prefix, Faults& faults) {
        if (!c.requestsPerMinute && !c.requestsPerSecond && !c.dailyLimit && !c.monthlyLimit)
            faults.append({keyedPath(prefix, u"requests_per_minute"_s), u"required"_s,
                           u"is required unless another limit is given"_s});
        if (c.requestsPerMinute && c.requestsPerSecond)
            faults.append({keyedPath(prefix, u"requests_per_second"_s), u"conflict"_s,
                           u"cannot be combined with requests_per_minute"_s});
    });
    return t.build();
}

EntityTable corsTable()
{
    using C = CorsConfig;
    TableBuilder<C> t(u"cors settings"_s);
    t.field(u"origins"_s, &C::origins, u"Origins"_s, u"Web origins that may call."_s)
        .alias(u"allowedOrigins"_s)
        .alias(u"allow_origins"_s)
        .items(0, 200)
        .format(TextFormat::Origin);
    t.field(u"methods"_s, &C::methods, u"Methods"_s, u"Methods for web pages. Empty: all usual ones."_s)
        .alias(u"allowedMethods"_s)
        .alias(u"allow_methods"_s)
        .items(0, 20)
        .format(TextFormat::Method);
    t.field(u"headers"_s, &C::headers, u"Headers"_s, u"Headers web pages may send. Empty: those asked for."_s)
        .alias(u"allowedHeaders"_s)
        .items(0, 100)
        .format(TextFormat::HeaderName);
    t.field(u"expose_headers"_s, &C::exposeHeaders, u"Exposed headers"_s, u"Headers web pages may read."_s)
        .alias(u"exposeHeaders"_s)
        .items(0, 100)
        .format(TextFormat::HeaderName);
    t.field(u"allow_credentials"_s, &C::allowCredentials, u"Credentials"_s, u"Web pages may send cookies."_s)
        .alias(u"allowCredentials"_s);
    t.field(u"max_age"_s, &C::maxAge, u"Preflight life"_s, u"How long a browser keeps the permission."_s)
        .alias(u"maxAge"_s)
        .range(0, 86400)
        .unit(u"s"_s);
    t.check([](const C& c, const QString& prefix, Faults& faults) {
        if (c.allowCredentials && c.origins.contains(u"*"_s))
            faults.append({keyedPath(prefix, u"origins"_s), u"conflict"_s,
                           u"'*' cannot be combined with credentials"_s});
    });
    return t.build();
}

EntityTable ipTable()
{
    TableBuilder<IpFilterConfig> t(u"ip filter settings"_s);
    t.field(u"mode"_s, &IpFilterConfig::mode, u"Mode"_s,
            u"`allow`: only these pass. `deny`: these do not."_s);
    t.field(u"ip_list"_s, &IpFilterConfig::list, u"Addresses"_s, u"Addresses and ranges."_s)
        .alias(u"allowlist"_s)
        .alias(u"allowed_cidrs"_s)
        .alias(u"cidrs"_s)
        .required()
        .items(1, 10000)
        .format(TextFormat::Address);
    return t.build();
}

EntityTable loggingTable()
{
    TableBuilder<LoggingConfig> t(u"logging settings"_s);
    t.field(u"log_request"_s, &LoggingConfig::logRequest, u"Requests"_s,
            u"Write an access line for each call."_s)
        .alias(u"logRequest"_s);
    t.field(u"log_response"_s, &LoggingConfig::logResponse, u"Answers"_s,
            u"Add what the upstream answered."_s)
        .alias(u"logResponse"_s);
    t.field(u"sampling"_s, &LoggingConfig::sampling, u"Logged share"_s,
            u"1: every call. Errors are always logged."_s)
        .range(0, 1);
    return t.build();
}

EntityTable headerChangesTable()
{
    using H = HeaderChanges;
    TableBuilder<H> t(u"header changes"_s);
    t.field(u"remove"_s, &H::remove, u"Remove"_s, u"Headers that are dropped."_s)
        .items(0, 100)
        .format(TextFormat::HeaderName);
    t.field(u"rename"_s, &H::rename, u"Rename"_s, u"Old name -> new name."_s).items(0, 100);
    t.field(u"add"_s, &H::add, u"Set"_s, u"Name -> value; an existing header is replaced."_s)
        .alias(u"set"_s)
        .items(0, 100);
    t.check([](const H& h, const QString& prefix, Faults& faults) {
        const auto check = [&](const QJsonObject& object, const QString& name) {
            for (auto it = object.begin(); it != object.end(); ++it) {
                const QString text = it.value().toString();
                const QString path = keyedPath(keyedPath(prefix, name), it.key());
                if (!it.value().isString() || text.contains(u'\n') || text.contains(u'\r'))
                    faults.append({path, u"type"_s, u"must be a text of one line"_s});
            }
        };
        check(h.rename, u"rename"_s);
        check(h.add, u"add"_s);
    });
    return t.build();
}

EntityTable transformTable()
{
    using C = TransformConfig;
    TableBuilder<C> t(u"transform settings"_s);
    t.field(u"request_headers"_s, &C::requestHeaders, u"Request headers"_s, u"Changes before forwarding."_s);
    t.field(u"response_headers"_s, &C::responseHeaders, u"Answer headers"_s, u"Changes before answering."_s);
    t.field(u"path_pattern"_s, &C::pathPattern, u"Path pattern"_s,
            u"Regular expression on the forwarded path."_s)
        .nullable()
        .length(0, 1024)
        .format(TextFormat::Regex);
    t.field(u"path_replacement"_s, &C::pathReplacement, u"Path becomes"_s, u"May use \\1, \\2 and so on."_s)
        .nullable()
        .length(0, 1024);
    t.field(u"request_body"_s, &C::requestBody, u"Request body"_s,
            u"wrap, remove, rename and set on JSON paths."_s);
    t.field(u"response_body"_s, &C::responseBody, u"Answer body"_s,
            u"wrap, remove, rename and set on JSON paths."_s);
    return t.build();
}

} // namespace

double RateLimitConfig::tokensPerSecond() const
{
    if (requestsPerSecond)
        return double(*requestsPerSecond);
    return requestsPerMinute ? double(*requestsPerMinute) / 60.0 : 0;
}

qint64 RateLimitConfig::capacity() const
{
    if (burst)
        return *burst;
    if (requestsPerSecond)
        return *requestsPerSecond;
    return requestsPerMinute ? std::max<qint64>(1, *requestsPerMinute / 10) : 0;
}

const EntityTable& policyConfigTable(PolicyType type)
{
    switch (type) {
    case PolicyType::Cors:
        return tableOf<CorsConfig>();
    case PolicyType::RateLimit:
        return tableOf<RateLimitConfig>();
    case PolicyType::JwtValidation:
        return tableOf<JwtRules>();
    case PolicyType::IpFilter:
        return tableOf<IpFilterConfig>();
    case PolicyType::Logging:
        return tableOf<LoggingConfig>();
    case PolicyType::Caching:
        return tableOf<CacheRules>();
    case PolicyType::Transform:
        break;
    }
    return tableOf<TransformConfig>();
}

Result<QJsonObject> canonicalConfig(PolicyType type, const QJsonObject& config)
{
    return normalise(policyConfigTable(type), config, ReadOptions::v1Create());
}

template <>
const EntityTable& tableOf<PolicyBinding>()
{
    static const EntityTable table = bindingTable();
    return table;
}

template <>
const EntityTable& tableOf<Policy>()
{
    static const EntityTable table = policyTable();
    return table;
}

template <>
const EntityTable& tableOf<RateLimitConfig>()
{
    static const EntityTable table = rateTable();
    return table;
}

template <>
const EntityTable& tableOf<CorsConfig>()
{
    static const EntityTable table = corsTable();
    return table;
}

template <>
const EntityTable& tableOf<IpFilterConfig>()
{
    static const EntityTable table = ipTable();
    return table;
}

template <>
const EntityTable& tableOf<LoggingConfig>()
{
    static const EntityTable table = loggingTable();
    return table;
}

template <>
const EntityTable& tableOf<HeaderChanges>()
{
    static const EntityTable table = headerChangesTable();
    return table;
}

template <>
const EntityTable& tableOf<TransformConfig>()
{
    static const EntityTable table = transformTable();
    return table;
}

} // namespace gatehouse
