// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/crypto/jwt_key.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace gatehouse::filters {

/// The keys an issuer signs with: given once, or fetched by somebody else off the data path and exchanged
/// while requests go on. Thread-safe.
class KeySource {
public:
    using Keys = std::shared_ptr<const crypto::KeySet>;
    using Waiter = std::function<void()>;
    static constexpr std::size_t maxWaiters = 1024;

    /// Fixed keys.
    explicit KeySource(crypto::KeySet keys);
    /// `fetch` starts a fetch, from any thread; it ends with arrived() or failed(). Two begin at least
    /// `minIntervalMs` apart.
    KeySource(const Clock& clock, std::function<void()> fetch, std::int64_t minIntervalMs);

    /// Null until keys have come.
    Keys keys() const;
    /// Grows with each exchange of the keys; read it before keys().
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }

    /// Asks for fresh keys. True: a fetch is under way, and what `makeWaiter` returns is called once when it
    /// has ended, well or not, from any thread. False: not now (fixed keys, asked too often, too many wait),
    /// and `makeWaiter` is not called.
    bool refresh(const std::function<Waiter()>& makeWaiter);

    // For the fetcher.
    void arrived(crypto::KeySet keys);
    void failed();

private:
    void release(Keys keys);

    const Clock* m_clock = nullptr; // null: fixed
    std::function<void()> m_fetch;
    std::int64_t m_minIntervalNs = 0;
    mutable std::mutex m_mutex;
    Keys m_keys;
    std::vector<Waiter> m_waiters;
    bool m_fetching = false;
    std::int64_t m_nextNs = 0; ///< no fetch begins before; monotonic
    std::atomic<std::uint64_t> m_generation{1};
};

} // namespace gatehouse::filters
