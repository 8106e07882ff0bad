// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "gateway/control/documents.h"
#include "gateway/control/paths.h"

namespace gatehouse::control {

/// Whether two endpoints of one API answer the same requests: same method, and templates that differ only in
/// the names of their parameters.
bool sameRequests(const Operation& a, const Operation& b);

/// The API of another tenant that has the path as well; null when there is none.
const Api* sharerElsewhere(const Documents& documents, const Api& api, const PublishedPath& path);

/// Published paths of an API: not below a reserved segment, no deeper than the route table goes, and not
/// taken by another API, which the fault names. `prefix`: of the fields in faults.
void checkPaths(const Documents& documents, const Api& api, const QString& prefix, Faults& faults);

} // namespace gatehouse::control
