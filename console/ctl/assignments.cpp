// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/assignments.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QJsonValue parsedJson(const QString& text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (document.isObject())
        return document.object();
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(QJsonValue::Undefined);
}

QJsonValue typedValue(const FieldDef& field, const QString& text, Faults& faults)
{
    const auto fault = [&](const QString& message) {
        faults.append({field.name, u"type"_s, message});
        return QJsonValue();
    };
    if (text == u"null"_s)
        return QJsonValue();
    bool fine = false;
    switch (field.type) {
    case FieldType::Integer: {
        const qint64 number = text.toLongLong(&fine);
        return fine ? QJsonValue(number) : fault(u"must be a whole number"_s);
    }
    case FieldType::Number: {
        const double number = text.toDouble(&fine);
        return fine ? QJsonValue(number) : fault(u"must be a number"_s);
    }
    case FieldType::Boolean:
        if (text == u"true"_s || text == u"false"_s)
            return text == u"true"_s;
        return fault(u"must be true or false"_s);
    case FieldType::TextList:
        return QJsonArray::fromStringList(text.split(u',', Qt::SkipEmptyParts));
    case FieldType::Object:
    case FieldType::List:
    case FieldType::Any:
    case FieldType::Table:
    case FieldType::TableList:
    case FieldType::TableMap: {
        const QJsonValue value = parsedJson(text);
        return value.isUndefined() ? fault(u"must be JSON"_s) : value;
    }
    case FieldType::Text:
    case FieldType::Time:
    case FieldType::Choice:
        break;
    }
    return text;
}

} // namespace

Result<QByteArray> readFile(const QString& path)
{
    QFile file(path);
    const bool open = path == u"-"_s ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!open)
        return Error::invalid(path, u"unreadable"_s, file.errorString());
    return file.readAll();
}

Result<QJsonObject> readJsonFile(const QString& path)
{
    const Result<QByteArray> text = readFile(path);
    if (!text)
        return text.error();
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(*text, &fault);
    if (!document.isObject())
        return Error::invalid(path, u"syntax"_s,
                              fault.error == QJsonParseError::NoError
                                  ? u"must hold a JSON object"_s
                                  : u"%1 at byte %2"_s.arg(fault.errorString()).arg(fault.offset));
    return document.object();
}

Result<QJsonObject> readAssignments(const EntityTable& table, const QStringList& words)
{
    QJsonObject object;
    Faults faults;
    for (const QString& word : words) {
        if (word.startsWith(u'@') || word == u"-"_s) {
            const Result<QJsonObject> file = readJsonFile(word == u"-"_s ? word : word.mid(1));
            if (!file) {
                faults.append(file.error().faults);
                continue;
            }
            for (auto at = file->begin(); at != file->end(); ++at)
                object.insert(at.key(), at.value());
            continue;
        }
        const qsizetype equals = word.indexOf(u'=');
        const FieldDef* field = equals > 0 ? table.field(word.left(equals)) : nullptr;
        if (!field)
            faults.append(
                {word.left(equals), u"unknown"_s, u"is not KEY=VALUE with a field of "_s + table.name});
        else
            object.insert(field->name, typedValue(*field, word.mid(equals + 1), faults));
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return object;
}

} // namespace gatehouse::console
