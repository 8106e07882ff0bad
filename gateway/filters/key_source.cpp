// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/key_source.h"

#include <utility>

namespace gatehouse::filters {

KeySource::KeySource(crypto::KeySet keys)
    : m_keys(std::make_shared<const crypto::KeySet>(std::move(keys)))
{
}

KeySource::KeySource(const Clock& clock, std::function<void()> fetch, std::int64_t minIntervalMs)
    : m_clock(&clock)
    , m_fetch(std::move(fetch))
    , m_minIntervalNs(minIntervalMs * 1'000'000)
    , m_nextNs(clock.monotonicNs())
{
}

KeySource::Keys KeySource::keys() const
{
    const std::scoped_lock lock(m_mutex);
    return m_keys;
}

bool KeySource::refresh(const std::function<Waiter()>& makeWaiter)
{
    if (!m_clock)
        return false;
    {
        const std::scoped_lock lock(m_mutex);
        const std::int64_t now = m_clock->monotonicNs();
        if ((!m_fetching && now < m_nextNs) || m_waiters.size() >= maxWaiters)
            return false;
        m_waiters.push_back(makeWaiter());
        if (std::exchange(m_fetching, true))
            return true;
        m_nextNs = now + m_minIntervalNs;
    }
    m_fetch();
    return true;
}

void KeySource::arrived(crypto::KeySet keys)
{
    release(std::make_shared<const crypto::KeySet>(std::move(keys)));
}

void KeySource::failed()
{
    release(nullptr);
}

/// Old keys stay when there are no new ones: an issuer that is away for a while locks nobody out.
void KeySource::release(Keys keys)
{
    std::vector<Waiter> waiters;
    {
        const std::scoped_lock lock(m_mutex);
        if (keys) {
            m_keys = std::move(keys);
            m_generation.fetch_add(1, std::memory_order_acq_rel);
        }
        m_fetching = false;
        waiters.swap(m_waiters);
    }
    for (const Waiter& waiter : waiters) {
        if (waiter)
            waiter();
    }
}

} // namespace gatehouse::filters
