// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/raw_bodies.h"

#include "common/api/queries.h"
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
    const QString about = u"CSV: a header with %1, in any order, optionally %2 (several groups parted by "
                          "semicolons; ALL where none is named); then 1 to %3 rows"_s.arg(
                              requiredConsumerColumns().join(u", "_s),
                              optionalConsumerColumns().join(u", "_s), QString::number(mostConsumerRows));
    return {u"text/csv"_s, about, text(about)};
}

QJsonObject listOf(const QJsonObject& items, const QString& about)
{
    return {{u"type"_s, u"array"_s}, {u"items"_s, items}, {u"description"_s, about}};
}

/// In a form or as JSON. `part`: name of the file in the form.
RawBody protoFile(const QString& part)
{
    const QJsonObject texts{{u"type"_s, u"object"_s},
                            {u"additionalProperties"_s, QJsonObject{{u"type"_s, u"string"_s}}},
                            {u"description"_s, u"Files that it imports: name -> text."_s}};
    RawBody body{u"multipart/form-data"_s,
                 u"the .proto file in part %1, those it imports in parts import; or JSON"_s.arg(part),
                 object({{part, text(u"The .proto file."_s)},
                         {u"import"_s, listOf({{u"type"_s, u"string"_s}}, u"Files that it imports."_s)}},
                        {part})};
    body.refusal = 400;
    body.json = object({{u"content"_s, text(u"Text of the .proto file."_s)},
                        {u"file_name"_s, text(u"Its name; ends in .proto."_s)},
                        {u"imports"_s, texts}},
                       {u"content"_s});
    return body;
}

RawBody protoText()
{
    const RawBody file = protoFile(u"file"_s);
    RawBody body{u"application/json"_s, u"the text of a .proto file, and of those that it imports"_s,
                 file.json};
    body.refusal = 400;
    return body;
}

RawBody wsdlFile(bool required)
{
    const QString about = u"a WSDL 1.1 document"_s;
    RawBody body{u"text/xml"_s, required ? about : about + u"; without one that of the upstream"_s,
                 text(about)};
    body.required = required;
    body.refusal = 400;
    return body;
}

/// The five arrays of a configuration file; their documents are those of the calls that make one.
RawBody configuration()
{
    QJsonObject properties;
    for (const QString& name : {u"apis"_s, u"endpoints"_s, u"roles"_s, u"groups"_s, u"routings"_s})
        properties.insert(name, listOf({{u"type"_s, u"object"_s}}, u"As exported."_s));
    return {u"application/json"_s, u"any of the arrays of an exported configuration"_s,
            object(properties, {})};
}

RawBody tierIds()
{
    RawBody body{u"application/json"_s, u"a list of tier ids"_s,
                 listOf({{u"type"_s, u"string"_s}}, u"Ids of tiers."_s)};
    body.refusal = 400;
    return body;
}

RawBody record()
{
    RawBody body{u"application/json"_s,
                 u"the fields of the record that change"_s,
                 {{u"type"_s, u"object"_s}, {u"additionalProperties"_s, true}}};
    body.refusal = 400;
    return body;
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
    case CallId::OpenApiParse: {
        RawBody body = openApiDescription();
        body.refusal = 400;
        return body;
    }
    case CallId::OpenApiImport: {
        RawBody body = openApiDescription();
        body.about += u"; without one that of the upstream"_s;
        body.required = false;
        return body;
    }
    case CallId::ConsumerBulk:
        return consumerFile();
    case CallId::ProtoUpload:
        return protoFile(u"file"_s);
    case CallId::ProtoUpdate:
        return protoFile(u"proto_file"_s);
    case CallId::ProtoParse:
        return protoText();
    case CallId::WsdlParse:
        return wsdlFile(true);
    case CallId::WsdlImport:
        return wsdlFile(false);
    case CallId::ConfigImport:
        return configuration();
    case CallId::TierCompare:
        return tierIds();
    case CallId::CrudRecordUpdate:
        return record();
    default:
        return std::nullopt;
    }
}

int badInputStatus(const CallInfo& call)
{
    if (call.id == CallId::V1Token)
        return 400;
    if (const std::optional<RawBody> raw = rawBodyOf(call.id))
        return raw->refusal;
    if (!call.request.table && queryOf(call.id).isEmpty())
        return 0;
    // Answers that are never in an envelope refuse as the original did.
    return call.surface == Surface::Platform && call.reply == ReplyKind::Raw ? 400 : 422;
}

} // namespace gatehouse
