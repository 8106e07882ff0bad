// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/documents.h"

#include "common/model/access.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/security_settings.h"
#include "common/model/stored_files.h"
#include "common/model/subscription.h"
#include "common/model/upstream.h"
#include "gateway/control/paths.h"
#include "gateway/control/policies.h"

namespace gatehouse::control {

namespace {

using Keys = AnyTable::Keys;

/// An index on one text of the entity; documents without it are not in the index.
template <typename E, typename Text>
void addTextIndex(AnyTable& table, By index, Text text)
{
    table.addIndex(index, [text](const void* entity, Keys& keys) {
        const QString key = text(*static_cast<const E*>(entity));
        if (!key.isEmpty())
            keys.append(key);
    });
}

} // namespace

QString nameKey(const QString& tenant, const QString& name)
{
    return tenant + u'/' + name;
}

template <typename E>
AnyTable& Documents::add()
{
    const AnyTable::Clone clone = [](const void* entity) -> std::shared_ptr<void> {
        return std::make_shared<E>(*static_cast<const E*>(entity));
    };
    auto& table = m_tables[std::size_t(kindOf<E>())];
    table = std::make_unique<AnyTable>(kindOf<E>(), clone);
    return *table;
}

Documents::Documents()
{
    clear();
}

void Documents::clear()
{
    m_actors.clear();
    addAccessKinds();
    addApiKinds();
    addPrincipalKinds();
    addOtherKinds();
}

void Documents::addAccessKinds()
{
    add<Tenant>();
    add<Role>();
    add<Group>();
    add<SecuritySettings>();
    addTextIndex<Revocation>(add<Revocation>(), By::Principal, [](const auto& r) { return r.username; });
}

void Documents::addApiKinds()
{
    AnyTable& apis = add<Api>();
    addTextIndex<Api>(apis, By::Tenant, [](const Api& api) { return api.tenant; });
    addTextIndex<Api>(apis, By::Upstream, [](const Api& api) { return api.upstreamId; });
    addTextIndex<Api>(apis, By::CreditGroup, [](const Api& api) { return api.creditGroup; });
    addTextIndex<Api>(apis, By::Name, [](const Api& api) { return nameKey(api.tenant, api.name); });
    apis.addIndex(By::Path, [](const void* entity, Keys& keys) {
        for (const PublishedPath& path : publishedPaths(*static_cast<const Api*>(entity))) {
            if (!path.sharedByVersions)
                keys.append(path.key());
        }
    });
    AnyTable& operations = add<Operation>();
    addTextIndex<Operation>(operations, By::Api, [](const auto& operation) { return operation.apiId; });
    addTextIndex<Operation>(operations, By::Upstream,
                            [](const auto& operation) { return operation.upstreamId; });
    addTextIndex<EndpointValidation>(add<EndpointValidation>(), By::Operation,
                                     [](const auto& validation) { return validation.endpointId; });
    addTextIndex<Upstream>(add<Upstream>(), By::Tenant, [](const auto& upstream) { return upstream.tenant; });
    add<Routing>();
}

void Documents::addPrincipalKinds()
{
    AnyTable& users = add<User>();
    addTextIndex<User>(users, By::Email, [](const User& user) { return user.email.toLower(); });
    addTextIndex<User>(users, By::Role, [](const User& user) { return user.role; });
    addTextIndex<User>(users, By::Tenant, [](const User& user) { return user.tenant; });
    AnyTable& consumers = add<Consumer>();
    addTextIndex<Consumer>(consumers, By::Email,
                           [](const auto& consumer) { return consumer.email.toLower(); });
    addTextIndex<Consumer>(consumers, By::Tenant, [](const auto& consumer) { return consumer.tenant; });
    addTextIndex<Consumer>(consumers, By::Plan, [](const auto& consumer) { return consumer.planId; });
    AnyTable& subscriptions = add<Subscription>();
    addTextIndex<Subscription>(subscriptions, By::Principal, [](const auto& s) { return s.principal; });
    addTextIndex<Subscription>(subscriptions, By::Api, [](const auto& s) { return s.api; });
    addTextIndex<Subscription>(subscriptions, By::Plan, [](const auto& s) { return s.planId; });
    AnyTable& credentials = add<Credential>();
    addTextIndex<Credential>(credentials, By::Principal, [](const auto& c) { return c.principal; });
    addTextIndex<Credential>(credentials, By::Name, [](const auto& c) { return c.login.toString(); });
    addTextIndex<Credential>(credentials, By::Hash, [](const auto& c) { return keyOfHash(c.hash.toUtf8()); });
}

void Documents::addOtherKinds()
{
    AnyTable& plans = add<Plan>();
    addTextIndex<Plan>(plans, By::Tenant, [](const Plan& plan) { return plan.tenant; });
    addTextIndex<Plan>(plans, By::Tier, [](const Plan& plan) { return plan.tierId; });
    AnyTable& assignments = add<TierAssignment>();
    addTextIndex<TierAssignment>(assignments, By::Principal, [](const auto& a) { return a.userId; });
    addTextIndex<TierAssignment>(assignments, By::Plan, [](const auto& a) { return a.tierId; });
    addTextIndex<TierAssignment>(assignments, By::Tier, [](const auto& a) { return a.fallbackTierId; });
    AnyTable& policies = add<Policy>();
    addTextIndex<Policy>(policies, By::Tenant, [](const Policy& policy) { return policy.tenant; });
    policies.addIndex(By::Api, [](const void* entity, Keys& keys) {
        for (const PolicyBinding& binding : static_cast<const Policy*>(entity)->bindings) {
            if (!binding.apiId.isEmpty() && !keys.contains(binding.apiId))
                keys.append(binding.apiId);
        }
    });
    policies.addIndex(By::Scope, [](const void* entity, Keys& keys) {
        keys = scopeKeysOf(*static_cast<const Policy*>(entity));
    });
    add<CreditGroup>();
    addTextIndex<CreditBalance>(add<CreditBalance>(), By::Principal,
                                [](const auto& c) { return c.username; });
    addTextIndex<VaultEntry>(add<VaultEntry>(), By::Principal, [](const auto& v) { return v.username; });
    add<LimitRule>();
    addTextIndex<ProtoFile>(add<ProtoFile>(), By::Api, [](const auto& file) { return file.apiId; });
    addTextIndex<SchemaFile>(add<SchemaFile>(), By::Api, [](const auto& file) { return file.apiId; });
    add<CrudItem>();
    add<AlertRule>();
    add<Channel>();
    add<Silence>();
    add<Slo>();
}

const Api* Documents::api(const QString& name, const QString& version) const
{
    if (const qsizetype colon = name.indexOf(u':'); colon >= 0)
        return apiIn(name.first(colon), name.sliced(colon + 1), version);
    const QString usual = Api().tenant;
    const Api* found = nullptr;
    for (const Api* api : of<Api>().with(By::NaturalKey, naturalKeyOf({name, version}))) {
        if (api->tenant == usual)
            return api;
        if (!found || api->tenant < found->tenant)
            found = api;
    }
    return found;
}

const Api* Documents::apiIn(const QString& tenant, const QString& name, const QString& version) const
{
    for (const Api* api : of<Api>().with(By::NaturalKey, naturalKeyOf({name, version}))) {
        if (api->tenant == tenant)
            return api;
    }
    return nullptr;
}

const Api* Documents::apiAt(const QString& address) const
{
    return api(address.section(u'/', 0, -2), address.section(u'/', -1));
}

QString Documents::addressOf(const Api& api) const
{
    const Api* found = this->api(api.name, api.version);
    return !found || found->id == api.id ? api.key() : api.tenant + u':' + api.key();
}

const User* Documents::user(const QString& username) const
{
    return of<User>().first(By::NaturalKey, username);
}

const User* Documents::userByEmail(const QString& email) const
{
    return of<User>().first(By::Email, email.toLower());
}

const Credential* Documents::credentialByHash(const CompactText& hash) const
{
    for (const Credential* credential : of<Credential>().with(By::Hash, keyOfHash(hash.toUtf8()))) {
        if (credential->hash == hash)
            return credential;
    }
    return nullptr;
}

void Documents::shareTexts(Kind kind, void* entity)
{
    DocumentHeader& header = *table(kind).schema().header(entity);
    const auto shareActor = [this](CompactText& actor) {
        if (actor.isNull())
            return;
        CompactText& known = m_actors[actor.toString()];
        if (known.isNull())
            known = actor;
        actor = known;
    };
    shareActor(header.createdBy);
    shareActor(header.updatedBy);

    const auto shareId = [](QString& text, const AnyTable& other) {
        if (const AnyDocument document = other.find(text))
            text = other.idOf(document.get());
    };
    const auto sharePrincipal = [&](QString& principal, PrincipalKind principalKind) {
        if (principalKind == PrincipalKind::Consumer)
            shareId(principal, table(Kind::Consumer));
        else if (const User* known = user(principal))
            principal = known->username;
    };
    if (kind == Kind::Credential) {
        auto& credential = *static_cast<Credential*>(entity);
        sharePrincipal(credential.principal, credential.principalKind);
        shareId(credential.subscriptionId, table(Kind::Subscription));
    } else if (kind == Kind::Subscription) {
        auto& subscription = *static_cast<Subscription*>(entity);
        sharePrincipal(subscription.principal, subscription.principalKind);
        shareId(subscription.apiId, table(Kind::Api));
        shareId(subscription.planId, table(Kind::Plan));
    }
}

} // namespace gatehouse::control
