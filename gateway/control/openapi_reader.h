// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace gatehouse::control {

/// One operation of an OpenAPI document.
struct DescribedOperation {
    QString uri;
    QString method;      ///< upper case
    QString description; ///< the summary, else the description; empty: neither
    QString operationId;
    QStringList tags;
    QJsonArray parameters;                    ///< {name, in, required, type}
    std::optional<QJsonObject> requestBody;   ///< {content_type, schema}
    QJsonObject responses;                    ///< "200" -> {description}
    std::optional<QJsonObject> requestSchema; ///< of a JSON body; stands alone, without references
    bool schemaTooLarge = false;              ///< there is one, but it cannot be kept
};

struct OpenApiDescription {
    QString title;
    QString version;
    qsizetype paths = 0;
    QList<DescribedOperation> operations;
};

/// Reads an OpenAPI 3 or Swagger 2 document: the one home of what imports take out of it. Local references
/// ("#/...") are followed. Invalid with every fault when it is none.
Result<OpenApiDescription> readOpenApi(const QJsonObject& document);

} // namespace gatehouse::control
