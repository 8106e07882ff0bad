// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/seed.h"
#include "gateway/store/dump.h"

namespace gatehouse::control {

/// How our kinds appear in a dump: the collections of the original where it has one, collections of our own
/// for the rest. Subscriptions are there twice: in the form of the original, one document per user, and whole
/// in a collection of our own.
QList<store::DumpCollection> dumpCollections();

/// Everything that belongs into a dump.
store::Dump makeDump(const Documents& documents);

/// The records of the built-in storage: they are no documents, and go in and out by themselves. Nothing when
/// the dump has none to say.
void addRecords(store::Dump& dump, const QJsonArray& records);
std::optional<QJsonArray> takeRecords(store::Dump& dump);

/// Makes the documents those of the dump, as one revision: every collection is replaced as a whole
/// (memory-dump section 4). One of the original's that is missing counts as empty; one of our own that is
/// missing is left alone, so that dumps of the original can be read. The administrator is applied again when
/// `admin` is given.
Result<ChangeSet> restoreChanges(const Documents& documents, const store::Dump& dump,
                                 const SeedOptions* admin = nullptr);

} // namespace gatehouse::control
