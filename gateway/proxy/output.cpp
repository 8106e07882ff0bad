// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/output.h"

#include <cassert>
#include <cstring>

namespace gatehouse::proxy {

bool Gather::extend(std::string_view bytes)
{
    // Copying that much costs less than a second vector does in the kernel.
    constexpr std::size_t Small = 2048;
    if (m_count == 0)
        return false;
    iovec& last = m_pieces[static_cast<std::size_t>(m_count - 1)];
    char* const end = static_cast<char*>(last.iov_base) + last.iov_len;
    if (bytes.data() != end) {
        const bool roomForHeads = m_scratchUsed < m_scratch.size() / 2;
        if (end != m_scratch.data() + m_scratchUsed || bytes.size() > Small || !roomForHeads)
            return false;
        std::memcpy(end, bytes.data(), bytes.size());
        m_scratchUsed += bytes.size();
    }
    last.iov_len += bytes.size();
    m_bytes += bytes.size();
    return true;
}

void Output::add(std::string_view bytes, net::Transport& transport)
{
    if (m_failed || bytes.empty())
        return;
    assert(m_gather.m_owner == nullptr || m_gather.m_owner == this);
    m_gather.m_owner = this;
    if (m_gather.extend(bytes))
        return;
    if (static_cast<std::size_t>(m_gather.m_count) == m_gather.m_pieces.size())
        send(transport); // the scratch stays: `bytes` may be in it
    iovec& piece = m_gather.m_pieces[static_cast<std::size_t>(m_gather.m_count++)];
    piece.iov_base = const_cast<char*>(bytes.data());
    piece.iov_len = bytes.size();
    m_gather.m_bytes += bytes.size();
}

void Output::keepRest(std::size_t written)
{
    for (int i = 0; i < m_gather.m_count; ++i) {
        const iovec& piece = m_gather.m_pieces[static_cast<std::size_t>(i)];
        if (written >= piece.iov_len) {
            written -= piece.iov_len;
            continue;
        }
        m_pending.append({static_cast<const char*>(piece.iov_base) + written, piece.iov_len - written});
        written = 0;
    }
}

void Output::flush(net::Transport& transport)
{
    if (m_gather.m_owner == nullptr)
        m_gather.forgetHeads(); // a failed output took none
    if (m_gather.m_owner != this)
        return;
    send(transport);
    m_gather.forgetHeads();
    m_gather.m_owner = nullptr;
}

void Output::send(net::Transport& transport)
{
    std::size_t written = 0;
    if (m_pending.empty() && !m_failed) { // else the order demands that it queues up
        const net::IoResult result = transport.writev(m_gather.m_pieces.data(), m_gather.m_count);
        if (result.status == net::IoStatus::Failed || result.status == net::IoStatus::Closed)
            fail(result);
        else
            written = result.bytes;
    }
    if (!m_failed && written < m_gather.m_bytes)
        keepRest(written);
    m_gather.m_count = 0;
    m_gather.m_bytes = 0;
}

bool Output::writable(net::Transport& transport, std::size_t most)
{
    std::array<iovec, 16> vectors;
    while (!m_pending.empty() && !m_failed && most > 0) {
        const int count = m_pending.fill(vectors.data(), static_cast<int>(vectors.size()), most);
        const net::IoResult result = transport.writev(vectors.data(), count);
        if (result.status == net::IoStatus::Failed || result.status == net::IoStatus::Closed) {
            fail(result);
            return false;
        }
        m_pending.consume(result.bytes);
        most -= result.bytes;
        std::size_t offered = 0;
        for (int i = 0; i < count; ++i)
            offered += vectors[static_cast<std::size_t>(i)].iov_len;
        if (result.status != net::IoStatus::Ok || result.bytes < offered)
            return true;
    }
    return false;
}

void Output::fail(const net::IoResult& result)
{
    m_failed = true;
    m_failure = result;
    m_pending.clear();
}

void Output::clear()
{
    m_pending.clear();
    if (m_gather.m_owner == this) {
        m_gather.m_count = 0;
        m_gather.m_bytes = 0;
        m_gather.forgetHeads();
        m_gather.m_owner = nullptr;
    }
}

} // namespace gatehouse::proxy
