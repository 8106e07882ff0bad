// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/record_commands.h"

#include "common/api/calls.h"
#include "console/client/api_client.h"
#include "console/ctl/answers.h"
#include "console/ctl/table_text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int kPageSize = 1000; // the largest that the gateway gives

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

/// Looks through the pages for the record.
void showRecord(const CommandContext& c, int page)
{
    const QUrlQuery query{{u"page"_s, QString::number(page)}, {u"page_size"_s, QString::number(kPageSize)}};
    c.client->get(collectionPath(c), query, c.owner, orFail(c, [c, page](const QJsonObject& answer) {
                      const QJsonArray items = answer.value(u"items"_s).toArray();
                      for (const QJsonValue record : items) {
                          if (record[u"_id"_s].toString() == c.at(1))
                              return c.succeed(record.toObject(), objectText(record.toObject()));
                      }
                      if (qint64(page) * kPageSize < answer.value(u"total"_s).toInteger())
                          return showRecord(c, page + 1);
                      c.fail(Error::notFound(u"%1 has no record %2"_s.arg(c.at(0), c.at(1))));
                  }));
}

/// The records of a file: one, a list, or what `record list --json` printed.
Result<QJsonArray> recordsOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::invalid(u"FILE"_s, u"file"_s, u"%1: %2"_s.arg(path, file.errorString()));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (document.isArray())
        return document.array();
    if (document.object().value(u"items"_s).isArray())
        return document.object().value(u"items"_s).toArray();
    if (document.isObject())
        return QJsonArray{document.object()};
    return Error::invalid(u"FILE"_s, u"json"_s, u"%1: %2"_s.arg(path, error.errorString()));
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
        {u"record show"_s, u"COLLECTION ID"_s, 2, 2, u"One record"_s,
         [](const CommandContext& c) { showRecord(c, 1); }},
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
