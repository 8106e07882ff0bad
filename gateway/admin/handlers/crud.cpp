// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in storage: its collections, and their records out and in.
#include "common/api/requests.h"
#include "common/core/ids.h"
#include "common/core/later.h"
#include "common/model/api.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/control/record_keeper.h"
#include "gateway/filters/json_text.h"

#include <algorithm>
#include <map>
#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace crud_calls {

using control::RecordCollection;
using control::RecordPage;
using filters::Json;
using Items = std::vector<std::pair<QString, QByteArray>>;

std::map<QString, std::vector<const Api*>> apisByCollection(const Services& services)
{
    std::map<QString, std::vector<const Api*>> apis;
    services.documents().of<Api>().forEach([&apis](const Api& api) {
        if (api.isCrud)
            apis[control::collectionOf(api)].push_back(&api);
    });
    return apis;
}

QJsonObject limitsOf(const store::RecordLimits& limits)
{
    return {
        {u"record_bytes"_s, limits.recordBytes}, {u"records"_s, limits.records}, {u"bytes"_s, limits.bytes}};
}

/// `tenant`: whose collections alone are told; empty: all.
void tellCollections(const Services& services, const QString& tenant, const QList<RecordCollection>& found,
                     const Done& done)
{
    const auto isTold = [&tenant](const QString& name) {
        return tenant.isEmpty() || control::tenantOfCollection(name) == tenant;
    };
    auto apis = apisByCollection(services);
    std::map<QString, RecordCollection> all;
    for (const auto& [name, users] : apis) {
        if (isTold(name))
            all[name].name = name;
    }
    qint64 bytes = 0;
    for (const RecordCollection& collection : found) {
        if (!isTold(collection.name))
            continue;
        all[collection.name] = collection;
        bytes += collection.bytes;
    }
    QJsonArray list;
    for (const auto& [name, collection] : all) {
        QStringList keys;
        for (const Api* api : apis[name])
            keys.append(api->key());
        keys.sort();
        list.append(QJsonObject{{u"collection"_s, name},
                                {u"records"_s, collection.records},
                                {u"bytes"_s, collection.bytes},
                                {u"apis"_s, QJsonArray::fromStringList(keys)}});
    }
    done(Reply::object(
        200,
        {{u"collections"_s, list}, {u"bytes"_s, bytes}, {u"limits"_s, limitsOf(services.records.limits())}}));
}

void collections(Services& services, const Call& call, const Done& done, QObject* context)
{
    services.records.collections(
        context, [&services, tenant = tenantOf(*call), done](const QList<RecordCollection>& found) {
            tellCollections(services, tenant, found, done);
        });
}

Reply nothingThere()
{
    return Reply::error(404, u"CRUD404"_s, u"Resource not found"_s);
}

Reply invalid(const protocols::CrudFaults& faults)
{
    return Reply::error(400, u"CRUD400"_s, u"Validation failed: "_s + QString::fromStdString(faults.text()));
}

Reply refusalOf(const Error& error)
{
    if (error.code == u"CRUD413")
        return Reply::error(413, error.code, error.message);
    return error.code == u"CRUD507" ? Reply::error(507, error.code, error.message) : Reply::from(error);
}

/// As text: numbers keep their digits.
Reply replyWith(const Services& services, const std::string& json)
{
    const bool strict = services.settings.flag(config::Setting::StrictEnvelope);
    const std::string body =
        strict ? filters::JsonObjectText().add("status_code", 200).addRaw("response", json).take() : json;
    return Reply::bytes(200, "application/json", QByteArray::fromStdString(body));
}

void exportRecords(Services& services, const Call& call, const Done& done, QObject* context)
{
    const Result<Paging> paging = pagingOf(*call, 100, 1000);
    if (!paging)
        return done(Reply::from(paging.error()));
    const QString name = call->param(u"collection"_s);
    const qint64 from = qint64(paging->page - 1) * paging->size;
    const auto tell = [&services, done, name, from, paging = *paging](const RecordPage& page) {
        if (!page.known && !apisByCollection(services).contains(name))
            return done(nothingThere());
        const std::string json = filters::JsonObjectText()
                                     .add("collection", name.toStdString())
                                     .addRaw("items", page.json)
                                     .add("page", paging.page)
                                     .add("page_size", paging.size)
                                     .addRaw("has_next", from + paging.size < page.total ? "true" : "false")
                                     .add("total", page.total)
                                     .take();
        done(replyWith(services, json));
    };
    services.records.page(name, from, paging->size, context, tell);
}

