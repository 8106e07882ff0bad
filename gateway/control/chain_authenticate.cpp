// SPDX-License-Identifier: GPL-3.0-or-later
// How the callers of an API are identified: one filter per way, chosen by the API.
#include "common/model/api.h"
#include "common/model/codec.h"
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/control/introspector.h"
#include "gateway/control/key_sets.h"
#include "gateway/control/token_rules.h"
#include "gateway/filters/authenticate.h"
#include "gateway/filters/basic.h"
#include "gateway/filters/hmac.h"
#include "gateway/filters/jwt.h"
#include "gateway/filters/mtls.h"
#include "gateway/filters/opaque.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Hashed, so that no secret stays in the pool.
std::string digestOf(const JwtRules& rules)
{
    const QByteArray json = QJsonDocument(toJson(rules, View::Stored)).toJson(QJsonDocument::Compact);
    return QCryptographicHash::hash(json, QCryptographicHash::Sha256).toStdString();
}

std::string keyOf(const std::string& digest, proxy::Symbol tenant, const filters::Enforcement& enforcement,
                  bool identifies)
{
    return "jwt\n" + std::to_string(tenant) + (identifies ? "\n1" : "\n0") +
           (enforcement.dryRun ? "1\n" : "0\n") + enforcement.policy + '\n' + digest;
}

struct JwtPolicy {
    JwtRules rules;
    std::string digest;
};

/// The rules of a policy count for an API that takes tokens and has none of its own, or when the policy was
/// bound to it.
const AppliedPolicy* tokenPolicy(const ChainBuild& build)
{
    const AppliedPolicy* policy = nearest(build.policies, PolicyType::JwtValidation);
    const bool own = build.api.takesForeignTokens() && build.api.jwt;
    return policy && (!own || policy->nearness == Nearness::Api) ? policy : nullptr;
}

} // namespace

void ChainCompiler::addAuthenticate(ChainBuild& build)
{
    if (!build.api.isProtected())
        return;
    switch (build.api.authType) {
    case AuthType::Jwt:
    case AuthType::OAuth2: {
        if (const AppliedPolicy* const policy = tokenPolicy(build))
            return addJwtPolicy(build, *policy, true);
        const JwtRules rules = build.api.jwt.value_or(JwtRules());
        return addJwt(build, rules, digestOf(rules), true, {}, build.apiSource(u"api_auth_type, api_jwt"_s));
    }
    case AuthType::Basic:
        return addBasic(build);
    case AuthType::Hmac:
        return addHmac(build);
    case AuthType::Mtls:
        return addMtls(build);
    default:
        return addUserOrKey(build);
    }
}

/// On an API with another way to authenticate, or with none, the policy asks for a token besides.
void ChainCompiler::addTokenCheck(ChainBuild& build)
{
    if (build.api.isProtected() && build.api.takesForeignTokens())
        return;
    if (const AppliedPolicy* const policy = tokenPolicy(build))
        addJwtPolicy(build, *policy, false);
}

void ChainCompiler::addUserOrKey(ChainBuild& build)
{
    const Api& api = build.api;
    if (Filter kept = build.kept(filters::FilterId::Authenticate)) {
        build.filters.push_back(std::move(kept));
        return;
    }
    filters::AuthenticateConfig config;
    config.state = m_services.state;
    config.failureBrake = m_options.failureBrake;
    if (api.authType == AuthType::Platform)
        config.tokens = m_services.tokens;
    config.apiKeys = api.authType == AuthType::ApiKey;
    config.apiKeyHeader = api.keyHeader.toStdString();
    config.apiKeyQuery = api.keyQuery.toStdString();
    const std::string key =
        "auth\n" + std::to_string(int(api.authType)) + '\n' + config.apiKeyHeader + '\n' + config.apiKeyQuery;
    const auto values = [&] {
        return QJsonObject{{u"type"_s, toWire(api.authType)},
                           {u"key_header"_s, api.keyHeader},
                           {u"key_query"_s, api.keyQuery}};
    };
    build.add(pooled(key, [&] { return std::make_shared<filters::AuthenticateFilter>(std::move(config)); }),
              values, build.apiSource(u"api_auth_type"_s));
}

std::shared_ptr<filters::KeySource> ChainCompiler::keysFor(const JwtRules& rules)
{
    if (!hasOwnKeys(rules) && m_services.keySets)
        return m_services.keySets->source(rules);
    // What gives no key was told when the rules were stored; it accepts nothing.
    return std::make_shared<filters::KeySource>(ownKeysOf(rules).valueOr(crypto::KeySet()));
}

