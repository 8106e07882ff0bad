// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/calls/good_body.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

namespace {

QString textOf(const FieldDef& field, int number)
{
    const QString name = u"good-%1"_s.arg(number);
    if (field.secret)
        return canary() + QString::number(number);
    switch (field.format) {
    case TextFormat::Path:
        return u'/' + name;
    case TextFormat::Url:
    case TextFormat::UpstreamUrl:
        return u"http://127.0.0.1:9/"_s + name;
    case TextFormat::Address:
        return u"10.1.0.0/16"_s;
    case TextFormat::Host:
        return name + u".example"_s;
    case TextFormat::Origin:
        return u"https://good.example"_s;
    case TextFormat::Method:
        return u"GET"_s;
    case TextFormat::Email:
        return name + u"@example.org"_s;
    case TextFormat::HeaderName:
        return u"X-Good"_s;
    case TextFormat::Any:
    case TextFormat::Slug:
    case TextFormat::Segment:
    case TextFormat::Regex:
        break;
    }
    return field.max && *field.max < name.size() ? u"v1"_s : name;
}

QJsonValue valueOf(const FieldDef& field, int number)
{
    if (!field.choices.isEmpty() && field.type != FieldType::TextList)
        return field.choices.first();
    switch (field.type) {
    case FieldType::Text:
    case FieldType::Choice:
        return textOf(field, number);
    case FieldType::Integer:
    case FieldType::Number:
        return std::max(field.min.value_or(1), 1.0);
    case FieldType::Boolean:
        return true;
    case FieldType::Time:
        return QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate);
    case FieldType::TextList:
        return QJsonArray{textOf(field, number)};
    case FieldType::List:
        return QJsonArray();
    case FieldType::Table:
        return goodBody(field.nested(), number);
    case FieldType::TableList:
        return QJsonArray{goodBody(field.nested(), number)};
    case FieldType::Object:
    case FieldType::Any:
    case FieldType::TableMap:
        break;
    }
    return QJsonObject();
}

bool isPlainText(const FieldDef& field)
{
    return field.type == FieldType::Text && field.choices.isEmpty() && field.format == TextFormat::Any &&
           field.pattern.isEmpty() && field.refersTo == Kind::None && !field.secret;
}

bool isGiven(const FieldDef& field)
{
    return !field.readOnly && !field.generated && !field.hidden;
}

} // namespace

QString canary()
{
    return u"C4n4ry-Long-Secret-"_s;
}

QJsonObject goodBody(const EntityTable& table, int number)
{
    QJsonObject body;
    for (const FieldDef& field : table.fields) {
        const bool told = isPlainText(field) && field.name.endsWith(u"description"_s);
        if (isGiven(field) && (field.required || told))
            body.insert(field.name, valueOf(field, number));
    }
    return body;
}

QJsonObject goodPatch(const EntityTable& table, int number)
{
    const FieldDef* best = nullptr;
    for (const FieldDef& field : table.fields) {
        if (!isGiven(field) || field.immutable || !isPlainText(field))
            continue;
        if (!best || field.name.endsWith(u"description"_s))
            best = &field;
    }
    return best ? QJsonObject{{best->name, textOf(*best, number)}} : QJsonObject();
}

} // namespace gatehouse::harness
