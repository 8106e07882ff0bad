// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/ctl/command.h"

namespace gatehouse::console {

/// Contracts, policies, consumers, subscriptions, keys, plans, tenants, quotas: one command per call of /v1,
/// made from its row in the table of calls. The tenant comes from --tenant or TENANT_ID.
QList<Command> v1Commands();

/// --tenant, else TENANT_ID, else "default".
QString tenantOf(const CommandContext& context);

} // namespace gatehouse::console
