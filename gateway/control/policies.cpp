// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/policies.h"

#include "common/model/api.h"
#include "gateway/control/transform_rules.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

std::vector<AppliedPolicy> policiesOf(const Documents& documents, const Api& api)
{
    std::vector<AppliedPolicy> result;
    const auto add = [&](const Policy* policy, Nearness nearness) {
        const bool known = std::any_of(result.begin(), result.end(), [&](const AppliedPolicy& applied) {
            return applied.policy == policy;
        });
        if (policy->enabled && !known)
            result.push_back({policy, nearness});
    };
    const auto policies = documents.of<Policy>();
    for (const Policy* policy : policies.with(By::Api, api.id)) {
        const bool bound =
            std::any_of(policy->bindings.begin(), policy->bindings.end(), [&](const PolicyBinding& binding) {
                return binding.enabled && binding.apiId == api.id;
            });
        if (bound)
            add(policy, Nearness::Api);
    }
    for (const Policy* policy : policies.with(By::Scope, api.tenant))
        add(policy, Nearness::Tenant);
    for (const Policy* policy : policies.with(By::Scope, u"*"_s))
        add(policy, Nearness::Platform);
    std::sort(result.begin(), result.end(), [](const AppliedPolicy& a, const AppliedPolicy& b) {
        return std::tie(a.policy->priority, a.policy->name, a.policy->id) <
               std::tie(b.policy->priority, b.policy->name, b.policy->id);
    });
    return result;
}

const AppliedPolicy* nearest(const std::vector<AppliedPolicy>& policies, PolicyType type)
{
    const AppliedPolicy* best = nullptr;
    for (const AppliedPolicy& applied : policies) {
        if (applied.policy->type == type && !applied.policy->dryRun &&
            (!best || applied.nearness > best->nearness))
            best = &applied;
    }
    return best;
}

Faults settingsFaults(PolicyType type, const QJsonObject& config)
{
    Faults faults;
    if (type == PolicyType::Transform)
        (void)transformsOf(configFrom<TransformConfig>(config), faults);
    return faults;
}

std::string counterIdOf(const Policy& policy, const Api& api)
{
    const std::string id = policy.id.toStdString();
    switch (policy.scope) {
    case PolicyScope::Gateway:
        return id;
    case PolicyScope::Tenant:
        return id + ":tenant:" + api.tenant.toStdString();
    case PolicyScope::Api:
        break;
    }
    return id + ':' + api.id.toStdString();
}

std::vector<filters::QuotaRule> quotaRulesOf(const Policy& policy, const RateLimitConfig& config,
                                             const Api& api)
{
    std::vector<filters::QuotaRule> rules;
    const std::string counter = counterIdOf(policy, api);
    const auto add = [&](const std::optional<qint64>& limit, filters::QuotaPeriod period, const char* word) {
        if (!limit)
            return;
        filters::QuotaRule rule;
        rule.name = policy.name.toStdString();
        rule.counterId = counter + word;
        rule.limit = std::uint64_t(*limit);
        rule.period = period;
        rule.per = ratePerOf(config.per);
        rules.push_back(std::move(rule));
    };
    add(config.dailyLimit, filters::QuotaPeriod::Day, ":day");
    add(config.monthlyLimit, filters::QuotaPeriod::Month, ":month");
    return rules;
}

filters::RatePer ratePerOf(RatePer per)
{
    switch (per) {
    case RatePer::Ip:
        return filters::RatePer::Address;
    case RatePer::Api:
        return filters::RatePer::Api;
    case RatePer::Consumer:
    case RatePer::Key:
        break;
    }
    return filters::RatePer::Consumer;
}

QStringList scopeKeysOf(const Policy& policy)
{
    if (policy.bindings.isEmpty())
        return {policy.tenant.isEmpty() ? u"*"_s : policy.tenant};
    QStringList keys;
    for (const PolicyBinding& binding : policy.bindings) {
        if (binding.enabled && binding.apiId.isEmpty() && !binding.tenant.isEmpty() &&
            !keys.contains(binding.tenant))
            keys.append(binding.tenant);
    }
    return keys;
}

PolicyReach reachOf(const Policy& policy)
{
    PolicyReach reach;
    for (const QString& key : scopeKeysOf(policy)) {
        if (key == u"*")
            reach.everywhere = true;
        else
            reach.tenants.insert(key);
    }
    for (const PolicyBinding& binding : policy.bindings) {
        if (!binding.apiId.isEmpty())
            reach.apiIds.insert(binding.apiId);
    }
    return reach;
}

} // namespace gatehouse::control
