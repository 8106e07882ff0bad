// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/limit_filter.h"

#include <optional>
#include <string>

namespace gatehouse::filters {

/// Whom a rate policy counts.
enum class RatePer : std::uint8_t {
    Consumer, ///< the API key, else the principal, else the client address
    Address,
    ConsumerOperation, ///< the same, for each operation apart
    Api                ///< all callers together
};

/// Which requests a rate limit counts at all; what is empty restricts nothing.
struct RateScope {
    std::string caller;                    ///< name of the user or consumer
    std::optional<net::CidrSet> addresses; ///< of the client
    std::string operation;                 ///< id or URI template
};

/// A rate limit of a policy, a plan or a limit rule (runbook 7). Several on one route all apply; the
/// X-RateLimit headers describe the one with the least left.
struct RatePolicyConfig {
    Enforcement enforcement; ///< policy: its name, which the 429 body repeats
    std::shared_ptr<shared_state::SharedState> state;
    std::string counterId; ///< stable: id of the policy and of the API, so that an edit keeps the counters
    shared_state::LimitRule rule{.algorithm = shared_state::Algorithm::TokenBucket};
    RatePer per = RatePer::Consumer;
    RateScope only;
    bool resetAsSecondsLeft = false; ///< X-RateLimit-Reset counts down instead of naming a moment
};

class RatePolicyFilter final : public LimitFilter {
public:
    explicit RatePolicyFilter(RatePolicyConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    const RatePolicyConfig& config() const { return m_config; }

protected:
    proxy::Verdict decide(proxy::Exchange& exchange,
                          std::span<const shared_state::LimitOutcome> outcomes) const override;

private:
    bool concerns(const proxy::Exchange& exchange) const;
    std::uint64_t subjectOf(const proxy::Exchange& exchange) const;
    void report(proxy::Exchange& exchange, const shared_state::LimitOutcome& outcome) const;

    RatePolicyConfig m_config;
    std::uint64_t m_scope;
    std::string m_limitText; ///< ready for X-RateLimit-Limit
    std::string m_burstText;
};

} // namespace gatehouse::filters
