// SPDX-License-Identifier: GPL-3.0-or-later
// Consumers out of CSV (week-one runbook 8.2): every row has its own outcome.
#include "common/core/ids.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/csv.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {

using control::ChangeSet;

constexpr qsizetype mostRows = 100;
const QStringList required{u"external_id"_s, u"name"_s, u"email"_s};
const QStringList known{u"external_id"_s, u"name"_s, u"email"_s, u"company"_s, u"description"_s};

struct Row {
    int line = 0;
    QString externalId;
    std::optional<Consumer> consumer;
    QString error;
};

/// Names of the columns, checked.
Result<QStringList> columnsOf(const QStringList& header)
{
    Faults faults;
    QStringList columns;
    for (const QString& name : header) {
        columns.append(name.trimmed().toLower());
        if (!known.contains(columns.last()))
            faults.append({u"body.header"_s, u"unknown"_s,
                           u"column '%1' is not known; use %2"_s.arg(name, known.join(u", "_s))});
    }
    for (const QString& name : required) {
        if (!columns.contains(name))
            faults.append({u"body.header"_s, u"required"_s, u"column '%1' is missing"_s.arg(name)});
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return columns;
}

Row rowOf(const Services& services, const QString& tenant, const QStringList& columns,
          const CsvRecord& record, QSet<QString>& seen)
{
    Row row{record.line, {}, std::nullopt, {}};
    QJsonObject object{{u"tenant_id"_s, tenant}};
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QString value = record.fields.value(i).trimmed();
        if (!value.isEmpty())
            object.insert(columns[i], value);
    }
    row.externalId = object.value(u"external_id"_s).toString();
    if (record.fields.size() != columns.size()) {
        row.error = u"has %1 fields, the header has %2"_s.arg(record.fields.size()).arg(columns.size());
        return row;
    }
    const Result<Consumer> consumer = fromJson<Consumer>(object, ReadOptions::v1Create());
    if (!consumer)
        row.error = consumer.error().text();
    else if (seen.contains(row.externalId))
        row.error = u"external_id: is given twice in this file"_s;
    else if (byKey<Consumer>(services, {tenant, row.externalId}))
        row.error = u"external_id: is already used in tenant %1"_s.arg(tenant);
    else
        row.consumer = *consumer;
    seen.insert(row.externalId);
    return row;
}

QJsonObject summaryOf(const QList<Row>& rows)
{
    QJsonArray outcome;
    int created = 0;
    for (const Row& row : rows) {
        QJsonObject each{{u"line"_s, row.line},
                         {u"external_id"_s, row.externalId},
                         {u"status"_s, row.consumer ? u"created"_s : u"failed"_s}};
        if (row.consumer)
            each.insert(u"id"_s, row.consumer->id);
        else
            each.insert(u"error"_s, row.error);
        created += row.consumer ? 1 : 0;
        outcome.append(each);
    }
    return {{u"created"_s, created}, {u"failed"_s, rows.size() - created}, {u"rows"_s, outcome}};
}

void bulk(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    call->audit->target = tenant;
    const Result<QList<CsvRecord>> records = readCsv(call->body);
    if (!records)
        return done(Reply::from(records.error()));
    if (records->size() < 2 || records->size() > mostRows + 1)
        return done(Reply::from(
            Error::invalid(u"body"_s, u"items"_s, u"must be a header and 1 to %1 rows"_s.arg(mostRows))));
    const Result<QStringList> columns = columnsOf(records->first().fields);
    if (!columns)
        return done(Reply::from(columns.error()));
    QList<Row> rows;
    QSet<QString> seen;
    ChangeSet changes(u"consumer.bulk"_s);
    for (const CsvRecord& record : records->mid(1)) {
        Row row = rowOf(services, tenant, *columns, record, seen);
        if (row.consumer) {
            row.consumer->id = newId();
            changes.put(*row.consumer, control::Expected::absent());
        }
        rows.append(std::move(row));
    }
    if (changes.isEmpty())
        return done(Reply::raw(200, summaryOf(rows)));
    apply(services, call, changes, done, [rows](const auto&) { return Reply::raw(200, summaryOf(rows)); });
}

} // namespace

void registerConsumerBulk(Registry& registry, Services& services)
{
    onAll(registry, services, {CallId::ConsumerBulk}, bulk);
}

} // namespace gatehouse::admin::v1
