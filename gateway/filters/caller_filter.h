// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"
#include "gateway/filters/key_fault.h"
#include "gateway/shared_state/shared_state.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// What every way to find out who calls has in common.
struct CallerConfig {
    Enforcement enforcement;
    bool optional = false; ///< without any credential the caller is nobody; a bad one is still refused
    std::shared_ptr<shared_state::SharedState> state; ///< the brake
    /// Failed attempts per client address; beyond it 429 instead of 401.
    std::optional<shared_state::LimitRule> failureBrake;
};

/// Base of the filters that identify callers: finds principals in the snapshot and refuses with 401, a
/// challenge (RFC 9110 section 11.6.1) and the brake of the address.
class CallerFilter : public EnforcingFilter {
public:
    CallerFilter(FilterId id, CallerConfig config)
        : EnforcingFilter(id, config.enforcement)
        , m_optional(config.optional)
        , m_state(std::move(config.state))
        , m_failureBrake(config.failureBrake)
    {
    }

protected:
    bool optional() const { return m_optional; }
    shared_state::SharedState* state() const { return m_state.get(); }
    /// Counts a failed attempt. `challenge` lives as long as the exchange.
    proxy::Verdict refuseCaller(proxy::Exchange& exchange, const Refusal& refusal,
                                std::string_view challenge) const;
    /// Whether the address has failed so often that nothing costly is done for it; counts nothing.
    bool isBraked(const proxy::Exchange& exchange) const;
    /// Whom the name stands for in the tenant of the API; null when nobody.
    static const proxy::CredentialEntry* callerOf(proxy::Exchange& exchange, proxy::CallerName by,
                                                  std::string_view name);
    /// What is wrong with a credential that was found; empty when it is good.
    static std::string_view faultOf(const proxy::CredentialEntry& entry, std::int64_t wallMs);
    /// The caller is this one from now on, unless the consumer is stopped: then 403 and its state.
    proxy::Verdict admit(proxy::Exchange& exchange, const proxy::CredentialEntry& entry,
                         bool byAuthorization) const;
    /// For recheck(): is whoever was admitted as `entry` still welcome? Looks into the newest snapshot.
    proxy::Verdict recheckCaller(proxy::Exchange& exchange, proxy::CallerName by,
                                 std::string_view name) const;

private:
    bool m_optional;
    std::shared_ptr<shared_state::SharedState> m_state;
    std::optional<shared_state::LimitRule> m_failureBrake;
};

/// Why the principal may not call the API, or with zero any of them; None when nothing is known about that.
KeyFault stopOf(const proxy::Exchange& exchange, const proxy::Identity& identity, proxy::Symbol api);

} // namespace gatehouse::filters
