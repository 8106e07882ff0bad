// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/consumer_csv.h"

#include "common/model/codec.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse {

namespace {

/// Many programs that write CSV cannot put a line end into a field and write "\\n" instead.
QByteArray pemOf(QString field)
{
    return field.replace(u"\\n"_s, u"\n"_s).trimmed().toLatin1();
}

QJsonArray namesIn(const QString& field)
{
    QJsonArray names;
    for (const QString& name : field.split(u';', Qt::SkipEmptyParts))
        names.append(name.trimmed());
    return names;
}

/// A certificate, and perhaps those above it.
bool isPem(const QByteArray& text)
{
    return text.startsWith("-----BEGIN CERTIFICATE-----") && text.endsWith("-----END CERTIFICATE-----") &&
           text.count("-----BEGIN") == text.count("-----BEGIN CERTIFICATE-----"); // never a private key
}

void refuse(ConsumerRow& row, const Fault& fault)
{
    row.fault = fault.field + u": "_s + fault.message;
    row.faults = {fault};
}

} // namespace

const QStringList& requiredConsumerColumns()
{
    static const QStringList names{u"external_id"_s, u"name"_s, u"email"_s};
    return names;
}

const QStringList& optionalConsumerColumns()
{
    static const QStringList names{u"company"_s, u"description"_s, u"groups"_s, u"certificate_pem"_s};
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
    ConsumerRow row{record.line, {}, std::nullopt, {}, {}, {}};
    QJsonObject object{{u"tenant_id"_s, tenant}};
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QString value = record.fields.value(i).trimmed();
        if (!value.isEmpty())
            object.insert(columns[i], columns[i] == u"groups"_s ? namesIn(value) : QJsonValue(value));
    }
    row.certificatePem = pemOf(object.take(u"certificate_pem"_s).toString());
    row.externalId = object.value(u"external_id"_s).toString();
    if (record.fields.size() != columns.size()) {
        row.fault = u"has %1 fields, the header has %2"_s.arg(record.fields.size()).arg(columns.size());
        return row;
    }
    const Result<Consumer> consumer = fromJson<Consumer>(object, ReadOptions::v1Create());
    if (!consumer) {
        row.fault = consumer.error().text();
        row.faults = consumer.error().faults;
    } else if (!row.certificatePem.isEmpty() && !isPem(row.certificatePem)) {
        refuse(row, {u"certificate_pem"_s, u"type"_s, u"must be a certificate in PEM"_s});
    } else if (seen.contains(row.externalId)) {
        refuse(row, {u"external_id"_s, u"conflict"_s, u"is given twice in this file"_s});
    } else {
        row.consumer = *consumer;
    }
    seen.insert(row.externalId);
    return row;
}

} // namespace gatehouse
