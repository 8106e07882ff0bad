// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/limit_filter.h"

namespace gatehouse::filters {

/// Slows the calling user down (data-plane 5.2): the n-th request of a window waits (n - limit) times the
/// user's unit; more than the queue limit in one window is refused. The numbers are the identity's.
class ThrottleFilter final : public LimitFilter {
public:
    /// `leastWaitMs`: nobody who waits waits for less.
    ThrottleFilter(Enforcement enforcement, std::shared_ptr<shared_state::SharedState> state,
                   std::uint32_t leastWaitMs = 0);
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    static shared_state::CounterKey keyOf(const proxy::Identity& identity);

protected:
    proxy::Verdict decide(proxy::Exchange& exchange,
                          std::span<const shared_state::LimitOutcome> outcomes) const override;

private:
    std::uint32_t m_leastWaitMs;
};

} // namespace gatehouse::filters
