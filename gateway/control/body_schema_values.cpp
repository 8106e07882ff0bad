// SPDX-License-Identifier: GPL-3.0-or-later
// Keywords of JSON Schema about a value itself: its type, texts, numbers, lists of values.
#include "gateway/control/body_schema_reader.h"
#include "gateway/control/json_values.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;
using filters::BodySchema;
using BodyRule = filters::ValidationRule;

namespace {

using BodyKind = filters::Json::Kind;

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

} // namespace

bool BodySchemaReader::addKind(const Place& at, const QString& word, bool& fractions)
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

void BodySchemaReader::readType(const Place& at)
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

void BodySchemaReader::readValues(const Place& at)
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

void BodySchemaReader::readText(const Place& at)
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

void BodySchemaReader::readLimit(const Place& at, const QString& word, const QString& open,
                                 std::optional<double>& limit, std::optional<double>& beyond)
{
    limit = number(at, word);
    const QJsonValue exclusive = at.words.value(open);
    if (!exclusive.isBool())
        beyond = number(at, open);
    else if (exclusive.toBool())
        beyond = std::exchange(limit, std::nullopt);
}

void BodySchemaReader::readNumber(const Place& at)
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

std::optional<double> BodySchemaReader::number(const Place& at, const QString& word)
{
    const QJsonValue value = at.words.value(word);
    if (value.isUndefined())
        return std::nullopt;
    if (value.isDouble())
        return value.toDouble();
    fault(at, word, u"type"_s, u"must be a number"_s);
    return std::nullopt;
}

std::optional<double> BodySchemaReader::count(const Place& at, const QString& word)
{
    const std::optional<double> value = number(at, word);
    if (value && (*value < 0 || *value != std::floor(*value)))
        fault(at, word, u"range"_s, u"must be a whole number from 0 up"_s);
    return value;
}

bool BodySchemaReader::flag(const Place& at, const QString& word)
{
    const QJsonValue value = at.words.value(word);
    if (!value.isUndefined() && !value.isBool())
        fault(at, word, u"type"_s, u"must be true or false"_s);
    return value.toBool();
}

void BodySchemaReader::inOrder(const Place& at, const std::optional<double>& least,
                               const std::optional<double>& most, const QString& word, const QString& other)
{
    if (least && most && *least > *most)
        fault(at, word, u"range"_s, u"must not be above "_s + other);
}

} // namespace gatehouse::control
