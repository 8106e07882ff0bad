// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/compiler.h"

#include "common/model/access.h"
#include "common/model/security_settings.h"
#include "common/model/subscription.h"
#include "common/model/upstream.h"
#include "gateway/control/chain_compiler.h"
#include "gateway/control/identity_compiler.h"
#include "gateway/control/impact.h"
#include "gateway/control/path_rules.h"
#include "gateway/control/route_compiler.h"

#include <QJsonArray>

#include <algorithm>
#include <map>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

class Compiler::Private {
public:
    Private(CompilerOptions theOptions, CompilerServices theServices, observe::ApiSlots& apiSlots)
        : options(std::move(theOptions))
        , services(std::move(theServices))
        , routes(options, symbols, apiSlots, services.tls)
        , chains(options, services, symbols)
        , identities(symbols, ledger(services), services.secrets, services.keyUse.get())
    {
    }

    static CreditLedger& ledger(CompilerServices& services)
    {
        if (!services.credits)
            services.credits = std::make_shared<CreditLedger>();
        return *services.credits;
    }
    proxy::ChainSlot takeSlot();
    void takeSlots(proxy::ApiRuntime& runtime);
    void freeSlot(proxy::ChainSlot slot);
    void setChains(const Documents& documents, const Api& api, const proxy::ApiRuntime& runtime,
                   Concerns concerns);

    void bringUpToDate(const Documents& documents, const Impact& impact);
    std::shared_ptr<const proxy::RuntimeSnapshot> copy(quint64 revision);

    void eraseApi(const QString& id);
    void setApi(const Documents& documents, const Api& api);
    void renewAllChains(const Documents& documents, const Impact& impact);
    void renewChains(const Documents& documents, const Api& api, Concerns concerns);
    static bool ownsSharedPath(const Documents& documents, const Api& api, const PublishedPath& path);
    void setUser(const Documents& documents, const QString& username);
    void setCredentials(const Documents& documents, const QString& principal, PrincipalKind kind,
                        const IdentityPointer& identity);
    void dropGoneKeys(const Documents& documents, const QList<Dirty>& changes);
    void setNames(const QString& consumer, IdentityCompiler::Names names);
    void setPrincipal(const Documents& documents, const PrincipalKey& principal);
    void setRevocation(const Documents& documents, const QString& id);
    void setRouting(const Documents& documents, const QString& clientKey);

    /// What of an API is in the tables.
    struct Published {
        std::vector<std::pair<proxy::Protocol, proxy::Route>> routes; ///< without their API
        std::map<proxy::Protocol, std::shared_ptr<const proxy::ApiRuntime>> runtimes;
    };

    CompilerOptions options;
    CompilerServices services;
    Symbols symbols;
    RouteCompiler routes;
    ChainCompiler chains;
    IdentityCompiler identities;
    proxy::RuntimeSnapshot work;
    quint64 serversVersion = 0;
    proxy::ChainSlot lastSlot = 0;
    std::vector<proxy::ChainSlot> freeSlots;
    QHash<QString, Published> published;        ///< by API id
    QHash<QString, QList<std::string>> callers; ///< keys in the table, by consumer
    QHash<QString, std::string> revoked;        ///< keys in the table, by document id
};

Compiler::Compiler(CompilerOptions options, CompilerServices services, observe::ApiSlots& apiSlots)
    : d(std::make_unique<Private>(std::move(options), std::move(services), apiSlots))
{
}

Compiler::~Compiler() = default;

void Compiler::setOptions(CompilerOptions options)
{
    d->options = std::move(options);
    d->chains.useOptions();
}

std::shared_ptr<const proxy::RuntimeSnapshot> Compiler::compileAll(const Documents& documents,
                                                                   quint64 revision)
{
    d->work = {};
    d->lastSlot = 0;
    d->freeSlots.clear();
    d->published.clear();
    d->callers.clear();
    d->revoked.clear();
    d->bringUpToDate(documents, impactOfAll(documents));
    return d->copy(revision);
}

std::shared_ptr<const proxy::RuntimeSnapshot> Compiler::update(const Documents& documents,
                                                               const QList<Dirty>& changes, quint64 revision)
{
    d->bringUpToDate(documents, impactOf(documents, changes));
    d->dropGoneKeys(documents, changes);
    return d->copy(revision);
}

std::shared_ptr<const proxy::RuntimeSnapshot> Compiler::Private::copy(quint64 revision)
{
    auto snapshot = std::make_shared<proxy::RuntimeSnapshot>(work);
    snapshot->revision = revision;
    return snapshot;
}

