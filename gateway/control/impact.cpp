// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/impact.h"

#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/principal.h"
#include "common/model/stored_files.h"
#include "common/model/upstream.h"
#include "gateway/control/paths.h"
#include "gateway/control/policies.h"
#include "gateway/control/vault.h"

namespace gatehouse::control {

namespace {

class Tracer {
public:
    explicit Tracer(const Documents& documents)
        : m_documents(documents)
    {
    }

    void trace(Kind kind, const void* entity);
    void subscribers(const QString& apiKey);
    Impact& impact() { return m_impact; }

private:
    template <typename E>
    static const E& as(const void* entity)
    {
        return *static_cast<const E*>(entity);
    }
    void api(const Api& api);
    void operation(const Operation& operation);
    void upstream(const QString& id);
    void validation(const EndpointValidation& validation);
    void proto(const ProtoFile& file);
    void creditGroup(const QString& name);
    void chain(const QString& apiId);
    void allChains();
    void vaultEntry(const VaultEntry& entry);
    void tenant(const QString& slug);
    void policy(const Policy& policy);
    void plan(const Plan& plan);
    void role(const Role& role);
    void user(const QString& name) { m_impact.principals.insert({PrincipalKind::User, name}); }
    void consumer(const QString& id) { m_impact.principals.insert({PrincipalKind::Consumer, id}); }

