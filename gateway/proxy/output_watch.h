// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace gatehouse::proxy {

/// How the other side takes what is written to it, while some of that waits. A socket says that it takes more
/// only when half of what the kernel keeps has left (see net::limitUnsent), which for a slow line may be
/// minutes after a byte moved; so what the other side has acknowledged is asked for (one system call each,
/// only while something waits). Times are milliseconds of the poller's clock. Worker's thread.
class OutputWatch {
public:
    /// The average counts from here. Nothing waits yet.
    void begin(std::int64_t nowMs);
    /// Something waits, from now on or still. `afresh`: what was taken before a pause buys no slowness. Nor
    /// does a pause pardon any: who was behind `leastRate`, in bytes a second, goes on from there.
    void waits(int fd, std::int64_t nowMs, bool afresh, std::uint64_t leastRate = 0);
    /// Nothing waits. The time until something does is not the other side's.
    void pauses(int fd, std::int64_t nowMs);

    /// When the last byte was seen to move while something waited.
    std::int64_t movedMs() const { return m_movedMs; }
    /// As if there had been no pauses.
    std::int64_t startMs() const { return m_startMs; }
    /// Bytes since then.
    std::uint64_t taken() const { return m_taken; }
    /// When to look again, so that "nothing moved for `patienceMs`" is known soon enough.
    static std::int64_t nextLook(std::int64_t nowMs, std::int64_t patienceMs, std::int64_t deadlineMs);

private:
    void look(int fd, std::int64_t nowMs);
    bool behind(std::uint64_t leastRate) const;

    std::int64_t m_startMs = 0;
    std::int64_t m_pausedMs = 0; ///< since when nothing waits
    std::int64_t m_movedMs = 0;
    std::uint64_t m_acknowledged = 0; ///< at the last look
    std::uint64_t m_taken = 0;
    bool m_waiting = false;
};

} // namespace gatehouse::proxy
