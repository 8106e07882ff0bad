// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace gatehouse::console {

/// Rows of objects as a text table with the given columns, aligned, for terminals.
QString tableText(const QJsonArray& rows, const QStringList& columns);
/// One object as "key  value" lines; empty and null values are left out.
QString objectText(const QJsonObject& object);

} // namespace gatehouse::console
