// SPDX-License-Identifier: GPL-3.0-or-later
// WSDL documents of SOAP APIs: read from the upstream or given, kept, and made into endpoints
// (platform-routes section 25).
#include "gateway/admin/handlers/schema_files.h"
#include "gateway/control/upstream_fetch.h"
#include "gateway/control/wsdl_reader.h"

#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace wsdl_calls {

using control::ChangeSet;
using control::WsdlDescription;

/// A document with what is in it.
struct Described {
    QString text;
    WsdlDescription description;
};

class Wsdl {
public:
    Wsdl(Services& services, QObject* context)
        : m_services(services)
        , m_context(context)
    {
    }

    void read(const Call& call, const Done& done);
    void refresh(const Call& call, const Done& done);
    void import(const Call& call, const Done& done);
    static void parse(const Call& call, const Done& done);

private:
    using Then = std::function<void(const Described&)>;
    static Result<QUrl> addressOf(const Api& api);
    const SchemaFile* fresh(const Api& api) const;
    void fetch(const Call& call, const Done& done, const Api& api, Then then);
    void onFetched(const Call& call, const Done& done, const QByteArray& text, const QUrl& from,
                   const Then& then);
    void makeEndpoints(const Call& call, const Done& done, const WsdlDescription& wsdl, ChangeSet changes);

    Services& m_services;
    QObject* m_context;
};

/// api_wsdl_url is absolute, or a path on the first server.
Result<QUrl> Wsdl::addressOf(const Api& api)
{
    const auto error = [](const QString& code, const QString& text) { return Error::notFound(text, code); };
    if (api.wsdlUrl.isEmpty())
        return error(u"WSDL001"_s, u"No WSDL URL configured for this API"_s);
    QString address = api.wsdlUrl;
    if (!address.contains(u"://"_s)) {
        if (api.servers.isEmpty())
            return error(u"WSDL002"_s, u"No upstream servers configured"_s);
        QString server = api.servers.first();
        while (server.endsWith(u'/'))
            server.chop(1);
        address = server + (address.startsWith(u'/') ? QString() : u"/"_s) + address;
        if (!server.contains(u"://"_s))
            address.prepend(u"http://"_s);
    }
    const QUrl url(address);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http" && url.scheme() != u"https"))
        return Error::invalid(u"api_wsdl_url"_s, u"format"_s,
                              u"must be an http or https address, or a path on the first server"_s);
    return url;
}

/// The kept document, unless it is older than the cache keeps it or comes from another address. What was
/// uploaded for an API without address stays.
const SchemaFile* Wsdl::fresh(const Api& api) const
{
    constexpr qint64 keptMs = 3'600'000;
    const SchemaFile* file = keptSchema(m_services, api, SchemaType::Wsdl);
    if (!file || api.wsdlUrl.isEmpty())
        return file;
    const Result<QUrl> address = addressOf(api);
    const bool same = address && file->source == address->toString();
    return same && m_services.clock.wallMs() - file->fetchedAt.ms < keptMs ? file : nullptr;
}

void Wsdl::fetch(const Call& call, const Done& done, const Api& api, Then then)
{
    const Result<QUrl> address = addressOf(api);
    if (!address)
        return done(Reply::from(address.error()));
    control::UpstreamFetch::run(
        {*address}, m_context,
        [this, call, done, then = std::move(then)](const Result<control::UpstreamFetch::Found>& found) {
            if (!found)
                return done(Reply::error(502, u"WSDL003"_s, u"Failed to fetch WSDL from upstream"_s));
            onFetched(call, done, found->body, found->from, then);
        });
}

void Wsdl::onFetched(const Call& call, const Done& done, const QByteArray& text, const QUrl& from,
                     const Then& then)
{
    const Result<WsdlDescription> wsdl = control::readWsdl(text);
    if (!wsdl)
        return done(Reply::from(wsdl.error(), 400));
    const Api* api = describedApi(m_services, call, done); // it may be gone meanwhile
    if (!api)
        return;
    ChangeSet changes(u"wsdl.refresh"_s);
    keepSchema(m_services, changes, *api, SchemaType::Wsdl, text, from.toString());
    m_services.control.apply(changes, actorOf(*call),
                             [call, done, then, described = Described{QString::fromUtf8(text), *wsdl}](
                                 const Result<control::Applied>& applied) {
                                 if (!applied)
                                     return done(Reply::from(applied.error()));
                                 then(described);
                             });
}

void Wsdl::read(const Call& call, const Done& done)
{
    const auto answer = [done](const QString& text, bool cached) {
        done(Reply::object(200, {{u"wsdl"_s, text}, {u"cached"_s, cached}}));
    };
    const Api* api = describedApi(m_services, call, done);
    if (!api)
        return;
    if (const SchemaFile* file = fresh(*api))
        return answer(file->content, true);
    fetch(call, done, *api, [answer](const Described& found) { answer(found.text, false); });
}

