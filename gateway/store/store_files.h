// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/document_store.h"
#include "gateway/store/journal.h"
#include "gateway/store/snapshot.h"

namespace gatehouse::store {

/// The files of a data directory: journal-00000001, journal-00000002, snapshot-00000002, ... The state is the
/// newest snapshot and every commit of the journals from its generation on.
class StoreFiles {
public:
    explicit StoreFiles(QString directory)
        : m_directory(std::move(directory))
    {
    }

    QString journalPath(quint64 generation) const;
    QString snapshotPath(quint64 generation) const;
    bool isEmpty() const { return journals().isEmpty() && snapshots().isEmpty(); }

    struct Loaded {
        LoadedState state;
        Journal journal;              ///< open at its end
        bool needsCompaction = false; ///< after a rebuilt snapshot or a change of keys
    };
    /// Reads everything, or makes the first journal. A snapshot that is damaged is rebuilt from the
    /// generation before it when that is whole, which the chain of tags proves; a note tells, and the damaged
    /// file is set aside.
    Result<Loaded> load(const StoreKeys& keys, RevisionHistory emptyHistory);

    /// Removes what the snapshot of `generation` and the one before it make superfluous, and left-over
    /// temporary files.
    void removeBefore(quint64 generation) const;

private:
    struct Base {
        Snapshot snapshot;
        quint64 generation = 1;
        JournalEnd at; ///< chain and sequence that the first journal must begin with
        bool currentKey = true;
    };
    QList<quint64> journals() const { return generations(QStringLiteral("journal-")); }
    QList<quint64> snapshots() const { return generations(QStringLiteral("snapshot-")); }
    QList<quint64> generations(const QString& prefix) const;
    Result<Base> readBase(quint64 generation, const StoreKeys& keys) const;
    Result<Loaded> replay(Base base, const StoreKeys& keys, RevisionHistory history) const;
    Result<Loaded> rebuild(quint64 generation, const Error& damage, const StoreKeys& keys,
                           RevisionHistory history);
    void removeTemporaryFiles() const;

    QString m_directory;
};

} // namespace gatehouse::store
