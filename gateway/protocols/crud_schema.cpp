// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud_schema.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::protocols {

namespace {

using filters::Json;
using filters::ValidationRule;

constexpr int maxSchemaDepth = 16;

struct TypeWord {
    QLatin1StringView word;
    ValidationRule::Type type;
};
constexpr std::array<TypeWord, 6> typeWords{{{"string"_L1, ValidationRule::Type::String},
                                             {"number"_L1, ValidationRule::Type::Number},
                                             {"integer"_L1, ValidationRule::Type::Number},
                                             {"boolean"_L1, ValidationRule::Type::Boolean},
                                             {"array"_L1, ValidationRule::Type::Array},
                                             {"object"_L1, ValidationRule::Type::Object}}};

const QStringList& knownKeys()
{
    static const QStringList keys{u"type"_s,       u"required"_s,   u"min_length"_s, u"max_length"_s,
                                  u"enum"_s,       u"min_value"_s,  u"max_value"_s,  u"pattern"_s,
                                  u"properties"_s, u"description"_s};
    return keys;
}

/// A number of the rule; says so when it is something else.
std::optional<double> numberOf(const QJsonObject& rule, const QString& key, const QString& path,
                               bool isLength, Faults& faults)
{
    const QJsonValue value = rule.value(key);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    const bool good =
        value.isDouble() && (!isLength || (value.toDouble() >= 0 && value.toInteger(-1) == value.toDouble()));
    if (!good)
        faults.append({path + u'.' + key, u"type"_s,
                       isLength ? u"must be a whole number from 0 up"_s : u"must be a number"_s});
    return good ? std::optional(value.toDouble()) : std::nullopt;
}

void readBounds(const QJsonObject& rule, const QString& path, ValidationRule& into, Faults& faults)
{
    using Type = ValidationRule::Type;
    const bool number = into.type == Type::Number;
    const bool sized = into.type == Type::String || into.type == Type::Array;
    for (const auto& [key, wanted] : {std::pair(u"min_length"_s, sized),
                                      {u"max_length"_s, sized},
                                      {u"min_value"_s, number},
                                      {u"max_value"_s, number}}) {
        if (rule.contains(key) && !rule.value(key).isNull() && !wanted)
            faults.append({path + u'.' + key, u"conflict"_s, u"says nothing about a value of this type"_s});
    }
    if (!number && !sized)
        return;
    const QString least = number ? u"min_value"_s : u"min_length"_s;
    const QString most = number ? u"max_value"_s : u"max_length"_s;
    into.min = numberOf(rule, least, path, !number, faults);
    into.max = numberOf(rule, most, path, !number, faults);
    if (into.min && into.max && *into.min > *into.max)
        faults.append({path + u'.' + least, u"range"_s, u"must not be above "_s + most});
}

void readPattern(const QJsonObject& rule, const QString& path, ValidationRule& into, Faults& faults)
{
    const QJsonValue pattern = rule.value(u"pattern"_s);
    if (pattern.isUndefined() || pattern.isNull())
        return;
    const QString at = path + u".pattern"_s;
    if (!pattern.isString() || into.type != ValidationRule::Type::String) {
        faults.append({at, u"type"_s, u"must be a text, and the type string"_s});
        return;
    }
    into.patternText = pattern.toString().toStdString();
    into.pattern = filters::boundedPattern(into.patternText);
    if (!into.pattern)
        faults.append({at, u"format"_s, u"is no regular expression"_s});
}

void readEnum(const QJsonObject& rule, const QString& path, ValidationRule& into, Faults& faults)
{
    const QJsonValue list = rule.value(u"enum"_s);
    if (list.isUndefined() || list.isNull())
        return;
    if (!list.isArray() || list.toArray().isEmpty()) {
        faults.append({path + u".enum"_s, u"type"_s, u"must be a list of the values that are allowed"_s});
        return;
    }
    const QByteArray text = QJsonDocument(list.toArray()).toJson(QJsonDocument::Compact);
    into.oneOfText = text.toStdString();
    if (auto values = Json::parse(into.oneOfText))
        into.oneOf = std::move(values->items());
}

bool isNumberType(const ValidationRule& rule)
{
    return rule.type == ValidationRule::Type::Number;
}

} // namespace

