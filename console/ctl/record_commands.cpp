// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/record_commands.h"

#include "common/api/calls.h"
#include "console/client/api_client.h"
#include "console/ctl/answers.h"
#include "console/ctl/assignments.h"
#include "console/ctl/table_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

void listCollections(const CommandContext& c)
{
    c.client->get(buildPath(CallId::CrudCollections), c.owner, orFail(c, [c](const QJsonObject& answer) {
                      c.succeed(answer, tableText(answer.value(u"collections"_s).toArray(),
                                                  {u"collection"_s, u"records"_s, u"bytes"_s, u"apis"_s}));
                  }));
}

QString collectionPath(const CommandContext& c)
{
    return buildPath(CallId::CrudExport, {c.at(0)});
}

QString textOf(const QJsonValue& record)
{
    return QString::fromUtf8(QJsonDocument(record.toObject()).toJson(QJsonDocument::Compact));
}

/// One record per line, as they are: fields are anybody's choice, so there are no columns.
void listRecords(const CommandContext& c)
{
    QUrlQuery query;
    if (c.has(u"page"_s))
        query.addQueryItem(u"page"_s, c.option(u"page"_s));
    if (c.has(u"limit"_s))
        query.addQueryItem(u"page_size"_s, c.option(u"limit"_s));
    c.client->get(collectionPath(c), query, c.owner, orFail(c, [c](const QJsonObject& answer) {
                      QStringList lines;
                      const QJsonArray items = answer.value(u"items"_s).toArray();
                      for (const QJsonValue record : items)
                          lines.append(textOf(record));
                      c.succeed(answer, lines.join(u'\n'));
                  }));
}

QString recordPath(const CommandContext& c, CallId id)
{
    return buildPath(id, {c.at(0), c.at(1)});
}

void showRecord(const CommandContext& c)
{
    c.client->get(recordPath(c, CallId::CrudRecordGet), c.owner,
                  orFail(c, [c](const QJsonObject& answer) { c.succeed(answer, objectText(answer)); }));
}

/// "title=Milk", "stars=3", "done=true", "tags=[1,2]", "old=null": what is JSON counts as such, all else is
/// text.
/// "@FILE" adds the fields of a JSON object.
Result<QJsonObject> fieldsOf(const QStringList& words)
{
    QJsonObject fields;
    for (const QString& word : words) {
        if (word.startsWith(u'@')) {
            const Result<QJsonObject> file = readJsonFile(word.mid(1));
            if (!file)
                return file.error();
            for (auto at = file->begin(); at != file->end(); ++at)
                fields.insert(at.key(), at.value());
            continue;
        }
        const qsizetype equals = word.indexOf(u'=');
        if (equals < 1)
            return Error::invalid(word, u"syntax"_s, u"must be FIELD=VALUE or @FILE"_s);
        const QString text = word.mid(equals + 1);
        const QJsonDocument value = QJsonDocument::fromJson('[' + text.toUtf8() + ']');
        const bool isJson = value.array().size() == 1;
        fields.insert(word.first(equals), isJson ? value.array().at(0) : QJsonValue(text));
    }
    return fields;
}

void updateRecord(const CommandContext& c)
{
    const Result<QJsonObject> fields = fieldsOf(c.arguments.mid(2));
    if (!fields)
        return c.fail(fields.error());
    c.client->put(recordPath(c, CallId::CrudRecordUpdate), *fields, c.owner,
                  orFail(c, [c](const QJsonObject& answer) { c.succeed(answer, objectText(answer)); }));
}

void deleteRecord(const CommandContext& c)
{
    c.client->remove(recordPath(c, CallId::CrudRecordDelete), c.owner,
                     orFail(c, [c](const QJsonObject& answer) { c.succeed(answer, objectText(answer)); }));
}

/// The records of a file: one, a list, or what `record list --json` printed.
Result<QJsonArray> recordsOf(const QString& path)
{
    const Result<QByteArray> text = readFile(path);
    if (!text)
        return text.error();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(*text, &error);
    if (document.isArray())
        return document.array();
    if (document.object().value(u"items"_s).isArray())
        return document.object().value(u"items"_s).toArray();
    if (document.isObject())
        return QJsonArray{document.object()};
    return Error::invalid(path, u"syntax"_s, u"%1 at byte %2"_s.arg(error.errorString()).arg(error.offset));
}

void put(const CommandContext& c, bool replace)
{
    const Result<QJsonArray> records = recordsOf(c.at(1));
    if (!records)
        return c.fail(records.error());
    c.client->put(buildPath(CallId::CrudImport, {c.at(0)}), {{u"items"_s, *records}, {u"replace"_s, replace}},
                  c.owner,
                  orFail(c, [c](const QJsonObject& answer) { c.succeed(answer, objectText(answer)); }));
}

void drop(const CommandContext& c)
{
    c.client->remove(buildPath(CallId::CrudDrop, {c.at(0)}), c.owner,
                     orFail(c, [c](const QJsonObject& answer) { c.succeed(answer, objectText(answer)); }));
}

} // namespace

QList<Command> recordCommands()
{
    return {
        {u"record collections"_s,
         {},
         0,
         0,
         u"What the gateway keeps for APIs without a server"_s,
         listCollections},
        {u"record list"_s, u"COLLECTION [--page N] [--limit N]"_s, 1, 1, u"Records, one per line"_s,
         listRecords},
        {u"record show"_s, u"COLLECTION ID"_s, 2, 2, u"One record"_s, showRecord},
        {u"record update"_s, u"COLLECTION ID FIELD=VALUE... | @FILE"_s, 3, -1,
         u"Change fields of a record; those that are not named stay"_s, updateRecord},
        {u"record delete"_s, u"COLLECTION ID"_s, 2, 2, u"Delete a record"_s, deleteRecord},
        {u"record put"_s, u"COLLECTION FILE"_s, 2, 2,
         u"Add the records of a JSON file; those with the same _id are replaced"_s,
         [](const CommandContext& c) { put(c, false); }},
        {u"record replace"_s, u"COLLECTION FILE"_s, 2, 2,
         u"Put the records of a JSON file in place of all that are there"_s,
         [](const CommandContext& c) { put(c, true); }},
        {u"record drop"_s, u"COLLECTION"_s, 1, 1, u"Delete all records of a collection"_s, drop},
    };
}

} // namespace gatehouse::console
