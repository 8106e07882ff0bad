// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/memory_dump.h"

#include "gateway/control/dump_collections.h"
#include "gateway/store/dump.h"

namespace gatehouse::admin {

void writeMemoryDump(control::ControlPlane& control, control::RecordKeeper& records,
                     const config::Settings& settings, const Clock& clock, const QString& hint,
                     std::function<void(Result<QString>)> done)
{
    records.toDump(&control, [&, hint, done = std::move(done)](const QJsonArray& stored) {
        store::Dump dump = control::makeDump(control.documents());
        control::addRecords(dump, stored);
        done(store::writeDump(hint, settings.path(config::Setting::DataDir), dump,
                              settings.secret(config::Setting::MemEncryptionKey), clock.wallMs()));
    });
}

void restoreMemoryDump(control::ControlPlane& control, control::RecordKeeper& records,
                       const config::Settings& settings, const control::SeedOptions& seed,
                       const QString& path, const control::Actor& actor,
                       std::function<void(Result<RestoredDump>)> done)
{
    Result<store::Dump> dump = store::readDump(path, settings.secret(config::Setting::MemEncryptionKey));
    if (!dump)
        return done(dump.error());
    const std::optional<QJsonArray> stored = control::takeRecords(*dump);
    // The administrator is part of the same revision: nobody is locked out in between.
    const Result<control::ChangeSet> changes = control::restoreChanges(control.documents(), *dump, &seed);
    if (!changes)
        return done(changes.error());
    const RestoredDump restored{dump->version, dump->createdAt};
    control.apply(*changes, actor, [&, restored, stored, done](const Result<control::Applied>& applied) {
        if (!applied)
            return done(applied.error());
        if (!stored)
            return done(restored);
        records.restore(*stored, &control, [restored, done](const Result<void>& put) {
            done(put ? Result<RestoredDump>(restored) : Result<RestoredDump>(put.error()));
        });
    });
}

} // namespace gatehouse::admin
