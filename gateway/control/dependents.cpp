// SPDX-License-Identifier: GPL-3.0-or-later
// What goes, and what changes, together with a removed document; and what is made from other documents.
#include "common/core/ids.h"
#include "common/model/access.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/api_address.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/stored_files.h"
#include "common/model/subscription.h"
#include "gateway/control/proto_files.h"
#include "gateway/control/rules.h"

namespace gatehouse::control {

namespace {

template <typename E>
void addAll(const Documents& documents, By index, const QString& key, QList<Dependent>& list)
{
    for (const E* entity : documents.of<E>().with(index, key))
        list.append({kindOf<E>(), entity->id});
}

template <typename E>
void addOwned(const Documents& documents, PrincipalKind kind, const QString& principal,
              QList<Dependent>& list)
{
    for (const E* entity : documents.of<E>().with(By::Principal, principal)) {
        if (entity->principalKind == kind)
            list.append({kindOf<E>(), entity->id});
    }
}

void addOfApi(const Documents& documents, const Api& api, QList<Dependent>& list)
{
    addAll<Operation>(documents, By::Api, api.id, list);
    addAll<ProtoFile>(documents, By::Api, api.id, list);
    // A user's list keeps the name of an API that is gone, as it always did; what a consumer had for it, with
    // its keys, means nothing without it.
    for (const Subscription* subscription : documents.of<Subscription>().with(By::Api, api.key())) {
        if (subscription->principalKind == PrincipalKind::Consumer && subscription->apiId == api.id)
            list.append({Kind::Subscription, subscription->id});
    }
}

/// The API a document belongs to by name and version; the one it already has when that is called so.
const Api* ownerOf(const Documents& documents, const QString& apiId, const QString& key)
{
    const Api* known = documents.of<Api>().at(apiId);
    return known && known->key() == key ? known : documents.apiAt(key);
}

template <typename E>
void setOwner(const Documents& documents, void* entity)
{
    auto& owned = *static_cast<E*>(entity);
    if (const Api* api = ownerOf(documents, owned.apiId, owned.apiName + u'/' + owned.apiVersion)) {
        owned.apiId = api->id;
        owned.apiName = api->name; // without the tenant that it may have been given with
    }
}

void addOfUser(const Documents& documents, const User& user, QList<Dependent>& list)
{
    addOwned<Subscription>(documents, PrincipalKind::User, user.username, list);
    addOwned<Credential>(documents, PrincipalKind::User, user.username, list);
    addAll<CreditBalance>(documents, By::Principal, user.username, list);
    addAll<VaultEntry>(documents, By::Principal, user.username, list);
    addAll<TierAssignment>(documents, By::Principal, user.username, list);
}

} // namespace

QList<Dependent> dependentsOf(const Documents& documents, Kind kind, const void* entity)
{
    QList<Dependent> list;
    switch (kind) {
    case Kind::Api:
        addOfApi(documents, *static_cast<const Api*>(entity), list);
        break;
    case Kind::Operation:
        addAll<EndpointValidation>(documents, By::Operation, static_cast<const Operation*>(entity)->id, list);
        break;
    case Kind::User:
        addOfUser(documents, *static_cast<const User*>(entity), list);
        break;
    case Kind::Consumer: {
        const QString& id = static_cast<const Consumer*>(entity)->id;
        addOwned<Subscription>(documents, PrincipalKind::Consumer, id, list);
        addOwned<Credential>(documents, PrincipalKind::Consumer, id, list);
        break;
    }
    case Kind::Subscription: {
        const auto& subscription = *static_cast<const Subscription*>(entity);
        for (const Credential* key : documents.of<Credential>().with(By::Principal, subscription.principal)) {
            if (key->subscriptionId == subscription.id)
                list.append({Kind::Credential, key->id});
        }
        break;
    }
    case Kind::Plan:
        addAll<TierAssignment>(documents, By::Plan, static_cast<const Plan*>(entity)->tierId, list);
        break;
    case Kind::AlertRule:
        documents.of<Silence>().forEach([&](const Silence& silence) {
            if (silence.ruleId == static_cast<const AlertRule*>(entity)->id)
                list.append({Kind::Silence, silence.id});
        });
        break;
    default:
        break;
    }
    return list;
}

QList<std::shared_ptr<void>> adoptedBy(const Documents& documents, Kind kind, const void* entity)
{
    QList<std::shared_ptr<void>> adopted;
    if (kind != Kind::Api)
        return adopted;
    const auto& api = *static_cast<const Api*>(entity);
    for (const QString& name : QSet<QString>{api.name, addressedName(api.tenant, api.name)}) {
        for (const ProtoFile* file : waitingProtoFiles(documents, name, api.version)) {
            auto copy = std::make_shared<ProtoFile>(*file);
            copy->apiId = api.id;
            copy->apiName = api.name;
            adopted.append(std::move(copy));
        }
    }
    return adopted;
}

QList<std::shared_ptr<void>> releasedBy(const Documents& documents, Kind kind, const void* entity)
{
    QList<std::shared_ptr<void>> released;
    if (kind != Kind::Api)
        return released;
    const QString& apiId = static_cast<const Api*>(entity)->id;
    for (const Policy* policy : documents.of<Policy>().with(By::Api, apiId)) {
        auto copy = std::make_shared<Policy>(*policy);
        copy->bindings.removeIf([&](const PolicyBinding& binding) { return binding.apiId == apiId; });
        copy->enabled = copy->enabled && !copy->bindings.isEmpty();
        released.append(std::move(copy));
    }
    return released;
}

void complete(Documents& documents, Kind kind, void* entity)
{
    if (kind == Kind::Api) {
        auto& api = *static_cast<Api*>(entity);
        api.pathText = api.path();
    } else if (kind == Kind::Operation) {
        setOwner<Operation>(documents, entity);
    } else if (kind == Kind::ProtoFile) {
        setOwner<ProtoFile>(documents, entity);
    } else if (kind == Kind::SchemaFile) {
        setOwner<SchemaFile>(documents, entity);
    } else if (kind == Kind::Subscription) {
        auto& subscription = *static_cast<Subscription*>(entity);
        if (const Api* api = ownerOf(documents, subscription.apiId, subscription.api)) {
            subscription.api = api->key();
            subscription.apiId = api->id;
            subscription.tenant = api->tenant;
        }
    } else if (kind == Kind::Policy) {
        for (PolicyBinding& binding : static_cast<Policy*>(entity)->bindings) {
            if (binding.id.isEmpty())
                binding.id = newId();
        }
    }
    documents.shareTexts(kind, entity);
}

} // namespace gatehouse::control
