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

/// An API as the gateway counts it, for people: of "rest:orders" the protocol is no news, of others it stays.
inline QString countedApi(const QString& api)
{
    return api.startsWith(QLatin1StringView("rest:")) ? api.section(QLatin1Char(':'), 1) : api;
}

} // namespace gatehouse::console
