// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

namespace gatehouse::harness {

/// How a value differs from a JSON schema of `document` (OpenAPI 3.1), with the place of each fault; empty
/// when it fits. Of JSON schema it knows what our own documents use: $ref, type, enum, oneOf, properties,
/// required, additionalProperties, items, maxItems and the bounds of numbers. In an answer nothing may be
/// that is writeOnly.
/// With `closed` it holds no member either that is not described.
QStringList schemaFaults(const QJsonValue& value, const QJsonObject& schema, const QJsonObject& document,
                         bool closed, const QString& place = QStringLiteral("answer"));

} // namespace gatehouse::harness
