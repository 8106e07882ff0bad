// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/v1_requests.h"
#include "common/model/table_builder.h"

#include <QRegularExpression>

#include <cmath>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable endpointTable()
{
    using E = ContractEndpoint;
    TableBuilder<E> t(u"contract endpoint"_s);
    t.field(u"url"_s, &E::url, u"Address"_s, u"Where the calls go, with an optional base path."_s)
        .required()
        .length(1, 2048)
        .format(TextFormat::Url);
    t.field(u"method"_s, &E::method, u"Protocol"_s, u"REST, GRAPHQL, GRPC, SOAP or WS."_s);
    t.field(u"timeout"_s, &E::timeout, u"Timeout"_s,
            u"\"15s\", \"500ms\", \"1m\", or a number of seconds."_s);
    t.field(u"strip_prefix"_s, &E::stripPrefix, u"Strip prefix"_s,
            u"Forward only what follows the prefix."_s);
    t.field(u"upstream_path"_s, &E::upstreamPath, u"Upstream path"_s, u"Put before the forwarded path."_s)
        .nullable()
        .length(0, 255)
        .format(TextFormat::Path);
    t.check([](const E& e, const QString& prefix, Faults& faults) {
        if (!e.timeout.isNull() && !secondsOfDuration(e.timeout))
            faults.append({keyedPath(prefix, u"timeout"_s), u"format"_s,
                           u"must be a duration from 1ms to 24h such as \"15s\", or a number of seconds"_s});
    });
    return t.build();
}

EntityTable authTable()
{
    using A = ContractAuth;
    TableBuilder<A> t(u"contract auth"_s);
    t.field(u"type"_s, &A::type, u"Type"_s, u"How callers identify themselves."_s);
    t.field(u"header"_s, &A::header, u"Key header"_s, u"Header that carries the API key."_s)
        .length(1, 64)
        .format(TextFormat::HeaderName);
    t.field(u"query"_s, &A::query, u"Key parameter"_s,
            u"Query parameter that may carry the key. Empty: none."_s)
        .nullable()
        .length(0, 64);
    t.field(u"required"_s, &A::required, u"Required"_s,
            u"Off: callers without a credential pass as nobody."_s);
    t.field(u"jwt"_s, &A::jwt, u"Token rules"_s, u"How tokens are checked."_s);
    t.field(u"hmac"_s, &A::hmac, u"Signature rules"_s, u"How signed requests are checked."_s);
    return t.build();
}

EntityTable portalTable()
{
    TableBuilder<ContractPortal> t(u"contract portal"_s);
    t.field(u"visible"_s, &ContractPortal::visible, u"Visible"_s, u"Listed in the catalogue."_s);
    t.field(u"categories"_s, &ContractPortal::categories, u"Categories"_s, u"Where it is listed."_s)
        .items(0, 50)
        .length(1, 64);
    return t.build();
}

EntityTable contractTable()
{
    using C = ContractRequest;
    TableBuilder<C> t(u"contract"_s);
    t.field(u"apiName"_s, &C::name, u"Name"_s, u"First part of the public address."_s)
        .alias(u"name"_s)
        .required()
        .length(1, 255)
        .format(TextFormat::Slug)
        .immutable();
    t.field(u"apiVersion"_s, &C::version, u"Version"_s, u"Three numbers; the first is part of the address."_s)
        .alias(u"version"_s)
        .length(5, 50)
        .pattern(u"\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]+)?"_s);
    t.field(u"tenant"_s, &C::tenant, u"Tenant"_s, u"The tenant the contract belongs to."_s)
        .alias(u"tenant_id"_s)
        .length(1, 255)
        .immutable()
        .refersTo(Kind::Tenant);
    t.field(u"displayName"_s, &C::displayName, u"Display name"_s, u"Name shown to people."_s)
        .alias(u"display_name"_s)
        .nullable()
        .length(0, 255);
    t.field(u"description"_s, &C::description, u"Description"_s, u"What the API is for."_s)
        .nullable()
        .length(0, 4000);
    t.field(u"endpoint"_s, &C::endpoint, u"Endpoint"_s, u"Where the calls go."_s).required();
    t.field(u"auth"_s, &C::auth, u"Authentication"_s, u"Who may call."_s);
    t.field(u"portal"_s, &C::portal, u"Catalogue"_s, u"Where it is listed."_s);
    t.field(u"status"_s, &C::status, u"State"_s, u"A draft has no route."_s);
    t.field(u"openapi_spec_url"_s, &C::openapiUrl, u"OpenAPI address"_s, u"Where its description is."_s)
        .nullable()
        .length(0, 512);
    t.field(u"active"_s, &C::active, u"Active"_s, u"Off: every call is refused."_s);
    t.field(u"hosts"_s, &C::hosts, u"Hosts"_s, u"Published on these hosts only. Empty: on every host."_s)
        .items(0, 50)
        .format(TextFormat::Host);
    return t.build();
}

} // namespace

std::optional<double> secondsOfDuration(const QJsonValue& value)
{
    constexpr double Day = 86'400;
    double seconds = 0;
    if (value.isDouble()) {
        seconds = value.toDouble();
    } else {
        static const QRegularExpression form(u"^(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)?$"_s);
        const QRegularExpressionMatch match = form.match(value.toString());
        if (!match.hasMatch())
            return std::nullopt;
        static const QHash<QString, double> units{
            {u"ms"_s, 0.001}, {u"s"_s, 1}, {u"m"_s, 60}, {u"h"_s, 3600}};
        seconds = match.captured(1).toDouble() * units.value(match.captured(2), 1);
    }
    if (!(seconds >= 0.001) || seconds > Day)
        return std::nullopt;
    return seconds;
}

QString durationText(double seconds)
{
    const auto milliseconds = std::llround(seconds * 1000);
    if (milliseconds % 1000 != 0)
        return QString::number(milliseconds) + u"ms"_s;
    return QString::number(milliseconds / 1000) + u's';
}

template <>
const EntityTable& tableOf<ContractEndpoint>()
{
    return builtOnce<endpointTable>();
}

template <>
const EntityTable& tableOf<ContractAuth>()
{
    return builtOnce<authTable>();
}

template <>
const EntityTable& tableOf<ContractPortal>()
{
    return builtOnce<portalTable>();
}

template <>
const EntityTable& tableOf<ContractRequest>()
{
    return builtOnce<contractTable>();
}

} // namespace gatehouse
