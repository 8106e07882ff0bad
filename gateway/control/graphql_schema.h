// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

namespace gatehouse::control {

/// The body that asks a GraphQL server for its schema (GraphQL section 4, introspection).
QByteArray introspectionQuestion();

/// What a server says about itself.
struct GraphQlSchema {
    QJsonObject schema; ///< __schema, as it came

    /// {query, mutation, subscription}: the name of the type, or null.
    QJsonObject operationTypes() const;
    bool hasSubscriptions() const;
    /// [{name, kind, description, fields: [{name, type}]}] without those that belong to introspection; types
    /// as GraphQL writes them: "[Order!]!". Input objects tell their input fields.
    QJsonArray types() const;
};

/// Reads the answer to the question, or a __schema object that was kept; Invalid with what is wrong with it.
Result<GraphQlSchema> readGraphQlAnswer(const QByteArray& json);
Result<GraphQlSchema> readGraphQlSchema(const QJsonObject& schema);

} // namespace gatehouse::control
