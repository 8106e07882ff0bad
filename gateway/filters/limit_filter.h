// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"
#include "gateway/shared_state/shared_state.h"

#include <memory>
#include <span>
#include <string_view>

namespace gatehouse::filters {

/// Base of the filters that count: asks the shared state and goes on with the outcomes, at once or when they
/// come.
class LimitFilter : public EnforcingFilter {
public:
    LimitFilter(FilterId id, Enforcement enforcement, std::shared_ptr<shared_state::SharedState> state)
        : EnforcingFilter(id, std::move(enforcement))
        , m_state(std::move(state))
    {
    }

protected:
    static constexpr std::size_t maxTakes = 8;
    /// Counts all of `takes` (at most maxTakes) or none, then calls decide().
    proxy::Verdict count(proxy::Exchange& exchange, std::span<const shared_state::Take> takes) const;
    /// `outcomes`: one per take; those behind a refusal are not filled.
    virtual proxy::Verdict decide(proxy::Exchange& exchange,
                                  std::span<const shared_state::LimitOutcome> outcomes) const = 0;
    shared_state::SharedState& state() const { return *m_state; }

private:
    std::shared_ptr<shared_state::SharedState> m_state;
};

/// Describes a limit in the X-RateLimit fields, unless one with less left stands there; one that refuses
/// always does. `limitText`: the number of the limit, when it is known beforehand. True when it is described
/// now.
bool reportLimit(proxy::Exchange& exchange, const shared_state::LimitOutcome& outcome,
                 std::string_view limitText = {}, bool resetAsSecondsLeft = false);

shared_state::LimitRule fixedWindow(std::uint64_t limit, proxy::WindowUnit unit);
/// "minute"
std::string_view wordOf(proxy::WindowUnit unit);

} // namespace gatehouse::filters
