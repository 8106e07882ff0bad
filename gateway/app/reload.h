// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/crypto/jwt_key.h"
#include "gateway/config/guards.h"
#include "gateway/config/loader.h"

namespace gatehouse::app {

/// What a reload of the settings would do.
struct ReloadPlan {
    config::Settings settings; ///< those in use, with the hot ones as they are now
    crypto::KeySet keys;
    QStringList hot;     ///< names of settings that change
    QStringList restart; ///< names of settings that differ but wait for a restart or an upgrade
    QStringList warnings;

    /// One line for the log.
    QString text() const;
};

/// Reads all settings again and checks them as a start does. Invalid with every fault: nothing changes then.
Result<ReloadPlan> planReload(const config::Settings& current, const config::LoadInput& input);

/// Everything that forbids a start with these settings, or lets it through with a warning: faults of the
/// values, of the rules between them, and what this build does not do.
config::GuardResult checkSettings(const config::LoadResult& loaded);

} // namespace gatehouse::app
