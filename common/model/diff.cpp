// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/diff.h"

#include "common/model/codec.h"

#include <QJsonArray>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

const FieldDef* fieldOf(const EntityTable* table, const QString& name)
{
    return table ? table->field(name) : nullptr;
}

void compareValues(const QString& path, const QJsonValue& before, const QJsonValue& after,
                   const EntityTable* table, QList<Change>& changes);

/// `table` describes the members, or is null.
void compareObjects(const QString& path, const QJsonObject& before, const QJsonObject& after,
                    const EntityTable* table, QList<Change>& changes);

QJsonValue masked(const QJsonValue& value)
{
    const bool empty = value.isNull() || value.isUndefined() || value == QJsonValue(u""_s);
    return empty ? value : QJsonValue(secretMask());
}

void compareField(const QString& path, const FieldDef* field, const QJsonValue& before,
                  const QJsonValue& after, QList<Change>& changes)
{
    if (before == after)
        return;
    if (field && field->secret) {
        changes.append({path, masked(before), masked(after)});
        return;
    }
    const EntityTable* nested = field && field->isNested() ? &field->nested() : nullptr;
    if (nested && field->type == FieldType::TableMap) {
        // The keys are free; every value has the nested table.
        const QJsonObject left = before.toObject();
        const QJsonObject right = after.toObject();
        QStringList keys = left.keys() + right.keys();
        keys.sort();
        keys.removeDuplicates();
        for (const QString& key : keys)
            compareValues(keyedPath(path, key), left.value(key), right.value(key), nested, changes);
        return;
    }
    compareValues(path, before, after, nested, changes);
}

void compareArrays(const QString& path, const QJsonArray& before, const QJsonArray& after,
                   const EntityTable* table, QList<Change>& changes)
{
    const auto at = [](const QJsonArray& array, qsizetype i) {
        return i < array.size() ? array.at(i) : QJsonValue(QJsonValue::Undefined);
    };
    for (qsizetype i = 0; i < std::max(before.size(), after.size()); ++i)
        compareValues(indexedPath(path, i), at(before, i), at(after, i), table, changes);
}

void compareValues(const QString& path, const QJsonValue& before, const QJsonValue& after,
                   const EntityTable* table, QList<Change>& changes)
{
    if (before == after)
        return;
    // With a table even a part that appears or goes is walked, so that its secrets are found.
    const bool objects =
        table ? before.isObject() || after.isObject() : before.isObject() && after.isObject();
    const bool arrays = table ? before.isArray() || after.isArray() : before.isArray() && after.isArray();
    if (objects)
        compareObjects(path, before.toObject(), after.toObject(), table, changes);
    else if (arrays)
        compareArrays(path, before.toArray(), after.toArray(), table, changes);
    else
        changes.append({path, before, after});
}

void compareObjects(const QString& path, const QJsonObject& before, const QJsonObject& after,
                    const EntityTable* table, QList<Change>& changes)
{
    QStringList keys = before.keys() + after.keys();
    keys.sort();
    keys.removeDuplicates();
    for (const QString& key : keys) {
        if (key != u"_meta"_s)
            compareField(keyedPath(path, key), fieldOf(table, key), before.value(key), after.value(key),
                         changes);
    }
}

} // namespace

QList<Change> diff(const QJsonObject& before, const QJsonObject& after, const EntityTable* table)
{
    QList<Change> changes;
    compareObjects({}, before, after, table, changes);
    return changes;
}

QJsonArray toJson(const QList<Change>& changes)
{
    QJsonArray list;
    for (const Change& change : changes) {
        QJsonObject entry{{u"path"_s, change.path}};
        if (!change.before.isUndefined())
            entry.insert(u"before"_s, change.before);
        if (!change.after.isUndefined())
            entry.insert(u"after"_s, change.after);
        list.append(entry);
    }
    return list;
}

} // namespace gatehouse
