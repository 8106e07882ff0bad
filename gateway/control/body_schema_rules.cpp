// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/body_schema_rules.h"

#include "gateway/control/body_schema_reader.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;
using filters::BodySchema;
using BodyRule = filters::ValidationRule;

namespace {

constexpr int deepestSchema = 64;
constexpr int mostSchemas = 10'000; ///< of one body

const QSet<QString>& checkedWords()
{
    static const QSet<QString> words{u"type"_s,          u"nullable"_s,
                                     u"enum"_s,          u"const"_s,
                                     u"minLength"_s,     u"maxLength"_s,
                                     u"pattern"_s,       u"format"_s,
                                     u"minimum"_s,       u"maximum"_s,
                                     u"multipleOf"_s,    u"exclusiveMinimum"_s,
                                     u"items"_s,         u"exclusiveMaximum"_s,
                                     u"minItems"_s,      u"maxItems"_s,
                                     u"uniqueItems"_s,   u"properties"_s,
                                     u"required"_s,      u"additionalProperties"_s,
                                     u"minProperties"_s, u"maxProperties"_s,
                                     u"allOf"_s,         u"anyOf"_s,
                                     u"oneOf"_s,         u"not"_s};
    return words;
}

/// They describe and check nothing.
bool isDescriptive(const QString& word)
{
    static const QSet<QString> words{u"title"_s,
                                     u"description"_s,
                                     u"default"_s,
                                     u"example"_s,
                                     u"examples"_s,
                                     u"deprecated"_s,
                                     u"readOnly"_s,
                                     u"writeOnly"_s,
                                     u"externalDocs"_s,
                                     u"xml"_s,
                                     u"discriminator"_s,
                                     u"$schema"_s,
                                     u"$id"_s,
                                     u"id"_s,
                                     u"$comment"_s,
                                     u"$anchor"_s,
                                     u"contentEncoding"_s,
                                     u"contentMediaType"_s,
                                     u"contentSchema"_s};
    return words.contains(word) || word.startsWith(u"x-"_s);
}

} // namespace

BodySchema::Shared BodySchemaReader::read(const QJsonValue& schema, const QString& path, int depth)
{
    auto made = std::make_shared<BodySchema>();
    if (schema.isBool()) {
        if (!schema.toBool())
            made->none = std::make_shared<const BodySchema>();
        return made;
    }
    if (!schema.isObject()) {
        m_faults.append({path, u"type"_s, u"must be a schema: an object, true or false"_s});
        return made;
    }
    if (depth > deepestSchema || ++m_count > mostSchemas) {
        if (m_count <= mostSchemas + 1) // told once
            m_faults.append(
                {path, u"range"_s,
                 u"schemas may be nested %1 deep and %2 in all"_s.arg(deepestSchema).arg(mostSchemas)});
        return made;
    }
    const QJsonObject words = schema.toObject();
    readWords({words, path, *made, depth});
    return made;
}

void BodySchemaReader::readWords(const Place& at)
{
    for (auto word = at.words.begin(); word != at.words.end(); ++word) {
        if (word.key() == u"$ref")
            fault(at, word.key(), u"reference"_s, u"cannot be followed: write the schema itself here"_s);
        else if (!checkedWords().contains(word.key()) && !isDescriptive(word.key()))
            fault(at, word.key(), u"unknown"_s, u"is a rule that the gateway does not check"_s);
    }
    readType(at);
    readValues(at);
    readText(at);
    readNumber(at);
    readList(at);
    readObject(at);
    readCombined(at);
}

void BodySchemaReader::readList(const Place& at)
{
    BodyRule rule;
    rule.type = BodyRule::Type::Array;
    rule.min = count(at, u"minItems"_s);
    rule.max = count(at, u"maxItems"_s);
    inOrder(at, rule.min, rule.max, u"minItems"_s, u"maxItems"_s);
    if (rule.min || rule.max)
        at.made.list = std::move(rule);
    at.made.distinct = flag(at, u"uniqueItems"_s);
    const QJsonValue items = at.words.value(u"items"_s);
    if (!items.isUndefined())
        at.made.items = read(items, keyedPath(at.path, u"items"_s), at.depth + 1);
}

void BodySchemaReader::readObject(const Place& at)
{
    const QJsonValue properties = at.words.value(u"properties"_s);
    if (!properties.isUndefined() && !properties.isObject())
        fault(at, u"properties"_s, u"type"_s, u"must be an object with a schema for each field"_s);
    const QString path = keyedPath(at.path, u"properties"_s);
    const QJsonObject members = properties.toObject();
    for (auto member = members.begin(); member != members.end(); ++member)
        at.made.members.push_back(
            {member.key().toStdString(), read(member.value(), keyedPath(path, member.key()), at.depth + 1)});
    std::sort(at.made.members.begin(), at.made.members.end(),
              [](const BodySchema::Member& a, const BodySchema::Member& b) { return a.name < b.name; });
    readRequired(at);
    const QJsonValue others = at.words.value(u"additionalProperties"_s);
    at.made.closed = others.isBool() && !others.toBool();
    if (!others.isBool() && !others.isUndefined())
        at.made.others = read(others, keyedPath(at.path, u"additionalProperties"_s), at.depth + 1);
    at.made.fewest = count(at, u"minProperties"_s);
    at.made.most = count(at, u"maxProperties"_s);
    inOrder(at, at.made.fewest, at.made.most, u"minProperties"_s, u"maxProperties"_s);
}

/// What is only for reading is required of answers alone (OpenAPI 3.0, 4.7.24.2).
void BodySchemaReader::readRequired(const Place& at)
{
    const QJsonValue required = at.words.value(u"required"_s);
    if (required.isUndefined())
        return;
    bool good = required.isArray();
    const QJsonObject members = at.words.value(u"properties"_s).toObject();
    for (const QJsonValue name : required.toArray()) {
        good = good && name.isString();
        if (!members.value(name.toString()).toObject().value(u"readOnly"_s).toBool())
            at.made.required.push_back(name.toString().toStdString());
    }
    if (!good)
        fault(at, u"required"_s, u"type"_s, u"must be a list of names"_s);
}

std::vector<BodySchema::Shared> BodySchemaReader::readAll(const Place& at, const QString& word)
{
    std::vector<BodySchema::Shared> list;
    const QJsonValue value = at.words.value(word);
    if (value.isUndefined())
        return list;
    const QJsonArray schemas = value.toArray();
    if (schemas.isEmpty())
        fault(at, word, u"type"_s, u"must be a list of schemas"_s);
    for (qsizetype i = 0; i < schemas.size(); ++i)
        list.push_back(read(schemas.at(i), indexedPath(keyedPath(at.path, word), i), at.depth + 1));
    return list;
}

void BodySchemaReader::readCombined(const Place& at)
{
    at.made.all = readAll(at, u"allOf"_s);
    at.made.any = readAll(at, u"anyOf"_s);
    at.made.one = readAll(at, u"oneOf"_s);
    const QJsonValue none = at.words.value(u"not"_s);
    if (!none.isUndefined())
        at.made.none = read(none, keyedPath(at.path, u"not"_s), at.depth + 1);
}

BodySchema::Shared bodySchemaOf(const QJsonObject& schema, const QString& path, Faults& faults)
{
    return BodySchemaReader(faults).read(schema, path, 0);
}

} // namespace gatehouse::control
