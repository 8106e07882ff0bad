// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/snapshot.h"

#include <QTimer>

#include <deque>
#include <memory>
#include <vector>

namespace gatehouse::control {

/// Snapshots that have a successor. The last to let go of one frees what the later ones do not share, which
/// after an edit of a policy for everybody are the chains of all APIs: some milliseconds. That should be
/// neither a worker in the middle of a request nor the control thread at one go, where the next change
/// would wait for it. Control thread only.
class RetiredSnapshots {
public:
    /// More than these are not kept for workers that do not let go of theirs.
    static constexpr std::size_t most = 16;

    RetiredSnapshots();

    /// Null is fine.
    void add(std::shared_ptr<const proxy::RuntimeSnapshot> snapshot);
    /// Snapshots that are not taken apart yet.
    std::size_t waiting() const { return m_used.size() + m_free.size(); }
    /// Parts of snapshots that are still to be freed.
    std::size_t parts() const { return m_parts.size(); }

private:
    using Snapshot = std::shared_ptr<const proxy::RuntimeSnapshot>;

    void collect();
    void freeSome();
    void takeApart(Snapshot snapshot);

    std::deque<Snapshot> m_used;                      ///< perhaps still by workers
    std::deque<Snapshot> m_free;                      ///< nobody else has them
    std::vector<std::shared_ptr<const void>> m_parts; ///< APIs and chains
    std::size_t m_last = 0;                           ///< parts of the last one
    QTimer m_collect, m_slice;
};

} // namespace gatehouse::control
