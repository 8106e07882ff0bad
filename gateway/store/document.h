// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/packed_object.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace gatehouse::store {

/// One durable document. The store knows nothing about its content; (kind, id) is unique.
struct StoredDocument {
    QString kind;
    QString id;
    QJsonObject body;
};

/// Set one document, or delete it when there is no body.
struct Change {
    QString kind;
    QString id;
    std::optional<QJsonObject> body;
};

/// Changes that become durable together or not at all.
struct Commit {
    quint64 revision = 0; ///< greater than that of every earlier commit
    qint64 atMs = 0;      ///< milliseconds since 1970 UTC
    QString actor;        ///< who: a user name, or "system"
    QString source;       ///< from where: console, api, file, migration
    QString action;       ///< what: the audit name of the call
    QList<Change> changes;
};

/// A change as history keeps it, for comparing and rolling back.
struct ChangeRecord {
    QString kind;
    QString id;
    std::optional<PackedObject> before;
    std::optional<PackedObject> after;
};

struct CommitRecord {
    quint64 revision = 0;
    qint64 atMs = 0;
    QString actor;
    QString source;
    QString action;
    QList<ChangeRecord> changes;
};

} // namespace gatehouse::store
