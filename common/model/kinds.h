// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace gatehouse {

struct EntityTable;

/// Every sort of document an administrator can edit or the gateway keeps. `None` marks parts of documents.
enum class Kind {
    None,
    Tenant,
    Api,
    Operation,
    EndpointValidation,
    Upstream,
    Routing,
    User,
    Consumer,
    Role,
    Group,
    Subscription,
    Credential,
    Plan,
    TierAssignment,
    Policy,
    CreditGroup,
    CreditBalance,
    VaultEntry,
    SecuritySettings,
    LimitRule,
    ProtoFile,
    SchemaFile,
    CrudItem,
    Revocation,
    AlertRule,
    Channel,
    Silence,
    Slo,
};

/// All kinds but None, in an order in which documents can be loaded: what is referred to comes first.
const QList<Kind>& allKinds();

/// The table of a kind; asserts on None.
const EntityTable& tableOf(Kind kind);

/// The wire word ("api", "operation"), as in change lists and the audit log.
QString toString(Kind kind);
std::optional<Kind> kindFromString(const QString& word);

/// The kind kept in a collection of the dump ("apis"), if any.
std::optional<Kind> kindOfCollection(const QString& collection);

} // namespace gatehouse
