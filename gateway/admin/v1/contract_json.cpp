// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/v1/contract_json.h"

#include "gateway/admin/v1/v1.h"
#include "gateway/control/paths.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace contract_json_calls {

ContractEndpoint endpointOf(const Api& api)
{
    ContractEndpoint endpoint;
    endpoint.url = api.servers.value(0);
    endpoint.method = fromWire<ContractProtocol>(api.type.toUpper()).value_or(ContractProtocol::Rest);
    if (api.readTimeout)
        endpoint.timeout = durationText(*api.readTimeout);
    endpoint.stripPrefix = api.stripPrefix;
    endpoint.upstreamPath = api.upstreamPath;
    return endpoint;
}

/// An endpoint address only replaces the first server: others were added elsewhere.
void applyEndpoint(Api& api, const ContractEndpoint& endpoint)
{
    if (api.servers.isEmpty())
        api.servers.append(endpoint.url);
    else
        api.servers.first() = endpoint.url;
    api.type = toWire(endpoint.method);
    api.readTimeout = endpoint.timeout.isNull() ? std::nullopt : secondsOfDuration(endpoint.timeout);
    api.stripPrefix = endpoint.stripPrefix;
    api.upstreamPath = endpoint.upstreamPath;
}

/// An API made on the platform surface has no semantic version; its number stands for one.
QString versionOf(const Api& api)
{
    return api.contractVersion.isEmpty() ? u"%1.0.0"_s.arg(api.majorVersion()) : api.contractVersion;
}

} // namespace contract_json_calls
} // namespace

ContractRequest requestOf(const Api& api)
{
    using namespace contract_json_calls;
    ContractRequest request;
    request.name = api.name;
    request.version = versionOf(api);
    request.tenant = api.tenant;
    request.displayName = api.displayName;
    request.description = api.description;
    request.endpoint = endpointOf(api);
    request.auth = {api.authType, api.keyHeader, api.keyQuery, api.authRequired, api.jwt, api.hmac};
    request.portal = {api.portalVisible, api.portalCategories};
    request.status = api.status;
    request.openapiUrl = api.openapiUrl;
    request.active = api.active;
    request.hosts = api.hosts;
    return request;
}

void applyTo(Api& api, const ContractRequest& request)
{
    using namespace contract_json_calls;
    api.name = request.name;
    if (api.version.isEmpty() || request.version != versionOf(api)) { // else it stays an API of the platform
        api.contractVersion = request.version;
        api.version = u'v' + QString::number(majorVersionOf(request.version));
    }
    api.tenant = request.tenant;
    api.displayName = request.displayName;
    api.description = request.description;
    applyEndpoint(api, request.endpoint);
    api.authType = request.auth.type;
    api.keyHeader = request.auth.header;
    api.keyQuery = request.auth.query;
    api.authRequired = request.auth.required;
    api.jwt = request.auth.jwt;
    api.hmac = request.auth.hmac;
    api.portalVisible = request.portal.visible;
    api.portalCategories = request.portal.categories;
    api.status = request.status;
    api.openapiUrl = request.openapiUrl;
    api.active = request.active;
    api.hosts = request.hosts;
}

QJsonObject contractJson(const Services&, const Api& api)
{
    using namespace contract_json_calls;
    QJsonObject object = toJson(requestOf(api));
    addHeader(object, api);
    // The same under the names of other clients.
    object.insert(u"name"_s, api.name);
    object.insert(u"version"_s, versionOf(api));
    object.insert(u"tenant_id"_s, api.tenant);
    object.insert(u"display_name"_s, textJson(api.displayName));
    object.insert(u"description"_s, textJson(api.description));
    object.insert(u"openapi_spec_url"_s, textJson(api.openapiUrl));
    const QString path = control::publishedPaths(api).value(0).prefix;
    object.insert(u"gateway_path"_s, path);
    object.insert(u"deprecated_at"_s, timeJson(api.deprecatedAt));
    object.insert(u"sunset_at"_s, timeJson(api.sunsetAt));
    object.insert(u"deprecation_reason"_s, textJson(api.deprecationReason));
    object.insert(u"replacement_contract_id"_s, textJson(api.replacementId));
    object.insert(u"grace_period_days"_s, api.gracePeriodDays);
    const bool on = api.status != ApiStatus::Draft;
    object.insert(u"bindings"_s,
                  QJsonArray{QJsonObject{
                      {u"protocol"_s, api.type.toLower()}, {u"enabled"_s, on}, {u"endpoint"_s, path}}});
    return object;
}

} // namespace gatehouse::admin::v1
