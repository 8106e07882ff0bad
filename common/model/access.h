// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"
#include "common/model/permissions.h"

namespace gatehouse {

struct Tenant : DocumentHeader {
    static constexpr Kind kKind = Kind::Tenant;

    QString slug;
    QString displayName;
    QString description;
    bool active = true;
};
template <>
const EntityTable& tableOf<Tenant>();

/// Permissions of users. Each permission is a boolean field of its wire name.
struct Role : DocumentHeader {
    static constexpr Kind kKind = Kind::Role;

    QString name;
    QString description;
    PermissionMask permissions = 0;
    bool platformAdmin = false; ///< may do everything; only set by the gateway itself
    bool uiAccess = false;

    bool has(Permission permission) const { return isAdmin() || (permissions & bit(permission)) != 0; }
    /// The flag alone, without the admin rule: what the wire shows.
    bool hasFlag(Permission permission) const { return (permissions & bit(permission)) != 0; }
    /// Spec 0.5: the names "admin" and "platform admin", trimmed and in any case, or the flag.
    bool isAdmin() const;
};
template <>
const EntityTable& tableOf<Role>();

struct Group : DocumentHeader {
    static constexpr Kind kKind = Kind::Group;

    QString name;
    QString description;
    QStringList apiAccess; ///< informational
};
template <>
const EntityTable& tableOf<Group>();

/// Of one user (a flag: every token is refused) or of one token until it expires (models.md 16).
struct Revocation : DocumentHeader {
    static constexpr Kind kKind = Kind::Revocation;

    QString type{QStringLiteral("jti")}; ///< "jti" or "revoke_all"
    QString username;
    bool revokeAll = false;
    QString jti;
    qint64 expiresAt = 0; ///< seconds since 1970; 0 for revoke_all
};
template <>
const EntityTable& tableOf<Revocation>();

/// Whether a role of this name administers everything (spec 0.5).
bool isAdminRoleName(const QString& name);

} // namespace gatehouse
