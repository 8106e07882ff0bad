// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/calls/answer_schema.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

bool isOfType(const QJsonValue& value, const QString& type)
{
    if (type == u"object")
        return value.isObject();
    if (type == u"array")
        return value.isArray();
    if (type == u"string")
        return value.isString();
    if (type == u"boolean")
        return value.isBool();
    if (type == u"null")
        return value.isNull();
    const bool whole = value.isDouble() && std::floor(value.toDouble()) == value.toDouble();
    return type == u"integer" ? whole : type == u"number" && value.isDouble();
}

QString typeFault(const QJsonValue& value, const QJsonValue& types)
{
    const QJsonArray allowed = types.isArray() ? types.toArray() : QJsonArray{types};
    for (const QJsonValue type : allowed) {
        if (isOfType(value, type.toString()))
            return {};
    }
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).left(80);
    return u"is %1, not %2"_s.arg(QString::fromUtf8(text), allowed.toVariantList().first().toString());
}

QStringList memberFaults(const QJsonObject& object, const QJsonObject& schema, const QJsonObject& document,
                         bool closed, const QString& place)
{
    QStringList faults;
    const QJsonObject known = schema[u"properties"_s].toObject();
    const QJsonArray required = schema[u"required"_s].toArray();
    for (const QJsonValue name : required) {
        const bool secret = known[name.toString()][u"writeOnly"_s].toBool();
        if (!object.contains(name.toString()) && !secret)
            faults.append(place + u'.' + name.toString() + u" is missing"_s);
    }
    const QJsonValue others = schema[u"additionalProperties"_s];
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QString where = place + u'.' + member.key();
        if (known.contains(member.key()))
            faults += schemaFaults(member.value(), known[member.key()].toObject(), document, closed, where);
        else if (others.isObject())
            faults += schemaFaults(member.value(), others.toObject(), document, closed, where);
        else if (closed && !known.isEmpty() && !others.toBool())
            faults.append(where + u" is not described"_s);
    }
    return faults;
}

/// What is referred to, with the properties that stand beside the reference.
QJsonObject joined(QJsonObject referred, const QJsonObject& beside)
{
    QJsonObject properties = referred[u"properties"_s].toObject();
    const QJsonObject more = beside[u"properties"_s].toObject();
    for (auto each = more.begin(); each != more.end(); ++each)
        properties.insert(each.key(), *each);
    referred.insert(u"properties"_s, properties);
    return referred;
}

bool fitsOne(const QJsonValue& value, const QJsonArray& schemas, const QJsonObject& document, bool closed)
{
    return std::any_of(schemas.begin(), schemas.end(), [&](const QJsonValue& schema) {
        return schemaFaults(value, schema.toObject(), document, closed).isEmpty();
    });
}

} // namespace

QStringList schemaFaults(const QJsonValue& value, const QJsonObject& schema, const QJsonObject& document,
                         bool closed, const QString& place)
{
    if (schema.contains(u"$ref"_s)) {
        const QString name = schema[u"$ref"_s].toString().section(u'/', -1);
        const QJsonValue found = document[u"components"_s][u"schemas"_s][name];
        return found.isObject()
                   ? schemaFaults(value, joined(found.toObject(), schema), document, closed, place)
                   : QStringList{place + u": no schema "_s + name};
    }
    if (schema[u"writeOnly"_s].toBool() && !value.isNull())
        return {place + u" is never shown"_s};
    if (schema.contains(u"oneOf"_s) && !fitsOne(value, schema[u"oneOf"_s].toArray(), document, closed))
        return {place + u" fits none of its forms"_s};
    if (schema.contains(u"type"_s)) {
        if (const QString fault = typeFault(value, schema[u"type"_s]); !fault.isEmpty())
            return {place + u' ' + fault};
    }
    if (value.isNull())
        return {};
    QStringList faults;
    if (schema.contains(u"enum"_s) && !schema[u"enum"_s].toArray().contains(value))
        faults.append(u"%1 is no word of the list: %2"_s.arg(place, value.toString()));
    if (value.isDouble() && (value.toDouble() < schema[u"minimum"_s].toDouble(value.toDouble()) ||
                             value.toDouble() > schema[u"maximum"_s].toDouble(value.toDouble())))
        faults.append(place + u" is out of range"_s);
    if (value.isArray()) {
        const QJsonArray list = value.toArray();
        for (qsizetype i = 0; i < list.size(); ++i)
            faults += schemaFaults(list[i], schema[u"items"_s].toObject(), document, closed,
                                   u"%1[%2]"_s.arg(place).arg(i));
    }
    return value.isObject() ? faults + memberFaults(value.toObject(), schema, document, closed, place)
                            : faults;
}

} // namespace gatehouse::harness
