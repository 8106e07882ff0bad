// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/revision.h"
#include "gateway/observe/audit.h"

namespace gatehouse::admin {

/// Bounds of what one row of the audit trail shows; the revision it names tells the rest.
struct AuditBounds {
    static constexpr qsizetype Documents = 20;
    static constexpr qsizetype TextLength = 1000;  ///< characters of one text
    static constexpr qsizetype Elements = 100;     ///< of one list
    static constexpr qsizetype Bytes = 32 * 1024;  ///< of all documents, as JSON
    static constexpr qsizetype NamesLeftOut = 100; ///< of documents that did not fit
};

/// Puts what a call changed into its row, under "kind name": of an updated document the fields that differ,
/// of a new or removed one all. Secrets are masked already (DocumentDiff). `details` get the revision and,
/// when not all fits, "changes" with the numbers by kind and the names of those left out.
void addChanges(observe::AuditEvent& event, const control::Applied& applied);

} // namespace gatehouse::admin
