// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QModelIndexList>

class QAbstractItemModel;

namespace gatehouse::console {

/// RFC 4180 CSV with header, UTF-8, CRLF. Cells that a spreadsheet would run as a formula (=, +, -, @, tab,
/// return at the start, unless a plain number) get a leading apostrophe. `columns` in order; hidden ones are
/// left out by the caller.
QByteArray toCsv(const QAbstractItemModel& model, const QList<int>& columns);
/// A JSON array of objects keyed by column header; typed values (Qt::EditRole or TypedRole) where there are
/// some.
QByteArray toJson(const QAbstractItemModel& model, const QList<int>& columns);
/// Selected cells as tab separated text, row by row.
QString toClipboard(const QModelIndexList& selection);
QString csvCell(const QString& text);

} // namespace gatehouse::console
