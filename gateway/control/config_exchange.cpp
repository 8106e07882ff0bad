// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/config_exchange.h"

#include "common/core/ids.h"
#include "common/model/api.h"
#include "common/model/api_address.h"
#include "common/model/operation.h"

#include <QHash>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Section {
    const char16_t* name;
    Kind kind;
    int ImportCounts::*count;
    const char16_t* idField; ///< wire name of the document id; empty for kinds that do not show it
};

/// In an order in which what is referred to comes first.
constexpr Section sections[] = {
    {u"roles", Kind::Role, &ImportCounts::roles, u""},
    {u"groups", Kind::Group, &ImportCounts::groups, u""},
    {u"apis", Kind::Api, &ImportCounts::apis, u"api_id"},
    {u"endpoints", Kind::Operation, &ImportCounts::endpoints, u"endpoint_id"},
    {u"routings", Kind::Routing, &ImportCounts::routings, u""},
};

QString nameOf(const Section& section)
{
    return QString::fromUtf16(section.name);
}

/// The natural key of a document at hand; empty when a part of it is missing.
QString keyIn(const EntityTable& schema, const QJsonObject& document)
{
    QStringList values;
    for (const QString& field : schema.naturalKey) {
        const QString value = document.value(field).toString();
        if (value.isEmpty())
            return {};
        values.append(value);
    }
    return naturalKeyOf(values);
}

/// Null means "not set"; fields that have no such state keep what they have.
QJsonObject withoutStrayNulls(const EntityTable& schema, QJsonObject document)
{
    for (auto value = document.begin(); value != document.end();) {
        const FieldDef* field = schema.field(value.key());
        if (value.value().isNull() && field && !field->nullable)
            value = document.erase(value);
        else
            ++value;
    }
    return document;
}

class Importer {
public:
    Importer(const Documents& documents, ChangeSet& changes)
        : m_documents(documents)
        , m_changes(changes)
    {
    }

    void add(const Section& section, const QJsonArray& list, Faults& faults);

private:
    void addOne(const Section& section, QJsonObject document, const QString& path);
    QString tenantOf(const QJsonObject& document) const;
    QString tenantOf(const Section& section, const QJsonObject& document) const;
    QString presentId(const AnyTable& table, const QString& key, const QString& tenant) const;
    QString newIdFor(const Section& section, const QJsonObject& document) const;

    const Documents& m_documents;
    ChangeSet& m_changes;
    QHash<QString, QString> m_made;    ///< key -> id of documents made by this import
    QHash<QString, QString> m_tenants; ///< of the APIs in the bundle, by the ids they have there
};

void Importer::add(const Section& section, const QJsonArray& list, Faults& faults)
{
    m_made.clear();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString path = indexedPath(nameOf(section), i);
        if (list.at(i).isObject())
            addOne(section, list.at(i).toObject(), path);
        else
            faults.append({path, u"type"_s, u"must be an object"_s});
    }
}

QString Importer::newIdFor(const Section& section, const QJsonObject& document) const
{
    const QString given = document.value(QString::fromUtf16(section.idField)).toString();
    const bool free = !given.isEmpty() && !m_documents.table(section.kind).contains(given);
    return free ? given : newId();
}

/// Of the API with the name and version in the document; the tenant that is given counts.
QString Importer::tenantOf(const QJsonObject& document) const
{
    const QString given = document.value(u"api_tenant"_s).toString();
    if (!given.isEmpty())
        return given;
    const Api* api = m_documents.api(document.value(u"api_name"_s).toString(),
                                     document.value(u"api_version"_s).toString());
    return api ? api->tenant : Api().tenant;
}

/// Tenants name their APIs each for itself. Empty for what is no API and belongs to none.
QString Importer::tenantOf(const Section& section, const QJsonObject& document) const
{
    if (section.kind != Kind::Api && section.kind != Kind::Operation)
        return {};
    return m_tenants.value(document.value(u"api_id"_s).toString(), tenantOf(document));
}

