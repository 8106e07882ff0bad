// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/body_schema_rules.h"

#include "common/model/codec.h"
#include "gateway/control/json_values.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

using filters::BodySchema;
using BodyKind = filters::Json::Kind;
using BodyRule = filters::ValidationRule;

constexpr int deepestSchema = 64;
constexpr int mostSchemas = 10'000; ///< of one body

constexpr std::uint8_t boolKinds = BodySchema::kindBit(BodyKind::False) | BodySchema::kindBit(BodyKind::True);

struct KindWord {
    QLatin1StringView word;
    std::uint8_t kinds;
};
constexpr std::array<KindWord, 7> kindWords{{{"string"_L1, BodySchema::kindBit(BodyKind::String)},
                                             {"number"_L1, BodySchema::kindBit(BodyKind::Number)},
                                             {"integer"_L1, BodySchema::kindBit(BodyKind::Number)},
                                             {"boolean"_L1, boolKinds},
                                             {"array"_L1, BodySchema::kindBit(BodyKind::Array)},
                                             {"object"_L1, BodySchema::kindBit(BodyKind::Object)},
                                             {"null"_L1, BodySchema::kindBit(BodyKind::Null)}}};

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

class SchemaReader {
public:
    explicit SchemaReader(Faults& faults)
        : m_faults(faults)
    {
    }
    BodySchema::Shared read(const QJsonValue& schema, const QString& path, int depth);

private:
    /// One schema while it is read.
    struct Place {
        const QJsonObject& words;
        const QString& path;
        BodySchema& made;
        int depth;
    };
    void fault(const Place& at, const QString& word, const QString& rule, const QString& message)
    {
        m_faults.append({keyedPath(at.path, word), rule, message});
    }
    void readWords(const Place& at);
    void readType(const Place& at);
    bool addKind(const Place& at, const QString& word, bool& fractions);
    void readValues(const Place& at);
    void readText(const Place& at);
    void readNumber(const Place& at);
    void readList(const Place& at);
    void readObject(const Place& at);
    void readRequired(const Place& at);
    void readCombined(const Place& at);
    std::vector<BodySchema::Shared> readAll(const Place& at, const QString& word);
    std::optional<double> number(const Place& at, const QString& word);
    std::optional<double> count(const Place& at, const QString& word);
    bool flag(const Place& at, const QString& word);
    void inOrder(const Place& at, const std::optional<double>& least, const std::optional<double>& most,
                 const QString& word, const QString& other);
    /// A limit and the one that does not count itself, which is a number, or in OpenAPI 3.0 a switch.
    void readLimit(const Place& at, const QString& word, const QString& open, std::optional<double>& limit,
                   std::optional<double>& beyond);

    Faults& m_faults;
    int m_count = 0;
};

BodySchema::Shared SchemaReader::read(const QJsonValue& schema, const QString& path, int depth)
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

void SchemaReader::readWords(const Place& at)
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

bool SchemaReader::addKind(const Place& at, const QString& word, bool& fractions)
{
    const auto known = std::find_if(kindWords.begin(), kindWords.end(),
                                    [&word](const KindWord& one) { return one.word == word; });
    if (known == kindWords.end())
        return false;
    at.made.kinds |= known->kinds;
    at.made.whole |= word == u"integer";
    fractions |= word == u"number";
    if (!at.made.kindText.empty())
        at.made.kindText.append(" or ");
    at.made.kindText.append(word.toStdString());
    return true;
}

void SchemaReader::readType(const Place& at)
{
    const QJsonValue type = at.words.value(u"type"_s);
    const bool nullable = flag(at, u"nullable"_s);
    if (type.isUndefined())
        return;
    QJsonArray words = type.isArray() ? type.toArray() : QJsonArray{type};
    if (nullable && !words.contains(u"null"_s))
        words.append(u"null"_s);
    at.made.kinds = 0;
    bool fractions = false;
    bool good = !words.isEmpty();
    for (const QJsonValue word : std::as_const(words))
        good = addKind(at, word.toString(), fractions) && good;
    if (fractions)
        at.made.whole = false;
    if (!good)
        fault(at, u"type"_s, u"enum"_s,
              u"must be string, number, integer, boolean, array, object or null, or a list of these"_s);
}

void SchemaReader::readValues(const Place& at)
{
    QJsonValue list = at.words.value(u"enum"_s);
    if (at.words.contains(u"const"_s)) {
        if (!list.isUndefined())
            fault(at, u"const"_s, u"conflict"_s, u"cannot be used together with enum"_s);
        list = QJsonArray{at.words.value(u"const"_s)};
    }
    if (list.isUndefined())
        return;
    QJsonArray values = list.toArray();
    if (values.isEmpty())
        return fault(at, u"enum"_s, u"type"_s, u"must be a list of the values that are allowed"_s);
    if (at.words.value(u"nullable"_s).toBool() && !values.contains(QJsonValue::Null))
        values.append(QJsonValue::Null);
    filters::Json text = jsonOf(values);
    text.write(at.made.oneOfText);
    at.made.oneOf = std::move(text.items());
}

