// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/consumer_csv.h"

#include "common/model/codec.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse {

const QStringList& requiredConsumerColumns()
{
    static const QStringList names{u"external_id"_s, u"name"_s, u"email"_s};
    return names;
}

const QStringList& optionalConsumerColumns()
{
    static const QStringList names{u"company"_s, u"description"_s};
    return names;
}

Result<QStringList> consumerColumns(const QStringList& header)
{
    Faults faults;
    QStringList columns;
    const QStringList known = requiredConsumerColumns() + optionalConsumerColumns();
    for (const QString& name : header) {
        columns.append(name.trimmed().toLower());
        if (!known.contains(columns.last()))
            faults.append({u"body.header"_s, u"unknown"_s,
                           u"column '%1' is not known; use %2"_s.arg(name, known.join(u", "_s))});
    }
    for (const QString& name : requiredConsumerColumns()) {
        if (!columns.contains(name))
            faults.append({u"body.header"_s, u"required"_s, u"column '%1' is missing"_s.arg(name)});
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return columns;
}

ConsumerRow consumerRow(const QStringList& columns, const CsvRecord& record, const QString& tenant,
                        QSet<QString>& seen)
{
    ConsumerRow row{record.line, {}, std::nullopt, {}};
    QJsonObject object{{u"tenant_id"_s, tenant}};
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QString value = record.fields.value(i).trimmed();
        if (!value.isEmpty())
            object.insert(columns[i], value);
    }
    row.externalId = object.value(u"external_id"_s).toString();
    if (record.fields.size() != columns.size()) {
        row.fault = u"has %1 fields, the header has %2"_s.arg(record.fields.size()).arg(columns.size());
        return row;
    }
    const Result<Consumer> consumer = fromJson<Consumer>(object, ReadOptions::v1Create());
    if (!consumer)
        row.fault = consumer.error().text();
    else if (seen.contains(row.externalId))
        row.fault = u"external_id: is given twice in this file"_s;
    else
        row.consumer = *consumer;
    seen.insert(row.externalId);
    return row;
}

} // namespace gatehouse
