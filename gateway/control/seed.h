// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "common/model/principal.h"
#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"

namespace gatehouse::control {

/// What the first run makes (models sections 3 to 5, 14).
struct SeedOptions {
    QString adminEmail = QStringLiteral("admin@doorman.dev"); ///< DOORMAN_ADMIN_EMAIL
    bool adminEmailGiven = false; ///< whether the variable was set; only then is the e-mail applied again
    Secret adminPassword;         ///< DOORMAN_ADMIN_PASSWORD
    QString securitySettingsFile; ///< SECURITY_SETTINGS_FILE; seeds the settings when there are none
    QJsonObject securityDefaults; ///< values of the settings that come from the environment
};

/// Documents that are missing: tenant, roles, groups, the administrator, security settings. Empty when all
/// are there. Invalid when the settings file holds no JSON object.
Result<ChangeSet> seedChanges(const Documents& documents, const SeedOptions& options);

/// In memory mode the administrator's password and e-mail are applied again at every start and after every
/// restore (models section 3). Empty when they hold already.
Result<ChangeSet> adminChanges(const Documents& documents, const SeedOptions& options);

/// The administrator as the first run makes it.
Result<User> seededAdmin(const SeedOptions& options);
/// The same rule on a user at hand.
Result<void> applyAdmin(User& user, const SeedOptions& options);

} // namespace gatehouse::control
