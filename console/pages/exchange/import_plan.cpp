// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/exchange/import_plan.h"

#include "common/model/access.h"
#include "common/model/api.h"
#include "common/model/api_address.h"
#include "common/model/operation.h"
#include "common/model/upstream.h"
#include "console/pages/shared/changes.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct Section {
    const char* name;   ///< of the list in a file
    const char* single; ///< key of one object in an export of it
    const EntityTable& (*table)();
    QStringList key; ///< wire names of what identifies an object
};

const std::array<Section, 5>& sections()
{
    static const std::array<Section, 5> all{
        {{"roles", "role", tableOf<Role>, {u"role_name"_s}},
         {"groups", "group", tableOf<Group>, {u"group_name"_s}},
         {"apis", "api", tableOf<Api>, {u"api_name"_s, u"api_version"_s}},
         {"endpoints",
          "endpoint",
          tableOf<Operation>,
          {u"endpoint_method"_s, u"api_name"_s, u"api_version"_s, u"endpoint_uri"_s}},
         {"routings", "routing", tableOf<Routing>, {u"client_key"_s}}}};
    return all;
}

QString text(const QJsonObject& document, const QString& field)
{
    return document.value(field).toString();
}

QStringList keyOf(const Section& section, const QJsonObject& document)
{
    QStringList key;
    for (const QString& field : section.key)
        key.append(text(document, field));
    return key;
}

/// Tenants name their APIs each for itself: whose an API or an endpoint is, found as an import finds it.
class ApiOwners {
public:
    /// `apis` of the same file; `present` of the gateway, for those that do not say.
    ApiOwners(const QJsonArray& apis, const QJsonArray& present)
    {
        for (const QJsonValue& value : present) {
            const QJsonObject api = value.toObject();
            QString& owner = m_present[text(api, u"api_name"_s) + u'/' + text(api, u"api_version"_s)];
            const QString tenant = text(api, u"api_tenant"_s);
            if (owner.isEmpty() || tenant == Api().tenant || (owner != Api().tenant && tenant < owner))
                owner = tenant;
        }
        for (const QJsonValue& value : apis) {
            const QString id = text(value.toObject(), u"api_id"_s);
            if (!id.isEmpty())
                m_byId.insert(id, ownerOf(value.toObject()));
        }
    }
    /// Empty for what belongs to no API.
    QString tenantOf(const QJsonObject& document) const
    {
        if (!document.contains(u"api_name"_s))
            return {};
        const auto known = m_byId.constFind(text(document, u"api_id"_s));
        return known == m_byId.constEnd() ? ownerOf(document) : *known;
    }
    /// "orders/v1", "partners:orders/v1".
    QString apiOf(const QJsonObject& document) const
    {
        return addressedName(tenantOf(document), text(document, u"api_name"_s)) + u'/' +
               text(document, u"api_version"_s);
    }

private:
    QString ownerOf(const QJsonObject& document) const
    {
        const QString given = text(document, u"api_tenant"_s);
        return !given.isEmpty()
                   ? given
                   : m_present.value(text(document, u"api_name"_s) + u'/' + text(document, u"api_version"_s),
                                     Api().tenant);
    }
    QHash<QString, QString> m_byId, m_present;
};

QString nameOf(const Section& section, const QJsonObject& document, const ApiOwners& owners)
{
    if (QLatin1StringView(section.name) == "apis"_L1)
        return owners.apiOf(document);
    if (QLatin1StringView(section.name) == "endpoints"_L1)
        return u"%1 %2 %3"_s.arg(owners.apiOf(document), text(document, u"endpoint_method"_s),
                                 text(document, u"endpoint_uri"_s));
    const QString name = text(document, u"routing_name"_s);
    return name.isEmpty() ? text(document, section.key.first()) : name;
}

/// Lists of a file, whichever of the exports it is.
QJsonObject normalised(QJsonObject file)
{
    for (const Section& section : sections()) {
        const auto single = QLatin1StringView(section.single);
        if (file.value(single).isObject())
            file.insert(QLatin1StringView(section.name), QJsonArray{file.take(single)});
    }
    return file;
}

/// Ids and what is made from them stay those of the gateway, so they are no difference.
QStringList differences(const EntityTable& table, const QJsonObject& document, const QJsonObject& current)
{
    QStringList fields;
    for (auto it = document.begin(); it != document.end(); ++it) {
        const FieldDef* field = table.field(it.key());
        const bool own = it.key().startsWith(u'_') || it.key() == u"api_id"_s ||
                         it.key() == u"endpoint_id"_s || it.key() == u"api_path"_s;
        if (own || (field && (field->generated || field->readOnly)) || it.value().isNull())
            continue;
        if (it.value() != current.value(it.key()))
            fields.append(it.key());
    }
    return fields;
}

ImportItem itemOf(const Section& section, const QJsonObject& document,
                  const QHash<QStringList, QJsonObject>& known, const ApiOwners& owners)
{
    ImportItem item;
    item.section = QString::fromLatin1(section.name);
    item.name = nameOf(section, document, owners);
    item.document = document;
    if (item.section == u"endpoints"_s) {
        item.owner = owners.apiOf(document);
        if (const QString tenant = owners.tenantOf(document); tenant != Api().tenant)
            item.document.insert(u"api_tenant"_s, tenant); // its API may not be sent along
    }
    const auto current = known.constFind(keyOf(section, document) << owners.tenantOf(document));
    if (current == known.constEnd())
        return item;
    item.current = *current;
    item.fields = differences(section.table(), document, item.current);
    item.state = item.fields.isEmpty() ? ImportItem::State::Same : ImportItem::State::Changed;
    item.taken = item.state != ImportItem::State::Same;
    return item;
}