    const Documents& m_documents;
    Impact m_impact;
};

void Tracer::trace(Kind kind, const void* entity)
{
    switch (kind) {
    case Kind::Api:
        return api(as<Api>(entity));
    case Kind::Operation:
        return operation(as<Operation>(entity));
    case Kind::Upstream:
        return upstream(as<Upstream>(entity).id);
    case Kind::Tenant:
        return tenant(as<Tenant>(entity).slug);
    case Kind::Policy:
        return policy(as<Policy>(entity));
    case Kind::EndpointValidation:
        return validation(as<EndpointValidation>(entity));
    case Kind::ProtoFile:
        return proto(as<ProtoFile>(entity));
    case Kind::CreditGroup:
        return creditGroup(as<CreditGroup>(entity).group);
    case Kind::VaultEntry:
        return vaultEntry(as<VaultEntry>(entity));
    case Kind::CreditBalance:
        return user(as<CreditBalance>(entity).username);
    case Kind::LimitRule:
        m_impact.allChains = true;
        m_impact.concerns.add(PolicyType::RateLimit);
        return;
    case Kind::SecuritySettings:
        m_impact.guard = true;
        return allChains();
    case Kind::Plan:
        return plan(as<Plan>(entity));
    case Kind::TierAssignment:
        return user(as<TierAssignment>(entity).userId);
    case Kind::Role:
        return role(as<Role>(entity));
    case Kind::User:
        return user(as<User>(entity).username);
    case Kind::Consumer:
        return consumer(as<Consumer>(entity).id);
    case Kind::Subscription:
        m_impact.principals.insert(
            {as<Subscription>(entity).principalKind, as<Subscription>(entity).principal});
        return;
    case Kind::Credential:
        m_impact.principals.insert({as<Credential>(entity).principalKind, as<Credential>(entity).principal});
        return;
    case Kind::Revocation:
        m_impact.revocations.insert(as<Revocation>(entity).id);
        return user(as<Revocation>(entity).username);
    case Kind::Routing:
        m_impact.routings.insert(as<Routing>(entity).clientKey);
        return;
    default:
        return; // no part of the snapshot depends on it
    }
}

void Tracer::api(const Api& api)
{
    m_impact.apis.insert(api.id);
    // /apis/{tenant}/{name} may pass to another version.
    for (const Api* version : m_documents.of<Api>().with(By::Name, nameKey(api.tenant, api.name)))
        m_impact.apis.insert(version->id);
}

void Tracer::operation(const Operation& operation)
{
    m_impact.apis.insert(operation.apiId);
    const Api* const opened = opensProtocol(operation) ? m_documents.of<Api>().at(operation.apiId) : nullptr;
    if (opened) // what it opens the versions share
        api(*opened);
}

/// Subscriptions name an API by name and version, so they come to life when it comes.
void Tracer::subscribers(const QString& apiKey)
{
    for (const Subscription* subscription : m_documents.of<Subscription>().with(By::Api, apiKey))
        m_impact.principals.insert({subscription->principalKind, subscription->principal});
}

void Tracer::upstream(const QString& id)
{
    for (const Api* api : m_documents.of<Api>().with(By::Upstream, id))
        m_impact.apis.insert(api->id);
    for (const Operation* operation : m_documents.of<Operation>().with(By::Upstream, id))
        m_impact.apis.insert(operation->apiId);
}

void Tracer::chain(const QString& apiId)
{
    m_impact.chains.insert(apiId);
    m_impact.concerns.addAll();
}

void Tracer::allChains()
{
    m_impact.allChains = true;
    m_impact.concerns.addAll();
}

void Tracer::validation(const EndpointValidation& validation)
{
    if (const auto operation = m_documents.of<Operation>().find(validation.endpointId))
        chain(operation->apiId);
}

void Tracer::proto(const ProtoFile& file)
{
    chain(file.apiId);
}

void Tracer::creditGroup(const QString& name)
{
    for (const Api* api : m_documents.of<Api>().with(By::CreditGroup, name))
        chain(api->id);
}

void Tracer::vaultEntry(const VaultEntry& entry)
{
    const QString reference = Vault::referenceTo(entry);
    m_documents.of<Api>().forEach([&](const Api& api) {
        if (api.credential && api.credential->vaultKey == reference)
            chain(api.id);
    });
}

void Tracer::tenant(const QString& slug)
{
    for (const Api* api : m_documents.of<Api>().with(By::Tenant, slug))
        m_impact.apis.insert(api->id);
}

void Tracer::policy(const Policy& policy)
{
    const PolicyReach reach = reachOf(policy);
    m_impact.allChains = m_impact.allChains || reach.everywhere;
    m_impact.chains.unite(reach.apiIds);
    m_impact.tenants.unite(reach.tenants);
    m_impact.concerns.add(policy.type);
}

void Tracer::plan(const Plan& plan)
{
    if (plan.isDefault)
        allChains(); // the default is part of the tier filter
    for (const QString& reference : {plan.id, plan.tierId}) {
        for (const Consumer* found : m_documents.of<Consumer>().with(By::Plan, reference))
            consumer(found->id);
        for (const Subscription* found : m_documents.of<Subscription>().with(By::Plan, reference))
            m_impact.principals.insert({found->principalKind, found->principal});
        for (const By index : {By::Plan, By::Tier}) { // assigned, or outside of the dates
            for (const TierAssignment* found : m_documents.of<TierAssignment>().with(index, reference))
                user(found->userId);
        }
    }
}

void Tracer::role(const Role& role)
{
    for (const User* found : m_documents.of<User>().with(By::Role, role.name))
        user(found->username);
}

} // namespace

Impact impactOf(const Documents& documents, const QList<Dirty>& changes)
{
    Tracer tracer(documents);
    for (const Dirty& change : changes) {
        if (change.before)
            tracer.trace(change.kind, change.before.get());
        if (change.after)
            tracer.trace(change.kind, change.after.get());
        if (change.kind == Kind::Api && (!change.before || !change.after))
            tracer.subscribers(
                static_cast<const Api*>((change.after ? change.after : change.before).get())->key());
    }
    return std::move(tracer.impact());
}

Impact impactOfAll(const Documents& documents)
{
    Impact impact;
    impact.guard = true;
    documents.of<Api>().forEach([&](const Api& api) { impact.apis.insert(api.id); });
    documents.of<User>().forEach([&](const User& user) {
        impact.principals.insert({PrincipalKind::User, user.username});
    });
    documents.of<Consumer>().forEach([&](const Consumer& consumer) {
        impact.principals.insert({PrincipalKind::Consumer, consumer.id});
    });
    documents.of<Revocation>().forEach(
        [&](const Revocation& revocation) { impact.revocations.insert(revocation.id); });
    documents.of<Routing>().forEach(
        [&](const Routing& routing) { impact.routings.insert(routing.clientKey); });
    return impact;
}

} // namespace gatehouse::control
