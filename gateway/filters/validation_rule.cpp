// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/validation_rule.h"

#include <QDate>
#include <QString>

#include <algorithm>
#include <cmath>

namespace gatehouse::filters {

namespace {

using RuleFault = std::optional<std::string>;
using JsonKind = Json::Kind;

std::string numberText(double number)
{
    return QString::number(number, 'g', 15).toStdString();
}

RuleFault wrongType(std::string_view wanted, const Json& value)
{
    return "Expected " + std::string(wanted) + ", got " + std::string(typeNameOf(value));
}

double lengthOf(std::string_view utf8)
{
    return static_cast<double>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool isDigits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isDate(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return false;
    const std::string_view year = text.substr(0, 4), month = text.substr(5, 2), day = text.substr(8, 2);
    return isDigits(year) && isDigits(month) && isDigits(day) &&
           QDate::isValid(std::stoi(std::string(year)), std::stoi(std::string(month)),
                          std::stoi(std::string(day)));
}

bool matches(const QRegularExpression& expression, const std::string& text)
{
    return expression.match(QString::fromStdString(text)).hasMatch();
}

bool isEmail(const std::string& text)
{
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$"));
    return matches(form, text);
}

bool isUrl(const std::string& text)
{
    static const QRegularExpression form(QStringLiteral("^https?://[^\\s/?#]+\\.[^\\s/?#]+([/?#]\\S*)?$"));
    return matches(form, text);
}

bool isUuid(const std::string& text)
{
    static const QRegularExpression form(
        QStringLiteral("^\\{?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\\}?$"));
    return matches(form, text);
}

bool isDateTime(const std::string& text)
{
    static const QRegularExpression form(
        QStringLiteral("^.{10}([T ]([01]\\d|2[0-3])(:?[0-5]\\d(:?[0-5]\\d([.,]\\d{1,9})?)?)?"
                       "(Z|[+-]([01]\\d|2[0-3])(:?[0-5]\\d)?)?)?$"));
    return isDate(std::string_view(text).substr(0, 10)) && matches(form, text);
}

RuleFault formatFault(ValidationRule::Format format, const std::string& text)
{
    using Format = ValidationRule::Format;
    const auto unless = [](bool fine, const char* fault) { return fine ? RuleFault() : RuleFault(fault); };
    switch (format) {
    case Format::None:
        break;
    case Format::Email:
        return unless(isEmail(text), "Invalid email format");
    case Format::Url:
        return unless(isUrl(text), "Invalid URL format");
    case Format::Date:
        return unless(isDate(text), "Invalid date format (YYYY-MM-DD)");
    case Format::DateTime:
        return unless(isDateTime(text), "Invalid datetime format (ISO 8601)");
    case Format::Uuid:
        return unless(isUuid(text), "Invalid UUID format");
    }
    return std::nullopt;
}

RuleFault stringFault(const ValidationRule& rule, const Json& value)
{
    if (value.kind() != JsonKind::String)
        return wrongType("string", value);
    const double length = lengthOf(value.text());
    if (rule.min && length < *rule.min)
        return "String length must be at least " + numberText(*rule.min);
    if (rule.max && length > *rule.max)
        return "String length must be at most " + numberText(*rule.max);
    if (rule.pattern) {
        const auto match =
            rule.pattern->match(QString::fromStdString(value.text()), 0, QRegularExpression::NormalMatch,
                                QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch())
            return "String does not match pattern " + rule.patternText;
    }
    return formatFault(rule.format, value.text());
}

RuleFault numberFault(const ValidationRule& rule, const Json& value)
{
    if (value.kind() != JsonKind::Number && !value.isBool())
        return wrongType("number", value);
    const double number = value.isBool() ? (value.kind() == JsonKind::True ? 1 : 0) : value.number();
    if (rule.min && number < *rule.min)
        return "Value must be at least " + numberText(*rule.min);
    if (rule.max && number > *rule.max)
        return "Value must be at most " + numberText(*rule.max);
    return std::nullopt;
}

RuleFault arrayFault(const ValidationRule& rule, const Json& value)
{
    if (value.kind() != JsonKind::Array)
        return wrongType("array", value);
    const auto items = static_cast<double>(value.items().size());
    if (rule.min && items < *rule.min)
        return "Array must have at least " + numberText(*rule.min) + " items";
    if (rule.max && items > *rule.max)
        return "Array must have at most " + numberText(*rule.max) + " items";
    if (!rule.items)
        return std::nullopt;
    for (const Json& item : value.items()) {
        if (RuleFault fault = faultOf(*rule.items, &item))
            return fault;
    }
    return std::nullopt;
}

RuleFault objectFault(const ValidationRule& rule, const Json& value)
{
    if (value.kind() != JsonKind::Object)
        return wrongType("object", value);
    for (const auto& [name, member] : rule.members) {
        const Json* const found = value.find(name);
        if (!found && member.required)
            return "Required field " + name + " is missing";
        if (!found)
            continue;
        if (RuleFault fault = faultOf(member, found))
            return fault;
    }
    return std::nullopt;
}

RuleFault typeFault(const ValidationRule& rule, const Json& value)
{
    using Type = ValidationRule::Type;
    switch (rule.type) {
    case Type::Any:
        break;
    case Type::String:
        return stringFault(rule, value);
    case Type::Number:
        return numberFault(rule, value);
    case Type::Boolean:
        return value.isBool() ? std::nullopt : wrongType("boolean", value);
    case Type::Array:
        return arrayFault(rule, value);
    case Type::Object:
        return objectFault(rule, value);
    }
    return std::nullopt;
}

} // namespace

std::string_view typeNameOf(const Json& value)
{
    switch (value.kind()) {
    case JsonKind::Null:
        return "NoneType";
    case JsonKind::False:
    case JsonKind::True:
        return "bool";
    case JsonKind::Number:
        return value.isWhole() ? "int" : "float";
    case JsonKind::String:
        return "str";
    case JsonKind::Array:
        return "list";
    case JsonKind::Object:
        break;
    }
    return "dict";
}

std::optional<QRegularExpression> boundedPattern(const std::string& pattern)
{
    // Verbs of PCRE: about a millisecond, then the value does not match.
    QRegularExpression expression(QStringLiteral("(*LIMIT_MATCH=100000)(*LIMIT_DEPTH=10000)") +
                                  QString::fromStdString(pattern));
    if (!expression.isValid())
        return std::nullopt;
    expression.optimize();
    return expression;
}

std::optional<std::string> faultOf(const ValidationRule& rule, const Json* value)
{
    if (!value || value->isNull())
        return rule.required ? RuleFault("Field is required") : std::nullopt;
    if (RuleFault fault = typeFault(rule, *value))
        return fault;
    const bool known =
        rule.oneOf.empty() || std::find(rule.oneOf.begin(), rule.oneOf.end(), *value) != rule.oneOf.end();
    return known ? std::nullopt : RuleFault("Value must be one of " + rule.oneOfText);
}

} // namespace gatehouse::filters
