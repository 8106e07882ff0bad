// SPDX-License-Identifier: GPL-3.0-or-later
// Validations of endpoints (platform-routes section 6). Each call has two addresses.
#include "common/model/operation.h"
#include "gateway/admin/handlers/document_calls.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace validations_calls {

using control::ChangeSet;

const EndpointValidation* validationOf(const Services& services, const QString& endpointId)
{
    return services.documents().of<EndpointValidation>().first(control::By::Operation, endpointId);
}

bool endpointExists(const Services& services, const QString& id)
{
    return services.documents().table(Kind::Operation).contains(id);
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const Result<EndpointValidation> validation = fromJson<EndpointValidation>(*body);
    if (const auto refused = blankRefusal(*body, {u"endpoint_id"_s}, u"END013"_s,
                                          u"Endpoint ID is required"_s, faultsOf(validation)))
        return done(*refused);
    if (!validation)
        return done(Reply::from(validation.error()));
    call->audit->target = validation->endpointId;
    if (validationOf(services, validation->endpointId))
        return done(Reply::error(400, u"END017"_s, u"Endpoint validation already exists"_s));
    if (!endpointExists(services, validation->endpointId))
        return done(Reply::error(400, u"END015"_s, u"Endpoint does not exist"_s));
    ChangeSet changes(u"endpoint_validation.create"_s);
    changes.put(*validation, control::Expected::absent());
    applyAndReply(services, call, changes, done,
                  Reply::message(201, u"Endpoint validation created successfully"_s));
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString endpoint = call->param(u"endpoint_id"_s);
    call->audit->target = endpoint;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    if (!endpointExists(services, endpoint))
        return done(Reply::error(400, u"END022"_s, u"Endpoint does not exist"_s));
    const EndpointValidation* stored = validationOf(services, endpoint);
    if (!stored)
        return done(Reply::error(400, u"END018"_s, u"Endpoint validation does not exist"_s));
    if (nothingToUpdate(tableOf<EndpointValidation>(), *body))
        return done(Reply::error(400, u"END021"_s, u"Validation schema is required"_s));
    ChangeSet changes(u"endpoint_validation.update"_s);
    changes.patch(Kind::EndpointValidation, stored->id, *body, ReadOptions::platformPatch(),
                  expectedOf(*call));
    applyAndReply(services, call, changes, done, [&services, endpoint](const auto&) {
        const EndpointValidation* now = validationOf(services, endpoint);
        QJsonObject told = now ? toJson(*now) : QJsonObject();
        told.insert(u"message"_s, u"Endpoint validation updated successfully"_s);
        return Reply::object(200, told);
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString endpoint = call->param(u"endpoint_id"_s);
    call->audit->target = endpoint;
    ChangeSet changes(u"endpoint_validation.delete"_s);
    if (const EndpointValidation* stored = validationOf(services, endpoint))
        changes.remove(Kind::EndpointValidation, stored->id, expectedOf(*call));
    applyAndReply(services, call, changes, done,
                  Reply::message(200, u"Endpoint validation deleted successfully"_s));
}

void read(Services& services, const Call& call, const Done& done)
{
    const EndpointValidation* stored = validationOf(services, call->param(u"endpoint_id"_s));
    done(stored ? withRevision(*call, *stored, toJson(*stored))
                : Reply::error(400, u"END018"_s, u"Endpoint validation does not exist"_s));
}

} // namespace validations_calls
} // namespace

void registerValidations(Registry& registry, Services& services)
{
    using namespace validations_calls;
    for (const CallId id : {CallId::ValidationCreate, CallId::ValidationCreateAlias})
        on(registry, services, id, create);
    for (const CallId id : {CallId::ValidationUpdate, CallId::ValidationUpdateAlias})
        on(registry, services, id, update);
    for (const CallId id : {CallId::ValidationDelete, CallId::ValidationDeleteAlias})
        on(registry, services, id, remove);
    for (const CallId id : {CallId::ValidationGet, CallId::ValidationGetAlias})
        on(registry, services, id, read);
}

} // namespace gatehouse::admin
