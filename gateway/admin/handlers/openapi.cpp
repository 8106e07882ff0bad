// SPDX-License-Identifier: GPL-3.0-or-later
// OpenAPI documents of APIs: read from the upstream or given, kept, and made into endpoints (platform-routes
// section 25).
#include "gateway/admin/handlers/schema_files.h"
#include "gateway/control/openapi_reader.h"
#include "gateway/control/upstream_fetch.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace openapi_calls {

using control::ChangeSet;

/// What the calls of this file share: the API they are about, and how they go on with its document.
class OpenApi {
public:
    OpenApi(Services& services, QObject* context)
        : m_services(services)
        , m_context(context)
    {
    }

    void read(const Call& call, const Done& done);
    void refresh(const Call& call, const Done& done);
    void import(const Call& call, const Done& done);
    static void parse(const Call& call, const Done& done);

private:
    const Api* apiOf(const Call& call, const Done& done) const
    {
        return describedApi(m_services, call, done);
    }
    const SchemaFile* kept(const Api& api) const { return keptSchema(m_services, api, SchemaType::OpenApi); }
    void fetch(const Call& call, const Done& done, const Api& api, std::function<void(QJsonObject)> then);
    void keep(ChangeSet& changes, const Api& api, const QByteArray& text, const QString& source) const
    {
        keepSchema(m_services, changes, api, SchemaType::OpenApi, text, source);
    }
    void makeEndpoints(const Call& call, const Done& done, const QJsonObject& document, ChangeSet changes);

    Services& m_services;
    QObject* m_context;
};

/// Reads the document from the servers of the API and keeps it.
void OpenApi::fetch(const Call& call, const Done& done, const Api& api, std::function<void(QJsonObject)> then)
{
    if (api.openapiUrl.isEmpty())
        return done(Reply::error(404, u"OPENAPI001"_s, u"No OpenAPI URL configured for this API"_s));
    QList<QUrl> urls;
    for (QString server : api.servers) {
        while (server.endsWith(u'/'))
            server.chop(1);
        urls.append(QUrl(server + (api.openapiUrl.startsWith(u'/') ? QString() : u"/"_s) + api.openapiUrl));
    }
    if (urls.isEmpty())
        return done(Reply::error(404, u"OPENAPI002"_s, u"No upstream servers configured"_s));
    control::UpstreamFetch::run(
        urls, m_context,
        [this, call, done, id = api.id, then](const Result<control::UpstreamFetch::Found>& found) {
            const QJsonDocument document = found ? QJsonDocument::fromJson(found->body) : QJsonDocument();
            const Api* now = m_services.documents().of<Api>().at(id);
            if (!document.isObject() || !now)
                return done(
                    Reply::error(502, u"OPENAPI003"_s, u"Failed to fetch OpenAPI spec from upstream"_s));
            ChangeSet changes(u"openapi.refresh"_s);
            keep(changes, *now, found->body, found->from.toString());
            m_services.control.apply(changes, actorOf(*call),
                                     [call, done, then, document](const Result<control::Applied>& applied) {
                                         if (!applied)
                                             return done(Reply::from(applied.error()));
                                         then(document.object());
                                     });
        });
}

void OpenApi::read(const Call& call, const Done& done)
{
    const Api* api = apiOf(call, done);
    if (!api)
        return;
    if (const SchemaFile* file = kept(*api))
        return done(Reply::object(200, QJsonDocument::fromJson(file->content.toUtf8()).object()));
    fetch(call, done, *api, [done](const QJsonObject& document) { done(Reply::object(200, document)); });
}

void OpenApi::refresh(const Call& call, const Done& done)
{
    const Api* api = apiOf(call, done);
    if (!api)
        return;
    fetch(call, done, *api, [done](const QJsonObject& document) {
        const qsizetype paths = document.value(u"paths"_s).toObject().size();
        done(Reply::object(
            200, {{u"message"_s, u"OpenAPI spec refreshed successfully"_s}, {u"endpoints_found"_s, paths}}));
    });
}

