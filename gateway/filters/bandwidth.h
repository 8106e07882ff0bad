// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/limit_filter.h"

#include <optional>

namespace gatehouse::filters {

/// Bytes per window of the calling user, both directions, heads included (data-plane 5.3). Counted when the
/// exchange ends: the request that crosses the limit is served, the next is refused. The numbers are the
/// identity's.
class BandwidthFilter final : public EnforcingFilter {
public:
    BandwidthFilter(Enforcement enforcement, std::shared_ptr<shared_state::SharedState> state);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookFinish; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void finish(proxy::Exchange& exchange) const override;
    static shared_state::CounterKey keyOf(const proxy::Identity& identity);
    /// For the administration: usage and end of the window; nothing when the identity has no such limit.
    static std::optional<shared_state::LimitOutcome> usageOf(const proxy::Identity& identity,
                                                             shared_state::SharedState& state);

private:
    std::shared_ptr<shared_state::SharedState> m_state;
};

} // namespace gatehouse::filters
