// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/ctl/bulk_commands.h"

#include "common/api/calls.h"
#include "common/api/v1_requests.h"
#include "common/model/consumer_csv.h"
#include "console/client/api_client.h"
#include "console/ctl/answers.h"
#include "console/ctl/assignments.h"
#include "console/ctl/table_text.h"
#include "console/ctl/v1_commands.h"

#include <QJsonArray>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qsizetype mostIds = 50; // of POST /v1/subscriptions/bulk

/// Calls that follow each other, and the outcomes so far.
struct Bulk {
    CommandContext context;
    QList<ApiRequest> waiting;
    /// The rows of one answer, each with "status".
    std::function<QJsonArray(const QJsonObject& answer)> rowsOf;
    QStringList columns;
    QJsonArray rows;
};

void finish(const Bulk& bulk)
{
    qsizetype failed = 0;
    for (const QJsonValue row : bulk.rows)
        failed += row[u"status"_s].toString() == u"failed"_s ? 1 : 0;
    const QJsonObject answer{
        {u"succeeded"_s, bulk.rows.size() - failed}, {u"failed"_s, failed}, {u"rows"_s, bulk.rows}};
    const QString text = tableText(bulk.rows, bulk.columns) +
                         u"\n%1 done, %2 failed"_s.arg(bulk.rows.size() - failed).arg(failed);
    bulk.context.finish(answer, text, failed == 0 ? Exit::Done : Exit::Refused);
}

void sendNext(const std::shared_ptr<Bulk>& bulk)
{
    if (bulk->waiting.isEmpty())
        return finish(*bulk);
    const ApiRequest request = bulk->waiting.takeFirst();
    bulk->context.client->send(request, bulk->context.owner, [bulk](const Result<QJsonObject>& answer) {
        if (!answer) {
            Error error = answer.error();
            if (!bulk->rows.isEmpty())
                error.message =
                    u"%1 (after %2 rows, whose outcome stands)"_s.arg(error.message).arg(bulk->rows.size());
            return bulk->context.fail(error);
        }
        for (const QJsonValue row : bulk->rowsOf(*answer))
            bulk->rows.append(row);
        sendNext(bulk);
    });
}

/// The file is read to its end before the first call, so that a fault of its form changes nothing.
void importConsumers(const CommandContext& context)
{
    const Result<QByteArray> text = readFile(context.at(0));
    if (!text)
        return context.fail(text.error());
    const Result<QList<CsvRecord>> records = readCsv(*text);
    if (!records)
        return context.fail(records.error());
    if (records->size() < 2)
        return context.fail(
            Error::invalid(context.at(0), u"items"_s, u"must hold a header and at least one row"_s));
    if (const Result<QStringList> columns = consumerColumns(records->first().fields); !columns)
        return context.fail(columns.error());

    auto bulk = std::make_shared<Bulk>();
    bulk->context = context;
    bulk->columns = {u"line"_s, u"external_id"_s, u"status"_s, u"id"_s, u"error"_s};
    bulk->rowsOf = [bulk = bulk.get(), lines = *records](const QJsonObject& answer) {
        QJsonArray rows;
        for (const QJsonValue each : answer.value(u"rows"_s).toArray()) {
            QJsonObject row = each.toObject(); // in the order of the file, whose lines these are
            row.insert(u"line"_s, lines.at(1 + bulk->rows.size() + rows.size()).line);
            rows.append(row);
        }
        return rows;
    };
    for (qsizetype first = 1; first < records->size(); first += mostConsumerRows) {
        ApiRequest request = ApiClient::requestFor(CallId::ConsumerBulk, {tenantOf(context)});
        request.contentType = "text/csv";
        request.rawBody = writeCsvRecord(records->first().fields);
        for (const CsvRecord& record : records->mid(first, mostConsumerRows))
            request.rawBody += writeCsvRecord(record.fields);
        bulk->waiting.append(request);
    }
    sendNext(bulk);
}

