// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/message_writer.h"
#include "gateway/net/buffer.h"
#include "gateway/net/transport.h"

#include <array>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>

namespace gatehouse::proxy {

/// Pieces of output gathered during one call, so that a head and what follows it leave in one system call
/// without being copied. One per worker: between the first add() and flush() it belongs to one connection.
class Gather {
public:
    /// Room for heads and chunk sizes that live until flush(); null when `size` does not fit.
    char* reserve(std::size_t size)
    {
        if (m_scratchUsed + size > m_scratch.size())
            return nullptr;
        return m_scratch.data() + m_scratchUsed;
    }
    /// Takes the first `size` bytes of what reserve() gave.
    void commit(std::size_t size) { m_scratchUsed += size; }
    std::size_t scratchRoom() const { return m_scratch.size() - m_scratchUsed; }
    /// The head that `write(MessageWriter&)` writes, until flush(). It is called again for one that is larger
    /// than the room.
    template <typename Write>
    std::string_view head(Write&& write)
    {
        http::MessageWriter writer(m_scratch.data() + m_scratchUsed, scratchRoom());
        write(writer);
        if (writer.overflowed()) [[unlikely]]
            return http::writeWhole(m_large.emplace_back(writer.wanted(), '\0'), write);
        commit(writer.size());
        return writer.view();
    }

private:
    friend class Output;
    /// Nobody looks at the heads any more.
    void forgetHeads()
    {
        m_scratchUsed = 0;
        if (!m_large.empty()) [[unlikely]]
            m_large.clear();
    }
    /// Makes the last piece longer instead of adding one: `bytes` lie behind it, or are few and it is in the
    /// scratch.
    bool extend(std::string_view bytes);

    std::array<iovec, 32> m_pieces{};
    int m_count = 0;
    std::size_t m_bytes = 0;
    const void* m_owner = nullptr;
    std::size_t m_scratchUsed = 0;
    std::array<char, 160 * 1024> m_scratch;
    std::list<std::string> m_large; ///< heads that do not fit there
};

/// The output side of a connection: what is gathered goes straight to the kernel, what the kernel does not
/// take waits in pooled memory. Memory only while something waits.
class Output {
public:
    Output(net::BufferPool& pool, Gather& gather)
        : m_pending(pool)
        , m_gather(gather)
    {
    }

    /// `bytes` must stay valid until flush(), which the same call chain makes.
    void add(std::string_view bytes, net::Transport& transport);
    /// Writes what was added. Afterwards pending() tells what the kernel left.
    void flush(net::Transport& transport);
    /// The socket can take more, and gets up to `most` bytes of what waits. True when it is full again.
    bool writable(net::Transport& transport, std::size_t most = SIZE_MAX);

    std::size_t pending() const
    {
        return m_pending.size() + (m_gather.m_owner == this ? m_gather.m_bytes : 0);
    }
    /// Some of that is older than what is being gathered.
    bool waits() const { return !m_pending.empty(); }
    bool failed() const { return m_failed; }
    const net::IoResult& failure() const { return m_failure; }
    void clear();

private:
    void fail(const net::IoResult& result);
    void send(net::Transport& transport);
    void keepRest(std::size_t written);

    net::Buffer m_pending;
    Gather& m_gather;
    net::IoResult m_failure;
    bool m_failed = false;
};

} // namespace gatehouse::proxy
