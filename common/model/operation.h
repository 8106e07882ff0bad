// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

#include <QJsonArray>

namespace gatehouse {

/// One endpoint of an API: method and URI template. The document id is `endpoint_id`.
struct Operation : DocumentHeader {
    static constexpr Kind kKind = Kind::Operation;

    QString apiName;
    QString apiVersion;
    QString method;
    QString uri; ///< "/items/{id}"; the upstream's path when clientUri is set
    QString description;
    std::optional<QStringList> servers; ///< instead of those of the API
    QString clientUri;                  ///< public path, if it differs
    QString apiId;

    QString upstreamId;
    std::optional<double> totalTimeout; ///< seconds
    bool active = true;
    QStringList tags;
    QString operationId;
    std::optional<QJsonObject> requestSchema;  ///< JSON schema of the request body
    bool validateRequest = false;              ///< refuses bodies that do not fit it
    std::optional<QJsonObject> responseSchema; ///< informational

    const QString& publicUri() const { return clientUri.isEmpty() ? uri : clientUri; }
    QString apiKey() const { return apiName + u'/' + apiVersion; }
};
template <>
const EntityTable& tableOf<Operation>();

/// One rule of an endpoint validation (models.md 7).
struct ValidationRule {
    bool required = false;
    QString type;
    std::optional<double> min;
    std::optional<double> max;
    QString pattern;
    std::optional<QJsonArray> oneOf;
    QString format;
    QString customValidator;
    QMap<QString, ValidationRule> nested;
    QJsonValue arrayItems{QJsonValue::Null}; ///< a rule object; read with fromJson<ValidationRule>()
    QJsonObject extra;
};
template <>
const EntityTable& tableOf<ValidationRule>();

/// The wire form wraps the rules twice: {"validation_schema": {"validation_schema": {path: rule}}}.
struct ValidationSchema {
    QMap<QString, ValidationRule> rules; ///< by field path
};
template <>
const EntityTable& tableOf<ValidationSchema>();

/// Rules for the requests of one endpoint.
struct EndpointValidation : DocumentHeader {
    static constexpr Kind kKind = Kind::EndpointValidation;

    QString endpointId;
    bool enabled = false;
    ValidationSchema schema;
};
template <>
const EntityTable& tableOf<EndpointValidation>();

} // namespace gatehouse