/// "-" stands for the ids on standard input, "@FILE" for those of a file, separated by white space.
Result<QStringList> idsOf(const QStringList& words)
{
    QStringList ids;
    for (const QString& word : words) {
        if (word != u"-"_s && !word.startsWith(u'@')) {
            ids.append(word);
            continue;
        }
        const Result<QByteArray> text = readFile(word == u"-"_s ? word : word.mid(1));
        if (!text)
            return text.error();
        ids.append(QString::fromUtf8(*text).simplified().split(u' ', Qt::SkipEmptyParts));
    }
    ids.removeDuplicates();
    if (ids.isEmpty())
        return Error::invalid(u"ID"_s, u"required"_s, u"no subscription is named"_s);
    return ids;
}

QJsonArray rowsOfSubscriptions(const QJsonObject& answer)
{
    QJsonArray rows;
    for (const QJsonValue id : answer.value(u"succeeded"_s).toArray())
        rows.append(QJsonObject{{u"id"_s, id}, {u"status"_s, u"done"_s}});
    for (const QJsonValue each : answer.value(u"failed"_s).toArray()) {
        QJsonObject row = each.toObject();
        row.insert(u"status"_s, u"failed"_s);
        rows.append(row);
    }
    return rows;
}

void changeSubscriptions(BulkAction action, const CommandContext& context)
{
    QStringList names;
    QString reason;
    for (const QString& word : context.arguments) {
        if (word.startsWith(u"reason="_s))
            reason = word.section(u'=', 1);
        else
            names.append(word);
    }
    const Result<QStringList> ids = idsOf(names);
    if (!ids)
        return context.fail(ids.error());
    auto bulk = std::make_shared<Bulk>();
    bulk->context = context;
    bulk->columns = {u"id"_s, u"status"_s, u"error"_s};
    bulk->rowsOf = rowsOfSubscriptions;
    for (qsizetype first = 0; first < ids->size(); first += mostIds) {
        QJsonObject body{{u"action"_s, toWire(action)},
                         {u"ids"_s, QJsonArray::fromStringList(ids->mid(first, mostIds))}};
        if (!reason.isEmpty())
            body.insert(u"reason"_s, reason);
        bulk->waiting.append(ApiClient::requestFor(CallId::SubscriptionV1Bulk, {}, {}, body));
    }
    sendNext(bulk);
}

Command subscriptionCommand(BulkAction action, const QString& help)
{
    const QString word = toWire(action);
    const bool needsReason = action == BulkAction::Reject || action == BulkAction::Revoke;
    return {.words = u"subscription bulk-"_s + word,
            .arguments = needsReason ? u"reason=TEXT ID..."_s : u"ID..."_s,
            .least = needsReason ? 2 : 1,
            .most = -1,
            .help = help,
            .run = [action](const CommandContext& context) { changeSubscriptions(action, context); },
            .details =
                u"ID may be - for ids on standard input, or @FILE. Each has its own outcome; the exit status "
                u"is 1 "
                "when one failed.\nExample: gatehousectl subscription pending --json | jq -r '.items[].id' | "
                "gatehousectl subscription bulk-%1 %2-"_s.arg(word, needsReason ? u"reason='no contract' "_s
                                                                                : QString())};
}

} // namespace

QList<Command> bulkCommands()
{
    return {
        {.words = u"consumer import"_s,
         .arguments = u"FILE"_s,
         .least = 1,
         .most = 1,
         .help = u"Make consumers of a CSV file (- for standard input)"_s,
         .run = importConsumers,
         .details = u"The first line names the columns: external_id, name, email and, if wanted, company, "
                    u"description,\ngroups (parted by semicolons; ALL where none is named) and "
                    "certificate_pem.\nEach row has its own outcome; the exit status is 1 when one failed. "
                    "Rows that exist already fail, so the same file may be sent again."_s},
        subscriptionCommand(BulkAction::Approve, u"Approve many pending subscriptions"_s),
        subscriptionCommand(BulkAction::Reject, u"Reject many pending subscriptions"_s),
        subscriptionCommand(BulkAction::Suspend, u"Suspend many active subscriptions"_s),
        subscriptionCommand(BulkAction::Reactivate, u"Reactivate many suspended subscriptions"_s),
        subscriptionCommand(BulkAction::Revoke, u"Revoke many subscriptions for good"_s),
    };
}

} // namespace gatehouse::console
