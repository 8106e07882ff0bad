// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/codec.h"
#include "common/model/policy.h"
#include "gateway/control/documents.h"
#include "gateway/filters/quota.h"

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
/// The one that counts where only one can: the most specific, then the first. Those in a dry run never do.
const AppliedPolicy* nearest(const std::vector<AppliedPolicy>& policies, PolicyType type);

/// What is wrong with the settings of a policy beyond what their table says; fields start with "config.".
Faults settingsFaults(PolicyType type, const QJsonObject& config);

/// Which APIs a policy may concern.
struct PolicyReach {
    bool everywhere = false;
    QSet<QString> tenants;
    QSet<QString> apiIds;
};
PolicyReach reachOf(const Policy& policy);
/// Keys of By::Scope: where a policy applies as a whole; "*" is the platform.
QStringList scopeKeysOf(const Policy& policy);

/// Whom a rate policy counts, as the filters say it.
filters::RatePer ratePerOf(RatePer per);
/// Names what the policy counts at an API, by its scope: APIs with the same name share counters. Stable over
/// edits.
std::string counterIdOf(const Policy& policy, const Api& api);
/// The calendar quotas of a rate policy at one API; they outlive a restart, unlike its rates.
std::vector<filters::QuotaRule> quotaRulesOf(const Policy& policy, const RateLimitConfig& config,
                                             const Api& api);

/// Typed settings; defaults where a value cannot be read.
template <typename Config>
Config configFrom(const QJsonObject& stored)
{
    Config config;
    ReadContext context{ReadOptions::stored(), {}};
    readTable(tableOf<Config>(), &config, stored, context);
    return config;
}

/// The typed settings of a policy.
template <typename Config>
Config configOf(const Policy& policy)
{
    return configFrom<Config>(policy.config);
}

} // namespace gatehouse::control