/// The schemas of APIs with built-in storage, each compiled once per revision of its API.
class Schemas {
public:
    using List = std::vector<std::shared_ptr<const protocols::CrudSchema>>;

    /// Of all APIs that use the collection.
    List of(const Services& services, const QString& collection);

private:
    static constexpr qsizetype mostKept = 1000;
    struct Compiled {
        qint64 revision = 0;
        std::shared_ptr<const protocols::CrudSchema> schema;
    };
    QHash<QString, Compiled> m_compiled; ///< by API id
};

Schemas::List Schemas::of(const Services& services, const QString& collection)
{
    List schemas;
    const auto apis = apisByCollection(services);
    const auto users = apis.find(collection);
    if (users == apis.end())
        return schemas;
    if (m_compiled.size() > mostKept) // of APIs that have gone, most likely
        m_compiled.clear();
    for (const Api* api : users->second) {
        if (!api->crudSchema)
            continue;
        Compiled& compiled = m_compiled[api->id];
        if (!compiled.schema || compiled.revision != api->revision) {
            Faults known; // were told when the API was stored
            compiled = {api->revision, std::make_shared<const protocols::CrudSchema>(
                                           protocols::CrudSchema::compile(*api->crudSchema, {}, known))};
        }
        schemas.push_back(compiled.schema);
    }
    return schemas;
}

/// The records of a body, each checked by the schemas of all APIs that use the collection.
Items itemsOf(const Json& list, const Schemas::List& schemas, protocols::CrudFaults& faults)
{
    Items items;
    QSet<QString> ids;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        protocols::CrudFaults own;
        std::string text;
        list.items()[i].write(text);
        std::optional<Json> record = protocols::readRecord(text, own);
        std::string id = record ? protocols::takeId(*record, own) : std::string();
        if (id.empty())
            id = newId().toStdString();
        for (const auto& schema : schemas) {
            if (record)
                schema->check(*record, false, own);
        }
        const QString key = QString::fromStdString(id);
        if (ids.contains(key))
            own.add("_id", "is there twice");
        ids.insert(key);
        if (!own.isEmpty())
            faults.add("items[" + std::to_string(i) + "]", own.text());
        else
            items.emplace_back(key, protocols::recordText(id, *record));
    }
    return items;
}

/// Of a collection that is there.
void putRecords(Services& services, const Call& call, const Done& done, QObject* context, Schemas& schemas,
                bool replace)
{
    const QString name = call->param(u"collection"_s);
    const auto json = Json::parse({call->body.constData(), std::size_t(call->body.size())});
    const Json* const list = json ? json->find("items") : nullptr;
    if (!list)
        return done(Reply::error(400, u"CRUD400"_s, u"Validation failed: body: is too deep or too large"_s));
    protocols::CrudFaults faults;
    Items items = itemsOf(*list, schemas.of(services, name), faults);
    if (!faults.isEmpty())
        return done(invalid(faults));
    const auto imported = qint64(items.size());
    call->audit->target = name;
    services.records.put(name, std::move(items), replace, context,
                         [call, done, imported](const Result<qint64>& removed) {
                             if (!removed)
                                 return done(refusalOf(removed.error()));
                             call->audit->details = {{u"imported"_s, imported}, {u"removed"_s, *removed}};
                             done(Reply::object(200, {{u"imported"_s, imported}, {u"removed"_s, *removed}}));
                         });
}

void importRecords(Services& services, const Call& call, const Done& done, QObject* context, Schemas& schemas)
{
    const auto request = documentOf<CrudImportRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    const auto put = [&services, call, done, context, &schemas, replace = request->replace] {
        putRecords(services, call, done, context, schemas, replace);
    };
    const QString name = call->param(u"collection"_s);
    if (apisByCollection(services).contains(name))
        return put();
    services.records.page(name, 0, 0, context,
                          [put, done](const RecordPage& page) { page.known ? put() : done(nothingThere()); });
}

