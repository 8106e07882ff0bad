// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/config/settings.h"
#include "gateway/control/control_plane.h"
#include "gateway/control/record_keeper.h"
#include "gateway/control/seed.h"

#include <functional>

namespace gatehouse::admin {

/// Writes all documents and records to a dump named after `hint` (memory-dump sections 2 and 3), once the
/// records have been told; `done` gets the path of the file. All must outlive that.
void writeMemoryDump(control::ControlPlane& control, control::RecordKeeper& records,
                     const config::Settings& settings, const Clock& clock, const QString& hint,
                     std::function<void(Result<QString>)> done);

struct RestoredDump {
    int version = 0;
    QString createdAt;
};

/// Replaces the documents by those of the file, the administrator of the environment with them, as one
/// revision; then the records of the built-in storage, if the file has any.
void restoreMemoryDump(control::ControlPlane& control, control::RecordKeeper& records,
                       const config::Settings& settings, const control::SeedOptions& seed,
                       const QString& path, const control::Actor& actor,
                       std::function<void(Result<RestoredDump>)> done);

} // namespace gatehouse::admin
