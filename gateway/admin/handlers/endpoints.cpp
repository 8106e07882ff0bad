// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/api.h"
#include "common/model/operation.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/control/proto_files.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace endpoints_calls {

using control::ChangeSet;

struct Address {
    QString method, apiName, apiVersion, uri;
};

Address addressOf(const Call& call)
{
    QString uri = call->param(u"uri"_s);
    if (!uri.startsWith(u'/'))
        uri.prepend(u'/');
    return {call->param(u"method"_s), call->param(u"api_name"_s), call->param(u"api_version"_s), uri};
}

std::vector<const Operation*> operationsOf(const Services& services, const QString& apiName,
                                           const QString& apiVersion)
{
    const Api* api = services.documents().api(apiName, apiVersion);
    if (!api)
        return {};
    return services.documents().of<Operation>().with(control::By::Api, api->id);
}

const Operation* find(const Services& services, const Address& address)
{
    for (const Operation* operation : operationsOf(services, address.apiName, address.apiVersion)) {
        if (operation->method == address.method && operation->uri == address.uri)
            return operation;
    }
    return nullptr;
}

/// A client URI must not be another operation's public path, same method.
bool clientUriTaken(const Services& services, const Address& address, const QString& clientUri)
{
    if (clientUri.isEmpty())
        return false;
    const auto others = operationsOf(services, address.apiName, address.apiVersion);
    return std::any_of(others.begin(), others.end(), [&](const Operation* other) {
        return other->method == address.method && other->uri != address.uri &&
               other->publicUri() == clientUri;
    });
}

void create(Services& services, const Call& call, const Done& done)
{
    Result<Operation> operation = documentOf<Operation>(*call);
    if (!operation)
        return done(Reply::from(operation.error()));
    const Address address{operation->method, operation->apiName, operation->apiVersion, operation->uri};
    call->audit->target = address.method + u' ' + operation->apiKey() + address.uri;
    if (find(services, address))
        return done(Reply::error(400, u"END001"_s,
                                 u"Endpoint already exists for the requested API name, version and URI"_s));
    if (clientUriTaken(services, address, operation->clientUri))
        return done(Reply::error(400, u"END001"_s, u"Client URI conflicts with an existing endpoint"_s));
    const Api* api = services.documents().api(address.apiName, address.apiVersion);
    if (!api)
        return done(
            Reply::error(400, u"END002"_s, u"API does not exist for the requested name and version"_s));
    operation->apiId = api->id;
    ChangeSet changes(u"endpoint.create"_s);
    changes.put(*operation, control::Expected::absent());
    // Where gRPC is called but nobody has said how, a simple service is assumed (platform-routes section 6).
    if (address.method == u"POST" && address.uri == u"/grpc" &&
        !control::protoFileOf(services.documents(), *api))
        changes.put(control::defaultProtoFile(*api));
    applyAndReply(services, call, changes, done, Reply::message(201, u"Endpoint created successfully"_s));
}

void update(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const Address address = addressOf(call);
    call->audit->target = address.method + u' ' + address.apiName + u'/' + address.apiVersion + address.uri;
    const Operation* operation = find(services, address);
    if (!operation)
        return done(Reply::error(400, u"END008"_s,
                                 u"Endpoint does not exist for the requested API name, version and URI"_s));
    const auto differs = [&](const QString& field, const QString& stored) {
        const QString given = body->value(field).toString();
        return !given.isEmpty() && given != stored;
    };
    if (differs(u"endpoint_method"_s, address.method) || differs(u"api_name"_s, address.apiName) ||
        differs(u"api_version"_s, address.apiVersion) || differs(u"endpoint_uri"_s, address.uri))
        return done(Reply::error(400, u"END006"_s, u"API method, name, version and URI cannot be updated"_s));
    if (clientUriTaken(services, address, body->value(u"client_uri"_s).toString()))
        return done(Reply::error(400, u"END006"_s, u"Client URI conflicts with an existing endpoint"_s));
    if (nothingToUpdate(tableOf<Operation>(), *body))
        return done(Reply::error(400, u"END007"_s, u"No data to update"_s));
    ChangeSet changes(u"endpoint.update"_s);
    changes.patch(Kind::Operation, operation->id, *body);
    applyAndReply(services, call, changes, done, Reply::message(200, u"Endpoint updated successfully"_s));
}

void remove(Services& services, const Call& call, const Done& done)
{
    const Address address = addressOf(call);
    call->audit->target = address.method + u' ' + address.apiName + u'/' + address.apiVersion + address.uri;
    const Operation* operation = find(services, address);
    if (!operation)
        return done(Reply::error(400, u"END004"_s,
                                 u"Endpoint does not exist for the requested API name, version and URI"_s));
    ChangeSet changes(u"endpoint.delete"_s);
    changes.remove(Kind::Operation, operation->id);
    applyAndReply(services, call, changes, done, Reply::message(200, u"Endpoint deleted successfully"_s));
}

void read(Services& services, const Call& call, const Done& done)
{
    const Operation* operation = find(services, addressOf(call));
    done(operation ? Reply::object(200, toJson(*operation))
                   : Reply::error(400, u"END004"_s,
                                  u"Endpoint does not exist for the requested API name, version and URI"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    auto operations = operationsOf(services, call->param(u"api_name"_s), call->param(u"api_version"_s));
    if (operations.empty())
        return done(
            Reply::error(400, u"END005"_s, u"No endpoints found for the requested API name and version"_s));
    std::sort(operations.begin(), operations.end(), [](const Operation* a, const Operation* b) {
        return std::tie(a->uri, a->method) < std::tie(b->uri, b->method);
    });
    QJsonArray endpoints;
    for (const Operation* operation : operations)
        endpoints.append(toJson(*operation));
    done(Reply::object(200, {{u"endpoints"_s, endpoints}}));
}

} // namespace endpoints_calls
} // namespace

void registerEndpoints(Registry& registry, Services& services)
{
    using namespace endpoints_calls;
    registry.on(CallId::OperationCreate, services, create);
    registry.on(CallId::OperationUpdate, services, update);
    registry.on(CallId::OperationDelete, services, remove);
    registry.on(CallId::OperationGet, services, read);
    registry.on(CallId::OperationList, services, list);
}

} // namespace gatehouse::admin