CrudSchema CrudSchema::compile(const QJsonObject& schema, const QString& path, Faults& faults)
{
    CrudSchema made;
    made.m_fields = fieldsOf(schema, path, 1, faults);
    return made;
}

std::vector<CrudSchema::Field> CrudSchema::fieldsOf(const QJsonObject& schema, const QString& path, int depth,
                                                    Faults& faults)
{
    std::vector<Field> fields;
    if (depth > maxSchemaDepth) {
        faults.append({path, u"range"_s, u"is nested deeper than %1 levels"_s.arg(maxSchemaDepth)});
        return fields;
    }
    for (auto field = schema.begin(); field != schema.end(); ++field) {
        const QString at = path + u'.' + field.key();
        if (field.value().isObject())
            fields.push_back(fieldOf(field.key(), field.value().toObject(), at, depth, faults));
        else
            faults.append({at, u"type"_s, u"must be an object with the rules of this field"_s});
    }
    return fields;
}

CrudSchema::Field CrudSchema::fieldOf(const QString& name, const QJsonObject& rule, const QString& path,
                                      int depth, Faults& faults)
{
    Field field;
    field.name = name.toStdString();
    for (auto key = rule.begin(); key != rule.end(); ++key) {
        if (!knownKeys().contains(key.key()))
            faults.append({path + u'.' + key.key(), u"unknown"_s,
                           u"is no rule; there are: "_s + knownKeys().join(u", ")});
    }
    const QString type = rule.value(u"type"_s).toString();
    const auto word = std::find_if(typeWords.begin(), typeWords.end(),
                                   [&type](const TypeWord& known) { return known.word == type; });
    if (word == typeWords.end()) {
        faults.append(
            {path + u".type"_s, u"enum"_s, u"must be string, number, integer, boolean, array or object"_s});
        return field;
    }
    field.type = type.toStdString();
    field.integer = type == u"integer";
    field.rule.type = word->type;
    const QJsonValue required = rule.value(u"required"_s);
    if (!required.isUndefined() && !required.isNull() && !required.isBool())
        faults.append({path + u".required"_s, u"type"_s, u"must be true or false"_s});
    field.rule.required = required.toBool();
    readBounds(rule, path, field.rule, faults);
    readPattern(rule, path, field.rule, faults);
    readEnum(rule, path, field.rule, faults);
    const QJsonValue properties = rule.value(u"properties"_s);
    if (properties.isObject() && type == u"object")
        field.properties = fieldsOf(properties.toObject(), path + u".properties"_s, depth + 1, faults);
    else if (!properties.isUndefined() && !properties.isNull())
        faults.append(
            {path + u".properties"_s, u"type"_s, u"must be an object with fields, and the type object"_s});
    return field;
}

void CrudSchema::check(const Json& record, bool partial, CrudFaults& faults) const
{
    checkAll(m_fields, record, partial, {}, faults);
}

void CrudSchema::checkAll(const std::vector<Field>& fields, const Json& object, bool partial,
                          const std::string& path, CrudFaults& faults)
{
    for (const Field& field : fields) {
        const Json* const value = object.find(field.name);
        if (!value && partial)
            continue;
        const std::string at = path + field.name;
        if (value && value->isBool() && isNumberType(field.rule)) {
            faults.add(at, "Expected " + field.type + ", got bool");
        } else if (const auto fault = filters::faultOf(field.rule, value)) {
            faults.add(at, *fault);
        } else if (value && field.integer && value->kind() == Json::Kind::Number && !value->isWhole()) {
            faults.add(at, "Expected integer, got float");
        } else if (value && value->kind() == Json::Kind::Object) {
            checkAll(field.properties, *value, false, at + '.', faults);
        }
    }
}

std::vector<std::pair<std::string, std::string>> CrudSchema::fields() const
{
    std::vector<std::pair<std::string, std::string>> list;
    for (const Field& field : m_fields)
        list.emplace_back(field.name, field.type);
    return list;
}

} // namespace gatehouse::protocols
