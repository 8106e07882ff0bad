// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/documents.h"
#include "gateway/store/document_store.h"

namespace gatehouse::control {

/// Fills the tables from what the store has. Documents of kinds this version does not know stay in the store
/// and are told in `notes`. Corrupt names every document that cannot be read.
Result<void> loadDocuments(Documents& documents, const store::Documents& stored, QStringList& notes);

} // namespace gatehouse::control
