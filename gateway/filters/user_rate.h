// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/limit_filter.h"

namespace gatehouse::filters {

/// Rate limit of the calling user across all APIs, in fixed windows (data-plane 5.1). The numbers are the
/// identity's.
class UserRateFilter final : public LimitFilter {
public:
    UserRateFilter(Enforcement enforcement, std::shared_ptr<shared_state::SharedState> state);
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    static shared_state::CounterKey keyOf(const proxy::Identity& identity);

protected:
    proxy::Verdict decide(proxy::Exchange& exchange,
                          std::span<const shared_state::LimitOutcome> outcomes) const override;
};

} // namespace gatehouse::filters
