// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "gateway/store/document_store.h"

#include <memory>

namespace gatehouse::store {

struct MemoryStoreOptions {
    QString directory; ///< made with mode 0700 when missing; one process at a time
    Secret key; ///< MEM_ENCRYPTION_KEY; empty: a generated key in the file "store.key" of the directory
    qint64 compactAfterBytes = 16 * 1024 * 1024; ///< journal size that starts a compaction; 0 never
    int historyCommits = 1000;
    qint64 historyBytes = 32 * 1024 * 1024;
};

/// Documents in memory, each commit first in an encrypted journal on disk. A writer thread of its own writes
/// all that waits as one batch with one fdatasync (group commit). Files: see journal.h and snapshot.h.
class MemoryStore final : public DocumentStore {
public:
    MemoryStore(MemoryStoreOptions options, Poster poster);
    /// Writes what is queued; callbacks that were not delivered by then never are.
    ~MemoryStore() override;

    Result<LoadedState> load() override;
    void append(Commit commit, Durable durable) override;
    void compact(Durable done) override;
    void flush() override;
    void release() override;
    const RevisionHistory& history() const override;
    StoreHealth health() const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace gatehouse::store
