// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/chain_compiler.h"

#include "common/model/api.h"
#include "common/model/plan.h"
#include "common/model/security_settings.h"
#include "gateway/control/chain_build.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/filters/authorise.h"
#include "gateway/filters/bandwidth.h"
#include "gateway/filters/forward_headers.h"
#include "gateway/filters/throttle.h"
#include "gateway/filters/tier.h"
#include "gateway/filters/user_rate.h"
#include "gateway/protocols/rest_answer.h"
#include "gateway/protocols/rest_upstream.h"
#include "gateway/protocols/soap_answer.h"
#include "gateway/protocols/soap_request.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

filters::Enforcement named(const char* name)
{
    filters::Enforcement enforcement;
    enforcement.policy = name;
    return enforcement;
}

QString wordOf(proxy::Protocol protocol)
{
    switch (protocol) {
    case proxy::Protocol::Rest:
        return u"rest"_s;
    case proxy::Protocol::Soap:
        return u"soap"_s;
    case proxy::Protocol::GraphQl:
        return u"graphql"_s;
    case proxy::Protocol::Grpc:
        return u"grpc"_s;
    case proxy::Protocol::GrpcWeb:
        return u"grpc-web"_s;
    case proxy::Protocol::GrpcBridge:
        return u"grpc-bridge"_s;
    }
    return {};
}

} // namespace

ChainCompiler::ChainCompiler(const CompilerOptions& options, const CompilerServices& services,
                             Symbols& symbols)
    : m_options(options)
    , m_services(services)
    , m_symbols(symbols)
    , m_selectUpstream(std::make_shared<protocols::SelectUpstreamFilter>())
    , m_soapCall(std::make_shared<protocols::SoapCallFilter>())
    , m_soapAnswer(std::make_shared<protocols::SoapAnswerFilter>())
    , m_forwardHeaders(std::make_shared<filters::ForwardHeadersFilter>())
    , m_userRate(std::make_shared<filters::UserRateFilter>(named("user rate limit"), services.state))
    , m_bandwidth(std::make_shared<filters::BandwidthFilter>(named("user bandwidth"), services.state))
{
    useOptions();
}

void ChainCompiler::useOptions()
{
    filters::WebSocketConfig webSocket = m_options.webSocket;
    webSocket.state = m_services.state;
    m_webSocket = std::make_shared<filters::WebSocketFilter>(std::move(webSocket));
    m_throttle = std::make_shared<filters::ThrottleFilter>(named("user throttle"), m_services.state,
                                                           m_options.leastThrottleMs);
}

ChainCompiler::Chain ChainCompiler::api(const Documents& documents, const Api& api, proxy::Protocol protocol,
                                        const proxy::FilterChain* previous, Concerns concerns)
{
    ChainBuild build(documents, api, protocol);
    build.previous = previous;
    if (previous)
        build.concerns = concerns;
    collect(build);
    return std::make_shared<const proxy::FilterChain>(std::move(build.filters));
}

QJsonArray ChainCompiler::describe(const Documents& documents, const Api& api, proxy::Protocol protocol,
                                   const QString& operationId)
{
    QJsonArray described;
    ChainBuild build(documents, api, protocol);
    build.described = &described;
    collect(build);
    if (!operationId.isEmpty())
        describeOperation(build, operationId);

    // In the order of the chain, which is not that of the collection.
    std::vector<QJsonValue> rows(described.begin(), described.end());
    std::stable_sort(rows.begin(), rows.end(), [](const QJsonValue& a, const QJsonValue& b) {
        return a[u"order"_s].toInt() < b[u"order"_s].toInt();
    });
    QJsonArray sorted;
    for (const QJsonValue& row : rows) {
        QJsonObject object = row.toObject();
        object.remove(u"order"_s);
        object.insert(u"protocol"_s, wordOf(protocol));
        sorted.append(object);
    }
    return sorted;
}

/// The order does not matter but for filters of one place, which come from one of these.
void ChainCompiler::collect(ChainBuild& build)
{
    if (build.concerns.isWhole())
        addRest(build);
    else
        keepRest(build);
    for (const PolicyConcern& concern : policyConcerns) {
        if (build.renews(concern.type))
            (this->*concern.add)(build);
    }
}