void Wsdl::refresh(const Call& call, const Done& done)
{
    const Api* api = describedApi(m_services, call, done);
    if (!api)
        return;
    fetch(call, done, *api, [done](const Described& found) {
        done(Reply::object(200, {{u"message"_s, u"WSDL refreshed successfully"_s},
                                 {u"service_name"_s, found.description.serviceName},
                                 {u"operations_found"_s, found.description.operations.size()}}));
    });
}

void Wsdl::makeEndpoints(const Call& call, const Done& done, const WsdlDescription& wsdl, ChangeSet changes)
{
    const Api* api = describedApi(m_services, call, done);
    if (!api)
        return;
    const QSet<QString> known = endpointKeys(m_services, *api);
    qint64 imported = 0;
    for (const control::WsdlOperation& found : wsdl.operations) {
        const QString uri = u'/' + QString::fromLatin1(QUrl::toPercentEncoding(found.name));
        if (known.contains(u"POST"_s + uri))
            continue;
        const QString text =
            found.description.isEmpty() ? u"SOAP operation "_s + found.name : found.description;
        Operation operation = newEndpoint(*api, u"POST"_s, uri, text);
        operation.operationId = found.name;
        changes.put(std::move(operation), control::Expected::absent(), u"operations."_s + found.name);
        ++imported;
    }
    const qint64 total = wsdl.operations.size();
    applyAndReply(m_services, call, changes, done,
                  [imported, total, service = wsdl.serviceName](const auto&) {
                      return Reply::object(200, {{u"message"_s, u"WSDL import completed"_s},
                                                 {u"service_name"_s, service},
                                                 {u"operations_found"_s, total},
                                                 {u"endpoints_imported"_s, imported},
                                                 {u"endpoints_skipped"_s, total - imported}});
                  });
}

/// Of the document in the body, else of the one that is kept or can be fetched.
void Wsdl::import(const Call& call, const Done& done)
{
    const Api* api = describedApi(m_services, call, done);
    if (!api)
        return;
    ChangeSet changes(u"wsdl.import"_s);
    const bool given = call->body.trimmed().startsWith('<'); // clients may send {} where nothing is wanted
    const SchemaFile* file = given ? nullptr : fresh(*api);
    if (given || file) {
        const QByteArray text = given ? call->body : file->content.toUtf8();
        const Result<WsdlDescription> wsdl = control::readWsdl(text);
        if (!wsdl)
            return done(Reply::from(wsdl.error(), 400));
        if (given)
            keepSchema(m_services, changes, *api, SchemaType::Wsdl, text,
                       u"uploaded by "_s + call->caller.name());
        return makeEndpoints(call, done, *wsdl, std::move(changes));
    }
    const Result<QUrl> address = addressOf(*api);
    if (!address && address.error().type == ErrorType::NotFound)
        return done(Reply::error(404, u"WSDL003"_s, u"No WSDL available"_s));
    fetch(call, done, *api, [this, call, done](const Described& found) {
        makeEndpoints(call, done, found.description, ChangeSet(u"wsdl.import"_s));
    });
}

void Wsdl::parse(const Call& call, const Done& done)
{
    const Result<WsdlDescription> wsdl = control::readWsdl(call->body);
    if (!wsdl)
        return done(Reply::from(wsdl.error(), 400));
    QJsonArray operations;
    for (const control::WsdlOperation& found : wsdl->operations)
        operations.append(QJsonObject{{u"name"_s, found.name},
                                      {u"soap_action"_s, found.soapAction},
                                      {u"input_message"_s, found.inputMessage},
                                      {u"output_message"_s, found.outputMessage}});
    done(Reply::object(200, {{u"service_name"_s, wsdl->serviceName},
                             {u"target_namespace"_s, wsdl->targetNamespace},
                             {u"operations"_s, operations},
                             {u"endpoints_count"_s, operations.size()}}));
}

} // namespace wsdl_calls
} // namespace

void registerWsdl(Registry& registry, Services& services, QObject* context)
{
    using namespace wsdl_calls;
    auto wsdl = std::make_shared<Wsdl>(services, context);
    registry.on(CallId::WsdlGet, [wsdl](const Call& call, const Done& done) { wsdl->read(call, done); });
    registry.on(CallId::WsdlRefresh,
                [wsdl](const Call& call, const Done& done) { wsdl->refresh(call, done); });
    registry.on(CallId::WsdlImport, [wsdl](const Call& call, const Done& done) { wsdl->import(call, done); });
    registry.on(CallId::WsdlParse, [](const Call& call, const Done& done) { Wsdl::parse(call, done); });
}

} // namespace gatehouse::admin
