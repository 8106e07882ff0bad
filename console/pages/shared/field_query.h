// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QUrlQuery>

namespace gatehouse::console {

/// Reads what is typed into a search field with fields: `api:orders level:error /items`. A value with blanks
/// is quoted: user:"Ada L". `fields` maps the word before the colon to the parameter of the call; words
/// without a known field are joined and go to `rest`.
QUrlQuery fieldQuery(const QString& text, const QHash<QString, QString>& fields, const QString& rest);

} // namespace gatehouse::console
