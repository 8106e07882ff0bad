// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/kinds.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace gatehouse::control {

/// How one document differs between two revisions. Secrets are masked.
struct DocumentDiff {
    enum class Change { Created, Updated, Removed };

    Kind kind = Kind::None;
    QString id;
    QString name; ///< what a person calls it
    Change change = Change::Updated;
    QStringList fields; ///< the top-level fields that differ; for an update
    QJsonObject before; ///< empty when created
    QJsonObject after;  ///< empty when removed
    /// Tenants whose people hear of it (Owners::audienceOf()), an empty one meaning all; of changes that are
    /// being made.
    QStringList audience;

    bool isFor(const QString& tenant) const
    {
        return audience.contains(tenant) || audience.contains(QString());
    }
};

QString toString(DocumentDiff::Change change);
QJsonObject toJson(const DocumentDiff& diff);

/// A line of the list of revisions.
struct RevisionInfo {
    quint64 number = 0;
    qint64 atMs = 0;
    QString actor;
    QString source;
    QString action;
    int created = 0, updated = 0, removed = 0;
};

QJsonObject toJson(const RevisionInfo& info);

/// The outcome of an apply.
struct Applied {
    quint64 revision = 0; ///< in effect now; the one before when nothing was to change
    QList<DocumentDiff> changes;

    /// Id of the first document of that kind that was created, or empty.
    QString created(Kind kind) const;
};

/// The outcome of a dry run.
struct Preview {
    QList<DocumentDiff> changes;
};

/// What a console must read again.
struct ChangeFeed {
    struct Item {
        quint64 revision = 0; ///< of its last change
        Kind kind = Kind::None;
        QString id;
        bool removed = false;
    };
    quint64 revision = 0; ///< ask from here the next time
    bool complete = true; ///< false: the revision asked for is no longer kept, read everything
    QList<Item> items;    ///< one per document, oldest change first
};

} // namespace gatehouse::control
