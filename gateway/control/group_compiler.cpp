// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/group_compiler.h"

#include "common/crypto/base64url.h"
#include "common/crypto/hmac.h"
#include "gateway/control/upstream_tls.h"
#include "gateway/control/urls.h"

#include <array>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

std::int64_t inNanoseconds(double seconds)
{
    return std::int64_t(seconds * 1e9);
}

proxy::BalancingKind balancingKind(Balancing balancing)
{
    switch (balancing) {
    case Balancing::RoundRobin:
    case Balancing::Weighted:
        break;
    case Balancing::LeastConnections:
        return proxy::BalancingKind::LeastConnections;
    case Balancing::Random:
        return proxy::BalancingKind::Random;
    case Balancing::ConsistentHash:
        return proxy::BalancingKind::Hash;
    }
    return proxy::BalancingKind::RoundRobin;
}

proxy::HashKey hashKeyOf(const QString& text)
{
    proxy::HashKey key;
    key.name = text.section(u':', 1).toStdString();
    const QString word = text.section(u':', 0, 0);
    if (word == u"header"_s)
        key.source = proxy::HashSource::Header;
    else if (word == u"cookie"_s)
        key.source = proxy::HashSource::Cookie;
    else if (word == u"path"_s)
        key.source = proxy::HashSource::Path;
    else if (word == u"consumer"_s)
        key.source = proxy::HashSource::Consumer;
    return key;
}

QString sameSiteText(SameSite sameSite)
{
    switch (sameSite) {
    case SameSite::Strict:
        return u"Strict"_s;
    case SameSite::None:
        return u"None"_s;
    case SameSite::Lax:
        break;
    }
    return u"Lax"_s;
}

proxy::StickyRules stickyRules(const Stickiness& sticky)
{
    proxy::StickyRules rules;
    rules.kind = sticky.by == StickyBy::Cookie   ? proxy::StickyKind::Cookie
                 : sticky.by == StickyBy::Header ? proxy::StickyKind::Header
                                                 : proxy::StickyKind::None;
    rules.name = sticky.name.toStdString();
    QString attributes = u"; Path="_s + sticky.path;
    if (!sticky.domain.isEmpty())
        attributes += u"; Domain="_s + sticky.domain;
    if (sticky.maxAgeSeconds > 0)
        attributes += u"; Max-Age=%1"_s.arg(sticky.maxAgeSeconds);
    attributes += u"; SameSite="_s + sameSiteText(sticky.sameSite);
    if (sticky.httpOnly)
        attributes += u"; HttpOnly"_s;
    const bool always = sticky.secure == CookieSecure::Always || sticky.sameSite == SameSite::None;
    if (always)
        attributes += u"; Secure"_s;
    rules.secureWhenTls = sticky.secure == CookieSecure::Auto && !always;
    rules.attributes = attributes.toStdString();
    return rules;
}

proxy::CheckRules checkRulesOf(const HealthCheck& health)
{
    proxy::CheckRules rules;
    rules.enabled = health.enabled;
    rules.connectOnly = health.kind == CheckKind::Tcp;
    rules.head = health.method == CheckMethod::Head;
    rules.path = health.path.toStdString();
    rules.host = health.host.toStdString();
    rules.port = std::uint16_t(health.port);
    rules.intervalMs = std::int64_t(health.intervalSeconds * 1000);
    rules.timeoutMs = std::int64_t(health.timeoutSeconds * 1000);
    rules.healthyAfter = std::uint32_t(health.healthyAfter);
    rules.unhealthyAfter = std::uint32_t(health.unhealthyAfter);
    rules.statusFrom = health.statusFrom;
    rules.statusTo = health.statusTo;
    return rules;
}

proxy::EjectionRules ejectionRules(const LoadBalancing& rules)
{
    proxy::EjectionRules compiled;
    if (!rules.health.passive)
        return compiled;
    const EjectionSettings settings = rules.ejection.value_or(EjectionSettings());
    compiled.failures = std::uint32_t(settings.failures);
    compiled.baseNs = inNanoseconds(settings.ejectSeconds);
    compiled.maxNs = inNanoseconds(settings.maxEjectSeconds);
    compiled.maxPercent = std::uint32_t(settings.maxPercent);
    compiled.countStatuses = settings.countStatuses;
    return compiled;
}

net::ProxyVersion versionOf(ProxyHeaderVersion version)
{
    switch (version) {
    case ProxyHeaderVersion::V1:
        return net::ProxyVersion::V1;
    case ProxyHeaderVersion::V2:
        return net::ProxyVersion::V2;
    case ProxyHeaderVersion::Off:
        break;
    }
    return net::ProxyVersion::Off;
}