bool ChainCompiler::keepsRecords(const Api& api) const
{
    return api.isCrud && m_services.records;
}

const std::array<ChainCompiler::PolicyConcern, 9> ChainCompiler::policyConcerns{
    {{PolicyType::IpFilter, filters::FilterId::ApiIp, &ChainCompiler::addIp},
     {PolicyType::Cors, filters::FilterId::Cors, &ChainCompiler::addCors},
     {PolicyType::JwtValidation, filters::FilterId::Authenticate, &ChainCompiler::addAuthenticate},
     {PolicyType::JwtValidation, filters::FilterId::TokenCheck, &ChainCompiler::addTokenCheck},
     {PolicyType::RateLimit, filters::FilterId::RatePolicy, &ChainCompiler::addRates},
     {PolicyType::RateLimit, filters::FilterId::Quota, &ChainCompiler::addQuota},
     {PolicyType::Transform, filters::FilterId::Transform, &ChainCompiler::addTransform},
     {PolicyType::Caching, filters::FilterId::Cache, &ChainCompiler::addCache},
     {PolicyType::Logging, filters::FilterId::Logging, &ChainCompiler::addLogging}}};

/// Of the chain before, what is not made anew.
void ChainCompiler::keepRest(ChainBuild& build)
{
    build.filters.reserve(build.previous->all().size() + 2);
    for (const auto& filter : build.previous->all()) {
        const bool renewed =
            std::any_of(policyConcerns.begin(), policyConcerns.end(), [&](const PolicyConcern& concern) {
                return static_cast<std::uint8_t>(concern.filter) == filter->order() &&
                       build.renews(concern.type);
            });
        if (!renewed)
            build.filters.push_back(filter);
    }
}

void ChainCompiler::addRest(ChainBuild& build)
{
    addTerms(build);
    if (build.api.isProtected())
        addAuthorise(build);
    if (m_options.rateLimits && m_options.tierLimits)
        addTier(build);
    if (build.api.isProtected())
        addPrincipalLimits(build);
    addGraphQl(build);
    addCompress(build);
    if (keepsRecords(build.api))
        return addCrud(build);
    addCredit(build);
    addForwardHeaders(build);
    if (build.protocol == proxy::Protocol::Soap)
        addSoap(build);
    addUpstreamCredential(build);
    addCreditKey(build);
    addUpstreamFilters(build);
    if (proxy::isGrpc(build.protocol))
        addGrpc(build);
    if (build.api.websocket)
        addWebSocket(build);
}

void ChainCompiler::addAuthorise(ChainBuild& build)
{
    const Api& api = build.api;
    if (Filter kept = build.kept(filters::FilterId::Authorise)) {
        build.filters.push_back(std::move(kept));
        return;
    }
    filters::AuthoriseConfig config;
    config.api = m_symbols.of(Symbols::Space::Api, api.id);
    config.checkSubscription = api.subscriptionRequired;
    config.adminNeedsSubscription = m_options.enforceAdminSubscription;
    // On the platform surface an empty list admits nobody who has groups there; a contract without groups
    // asks for none, nor does an API that knows its callers by something of their own.
    const bool grouped = api.authType == AuthType::Platform || api.authType == AuthType::ApiKey;
    const bool checkGroups = (grouped && !build.contract) || !api.allowedGroups.isEmpty();
    config.checkGroups = checkGroups;
    for (const QString& group : api.allowedGroups)
        config.groups.push_back(m_symbols.of(Symbols::Space::Group, group));
    for (const QString& role : api.allowedRoles)
        config.roles.push_back(m_symbols.of(Symbols::Space::Role, role));
    std::sort(config.groups.begin(), config.groups.end());
    std::sort(config.roles.begin(), config.roles.end());
    if (build.contract)
        config.tenant = m_symbols.of(Symbols::Space::Tenant, api.tenant);
    const auto values = [&] {
        return QJsonObject{{u"subscription"_s, api.subscriptionRequired},
                           {u"check_groups"_s, checkGroups},
                           {u"groups"_s, QJsonArray::fromStringList(api.allowedGroups)},
                           {u"roles"_s, QJsonArray::fromStringList(api.allowedRoles)},
                           {u"tenant"_s, build.contract ? api.tenant : QString()}};
    };
    build.add(std::make_shared<filters::AuthoriseFilter>(std::move(config)), values,
              build.apiSource(u"api_allowed_roles, api_allowed_groups, api_subscription_required"_s));
}

