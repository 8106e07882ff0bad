// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/history.h"

#include <algorithm>

namespace gatehouse::store {

RevisionHistory::RevisionHistory(int maxCommits, qint64 maxBytes)
    : m_maxCommits(maxCommits)
    , m_maxBytes(maxBytes)
{
}

void RevisionHistory::add(Entry record, qint64 bytes)
{
    m_entries.push_back({std::move(record), bytes});
    m_bytes += bytes;
    // The newest is kept whatever its size, so that the last change can always be compared and taken back.
    while (m_entries.size() > 1 && (m_bytes > m_maxBytes || m_entries.size() > std::size_t(m_maxCommits))) {
        m_bytes -= m_entries.front().bytes;
        m_entries.pop_front();
    }
}

RevisionHistory::Entry RevisionHistory::find(quint64 revision) const
{
    const auto at =
        std::lower_bound(m_entries.begin(), m_entries.end(), revision,
                         [](const Kept& kept, quint64 wanted) { return kept.record->revision < wanted; });
    return at != m_entries.end() && at->record->revision == revision ? at->record : nullptr;
}

QList<RevisionHistory::Entry> RevisionHistory::newest(int limit, quint64 below) const
{
    QList<Entry> out;
    for (auto at = m_entries.rbegin(); at != m_entries.rend() && out.size() < limit; ++at) {
        if (below == 0 || at->record->revision < below)
            out.append(at->record);
    }
    return out;
}

QList<RevisionHistory::Entry> RevisionHistory::all() const
{
    QList<Entry> out;
    out.reserve(size());
    for (const Kept& kept : m_entries)
        out.append(kept.record);
    return out;
}

} // namespace gatehouse::store
