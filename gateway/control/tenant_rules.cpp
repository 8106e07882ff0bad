// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/tenant_rules.h"

#include "common/model/access.h"
#include "common/model/alerting.h"
#include "common/model/api.h"
#include "common/model/operation.h"
#include "common/model/plan.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/stored_files.h"
#include "common/model/subscription.h"
#include "common/model/upstream.h"

#include <optional>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Empty: the whole platform. Not set: nobody's, or what is removed together with its owner.
using OwnTenant = std::optional<QString>;

class TenantFinder {
public:
    explicit TenantFinder(const Documents& documents)
        : m_documents(documents)
    {
    }

    OwnTenant of(Kind kind, const void* entity) const;

private:
    template <typename E>
    static const E& as(const void* entity)
    {
        return *static_cast<const E*>(entity);
    }
    template <typename E>
    OwnTenant owner(const QString& id) const
    {
        const E* found = m_documents.of<E>().at(id);
        return found ? OwnTenant(found->tenant) : std::nullopt;
    }
    OwnTenant credential(const Credential& credential) const;
    OwnTenant validation(const EndpointValidation& validation) const;

    const Documents& m_documents;
};

OwnTenant TenantFinder::credential(const Credential& credential) const
{
    if (credential.principalKind == PrincipalKind::Consumer)
        return owner<Consumer>(credential.principal);
    const User* user = m_documents.user(credential.principal);
    return user ? OwnTenant(user->tenant) : std::nullopt;
}

OwnTenant TenantFinder::validation(const EndpointValidation& validation) const
{
    const Operation* operation = m_documents.of<Operation>().at(validation.endpointId);
    return operation ? owner<Api>(operation->apiId) : std::nullopt;
}

OwnTenant TenantFinder::of(Kind kind, const void* entity) const
{
    switch (kind) {
    case Kind::Api:
        return as<Api>(entity).tenant;
    case Kind::Operation:
        return owner<Api>(as<Operation>(entity).apiId);
    case Kind::EndpointValidation:
        return validation(as<EndpointValidation>(entity));
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
        return credential(as<Credential>(entity));
    case Kind::Subscription:
        // Users subscribe to what their groups admit them to, wherever it is.
        return as<Subscription>(entity).principalKind == PrincipalKind::Consumer
                   ? OwnTenant(as<Subscription>(entity).tenant)
                   : std::nullopt;
    case Kind::User:
        return as<User>(entity).tenant;
    case Kind::Tenant:
        return as<Tenant>(entity).slug;
    case Kind::AlertRule:
        return as<AlertRule>(entity).tenant;
    case Kind::Role:
    case Kind::Group:
    case Kind::Routing:
    case Kind::SecuritySettings:
    case Kind::LimitRule:
    case Kind::CreditGroup:
    case Kind::TierAssignment:
        return QString();
    default:
        return std::nullopt;
    }
}

} // namespace

Result<void> checkTenants(const Documents& documents, const QList<StagedChange>& changes, const Actor& actor)
{
    if (actor.source != u"api" && actor.source != u"console")
        return {}; // the gateway itself
    const User* const user = documents.user(actor.name);
    // Who is gone now, or changed, was somebody when the change began.
    QString tenant = user ? user->tenant : QString();
    for (const StagedChange& change : changes) {
        if (change.kind == Kind::User && change.before &&
            static_cast<const User*>(change.before.get())->username == actor.name)
            tenant = static_cast<const User*>(change.before.get())->tenant;
    }
    if (tenant.isEmpty())
        return {};
    const TenantFinder finder(documents);
    for (const StagedChange& change : changes) {
        for (const AnyDocument& state : {change.before, change.after}) {
            const OwnTenant owner = state ? finder.of(change.kind, state.get()) : std::nullopt;
            if (owner && *owner != tenant)
                return Error::forbidden(u"You may only work with tenant %1"_s.arg(tenant), u"GH005"_s);
        }
    }
    return {};
}

} // namespace gatehouse::control
