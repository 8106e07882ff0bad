// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace gatehouse::proxy {

/// Whether the line to a client is slow: its socket was full for long before it took more. A socket that
/// takes more does so by a third of its buffer, a hundred kilobytes of cold memory; so many slow lines that
/// are ready together would make everybody else wait for milliseconds. They are served in pieces, after the
/// others (Poller::setPatient). Lines that are full only for moments carry fast downloads and are served
/// whole, which costs less. Times are milliseconds of the poller's clock. Worker's thread.
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
    /// It takes more again.
    void room(std::int64_t nowMs)
    {
        if (m_full)
            m_slow = nowMs - m_sinceMs >= slowAfterMs;
        m_full = false;
    }
    bool slow() const { return m_slow; }
    /// How much to move at once.
    std::size_t most() const { return m_slow ? piece : SIZE_MAX; }

private:
    std::int64_t m_sinceMs = 0;
    bool m_full = false;
    bool m_slow = false;
};

} // namespace gatehouse::proxy
