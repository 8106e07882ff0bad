// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/document.h"

#include <deque>
#include <memory>

namespace gatehouse::store {

/// The newest commits, oldest first, bounded by number and by size. Records are shared, so a copy is cheap.
class RevisionHistory {
public:
    using Entry = std::shared_ptr<const CommitRecord>;

    explicit RevisionHistory(int maxCommits = 1000, qint64 maxBytes = 32 * 1024 * 1024);

    /// `bytes` is the record's size as stored.
    void add(Entry record, qint64 bytes);
    /// Null when that revision is unknown or no longer kept.
    Entry find(quint64 revision) const;
    /// Newest first, at most `limit`, all before `below` (0: from the newest).
    QList<Entry> newest(int limit, quint64 below = 0) const;
    QList<Entry> all() const;
    qsizetype size() const { return qsizetype(m_entries.size()); }
    qint64 bytes() const { return m_bytes; }

private:
    struct Kept {
        Entry record;
        qint64 bytes;
    };
    std::deque<Kept> m_entries;
    qint64 m_bytes = 0;
    int m_maxCommits;
    qint64 m_maxBytes;
};

} // namespace gatehouse::store
