// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/retry_budget.h"

#include "common/core/clock.h"

namespace gatehouse::proxy {

namespace {
}

RetryBudget::Bucket& RetryBudget::bucket(std::int64_t nowNs) noexcept
{
    const std::int64_t second = nowNs / nsPerSecond;
    Bucket& found = m_buckets[static_cast<std::size_t>(second % WindowSeconds)];
    std::int64_t seen = found.second.load(std::memory_order_relaxed);
    if (seen != second && found.second.compare_exchange_strong(seen, second, std::memory_order_relaxed)) {
        found.requests.store(0, std::memory_order_relaxed);
        found.retries.store(0, std::memory_order_relaxed);
    }
    return found;
}

bool RetryBudget::withdraw(std::uint32_t percent, std::uint32_t perSecond, std::int64_t nowNs) noexcept
{
    Bucket& now = bucket(nowNs);
    const std::int64_t oldest = nowNs / nsPerSecond - WindowSeconds + 1;
    std::uint64_t requests = 0;
    std::uint64_t retries = now.retries.fetch_add(1, std::memory_order_relaxed) + 1;
    for (Bucket& bucket : m_buckets) {
        if (bucket.second.load(std::memory_order_relaxed) < oldest)
            continue;
        requests += bucket.requests.load(std::memory_order_relaxed);
        if (&bucket != &now)
            retries += bucket.retries.load(std::memory_order_relaxed);
    }
    if (retries * 100 <= requests * percent + std::uint64_t{perSecond} * WindowSeconds * 100)
        return true;
    now.retries.fetch_sub(1, std::memory_order_relaxed);
    return false;
}

} // namespace gatehouse::proxy
