// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/snapshot.h"

namespace gatehouse::proxy {

SnapshotHub::SnapshotHub()
    : m_current(std::make_shared<RuntimeSnapshot>())
{
}

void SnapshotHub::publish(std::shared_ptr<const RuntimeSnapshot> snapshot)
{
    std::shared_ptr<const RuntimeSnapshot> old; // freed outside the lock
    {
        const std::scoped_lock lock(m_mutex);
        old = std::exchange(m_current, std::move(snapshot));
    }
    m_version.fetch_add(1, std::memory_order_release);
    if (m_listener)
        m_listener();
}

std::shared_ptr<const RuntimeSnapshot> SnapshotHub::current() const
{
    const std::scoped_lock lock(m_mutex);
    return m_current;
}

SnapshotReader::Ref SnapshotReader::acquire()
{
    const std::uint64_t version = m_hub.version();
    if (version != m_seen) {
        m_latestHeld = new Held{m_hub.current(), 0};
        m_latest = Ref(m_latestHeld);
        m_seen = version;
    }
    return Ref(m_latestHeld);
}

} // namespace gatehouse::proxy
