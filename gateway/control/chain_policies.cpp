// SPDX-License-Identifier: GPL-3.0-or-later
// The concerns of a chain that policies take part in: addresses, CORS, rates.
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/security_settings.h"
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/filters/cors.h"
#include "gateway/filters/ip.h"
#include "gateway/filters/rate_policy.h"
#include "gateway/filters/security_headers.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::int64_t nsPerSecond = 1'000'000'000;

SecuritySettings settingsOf(const Documents& documents)
{
    SecuritySettings settings;
    documents.of<SecuritySettings>().forEach([&](const SecuritySettings& stored) { settings = stored; });
    return settings;
}

proxy::TrustSettings trustOf(const SecuritySettings& settings, bool trust)
{
    proxy::TrustSettings result;
    result.trustForwarded = trust;
    result.proxies = addressesOf(settings.xffTrustedProxies);
    return result;
}

std::vector<std::string> texts(const QStringList& list)
{
    std::vector<std::string> result;
    result.reserve(std::size_t(list.size()));
    for (const QString& text : list)
        result.push_back(text.toStdString());
    return result;
}

bool hasOwnCors(const Api& api)
{
    return api.corsAllowOrigins || api.corsAllowMethods || api.corsAllowHeaders || api.corsExposeHeaders ||
           api.corsAllowCredentials || api.corsMaxAge;
}

void readCors(filters::CorsConfig& config, const Api& api)
{
    if (api.corsAllowOrigins)
        config.origins = texts(*api.corsAllowOrigins);
    if (api.corsAllowMethods)
        config.methods = texts(*api.corsAllowMethods);
    if (api.corsAllowHeaders)
        config.headers = texts(*api.corsAllowHeaders);
    config.expose = texts(api.corsExposeHeaders.value_or(QStringList()));
    config.credentials = api.corsAllowCredentials;
    if (api.corsMaxAge)
        config.maxAgeSec = std::uint32_t(*api.corsMaxAge);
}

void readCors(filters::CorsConfig& config, const Policy& policy, const CorsConfig& stored)
{
    config.origins = texts(stored.origins);
    if (!stored.methods.isEmpty())
        config.methods = texts(stored.methods);
    if (!stored.headers.isEmpty())
        config.headers = texts(stored.headers);
    config.expose = texts(stored.exposeHeaders);
    config.credentials = stored.allowCredentials;
    config.maxAgeSec = std::uint32_t(stored.maxAge);
    config.enforcement = enforcementOf(policy);
}

/// A browser must be let send what every gRPC-Web client sends, and read how the call ended.
void admitGrpcWeb(filters::CorsConfig& config)
{
    for (const char* const name : {"content-type", "grpc-timeout", "x-grpc-web", "x-user-agent"})
        config.headers.emplace_back(name);
    for (const char* const name : {"grpc-status", "grpc-message", "grpc-status-details-bin"})
        config.expose.emplace_back(name);
}

QJsonArray toArray(const std::vector<std::string>& list)
{
    QJsonArray array;
    for (const std::string& text : list)
        array.append(QString::fromStdString(text));
    return array;
}

QJsonObject valuesOf(const filters::CorsConfig& config)
{
    return {{u"origins"_s, toArray(config.origins)},
            {u"methods"_s, toArray(config.methods)},
            {u"headers"_s, toArray(config.headers)},
            {u"expose_headers"_s, toArray(config.expose)},
            {u"allow_credentials"_s, config.credentials},
            {u"max_age"_s, config.maxAgeSec ? QJsonValue(qint64(*config.maxAgeSec)) : QJsonValue()},
            {u"dry_run"_s, config.enforcement.dryRun}};
}

std::string keyOf(const filters::CorsConfig& config)
{
    std::string key = "cors\n" + config.enforcement.policy + (config.enforcement.dryRun ? "\nd" : "\n");
    key += std::to_string(int(config.surface)) + (config.credentials ? "c" : "-") +
           (config.wholePreflight ? "w" : "-") + (config.exposeLimits ? "l" : "-") +
           std::to_string(config.maxAgeSec ? std::int64_t(*config.maxAgeSec) : -1);
    for (const auto* list : {&config.origins, &config.methods, &config.headers, &config.expose}) {
        key += '\n';
        for (const std::string& text : *list)
            key += text + ',';
    }
    return key;
}

