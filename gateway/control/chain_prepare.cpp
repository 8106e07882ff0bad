// SPDX-License-Identifier: GPL-3.0-or-later
// The concerns of a chain between the limits and the upstream: quotas, credits, validation, credentials,
// transforms.
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "gateway/control/body_schema_rules.h"
#include "gateway/control/chain_build.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/control/header_text.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/control/transform_rules.h"
#include "gateway/control/upstream_tokens.h"
#include "gateway/control/validation_rules.h"
#include "gateway/control/vault.h"
#include "gateway/filters/credit.h"
#include "gateway/filters/logging.h"
#include "gateway/filters/quota.h"
#include "gateway/filters/upstream_credential.h"
#include "gateway/filters/upstream_token.h"

#include <QJsonDocument>
#include <QLoggingCategory>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(compilerLog, "gateway.compiler", QtInfoMsg)

namespace {

/// The field that shows a fixed secret.
std::string valueOf(const UpstreamCredential& rules)
{
    if (rules.type == CredentialInjection::Bearer)
        return "Bearer " + headerText(rules.secret);
    if (rules.type == CredentialInjection::Basic)
        return "Basic " + (rules.username + u':' + rules.secret).toUtf8().toBase64().toStdString();
    return headerText(rules.secret);
}

std::string textOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

void ChainCompiler::addQuota(ChainBuild& build)
{
    const Plan* plan = build.contract ? nullptr : defaultPlan(build.documents);
    Filter& made = m_quotas[build.contract ? 1 : 0];
    if (!made) {
        filters::QuotaConfig config;
        config.enforcement.policy = "quota";
        config.state = m_services.state;
        config.tokens = build.contract ? nullptr : m_services.tokens;
        config.defaults = plan ? limitsOfPlan(*plan) : nullptr;
        made = std::make_shared<filters::QuotaFilter>(std::move(config));
    }
    build.add(
        made,
        [&] {
            return QJsonObject{{u"default"_s, plan ? plan->tierId : QString()}};
        },
        build.described ? u"plan of the caller"_s : QString());
}

void ChainCompiler::addCredit(ChainBuild& build)
{
    const Api& api = build.api;
    if (!api.creditsEnabled || !api.isProtected())
        return;
    filters::Enforcement enforcement;
    enforcement.policy = "credits of " + api.creditGroup.toStdString();
    const proxy::Symbol group = m_symbols.of(Symbols::Space::CreditGroup, api.creditGroup);
    build.add(
        std::make_shared<filters::CreditFilter>(std::move(enforcement), group),
        [&] {
            return QJsonObject{{u"credit_group"_s, api.creditGroup}};
        },
        build.apiSource(u"api_credits_enabled, api_credit_group"_s));
}

/// What the API itself says of it.
void ChainCompiler::addUpstreamCredential(ChainBuild& build)
{
    UpstreamCredential rules = build.api.credential.value_or(UpstreamCredential());
    if (rules.type == CredentialInjection::None)
        return;
    if (rules.secret.isEmpty()) {
        const Result<QString> secret = m_services.vault
                                           ? m_services.vault->open(build.documents, rules.vaultKey)
                                           : Error::unavailable(u"there is no vault"_s);
        if (!secret) {
            qCWarning(compilerLog).noquote()
                << "API" << build.api.key() << "shows its upstream no credential:" << secret.error().message;
            return;
        }
        rules.secret = *secret;
    }
    const QString header = rules.header.isEmpty() ? u"Authorization"_s : rules.header;
    const bool fetched = rules.type == CredentialInjection::OAuth2;
    if (fetched && !m_services.upstreamTokens)
        return;
    Filter filter;
    if (fetched)
        filter = std::make_shared<filters::UpstreamTokenFilter>(header.toStdString(),
                                                                m_services.upstreamTokens->source(rules));
    else
        filter = std::make_shared<filters::UpstreamCredentialFilter>(
            filters::UpstreamCredentialConfig{header.toStdString(), valueOf(rules), 0});
    build.add(
        std::move(filter),
        [&] {
            return QJsonObject{{u"type"_s, toWire(rules.type)}, {u"header"_s, header}};
        },
        build.apiSource(u"api_upstream_credential"_s));
}

void ChainCompiler::addCreditKey(ChainBuild& build)
{
    const Api& api = build.api;
    // SOAP and gRPC pay, but are shown no key (data-plane 7).
    const bool injects =
        build.protocol == proxy::Protocol::Rest || build.protocol == proxy::Protocol::GraphQl;
    if (!api.creditsEnabled || api.isPublic || !injects)
        return;
    const auto* group = build.documents.of<CreditGroup>().first(By::NaturalKey, api.creditGroup);
    if (!group)
        return;
    // A new key counts from the moment it is there: during the rotation the upstream knows both.
    const QString& stored = group->apiKeyNew.isEmpty() ? group->apiKey : group->apiKeyNew;
    const Result<QString> key = m_services.secrets.open(stored);
    if (!key) {
        qCWarning(compilerLog).noquote()
            << "credit group" << group->group << "has no usable key:" << key.error().message;
        return;
    }
    filters::UpstreamCredentialConfig config;
    config.header = group->apiKeyHeader.toStdString();
    config.value = headerText(*key);
    config.creditGroup = m_symbols.of(Symbols::Space::CreditGroup, group->group);
    const QString header = group->apiKeyHeader;
    build.add(
        std::make_shared<filters::UpstreamCredentialFilter>(std::move(config)),
        [&] {
            return QJsonObject{{u"header"_s, header}};
        },
        build.described ? u"credit group %1, or the caller's own key"_s.arg(group->group) : QString());
}

void ChainCompiler::addTransform(ChainBuild& build)
{
    if (build.protocol != proxy::Protocol::Rest || keepsRecords(build.api))
        return; // of records nothing goes to an upstream (data-plane 15)
    build.dryRuns(PolicyType::Transform,
                  [&](const AppliedPolicy& applied) { addTransformPolicy(build, applied); });
    // As with CORS: the API's own fields are nearer than a policy that was not bound to it.
    const AppliedPolicy* policy = nearest(build.policies, PolicyType::Transform);
    const bool own = build.api.requestTransform || build.api.responseTransform;
    if (policy && (!own || policy->nearness == Nearness::Api))
        addTransformPolicy(build, *policy);
    else if (own)
        addTransformOfApi(build);
}

void ChainCompiler::addTransformPolicy(ChainBuild& build, const AppliedPolicy& applied)
{
    const Policy& policy = *applied.policy;
    const std::string key = "transform\n" + policy.id.toStdString() + (policy.dryRun ? "\nd" : "\n") +
                            policy.name.toStdString() + '\n' + textOf(policy.config);
    const auto make = [&] {
        Faults faults; // were told when the policy was stored
        filters::TransformConfig config = transformsOf(configOf<TransformConfig>(policy), faults);
        config.enforcement = enforcementOf(policy);
        return std::make_shared<filters::TransformFilter>(std::move(config));
    };
    build.add(
        pooled(key, make),
        [&] {
            QJsonObject values = policy.config;
            values.insert(u"dry_run"_s, policy.dryRun);
            return values;
        },
        build.policySource(applied));
}

void ChainCompiler::addTransformOfApi(ChainBuild& build)
{
    const Api& api = build.api;
    const std::string key = "transform\n" + textOf(api.requestTransform.value_or(QJsonObject())) + '\n' +
                            textOf(api.responseTransform.value_or(QJsonObject()));
    const auto make = [&] {
        Faults faults; // were told when the API was stored
        return std::make_shared<filters::TransformFilter>(transformsOf(api, faults));
    };
    build.add(
        pooled(key, make),
        [&] {
            return QJsonObject{{u"request"_s, api.requestTransform.value_or(QJsonObject())},
                               {u"response"_s, api.responseTransform.value_or(QJsonObject())}};
        },
        build.apiSource(u"api_request_transform, api_response_transform"_s));
}

void ChainCompiler::addLogging(ChainBuild& build)
{
    build.dryRuns(PolicyType::Logging,
                  [&](const AppliedPolicy& applied) { addLoggingFilter(build, applied); });
    if (const AppliedPolicy* policy = nearest(build.policies, PolicyType::Logging))
        addLoggingFilter(build, *policy);
}

void ChainCompiler::addLoggingFilter(ChainBuild& build, const AppliedPolicy& applied)
{
    const auto& stored = settingsFrom<LoggingConfig>(*applied.policy);
    filters::LoggingConfig config;
    config.enforcement = enforcementOf(*applied.policy);
    config.logRequest = stored.logRequest;
    config.logAnswer = stored.logResponse;
    config.linesPerMillion = std::uint32_t(stored.sampling * 1'000'000);
    build.add(
        std::make_shared<filters::LoggingFilter>(std::move(config)),
        [&] {
            return QJsonObject{{u"log_request"_s, stored.logRequest},
                               {u"log_response"_s, stored.logResponse},
                               {u"sampling"_s, stored.sampling},
                               {u"dry_run"_s, applied.policy->dryRun}};
        },
        build.policySource(applied));
}

namespace {

const EndpointValidation* validationOf(const Documents& documents, const QString& operationId)
{
    for (const EndpointValidation* found :
         documents.of<EndpointValidation>().with(By::Operation, operationId)) {
        if (found->enabled)
            return found;
    }
    return nullptr;
}

bool checksBodies(const Operation& operation)
{
    return operation.validateRequest && operation.requestSchema;
}

/// Null: has none.
filters::ValidateConfig checksOf(const EndpointValidation* validation, const Operation* checked)
{
    Faults known; // were told when the rules were stored
    filters::ValidateConfig config;
    if (validation)
        config = validateConfigOf(*validation, known);
    else
        config.enforcement.policy = "request schema";
    if (checked)
        config.schema = bodySchemaOf(*checked->requestSchema, u"endpoint_request_schema"_s, known);
    return config;
}

} // namespace

ChainCompiler::Chain ChainCompiler::operation(const Documents& documents, const std::string& id,
                                              const proxy::FilterChain& api)
{
    const QString key = QString::fromStdString(id);
    const auto operation = documents.of<Operation>().find(key);
    const bool validates = documents.of<EndpointValidation>().size() != 0;
    const EndpointValidation* const validation = validates ? validationOf(documents, key) : nullptr;
    Filter terms = operation ? termsOfOperation(documents, *operation) : nullptr;
    const bool schema = operation && checksBodies(*operation);
    if (!validation && !schema && !terms)
        return nullptr;
    std::vector<Filter> list = api.all();
    if (terms) {
        std::erase_if(list, [&terms](const Filter& filter) { return filter->order() == terms->order(); });
        list.push_back(std::move(terms));
    }
    if (schema && !validation) {
        const std::string settings = "request schema\n" + textOf(*operation->requestSchema);
        list.push_back(pooled(settings, [&] {
            return std::make_shared<filters::ValidateFilter>(checksOf(nullptr, &*operation));
        }));
    } else if (validation) {
        list.push_back(
            std::make_shared<filters::ValidateFilter>(checksOf(validation, schema ? &*operation : nullptr)));
    }
    return std::make_shared<const proxy::FilterChain>(std::move(list));
}

void ChainCompiler::describeOperation(ChainBuild& build, const QString& operationId)
{
    const EndpointValidation* validation = validationOf(build.documents, operationId);
    const auto operation = build.documents.of<Operation>().find(operationId);
    const bool schema = operation && checksBodies(*operation);
    const filters::ValidateFilter filter(checksOf(validation, schema ? &*operation : nullptr));
    if (validation)
        build.describe(filter, QJsonObject{{u"rules"_s, validation->schema.rules.size()}},
                       u"validation of the endpoint"_s);
    if (schema)
        build.describe(filter, QJsonObject{{u"schema"_s, *operation->requestSchema}},
                       u"endpoint_validate_request, endpoint_request_schema"_s);
}

} // namespace gatehouse::control
