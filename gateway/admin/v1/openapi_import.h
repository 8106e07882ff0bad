// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/model/operation.h"
#include "gateway/control/documents.h"

namespace gatehouse::admin::v1 {

/// What an import changes in the operations of an API.
struct OperationChanges {
    QList<Operation> put;
    QStringList removed; ///< ids of operations that the document does not have
    int added = 0;       ///< of those in `put`
};

/// The operations of an OpenAPI document in JSON, as control::readOpenApi() reads it: method, path template,
/// operationId, tags, summary and the schema of a JSON request body. Invalid with every fault.
Result<OperationChanges> operationChanges(const control::Documents& documents, const Api& api,
                                          const QJsonObject& document);

} // namespace gatehouse::admin::v1
