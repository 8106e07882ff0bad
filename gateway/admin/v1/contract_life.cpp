// SPDX-License-Identifier: GPL-3.0-or-later
// Contracts: publish, deprecate, reactivate, and the operations of an OpenAPI document.
#include "gateway/admin/v1/contract_find.h"
#include "gateway/admin/v1/contract_json.h"
#include "gateway/admin/v1/openapi_import.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace contract_life_calls {

using control::ChangeSet;

using Refusal = std::optional<Reply>;

/// What the runbook's clients read after publishing.
QJsonObject publishedJson(const Services& services, const Api& api)
{
    QJsonObject object = contractJson(services, api);
    object.insert(u"bindings_generated"_s, object.value(u"bindings"_s));
    return object;
}

void publish(Services& services, const Call& call, const Done& done)
{
    constexpr Resource<Api> published{contractOf, publishedJson};
    editOne(published, services, call, done, u"contract.publish"_s, [](Api& api) -> Refusal {
        if (api.status == ApiStatus::Published)
            return Reply::error(409, u"GH007"_s, u"The contract is published already"_s);
        api.status = ApiStatus::Published;
        return std::nullopt;
    });
}

void deprecate(Services& services, const Call& call, const Done& done)
{
    const Result<DeprecateRequest> request = bodyAs<DeprecateRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    const qint64 now = services.clock.wallMs();
    editOne(contracts, services, call, done, u"contract.deprecate"_s, [&](Api& api) -> Refusal {
        if (api.status == ApiStatus::Deprecated)
            return wrongState(u"The contract is deprecated already"_s);
        api.status = ApiStatus::Deprecated;
        api.deprecatedAt = {now};
        api.deprecationReason = request->reason;
        api.sunsetAt = request->sunsetAt;
        api.replacementId = request->replacementId;
        api.gracePeriodDays = request->gracePeriodDays;
        return std::nullopt;
    });
}

void reactivate(Services& services, const Call& call, const Done& done)
{
    editOne(contracts, services, call, done, u"contract.reactivate"_s, [](Api& api) -> Refusal {
        if (api.status != ApiStatus::Deprecated)
            return wrongState(u"The contract is %1, not deprecated"_s.arg(toWire(api.status)));
        api.status = ApiStatus::Published;
        api.deprecatedAt = {};
        api.sunsetAt = {};
        api.deprecationReason.clear();
        api.replacementId.clear();
        api.gracePeriodDays = 0;
        return std::nullopt;
    });
}

void import(Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto api = contractOf(services, *call, refused);
    if (!api)
        return done(refused);
    const Result<QJsonObject> document = call->json();
    if (!document)
        return done(Reply::from(document.error()));
    const Result<OperationChanges> wanted = operationChanges(services.documents(), *api, *document);
    if (!wanted)
        return done(Reply::from(wanted.error()));
    ChangeSet changes(u"contract.import"_s);
    for (const Operation& operation : wanted->put)
        changes.put(operation, control::Expected::any(),
                    u"paths.%1.%2"_s.arg(operation.uri, operation.method.toLower()));
    for (const QString& id : wanted->removed)
        changes.remove(Kind::Operation, id);
    const QJsonObject summary{{u"operations"_s, wanted->put.size()},
                              {u"added"_s, wanted->added},
                              {u"changed"_s, wanted->put.size() - wanted->added},
                              {u"removed"_s, wanted->removed.size()}};
    apply(services, call, changes, done, [summary](const auto&) { return Reply::raw(200, summary); });
}

} // namespace contract_life_calls
} // namespace

void registerContractLife(Registry& registry, Services& services)
{
    using namespace contract_life_calls;
    onAll(registry, services, {CallId::ContractPublish, CallId::ContractPublishIn}, publish);
    onAll(registry, services, {CallId::ContractDeprecate, CallId::ContractDeprecateIn}, deprecate);
    onAll(registry, services, {CallId::ContractReactivate, CallId::ContractReactivateIn}, reactivate);
    onAll(registry, services, {CallId::ContractImport, CallId::ContractImportIn}, import);
}

} // namespace gatehouse::admin::v1
