// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/control_plane.h"
#include "gateway/control/retired_snapshots.h"
#include "gateway/control/stage.h"

#include <deque>

namespace gatehouse::control {

/// A revision on its way to the disk.
struct ControlPlane::InFlight {
    quint64 revision = 0;
    quint64 token = 0; ///< never used twice
    QList<StagedChange> changes;
    Applied applied;
    std::shared_ptr<Applied> note; ///< of the actor, or null
    std::shared_ptr<const proxy::RuntimeSnapshot> snapshot;
    std::vector<ApplyDone> done;
};

class ControlPlane::Private {
public:
    Private(store::DocumentStore& theStore, proxy::SnapshotHub& theHub, Compiler& theCompiler,
            const Clock& theClock)
        : store(theStore)
        , hub(theHub)
        , compiler(theCompiler)
        , clock(theClock)
    {
    }

    store::DocumentStore& store;
    proxy::SnapshotHub& hub;
    Compiler& compiler;
    const Clock& clock;
    Documents documents;
    quint64 published = 0;
    quint64 assigned = 0;           ///< the newest number given out; a refused one is not used again
    std::optional<Error> suspended; ///< why changes are refused
    quint64 lastToken = 0;
    std::deque<InFlight> inFlight;
    std::deque<std::function<void()>> settled;
    RetiredSnapshots retired;
    ApplyCounts counts;

    ApplyCounts::Reloads& reloads(ReloadTrigger trigger) { return counts.reloads[std::size_t(trigger)]; }
};

} // namespace gatehouse::control