void Compiler::Private::bringUpToDate(const Documents& documents, const Impact& impact)
{
    chains.begin();
    if (impact.guard)
        work.guard = chains.guard(documents);
    if (!impact.apis.isEmpty() || !impact.routings.isEmpty())
        work.serversVersion = ++serversVersion;
    // First all go, then all come: a path may pass from one API to another.
    for (const QString& id : impact.apis)
        eraseApi(id);
    const auto apis = documents.of<Api>();
    for (const QString& id : impact.apis) {
        if (const auto api = apis.find(id))
            setApi(documents, *api);
    }
    renewAllChains(documents, impact);
    for (const PrincipalKey& principal : impact.principals)
        setPrincipal(documents, principal);
    for (const QString& id : impact.revocations)
        setRevocation(documents, id);
    for (const QString& clientKey : impact.routings)
        setRouting(documents, clientKey);
}

void Compiler::Private::renewAllChains(const Documents& documents, const Impact& impact)
{
    const auto apis = documents.of<Api>();
    const auto renew = [&](const Api& api) {
        if (!impact.apis.contains(api.id))
            renewChains(documents, api, impact.concerns);
    };
    if (impact.allChains)
        return apis.forEach(renew);
    for (const QString& tenant : impact.tenants) {
        for (const Api* api : apis.with(By::Tenant, tenant))
            renew(*api);
    }
    for (const QString& id : impact.chains) {
        if (const Api* api = apis.at(id); api && !impact.tenants.contains(api->tenant))
            renew(*api);
    }
}

void Compiler::Private::eraseApi(const QString& id)
{
    const Published old = published.take(id);
    for (const auto& [protocol, route] : old.routes)
        work.routes.erase(route.host, route.prefix);
    for (const auto& [protocol, runtime] : old.runtimes) {
        freeSlot(runtime->chain);
        for (const proxy::Operation& operation : runtime->operations)
            freeSlot(operation.chain);
    }
}

proxy::ChainSlot Compiler::Private::takeSlot()
{
    if (freeSlots.empty())
        return ++lastSlot;
    const proxy::ChainSlot slot = freeSlots.back();
    freeSlots.pop_back();
    return slot;
}

void Compiler::Private::takeSlots(proxy::ApiRuntime& runtime)
{
    runtime.chain = takeSlot();
    for (proxy::Operation& operation : runtime.operations)
        operation.chain = takeSlot();
}

/// Snapshots that were handed out keep what stands there.
void Compiler::Private::freeSlot(proxy::ChainSlot slot)
{
    work.chains.set(slot, nullptr);
    freeSlots.push_back(slot);
}

/// The newest of the versions that have the path.
bool Compiler::Private::ownsSharedPath(const Documents& documents, const Api& api, const PublishedPath& path)
{
    if (path.opened && sharerElsewhere(documents, api, path))
        return false;
    const auto has = [&](const Api& other) {
        const QList<PublishedPath> paths = publishedPaths(documents, other);
        return std::any_of(paths.begin(), paths.end(),
                           [&path](const PublishedPath& own) { return own.key() == path.key(); });
    };
    for (const Api* other : documents.of<Api>().with(By::Name, nameKey(api.tenant, api.name))) {
        if (other == &api || other->status == ApiStatus::Draft || !has(*other))
            continue;
        if (std::pair(other->majorVersion(), other->version) > std::pair(api.majorVersion(), api.version))
            return false;
    }
    return true;
}

void Compiler::Private::setApi(const Documents& documents, const Api& api)
{
    if (api.status == ApiStatus::Draft)
        return;
    Published now;
    for (const PublishedPath& path : publishedPaths(documents, api)) {
        if (path.sharedByVersions && !ownsSharedPath(documents, api, path))
            continue;
        auto& runtime = now.runtimes[path.protocol];
        if (!runtime) {
            auto made = std::make_shared<proxy::ApiRuntime>(routes.api(documents, api, path.protocol));
            takeSlots(*made);
            setChains(documents, api, *made, Concerns::whole());
            runtime = std::move(made);
        }
        // What the gateway put before the path of a call is no part of it.
        const bool own =
            path.protocol == proxy::Protocol::GrpcWeb || path.protocol == proxy::Protocol::GrpcBridge;
        proxy::Route route{path.host.toStdString(), path.prefix.toStdString(), api.stripPrefix || own,
                           nullptr, path.byVersion};
        now.routes.emplace_back(path.protocol, route);
        route.api = runtime;
        work.routes.set(std::move(route));
    }
    published.insert(api.id, std::move(now));
}

void Compiler::Private::renewChains(const Documents& documents, const Api& api, Concerns concerns)
{
    const auto known = published.constFind(api.id);
    if (known == published.cend())
        return;
    for (const auto& [protocol, runtime] : known->runtimes)
        setChains(documents, api, *runtime, concerns);
}

void Compiler::Private::setChains(const Documents& documents, const Api& api,
                                  const proxy::ApiRuntime& runtime, Concerns concerns)
{
    const proxy::FilterChain* const before = work.chains.find(runtime.chain);
    const auto chain = chains.api(documents, api, runtime.protocol, before, concerns);
    for (const proxy::Operation& operation : runtime.operations)
        work.chains.set(operation.chain, chains.operation(documents, operation.id, *chain));
    work.chains.set(runtime.chain, chain);
}

