// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/seed.h"

#include "common/crypto/password.h"
#include "common/model/access.h"
#include "common/model/principal.h"
#include "common/model/security_settings.h"

#include <QFile>
#include <QJsonDocument>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString adminName = u"admin"_s;

PermissionMask allPermissions()
{
    PermissionMask mask = 0;
    for (const PermissionInfo& each : permissions())
        mask |= bit(each.permission);
    return mask;
}

PermissionMask operatorPermissions()
{
    PermissionMask mask = 0;
    for (const Permission each :
         {Permission::ManageApis, Permission::ManageEndpoints, Permission::ManageGroups,
          Permission::ManageRoutings, Permission::ManageSubscriptions, Permission::ManageTiers,
          Permission::ManageRateLimits, Permission::ManageCredits, Permission::ManagePolicies,
          Permission::ManageConsumers, Permission::HandleAlerts, Permission::ViewAnalytics,
          Permission::ViewLogs})
        mask |= bit(each);
    return mask;
}

PermissionMask viewerPermissions()
{
    return bit(Permission::ViewAnalytics) | bit(Permission::ViewLogs);
}

Role role(const QString& name, const QString& description, PermissionMask mask)
{
    Role role;
    role.name = name;
    role.description = description;
    role.permissions = mask;
    role.uiAccess = true;
    return role;
}

Group group(const QString& name, const QString& description)
{
    Group group;
    group.name = name;
    group.description = description;
    return group;
}

/// Documents of one kind that are not there yet.
template <typename E>
void putMissing(ChangeSet& changes, const Documents& documents, const QString& key, E entity)
{
    if (!documents.of<E>().first(By::NaturalKey, key))
        changes.put(std::move(entity));
}

Result<void> addSecuritySettings(ChangeSet& changes, const Documents& documents, const SeedOptions& options)
{
    if (documents.of<SecuritySettings>().size() > 0)
        return {};
    QJsonObject values = options.securityDefaults;
    QFile file(options.securitySettingsFile);
    if (!options.securitySettingsFile.isEmpty() && file.exists()) {
        QJsonParseError parse{};
        QJsonDocument json;
        if (file.open(QIODevice::ReadOnly))
            json = QJsonDocument::fromJson(file.readAll(), &parse);
        if (!json.isObject())
            return Error::invalid(u"SECURITY_SETTINGS_FILE"_s, u"type"_s,
                                  u"%1 does not hold a JSON object: %2"_s.arg(
                                      file.fileName(), file.error() == QFile::NoError ? parse.errorString()
                                                                                      : file.errorString()));
        const QJsonObject stored = json.object();
        for (auto value = stored.begin(); value != stored.end(); ++value)
            values.insert(value.key(), value.value());
    }
    values.insert(u"type"_s, u"security_settings"_s);
    changes.putJson(Kind::SecuritySettings, {}, values, ReadOptions::import(), Expected::any(),
                    u"SECURITY_SETTINGS_FILE"_s);
    return {};
}

} // namespace

Result<User> seededAdmin(const SeedOptions& options)
{
    const Result<QByteArray> hash = crypto::hashPassword(QString::fromUtf8(options.adminPassword.reveal()));
    if (!hash)
        return hash.error();
    User user;
    user.username = adminName;
    user.email = options.adminEmail;
    user.passwordHash = *hash;
    user.role = adminName;
    user.groups = {u"ALL"_s, adminName};
    user.uiAccess = true;
    user.rateLimit = 1;
    user.rateLimitWindow = u"second"_s;
    user.throttleLimit = 1;
    user.throttleWindow = u"second"_s;
    user.throttleWait = 0;
    user.throttleWaitUnit = u"second"_s;
    user.throttleQueueLimit = 1;
    user.customAttributes = QJsonObject{{u"custom_key"_s, u"custom_value"_s}};
    return user;
}

Result<ChangeSet> seedChanges(const Documents& documents, const SeedOptions& options)
{
    ChangeSet changes(u"gateway.seed"_s);
    Tenant tenant;
    tenant.slug = u"default"_s;
    tenant.displayName = u"Default"_s;
    putMissing(changes, documents, u"default"_s, tenant);
    putMissing(changes, documents, adminName, role(adminName, u"Administrator role"_s, allPermissions()));
    putMissing(changes, documents, u"operator"_s,
               role(u"operator"_s, u"Runs APIs, consumers and policies"_s, operatorPermissions()));
    putMissing(changes, documents, u"viewer"_s,
               role(u"viewer"_s, u"Looks at metrics and logs"_s, viewerPermissions()));
    putMissing(changes, documents, adminName, group(adminName, u"Administrator group"_s));
    putMissing(changes, documents, u"ALL"_s, group(u"ALL"_s, u"All users"_s));
    if (!documents.user(adminName)) {
        const Result<User> user = seededAdmin(options);
        if (!user)
            return user.error();
        changes.put(*user);
    }
    if (Result<void> added = addSecuritySettings(changes, documents, options); !added)
        return added.error();
    return changes;
}

Result<ChangeSet> adminChanges(const Documents& documents, const SeedOptions& options)
{
    ChangeSet changes(u"gateway.admin"_s);
    const User* user = documents.user(adminName);
    if (!user)
        return changes;
    User wanted = *user;
    if (Result<void> applied = applyAdmin(wanted, options); !applied)
        return applied.error();
    if (toJson(wanted, View::Stored) != toJson(*user, View::Stored))
        changes.put(wanted);
    return changes;
}

Result<void> applyAdmin(User& user, const SeedOptions& options)
{
    user.uiAccess = true;
    if (options.adminEmailGiven)
        user.email = options.adminEmail;
    const QString password = QString::fromUtf8(options.adminPassword.reveal());
    if (password.isEmpty() || crypto::verifyPassword(password, user.passwordHash))
        return {};
    const Result<QByteArray> hash = crypto::hashPassword(password);
    if (!hash)
        return hash.error();
    user.passwordHash = *hash;
    return {};
}

} // namespace gatehouse::control
