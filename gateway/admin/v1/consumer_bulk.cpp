// SPDX-License-Identifier: GPL-3.0-or-later
// Consumers out of CSV (week-one runbook 8.2): every row has its own outcome.
#include "common/core/ids.h"
#include "common/model/consumer_csv.h"
#include "gateway/admin/v1/consumer_json.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QSet>
#include <QSslCertificate>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace consumer_bulk_calls {

using control::ChangeSet;

/// What the rows before have taken.
struct Taken {
    QSet<QString> externalIds;
    QSet<QByteArray> fingerprints; ///< also those of the tenant's consumers
};

/// Binds the certificate of the row to its consumer; why it cannot, else empty.
QString bindCertificate(ConsumerRow& row, qint64 nowMs, QSet<QByteArray>& fingerprints)
{
    if (row.certificatePem.isEmpty())
        return {};
    const QSslCertificate certificate(row.certificatePem, QSsl::Pem);
    if (certificate.isNull())
        return u"certificate_pem: cannot be read"_s;
    const qint64 ends = certificate.expiryDate().toMSecsSinceEpoch();
    if (ends <= nowMs)
        return u"certificate_pem: has expired on "_s + certificate.expiryDate().toString(Qt::ISODate);
    const QByteArray fingerprint = certificate.digest(QCryptographicHash::Sha256).toHex();
    if (fingerprints.contains(fingerprint))
        return u"certificate_pem: belongs to another consumer"_s;
    fingerprints.insert(fingerprint);
    row.consumer->certificateFingerprint = fingerprint;
    row.consumer->certificateNotAfter = {ends};
    return {};
}

ConsumerRow rowOf(const Services& services, const QString& tenant, const QStringList& columns,
                  const CsvRecord& record, Taken& taken)
{
    ConsumerRow row = consumerRow(columns, record, tenant, taken.externalIds);
    if (!row.consumer)
        return row;
    row.fault = byKey<Consumer>(services, {tenant, row.externalId})
                    ? u"external_id: is already used in tenant %1"_s.arg(tenant)
                    : bindCertificate(row, services.clock.wallMs(), taken.fingerprints);
    if (!row.fault.isEmpty())
        row.consumer.reset();
    return row;
}

QSet<QByteArray> fingerprintsIn(const Services& services, const QString& tenant)
{
    QSet<QByteArray> found;
    services.documents().of<Consumer>().forEach([&](const Consumer& consumer) {
        if (consumer.tenant == tenant && !consumer.certificateFingerprint.isEmpty())
            found.insert(consumer.certificateFingerprint.toLower());
    });
    return found;
}

QJsonObject summaryOf(const QList<ConsumerRow>& rows)
{
    QJsonArray outcome;
    int created = 0;
    for (const ConsumerRow& row : rows) {
        QJsonObject each{{u"line"_s, row.line},
                         {u"external_id"_s, row.externalId},
                         {u"status"_s, row.consumer ? u"created"_s : u"failed"_s}};
        if (row.consumer)
            each.insert(u"id"_s, row.consumer->id);
        else
            each.insert(u"error"_s, row.fault);
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
    if (records->size() < 2 || records->size() > mostConsumerRows + 1)
        return done(Reply::from(Error::invalid(
            u"body"_s, u"items"_s, u"must be a header and 1 to %1 rows"_s.arg(mostConsumerRows))));
    const Result<QStringList> columns = consumerColumns(records->first().fields);
    if (!columns)
        return done(Reply::from(columns.error()));
    QList<ConsumerRow> rows;
    Taken taken;
    if (columns->contains(u"certificate_pem"_s))
        taken.fingerprints = fingerprintsIn(services, tenant);
    ChangeSet changes(u"consumer.bulk"_s);
    for (const CsvRecord& record : records->mid(1)) {
        ConsumerRow row = rowOf(services, tenant, *columns, record, taken);
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

} // namespace consumer_bulk_calls
} // namespace

void registerConsumerBulk(Registry& registry, Services& services)
{
    using namespace consumer_bulk_calls;
    onAll(registry, services, {CallId::ConsumerBulk}, bulk);
}

} // namespace gatehouse::admin::v1
