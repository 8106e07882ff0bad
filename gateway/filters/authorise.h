// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"

#include <vector>

namespace gatehouse::filters {

/// Subscription, group and role, in this order (data-plane 4). Admins pass the first only.
struct AuthoriseConfig {
    Enforcement enforcement;
    proxy::Symbol api = 0;
    bool checkSubscription = true;
    bool adminNeedsSubscription = false; ///< ENFORCE_ADMIN_SUBSCRIPTION
    bool checkGroups = true;
    std::vector<proxy::Symbol> groups; ///< sorted; empty with checkGroups: nobody passes
    std::vector<proxy::Symbol> roles;  ///< sorted; empty: no restriction
    proxy::Symbol tenant = 0;          ///< not zero: the caller must belong to it, unless an admin
};

class AuthoriseFilter final : public EnforcingFilter {
public:
    explicit AuthoriseFilter(AuthoriseConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict recheck(proxy::Exchange& exchange) const override { return request(exchange); }

private:
    proxy::Verdict refuseStranger(proxy::Exchange& exchange, const proxy::Identity& identity) const;
    bool subscribed(const proxy::Exchange& exchange, const proxy::Identity& identity) const;

    AuthoriseConfig m_config;
};

} // namespace gatehouse::filters
