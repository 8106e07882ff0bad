// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/value_check.h"

#include "common/model/codec.h"
#include "common/model/formats.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <cmath>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double kLargestExactInteger =
    9007199254740992.0; // 2^53: beyond it a JSON number is no exact integer

qsizetype characters(const QString& text)
{
    qsizetype count = 0;
    for (const QChar c : text)
        count += c.isLowSurrogate() ? 0 : 1;
    return count;
}

QString number(double value)
{
    return QString::number(value, 'g', 15);
}

std::optional<bool> boolWord(const QString& text)
{
    const QString word = text.toLower();
    if (QStringList{u"true"_s, u"1"_s, u"yes"_s, u"on"_s, u"t"_s, u"y"_s}.contains(word))
        return true;
    if (QStringList{u"false"_s, u"0"_s, u"no"_s, u"off"_s, u"f"_s, u"n"_s}.contains(word))
        return false;
    return std::nullopt;
}

std::optional<QJsonValue> toText(const QJsonValue& value, const ReadOptions& options)
{
    if (value.isString())
        return value;
    if (options.coercion == ReadOptions::Coercion::Strict)
        return std::nullopt;
    if (value.isDouble())
        return QJsonValue(number(value.toDouble()));
    if (value.isBool())
        return QJsonValue(value.toBool() ? u"True"_s : u"False"_s);
    // Dumps of the reference keep password hashes as {"__type__":"bytes","data":base64}.
    const bool stored = options.mode == ReadOptions::Mode::Stored;
    if (stored && value.isObject() && value.toObject().value(u"__type__"_s) == u"bytes"_s)
        return QJsonValue(QString::fromUtf8(
            QByteArray::fromBase64(value.toObject().value(u"data"_s).toString().toLatin1())));
    return std::nullopt;
}

std::optional<QJsonValue> toInteger(const QJsonValue& value, bool lenient)
{
    if (value.isDouble()) {
        const double exact = value.toDouble();
        const double whole = std::trunc(exact);
        if ((whole != exact && !lenient) || std::abs(whole) > kLargestExactInteger)
            return std::nullopt;
        return QJsonValue(qint64(whole));
    }
    if (lenient && value.isBool())
        return QJsonValue(qint64(value.toBool() ? 1 : 0));
    if (lenient && value.isString()) {
        bool ok = false;
        const qint64 parsed = value.toString().trimmed().toLongLong(&ok);
        if (ok)
            return QJsonValue(parsed);
    }
    return std::nullopt;
}

std::optional<QJsonValue> toNumber(const QJsonValue& value, bool lenient)
{
    if (value.isDouble())
        return value;
    bool ok = false;
    const double parsed = lenient && value.isString() ? value.toString().trimmed().toDouble(&ok) : 0;
    return ok && std::isfinite(parsed) ? std::optional(QJsonValue(parsed)) : std::nullopt;
}

std::optional<QJsonValue> toBoolean(const QJsonValue& value, bool lenient)
{
    if (value.isBool())
        return value;
    if (!lenient)
        return std::nullopt;
    if (value.isDouble() && (value.toDouble() == 0 || value.toDouble() == 1))
        return QJsonValue(value.toDouble() == 1);
    const std::optional<bool> word = value.isString() ? boolWord(value.toString()) : std::nullopt;
    return word ? std::optional(QJsonValue(*word)) : std::nullopt;
}

std::optional<QJsonValue> toTime(const QJsonValue& value, bool lenient)
{
    constexpr double lastSecond = 253'402'300'799; // of the year 9999
    if (lenient && value.isDouble() && std::abs(value.toDouble()) <= lastSecond)
        return QJsonValue(qint64(value.toDouble() * 1000)); // seconds since 1970
    if (!value.isString())
        return std::nullopt;
    if (value.toString().isEmpty())
        return QJsonValue(qint64(0));
    const std::optional<qint64> ms = parseTime(value.toString());
    return ms ? std::optional(QJsonValue(*ms)) : std::nullopt;
}

std::optional<QJsonValue> toTextList(const QJsonValue& value, const ReadOptions& options)
{
    if (!value.isArray())
        return std::nullopt;
    QJsonArray texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue& element : array) {
        const std::optional<QJsonValue> text = toText(element, options);
        if (!text)
            return std::nullopt;
        texts.append(*text);
    }
    return QJsonValue(texts);
}

bool holdsObjects(const QJsonValue& value, FieldType type)
{
    if (type == FieldType::TableList) {
        const QJsonArray array = value.toArray();
        return value.isArray() && std::all_of(array.begin(), array.end(),
                                              [](const QJsonValue& part) { return part.isObject(); });
    }
    const QJsonObject object = value.toObject();
    return value.isObject() &&
           std::all_of(object.begin(), object.end(), [](const QJsonValue& part) { return part.isObject(); });
}

