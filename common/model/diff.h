// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

#include <QJsonArray>

namespace gatehouse {

/// One difference between two documents. A value that is not there is undefined.
struct Change {
    QString path; ///< "api_servers[1]"
    QJsonValue before;
    QJsonValue after;
};

/// Differences field by field, in order of the path; secrets are masked, but a changed secret is still
/// listed. Pass the stored view of both. `_meta` is left out.
QList<Change> diff(const QJsonObject& before, const QJsonObject& after, const EntityTable* table = nullptr);

/// [{"path", "before", "after"}]; a missing side is left out.
QJsonArray toJson(const QList<Change>& changes);

} // namespace gatehouse
