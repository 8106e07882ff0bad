// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/raw_bodies.h"

#include "common/model/consumer_csv.h"

#include <QJsonArray>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject text(const QString& about)
{
    return {{u"type"_s, u"string"_s}, {u"description"_s, about}};
}

QJsonObject object(const QJsonObject& properties, const QStringList& required)
{
    return {{u"type"_s, u"object"_s},
            {u"properties"_s, properties},
            {u"required"_s, QJsonArray::fromStringList(required)}};
}

/// RFC 6749 section 4.4.2.
RawBody tokenForm()
{
    const QJsonObject grant{{u"type"_s, u"string"_s}, {u"enum"_s, QJsonArray{u"client_credentials"_s}}};
    const QString either = u"Not needed with HTTP Basic."_s;
    return {u"application/x-www-form-urlencoded"_s,
            u"grant_type=client_credentials, and client_id and client_secret unless HTTP Basic has them"_s,
            object({{u"grant_type"_s, grant},
                    {u"client_id"_s, text(u"Name of the service client. "_s + either)},
                    {u"client_secret"_s, text(u"Its secret. "_s + either)}},
                   {u"grant_type"_s})};
}

RawBody openApiDescription()
{
    QJsonObject schema = object(
        {{u"openapi"_s, QJsonObject{{u"type"_s, u"string"_s}, {u"pattern"_s, u"^3\\."_s}}},
         {u"swagger"_s, QJsonObject{{u"type"_s, u"string"_s}, {u"enum"_s, QJsonArray{u"2.0"_s}}}},
         {u"paths"_s, QJsonObject{{u"type"_s, u"object"_s},
                                  {u"description"_s, u"Paths with the operations of each method."_s}}}},
        {u"paths"_s});
    schema.insert(u"anyOf"_s, QJsonArray{QJsonObject{{u"required"_s, QJsonArray{u"openapi"_s}}},
                                         QJsonObject{{u"required"_s, QJsonArray{u"swagger"_s}}}});
    return {u"application/json"_s, u"an OpenAPI 3 (or Swagger 2.0) document"_s, schema};
}

RawBody consumerFile()
{
    const QString about = u"CSV: a header with %1, in any order, optionally %2; then 1 to %3 rows"_s.arg(
        requiredConsumerColumns().join(u", "_s), optionalConsumerColumns().join(u", "_s),
        QString::number(mostConsumerRows));
    return {u"text/csv"_s, about, text(about)};
}

} // namespace

std::optional<RawBody> rawBodyOf(CallId id)
{
    switch (id) {
    case CallId::V1Token:
        return tokenForm();
    case CallId::ContractImport:
    case CallId::ContractImportIn:
        return openApiDescription();
    case CallId::ConsumerBulk:
        return consumerFile();
    default:
        return std::nullopt;
    }
}

} // namespace gatehouse
