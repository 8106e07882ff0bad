// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/live_streams.h"

namespace gatehouse::proxy {

void LiveStreams::add(LiveStream& stream)
{
    if (m_streams.empty()) {
        m_version = m_snapshots.version();
        m_wheel.start(m_timer, m_poller.nowMs() + TickMs);
    }
    stream.liveIndex = m_streams.size();
    m_streams.push_back(&stream);
}

void LiveStreams::remove(LiveStream& stream)
{
    const std::size_t at = stream.liveIndex;
    m_streams[at] = m_streams.back();
    m_streams[at]->liveIndex = at;
    m_streams.pop_back();
    if (m_streams.empty())
        m_wheel.stop(m_timer);
}

void LiveStreams::onTimeout()
{
    const std::uint64_t version = m_snapshots.version();
    const bool recheck = version != m_version || ++m_ticks % TicksPerRecheck == 0;
    m_version = version;
    for (std::size_t i = m_streams.size(); i-- > 0;)
        m_streams[i]->onTick(recheck); // one that ends is replaced by the last, which has had its turn
    if (!m_streams.empty())
        m_wheel.start(m_timer, m_poller.nowMs() + TickMs);
}

} // namespace gatehouse::proxy
