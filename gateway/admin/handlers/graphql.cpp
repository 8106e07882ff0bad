// SPDX-License-Identifier: GPL-3.0-or-later
// Schemas of GraphQL APIs: asked of the upstream and kept for an hour (platform-routes rows 162 to 164).
#include "gateway/admin/handlers/schema_files.h"
#include "gateway/control/graphql_schema.h"
#include "gateway/control/servers.h"
#include "gateway/control/upstream_fetch.h"

#include <QJsonDocument>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace graphql_calls {

using control::GraphQlSchema;
using control::UpstreamFetch;

class GraphQl {
public:
    GraphQl(Services& services, QObject* context)
        : m_services(services)
        , m_context(context)
    {
    }

    void read(const Call& call, const Done& done);
    void refresh(const Call& call, const Done& done);
    void types(const Call& call, const Done& done);

private:
    using Then = std::function<void(const GraphQlSchema&)>;
    QUrl addressOf(const Api& api) const;
    std::optional<GraphQlSchema> fresh(const Api& api) const;
    void fetch(const Call& call, const Done& done, const Api& api, const QString& failure, Then then);
    void keep(const Call& call, const Done& done, const GraphQlSchema& schema, const QUrl& from,
              const Then& then);

    Services& m_services;
    QObject* m_context;
};

/// The first server and api_graphql_schema_url, which may also be an address of its own. Empty without a
/// server.
QUrl GraphQl::addressOf(const Api& api) const
{
    const QString path = api.graphqlSchemaUrl.isEmpty() ? u"/graphql"_s : api.graphqlSchemaUrl;
    if (path.contains(u"://"_s))
        return QUrl(path);
    const QStringList servers = control::serversOf(m_services.documents(), api).addresses;
    if (servers.isEmpty())
        return {};
    QString server = servers.first();
    while (server.endsWith(u'/'))
        server.chop(1);
    return QUrl((server.contains(u"://"_s) ? QString() : u"http://"_s) + server +
                (path.startsWith(u'/') ? QString() : u"/"_s) + path);
}

/// The kept schema, unless it is older than it is kept or comes from another address.
std::optional<GraphQlSchema> GraphQl::fresh(const Api& api) const
{
    constexpr qint64 keptMs = 3'600'000;
    const SchemaFile* const file = keptSchema(m_services, api, SchemaType::GraphQl);
    if (!file || file->source != addressOf(api).toString() ||
        m_services.clock.wallMs() - file->fetchedAt.ms >= keptMs)
        return std::nullopt;
    const auto schema = control::readGraphQlSchema(QJsonDocument::fromJson(file->content.toUtf8()).object());
    return schema ? std::optional(*schema) : std::nullopt;
}

void GraphQl::fetch(const Call& call, const Done& done, const Api& api, const QString& failure, Then then)
{
    const QUrl address = addressOf(api);
    if (address.isEmpty())
        return done(Reply::error(404, u"GQL001"_s, u"No upstream servers configured"_s));
    const control::Servers servers = control::serversOf(m_services.documents(), api);
    UpstreamFetch::Options options{control::introspectionQuestion(), control::tlsConfigurationOf(servers.tls),
                                   servers.tls ? servers.tls->serverName : QString()};
    UpstreamFetch::run(
        {address}, std::move(options), m_context,
        [=, this, then = std::move(then)](const Result<UpstreamFetch::Found>& found) {
            const auto schema =
                found ? control::readGraphQlAnswer(found->body) : Result<GraphQlSchema>(found.error());
            if (!schema)
                return done(Reply::error(502, u"GQL002"_s, failure + u": "_s + schema.error().text()));
            keep(call, done, *schema, address, then);
        });
}

void GraphQl::keep(const Call& call, const Done& done, const GraphQlSchema& schema, const QUrl& from,
                   const Then& then)
{
    const Api* const api = describedApi(m_services, call, done); // it may be gone meanwhile
    if (!api)
        return;
    control::ChangeSet changes(u"graphql.refresh"_s);
    keepSchema(m_services, changes, *api, SchemaType::GraphQl,
               QJsonDocument(schema.schema).toJson(QJsonDocument::Compact), from.toString());
    m_services.control.apply(changes, actorOf(*call),
                             [call, done, then, schema](const Result<control::Applied>& applied) {
                                 if (!applied)
                                     return done(Reply::from(applied.error()));
                                 then(schema);
                             });
}

void GraphQl::read(const Call& call, const Done& done)
{
    const Api* const api = describedApi(m_services, call, done);
    if (!api)
        return;
    const auto answer = [done](const GraphQlSchema& schema, bool cached) {
        done(Reply::object(200, {{u"schema"_s, schema.schema},
                                 {u"cached"_s, cached},
                                 {u"operation_types"_s, schema.operationTypes()},
                                 {u"has_subscriptions"_s, schema.hasSubscriptions()}}));
    };
    if (const auto kept = fresh(*api))
        return answer(*kept, true);
    fetch(call, done, *api, u"Failed to fetch schema from upstream"_s,
          [answer](const GraphQlSchema& schema) { answer(schema, false); });
}

void GraphQl::refresh(const Call& call, const Done& done)
{
    const Api* const api = describedApi(m_services, call, done);
    if (!api)
        return;
    fetch(call, done, *api, u"Failed to fetch schema"_s, [done](const GraphQlSchema& schema) {
        done(Reply::object(200, {{u"message"_s, u"Schema refreshed successfully"_s},
                                 {u"types_count"_s, schema.types().size()},
                                 {u"has_subscriptions"_s, schema.hasSubscriptions()}}));
    });
}

void GraphQl::types(const Call& call, const Done& done)
{
    const Api* const api = describedApi(m_services, call, done);
    if (!api)
        return;
    const auto kept = fresh(*api);
    if (!kept)
        return done(Reply::error(404, u"GQL003"_s, u"Schema not cached. Call GET schema first."_s));
    const QJsonArray types = kept->types();
    done(Reply::object(200, {{u"types"_s, types}, {u"types_count"_s, types.size()}}));
}

} // namespace graphql_calls
} // namespace

void registerGraphQl(Registry& registry, Services& services, QObject* context)
{
    using namespace graphql_calls;
    auto graphQl = std::make_shared<GraphQl>(services, context);
    registry.on(CallId::GraphQlSchema,
                [graphQl](const Call& call, const Done& done) { graphQl->read(call, done); });
    registry.on(CallId::GraphQlRefresh,
                [graphQl](const Call& call, const Done& done) { graphQl->refresh(call, done); });
    registry.on(CallId::GraphQlTypes,
                [graphQl](const Call& call, const Done& done) { graphQl->types(call, done); });
}

} // namespace gatehouse::admin
