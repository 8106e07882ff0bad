// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/change_set.h"
#include "gateway/control/documents.h"

#include <QHash>

namespace gatehouse::control {

/// One document of a staged change set; before or after may be null, never both.
struct StagedChange {
    Kind kind = Kind::None;
    QString id;
    AnyDocument before;
    AnyDocument after;
    QString path; ///< prefix of its fields in faults
};

/// Lays a change set over the documents: reads, completes and checks every edit, removes what cannot exist
/// without a removed document, and checks the rules between documents. The tables hold the outcome
/// afterwards, or, after an error or undo(), what they held before.
class Stage {
public:
    Stage(Documents& documents, const Actor& actor, quint64 revision, qint64 nowMs);

    Result<void> run(const ChangeSet& set);
    void undo();
    static void undo(Documents& documents, const QList<StagedChange>& changes);

    /// In the order in which documents were first touched; without those that end as they began.
    const QList<StagedChange>& changes() const { return m_changes; }

private:
    Result<void> perform(const Edit& edit);
    Result<void> put(const Edit& edit, AnyDocument before, std::shared_ptr<void> entity);
    Result<void> read(const Edit& edit, const AnyDocument& before);
    Result<void> remove(const Edit& edit, const AnyDocument& before);
    void putFollowers(Kind kind, QList<std::shared_ptr<void>> entities);
    void removeWithDependents(Kind kind, const QString& id);
    void stamp(DocumentHeader& header) const;
    void record(Kind kind, const QString& id, AnyDocument before, AnyDocument after, const QString& path);
    void dropUnchanged();
    void addFaults(const Edit& edit, const Faults& faults);

    Documents& m_documents;
    Actor m_actor;
    quint64 m_revision;
    qint64 m_nowMs;
    QList<StagedChange> m_changes;
    QHash<std::pair<int, QString>, qsizetype> m_places;
    Faults m_faults;
    bool m_unread = false; ///< some document could not be read and is not in the tables
};

} // namespace gatehouse::control
