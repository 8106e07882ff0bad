// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/codec.h"

#include "common/model/document_header.h"
#include "common/model/value_check.h"

#include <QJsonArray>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isClient(View view)
{
    return view == View::Client || view == View::ClientWithMeta;
}

bool isUnsetSecret(const QJsonValue& value)
{
    return value.isNull() || value.isUndefined() || value.toString(u"x"_s).isEmpty() ||
           (value.isObject() && value.toObject().isEmpty());
}

/// What the request says about a field; undefined when it does not mention it.
QJsonValue givenValue(const FieldDef& field, const QJsonObject& json)
{
    const auto it = json.constFind(field.name);
    if (it != json.constEnd())
        return it.value();
    for (const QString& alias : field.aliases) {
        const auto other = json.constFind(alias);
        if (other != json.constEnd())
            return other.value();
    }
    return QJsonValue(QJsonValue::Undefined);
}

void handleAbsent(const FieldDef& field, const QString& path, ReadContext& context)
{
    if (field.required && context.options.mode == ReadOptions::Mode::Create)
        context.fault(path, u"required"_s, u"is required"_s);
}

/// Null means absent, unchanged, cleared or a fault, as the options and the field say.
void handleNull(const FieldDef& field, void* entity, const QString& path, ReadContext& context)
{
    const ReadOptions& options = context.options;
    if (options.mode == ReadOptions::Mode::Create) {
        if (field.required)
            context.fault(path, u"required"_s, u"is required"_s);
        else if (!field.nullable)
            context.fault(path, u"type"_s, u"must not be null"_s);
        return;
    }
    if (options.mode == ReadOptions::Mode::Stored || !options.nullClears)
        return;
    if (field.required || !field.nullable) {
        context.fault(path, u"type"_s, u"cannot be cleared"_s);
        return;
    }
    field.clear(entity);
}

bool ignoredForClients(const FieldDef& field, const ReadOptions& options)
{
    if (options.acceptGenerated)
        return false;
    if (field.readOnly || field.hidden)
        return true;
    return field.generated && (options.mode == ReadOptions::Mode::Create || !field.immutable);
}

struct FieldRead {
    bool given = false;
    bool changed = false;
};

FieldRead readField(const FieldDef& field, void* entity, const QJsonObject& json, const QString& path,
                    ReadContext& context)
{
    QJsonValue value = givenValue(field, json);
    if (value.isUndefined()) {
        handleAbsent(field, path, context);
        return {};
    }
    if (ignoredForClients(field, context.options))
        return {};
    // Only a patch asks what has changed; loading 100,000 documents must not pay for it.
    const bool compare = context.options.mode == ReadOptions::Mode::Patch;
    const QJsonValue before = compare ? fieldToJson(field, entity, View::Stored) : QJsonValue();
    if (value.isNull()) {
        handleNull(field, entity, path, context);
        return {false, compare && fieldToJson(field, entity, View::Stored) != before};
    }
    if (field.secret && value.toString() == secretMask())
        return {};
    if (!checkValue(field, value, context, path))
        return {true, false};
    field.set(entity, value, context, path);
    const bool changed = compare && fieldToJson(field, entity, View::Stored) != before;
    if (changed && field.immutable)
        context.fault(path, u"immutable"_s, u"cannot be changed"_s);
    return {true, changed};
}

/// A field a client may empty: not one that must be there, nor one the gateway keeps.
bool canBeCleared(const FieldDef& field)
{
    return !field.required && !field.immutable && !field.readOnly && !field.hidden && !field.generated;
}

void clearField(const EntityTable& table, void* entity, const QJsonValue& named, const QString& path,
                const QJsonObject& json, ReadContext& context, PatchResult& result)
{
    const FieldDef* field = table.field(named.toString());
    if (!named.isString() || !field)
        return context.fault(path, u"reference"_s, u"is not the name of a field of "_s + table.name);
    if (!canBeCleared(*field))
        return context.fault(path, u"immutable"_s, field->name + u" cannot be cleared"_s);
    const QJsonValue given = givenValue(*field, json);
    if (!given.isUndefined() && !given.isNull())
        return context.fault(path, u"conflict"_s, field->name + u" cannot be set and cleared at once"_s);
    const QJsonValue before = fieldToJson(*field, entity, View::Stored);
    field->clear(entity);
    result.given.append(field->name);
    if (fieldToJson(*field, entity, View::Stored) != before)
        result.changed.append(field->name);
}

/// clearKey(): the fields of a patch that go back to the value of a new document.
void clearNamed(const EntityTable& table, void* entity, const QJsonObject& json, const QString& prefix,
                ReadContext& context, PatchResult& result)
{
    const QJsonValue names = json.value(clearKey());
    if (names.isUndefined() || names.isNull())
        return;
    const QString path = keyedPath(prefix, clearKey());
    if (!names.isArray())
        return context.fault(path, u"type"_s, u"must be a list of names of fields"_s);
    const QJsonArray list = names.toArray();
    for (qsizetype i = 0; i < list.size(); ++i)
        clearField(table, entity, list.at(i), indexedPath(path, i), json, context, result);
}

void readUnknown(const EntityTable& table, void* entity, const QJsonObject& json, const QString& prefix,
                 ReadContext& context)
{
    QJsonObject* extra = table.extra ? table.extra(entity) : nullptr;
    for (auto it = json.begin(); it != json.end(); ++it) {
        const QString name = it.key();
        if (table.index.contains(name) || name == u"_id"_s || name == u"_meta"_s ||
            (name == clearKey() && context.options.mode == ReadOptions::Mode::Patch))
            continue;
        if (context.options.unknown == ReadOptions::Unknown::Refuse)
            context.fault(keyedPath(prefix, name), u"unknown"_s, u"is not a field of "_s + table.name);
        else if (context.options.unknown == ReadOptions::Unknown::Keep && extra)
            extra->insert(name, it.value());
    }
}