shared_state::LimitRule bucketOf(const RateLimitConfig& config)
{
    shared_state::LimitRule rule{.algorithm = shared_state::Algorithm::TokenBucket};
    rule.limit = std::uint64_t(config.requestsPerSecond.value_or(config.requestsPerMinute.value_or(0)));
    rule.windowNs = (config.requestsPerSecond ? 1 : 60) * nsPerSecond;
    rule.burst = std::uint64_t(config.capacity());
    return rule;
}

shared_state::LimitRule windowOf(qint64 limit, qint64 seconds)
{
    return {.algorithm = shared_state::Algorithm::FixedWindow,
            .limit = std::uint64_t(limit),
            .windowNs = seconds * nsPerSecond};
}

QJsonObject valuesOf(const shared_state::LimitRule& rule, const QString& per)
{
    return {{u"limit"_s, qint64(rule.limit)},
            {u"window_seconds"_s, qint64(rule.windowNs / nsPerSecond)},
            {u"burst"_s, qint64(rule.burst)},
            {u"per"_s, per}};
}

/// Whether an operation is meant by an id or by a URI template.
bool meansOperation(const Operation& operation, const QString& target)
{
    return operation.id == target || operation.uri == target || operation.publicUri() == target;
}

bool hasOperation(const Documents& documents, const Api& api, const QString& target)
{
    const auto operations = documents.of<Operation>().with(By::Api, api.id);
    return std::any_of(operations.begin(), operations.end(),
                       [&](const Operation* operation) { return meansOperation(*operation, target); });
}

/// By name/version, by id, or by its name alone for all versions.
bool meansApi(const Api& api, const QString& target)
{
    return target == api.key() || target == api.id || target == api.name;
}

/// Whether a rule can concern calls of this API.
bool concerns(const LimitRule& rule, const Documents& documents, const Api& api)
{
    switch (rule.type) {
    case LimitRuleType::Global:
    case LimitRuleType::PerIp:
        return true;
    case LimitRuleType::PerApi:
        return meansApi(api, rule.target);
    case LimitRuleType::PerUser:
        return api.isProtected(); // elsewhere nobody is known
    case LimitRuleType::PerUserApi:
        return api.isProtected() && (rule.target.isEmpty() || meansApi(api, rule.target));
    case LimitRuleType::PerEndpoint:
        return hasOperation(documents, api, rule.target);
    case LimitRuleType::PerUserEndpoint:
        return api.isProtected() && (rule.target.isEmpty() || hasOperation(documents, api, rule.target));
    }
    return false;
}

filters::RatePer perOf(LimitRuleType type)
{
    switch (type) {
    case LimitRuleType::PerUser:
    case LimitRuleType::PerUserApi:
        return filters::RatePer::Consumer;
    case LimitRuleType::PerUserEndpoint:
        return filters::RatePer::ConsumerOperation;
    case LimitRuleType::PerIp:
        return filters::RatePer::Address;
    case LimitRuleType::PerApi:
    case LimitRuleType::PerEndpoint:
    case LimitRuleType::Global:
        break;
    }
    return filters::RatePer::Api;
}

/// Which requests of the API count.
filters::RateScope scopeOf(const LimitRule& rule)
{
    filters::RateScope only;
    if (rule.type == LimitRuleType::PerUser)
        only.caller = rule.target.toStdString();
    else if (rule.type == LimitRuleType::PerIp)
        only.addresses = addressesOf({rule.target});
    else if (rule.type == LimitRuleType::PerEndpoint || rule.type == LimitRuleType::PerUserEndpoint)
        only.operation = rule.target.toStdString();
    return only;
}

/// Users, addresses and everybody are counted across all APIs; the rest for each API.
bool countsAcrossApis(LimitRuleType type)
{
    return type == LimitRuleType::Global || type == LimitRuleType::PerUser || type == LimitRuleType::PerIp;
}

} // namespace

