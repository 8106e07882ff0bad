// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/model/field.h"

namespace gatehouse {

// Type-erased: any entity through its table. The typed wrappers are below.

/// `part`: the object lies inside another one; its secrets are then masked rather than left out, so that a
/// client can send the whole object back.
QJsonObject writeTable(const EntityTable& table, const void* entity, View view, bool part = false);

/// The JSON value of one field; a text that is not set is "" unless the field is nullable.
QJsonValue fieldToJson(const FieldDef& field, const void* entity, View view);

struct PatchResult {
    QStringList given;   ///< fields of the request that the table knows and that were not null
    QStringList changed; ///< those whose value is now another one; only told for a patch
};

/// Reads into an entity that holds its defaults (Create, Stored) or its present values (Patch). All faults
/// are collected; after a fault the entity is half read and must be thrown away.
PatchResult readTable(const EntityTable& table, void* entity, const QJsonObject& json, ReadContext& context,
                      const QString& prefix = {});

/// Reads a part of a document into a fresh object. `old` supplies the secrets that come back masked; may be
/// null.
void readPart(const EntityTable& table, void* fresh, const void* old, const QJsonObject& json,
              ReadContext& context, const QString& path);

/// Checks all values of an entity against their rules, and the rules between fields.
Faults validateTable(const EntityTable& table, const void* entity);

/// Checks and completes a document without its struct: defaults are filled in, values converted.
Result<QJsonObject> normalise(const EntityTable& table, const QJsonObject& json, const ReadOptions& options);

QString indexedPath(const QString& path, qsizetype place);
QString keyedPath(const QString& path, const QString& key);

template <typename E>
QJsonObject toJson(const E& entity, View view = View::Client)
{
    return writeTable(tableOf<E>(), &entity, view);
}

/// A new entity from a request or a stored document; the error names every fault.
template <typename E>
Result<E> fromJson(const QJsonObject& json, const ReadOptions& options = ReadOptions::platformCreate())
{
    E entity;
    ReadContext context{options, {}};
    readTable(tableOf<E>(), &entity, json, context);
    if (!context.faults.isEmpty())
        return Error::invalid(std::move(context.faults));
    return entity;
}

/// Changes an entity by a partial document: all of it or, on any fault, nothing.
template <typename E>
Result<PatchResult> patch(E& entity, const QJsonObject& json,
                          const ReadOptions& options = ReadOptions::platformPatch())
{
    E copy = entity;
    ReadContext context{options, {}};
    PatchResult result = readTable(tableOf<E>(), &copy, json, context);
    if (!context.faults.isEmpty())
        return Error::invalid(std::move(context.faults));
    entity = std::move(copy);
    return result;
}

template <typename E>
Faults validate(const E& entity)
{
    return validateTable(tableOf<E>(), &entity);
}

} // namespace gatehouse