void ChainCompiler::addPrincipalLimits(ChainBuild& build)
{
    const QString source = u"the calling user"_s;
    const auto none = [] { return QJsonObject(); };
    if (m_options.rateLimits) {
        build.add(m_userRate, none, source);
        build.add(m_throttle, none, source);
    }
    build.add(m_bandwidth, none, source);
}

void ChainCompiler::addTier(ChainBuild& build)
{
    const Plan* plan = build.contract ? nullptr : defaultPlan(build.documents);
    Filter& made = m_tiers[build.contract ? 1 : 0];
    if (!made) {
        filters::TierConfig config;
        config.enforcement = named(build.contract ? "plan" : "tier");
        config.state = m_services.state;
        config.tokens = build.contract ? nullptr : m_services.tokens;
        config.defaults = plan ? limitsOfPlan(*plan) : nullptr;
        made = std::make_shared<filters::TierFilter>(std::move(config));
    }
    QString source;
    if (build.described)
        source = plan ? u"plan of the caller, else plan %1"_s.arg(plan->tierId)
                      : u"plan of the caller or of its subscription"_s;
    build.add(
        made,
        [&] {
            return QJsonObject{{u"default"_s, plan ? plan->tierId : QString()}};
        },
        source);
}

void ChainCompiler::addForwardHeaders(ChainBuild& build)
{
    const Api& api = build.api;
    const auto values = [&] {
        return QJsonObject{
            {u"mode"_s, toWire(api.headerMode)},
            {u"allowed"_s, QJsonArray::fromStringList(api.allowedHeaders.value_or(QStringList()))},
            {u"forward_identity"_s, api.forwardIdentity},
            {u"x_forwarded"_s, api.forwardedHeaders},
            {u"authorization_from"_s, api.authorizationFieldSwap}};
    };
    build.add(m_forwardHeaders, values, build.apiSource(u"api_header_mode, api_allowed_headers"_s));
}

void ChainCompiler::addWebSocket(ChainBuild& build)
{
    const filters::WebSocketConfig& config = m_options.webSocket;
    const auto values = [&] {
        return QJsonObject{{u"check_origin"_s, config.checkOrigin},
                           {u"connect_limit"_s, qint64(config.rule.limit)},
                           {u"connect_window_seconds"_s, qint64(config.rule.windowNs / 1'000'000'000)},
                           {u"refusal"_s, config.acceptThenClose ? u"1008"_s : u"429"_s}};
    };
    build.add(m_webSocket, values, build.apiSource(u"api_websocket"_s));
}

void ChainCompiler::addUpstreamFilters(ChainBuild& build)
{
    build.add(
        m_selectUpstream,
        [&] {
            return QJsonObject{{u"servers"_s, QJsonArray::fromStringList(build.api.servers)}};
        },
        build.apiSource(u"api_servers"_s));
    const bool strict = m_options.strictEnvelope && !build.contract;
    if (build.protocol != proxy::Protocol::Rest || (!strict && !build.api.wrapResponse))
        return;
    const protocols::RestAnswerConfig config{.wrap = build.api.wrapResponse, .strict = strict};
    const std::string key = std::string("answer\n") + (config.wrap ? '1' : '0') + (config.strict ? '1' : '0');
    build.add(
        pooled(key, [&] { return std::make_shared<protocols::RestAnswerFilter>(config); }),
        [&] {
            return QJsonObject{{u"wrap"_s, config.wrap}, {u"strict"_s, config.strict}};
        },
        build.apiSource(u"api_wrap_response"_s));
}

} // namespace gatehouse::control
