// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/config/settings.h"
#include "gateway/control/control_plane.h"
#include "gateway/control/seed.h"

#include <functional>

namespace gatehouse::admin {

/// Writes all documents to a dump named after `hint` (memory-dump sections 2 and 3); the path of the file.
Result<QString> writeMemoryDump(const control::ControlPlane& control, const config::Settings& settings,
                                const Clock& clock, const QString& hint);

struct RestoredDump {
    int version = 0;
    QString createdAt;
};

/// Replaces the documents by those of the file, then applies the administrator of the environment; one
/// revision each.
void restoreMemoryDump(control::ControlPlane& control, const config::Settings& settings,
                       const control::SeedOptions& seed, const QString& path, const control::Actor& actor,
                       std::function<void(Result<RestoredDump>)> done);

} // namespace gatehouse::admin