ChainCompiler::Chain ChainCompiler::guard(const Documents& documents)
{
    const SecuritySettings settings = settingsOf(documents);
    filters::GlobalIpConfig ip;
    ip.enforcement.policy = "security settings";
    ip.trust = trustOf(settings, settings.trustXForwardedFor);
    ip.localhostBypass = m_options.localhostBypass.value_or(settings.allowLocalhostBypass);
    ip.inDocker = m_options.inDocker;
    ip.whitelist = addressesOf(settings.ipWhitelist);
    ip.blacklist = addressesOf(settings.ipBlacklist);

    std::vector<Filter> list;
    list.push_back(std::make_shared<filters::GlobalIpFilter>(std::move(ip)));
    if (!m_options.security.headers.empty())
        list.push_back(std::make_shared<filters::SecurityHeadersFilter>(m_options.security));
    return std::make_shared<const proxy::FilterChain>(std::move(list));
}

void ChainCompiler::addIp(ChainBuild& build)
{
    const Api& api = build.api;
    const QStringList white = api.ipWhitelist.value_or(QStringList());
    const QStringList black = api.ipBlacklist.value_or(QStringList());
    const bool whitelistMode = api.ipMode == u"whitelist";
    if (whitelistMode || !black.isEmpty() || api.trustXForwardedFor) {
        const SecuritySettings settings = settingsOf(build.documents);
        filters::ApiIpConfig config;
        config.enforcement.policy = "api_ip_mode";
        config.whitelistMode = whitelistMode;
        config.localhostBypass = m_options.localhostBypass.value_or(settings.allowLocalhostBypass);
        config.inDocker = m_options.inDocker;
        if (api.trustXForwardedFor)
            config.trust = trustOf(settings, *api.trustXForwardedFor);
        config.whitelist = addressesOf(white);
        config.blacklist = addressesOf(black);
        build.add(
            std::make_shared<filters::ApiIpFilter>(std::move(config)),
            [&] {
                return QJsonObject{{u"mode"_s, api.ipMode},
                                   {u"whitelist"_s, QJsonArray::fromStringList(white)},
                                   {u"blacklist"_s, QJsonArray::fromStringList(black)}};
            },
            build.apiSource(u"api_ip_mode, api_ip_whitelist, api_ip_blacklist"_s));
    }
    for (const AppliedPolicy& applied : build.policies) {
        if (applied.policy->type == PolicyType::IpFilter)
            addIpPolicy(build, applied);
    }
}

void ChainCompiler::addIpPolicy(ChainBuild& build, const AppliedPolicy& applied)
{
    const auto& stored = settingsFrom<IpFilterConfig>(*applied.policy);
    filters::ApiIpConfig config;
    config.enforcement = enforcementOf(*applied.policy);
    config.whitelistMode = stored.mode == IpMode::Allow;
    config.localhostBypass = false; // a written rule means everybody
    (config.whitelistMode ? config.whitelist : config.blacklist) = addressesOf(stored.list);
    build.add(
        std::make_shared<filters::ApiIpFilter>(std::move(config)),
        [&] {
            return QJsonObject{{u"mode"_s, toWire(stored.mode)},
                               {u"ip_list"_s, QJsonArray::fromStringList(stored.list)}};
        },
        build.policySource(applied));
}

void ChainCompiler::addCorsFilter(ChainBuild& build, const filters::CorsConfig& config, const QString& source)
{
    build.add(
        pooled(keyOf(config), [&] { return std::make_shared<filters::CorsFilter>(config); }),
        [&] { return valuesOf(config); }, source);
}

