// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace gatehouse::proxy {

/// How fast the other side takes what is written to it, as told by how long its socket was full before it
/// took more, and what that earns it. Who has not shown anything is given little in advance, in the kernel
/// and here: thousands may ask for large answers and take nothing. Many slow lines that are ready together
/// would make everybody else wait for milliseconds: they are served in pieces, after the others
/// (Poller::setPatient). Lines that are full only for moments carry fast transfers and are served whole,
/// which costs less. Times are milliseconds of the poller's clock. Worker's thread.
class LinePace {
public:
    /// Bytes; not less than one TLS record, see Transport::writev().
    static constexpr std::size_t piece = 16 * 1024;
    static constexpr std::int64_t slowAfterMs = 50;

    /// The socket takes no more.
    void full(std::int64_t nowMs)
    {
        if (!m_full)
            m_sinceMs = nowMs;
        m_full = true;
    }
    /// It takes more again. The kernel takes net::mostUnsentBytes from the first time on that this came fast.
    void room(int fd, std::int64_t nowMs)
    {
        if (m_full)
            judge(fd, nowMs);
    }
    /// What the line has shown stays known.
    void nextAnswer() { m_full = m_slow = false; }
    /// It has never taken more after it was full.
    bool unproven() const { return m_unproven; }
    bool slow() const { return m_slow; }
    /// How much to move at once.
    std::size_t most() const { return m_slow ? piece : SIZE_MAX; }

private:
    void judge(int fd, std::int64_t nowMs);

    std::int64_t m_sinceMs = 0;
    bool m_full = false;
    bool m_slow = false;
    bool m_unproven = true;
    bool m_wide = false; ///< the kernel takes the most
};

} // namespace gatehouse::proxy
