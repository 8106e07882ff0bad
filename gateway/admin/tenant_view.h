// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "gateway/admin/reply.h"
#include "gateway/admin/request.h"

#include <functional>
#include <optional>

namespace gatehouse::admin {

struct Services;

// The platform surface was made for one tenant (unified-model, Admin callers): what it shows to a user who
// belongs to a tenant is that tenant's. Documents that have no tenant (roles, groups, tiers of the platform,
// routings, limit rules) are shown to all; see control/tenant_rules.h for changes.

/// The tenant whose documents alone the caller sees; empty: all.
QString tenantOf(const Request& request);

/// Before the handler: makes names of APIs and collections in the path mean the caller's own, and refuses
/// what is another tenant's (a read 404, as if it were not there; a change 403) or shows the gateway as a
/// whole (403).
std::optional<Reply> foreignRefusal(const Services& services, const CallInfo& info, Request& request);

/// A condition for lists of documents with a tenant; empty when the caller sees all.
template <typename E>
std::function<bool(const void*)> ownOnly(const Request& request)
{
    const QString tenant = tenantOf(request);
    if (tenant.isEmpty())
        return {};
    return [tenant](const void* entity) { return static_cast<const E*>(entity)->tenant == tenant; };
}

} // namespace gatehouse::admin
