// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/connection_profile.h"

namespace gatehouse::console {

/// What a file of connections brings.
struct ConnectionsRead {
    QList<ConnectionProfile> added;
    int known = 0;      ///< there already; left as they are
    QStringList broken; ///< entries that are no connection: name, field and reason
};

/// A file of connections for another computer: JSON, without any secret.
QByteArray connectionsFile(const QList<ConnectionProfile>& profiles);
/// Reads one. An entry that is already among `known`, by id or by address and user, is not taken again.
/// Error: it is no such file at all.
Result<ConnectionsRead> readConnectionsFile(const QByteArray& content, const QList<ConnectionProfile>& known);

} // namespace gatehouse::console