std::optional<QJsonValue> convert(FieldType type, const QJsonValue& value, const ReadOptions& options)
{
    const bool lenient = options.coercion == ReadOptions::Coercion::Lenient;
    const auto when = [&value](bool right) { return right ? std::optional(value) : std::nullopt; };
    switch (type) {
    case FieldType::Text:
    case FieldType::Choice:
        return toText(value, options);
    case FieldType::Integer:
        return toInteger(value, lenient);
    case FieldType::Number:
        return toNumber(value, lenient);
    case FieldType::Boolean:
        return toBoolean(value, lenient);
    case FieldType::Time:
        return toTime(value, lenient);
    case FieldType::TextList:
        return toTextList(value, options);
    case FieldType::Object:
    case FieldType::Table:
        return when(value.isObject());
    case FieldType::List:
        return when(value.isArray());
    case FieldType::TableList:
    case FieldType::TableMap:
        return when(holdsObjects(value, type));
    case FieldType::Any:
        return value;
    }
    return std::nullopt;
}

QString typeRule(FieldType type)
{
    switch (type) {
    case FieldType::Text:
    case FieldType::Choice:
        return u"a text"_s;
    case FieldType::Integer:
        return u"a whole number"_s;
    case FieldType::Number:
        return u"a number"_s;
    case FieldType::Boolean:
        return u"true or false"_s;
    case FieldType::Time:
        return u"a time such as 2026-01-31T12:00:00Z"_s;
    case FieldType::TextList:
        return u"a list of texts"_s;
    case FieldType::Object:
    case FieldType::Table:
        return u"an object"_s;
    case FieldType::List:
        return u"a list"_s;
    case FieldType::TableList:
        return u"a list of objects"_s;
    case FieldType::TableMap:
        return u"an object of objects"_s;
    case FieldType::Any:
        break;
    }
    return u"any value"_s;
}

QString boundsRule(const FieldDef& field)
{
    if (field.min && field.max)
        return u"%1 to %2"_s.arg(number(*field.min), number(*field.max));
    return field.min ? u"at least "_s + number(*field.min) : u"at most "_s + number(*field.max);
}

bool inBounds(const FieldDef& field, double value)
{
    return (!field.min || value >= *field.min) && (!field.max || value <= *field.max);
}

/// Nothing that gets lost on the way to another program: no NUL, no half of a character.
bool isWhole(const QString& text)
{
    return !text.contains(QChar(0)) && text.isValidUtf16();
}

bool checkText(const FieldDef& field, const QString& text, ReadContext& context, const QString& path)
{
    const qsizetype before = context.faults.size();
    if (!isWhole(text))
        context.fault(path, u"format"_s, u"must not hold NUL or half of a character"_s);
    const qsizetype length = field.min || field.max ? characters(text) : 0;
    if ((field.min || field.max) && !inBounds(field, double(length)))
        context.fault(path, u"length"_s,
                      u"must be %1 characters long, not %2"_s.arg(boundsRule(field)).arg(length));
    if (!matchesFormat(field.format, text))
        context.fault(path, u"format"_s, u"must be "_s + formatRule(field.format));
    if (!field.pattern.isEmpty() &&
        !QRegularExpression(QRegularExpression::anchoredPattern(field.pattern)).match(text).hasMatch())
        context.fault(path, u"pattern"_s, u"must match "_s + field.pattern);
    if (!field.choices.isEmpty() && !field.choices.contains(text, Qt::CaseInsensitive))
        context.fault(path, u"enum"_s, u"must be one of "_s + field.choices.join(u", "_s));
    return context.faults.size() == before;
}

bool checkItems(const FieldDef& field, qsizetype count, ReadContext& context, const QString& path)
{
    if (count < field.minItems) {
        context.fault(path, u"length"_s, u"must have at least %1 entries"_s.arg(field.minItems));
        return false;
    }
    if (field.maxItems > 0 && count > field.maxItems) {
        context.fault(path, u"length"_s, u"must have at most %1 entries"_s.arg(field.maxItems));
        return false;
    }
    return true;
}

bool checkTexts(const FieldDef& field, const QJsonArray& array, ReadContext& context, const QString& path)
{
    bool ok = checkItems(field, array.size(), context, path);
    for (qsizetype i = 0; i < array.size(); ++i)
        ok = checkText(field, array.at(i).toString(), context, indexedPath(path, i)) && ok;
    return ok;
}

bool checkRules(const FieldDef& field, const QJsonValue& value, ReadContext& context, const QString& path)
{
    switch (field.type) {
    case FieldType::Text:
    case FieldType::Choice:
        return checkText(field, value.toString(), context, path);
    case FieldType::Integer:
    case FieldType::Number:
        if (inBounds(field, value.toDouble()))
            return true;
        context.fault(path, u"range"_s,
                      u"must be %1, not %2"_s.arg(boundsRule(field), number(value.toDouble())));
        return false;
    case FieldType::TextList:
        return checkTexts(field, value.toArray(), context, path);
    case FieldType::List:
    case FieldType::TableList:
        return checkItems(field, value.toArray().size(), context, path);
    case FieldType::Object:
    case FieldType::TableMap:
        return checkItems(field, value.toObject().size(), context, path);
    default:
        return true;
    }
}

} // namespace

bool checkValue(const FieldDef& field, QJsonValue& value, ReadContext& context, const QString& path)
{
    const std::optional<QJsonValue> converted = convert(field.type, value, context.options);
    if (!converted) {
        context.fault(path, u"type"_s, u"must be "_s + typeRule(field.type));
        return false;
    }
    value = *converted;
    return context.options.mode == ReadOptions::Mode::Stored || checkRules(field, value, context, path);
}

} // namespace gatehouse
