// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/kinds.h"

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

namespace gatehouse {

const QList<Kind>& allKinds()
{
    static const QList<Kind> kinds{
        Kind::Tenant,        Kind::Role,
        Kind::Group,         Kind::SecuritySettings,
        Kind::Plan,          Kind::Upstream,
        Kind::User,          Kind::Consumer,
        Kind::CreditGroup,   Kind::Api,
        Kind::Operation,     Kind::EndpointValidation,
        Kind::Routing,       Kind::TierAssignment,
        Kind::Subscription,  Kind::Credential,
        Kind::CreditBalance, Kind::Policy,
        Kind::LimitRule,     Kind::VaultEntry,
        Kind::ProtoFile,     Kind::SchemaFile,
        Kind::CrudItem,      Kind::Revocation,
        Kind::Slo,           Kind::Channel,
        Kind::AlertRule,     Kind::Silence,
    };
    return kinds;
}

const EntityTable& tableOf(Kind kind)
{
    switch (kind) {
    case Kind::Tenant:
        return tableOf<Tenant>();
    case Kind::Api:
        return tableOf<Api>();
    case Kind::Operation:
        return tableOf<Operation>();
    case Kind::EndpointValidation:
        return tableOf<EndpointValidation>();
    case Kind::Upstream:
        return tableOf<Upstream>();
    case Kind::Routing:
        return tableOf<Routing>();
    case Kind::User:
        return tableOf<User>();
    case Kind::Consumer:
        return tableOf<Consumer>();
    case Kind::Role:
        return tableOf<Role>();
    case Kind::Group:
        return tableOf<Group>();
    case Kind::Subscription:
        return tableOf<Subscription>();
    case Kind::Credential:
        return tableOf<Credential>();
    case Kind::Plan:
        return tableOf<Plan>();
    case Kind::TierAssignment:
        return tableOf<TierAssignment>();
    case Kind::Policy:
        return tableOf<Policy>();
    case Kind::CreditGroup:
        return tableOf<CreditGroup>();
    case Kind::CreditBalance:
        return tableOf<CreditBalance>();
    case Kind::VaultEntry:
        return tableOf<VaultEntry>();
    case Kind::SecuritySettings:
        return tableOf<SecuritySettings>();
    case Kind::LimitRule:
        return tableOf<LimitRule>();
    case Kind::ProtoFile:
        return tableOf<ProtoFile>();
    case Kind::SchemaFile:
        return tableOf<SchemaFile>();
    case Kind::CrudItem:
        return tableOf<CrudItem>();
    case Kind::Revocation:
        return tableOf<Revocation>();
    case Kind::AlertRule:
        return tableOf<AlertRule>();
    case Kind::Channel:
        return tableOf<Channel>();
    case Kind::Silence:
        return tableOf<Silence>();
    case Kind::Slo:
        return tableOf<Slo>();
    case Kind::None:
        break;
    }
    Q_UNREACHABLE();
}

QString toString(Kind kind)
{
    return kind == Kind::None ? QString() : tableOf(kind).name;
}

std::optional<Kind> kindFromString(const QString& word)
{
    for (const Kind kind : allKinds()) {
        if (tableOf(kind).name == word)
            return kind;
    }
    return std::nullopt;
}

std::optional<Kind> kindOfCollection(const QString& collection)
{
    for (const Kind kind : allKinds()) {
        if (tableOf(kind).collection == collection)
            return kind;
    }
    return std::nullopt;
}

} // namespace gatehouse