void applyRules(proxy::UpstreamGroup& group, const LoadBalancing& rules)
{
    group.balancing = balancingKind(rules.balancing);
    group.hash = hashKeyOf(rules.hashKey);
    if (rules.sticky)
        group.sticky = stickyRules(*rules.sticky);
    group.check = checkRulesOf(rules.health);
    group.ejection = ejectionRules(rules);
    group.slowStartNs = inNanoseconds(rules.slowStartSeconds);
    group.panic = rules.panic;
    group.retry.elsewhere = true;
    for (proxy::UpstreamTarget& target : group.targets) {
        target.key = proxy::mixed(target.key, group.key); // connections under rules of their own
        target.maxConnections = std::uint32_t(rules.maxConnections);
        target.maxIdle = rules.keepAlive;
        target.proxyProtocol = versionOf(rules.proxyProtocol);
    }
}

template <typename Options>
void addTarget(proxy::UpstreamGroup& group, const QString& url, const QString& upstreamPath,
               const Options& options)
{
    auto target = targetOf(url);
    if (!target)
        return;
    target->url = url.toStdString();
    target->basePath += upstreamPath.toStdString();
    target->weight = std::uint32_t(options.weight);
    target->draining = options.drain;
    target->backup = options.backup;
    group.targets.push_back(std::move(*target));
}

std::shared_ptr<proxy::UpstreamGroup> emptyGroup(const QString& id, const QString& label)
{
    auto group = std::make_shared<proxy::UpstreamGroup>();
    group->id = id.toStdString();
    group->label = label.toStdString();
    group->key = stableKey(group->id);
    return group;
}

} // namespace

proxy::RetryRules GroupCompiler::retryRules(const RetryRules& rules)
{
    static constexpr std::array words{"connect", "reset", "timeout", "429", "500", "502", "503", "504"};
    proxy::RetryRules compiled;
    compiled.given = true;
    compiled.elsewhere = true;
    compiled.conditions = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (rules.on.contains(QLatin1StringView(words[i])))
            compiled.conditions = std::uint16_t(compiled.conditions | 1U << i);
    }
    compiled.methods = 0;
    for (const QString& method : rules.methods)
        compiled.methods =
            std::uint16_t(compiled.methods | 1U << unsigned(http::methodFromText(method.toStdString())));
    compiled.baseDelayNs = std::int64_t(rules.baseDelayMs) * 1'000'000;
    compiled.maxDelayNs = std::int64_t(rules.maxDelayMs) * 1'000'000;
    compiled.budgetPercent = std::uint32_t(rules.budgetPercent);
    compiled.budgetPerSecond = std::uint32_t(rules.budgetPerSecond);
    return compiled;
}

GroupCompiler::Group GroupCompiler::ofServers(const Owner& owner, const QStringList& servers) const
{
    auto group = emptyGroup(owner.id, owner.label);
    group->startIndex = owner.startIndex;
    const QString path = owner.api ? owner.api->upstreamPath : QString();
    for (const QString& url : servers)
        addTarget(*group, url, path, owner.api ? owner.api->serverOptions.value(url) : ServerOptions());
    return finish(std::move(group),
                  owner.api && owner.api->loadBalancing ? &*owner.api->loadBalancing : nullptr,
                  owner.api ? owner.api->tls : std::nullopt);
}

GroupCompiler::Group GroupCompiler::ofUpstream(const Upstream& upstream, const QString& upstreamPath) const
{
    const bool own = upstream.tenant != u"default"_s; // names are unique in their tenant
    auto group = emptyGroup(u"upstream:"_s + upstream.id,
                            own ? upstream.tenant + u'/' + upstream.name : upstream.name);
    for (const UpstreamTarget& wanted : upstream.targets)
        addTarget(*group, wanted.url, upstreamPath, wanted);
    if (upstream.retry)
        group->retry = retryRules(*upstream.retry);
    group->retries = std::uint32_t(upstream.retryCount);
    return finish(std::move(group), &upstream, upstream.tls);
}

GroupCompiler::Group GroupCompiler::finish(std::shared_ptr<proxy::UpstreamGroup> group,
                                           const LoadBalancing* rules,
                                           const std::optional<UpstreamTls>& tls) const
{
    if (group->targets.empty())
        return nullptr;
    if (rules)
        applyRules(*group, *rules);
    secure(*group, tls, m_tls);
    if (group->sticky.kind == proxy::StickyKind::Cookie) {
        for (proxy::UpstreamTarget& target : group->targets)
            target.stickyId = stickyId(*group, target);
    }
    group->seal();
    return group;
}

/// Tells nobody the address, and cannot be made up for another target.
std::string GroupCompiler::stickyId(const proxy::UpstreamGroup& group,
                                    const proxy::UpstreamTarget& target) const
{
    constexpr std::size_t Enough = 12;
    const std::string text = group.id + '\n' + target.url;
    const crypto::Digest code = crypto::HmacSha256(QByteArrayView(m_stickyKey)).sign(QByteArrayView(text));
    return crypto::toBase64Url(QByteArrayView(reinterpret_cast<const char*>(code.data()), qsizetype(Enough)))
        .toStdString();
}

} // namespace gatehouse::control
