// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/shared_bytes.h"

#include <atomic>
#include <cstdint>

namespace gatehouse::proxy {

/// When a key was used last, in seconds since 1970; zero: never. Thread-safe.
class UseMark {
public:
    std::int64_t seconds() const { return m_seconds.load(std::memory_order_relaxed); }
    /// Reads for each call, and writes once a second at most, so that workers do not fight for the line.
    void touch(std::int64_t seconds)
    {
        if (m_seconds.load(std::memory_order_relaxed) < seconds)
            m_seconds.store(seconds, std::memory_order_relaxed);
    }

private:
    std::atomic<std::int64_t> m_seconds{0};
};

/// One of several owners of a mark: all entries that the key ever has in snapshots share it. The bytes are
/// the id of the key's document, so that nobody needs to hold it beside the mark.
using UseMarkPointer = SharedBlock<UseMark>;

} // namespace gatehouse::proxy
