// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/buffer.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace gatehouse::proxy {

/// Pieces of a body that wait for whoever takes it. Fresh ones are only views into what was read; settle()
/// moves what is left to memory of its own. Views that visit() gave stay valid until drop().
class StreamInput {
public:
    explicit StreamInput(net::BufferPool& pool)
        : m_kept(pool)
    {
    }

    void add(std::string_view bytes)
    {
        if (m_count == m_fresh.size())
            settle();
        m_fresh[m_count++] = bytes;
        m_size += bytes.size();
    }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }

    /// Shows pieces from the front until `take` answers false or a batch is through; returns the bytes shown.
    template <typename Take>
    std::size_t visit(Take take)
    {
        std::size_t shown = 0;
        if (!m_kept.empty()) { // the older bytes first
            std::array<iovec, 8> pieces;
            const int count = m_kept.fill(pieces.data(), static_cast<int>(pieces.size()));
            for (int i = 0; i < count; ++i) {
                const iovec& piece = pieces[static_cast<std::size_t>(i)];
                shown += piece.iov_len;
                if (!take(std::string_view(static_cast<const char*>(piece.iov_base), piece.iov_len)))
                    break;
            }
            return shown;
        }
        for (std::size_t i = m_first; i < m_count; ++i) {
            shown += m_fresh[i].size();
            if (!take(m_fresh[i]))
                break;
        }
        return shown;
    }
    /// Forgets what visit() has shown.
    void drop(std::size_t bytes)
    {
        m_size -= bytes;
        if (!m_kept.empty())
            return m_kept.consume(bytes);
        while (bytes > 0)
            bytes -= m_fresh[m_first++].size();
        if (m_first == m_count)
            m_first = m_count = 0;
    }
    /// The memory of add() is about to be used again.
    void settle()
    {
        for (std::size_t i = m_first; i < m_count; ++i)
            m_kept.append(m_fresh[i]);
        m_first = m_count = 0;
    }
    void clear()
    {
        m_kept.clear();
        m_first = m_count = 0;
        m_size = 0;
    }

private:
    net::Buffer m_kept;
    std::array<std::string_view, 16> m_fresh;
    std::size_t m_first = 0;
    std::size_t m_count = 0;
    std::size_t m_size = 0;
};

} // namespace gatehouse::proxy
