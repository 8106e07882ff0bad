// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <span>

namespace gatehouse {

/// What a role may do; the value is the bit number in a role mask. Never renumber: masks are kept in
/// snapshots only, but a console and a gateway of different versions exchange them.
enum class Permission : std::uint8_t {
    ManageUsers,
    ManageApis,
    ManageEndpoints,
    ManageGroups,
    ManageRoles,
    ManageRoutings,
    ManageGateway,
    ManageSubscriptions,
    ManageSecurity,
    ManageTiers,
    ManageRateLimits,
    ManageCredits,
    ManageAuth,
    ViewAnalytics,
    ViewLogs,
    ExportLogs,
    ManagePolicies,
    ManageConsumers,
    ManageAlerts,
    ViewAudit,
    HandleAlerts, ///< also held by whoever may ManageAlerts
};

struct PermissionInfo {
    Permission permission;
    const char* name; ///< wire name, "manage_users"
    const char* label;
    const char* help;
    bool ofPlatform; ///< one of the sixteen flags of the platform surface
};

/// Every permission, in bit order.
std::span<const PermissionInfo> permissions();
const PermissionInfo& info(Permission permission);
std::optional<Permission> permissionFromString(const QString& name);

using PermissionMask = std::uint32_t;
constexpr PermissionMask bit(Permission permission)
{
    return PermissionMask{1} << static_cast<unsigned>(permission);
}

} // namespace gatehouse
