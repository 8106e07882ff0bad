// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "common/model/operation.h"
#include "common/model/stored_files.h"
#include "gateway/admin/handlers/common.h"

#include <QSet>

namespace gatehouse::admin {

/// What the calls about descriptions of APIs share (platform-routes section 25).

/// The API that the path of the call names, also for the audit trail; null after answering API001.
const Api* describedApi(Services& services, const Call& call, const Done& done);
/// The description that is kept for the API, or null.
const SchemaFile* keptSchema(Services& services, const Api& api, SchemaType type);
/// Keeps a description in the place of the one before. `source`: where it came from.
void keepSchema(Services& services, control::ChangeSet& changes, const Api& api, SchemaType type,
                const QByteArray& text, const QString& source);
/// Method and URI of the endpoints that the API has.
QSet<QString> endpointKeys(Services& services, const Api& api);
/// An endpoint to be stored; the description is cut to what a document holds.
Operation newEndpoint(const Api& api, const QString& method, const QString& uri, const QString& description);

} // namespace gatehouse::admin
