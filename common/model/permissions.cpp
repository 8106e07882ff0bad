// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/permissions.h"

#include <array>

namespace gatehouse {

namespace {

using P = Permission;

constexpr std::array kPermissions{
    PermissionInfo{P::ManageUsers, "manage_users", "Manage users", "Create, change and delete users.", true},
    PermissionInfo{P::ManageApis, "manage_apis", "Manage APIs",
                   "Create, change and delete APIs, protos and imported specifications.", true},
    PermissionInfo{P::ManageEndpoints, "manage_endpoints", "Manage operations",
                   "Create, change and delete operations and their validations.", true},
    PermissionInfo{P::ManageGroups, "manage_groups", "Manage groups", "Create, change and delete groups.",
                   true},
    PermissionInfo{P::ManageRoles, "manage_roles", "Manage roles", "Create, change and delete roles.", true},
    PermissionInfo{P::ManageRoutings, "manage_routings", "Manage routings",
                   "Create, change and delete client routings and upstream groups.", true},
    PermissionInfo{P::ManageGateway, "manage_gateway", "Manage gateway",
                   "Status, settings, caches, import, export, revisions and restore.", true},
    PermissionInfo{P::ManageSubscriptions, "manage_subscriptions", "Manage subscriptions",
                   "Subscribe others to APIs, approve, suspend and revoke.", true},
    PermissionInfo{P::ManageSecurity, "manage_security", "Manage security",
                   "Security settings, restart, dump and restore.", true},
    PermissionInfo{P::ManageTiers, "manage_tiers", "Manage plans", "Create, change, assign and delete plans.",
                   true},
    PermissionInfo{P::ManageRateLimits, "manage_rate_limits", "Manage limit rules",
                   "Create, change and delete rate-limit rules.", true},
    PermissionInfo{P::ManageCredits, "manage_credits", "Manage credits",
                   "Create credit groups and change balances.", true},
    PermissionInfo{P::ManageAuth, "manage_auth", "Manage logins", "Revoke tokens, enable and disable users.",
                   true},
    PermissionInfo{P::ViewAnalytics, "view_analytics", "View analytics", "See usage numbers and charts.",
                   true},
    PermissionInfo{P::ViewLogs, "view_logs", "View logs", "Search the logs.", true},
    PermissionInfo{P::ExportLogs, "export_logs", "Export logs", "Download the logs.", true},
    PermissionInfo{P::ManagePolicies, "manage_policies", "Manage policies",
                   "Create, bind, change and delete policies.", false},
    PermissionInfo{P::ManageConsumers, "manage_consumers", "Manage consumers",
                   "Create, change and suspend consumers and their keys.", false},
    PermissionInfo{P::ManageAlerts, "manage_alerts", "Manage alerts", "Alert rules, channels and objectives.",
                   false},
    PermissionInfo{P::ViewAudit, "view_audit", "View audit", "See who changed what.", false},
    PermissionInfo{P::HandleAlerts, "handle_alerts", "Handle alerts", "Acknowledge and silence alerts.",
                   false},
};

} // namespace

std::span<const PermissionInfo> permissions()
{
    return kPermissions;
}

const PermissionInfo& info(Permission permission)
{
    return kPermissions[static_cast<std::size_t>(permission)];
}

std::optional<Permission> permissionFromString(const QString& name)
{
    for (const PermissionInfo& each : kPermissions) {
        if (name == QLatin1StringView(each.name))
            return each.permission;
    }
    return std::nullopt;
}

} // namespace gatehouse
