// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/graphql_schema.h"

#include <QJsonDocument>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int deepestType = 16; // of lists in lists

/// "kind name ofType{kind name ofType{...": as deep as types of people's schemas are.
QString typeQuestion()
{
    QString question = u"kind name"_s;
    for (int i = 0; i < 8; ++i)
        question = u"kind name ofType{"_s + question + u'}';
    return question;
}

/// [Order!]! of the nested objects that introspection makes of it.
QString typeText(QJsonObject type)
{
    QString before, after;
    for (int depth = 0; depth < deepestType; ++depth) {
        const QString kind = type.value(u"kind"_s).toString();
        if (kind == u"NON_NULL") {
            after.prepend(u'!');
        } else if (kind == u"LIST") {
            before += u'[';
            after.prepend(u']');
        } else {
            return before + type.value(u"name"_s).toString() + after;
        }
        type = type.value(u"ofType"_s).toObject();
    }
    return before + u"..."_s + after;
}

QJsonValue nameOf(const QJsonObject& schema, const QString& key)
{
    const QJsonValue name = schema.value(key).toObject().value(u"name"_s);
    return name.isString() ? name : QJsonValue();
}

QJsonArray fieldsOf(const QJsonObject& type)
{
    const QJsonValue own = type.value(u"fields"_s);
    QJsonArray fields;
    for (const QJsonValue& field : own.isArray() ? own.toArray() : type.value(u"inputFields"_s).toArray())
        fields.append(QJsonObject{{u"name"_s, field[u"name"_s].toString()},
                                  {u"type"_s, typeText(field[u"type"_s].toObject())}});
    return fields;
}

Error invalid(const QString& text)
{
    return Error::invalid(u"schema"_s, u"format"_s, text);
}

/// The first message of a list of GraphQL errors.
QString errorOf(const QJsonObject& answer)
{
    const QJsonArray errors = answer.value(u"errors"_s).toArray();
    return errors.isEmpty() ? QString() : errors.first()[u"message"_s].toString().left(200);
}

} // namespace

/// What is younger than many servers (descriptions of schemas, repeatable directives) is not asked for.
QByteArray introspectionQuestion()
{
    const QString query =
        u"query GatewayIntrospection{__schema{queryType{name}mutationType{name}subscriptionType{name}"
        "types{...T}directives{name description locations args{...I}}}}"
        "fragment T on __Type{kind name description fields(includeDeprecated:true){name description "
        "args{...I}type{...R}isDeprecated deprecationReason}inputFields{...I}interfaces{...R}"
        "enumValues(includeDeprecated:true){name description isDeprecated deprecationReason}"
        "possibleTypes{...R}}fragment I on __InputValue{name description type{...R}defaultValue}"
        "fragment R on __Type{"_s +
        typeQuestion() + u'}';
    const QJsonObject body{{u"query"_s, query}, {u"operationName"_s, u"GatewayIntrospection"_s}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Result<GraphQlSchema> readGraphQlSchema(const QJsonObject& schema)
{
    if (!schema.value(u"types"_s).isArray() || schema.value(u"types"_s).toArray().isEmpty())
        return invalid(u"__schema has no types"_s);
    if (!nameOf(schema, u"queryType"_s).isString())
        return invalid(u"__schema has no query type"_s);
    for (const QJsonValue& type : schema.value(u"types"_s).toArray()) {
        if (!type[u"name"_s].isString() || !type[u"kind"_s].isString())
            return invalid(u"a type of __schema has no name or kind"_s);
    }
    return GraphQlSchema{schema};
}

Result<GraphQlSchema> readGraphQlAnswer(const QByteArray& json)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(json, &fault);
    if (!document.isObject())
        return invalid(u"the answer is no JSON object: %1"_s.arg(fault.errorString()));
    const QJsonValue schema = document[u"data"_s][u"__schema"_s];
    if (schema.isObject())
        return readGraphQlSchema(schema.toObject());
    const QString error = errorOf(document.object());
    return invalid(error.isEmpty() ? u"the answer has no data.__schema"_s
                                   : u"the server refuses to tell its schema: %1"_s.arg(error));
}

QJsonObject GraphQlSchema::operationTypes() const
{
    return {{u"query"_s, nameOf(schema, u"queryType"_s)},
            {u"mutation"_s, nameOf(schema, u"mutationType"_s)},
            {u"subscription"_s, nameOf(schema, u"subscriptionType"_s)}};
}

bool GraphQlSchema::hasSubscriptions() const
{
    return nameOf(schema, u"subscriptionType"_s).isString();
}

QJsonArray GraphQlSchema::types() const
{
    QJsonArray types;
    for (const QJsonValue& type : schema.value(u"types"_s).toArray()) {
        if (type[u"name"_s].toString().startsWith(u"__"))
            continue;
        types.append(QJsonObject{
            {u"name"_s, type[u"name"_s]},
            {u"kind"_s, type[u"kind"_s]},
            {u"description"_s, type[u"description"_s].isString() ? type[u"description"_s] : QJsonValue()},
            {u"fields"_s, fieldsOf(type.toObject())}});
    }
    return types;
}

} // namespace gatehouse::control
