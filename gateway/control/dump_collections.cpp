// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/dump_collections.h"

#include "common/core/ids.h"
#include "common/model/api.h"
#include "common/model/subscription.h"

#include <QHash>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString ownSubscriptions = u"gatehouse_subscriptions"_s;
const QString ownRecords = u"crud_items"_s;

/// The collections of the original (memory-dump section 1).
const QStringList& originalCollections()
{
    static const QStringList names{u"users"_s,         u"apis"_s,
                                   u"endpoints"_s,     u"groups"_s,
                                   u"roles"_s,         u"routings"_s,
                                   u"credit_defs"_s,   u"user_credits"_s,
                                   u"settings"_s,      u"revocations"_s,
                                   u"vault_entries"_s, u"endpoint_validations"_s,
                                   u"tiers"_s,         u"user_tier_assignments"_s,
                                   u"subscriptions"_s};
    return names;
}

/// The field that holds the id by which other documents know this one; `_id` of the original means nothing.
QString idFieldOf(Kind kind)
{
    if (kind == Kind::Api)
        return u"api_id"_s;
    return kind == Kind::Operation ? u"endpoint_id"_s : QString();
}

struct Restored {
    QString id;
    QJsonObject body;
    QString path; ///< collection and place, for faults
};

QString tenantIn(const QJsonObject& api)
{
    return api.value(u"api_tenant"_s).toString(Api().tenant);
}

/// Of the APIs in a dump, by id.
using Tenants = QHash<QString, QString>;
Tenants tenantsIn(const store::Dump& dump)
{
    Tenants tenants;
    for (const QJsonValue& api : dump.collections.value(tableOf<Api>().collection))
        tenants.insert(api[u"api_id"_s].toString(), tenantIn(api.toObject()));
    return tenants;
}

/// Tenants name their APIs each for itself; what belongs to an API has it in `api_id`.
QString ownerIn(Kind kind, const QJsonObject& body, const Tenants& tenants)
{
    return kind == Kind::Api ? tenantIn(body) : tenants.value(body.value(u"api_id"_s).toString());
}

/// One document per natural key; the last wins, as it did when the original read them one by one.
QList<Restored> withoutDoubles(const EntityTable& schema, const QList<Restored>& list, const Tenants& tenants)
{
    QHash<QString, qsizetype> places;
    QList<Restored> result;
    for (const Restored& restored : list) {
        QStringList values;
        for (const QString& field : schema.naturalKey)
            values.append(restored.body.value(field).toVariant().toString());
        values.append(ownerIn(schema.kind, restored.body, tenants));
        const QString key = schema.naturalKey.isEmpty() ? restored.id : naturalKeyOf(values);
        const auto known = places.constFind(key);
        if (known == places.cend()) {
            places.insert(key, result.size());
            result.append(restored);
        } else {
            result[*known] = restored;
        }
    }
    return result;
}

QList<Restored> readCollection(const store::Dump& dump, const store::DumpCollection& row, Kind kind)
{
    store::Dump part;
    part.collections.insert(row.collection, dump.collections.value(row.collection));
    QList<Restored> list;
    const QString idField = idFieldOf(kind);
    const QList<store::StoredDocument> documents = store::documentsFromDump(part, {row});
    for (qsizetype i = 0; i < documents.size(); ++i) {
        Restored restored{documents.at(i).id, documents.at(i).body, indexedPath(row.collection, i)};
        const QString known = idField.isEmpty() ? QString() : restored.body.value(idField).toString();
        if (!known.isEmpty())
            restored.id = known;
        if (kind == Kind::SecuritySettings)
            restored.body.insert(u"type"_s, u"security_settings"_s);
        list.append(std::move(restored));
    }
    return list;
}

/// Subscriptions out of the original's documents, one per user and API.
QList<Restored> subscriptionsOf(const store::Dump& dump)
{
    QList<Restored> list;
    const QJsonArray documents = dump.collections.value(u"subscriptions"_s);
    for (qsizetype i = 0; i < documents.size(); ++i) {
        for (Subscription subscription : subscriptionsFromPlatform(documents.at(i).toObject())) {
            subscription.id = newId();
            list.append(
                {subscription.id, toJson(subscription, View::Stored), indexedPath(u"subscriptions"_s, i)});
        }
    }
    return list;
}

