// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/diffs.h"

#include "gateway/control/owners.h"

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

using ChangeKind = DocumentDiff::Change;

QString nameIn(const EntityTable& schema, const QJsonObject& body, const QString& id)
{
    QStringList name;
    for (const QString& field : schema.naturalKey) {
        const FieldDef* known = schema.field(field);
        const QString text = body.value(field).toVariant().toString();
        if (!text.isEmpty() && known && !known->secret)
            name.append(text);
    }
    return name.isEmpty() ? id : name.join(u'/');
}

QStringList changedFields(const QJsonObject& before, const QJsonObject& after)
{
    QStringList names = after.keys() + before.keys();
    names.sort();
    names.removeDuplicates();
    names.removeIf([&](const QString& name) {
        return name == u"_id" || name == u"_meta" || before.value(name) == after.value(name);
    });
    return names;
}

/// The same body with every secret masked, also those inside parts.
QJsonObject masked(const EntityTable& schema, const QJsonObject& body)
{
    if (body.isEmpty())
        return {};
    const std::shared_ptr<void> entity = schema.make();
    ReadContext context{ReadOptions::stored(), {}};
    readTable(schema, entity.get(), body, context);
    return writeTable(schema, entity.get(), View::Masked);
}

ChangeKind changeOf(bool before, bool after)
{
    if (!before)
        return ChangeKind::Created;
    return after ? ChangeKind::Updated : ChangeKind::Removed;
}

} // namespace

DocumentDiff diffOf(Kind kind, const QString& id, const QJsonObject& before, const QJsonObject& after)
{
    const EntityTable& schema = tableOf(kind);
    DocumentDiff diff;
    diff.kind = kind;
    diff.id = id;
    diff.name = nameIn(schema, after.isEmpty() ? before : after, id);
    diff.change = changeOf(!before.isEmpty(), !after.isEmpty());
    if (diff.change == ChangeKind::Updated)
        diff.fields = changedFields(before, after);
    diff.before = masked(schema, before);
    diff.after = masked(schema, after);
    return diff;
}

QList<DocumentDiff> diffsOf(const Documents& documents, const QList<StagedChange>& changes)
{
    Owners owners(documents);
    for (const StagedChange& change : changes) {
        if (!change.after)
            owners.addGone(change.kind, change.before);
    }
    QList<DocumentDiff> diffs;
    diffs.reserve(changes.size());
    for (const StagedChange& change : changes) {
        const AnyTable& table = documents.table(change.kind);
        const EntityTable& schema = table.schema();
        const void* before = change.before.get();
        const void* after = change.after.get();
        DocumentDiff diff;
        diff.kind = change.kind;
        diff.id = change.id;
        diff.name = table.nameOf(after ? after : before);
        diff.change = changeOf(before, after);
        for (const void* const state : {before, after}) {
            if (const auto tenant = state ? owners.audienceOf(change.kind, state) : std::nullopt)
                diff.audience.append(*tenant);
        }
        if (before)
            diff.before = writeTable(schema, before, View::Masked);
        if (after)
            diff.after = writeTable(schema, after, View::Masked);
        if (before && after) {
            diff.fields = changedFields(writeTable(schema, before, View::Stored),
                                        writeTable(schema, after, View::Stored));
        }
        diffs.append(std::move(diff));
    }
    return diffs;
}

QList<DocumentDiff> diffsOf(const store::CommitRecord& record)
{
    QList<DocumentDiff> diffs;
    for (const store::ChangeRecord& change : record.changes) {
        if (const auto kind = kindFromString(change.kind)) {
            diffs.append(diffOf(*kind, change.id, change.before.value_or(store::PackedObject()).unpack(),
                                change.after.value_or(store::PackedObject()).unpack()));
        }
    }
    return diffs;
}

RevisionInfo infoOf(const store::CommitRecord& record)
{
    RevisionInfo info;
    info.number = record.revision;
    info.atMs = record.atMs;
    info.actor = record.actor;
    info.source = record.source;
    info.action = record.action;
    for (const store::ChangeRecord& change : record.changes) {
        const bool before = change.before.has_value();
        const bool after = change.after.has_value();
        info.created += !before && after;
        info.updated += before && after;
        info.removed += before && !after;
    }
    return info;
}

} // namespace gatehouse::control
