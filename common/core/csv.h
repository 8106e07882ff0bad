// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QList>
#include <QStringList>

namespace gatehouse {

struct CsvRecord {
    int line = 0; ///< where it starts, from 1
    QStringList fields;
};

/// The records of a CSV text (RFC 4180) in UTF-8: quotes, doubled quotes, line ends inside quotes, LF or
/// CRLF; empty lines are left out. Invalid for a quote that never ends or that stands inside a plain field.
Result<QList<CsvRecord>> readCsv(const QByteArray& text);
/// One record with its line end; every field is quoted, so that readCsv() gives the same fields back.
QByteArray writeCsvRecord(const QStringList& fields);

} // namespace gatehouse