void SchemaReader::readText(const Place& at)
{
    BodyRule rule;
    rule.type = BodyRule::Type::String;
    rule.min = count(at, u"minLength"_s);
    rule.max = count(at, u"maxLength"_s);
    inOrder(at, rule.min, rule.max, u"minLength"_s, u"maxLength"_s);
    const QJsonValue pattern = at.words.value(u"pattern"_s);
    if (!pattern.isUndefined()) {
        // Rules match from the start of a text, schemas anywhere in it.
        rule.patternText = pattern.toString().toStdString();
        rule.pattern = filters::boundedPattern("[\\s\\S]*?(?:" + rule.patternText + ")");
        if (!pattern.isString() || !filters::boundedPattern(rule.patternText) || !rule.pattern)
            fault(at, u"pattern"_s, u"format"_s, u"is not a regular expression"_s);
    }
    const QJsonValue format = at.words.value(u"format"_s);
    const QString word = format.toString();
    if (!format.isUndefined() && !format.isString())
        fault(at, u"format"_s, u"type"_s, u"must be a text"_s);
    using Format = BodyRule::Format;
    if (word == u"date")
        rule.format = Format::Date;
    else if (word == u"date-time")
        rule.format = Format::DateTime;
    else if (word == u"email")
        rule.format = Format::Email;
    else if (word == u"uuid")
        rule.format = Format::Uuid; // others are hints (OpenAPI 3.0, 4.4)
    if (rule.min || rule.max || rule.pattern || rule.format != Format::None)
        at.made.text = std::move(rule);
}

void SchemaReader::readLimit(const Place& at, const QString& word, const QString& open,
                             std::optional<double>& limit, std::optional<double>& beyond)
{
    limit = number(at, word);
    const QJsonValue exclusive = at.words.value(open);
    if (!exclusive.isBool())
        beyond = number(at, open);
    else if (exclusive.toBool())
        beyond = std::exchange(limit, std::nullopt);
}

void SchemaReader::readNumber(const Place& at)
{
    BodyRule rule;
    rule.type = BodyRule::Type::Number;
    readLimit(at, u"minimum"_s, u"exclusiveMinimum"_s, rule.min, at.made.above);
    readLimit(at, u"maximum"_s, u"exclusiveMaximum"_s, rule.max, at.made.below);
    inOrder(at, rule.min, rule.max, u"minimum"_s, u"maximum"_s);
    at.made.step = number(at, u"multipleOf"_s);
    if (at.made.step && !(*at.made.step > 0))
        fault(at, u"multipleOf"_s, u"range"_s, u"must be greater than 0"_s);
    if (rule.min || rule.max)
        at.made.number = std::move(rule);
}

void SchemaReader::readList(const Place& at)
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

void SchemaReader::readObject(const Place& at)
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
void SchemaReader::readRequired(const Place& at)
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

std::vector<BodySchema::Shared> SchemaReader::readAll(const Place& at, const QString& word)
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

void SchemaReader::readCombined(const Place& at)
{
    at.made.all = readAll(at, u"allOf"_s);
    at.made.any = readAll(at, u"anyOf"_s);
    at.made.one = readAll(at, u"oneOf"_s);
    const QJsonValue none = at.words.value(u"not"_s);
    if (!none.isUndefined())
        at.made.none = read(none, keyedPath(at.path, u"not"_s), at.depth + 1);
}

std::optional<double> SchemaReader::number(const Place& at, const QString& word)
{
    const QJsonValue value = at.words.value(word);
    if (value.isUndefined())
        return std::nullopt;
    if (value.isDouble())
        return value.toDouble();
    fault(at, word, u"type"_s, u"must be a number"_s);
    return std::nullopt;
}

std::optional<double> SchemaReader::count(const Place& at, const QString& word)
{
    const std::optional<double> value = number(at, word);
    if (value && (*value < 0 || *value != std::floor(*value)))
        fault(at, word, u"range"_s, u"must be a whole number from 0 up"_s);
    return value;
}

bool SchemaReader::flag(const Place& at, const QString& word)
{
    const QJsonValue value = at.words.value(word);
    if (!value.isUndefined() && !value.isBool())
        fault(at, word, u"type"_s, u"must be true or false"_s);
    return value.toBool();
}

void SchemaReader::inOrder(const Place& at, const std::optional<double>& least,
                           const std::optional<double>& most, const QString& word, const QString& other)
{
    if (least && most && *least > *most)
        fault(at, word, u"range"_s, u"must not be above "_s + other);
}

} // namespace

BodySchema::Shared bodySchemaOf(const QJsonObject& schema, const QString& path, Faults& faults)
{
    return SchemaReader(faults).read(schema, path, 0);
}

} // namespace gatehouse::control