Result<void> applyAdminTo(QList<Restored>& users, const SeedOptions& options)
{
    for (Restored& restored : users) {
        if (restored.body.value(u"username"_s).toString() != u"admin")
            continue;
        User user;
        ReadContext context{ReadOptions::stored(), {}};
        readTable(tableOf<User>(), &user, restored.body, context);
        if (Result<void> applied = applyAdmin(user, options); !applied)
            return applied;
        const QJsonObject body = toJson(user, View::Stored);
        for (const QString& field : {u"password"_s, u"email"_s, u"ui_access"_s})
            restored.body.insert(field, body.value(field));
        return {};
    }
    Result<User> user = seededAdmin(options);
    if (!user)
        return user.error();
    user->id = newId();
    users.append({user->id, toJson(*user, View::Stored), u"users"_s});
    return {};
}

void replaceKind(ChangeSet& changes, const Documents& documents, Kind kind, const QList<Restored>& list)
{
    QSet<QString> kept;
    for (const Restored& restored : list)
        kept.insert(restored.id);
    const AnyTable& table = documents.table(kind);
    table.forEach([&](const AnyDocument& document) {
        const QString& id = table.idOf(document.get());
        if (kept.contains(id))
            return;
        Edit edit;
        edit.op = Edit::Op::Remove;
        edit.kind = kind;
        edit.id = id;
        edit.ifPresent = true;
        changes.add(edit);
    });
}

bool isReplaced(const store::Dump& dump, const QString& collection)
{
    return originalCollections().contains(collection) || dump.collections.contains(collection);
}

} // namespace

QList<store::DumpCollection> dumpCollections()
{
    QList<store::DumpCollection> rows;
    for (const Kind kind : allKinds()) {
        const EntityTable& schema = tableOf(kind);
        if (schema.collection.isEmpty())
            continue;
        store::DumpCollection row;
        row.kind = schema.name;
        row.collection = kind == Kind::Subscription ? ownSubscriptions : schema.collection;
        if (kind == Kind::User)
            row.bytesFields = {u"password"_s};
        rows.append(row);
    }
    return rows;
}

store::Dump makeDump(const Documents& documents)
{
    QList<store::StoredDocument> stored;
    for (const Kind kind : allKinds()) {
        const AnyTable& table = documents.table(kind);
        table.forEach([&](const AnyDocument& document) {
            stored.append({table.schema().name, table.idOf(document.get()),
                           writeTable(table.schema(), document.get(), View::Stored)});
        });
    }
    store::Dump dump = store::dumpFromDocuments(stored, dumpCollections());

    QMap<QString, QStringList> byUser;
    documents.of<Subscription>().forEach([&](const Subscription& subscription) {
        if (subscription.principalKind == PrincipalKind::User &&
            subscription.state == SubscriptionState::Active) {
            const Api* const api = documents.of<Api>().at(subscription.apiId);
            byUser[subscription.principal].append(api ? documents.addressOf(*api) : subscription.api);
        }
    });
    QJsonArray lists;
    for (auto user = byUser.begin(); user != byUser.end(); ++user) {
        user.value().sort();
        lists.append(
            QJsonObject{{u"username"_s, user.key()}, {u"apis"_s, QJsonArray::fromStringList(user.value())}});
    }
    dump.collections.insert(u"subscriptions"_s, lists);
    return dump;
}

void addRecords(store::Dump& dump, const QJsonArray& records)
{
    dump.collections.insert(ownRecords, records);
}

std::optional<QJsonArray> takeRecords(store::Dump& dump)
{
    if (!dump.collections.contains(ownRecords))
        return std::nullopt;
    return dump.collections.take(ownRecords);
}

Result<ChangeSet> restoreChanges(const Documents& documents, const store::Dump& dump,
                                 const SeedOptions* admin)
{
    ChangeSet changes(u"memory.restore"_s);
    changes.trust();
    QList<std::pair<Kind, QList<Restored>>> all;
    const Tenants tenants = tenantsIn(dump);
    for (const store::DumpCollection& row : dumpCollections()) {
        const Kind kind = *kindFromString(row.kind);
        QList<Restored> list;
        if (kind == Kind::Subscription && !dump.collections.contains(ownSubscriptions))
            list = subscriptionsOf(dump);
        else if (isReplaced(dump, row.collection))
            list = readCollection(dump, row, kind);
        else
            continue;
        if (kind == Kind::User && admin) {
            if (Result<void> applied = applyAdminTo(list, *admin); !applied)
                return applied.error();
        }
        all.append({kind, withoutDoubles(tableOf(kind), list, tenants)});
    }
    // First everything goes, so that what depends on it does not take the new documents along.
    for (const auto& [kind, list] : std::as_const(all))
        replaceKind(changes, documents, kind, list);
    for (const auto& [kind, list] : std::as_const(all)) {
        for (const Restored& restored : list)
            changes.putJson(kind, restored.id, restored.body, ReadOptions::stored(), Expected::any(),
                            restored.path);
    }
    return changes;
}

} // namespace gatehouse::control
