// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/owners.h"

#include "common/model/access.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/credit.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/stored_files.h"
#include "common/model/subscription.h"
#include "common/model/upstream.h"

namespace gatehouse::control {

namespace {

using Owner = std::optional<QString>;

/// What everybody sees of the platform's documents; accounts, policies and channels of the platform are not
/// for those who belong to a tenant.
bool isForEverybody(Kind kind)
{
    switch (kind) {
    case Kind::Role:
    case Kind::Group:
    case Kind::Plan:
    case Kind::Routing:
    case Kind::SecuritySettings:
    case Kind::LimitRule:
    case Kind::CreditGroup:
        return true;
    default:
        return false;
    }
}

} // namespace

void Owners::addGone(Kind kind, AnyDocument document)
{
    const QString key = kind == Kind::User ? as<User>(document.get()).username
                                           : headerOf(m_documents.table(kind).schema(), document.get()).id;
    m_gone.insert({int(kind), key}, std::move(document));
}

Owner Owners::user(const QString& username) const
{
    const User* found = m_documents.user(username);
    if (!found)
        found = static_cast<const User*>(m_gone.value({int(Kind::User), username}).get());
    return found ? Owner(found->tenant) : std::nullopt;
}

Owner Owners::operation(const QString& id) const
{
    const Operation* const found = find<Operation>(id);
    return found ? owner<Api>(found->apiId) : std::nullopt;
}

Owner Owners::of(Kind kind, const void* entity) const
{
    switch (kind) {
    case Kind::Api:
        return as<Api>(entity).tenant;
    case Kind::Operation:
        return owner<Api>(as<Operation>(entity).apiId);
    case Kind::EndpointValidation:
        return operation(as<EndpointValidation>(entity).endpointId);
    case Kind::ProtoFile:
        return owner<Api>(as<ProtoFile>(entity).apiId);
    case Kind::SchemaFile:
        return owner<Api>(as<SchemaFile>(entity).apiId);
    case Kind::Upstream:
        return as<Upstream>(entity).tenant;
    case Kind::Policy:
        return as<Policy>(entity).tenant;
    case Kind::Plan:
        return as<Plan>(entity).tenant;
    case Kind::Consumer:
        return as<Consumer>(entity).tenant;
    case Kind::Credential:
        return as<Credential>(entity).principalKind == PrincipalKind::Consumer
                   ? owner<Consumer>(as<Credential>(entity).principal)
                   : user(as<Credential>(entity).principal);
    case Kind::Subscription:
        // Users subscribe to what their groups admit them to, wherever it is.
        return as<Subscription>(entity).principalKind == PrincipalKind::Consumer
                   ? Owner(as<Subscription>(entity).tenant)
                   : std::nullopt;
    default:
        return ofRest(kind, entity);
    }
}

Owner Owners::ofRest(Kind kind, const void* entity) const
{
    switch (kind) {
    case Kind::User:
        return as<User>(entity).tenant;
    case Kind::Tenant:
        return as<Tenant>(entity).slug;
    case Kind::AlertRule:
        return as<AlertRule>(entity).tenant;
    case Kind::Silence:
        return owner<AlertRule>(as<Silence>(entity).ruleId);
    case Kind::Slo:
        return as<Slo>(entity).tenant;
    case Kind::VaultEntry:
        return user(as<VaultEntry>(entity).username);
    case Kind::CreditBalance:
        return user(as<CreditBalance>(entity).username);
    case Kind::Revocation:
        return user(as<Revocation>(entity).username);
    case Kind::TierAssignment:
    case Kind::Channel:
        return QString();
    default:
        return isForEverybody(kind) ? Owner(QString()) : std::nullopt;
    }
}

Owner Owners::audienceOf(Kind kind, const void* entity) const
{
    const bool ofUser =
        kind == Kind::Subscription && as<Subscription>(entity).principalKind == PrincipalKind::User;
    const Owner found = ofUser                         ? user(as<Subscription>(entity).principal)
                        : kind == Kind::TierAssignment ? user(as<TierAssignment>(entity).userId)
                                                       : of(kind, entity);
    return found && found->isEmpty() && !isForEverybody(kind) ? std::nullopt : found;
}

} // namespace gatehouse::control
