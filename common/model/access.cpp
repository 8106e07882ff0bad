// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/access.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable tenantTable()
{
    TableBuilder<Tenant> t(u"tenant"_s, u"tenants"_s, u"Tenant"_s, u"Tenants"_s, {u"slug"_s});
    t.group(u"Tenant"_s);
    t.field(u"slug"_s, &Tenant::slug, u"Name"_s, u"Short name used in addresses."_s)
        .alias(u"id"_s)
        .required()
        .length(1, 255)
        .format(TextFormat::Slug)
        .immutable();
    t.field(u"display_name"_s, &Tenant::displayName, u"Display name"_s, u"Name shown to people."_s)
        .nullable()
        .length(0, 255);
    t.field(u"description"_s, &Tenant::description, u"Description"_s, u"What the tenant is for."_s)
        .nullable()
        .length(0, 1000);
    t.field(u"active"_s, &Tenant::active, u"Active"_s,
            u"Off: the APIs of the tenant answer 403, its contracts 503."_s);
    return t.build();
}

EntityTable roleTable()
{
    TableBuilder<Role> t(u"role"_s, u"roles"_s, u"Role"_s, u"Roles"_s, {u"role_name"_s});
    t.group(u"Role"_s);
    t.field(u"role_name"_s, &Role::name, u"Name"_s, u"Unique name; users refer to it."_s)
        .required()
        .length(1, 50)
        .immutable();
    t.field(u"role_description"_s, &Role::description, u"Description"_s, u"Who should have it."_s)
        .nullable()
        .length(0, 255);
    t.group(u"Permissions"_s);
    for (const PermissionInfo& each : permissions()) {
        const PermissionMask mask = bit(each.permission);
        t.flag(QLatin1StringView(each.name), &Role::permissions, mask, QLatin1StringView(each.label),
               QLatin1StringView(each.help));
    }
    t.group(u"Special"_s);
    t.field(u"platform_admin"_s, &Role::platformAdmin, u"Platform admin"_s,
            u"May do everything; cannot be set by requests."_s)
        .readOnly();
    t.field(u"ui_access"_s, &Role::uiAccess, u"Console access"_s, u"Users of the role may use the console."_s)
        .nullable();
    return t.build();
}

EntityTable groupTable()
{
    TableBuilder<Group> t(u"group"_s, u"groups"_s, u"Group"_s, u"Groups"_s, {u"group_name"_s});
    t.group(u"Group"_s);
    t.field(u"group_name"_s, &Group::name, u"Name"_s, u"Unique name; users and APIs refer to it."_s)
        .required()
        .length(1, 50)
        .immutable();
    t.field(u"group_description"_s, &Group::description, u"Description"_s, u"Who belongs to it."_s)
        .nullable()
        .length(0, 255);
    t.field(u"api_access"_s, &Group::apiAccess, u"APIs"_s,
            u"For information; what counts is the list of the API."_s)
        .nullable()
        .items(0, 1000)
        .length(1, 128);
    return t.build();
}

EntityTable revocationTable()
{
    using R = Revocation;
    TableBuilder<R> t(u"revocation"_s, u"revocations"_s, u"Revocation"_s, u"Revocations"_s,
                      {u"type"_s, u"username"_s, u"jti"_s});
    t.group(u"Revocation"_s);
    t.field(u"type"_s, &R::type, u"Kind"_s, u"All tokens of a user, or one token."_s)
        .required()
        .oneOf({u"jti"_s, u"revoke_all"_s});
    t.field(u"username"_s, &R::username, u"User"_s, u"Whose tokens are refused."_s)
        .required()
        .length(1, 255)
        .refersTo(Kind::User);
    t.field(u"revoke_all"_s, &R::revokeAll, u"All tokens"_s,
            u"Every token of the user is refused until cleared."_s);
    t.field(u"jti"_s, &R::jti, u"Token id"_s, u"The one token that is refused."_s).nullable().length(0, 255);
    t.field(u"expires_at"_s, &R::expiresAt, u"Until"_s,
            u"Seconds since 1970; afterwards the token has expired by itself."_s)
        .atLeast(0)
        .unit(u"s"_s);
    t.check([](const R& r, const QString& prefix, Faults& faults) {
        if (r.type == u"jti"_s && r.jti.isEmpty())
            faults.append({keyedPath(prefix, u"jti"_s), u"required"_s, u"is required for one token"_s});
    });
    return t.build();
}

} // namespace

bool isAdminRoleName(const QString& name)
{
    const QString word = name.trimmed().toLower();
    return word == u"admin"_s || word == u"platform admin"_s;
}

bool Role::isAdmin() const
{
    return platformAdmin || isAdminRoleName(name);
}

template <>
const EntityTable& tableOf<Tenant>()
{
    static const EntityTable table = tenantTable();
    return table;
}

template <>
const EntityTable& tableOf<Role>()
{
    static const EntityTable table = roleTable();
    return table;
}

template <>
const EntityTable& tableOf<Group>()
{
    static const EntityTable table = groupTable();
    return table;
}

template <>
const EntityTable& tableOf<Revocation>()
{
    static const EntityTable table = revocationTable();
    return table;
}

} // namespace gatehouse