void Compiler::Private::setPrincipal(const Documents& documents, const PrincipalKey& principal)
{
    const auto& [kind, name] = principal;
    if (kind == PrincipalKind::User) {
        setUser(documents, name);
        return;
    }
    const auto consumer = documents.of<Consumer>().find(name);
    const IdentityPointer identity = consumer ? identities.consumer(documents, *consumer) : nullptr;
    setCredentials(documents, name, kind, identity);
    setNames(name, consumer ? identities.names(documents, *consumer, identity) : IdentityCompiler::Names());
}

/// First all come, then those go that did not come again: what another consumer has taken over stays.
void Compiler::Private::setNames(const QString& consumer, IdentityCompiler::Names names)
{
    QList<std::string> keys;
    for (auto& [key, entry] : names) {
        keys.append(key);
        work.callers.set(key, std::move(entry));
    }
    const std::string id = consumer.toStdString();
    for (const std::string& key : callers.take(consumer)) {
        const auto* const entry = keys.contains(key) ? nullptr : work.callers.find(key);
        if (entry && (!(*entry)->identity || (*entry)->identity->id == id))
            work.callers.erase(key);
    }
    if (!keys.isEmpty())
        callers.insert(consumer, keys);
}

void Compiler::Private::setUser(const Documents& documents, const QString& username)
{
    const User* user = documents.user(username);
    IdentityPointer identity;
    if (user) {
        identity = identities.user(documents, *user);
        work.users.set(username.toStdString(), identity);
    } else {
        work.users.erase(username.toStdString());
    }
    setCredentials(documents, username, PrincipalKind::User, identity);
}

void Compiler::Private::setCredentials(const Documents& documents, const QString& principal,
                                       PrincipalKind kind, const IdentityPointer& identity)
{
    for (const Credential* credential : documents.of<Credential>().with(By::Principal, principal)) {
        const std::string key =
            credential->principalKind == kind ? IdentityCompiler::keyOf(*credential) : std::string();
        if (key.empty())
            continue;
        if (auto entry = identities.credential(documents, *credential, identity))
            work.credentials.set(key, std::move(*entry));
        else
            work.credentials.erase(key);
    }
}

/// Keys whose document is not there any more, or has another hash now. The keys that are there were set with
/// their principals; a list of what was set would take more memory than the keys.
void Compiler::Private::dropGoneKeys(const Documents& documents, const QList<Dirty>& changes)
{
    for (const Dirty& change : changes) {
        if (change.kind != Kind::Credential || !change.before)
            continue;
        const auto& before = *static_cast<const Credential*>(change.before.get());
        const Credential* now = documents.credentialByHash(before.hash);
        if (now && now->id == before.id)
            continue;
        if (work.credentials.erase(IdentityCompiler::keyOf(before)) && now)
            setPrincipal(documents, {now->principalKind, now->principal});
    }
}

void Compiler::Private::setRevocation(const Documents& documents, const QString& id)
{
    if (const auto old = revoked.constFind(id); old != revoked.cend()) {
        work.revokedTokens.erase(*old);
        revoked.erase(old);
    }
    const auto revocation = documents.of<Revocation>().find(id);
    if (!revocation || revocation->revokeAll || revocation->jti.isEmpty())
        return;
    std::string key = revocation->username.toStdString();
    key += '\0';
    key += revocation->jti.toStdString();
    work.revokedTokens.set(key, revocation->expiresAt);
    revoked.insert(id, std::move(key));
}

void Compiler::Private::setRouting(const Documents& documents, const QString& clientKey)
{
    const Routing* routing = documents.of<Routing>().first(By::NaturalKey, clientKey);
    if (routing)
        work.clientRoutings.set(clientKey.toStdString(), {routes.routing(*routing)});
    else
        work.clientRoutings.erase(clientKey.toStdString());
}

QJsonObject Compiler::effective(const Documents& documents, const QString& apiId,
                                const QString& operationId) const
{
    const auto api = documents.of<Api>().find(apiId);
    if (!api)
        return {};
    QJsonArray paths;
    QList<proxy::Protocol> protocols;
    for (const PublishedPath& path : publishedPaths(documents, *api)) {
        paths.append(path.key());
        if (!protocols.contains(path.protocol))
            protocols.append(path.protocol);
    }
    QJsonArray filters;
    d->chains.begin();
    for (const proxy::Protocol protocol : std::as_const(protocols)) {
        for (const QJsonValue& row : d->chains.describe(documents, *api, protocol, operationId))
            filters.append(row);
    }
    QJsonObject result{{u"api_id"_s, apiId},
                       {u"api"_s, api->key()},
                       {u"published"_s, d->published.contains(apiId)},
                       {u"paths"_s, paths},
                       {u"filters"_s, filters}};
    if (!operationId.isEmpty())
        result.insert(u"operation_id"_s, operationId);
    return result;
}

} // namespace gatehouse::control
