// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/quota.h"
#include "gateway/filters/rate_policy.h"
#include "gateway/proxy/snapshot.h"

#include <map>
#include <string>

namespace gatehouse::control {

/// A snapshot as text that does not depend on the numbers of symbols, so that snapshots of different
/// compilers can be compared.
class SnapshotText {
public:
    explicit SnapshotText(const proxy::RuntimeSnapshot& snapshot)
    {
        const auto chainAt = [&](proxy::ChainSlot slot) {
            const proxy::FilterChain* const found = snapshot.chains.find(slot);
            return found ? " |" + chain(*found) : std::string();
        };
        snapshot.routes.forEach(
            [&](const proxy::Route& route) { m_apis[route.api->symbol] = route.api->id; });
        snapshot.routes.forEach([&](const proxy::Route& route) {
            lines["route " + route.host + route.prefix] =
                (route.stripPrefix ? "strip " : "keep ") + api(*route.api) + chainAt(route.api->chain);
            for (const proxy::Operation& operation : route.api->operations)
                lines["operation " + route.host + route.prefix + ' ' + operation.id] =
                    chainAt(operation.chain);
        });
        snapshot.users.forEach([&](std::string_view name, const auto& user) {
            lines["user " + std::string(name)] = identity(*user);
        });
        snapshot.credentials.forEach([&](std::string_view hash, const auto& entry) {
            lines["key " + std::string(hash)] = credential(entry);
        });
        snapshot.revokedTokens.forEach([&](std::string_view token, std::int64_t until) {
            lines["revoked " + std::string(token)] = std::to_string(until);
        });
        snapshot.clientRoutings.forEach([&](std::string_view key, const proxy::ClientRouting& routing) {
            lines["routing " + std::string(key)] = group(routing.upstream.get());
        });
        if (snapshot.guard)
            lines["guard"] = chain(*snapshot.guard);
    }

    std::map<std::string, std::string> lines;

    static std::string group(const proxy::UpstreamGroup* group)
    {
        if (!group)
            return "-";
        std::string text = std::to_string(group->key) + '@' + std::to_string(group->startIndex);
        for (const proxy::UpstreamTarget& target : group->targets)
            text += ' ' + target.scheme + "://" + target.host + ':' + std::to_string(target.port) +
                    target.basePath + '*' + std::to_string(target.weight) + (target.draining ? "d" : "");
        return text;
    }

    static std::string chain(const proxy::FilterChain& chain)
    {
        std::string text;
        for (const auto& filter : chain.all()) {
            text += ' ' + std::string(filter->name());
            if (const auto* rate = dynamic_cast<const filters::RatePolicyFilter*>(filter.get())) {
                const filters::RatePolicyConfig& config = rate->config();
                text += '(' + config.enforcement.policy + (config.enforcement.dryRun ? " dry " : " ") +
                        config.counterId + ' ' + std::to_string(config.rule.limit) + '/' +
                        std::to_string(config.rule.windowNs) + '+' + std::to_string(config.rule.burst) + ')';
            }
            if (const auto* quota = dynamic_cast<const filters::QuotaFilter*>(filter.get())) {
                const filters::QuotaConfig& config = quota->config();
                for (const filters::QuotaRule& rule : config.rules)
                    text += '(' + config.enforcement.policy + (config.enforcement.dryRun ? " dry " : " ") +
                            rule.counterId + ' ' + std::to_string(rule.limit) + ')';
            }
        }
        return text;
    }

private:
    std::string api(const proxy::ApiRuntime& api) const
    {
        std::string text = api.id + ' ' + api.name + '/' + api.version + " p" +
                           std::to_string(int(api.protocol)) + (api.active ? " on" : " off") +
                           (api.isPublic ? " public" : "") + (api.registeredOnly ? " registered" : " any") +
                           ' ' + group(api.upstream.get()) + " t" + std::to_string(api.timeouts.connectMs) +
                           " r" + std::to_string(api.retries);
        for (const std::string& name : api.allowedHeaders)
            text += " h:" + name;
        for (const proxy::Operation& operation : api.operations)
            text += " [" + operation.method + ' ' + operation.uriTemplate + "->" +
                    operation.upstreamTemplate + ' ' + group(operation.upstream.get()) + ']';
        return text;
    }

    std::string identity(const proxy::Identity& identity) const
    {
        std::string text = identity.id + ' ' + identity.name + (identity.active ? " on" : " off") +
                           (identity.admin ? " admin" : "") + (identity.allTokensRevoked ? " revoked" : "") +
                           " bits" + std::to_string(identity.roleBits) + " groups" +
                           std::to_string(identity.groups.size());
        std::map<std::string, int> apis;
        for (const proxy::Symbol symbol : identity.subscriptions)
            ++apis[m_apis.contains(symbol) ? m_apis.at(symbol) : "?"];
        for (const auto& [id, count] : apis)
            text += " api:" + id;
        const proxy::PrincipalLimits& limits = *identity.limits;
        return text + " rate" + std::to_string(limits.rateOn ? limits.rateCount : 0) + " minute" +
               std::to_string(limits.perMinute) + " day" + std::to_string(limits.perDay);
    }

    std::string credential(const proxy::CredentialEntry& entry) const
    {
        std::string text = std::string(entry.texts.subscription()) + ' ' + std::string(entry.texts.prefix()) +
                           (entry.usable ? " usable " : " dead ") + std::to_string(entry.expiresAtMs);
        if (entry.api != 0)
            text += " for:" + (m_apis.contains(entry.api) ? m_apis.at(entry.api) : std::string("?"));
        return text + " of " + identity(*entry.identity);
    }

    std::map<proxy::Symbol, std::string> m_apis;
};

} // namespace gatehouse::control
