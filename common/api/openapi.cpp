// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/openapi.h"

#include "common/api/openapi_answers.h"
#include "common/api/platform_limits.h"
#include "common/api/queries.h"
#include "common/api/raw_bodies.h"
#include "common/model/codec.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

/// "credit tier" -> "CreditTier"
QString schemaName(const EntityTable& table)
{
    QString name;
    bool upper = true;
    for (const QChar c : table.name) {
        if (!c.isLetterOrNumber()) {
            upper = true;
            continue;
        }
        name += upper ? c.toUpper() : c;
        upper = false;
    }
    return name;
}

QJsonObject typeOf(const FieldDef& field, QJsonObject& schemas)
{
    switch (field.type) {
    case FieldType::Text:
        return {{u"type"_s, u"string"_s}};
    case FieldType::Time:
        return {{u"type"_s, u"string"_s}, {u"format"_s, u"date-time"_s}};
    case FieldType::Choice:
        return {{u"type"_s, u"string"_s}};
    case FieldType::Integer:
        return {{u"type"_s, u"integer"_s}};
    case FieldType::Number:
        return {{u"type"_s, u"number"_s}};
    case FieldType::Boolean:
        return {{u"type"_s, u"boolean"_s}};
    case FieldType::TextList:
        return {{u"type"_s, u"array"_s}, {u"items"_s, QJsonObject{{u"type"_s, u"string"_s}}}};
    case FieldType::Object:
        return {{u"type"_s, u"object"_s}};
    case FieldType::List:
        return {{u"type"_s, u"array"_s}};
    case FieldType::Any:
        return {};
    case FieldType::Table:
        return jsonSchemaReference(field.nested(), schemas);
    case FieldType::TableList:
        return {{u"type"_s, u"array"_s}, {u"items"_s, jsonSchemaReference(field.nested(), schemas)}};
    case FieldType::TableMap:
        return {{u"type"_s, u"object"_s},
                {u"additionalProperties"_s, jsonSchemaReference(field.nested(), schemas)}};
    }
    return {};
}

void addBounds(QJsonObject& schema, const FieldDef& field)
{
    const bool number = field.type == FieldType::Integer || field.type == FieldType::Number;
    if (field.type != FieldType::Text && !number)
        return;
    if (field.min)
        schema.insert(number ? u"minimum"_s : u"minLength"_s, *field.min);
    if (field.max)
        schema.insert(number ? u"maximum"_s : u"maxLength"_s, *field.max);
}

QJsonObject fieldSchema(const FieldDef& field, QJsonObject& schemas)
{
    QJsonObject schema = typeOf(field, schemas);
    if (!field.choices.isEmpty())
        schema.insert(u"enum"_s, QJsonArray::fromStringList(field.choices));
    addBounds(schema, field);
    if (field.maxItems > 0)
        schema.insert(u"maxItems"_s, field.maxItems);
    if (!field.pattern.isEmpty())
        schema.insert(u"pattern"_s, u"^(?:"_s + field.pattern + u")$"_s);
    if (field.readOnly || field.generated)
        schema.insert(u"readOnly"_s, true);
    if (field.secret)
        schema.insert(u"writeOnly"_s, true);
    if (!field.help.isEmpty())
        schema.insert(u"description"_s, field.help);
    if (field.nullable && schema.value(u"type"_s).isString())
        schema.insert(u"type"_s, QJsonArray{schema.value(u"type"_s), u"null"_s});
    if (field.nullable && field.type == FieldType::Table)
        schema.insert(u"oneOf"_s, QJsonArray{QJsonObject{{u"$ref"_s, schema.take(u"$ref"_s)}},
                                             QJsonObject{{u"type"_s, u"null"_s}}});
    if (field.nullable && schema.contains(u"enum"_s))
        schema.insert(u"enum"_s, schema.value(u"enum"_s).toArray() + QJsonValue());
    return schema;
}

