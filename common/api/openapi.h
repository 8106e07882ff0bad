// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QJsonObject>
#include <QString>

#include <span>

namespace gatehouse {

/// The OpenAPI 3.1 document of these calls, made from the table of calls and the tables of their bodies.
QJsonObject openApiDocument(std::span<const CallInfo> calls, const QString& title, const QString& version);

/// The JSON schema (2020-12) of a document or a part of one, as a request; parts become references to
/// "#/components/schemas/...", collected in `schemas`.
QJsonObject jsonSchema(const EntityTable& table, bool patch, QJsonObject& schemas);
/// A reference to the schema of the table among `schemas`, where it is put if it is not there.
QJsonObject jsonSchemaReference(const EntityTable& table, QJsonObject& schemas);

} // namespace gatehouse
