// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/limit_filter.h"
#include "gateway/filters/rate_policy.h"
#include "gateway/filters/token_verifier.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::filters {

enum class QuotaPeriod : std::uint8_t { Day, Month }; ///< of the calendar, UTC

/// A quota that does not come with the caller's plan: of a policy.
struct QuotaRule {
    std::string name;      ///< for people
    std::string counterId; ///< stable, as in RatePolicyConfig
    std::uint64_t limit = 0;
    QuotaPeriod period = QuotaPeriod::Month;
    RatePer per = RatePer::Consumer;
};

/// Requests and bytes per calendar day and month: those of the caller's tier or plan, and those of policies.
/// All of them apply. What they count outlives a restart and is not cleared with the rate limits.
struct QuotaConfig {
    Enforcement enforcement;
    std::shared_ptr<shared_state::SharedState> state;
    std::shared_ptr<TokenVerifier> tokens; ///< as in TierConfig
    std::shared_ptr<const proxy::PrincipalLimits> defaults;
    std::vector<QuotaRule> rules; ///< at most maxRules
    bool ofPlan = true;           ///< false: only the rules; another filter counts for the plan
};

/// One quota of a plan and what is used of it, for the administration.
struct QuotaUsage {
    enum class Kind : std::uint8_t { DailyRequests, MonthlyRequests, MonthlyBytes };
    Kind kind;
    std::uint64_t used = 0;
    std::uint64_t limit = 0;
    std::int64_t resetEpochSec = 0;
};

class QuotaFilter final : public LimitFilter {
public:
    static constexpr std::size_t maxRules = 6; ///< with the two of the plan, what one question may hold

    explicit QuotaFilter(QuotaConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookFinish; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void finish(proxy::Exchange& exchange) const override;
    const QuotaConfig& config() const { return m_config; }

    /// The counters of a plan's quotas; forgetting them starts the quotas anew.
    static std::vector<shared_state::CounterKey> countersOf(std::uint64_t counterKey);
    /// What a caller has used of a policy's quota. `subject`: its counterKey, or zero for all callers
    /// together.
    static QuotaUsage usageOf(const QuotaRule& rule, std::uint64_t subject, std::int64_t wallMs,
                              shared_state::SharedState& state);
    static shared_state::CounterKey counterOf(const QuotaRule& rule, std::uint64_t subject);
    static std::vector<QuotaUsage> usageOf(const proxy::Identity& identity,
                                           const proxy::PrincipalLimits& limits, std::int64_t wallMs,
                                           shared_state::SharedState& state);

protected:
    proxy::Verdict decide(proxy::Exchange& exchange,
                          std::span<const shared_state::LimitOutcome> outcomes) const override;

private:
    const proxy::PrincipalLimits* limitsOf(const proxy::Exchange& exchange,
                                           const proxy::Identity*& caller) const;

    QuotaConfig m_config;
    std::vector<std::uint64_t> m_scopes; ///< of the rules
};

} // namespace gatehouse::filters
