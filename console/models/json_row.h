// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace gatehouse::console {

/// A field of a row of the admin API as text; empty when it is missing or no text.
inline QString textOf(const QJsonObject& row, const char* key)
{
    return row.value(QLatin1StringView(key)).toString();
}

} // namespace gatehouse::console
