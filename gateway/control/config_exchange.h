// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"

#include <QJsonArray>

namespace gatehouse::control {

/// Configuration export and import (platform-routes section 20). Pure functions: the caller applies the set.

/// {apis, endpoints, roles, groups, routings}
QJsonObject exportAll(const Documents& documents);
/// The documents of one kind as arrays hold them; sorted by natural key.
QJsonArray exportKind(const Documents& documents, Kind kind);
/// Endpoints of the given API; an empty name or version means any.
QJsonArray exportEndpoints(const Documents& documents, const QString& apiName, const QString& apiVersion);

struct ImportCounts {
    int apis = 0, endpoints = 0, roles = 0, groups = 0, routings = 0;
};
struct Import {
    ChangeSet changes;
    ImportCounts counts; ///< as given, also those without a key, which are skipped
};

/// Upsert by natural key (of APIs and endpoints together with the tenant); unknown fields are kept. Invalid
/// names every fault as "apis[2].api_name".
Result<Import> importChanges(const Documents& documents, const QJsonObject& bundle);

} // namespace gatehouse::control
