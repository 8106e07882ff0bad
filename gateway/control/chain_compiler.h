// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/compiler.h"
#include "gateway/control/concerns.h"
#include "gateway/control/policies.h"
#include "gateway/control/proto_files.h"
#include "gateway/control/symbols.h"
#include "gateway/filters/order.h"

#include <QJsonArray>

#include <array>
#include <unordered_map>

namespace gatehouse {
struct Operation;
struct LimitRule;
struct CacheRules;
struct JwtRules;
struct WsSecurity;
} // namespace gatehouse
namespace gatehouse::filters {
class Introspection;
class KeySource;
class PasswordChecker;
struct CallerConfig;
struct Enforcement;
} // namespace gatehouse::filters
namespace gatehouse::shared_state {
class ReplaySet;
}

namespace gatehouse::filters {
struct CorsConfig;
}

namespace gatehouse::control {

struct ChainBuild;

/// The filters of an API: all sources of a concern become its filters by the rules of the unified model. IP
/// and rate limits of all sources apply; of CORS and authentication the most specific source counts. Filters
/// that read nothing but the exchange are shared by all APIs, others by those with equal settings.
class ChainCompiler {
public:
    ChainCompiler(const CompilerOptions& options, const CompilerServices& services, Symbols& symbols);

    using Chain = std::shared_ptr<const proxy::FilterChain>;
    /// After the options have changed.
    void useOptions();
    /// Before each compilation: documents may have changed since the last one.
    void begin()
    {
        m_ofPolicies.clear();
        m_tiers = {};
        m_quotas = {};
    }
    /// `previous`: the API's chain before, when no field of the API has changed since; else null. Then
    /// `concerns` says what has; the other filters are taken over.
    Chain api(const Documents& documents, const Api& api, proxy::Protocol protocol,
              const proxy::FilterChain* previous = nullptr, Concerns concerns = Concerns::whole());
    /// The chain of one operation, when something belongs to it alone; else null: the API's holds.
    Chain operation(const Documents& documents, const std::string& id, const proxy::FilterChain& api);
    /// Filters before routing.
    Chain guard(const Documents& documents);
    /// One object per filter, with its values and where each comes from.
    QJsonArray describe(const Documents& documents, const Api& api, proxy::Protocol protocol,
                        const QString& operationId);

private:
    using Filter = std::shared_ptr<const proxy::Filter>;

