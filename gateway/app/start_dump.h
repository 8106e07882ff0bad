// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"
#include "gateway/control/control_plane.h"
#include "gateway/control/record_keeper.h"
#include "gateway/control/seed.h"

namespace gatehouse::app {

/// Dumps around the start of the gateway (memory-dump section 4). What is damaged is refused with its name,
/// its place and a way out; no file is ever changed. Control thread.

/// An empty store starts from the newest dump. Nothing to do without one. Gives back the path that was used.
Result<QString> restoreNewestDump(control::ControlPlane& control, control::RecordKeeper& records,
                                  const config::Settings& settings);

/// --restore: the documents become those of `path`, as a new revision, the administrator of the settings
/// included. Gives back the number of the revision.
Result<quint64> restoreNamedDump(control::ControlPlane& control, control::RecordKeeper& records,
                                 const config::Settings& settings, const control::SeedOptions& seed,
                                 const QString& path);

/// What an operator can do about a store that cannot be loaded. `folder`: of the store, in the data
/// directory.
Error withWayOut(Error error, const config::Settings& settings, const QString& folder);

} // namespace gatehouse::app
