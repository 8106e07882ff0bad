// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/limit_filter.h"
#include "gateway/filters/token_verifier.h"

#include <array>

namespace gatehouse::filters {

/// Limits of the caller's tier or plan per minute, hour, day, second and month (data-plane 5.4). Runs on
/// public APIs too: there the token, if one verifies, names who is counted but gives no rights. A plan that
/// throttles lets requests over a window wait for the next one, as long as it says.
struct TierConfig {
    Enforcement enforcement;
    std::shared_ptr<shared_state::SharedState> state;
    std::shared_ptr<TokenVerifier> tokens; ///< public APIs; null: only identities are counted
    /// Of the default tier: for users without tier, and outside of an assignment's dates. May be null.
    std::shared_ptr<const proxy::PrincipalLimits> defaults;
};

class TierFilter final : public LimitFilter {
public:
    explicit TierFilter(TierConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;

    /// As many or more is no limit (data-plane 5.4).
    static constexpr std::uint64_t unlimited = 999'999;
    static shared_state::CounterKey keyOf(const proxy::Identity& identity, proxy::WindowUnit unit);

protected:
    proxy::Verdict decide(proxy::Exchange& exchange,
                          std::span<const shared_state::LimitOutcome> outcomes) const override;

private:
    /// What is counted, side by side; of one unit a window, a token bucket or both.
    struct Plan {
        void add(const shared_state::Take& take, proxy::WindowUnit unit);
        std::array<shared_state::Take, 8> takes;
        std::array<proxy::WindowUnit, 8> units;
        std::size_t size = 0;
    };
    Plan planFor(const proxy::Identity& identity, const proxy::PrincipalLimits& limits) const;
    const proxy::PrincipalLimits* limitsOf(const proxy::Exchange& exchange) const;
    /// Whether the request may wait for the next window; then the wait has been arranged.
    bool queue(proxy::Exchange& exchange, const shared_state::LimitOutcome& outcome) const;
    void report(proxy::Exchange& exchange, const shared_state::LimitOutcome& outcome, bool refused) const;
    /// Says what the bucket holds, when the reported limit is one.
    void reportBucket(proxy::Exchange& exchange) const;

    TierConfig m_config;
};

} // namespace gatehouse::filters
