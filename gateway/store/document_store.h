// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/store/history.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace gatehouse::store {

/// kind -> id -> body.
using Documents = QHash<QString, QHash<QString, PackedObject>>;

/// Runs a function on the owner's thread, later and in order; for example
/// [owner](auto f) { later(owner, std::move(f)); }.
using Poster = std::function<void(std::function<void()>)>;
using Durable = std::function<void(Result<void>)>;

struct LoadedState {
    Documents documents;
    quint64 revision = 0; ///< of the newest commit; 0 when there is none
    RevisionHistory history;
    QStringList notes; ///< what an operator should know, for example that a torn last record was cut off
};

struct StoreHealth {
    enum class State {
        Good,
        ReadOnly, ///< changes are refused, for example on a full disk; comes back by itself
        Failed    ///< changes are refused until the process starts again
    };
    State state = State::Good;
    QString message; ///< why, when not Good
    quint64 durableRevision = 0;
    qint64 journalBytes = 0; ///< since the last compaction; 0 where that has no meaning
};

/// Durable documents behind one interface: memory with a journal, PostgreSQL, MongoDB. Every function is
/// called on the owner's thread; callbacks run there too, in the order of the calls, through the Poster given
/// at construction.
class DocumentStore {
public:
    virtual ~DocumentStore() = default;

    /// Before anything else, and again after release(). May block. Error of type Corrupt: stored bytes are
    /// damaged, the message says where, and nothing was changed.
    virtual Result<LoadedState> load() = 0;

    /// Queues a commit. `durable` is told when it is on disk and will survive a crash, or why it is not
    /// stored at all. Never called before append() has returned. When one commit fails, all that were queued
    /// behind it fail too.
    virtual void append(Commit commit, Durable durable) = 0;

    /// Makes the stored form small again. Not needed for durability; the store also does it by itself.
    virtual void compact(Durable done) = 0;

    /// Blocks until all that was queued is durable or refused, and runs the callbacks; for shutdown.
    virtual void flush() = 0;

    /// Flushes and lets go of what only one process may hold, so that another can load(); load() takes it
    /// back. Changes are refused in between; history() stays readable. Nothing to do where several may share.
    virtual void release() { flush(); }

    /// The commits kept for comparing and rolling back, up to the newest durable one.
    virtual const RevisionHistory& history() const = 0;

    virtual StoreHealth health() const = 0;
};

} // namespace gatehouse::store