std::shared_ptr<filters::Introspection> ChainCompiler::issuerOf(const JwtRules& rules, proxy::Symbol tenant)
{
    filters::Introspection::Ask ask = [](const std::string&, const filters::Introspection::Replied& replied) {
        replied({{}, "nobody asks"});
    };
    if (m_services.introspector)
        ask = m_services.introspector->asker(rules);
    return std::make_shared<filters::Introspection>(
        clock(), tokenRulesOf(rules, tenant), std::move(ask),
        filters::Introspection::Limits{.goodSeconds = rules.introspectionCacheSeconds,
                                       .refusedSeconds = rules.introspectionRefusedSeconds});
}

void ChainCompiler::addJwtPolicy(ChainBuild& build, const AppliedPolicy& applied, bool identifies)
{
    const Policy& policy = *applied.policy;
    const auto& settings = once<JwtPolicy>(policy, [&policy] {
        const auto rules = configOf<JwtRules>(policy);
        return JwtPolicy{rules, digestOf(rules)};
    });
    addJwt(build, settings.rules, settings.digest, identifies, enforcementOf(policy),
           build.policySource(applied));
}

void ChainCompiler::addJwt(ChainBuild& build, const JwtRules& rules, const std::string& digest,
                           bool identifies, const filters::Enforcement& enforcement, const QString& source)
{
    const proxy::Symbol tenant = m_symbols.of(Symbols::Space::Tenant, build.api.tenant);
    const auto make = [&]() -> Filter {
        filters::BearerConfig config;
        config.enforcement = enforcement;
        config.state = m_services.state;
        config.failureBrake = m_options.failureBrake;
        config.header = rules.header.toStdString();
        config.identifies = identifies;
        if (!rules.introspectionUrl.isEmpty())
            return std::make_shared<filters::OpaqueFilter>(
                filters::OpaqueConfig{std::move(config), issuerOf(rules, tenant)});
        std::shared_ptr<filters::ForeignTokens> tokens;
        if (!rules.issuer.isEmpty())
            tokens = std::make_shared<filters::ForeignTokens>(clock(), tokenRulesOf(rules, tenant),
                                                              keysFor(rules));
        return std::make_shared<filters::JwtFilter>(filters::JwtConfig{std::move(config), std::move(tokens)});
    };
    build.add(
        pooled(keyOf(digest, tenant, enforcement, identifies), make),
        [&] { return toJson(rules, View::Client); }, source);
}

void ChainCompiler::addBasic(ChainBuild& build)
{
    const auto make = [&] {
        if (!m_passwords)
            m_passwords = std::make_shared<filters::PasswordChecker>(clock());
        filters::BasicConfig config;
        config.state = m_services.state;
        config.failureBrake = m_options.failureBrake;
        config.passwords = m_passwords;
        return std::make_shared<filters::BasicFilter>(std::move(config));
    };
    build.add(
        pooled("basic", make),
        [] {
            return QJsonObject{{u"type"_s, u"basic"_s}};
        },
        build.apiSource(u"api_auth_type"_s));
}

void ChainCompiler::addHmac(ChainBuild& build)
{
    const HmacRules rules = build.api.hmac.value_or(HmacRules());
    const QJsonObject shownRules = toJson(rules, View::Stored);
    const auto make = [&] {
        if (!m_replays)
            m_replays = std::make_shared<shared_state::ReplaySet>(clock());
        filters::HmacConfig config;
        config.state = m_services.state;
        config.failureBrake = m_options.failureBrake;
        config.skewSeconds = rules.clockSkewSeconds;
        config.unsignedBodies = rules.unsignedBodies;
        for (const QString& header : rules.signedHeaders)
            config.signedHeaders.push_back(header.toLower().toStdString());
        config.replays = m_replays;
        return std::make_shared<filters::HmacFilter>(std::move(config));
    };
    const std::string key = "hmac\n" + QJsonDocument(shownRules).toJson(QJsonDocument::Compact).toStdString();
    build.add(
        pooled(key, make), [&] { return shownRules; }, build.apiSource(u"api_auth_type, api_hmac"_s));
}

void ChainCompiler::addMtls(ChainBuild& build)
{
    const auto make = [&] {
        filters::CallerConfig config;
        config.state = m_services.state;
        config.failureBrake = m_options.failureBrake;
        return std::make_shared<filters::MtlsFilter>(std::move(config));
    };
    build.add(
        pooled("mtls", make),
        [] {
            return QJsonObject{{u"type"_s, u"mtls"_s}};
        },
        build.apiSource(u"api_auth_type"_s));
}

} // namespace gatehouse::control