QString said(const char* english)
{
    return QCoreApplication::translate("ImportPlan", english);
}

} // namespace

QString sectionWord(const QString& section)
{
    static const QHash<QString, const char*> words{
        {u"apis"_s, QT_TRANSLATE_NOOP("ImportPlan", "API")},
        {u"endpoints"_s, QT_TRANSLATE_NOOP("ImportPlan", "Operation")},
        {u"roles"_s, QT_TRANSLATE_NOOP("ImportPlan", "Role")},
        {u"groups"_s, QT_TRANSLATE_NOOP("ImportPlan", "Group")},
        {u"routings"_s, QT_TRANSLATE_NOOP("ImportPlan", "Routing")}};
    const char* word = words.value(section);
    return word ? QCoreApplication::translate("ImportPlan", word) : section;
}

QPair<int, int> placeOf(const QByteArray& text, qsizetype offset)
{
    const QByteArray before = text.left(offset);
    const qsizetype start = before.lastIndexOf('\n') + 1;
    return {static_cast<int>(before.count('\n')) + 1,
            static_cast<int>(QString::fromUtf8(before.mid(start)).size()) + 1};
}

Result<ImportPlan> ImportPlan::from(const QJsonObject& file, const QJsonObject& current)
{
    ImportPlan plan;
    Faults faults;
    const QJsonObject lists = normalised(file);
    const QJsonArray present = current.value(u"apis"_s).toArray();
    const ApiOwners owners(lists.value(u"apis"_s).toArray(), present);
    const ApiOwners presentOwners(present, present);
    for (const Section& section : sections()) {
        const QString name = QString::fromLatin1(section.name);
        const QJsonValue given = lists.value(name);
        if (!given.isUndefined() && !given.isNull() && !given.isArray())
            faults.append({name, u"type"_s, said(QT_TRANSLATE_NOOP("ImportPlan", "must be a list"))});
        QHash<QStringList, QJsonObject> known;
        const QJsonArray have = current.value(name).toArray();
        for (const QJsonValue& value : have)
            known.insert(keyOf(section, value.toObject()) << presentOwners.tenantOf(value.toObject()),
                         value.toObject());
        const QJsonArray array = given.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            const QString path = u"%1[%2]"_s.arg(name).arg(i);
            if (!array.at(i).isObject())
                faults.append({path, u"type"_s, said(QT_TRANSLATE_NOOP("ImportPlan", "must be an object"))});
            else if (keyOf(section, array.at(i).toObject()).contains(QString()))
                faults.append(
                    {path, u"required"_s,
                     said(QT_TRANSLATE_NOOP("ImportPlan", "must have %1")).arg(section.key.join(u", "_s))});
            else
                plan.m_items.append(itemOf(section, array.at(i).toObject(), known, owners));
        }
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return plan;
}

int ImportPlan::count(ImportItem::State state) const
{
    return static_cast<int>(std::count_if(m_items.begin(), m_items.end(),
                                          [state](const ImportItem& item) { return item.state == state; }));
}

int ImportPlan::takenCount() const
{
    return static_cast<int>(
        std::count_if(m_items.begin(), m_items.end(), [](const ImportItem& item) { return item.taken; }));
}

void ImportPlan::setTaken(int item, bool taken)
{
    ImportItem& one = m_items[item];
    one.taken = taken;
    for (ImportItem& other : m_items) {
        if (one.section == u"apis"_s && other.owner == one.name)
            other.taken = taken && other.state != ImportItem::State::Same;
        const bool missing = other.section == u"apis"_s && other.name == one.owner && !other.taken &&
                             other.state == ImportItem::State::New;
        if (taken && missing)
            other.taken = true; // an endpoint needs its API
    }
}

QJsonObject ImportPlan::bundle() const
{
    QJsonObject bundle;
    for (const ImportItem& item : m_items) {
        if (!item.taken)
            continue;
        QJsonArray list = bundle.value(item.section).toArray();
        list.append(item.document);
        bundle.insert(item.section, list);
    }
    return bundle;
}

Faults ImportPlan::takeFaults(const Faults& faults)
{
    QHash<QString, int> places;
    QHash<QString, int> counts;
    for (int i = 0; i < m_items.size(); ++i) {
        ImportItem& item = m_items[i];
        item.fault.clear();
        if (item.taken)
            places.insert(u"%1[%2]"_s.arg(item.section).arg(counts[item.section]++), i);
    }
    Faults rest;
    for (const Fault& fault : faults) {
        const int item = places.value(fault.field.section(u'.', 0, 0), -1);
        if (item < 0) {
            rest.append(fault);
            continue;
        }
        const QString inner = fault.field.section(u'.', 1);
        QString& said = m_items[item].fault;
        said += (said.isEmpty() ? QString() : u"; "_s) +
                (inner.isEmpty() ? fault.message : inner + u' ' + fault.message);
    }
    return rest;
}

} // namespace gatehouse::console
