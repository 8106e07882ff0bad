// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/codec.h"
#include "common/model/policy.h"
#include "gateway/control/documents.h"

#include <QSet>

#include <vector>

namespace gatehouse {
struct Api;
}

namespace gatehouse::control {

/// How near a policy is to an API; the higher, the more specific.
enum class Nearness { Platform, Tenant, Api };

struct AppliedPolicy {
    const Policy* policy = nullptr;
    Nearness nearness = Nearness::Platform;
};

/// The enabled policies of an API, by priority, then name (week-one runbook 6.4). A policy without bindings
/// applies to every API of its tenant, or of the platform when it has none.
std::vector<AppliedPolicy> policiesOf(const Documents& documents, const Api& api);
/// The one that counts where only one can: the most specific, then the first.
const AppliedPolicy* nearest(const std::vector<AppliedPolicy>& policies, PolicyType type);

/// Which APIs a policy may concern.
struct PolicyReach {
    bool everywhere = false;
    QSet<QString> tenants;
    QSet<QString> apiIds;
};
PolicyReach reachOf(const Policy& policy);
/// Keys of By::Scope: where a policy applies as a whole; "*" is the platform.
QStringList scopeKeysOf(const Policy& policy);

/// The typed settings of a policy; defaults where a stored value cannot be read.
template <typename Config>
Config configOf(const Policy& policy)
{
    Config config;
    ReadContext context{ReadOptions::stored(), {}};
    readTable(tableOf<Config>(), &config, policy.config, context);
    return config;
}

} // namespace gatehouse::control