QJsonArray parametersOf(const CallInfo& call)
{
    QJsonArray parameters;
    for (const QString& name : parameterNames(call.path))
        parameters.append(QJsonObject{{u"name"_s, name},
                                      {u"in"_s, u"path"_s},
                                      {u"required"_s, true},
                                      {u"schema"_s, QJsonObject{{u"type"_s, u"string"_s}}}});
    for (const QueryParameter& query : queryOf(call.id))
        parameters.append(QJsonObject{{u"name"_s, query.name},
                                      {u"in"_s, u"query"_s},
                                      {u"required"_s, query.required},
                                      {u"description"_s, query.about},
                                      {u"schema"_s, query.schema}});
    return parameters;
}

QJsonObject answer(const QString& description, const QString& contentType, const QJsonObject& schema)
{
    QJsonObject response{{u"description"_s, description}};
    if (!contentType.isEmpty())
        response.insert(u"content"_s, QJsonObject{{contentType, QJsonObject{{u"schema"_s, schema}}}});
    return response;
}

QString contentTypeOf(ReplyKind kind)
{
    switch (kind) {
    case ReplyKind::Message:
    case ReplyKind::Object:
    case ReplyKind::Raw:
        return u"application/json"_s;
    case ReplyKind::Stream:
        return u"text/event-stream"_s;
    case ReplyKind::File:
        return u"application/octet-stream"_s;
    case ReplyKind::Empty:
    case ReplyKind::Proxied:
        break;
    }
    return {};
}

bool isOpen(const CallInfo& call)
{
    return call.auth == AuthClass::Open || call.auth == AuthClass::Optional || call.auth == AuthClass::Scrape;
}

QJsonObject answersOf(const CallInfo& call, QJsonObject& schemas)
{
    const QString json = u"application/json"_s;
    const QString shape = QString::fromUtf8(call.shape);
    const QString type = contentTypeOf(call.reply);
    const QJsonObject good =
        type == json ? answerSchema(call, schemas) : QJsonObject{{u"type"_s, u"string"_s}};
    QJsonObject answers{
        {QString::number(call.status), answer(shape.isEmpty() ? u"Done"_s : shape, type, good)}};
    const auto refused = [&](const QString& status, const QString& description) {
        answers.insert(status, answer(description, json, errorSchema(call, schemas)));
    };
    if (!isOpen(call))
        refused(u"401"_s, u"Nobody was identified"_s);
    if (call.notAllowed != ErrorId::None)
        refused(u"403"_s, QString::fromUtf8(info(call.notAllowed).text));
    const int badInput = badInputStatus(call);
    if (call.id == CallId::V1Token)
        refused(u"400"_s, u"The form is not that of the grant client_credentials"_s);
    else if (badInput != 0)
        refused(QString::number(badInput), u"Every fault of the body and of the query"_s);
    return answers;
}

QJsonObject bodyIn(const QString& mediaType, const QJsonObject& schema)
{
    return {{u"content"_s, QJsonObject{{mediaType, QJsonObject{{u"schema"_s, schema}}}}}};
}

QJsonObject narrowerTexts()
{
    QJsonObject properties;
    for (const TextLimit& limit : platformApiLimits)
        properties.insert(QString::fromLatin1(limit.field), QJsonObject{{u"maxLength"_s, limit.most}});
    return properties;
}

/// Empty: the call takes none.
QJsonObject bodyOf(const CallInfo& call, QJsonObject& schemas)
{
    if (const std::optional<RawBody> raw = rawBodyOf(call.id)) {
        QJsonObject content{{raw->mediaType, QJsonObject{{u"schema"_s, raw->schema}}}};
        if (!raw->json.isEmpty())
            content.insert(u"application/json"_s, QJsonObject{{u"schema"_s, raw->json}});
        return {{u"content"_s, content}, {u"description"_s, raw->about}, {u"required"_s, raw->required}};
    }
    if (!call.request.table)
        return {};
    const EntityTable& table = call.request.table();
    const QString name = schemaName(table) + (call.request.patch ? u"Patch"_s : QString());
    if (!schemas.contains(name))
        schemas.insert(name, jsonSchema(table, call.request.patch, schemas));
    QJsonObject schema{{u"$ref"_s, u"#/components/schemas/"_s + name}};
    if (call.id == CallId::ApiCreate || call.id == CallId::ApiUpdate)
        schema.insert(u"properties"_s, narrowerTexts()); // beside $ref: JSON Schema 2020-12, section 8.2.3.1
    return bodyIn(u"application/json"_s, schema);
}

