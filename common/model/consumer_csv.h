// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/csv.h"
#include "common/model/principal.h"

#include <QSet>

namespace gatehouse {

/// Consumers in a CSV file, as POST /v1/consumers/{tenant}/bulk takes them: a header and one row each. The
/// gateway reads them with this, and clients that show the faults of a file before they send it. What a row
/// leaves open is as in any new consumer; several groups are parted by ";".
struct ConsumerRow {
    int line = 0; ///< of the file, from 1
    QString externalId;
    std::optional<Consumer> consumer; ///< not set: `fault` says why
    QString fault;
    Faults faults;             ///< the same one by one, as far as they belong to columns
    QByteArray certificatePem; ///< the consumer's first, then those above it; empty: none. What it says is
                               ///< put into the consumer where it can be read
};

/// Most rows that one call takes.
constexpr qsizetype mostConsumerRows = 100;

const QStringList& requiredConsumerColumns();
const QStringList& optionalConsumerColumns();

/// The names of the header's columns in lower case; faults for unknown and for missing ones.
Result<QStringList> consumerColumns(const QStringList& header);
/// One row. `seen` holds the external ids of the rows before it, and takes this one.
ConsumerRow consumerRow(const QStringList& columns, const CsvRecord& record, const QString& tenant,
                        QSet<QString>& seen);

} // namespace gatehouse
