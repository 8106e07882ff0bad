// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/buffer.h"

#include <string_view>

namespace gatehouse::proxy {

/// Received bytes that wait to be understood. Fresh ones are looked at where the kernel put them; only what
/// is left at the end of the call moves to memory of the connection. Views stay valid until settle() or
/// attach().
class InputQueue {
public:
    explicit InputQueue(net::BufferPool& pool)
        : m_stash(pool)
    {
    }

    /// New bytes behind the old ones. They stay where they are while nothing older waits.
    void attach(std::string_view bytes)
    {
        drop();
        if (m_stash.empty())
            m_borrowed = bytes;
        else
            m_stash.append(bytes);
    }
    std::string_view view() const { return (m_stash.empty() ? m_borrowed : m_stash.view()).substr(m_offset); }
    bool empty() const { return size() == 0; }
    std::size_t size() const { return (m_stash.empty() ? m_borrowed.size() : m_stash.size()) - m_offset; }
    void consume(std::size_t bytes) { m_offset += bytes; }
    /// The memory of the last attach() is about to be reused.
    void settle()
    {
        if (m_stash.empty()) {
            if (m_borrowed.size() > m_offset)
                m_stash.append(m_borrowed.substr(m_offset));
            m_borrowed = {};
            m_offset = 0;
        } else {
            drop();
        }
    }
    void clear()
    {
        m_stash.clear();
        m_borrowed = {};
        m_offset = 0;
    }

private:
    void drop()
    {
        if (!m_stash.empty() && m_offset > 0) {
            m_stash.consume(m_offset);
            m_offset = 0;
        }
    }

    net::Stash m_stash;
    std::string_view m_borrowed;
    std::size_t m_offset = 0;
};

} // namespace gatehouse::proxy