QJsonObject operationOf(const CallInfo& call, QJsonObject& schemas)
{
    const QString path = QString::fromLatin1(call.path);
    QJsonObject operation{{u"operationId"_s, QString::fromLatin1(call.name)},
                          {u"summary"_s, QString::fromUtf8(call.summary)},
                          {u"tags"_s, QJsonArray{path.section(u'/', 2, 2)}},
                          {u"responses"_s, answersOf(call, schemas)}};
    if (const QJsonArray parameters = parametersOf(call); !parameters.isEmpty())
        operation.insert(u"parameters"_s, parameters);
    if (isOpen(call))
        operation.insert(u"security"_s, QJsonArray());
    if (const QJsonObject body = bodyOf(call, schemas); !body.isEmpty())
        operation.insert(u"requestBody"_s, body);
    return operation;
}

} // namespace

QJsonObject jsonSchema(const EntityTable& table, bool patch, QJsonObject& schemas)
{
    QJsonObject properties;
    QJsonArray required;
    for (const FieldDef& field : table.fields) {
        if (field.hidden)
            continue;
        properties.insert(field.name, fieldSchema(field, schemas));
        if (field.required && !patch && !field.generated)
            required.append(field.name);
    }
    if (patch)
        properties.insert(
            clearKey(),
            QJsonObject{{u"type"_s, u"array"_s},
                        {u"items"_s, QJsonObject{{u"type"_s, u"string"_s}}},
                        {u"description"_s, u"Fields that go back to the value of a new document."_s}});
    QJsonObject schema{{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
    if (!required.isEmpty())
        schema.insert(u"required"_s, required);
    return schema;
}

QJsonObject jsonSchemaReference(const EntityTable& table, QJsonObject& schemas)
{
    const QString name = schemaName(table);
    if (!schemas.contains(name)) {
        schemas.insert(name, QJsonObject()); // a part may hold itself
        schemas.insert(name, jsonSchema(table, false, schemas));
    }
    return {{u"$ref"_s, u"#/components/schemas/"_s + name}};
}

QJsonObject openApiDocument(std::span<const CallInfo> calls, const QString& title, const QString& version)
{
    static const QRegularExpression tail(u":path\\}"_s);
    QJsonObject paths, schemas;
    for (const CallInfo& call : calls) {
        if (call.surface == Surface::Data)
            continue;
        const QString path = QString::fromLatin1(call.path).replace(tail, u"}"_s);
        QJsonObject item = paths.value(path).toObject();
        item.insert(QString::fromLatin1(toText(call.method)).toLower(), operationOf(call, schemas));
        paths.insert(path, item);
    }
    const QJsonObject bearer{
        {u"type"_s, u"http"_s}, {u"scheme"_s, u"bearer"_s}, {u"bearerFormat"_s, u"JWT"_s}};
    return {{u"openapi"_s, u"3.1.0"_s},
            {u"info"_s, QJsonObject{{u"title"_s, title}, {u"version"_s, version}}},
            {u"paths"_s, paths},
            {u"security"_s, QJsonArray{QJsonObject{{u"bearer"_s, QJsonArray()}}}},
            {u"components"_s, QJsonObject{{u"schemas"_s, schemas},
                                          {u"securitySchemes"_s, QJsonObject{{u"bearer"_s, bearer}}}}}};
}

} // namespace gatehouse
