// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QJsonObject>

namespace gatehouse {

/// One parameter of the query of a call.
struct QueryParameter {
    QString name;
    QJsonObject schema; ///< its type, bounds and words (JSON schema)
    QString about;
    bool required = false;
};

/// What the query of a call may hold, in the order of the table; empty for most calls. The table is
/// queries.inc.
QList<QueryParameter> queryOf(CallId id);

/// The words that a parameter of this name takes wherever it has no type of its own; empty: any text.
QStringList queryWords(const QString& name);

} // namespace gatehouse