QString Importer::presentId(const AnyTable& table, const QString& key, const QString& tenant) const
{
    for (const void* present : table.with(By::NaturalKey, key)) {
        const Api* api = nullptr;
        if (table.kind() == Kind::Api)
            api = static_cast<const Api*>(present);
        else if (table.kind() == Kind::Operation)
            api = m_documents.of<Api>().at(static_cast<const Operation*>(present)->apiId);
        if (!api || api->tenant == tenant)
            return table.idOf(present);
    }
    return {};
}

void Importer::addOne(const Section& section, QJsonObject document, const QString& path)
{
    const AnyTable& table = m_documents.table(section.kind);
    const QString key = keyIn(table.schema(), document);
    if (key.isEmpty())
        return;
    document = withoutStrayNulls(table.schema(), document);
    const QString tenant = tenantOf(section, document);
    if (const QString given = document.value(u"api_id"_s).toString();
        section.kind == Kind::Api && !given.isEmpty())
        m_tenants.insert(given, tenant);
    const QString place = tenant + u':' + key;
    QString id = presentId(table, key, tenant);
    if (id.isEmpty())
        id = m_made.value(place);
    const bool exists = !id.isEmpty();
    if (!exists)
        id = newIdFor(section, document);
    m_made.insert(place, id);

    // Ids and what is made from them stay those of the gateway.
    for (const QString& field : {u"_id"_s, u"_meta"_s, u"api_path"_s, QString::fromUtf16(section.idField)})
        document.remove(field);
    if (section.kind == Kind::Operation) {
        document.remove(u"api_id"_s);
        document.remove(u"api_tenant"_s); // said whose it is
        if (!exists)
            document.insert(u"api_name"_s, addressedName(tenant, document.value(u"api_name"_s).toString()));
    }

    if (exists) {
        ReadOptions options = ReadOptions::import();
        options.mode = ReadOptions::Mode::Patch;
        options.nullClears = true;
        m_changes.patch(section.kind, id, document, options, Expected::any(), path);
    } else {
        m_changes.putJson(section.kind, id, document, ReadOptions::import(), Expected::any(), path);
    }
}

} // namespace

QJsonArray exportKind(const Documents& documents, Kind kind)
{
    const AnyTable& table = documents.table(kind);
    QMap<std::pair<QString, QString>, QJsonObject> sorted;
    table.forEach([&](const AnyDocument& document) {
        sorted.insert({naturalKeyOf(table.schema(), document.get()), table.idOf(document.get())},
                      writeTable(table.schema(), document.get(), View::Client));
    });
    QJsonArray list;
    for (const QJsonObject& document : std::as_const(sorted))
        list.append(document);
    return list;
}

QJsonArray exportEndpoints(const Documents& documents, const QString& apiName, const QString& apiVersion)
{
    QJsonArray list;
    const QJsonArray all = exportKind(documents, Kind::Operation);
    const bool one = !apiName.isEmpty() && !apiVersion.isEmpty();
    const Api* const api = one ? documents.api(apiName, apiVersion) : nullptr;
    for (const QJsonValue& endpoint : all) {
        const bool named = apiName.isEmpty() || endpoint[u"api_name"_s].toString() == apiName;
        const bool versioned = apiVersion.isEmpty() || endpoint[u"api_version"_s].toString() == apiVersion;
        if (one ? api && endpoint[u"api_id"_s].toString() == api->id : named && versioned)
            list.append(endpoint);
    }
    return list;
}

QJsonObject exportAll(const Documents& documents)
{
    QJsonObject all;
    for (const Section& section : sections)
        all.insert(nameOf(section), exportKind(documents, section.kind));
    return all;
}

Result<Import> importChanges(const Documents& documents, const QJsonObject& bundle)
{
    Import import{ChangeSet(u"config.import"_s), {}};
    Importer importer(documents, import.changes);
    Faults faults;
    for (const Section& section : sections) {
        const QJsonValue given = bundle.value(nameOf(section));
        if (given.isUndefined() || given.isNull())
            continue;
        if (!given.isArray()) {
            faults.append({nameOf(section), u"type"_s, u"must be a list"_s});
            continue;
        }
        const QJsonArray list = given.toArray();
        import.counts.*section.count = int(list.size());
        importer.add(section, list, faults);
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return import;
}

} // namespace gatehouse::control