void readHeader(const EntityTable& table, void* entity, const QJsonObject& json, const ReadOptions& options)
{
    if (!table.header || !options.acceptGenerated)
        return;
    DocumentHeader& header = *table.header(entity);
    if (const QString id = json.value(u"_id"_s).toString(); !id.isEmpty())
        header.id = id;
    if (options.mode == ReadOptions::Mode::Stored)
        headerFromJson(header, json.value(u"_meta"_s).toObject());
}

} // namespace

QString secretMask()
{
    return u"********"_s;
}

QString clearKey()
{
    return u"$clear"_s;
}

QStringList namesToClear(const QJsonObject& json)
{
    QStringList names;
    for (const QJsonValue name : json.value(clearKey()).toArray())
        names.append(name.toString());
    return names;
}

QString indexedPath(const QString& path, qsizetype place)
{
    return u"%1[%2]"_s.arg(path).arg(place);
}

QString keyedPath(const QString& path, const QString& key)
{
    return path.isEmpty() ? key : path + u'.' + key;
}

QJsonValue fieldToJson(const FieldDef& field, const void* entity, View view)
{
    const QJsonValue value = field.get(entity, view);
    if (value.isNull() && field.type == FieldType::Text && !field.nullable)
        return u""_s;
    return value;
}

QJsonObject writeTable(const EntityTable& table, const void* entity, View view, bool part)
{
    QJsonObject json;
    // The table promises not to write through the pointer it hands out here.
    void* object = const_cast<void*>(entity);
    if (table.extra)
        json = *table.extra(object);
    if (table.header && view != View::Client) {
        const DocumentHeader& header = *table.header(object);
        json.insert(u"_id"_s, header.id);
        json.insert(u"_meta"_s, headerToJson(header));
    }
    for (const FieldDef& field : table.fields) {
        if (field.hidden && isClient(view))
            continue;
        if (field.secret && view != View::Stored) {
            const bool set = !isUnsetSecret(field.get(entity, View::Stored));
            if (!isClient(view) || part)
                json.insert(field.name, set ? QJsonValue(secretMask()) : QJsonValue(QJsonValue::Null));
            continue;
        }
        json.insert(field.name, fieldToJson(field, entity, view));
    }
    return json;
}

PatchResult readTable(const EntityTable& table, void* entity, const QJsonObject& json, ReadContext& context,
                      const QString& prefix)
{
    PatchResult result;
    readHeader(table, entity, json, context.options);
    for (const FieldDef& field : table.fields) {
        const FieldRead read = readField(field, entity, json, keyedPath(prefix, field.name), context);
        if (read.given)
            result.given.append(field.name);
        if (read.changed)
            result.changed.append(field.name);
    }
    if (context.options.mode == ReadOptions::Mode::Patch)
        clearNamed(table, entity, json, prefix, context, result);
    readUnknown(table, entity, json, prefix, context);
    if (table.check && context.options.mode != ReadOptions::Mode::Stored)
        table.check(entity, prefix, context.faults);
    return result;
}

void readPart(const EntityTable& table, void* fresh, const void* old, const QJsonObject& json,
              ReadContext& context, const QString& path)
{
    if (old) {
        for (const FieldDef& field : table.fields) {
            if (field.secret && json.value(field.name).toString() == secretMask())
                field.set(fresh, fieldToJson(field, old, View::Stored), context, path);
        }
    }
    const ReadOptions::Mode mode = context.options.mode;
    // A part is replaced as a whole, so what it requires must be there even when the document is only
    // patched.
    if (mode == ReadOptions::Mode::Patch)
        context.options.mode = ReadOptions::Mode::Create;
    readTable(table, fresh, json, context, path);
    context.options.mode = mode;
}

Faults validateTable(const EntityTable& table, const void* entity)
{
    ReadContext context{ReadOptions::import(), {}};
    for (const FieldDef& field : table.fields) {
        QJsonValue value = fieldToJson(field, entity, View::Stored);
        const bool unset = value.isNull() || (value.isString() && value.toString().isEmpty());
        if (unset && field.required && !field.generated)
            context.fault(field.name, u"required"_s, u"is required"_s);
        if (unset || !checkValue(field, value, context, field.name))
            continue;
        if (field.isNested()) {
            const std::shared_ptr<void> scratch = table.make();
            field.set(scratch.get(), value, context, field.name);
        }
    }
    if (table.check)
        table.check(entity, {}, context.faults);
    return context.faults;
}

Result<QJsonObject> normalise(const EntityTable& table, const QJsonObject& json, const ReadOptions& options)
{
    const std::shared_ptr<void> entity = table.make();
    ReadContext context{options, {}};
    readTable(table, entity.get(), json, context);
    if (!context.faults.isEmpty())
        return Error::invalid(std::move(context.faults));
    return writeTable(table, entity.get(), View::Stored);
}

const FieldDef* EntityTable::field(const QString& nameOrAlias) const
{
    const auto it = index.constFind(nameOrAlias);
    return it == index.constEnd() ? nullptr : &fields[std::size_t(*it)];
}

QStringList EntityTable::secrets() const
{
    QStringList names;
    for (const FieldDef& def : fields) {
        if (def.secret)
            names.append(def.name);
    }
    return names;
}

} // namespace gatehouse
