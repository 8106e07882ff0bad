// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/memory_dump.h"

#include "gateway/control/dump_collections.h"
#include "gateway/store/dump.h"

namespace gatehouse::admin {

Result<QString> writeMemoryDump(const control::ControlPlane& control, const config::Settings& settings,
                                const Clock& clock, const QString& hint)
{
    return store::writeDump(hint, settings.path(config::Setting::DataDir),
                            control::makeDump(control.documents()),
                            settings.secret(config::Setting::MemEncryptionKey), clock.wallMs());
}

void restoreMemoryDump(control::ControlPlane& control, const config::Settings& settings,
                       const control::SeedOptions& seed, const QString& path, const control::Actor& actor,
                       std::function<void(Result<RestoredDump>)> done)
{
    const Result<store::Dump> dump =
        store::readDump(path, settings.secret(config::Setting::MemEncryptionKey));
    if (!dump)
        return done(dump.error());
    // The administrator is part of the same revision: nobody is locked out in between.
    const Result<control::ChangeSet> changes = control::restoreChanges(control.documents(), *dump, &seed);
    if (!changes)
        return done(changes.error());
    const RestoredDump restored{dump->version, dump->createdAt};
    control.apply(*changes, actor, [restored, done](const Result<control::Applied>& applied) {
        done(applied ? Result<RestoredDump>(restored) : Result<RestoredDump>(applied.error()));
    });
}

} // namespace gatehouse::admin