void OpenApi::makeEndpoints(const Call& call, const Done& done, const QJsonObject& document,
                            ChangeSet changes)
{
    const Api* api = apiOf(call, done);
    if (!api)
        return;
    const auto described = control::readOpenApi(document);
    if (!described)
        return done(Reply::from(described.error()));
    const QSet<QString> known = endpointKeys(m_services, *api);
    QJsonObject told{{u"message"_s, u"OpenAPI import completed"_s}};
    QJsonArray tooLarge;
    qint64 imported = 0, schemas = 0;
    for (const control::DescribedOperation& found : described->operations) {
        if (known.contains(found.method + found.uri))
            continue;
        const QString name = found.method + u' ' + found.uri;
        Operation operation = newEndpoint(*api, found.method, found.uri,
                                          found.description.isEmpty() ? name : found.description);
        operation.tags = found.tags;
        operation.operationId = found.operationId;
        operation.requestSchema = found.requestSchema;
        schemas += found.requestSchema ? 1 : 0;
        if (found.schemaTooLarge)
            tooLarge.append(name);
        changes.put(std::move(operation), control::Expected::absent(), u"paths."_s + found.uri);
        ++imported;
    }
    told.insert(u"endpoints_found"_s, qint64(described->operations.size()));
    told.insert(u"endpoints_imported"_s, imported);
    told.insert(u"endpoints_skipped"_s, qint64(described->operations.size()) - imported);
    told.insert(u"request_schemas"_s, schemas);
    if (!tooLarge.isEmpty())
        told.insert(u"request_schemas_too_large"_s, tooLarge);
    applyAndReply(m_services, call, changes, done, [told](const auto&) { return Reply::object(200, told); });
}

/// Of the document in the body, else of the one that is kept or can be fetched.
void OpenApi::import(const Call& call, const Done& done)
{
    const Api* api = apiOf(call, done);
    if (!api)
        return;
    const Result<QJsonObject> given = call->json();
    if (!given)
        return done(Reply::from(given.error()));
    if (!given->isEmpty()) {
        ChangeSet changes(u"openapi.import"_s);
        keep(changes, *api, call->body, u"uploaded by "_s + call->caller.name());
        return makeEndpoints(call, done, *given, std::move(changes));
    }
    if (const SchemaFile* file = kept(*api))
        return makeEndpoints(call, done, QJsonDocument::fromJson(file->content.toUtf8()).object(),
                             ChangeSet(u"openapi.import"_s));
    if (api->openapiUrl.isEmpty() || api->servers.isEmpty())
        return done(Reply::error(404, u"OPENAPI003"_s, u"No OpenAPI spec available"_s));
    fetch(call, done, *api, [this, call, done](const QJsonObject& document) {
        makeEndpoints(call, done, document, ChangeSet(u"openapi.import"_s));
    });
}

QJsonObject shown(const control::DescribedOperation& operation)
{
    return {{u"endpoint_uri"_s, operation.uri},
            {u"endpoint_method"_s, operation.method},
            {u"endpoint_description"_s, operation.description},
            {u"endpoint_tags"_s, QJsonArray::fromStringList(operation.tags)},
            {u"endpoint_parameters"_s, operation.parameters},
            {u"endpoint_request_body"_s,
             operation.requestBody ? QJsonValue(*operation.requestBody) : QJsonValue()},
            {u"endpoint_request_schema"_s,
             operation.requestSchema ? QJsonValue(*operation.requestSchema) : QJsonValue()},
            {u"endpoint_responses"_s, operation.responses}};
}

void OpenApi::parse(const Call& call, const Done& done)
{
    const auto refuse = [&done](Error error) {
        error.code = u"OPENAPI004"_s;
        error.message = u"Invalid OpenAPI spec"_s;
        done(Reply::from(error, 400));
    };
    const Result<QJsonObject> body = call->json();
    if (!body)
        return refuse(body.error());
    const auto described = control::readOpenApi(*body);
    if (!described)
        return refuse(described.error());
    QJsonArray endpoints;
    for (const control::DescribedOperation& operation : described->operations)
        endpoints.append(shown(operation));
    done(Reply::object(200, {{u"title"_s, described->title},
                             {u"version"_s, described->version},
                             {u"endpoints_count"_s, endpoints.size()},
                             {u"endpoints"_s, endpoints}}));
}

} // namespace openapi_calls
} // namespace

void registerOpenApi(Registry& registry, Services& services, QObject* context)
{
    using namespace openapi_calls;
    auto openApi = std::make_shared<OpenApi>(services, context);
    registry.on(CallId::OpenApiGet,
                [openApi](const Call& call, const Done& done) { openApi->read(call, done); });
    registry.on(CallId::OpenApiRefresh,
                [openApi](const Call& call, const Done& done) { openApi->refresh(call, done); });
    registry.on(CallId::OpenApiImport,
                [openApi](const Call& call, const Done& done) { openApi->import(call, done); });
    registry.on(CallId::OpenApiParse, [](const Call& call, const Done& done) { OpenApi::parse(call, done); });
}

} // namespace gatehouse::admin
