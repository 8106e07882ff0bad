// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace gatehouse::console {

/// Would the global address rules of the gateway let this client in? The gateway's own order: refused
/// addresses win, then the allowed ones decide if there are any; with the bypass a loopback client always
/// passes.
bool letsIn(const QJsonObject& settings, const QString& client);

} // namespace gatehouse::console
