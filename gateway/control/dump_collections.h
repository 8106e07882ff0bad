// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"
#include "gateway/store/dump.h"

namespace gatehouse::control {

/// How our kinds appear in a dump: collections of the original where it has one, with its shapes, and
/// collections of our own for the rest.
QList<store::DumpCollection> dumpCollections();

/// Everything that belongs into a dump.
store::Dump makeDump(const Documents& documents);

/// Makes the documents those of the dump: every kind with a collection is replaced as a whole; a collection
/// that is missing counts as empty (memory-dump sections 1 and 4). Dumps of the original are converted.
/// Invalid when a document cannot be read; the fault names collection and place.
Result<ChangeSet> restoreChanges(const Documents& documents, const store::Dump& dump);

} // namespace gatehouse::control
