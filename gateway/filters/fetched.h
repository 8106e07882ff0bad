// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::filters {

/// Something requests need that comes from elsewhere (keys of an issuer, descriptors of a server): given
/// once, or fetched by somebody else off the data path and exchanged while requests go on. Thread-safe.
template <typename T>
class Fetched {
public:
    using Value = std::shared_ptr<const T>;
    using Waiter = std::function<void()>;
    static constexpr std::size_t maxWaiters = 1024;

    /// Fixed.
    explicit Fetched(T value)
        : m_value(std::make_shared<const T>(std::move(value)))
    {
    }
    /// `fetch` starts a fetch, from any thread; it ends with arrived() or failed(). Two begin at least
    /// `minIntervalMs` apart.
    Fetched(const Clock& clock, std::function<void()> fetch, std::int64_t minIntervalMs)
        : m_clock(&clock)
        , m_fetch(std::move(fetch))
        , m_minIntervalNs(minIntervalMs * 1'000'000)
        , m_nextNs(clock.monotonicNs())
    {
    }

    /// Null until it has come.
    Value value() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_value;
    }
    /// Grows with each exchange; read it before value().
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    /// Why the last fetch failed; empty when it did not.
    std::string why() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_why;
    }

    /// Asks for a fresh one. True: a fetch is under way, and what `makeWaiter` returns is called once when it
    /// has ended, well or not, from any thread. False: not now (fixed, asked too often, too many wait), and
    /// `makeWaiter` is not called. `insist`: however often it was asked.
    bool refresh(const std::function<Waiter()>& makeWaiter, bool insist = false)
    {
        if (!m_clock)
            return false;
        {
            const std::scoped_lock lock(m_mutex);
            const std::int64_t now = m_clock->monotonicNs();
            if ((!m_fetching && now < m_nextNs && !insist) || m_waiters.size() >= maxWaiters)
                return false;
            m_waiters.push_back(makeWaiter());
            if (std::exchange(m_fetching, true))
                return true;
            m_nextNs = now + m_minIntervalNs;
        }
        m_fetch();
        return true;
    }

    // For the fetcher.
    void arrived(Value value) { release(std::move(value), {}); }
    void arrived(T value) { arrived(std::make_shared<const T>(std::move(value))); }
    /// The old one stays: a source that is away for a while stops nobody.
    void failed(std::string why = {}) { release(nullptr, std::move(why)); }

private:
    void release(Value value, std::string why)
    {
        std::vector<Waiter> waiters;
        {
            const std::scoped_lock lock(m_mutex);
            if (value) {
                m_value = std::move(value);
                m_generation.fetch_add(1, std::memory_order_acq_rel);
            }
            m_why = std::move(why);
            m_fetching = false;
            waiters.swap(m_waiters);
        }
        for (const Waiter& waiter : waiters) {
            if (waiter)
                waiter();
        }
    }

    const Clock* m_clock = nullptr; // null: fixed
    std::function<void()> m_fetch;
    std::int64_t m_minIntervalNs = 0;
    mutable std::mutex m_mutex;
    Value m_value;
    std::string m_why;
    std::vector<Waiter> m_waiters;
    bool m_fetching = false;
    std::int64_t m_nextNs = 0; ///< no fetch begins before; monotonic
    std::atomic<std::uint64_t> m_generation{1};
};

} // namespace gatehouse::filters
