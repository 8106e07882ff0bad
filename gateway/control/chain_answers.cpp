// SPDX-License-Identifier: GPL-3.0-or-later
// Queries and answers: GraphQL limits, cache, compression.
#include "common/model/api.h"
#include "common/model/codec.h"
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/filters/cache.h"
#include "gateway/filters/compress.h"
#include "gateway/filters/graphql.h"
#include "gateway/shared_state/counter_key.h"

#include <QJsonDocument>

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

filters::CacheConfig cacheConfig(const CacheRules& rules, const Api& api)
{
    filters::CacheConfig config;
    config.scope = api.id.toStdString();
    config.ttlSeconds = rules.ttlSeconds;
    config.respectUpstream = rules.respectUpstream;
    config.perCaller = rules.perCaller;
    config.get = rules.methods.contains(u"GET"_s);
    config.head = rules.methods.contains(u"HEAD"_s);
    for (const QString& name : rules.vary)
        config.vary.push_back(name.toLower().toStdString());
    config.maxBodyBytes = std::size_t(rules.maxBodyBytes);
    config.staleWhileRevalidateSeconds = rules.staleWhileRevalidateSeconds;
    config.staleIfErrorSeconds = rules.staleIfErrorSeconds;
    return config;
}

/// What was kept under other servers, transforms or rules is not served any more.
std::string versionText(const Api& api, const std::string& rules)
{
    return std::to_string(shared_state::stableHash(std::to_string(api.revision) + '\n' + rules));
}

std::string textOf(const CacheRules& rules)
{
    return QJsonDocument(toJson(rules)).toJson(QJsonDocument::Compact).toStdString();
}

struct CachePolicy {
    CacheRules rules;
    std::string text;
};

} // namespace

/// Under /api/graphql, and for contracts that say so.
void ChainCompiler::addGraphQl(ChainBuild& build)
{
    const Api& api = build.api;
    const bool meant = build.contract && api.type.compare(u"graphql"_s, Qt::CaseInsensitive) == 0;
    if (build.protocol != proxy::Protocol::GraphQl && !meant)
        return;
    const auto bound = [](int value) { return std::uint64_t(std::max(value, 0)); };
    // Data-plane 8: what platform callers ask has no path of its own.
    const QString path = api.graphqlSchemaUrl.startsWith(u'/') ? api.graphqlSchemaUrl : u"/graphql"_s;
    const filters::GraphQlConfig config{.maxDepth = bound(api.graphqlMaxDepth.value_or(10)),
                                        .maxAliases = bound(api.graphqlMaxAliases),
                                        .maxFields = bound(api.graphqlMaxFields),
                                        .maxBatch = bound(api.graphqlMaxBatch),
                                        .introspection = api.graphqlIntrospection,
                                        .path = build.contract ? std::string() : path.toStdString()};
    build.add(
        std::make_shared<filters::GraphQlFilter>(config),
        [&] {
            return QJsonObject{{u"max_depth"_s, qint64(config.maxDepth)},
                               {u"max_aliases"_s, qint64(config.maxAliases)},
                               {u"max_fields"_s, qint64(config.maxFields)},
                               {u"max_batch"_s, qint64(config.maxBatch)},
                               {u"introspection"_s, config.introspection}};
        },
        build.apiSource(u"api_graphql_*"_s));
}

/// A policy bound to the API was meant for it; otherwise the API's own rules are nearer.
void ChainCompiler::addCache(ChainBuild& build)
{
    if (!m_services.answers || keepsRecords(build.api))
        return;
    build.dryRuns(PolicyType::Caching, [&](const AppliedPolicy& applied) { addCachePolicy(build, applied); });
    const AppliedPolicy* const policy = nearest(build.policies, PolicyType::Caching);
    if (policy && (!build.api.cache || policy->nearness == Nearness::Api))
        addCachePolicy(build, *policy);
    else if (build.api.cache)
        addCacheFilter(build, *build.api.cache, textOf(*build.api.cache), nullptr);
}

void ChainCompiler::addCachePolicy(ChainBuild& build, const AppliedPolicy& applied)
{
    const Policy& policy = *applied.policy;
    const auto& settings = once<CachePolicy>(policy, [&policy] {
        const auto rules = control::configOf<CacheRules>(policy);
        return CachePolicy{rules, textOf(rules)};
    });
    addCacheFilter(build, settings.rules, settings.text, &applied);
}

/// `text`: the rules as text. `policy` null: the rules are the API's own.
void ChainCompiler::addCacheFilter(ChainBuild& build, const CacheRules& rules, const std::string& text,
                                   const AppliedPolicy* policy)
{
    filters::CacheConfig config = cacheConfig(rules, build.api);
    config.store = m_services.answers;
    config.version = versionText(build.api, text);
    if (policy)
        config.enforcement = enforcementOf(*policy->policy);
    build.add(
        std::make_shared<filters::CacheFilter>(std::move(config)),
        [&] {
            QJsonObject values = toJson(rules);
            if (policy)
                values.insert(u"dry_run"_s, policy->policy->dryRun);
            return values;
        },
        policy ? build.policySource(*policy) : build.apiSource(u"api_cache"_s));
}

void ChainCompiler::addCompress(ChainBuild& build)
{
    if (!build.api.compress)
        return;
    const CompressRules rules = build.api.compression.value_or(CompressRules());
    const QJsonObject shown = toJson(rules);
    const auto make = [&] {
        filters::CompressConfig config;
        for (const QString& type : rules.types)
            config.types.push_back(type.toLower().toStdString());
        config.minBytes = std::size_t(rules.minBytes);
        return std::make_shared<filters::CompressFilter>(std::move(config));
    };
    const std::string key = "compress\n" + QJsonDocument(shown).toJson(QJsonDocument::Compact).toStdString();
    build.add(
        pooled(key, make), [&] { return shown; }, build.apiSource(u"api_compress, api_compression"_s));
}

} // namespace gatehouse::control