void drop(Services& services, const Call& call, const Done& done, QObject* context)
{
    const QString name = call->param(u"collection"_s);
    services.records.drop(name, context, [call, name, done](const Result<qint64>& removed) {
        if (!removed && removed.error().type == ErrorType::NotFound)
            return done(nothingThere());
        call->audit->target = name;
        if (!removed)
            return done(Reply::from(removed.error()));
        call->audit->details = {{u"removed"_s, *removed}};
        done(Reply::object(200, {{u"removed"_s, *removed}}));
    });
}

/// One record, by the same rules as those of traffic.
void askForRecord(Services& services, const Call& call, const Done& done, QObject* context,
                  protocols::CrudCall asked)
{
    using Status = protocols::CrudOutcome::Status;
    asked.collection = call->param(u"collection"_s).toStdString();
    asked.id = call->param(u"record"_s).toStdString();
    const bool removed = asked.op == protocols::CrudCall::Op::Remove;
    if (asked.op != protocols::CrudCall::Op::Get)
        call->audit->target = call->param(u"collection"_s) + u'/' + call->param(u"record"_s);
    const auto finish = [&services, done, removed](const protocols::CrudOutcome& outcome) {
        if (outcome.status == Status::Done)
            return done(removed ? Reply::object(200, {{u"removed"_s, 1}})
                                : replyWith(services, outcome.json));
        const protocols::CrudError error = protocols::errorOf(outcome);
        done(Reply::error(error.status, QString::fromLatin1(error.code.data(), qsizetype(error.code.size())),
                          QString::fromUtf8(error.text.data(), qsizetype(error.text.size()))));
    };
    const bool taken = services.records.submit(std::move(asked), [&]() -> protocols::CrudKeeper::Done {
        return [context, finish](protocols::CrudOutcome outcome) {
            later(context, [finish, outcome = std::move(outcome)] { finish(outcome); });
        };
    });
    if (!taken)
        finish({Status::Unavailable, "Storage is not available: too many calls wait for it", {}, 0});
}

void updateRecord(Services& services, const Call& call, const Done& done, QObject* context, Schemas& schemas)
{
    protocols::CrudCall asked;
    asked.op = protocols::CrudCall::Op::Update;
    asked.id = call->param(u"record"_s).toStdString();
    protocols::CrudFaults faults;
    const std::string_view body(call->body.constData(), std::size_t(call->body.size()));
    protocols::takeRecord(body, {}, "path", asked, faults);
    if (faults.isEmpty()) {
        for (const auto& schema : schemas.of(services, call->param(u"collection"_s)))
            schema->check(asked.body, true, faults);
    }
    if (!faults.isEmpty())
        return done(invalid(faults));
    askForRecord(services, call, done, context, std::move(asked));
}

protocols::CrudCall recordCall(protocols::CrudCall::Op op)
{
    protocols::CrudCall asked;
    asked.op = op;
    return asked;
}

} // namespace crud_calls
} // namespace

void registerCrud(Registry& registry, Services& services, QObject* context)
{
    using namespace crud_calls;
    const auto on = [&registry, &services, context](CallId id, auto handler) {
        registry.on(id, [&services, context, handler](const Call& call, const Done& done) {
            handler(services, call, done, context);
        });
    };
    const auto schemas = std::make_shared<Schemas>();
    const auto onChecked = [&registry, &services, context, schemas](CallId id, auto handler) {
        registry.on(id, [&services, context, schemas, handler](const Call& call, const Done& done) {
            handler(services, call, done, context, *schemas);
        });
    };
    on(CallId::CrudCollections, collections);
    on(CallId::CrudExport, exportRecords);
    on(CallId::CrudDrop, drop);
    onChecked(CallId::CrudImport, importRecords);
    onChecked(CallId::CrudRecordUpdate, updateRecord);
    using Op = protocols::CrudCall::Op;
    for (const auto& [id, op] :
         {std::pair(CallId::CrudRecordGet, Op::Get), std::pair(CallId::CrudRecordDelete, Op::Remove)})
        registry.on(id, [&services, context, op = op](const Call& call, const Done& done) {
            askForRecord(services, call, done, context, recordCall(op));
        });
}

} // namespace gatehouse::admin