void ChainCompiler::addCors(ChainBuild& build)
{
    build.dryRuns(PolicyType::Cors, [&](const AppliedPolicy& applied) {
        filters::CorsConfig config;
        readCors(config, *applied.policy, settingsFrom<CorsConfig>(*applied.policy));
        addCorsFilter(build, config, build.policySource(applied));
    });
    // A policy bound to the API was meant for it; otherwise the API's own fields are nearer than a policy of
    // its tenant or of the platform.
    const AppliedPolicy* policy = nearest(build.policies, PolicyType::Cors);
    const bool own = hasOwnCors(build.api);
    if (policy && own && policy->nearness != Nearness::Api)
        policy = nullptr;
    if (!policy && !own && build.contract)
        return; // nobody says anything about it: the upstream answers

    filters::CorsConfig config;
    config.surface = build.contract ? proxy::Surface::Contract : proxy::Surface::Platform;
    config.wholePreflight = build.protocol != proxy::Protocol::Rest;
    config.strictOptions405 = m_options.strictOptions405;
    config.exposeLimits = build.contract;
    QString source = u"default of the platform"_s;
    if (policy) {
        readCors(config, *policy->policy, settingsFrom<CorsConfig>(*policy->policy));
        source = build.policySource(*policy);
    } else if (own) {
        readCors(config, build.api);
        source = build.apiSource(u"api_cors_*"_s);
    }
    if (build.protocol == proxy::Protocol::GrpcWeb ||
        (build.protocol == proxy::Protocol::Grpc && build.api.grpcWebEnabled))
        admitGrpcWeb(config);
    addCorsFilter(build, config, source);
}

void ChainCompiler::addRates(ChainBuild& build)
{
    if (!m_options.rateLimits)
        return;
    for (const AppliedPolicy& applied : build.policies) {
        if (applied.policy->type == PolicyType::RateLimit)
            addRatePolicy(build, applied);
    }
    std::vector<const LimitRule*> rules;
    build.documents.of<LimitRule>().forEach([&](const LimitRule& rule) {
        if (rule.enabled && concerns(rule, build.documents, build.api))
            rules.push_back(&rule);
    });
    std::sort(rules.begin(), rules.end(), [](const LimitRule* a, const LimitRule* b) {
        return std::pair(-a->priority, a->ruleId) < std::pair(-b->priority, b->ruleId);
    });
    for (const LimitRule* rule : rules)
        addLimitRule(build, *rule);
}

void ChainCompiler::addRatePolicy(ChainBuild& build, const AppliedPolicy& applied)
{
    const auto& stored = settingsFrom<RateLimitConfig>(*applied.policy);
    if (stored.requestsPerMinute || stored.requestsPerSecond) {
        const shared_state::LimitRule rule = bucketOf(stored);
        filters::RatePolicyConfig config;
        config.enforcement = enforcementOf(*applied.policy);
        config.state = m_services.state;
        config.counterId = counterIdOf(*applied.policy, build.api);
        config.rule = rule;
        config.per = ratePerOf(stored.per);
        build.add(
            std::make_shared<filters::RatePolicyFilter>(std::move(config)),
            [&] { return valuesOf(rule, toWire(stored.per)); }, build.policySource(applied));
    }
    filters::QuotaConfig quota;
    quota.rules = quotaRulesOf(*applied.policy, stored, build.api);
    if (quota.rules.empty())
        return;
    quota.enforcement = enforcementOf(*applied.policy);
    quota.state = m_services.state;
    quota.ofPlan = false;
    build.add(
        std::make_shared<filters::QuotaFilter>(std::move(quota)),
        [&] {
            return QJsonObject{
                {u"per_day"_s, stored.dailyLimit ? QJsonValue(*stored.dailyLimit) : QJsonValue()},
                {u"per_month"_s, stored.monthlyLimit ? QJsonValue(*stored.monthlyLimit) : QJsonValue()},
                {u"per"_s, toWire(stored.per)}};
        },
        build.policySource(applied));
}

void ChainCompiler::addLimitRule(ChainBuild& build, const LimitRule& rule)
{
    filters::RatePolicyConfig config;
    config.enforcement.policy = rule.ruleId.toStdString();
    config.state = m_services.state;
    config.counterId = "rule:" + rule.id.toStdString();
    if (!countsAcrossApis(rule.type))
        config.counterId += ':' + build.api.id.toStdString();
    config.rule = windowOf(rule.limit + rule.burst, windowSeconds(rule.window));
    config.per = perOf(rule.type);
    config.only = scopeOf(rule);
    const shared_state::LimitRule window = config.rule;
    build.add(
        std::make_shared<filters::RatePolicyFilter>(std::move(config)),
        [&] { return valuesOf(window, toWire(rule.type)); }, u"limit rule %1"_s.arg(rule.ruleId));
}

} // namespace gatehouse::control
