// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"

#include <optional>

namespace gatehouse::control {

/// How much of everything the demo holds (platform-routes section 23).
struct DemoOptions {
    int users = 40;
    int apis = 15;
    int endpoints = 6; ///< of each API
    int groups = 8;
    int protos = 6;                                          ///< APIs with a proto file, at most all of them
    int logs = 1500;                                         ///< lines of requests that never were
    quint32 seed = 1;                                        ///< the same number makes the same demo
    QByteArray passwordHash;                                 ///< of all users; of a password nobody knows
    QString server{QStringLiteral("http://127.0.0.1:8080")}; ///< where the APIs lead
};

/// Roles, groups, users, APIs with endpoints, credit groups, balances and subscriptions to look at. What is
/// there already under the same name is left alone, so that it can be run again.
/// The description of what belongs to the demo, and how its users' names begin.
QString demoMark();
QString demoUserPrefix();

ChangeSet demoChanges(const Documents& documents, const DemoOptions& options);

} // namespace gatehouse::control