    void collect(ChainBuild& build);
    /// The filters that policies take part in, as one of them may ask for it or not.
    struct PolicyConcern {
        PolicyType type;
        filters::FilterId filter;
        void (ChainCompiler::*add)(ChainBuild& build);
    };
    static const std::array<PolicyConcern, 9> policyConcerns;
    static void keepRest(ChainBuild& build);
    void addRest(ChainBuild& build);
    bool keepsRecords(const Api& api) const;
    void addIp(ChainBuild& build);
    void addTerms(ChainBuild& build);
    static Filter termsOfOperation(const Documents& documents, const Operation& operation);
    void addIpPolicy(ChainBuild& build, const AppliedPolicy& applied);
    void addCors(ChainBuild& build);
    void addCorsFilter(ChainBuild& build, const filters::CorsConfig& config, const QString& source);
    void addLogging(ChainBuild& build);
    void addLoggingFilter(ChainBuild& build, const AppliedPolicy& applied);
    void addAuthenticate(ChainBuild& build);
    void addTokenCheck(ChainBuild& build);
    void addUserOrKey(ChainBuild& build);
    void addJwtPolicy(ChainBuild& build, const AppliedPolicy& applied, bool identifies);
    void addJwt(ChainBuild& build, const JwtRules& rules, const std::string& digest, bool identifies,
                const filters::Enforcement& enforcement, const QString& source);
    void addBasic(ChainBuild& build);
    void addHmac(ChainBuild& build);
    void addMtls(ChainBuild& build);
    const Clock& clock() const { return m_services.clock ? *m_services.clock : m_clock; }
    std::shared_ptr<filters::KeySource> keysFor(const JwtRules& rules);
    std::shared_ptr<filters::Introspection> issuerOf(const JwtRules& rules, proxy::Symbol tenant);
    void addAuthorise(ChainBuild& build);
    void addPrincipalLimits(ChainBuild& build);
    void addTier(ChainBuild& build);
    void addQuota(ChainBuild& build);
    void addCredit(ChainBuild& build);
    void addUpstreamCredential(ChainBuild& build);
    void addCreditKey(ChainBuild& build);
    void addTransform(ChainBuild& build);
    void addTransformPolicy(ChainBuild& build, const AppliedPolicy& applied);
    void addTransformOfApi(ChainBuild& build);
    void addGraphQl(ChainBuild& build);
    void addCrud(ChainBuild& build);
    void addCache(ChainBuild& build);
    void addCachePolicy(ChainBuild& build, const AppliedPolicy& applied);
    void addCacheFilter(ChainBuild& build, const CacheRules& rules, const std::string& text,
                        const AppliedPolicy* policy);
    void addCompress(ChainBuild& build);
    void describeOperation(ChainBuild& build, const QString& operationId);
    void addRates(ChainBuild& build);
    void addRatePolicy(ChainBuild& build, const AppliedPolicy& applied);
    void addLimitRule(ChainBuild& build, const LimitRule& rule);
    void addForwardHeaders(ChainBuild& build);
    void addUpstreamFilters(ChainBuild& build);
    void addGrpc(ChainBuild& build);
    void addGrpcBridge(ChainBuild& build);
    void addWebSocket(ChainBuild& build);
    void addSoap(ChainBuild& build);
    void addWsSecurity(ChainBuild& build, const WsSecurity& stored);

    /// The filter made earlier from the same settings while it is in use, else a new one.
    template <typename Make>
    Filter pooled(const std::string& key, Make make)
    {
        std::weak_ptr<const proxy::Filter>& known = m_pool[key];
        Filter filter = known.lock();
        if (!filter) {
            filter = make();
            known = filter;
            sweepPool();
        }
        return filter;
    }
    /// Forgets settings that no snapshot uses any more, now and then.
    void sweepPool()
    {
        if (m_pool.size() < m_sweepAt)
            return;
        std::erase_if(m_pool, [](const auto& entry) { return entry.second.expired(); });
        m_sweepAt = 2 * m_pool.size() + 1024;
    }

    /// What is made of a policy alone: once per compilation, however many APIs it concerns.
    template <typename Value, typename Make>
    const Value& once(const Policy& policy, Make make)
    {
        std::shared_ptr<const void>& known = m_ofPolicies[&policy];
        if (!known)
            known = std::make_shared<const Value>(make());
        return *static_cast<const Value*>(known.get());
    }
    template <typename Config>
    const Config& settingsFrom(const Policy& policy)
    {
        return once<Config>(policy, [&policy] { return configOf<Config>(policy); });
    }

    const CompilerOptions& m_options;
    const CompilerServices& m_services;
    Symbols& m_symbols;
    SystemClock m_clock;                                   ///< when the services bring none
    std::shared_ptr<filters::PasswordChecker> m_passwords; ///< made when an API needs it, as the next
    std::shared_ptr<shared_state::ReplaySet> m_replays;
    std::unordered_map<std::string, std::weak_ptr<const proxy::Filter>> m_pool;
    std::unordered_map<const Policy*, std::shared_ptr<const void>> m_ofPolicies; ///< see once()
    QHash<QString, std::shared_ptr<std::atomic<std::int64_t>>> m_underWay;       ///< calls, by API id
    std::array<Filter, 2> m_tiers, m_quotas; ///< of this compilation: platform, contract
    ProtoSchemas m_protos;
    std::size_t m_sweepAt = 1024;
    Filter m_selectUpstream, m_soapCall, m_soapAnswer, m_forwardHeaders, m_userRate, m_throttle, m_bandwidth,
        m_webSocket;
};

} // namespace gatehouse::control
